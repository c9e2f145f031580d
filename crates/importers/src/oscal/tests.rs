//! Findings are read with what they rest on; what contradicts itself is refused.
//!
//! The document was written by hand after OSCAL 1.1.2, and is one by the schema.

use super::read;
use crate::controls::{ControlState, ControlStatus};
use crate::refusal::{Reason, Refusal};
use crate::testing::record;

const DOCUMENT: &str = include_str!("../../tests/oscal/assessment-results.json");

fn of(text: &str) -> Result<Vec<ControlStatus>, Refusal> {
    read(record("results.json", text.as_bytes()))
}

fn refused(from: &str, to: &str) -> Refusal {
    assert!(DOCUMENT.contains(from), "{from}");
    of(&DOCUMENT.replacen(from, to, 1)).unwrap_err()
}

#[test]
fn findings_are_read_with_what_they_rest_on() {
    let all = of(DOCUMENT).unwrap();
    let states: Vec<(&str, ControlState)> = all.iter().map(|it| (it.control.as_str(), it.state)).collect();
    assert_eq!(
        states,
        [
            ("ac-3_obj", ControlState::Satisfied),
            ("au-6_obj", ControlState::NotSatisfied),
            ("ir-8_smt", ControlState::Satisfied)
        ]
    );
    // The first of two observations to expire counts.
    assert_eq!(all[0].expires.as_deref(), Some("2026-05-01T00:00:00Z"));
    assert_eq!(all[0].assessed, "2026-02-02T17:00:00+01:00");
    assert_eq!(all[1].reason.as_deref(), Some("fail"));
    assert_eq!(all[0].entry, "00000014-0000-4000-8000-000000000014");
    assert_eq!(
        (all[0].remarks.len(), all[2].remarks.join("")),
        (0, "it rests on no observation".to_owned())
    );
}

#[test]
fn what_is_not_of_the_format_is_refused() {
    let state = refused(r#""state": "satisfied""#, r#""state": "satisfed""#);
    assert_eq!(
        (state.reason, state.cure.as_str()),
        (Reason::Unknown, "did you mean `satisfied`?")
    );
    assert_eq!(
        state.place.pointer.as_deref(),
        Some("/assessment-results/results/0/findings/0/target/status/state")
    );
    let member = refused(r#""related-observations""#, r#""related-observation""#);
    assert_eq!(
        (member.reason, member.cure.as_str()),
        (Reason::Unknown, "did you mean `related-observations`?")
    );
    assert_eq!(
        refused(r#""findings""#, r#""finding""#).cure,
        "did you mean `findings`?"
    );
    assert_eq!(
        refused(r#""oscal-version": "1.1.2""#, r#""oscal-version": "2.0""#).reason,
        Reason::Version
    );
    assert_eq!(
        refused("2026-02-01T09:00:00Z", "2026-02-01").reason,
        Reason::Malformed
    );
    assert_eq!(
        refused(r#""type": "objective-id""#, r#""type": "objective""#).reason,
        Reason::Unknown
    );
}

#[test]
fn what_contradicts_itself_is_refused() {
    let cases = [
        (r#""reason": "pass""#, r#""reason": "fail""#),
        (
            r#""start": "2026-02-01T09:00:00Z""#,
            r#""start": "2026-02-03T09:00:00Z""#,
        ),
        (
            r#""expires": "2026-08-01T00:00:00Z""#,
            r#""expires": "2026-01-01T00:00:00Z""#,
        ),
        ("au-6_obj", "ac-3_obj"),
    ];
    for (from, to) in cases {
        assert_eq!(refused(from, to).reason, Reason::Contradicts, "{to}");
    }
}

#[test]
fn a_finding_that_rests_on_nothing_that_is_there_is_refused() {
    let gone = r#""observation-uuid": "0000000a-0000-4000-8000-00000000000a""#;
    let refusal = refused(
        gone,
        r#""observation-uuid": "0000000c-0000-4000-8000-00000000000c""#,
    );
    assert_eq!(refusal.reason, Reason::Missing);
    let twice = refused(
        r#""uuid": "0000000b-0000-4000-8000-00000000000b""#,
        r#""uuid": "0000000a-0000-4000-8000-00000000000a""#,
    );
    assert_eq!(twice.reason, Reason::NamedTwice);
}
