//! Records are read with and without their samples; what cannot be true of them is refused.
//!
//! The record was written by hand after version 0.2 of the format.

use super::read;
use crate::measurement::{Evidence, Measurement};
use crate::number::exact_text;
use crate::refusal::{Reason, Refusal};
use crate::testing::record;

const RECORD: &str = include_str!("../../tests/every_eval_ever/record.json");
const INSTANCES: &str = include_str!("../../tests/every_eval_ever/instances.jsonl");

fn alone(text: &str) -> Result<Vec<Measurement>, Refusal> {
    read(record("record.json", text.as_bytes()), None)
}

fn with(text: &str, instances: &str) -> Result<Vec<Measurement>, Refusal> {
    read(
        record("record.json", text.as_bytes()),
        Some(record("instances.jsonl", instances.as_bytes())),
    )
}

fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn refused(from: &str, to: &str) -> Refusal {
    alone(&changed(RECORD, from, to)).unwrap_err()
}

#[test]
fn a_record_alone_gives_counts_where_it_says_binary() {
    let all = alone(RECORD).unwrap();
    assert_eq!(all[0].evidence, Evidence::Counts { successes: 7, n: 12 });
    assert!(matches!(&all[1].evidence, Evidence::Stated { n: Some(40), .. }));
    assert_eq!(
        (all[0].identity.model.as_str(), all[0].identity.task.as_str()),
        ("lab/model-1", "probe")
    );
    assert!(all[0].stated.iter().all(|it| it.not_recomputed.is_some()));
}

#[test]
fn a_record_with_its_samples_is_recomputed() {
    let all = with(RECORD, INSTANCES).unwrap();
    assert_eq!(exact_text(&all[0].evidence.mean()), "7/12");
    assert!(all[0].stated.iter().all(|it| it.not_recomputed.is_none()));
    let drawn = with(&changed(RECORD, "analytic", "bootstrap"), INSTANCES).unwrap();
    assert_eq!(drawn[0].stated[1].not_recomputed, Some("it was drawn at random"));
    let score = "\"score\": 0.5833333333333334";
    assert_eq!(
        with(&changed(RECORD, score, "\"score\": 0.5833"), INSTANCES)
            .unwrap_err()
            .reason,
        Reason::Differs
    );
}

#[test]
fn what_cannot_be_true_is_refused() {
    let score = "\"score\": 0.5833333333333334";
    let cases = [
        (score, "\"score\": 0.61", Reason::Differs),
        (score, "\"score\": 1.5833", Reason::Contradicts),
        (score, "\"score\": Infinity", Reason::NotANumber),
        (score, "\"score\": \"0.58\"", Reason::Missing),
        ("0.1486470975026408", "0.05", Reason::Differs),
        ("0.1486470975026408", "-0.05", Reason::Contradicts),
        ("\"lower\": 61.0", "\"lower\": 65.0", Reason::Contradicts),
        (
            "\"standard_deviation\": 10.0",
            "\"standard_deviation\": 11.0",
            Reason::Differs,
        ),
        ("\"max_score\": 100", "\"max_score\": 1", Reason::Contradicts),
        (
            "\"schema_version\": \"0.2.1\"",
            "\"schema_version\": \"0.1.0\"",
            Reason::Version,
        ),
        (
            "\"evaluation_timestamp\"",
            "\"evaluation_timestmp\"",
            Reason::Unknown,
        ),
        ("\"evaluation_id\"", "\"evaluation_ids\"", Reason::Unknown),
    ];
    for (from, to, reason) in cases {
        assert_eq!(refused(from, to).reason, reason, "{to}");
    }
    assert_eq!(
        refused("\"evaluation_timestamp\"", "\"evaluation_timestmp\"").cure,
        "did you mean `evaluation_timestamp`?"
    );
    assert_eq!(
        refused(score, "\"score\": 0.61").problem,
        "no number of successes of 12 is the share `0.61`"
    );
}

/// Published tables round; the count is still the only one.
#[test]
fn a_rounded_share_gives_its_count() {
    let all = alone(&changed(
        &changed(RECORD, "0.5833333333333334", "0.583"),
        "analytic",
        "bootstrap",
    ))
    .unwrap();
    assert_eq!(all[0].evidence.counts(), Some((7, 12)));
    assert_eq!(
        all[0].remarks,
        ["the share `0.583` is rounded, and only 7 of 12 give it"]
    );
}

#[test]
fn an_unknown_level_is_no_score() {
    let levels =
        "\"score_type\": \"levels\", \"level_names\": [\"low\", \"high\"], \"has_unknown_level\": true";
    let text = changed(RECORD, "\"score_type\": \"binary\"", levels);
    assert_eq!(
        alone(&changed(&text, "0.5833333333333334", "-1"))
            .unwrap_err()
            .reason,
        Reason::Unscored
    );
    assert_eq!(
        alone(&changed(&text, "0.5833333333333334", "2"))
            .unwrap_err()
            .reason,
        Reason::Contradicts
    );
    assert!(alone(&changed(&text, "0.5833333333333334", "1")).is_ok());
}

#[test]
fn samples_that_are_missing_doubled_failed_or_of_another_run_are_refused() {
    let lines: Vec<&str> = INSTANCES.lines().collect();
    let refused = |instances: &str| with(RECORD, instances).unwrap_err();
    assert_eq!(refused(&lines[1..].join("\n")).reason, Reason::SamplesMissing);
    let twice = refused(&format!("{}\n{INSTANCES}", lines[0]));
    assert_eq!(
        (twice.reason, twice.place.line_column),
        (Reason::SampleTwice, Some((2, 1)))
    );
    let failed = refused(&changed(INSTANCES, "\"error\": null", "\"error\": \"timeout\""));
    assert_eq!(
        (failed.reason, failed.problem.as_str()),
        (Reason::Failed, "sample `q00` ended in the error `timeout`")
    );
    assert_eq!(
        refused(&changed(INSTANCES, "lab/model-1", "lab/model-2")).reason,
        Reason::Contradicts
    );
    assert_eq!(
        refused(&changed(
            INSTANCES,
            "\"is_correct\": true",
            "\"is_correct\": false"
        ))
        .reason,
        Reason::Contradicts
    );
    assert_eq!(
        refused(&changed(INSTANCES, "\"score\": 1.0", "\"score\": NaN")).reason,
        Reason::NotANumber
    );
}
