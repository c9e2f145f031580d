//! Tables and lists of controls are read strictly; what is wrong with one is said where it stands.

use super::{ControlState, ControlStatus, read_csv, read_json};
use crate::refusal::{Reason, Refusal};
use crate::testing::record;

const TABLE: &str = include_str!("../../tests/controls/controls.csv");
const HEAD: &str = "control,status,assessed\n";

fn table(text: &str) -> Result<Vec<ControlStatus>, Refusal> {
    read_csv(record("controls.csv", text.as_bytes()))
}

fn list(text: &str) -> Result<Vec<ControlStatus>, Refusal> {
    read_json(record("controls.json", text.as_bytes()))
}

fn refused(text: &str) -> Refusal {
    table(text).unwrap_err()
}

#[test]
fn a_table_is_read() {
    let all = table(TABLE).unwrap();
    let states: Vec<(&str, ControlState)> = all.iter().map(|it| (it.control.as_str(), it.state)).collect();
    assert_eq!(
        states,
        [
            ("weight-security", ControlState::Satisfied),
            ("compartments", ControlState::NotSatisfied),
            ("monitoring", ControlState::NotAssessed)
        ]
    );
    assert_eq!(all[0].reason.as_deref(), Some("tested, twice"));
    assert_eq!(all[1].reason.as_deref(), Some("\"need to know\" is not enforced"));
    assert_eq!(
        (all[0].expires.as_deref(), all[1].expires.as_deref()),
        (Some("2026-07-31"), None)
    );
    assert_eq!(all[2].entry, "controls.csv row 3");
    assert_eq!(table(&TABLE.replace('\n', "\r\n")).unwrap(), all);
    assert_eq!(table(&format!("\u{feff}{TABLE}")).unwrap(), all);
}

#[test]
fn an_unknown_column_is_told_what_is_near() {
    let refusal = refused("control,staus,assessed\n");
    assert_eq!(
        refusal.to_string(),
        "controls.csv, line 1, column 9: `staus` is no column of a table of controls\nhelp: did you mean `status`?"
    );
    assert_eq!(
        refused("control;status;assessed\n").cure,
        "separate the columns by commas"
    );
    assert_eq!(
        refused("control,status\n").problem,
        "there is no column `assessed`"
    );
    assert_eq!(
        refused("control,status,control,assessed\n").reason,
        Reason::NamedTwice
    );
    assert_eq!(refused("").reason, Reason::Missing);
}

#[test]
fn an_unknown_status_is_told_what_is_near() {
    let refusal = refused(&format!("{HEAD}a,satisfied,2026-01-31\nb,satisfed,2026-01-31\n"));
    assert_eq!(
        (refusal.cure.as_str(), refusal.place.line_column),
        ("did you mean `satisfied`?", Some((3, 3)))
    );
    assert_eq!(
        refused(&format!("{HEAD}a,Satisfied,2026-01-31\n")).cure,
        "did you mean `satisfied`?"
    );
}

#[test]
fn a_date_that_is_none_is_refused() {
    for date in [
        "2026-02-30",
        "31.1.2026",
        "2026-01-31T12:00:00",
        "today",
        "2026-1-31",
    ] {
        let refusal = refused(&format!("{HEAD}a,satisfied,{date}\n"));
        assert_eq!(
            (refusal.reason, refusal.problem),
            (Reason::Malformed, format!("`{date}` is no date"))
        );
    }
}

#[test]
fn a_garbled_line_is_refused() {
    assert_eq!(
        refused(&format!("{HEAD}a,satisfied\n")).problem,
        "2 cells under 3 columns"
    );
    assert_eq!(
        refused(&format!("{HEAD}a,satisfied,\n")).problem,
        "nothing under `assessed`"
    );
    let open = refused(&format!(
        "{HEAD}\"a,satisfied,2026-01-31\nb,satisfied,2026-01-31\n"
    ));
    assert_eq!(
        (open.problem.as_str(), open.place.line_column),
        ("a quote that is not closed", Some((2, 1)))
    );
    assert_eq!(
        refused(&format!("{HEAD}a\"b,satisfied,2026-01-31\n")).problem,
        "a quote in the middle of a cell"
    );
    assert_eq!(
        refused(&format!("{HEAD}\"a\"b,satisfied,2026-01-31\n")).problem,
        "something behind the closing quote of a cell"
    );
    assert_eq!(
        refused(&format!("{HEAD}{}", ",".repeat(100))).reason,
        Reason::TooLarge
    );
}

#[test]
fn a_control_that_is_there_twice_is_refused() {
    let refusal = refused(&format!(
        "{HEAD}a,satisfied,2026-01-31\na,not-satisfied,2026-01-31\n"
    ));
    assert_eq!(
        (refusal.reason, refusal.place.line_column),
        (Reason::NamedTwice, Some((3, 1)))
    );
}

#[test]
fn a_list_says_the_same_as_a_table() {
    let text = r#"{"controls": [
        {"control": "a", "status": "satisfied", "assessed": "2026-01-31", "assessor": null, "expires": "2026-07-31"}
    ]}"#;
    let row = "control,status,assessed,assessor,expires\na,satisfied,2026-01-31,,2026-07-31\n";
    let (mut listed, mut tabled) = (list(text).unwrap(), table(row).unwrap());
    assert_eq!(
        (listed[0].entry.as_str(), tabled[0].entry.as_str()),
        ("controls.json /controls/0", "controls.csv row 1")
    );
    listed[0].entry.clear();
    tabled[0].entry.clear();
    assert_eq!(listed, tabled);
}

#[test]
fn what_is_wrong_with_a_list_is_refused() {
    let of =
        |member: &str| format!(r#"{{"controls": [{{"control": "a", "status": "satisfied", {member}}}]}}"#);
    let unknown = list(&of(r#""asessed": "2026-01-31""#)).unwrap_err();
    assert_eq!(
        (unknown.reason, unknown.cure.as_str()),
        (Reason::Unknown, "did you mean `assessed`?")
    );
    assert_eq!(unknown.place.pointer.as_deref(), Some("/controls/0/asessed"));
    assert_eq!(
        list(&of(r#""assessed": "soon""#)).unwrap_err().reason,
        Reason::Malformed
    );
    assert_eq!(
        list(&of(r#""assessed": 2026"#)).unwrap_err().reason,
        Reason::Missing
    );
    assert_eq!(
        list(r#"{"control": []}"#).unwrap_err().cure,
        "did you mean `controls`?"
    );
    let twice = r#"{"controls": [{"control": "a", "status": "satisfied", "assessed": "2026-01-31"},
        {"control": "a", "status": "satisfied", "assessed": "2026-01-31"}]}"#;
    assert_eq!(list(twice).unwrap_err().reason, Reason::NamedTwice);
}
