//! Real results are read with and without their samples; what cannot be true of them is refused.
//!
//! The files were written by lm-evaluation-harness 0.4.13 with its dummy model; a path in them was shortened.

use super::read;
use crate::estimator::{Bound, Estimator, Method};
use crate::measurement::{Evidence, Measurement};
use crate::number::{exact_text, rounded_up};
use crate::refusal::{Reason, Refusal};
use crate::testing::record;

const RESULTS: &str = include_str!("../../tests/lm_eval/results.json");
const PROBE: &str = include_str!("../../tests/lm_eval/samples_probe.jsonl");
const GEN: &str = include_str!("../../tests/lm_eval/samples_gen.jsonl");

fn with_samples(results: &str, probe: &str) -> Result<Vec<Measurement>, Refusal> {
    let samples = [
        ("probe", record("probe.jsonl", probe.as_bytes())),
        ("gen", record("gen.jsonl", GEN.as_bytes())),
    ];
    read(record("results.json", results.as_bytes()), &samples)
}

fn alone(results: &str) -> Result<Vec<Measurement>, Refusal> {
    read(record("results.json", results.as_bytes()), &[])
}

fn changed(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn in_short(it: &Measurement) -> String {
    format!(
        "{} {} {} {}",
        it.identity.task,
        it.scorer,
        it.metric,
        exact_text(&it.evidence.mean())
    )
}

#[test]
fn real_results_are_recomputed_from_their_samples() {
    let all = with_samples(RESULTS, PROBE).unwrap();
    let said: Vec<String> = all.iter().map(in_short).collect();
    assert_eq!(
        said,
        [
            "probe none acc 0.75",
            "probe none acc_norm 7/12",
            "gen none exact_match 0.5"
        ]
    );
    for it in &all {
        assert!(matches!(&it.evidence, Evidence::Units(units) if units.len() == 12));
        assert!(it.stated.len() == 2 && it.stated.iter().all(|it| it.not_recomputed.is_none()));
    }
    assert_eq!(all[0].identity.record, "i82qcls7/probe/1795615581.3492107");
}

/// Share and standard error together leave nothing but zeros and ones, so that counts are known without samples.
#[test]
fn real_results_without_samples_give_counts() {
    let all = alone(RESULTS).unwrap();
    assert_eq!(all[1].evidence, Evidence::Counts { successes: 7, n: 12 });
    let Estimator::Bound(bound) = Estimator::named("upper-95").unwrap() else {
        panic!("a bound")
    };
    let of = |method| rounded_up(&all[1].bound(method, &bound).unwrap().high);
    assert_eq!(
        (of(Method::ClopperPearson), of(Method::Normal)),
        ("0.818976".to_owned(), "0.827837".to_owned())
    );
    let Bound { side, .. } = bound;
    let named = Bound {
        method: None,
        side,
        level: bound.level.clone(),
    };
    assert_eq!(
        all[1].bound(Method::Clustered, &named).unwrap_err().reason,
        Reason::NoBound
    );
}

#[test]
fn a_mean_or_error_that_the_samples_do_not_give_is_refused() {
    let mean = with_samples(&changed(RESULTS, "0.75", "0.85"), PROBE).unwrap_err();
    assert_eq!(mean.reason, Reason::Differs);
    assert_eq!(
        mean.problem,
        "the mean is said to be `0.85`, and the samples give 0.75"
    );
    assert_eq!(mean.place.pointer.as_deref(), Some("/results/probe/acc,none"));
    let error = with_samples(
        &changed(RESULTS, "0.1305582419667734", "0.0305582419667734"),
        PROBE,
    )
    .unwrap_err();
    assert_eq!(
        error.problem,
        "the standard error is said to be `0.0305582419667734`, and the samples give 0.130558"
    );
    let sample = with_samples(RESULTS, &changed(PROBE, "\"acc\": 0.0", "\"acc\": 1.0")).unwrap_err();
    assert_eq!(sample.reason, Reason::Differs);
}

#[test]
fn a_mean_that_no_scores_have_is_refused_without_samples() {
    // The standard error of 0.75 is too large for 0.95.
    let impossible = alone(&changed(RESULTS, "\"acc,none\": 0.75", "\"acc,none\": 0.95")).unwrap_err();
    assert_eq!(impossible.reason, Reason::Differs);
    assert_eq!(
        impossible.problem,
        "no 12 scores between 0 and 1 have the mean `0.95` and the standard error `0.1305582419667734`"
    );
    // sqrt(0.74 * 0.26 / 11), which only zeros and ones have; and 0.74 is no share of 12.
    let both = changed(
        &changed(RESULTS, "0.75", "0.74"),
        "0.1305582419667734",
        "0.13225320068304242",
    );
    assert_eq!(
        alone(&both).unwrap_err().problem,
        "no number of successes of 12 is the share `0.74`"
    );
    // A smaller error is that of scores between 0 and 1; it is taken as stated, and gives no counts.
    let between = alone(&changed(RESULTS, "0.1305582419667734", "0.1")).unwrap();
    assert_eq!(between[0].evidence.counts(), None);
}

#[test]
fn samples_that_are_missing_doubled_or_of_another_run_are_refused() {
    let lines: Vec<&str> = PROBE.lines().collect();
    let fewer = lines[1..].join("\n");
    assert_eq!(
        with_samples(RESULTS, &fewer).unwrap_err().reason,
        Reason::Contradicts
    );
    let unhashed = changed(RESULTS, "\"task_hashes\"", "\"other_hashes\"");
    let missing = with_samples(&unhashed, &fewer).unwrap_err();
    assert_eq!(
        (missing.reason, missing.problem.as_str()),
        (
            Reason::SamplesMissing,
            "`acc` is of 12 samples, and 11 are in probe.jsonl"
        )
    );
    let twice = format!("{PROBE}\n{}", lines[0]);
    let refusal = with_samples(RESULTS, &twice).unwrap_err();
    assert_eq!(
        (refusal.reason, refusal.place.line_column),
        (Reason::SampleTwice, Some((14, 1)))
    );
    let other = with_samples(
        RESULTS,
        &changed(PROBE, "\"doc_hash\": \"67bc", "\"doc_hash\": \"67bd"),
    )
    .unwrap_err();
    assert_eq!(
        other.problem,
        "the samples of `probe` in probe.jsonl are not those that the results are of"
    );
}

#[test]
fn samples_of_no_task_are_told_what_is_near() {
    let samples = [("prob", record("probe.jsonl", PROBE.as_bytes()))];
    let refusal = read(record("results.json", RESULTS.as_bytes()), &samples).unwrap_err();
    assert_eq!(
        (refusal.reason, refusal.cure.as_str()),
        (Reason::Unknown, "did you mean `probe`?")
    );
}

#[test]
fn nan_doubled_names_and_negative_errors_are_refused() {
    let reason = |from: &str, to: &str| alone(&changed(RESULTS, from, to)).unwrap_err().reason;
    assert_eq!(reason("0.1305582419667734", "NaN"), Reason::NotANumber);
    assert_eq!(
        reason("\"acc,none\": 0.75", "\"acc,none\": 0.75, \"acc,none\": 0.8"),
        Reason::NamedTwice
    );
    assert_eq!(
        reason("0.1305582419667734", "-0.1305582419667734"),
        Reason::Contradicts
    );
    assert_eq!(
        reason("\"effective\": 12", "\"effective\": 0"),
        Reason::SamplesMissing
    );
}

#[test]
fn a_part_of_the_data_is_remarked_and_other_aggregations_are_not_recomputed() {
    let part = alone(&changed(RESULTS, "\"original\": 12", "\"original\": 100")).unwrap();
    assert_eq!(part[0].remarks, ["12 of the 100 samples of `probe` were run"]);
    let listed = "\"metric\": \"acc\",\n          \"aggregation\": \"mean\"";
    let median = changed(
        RESULTS,
        listed,
        "\"metric\": \"acc\",\n          \"aggregation\": \"median\"",
    );
    let all = with_samples(&median, PROBE).unwrap();
    assert!(matches!(all[0].evidence, Evidence::Stated { .. }) && all[0].stated[0].not_recomputed.is_some());
    assert!(matches!(all[1].evidence, Evidence::Units(_)));
    let none = alone(&changed(RESULTS, "0.1305582419667734", "\"N/A\"")).unwrap();
    assert_eq!(none[0].stated.len(), 1);
}

#[test]
fn groups_are_left_out() {
    let grouped = changed(
        RESULTS,
        "\"group_subtasks\": {}",
        "\"group_subtasks\": {\"probe\": [\"gen\"], \"gen\": []}",
    );
    let tasks: Vec<String> = alone(&grouped)
        .unwrap()
        .into_iter()
        .map(|it| it.identity.task)
        .collect();
    assert_eq!(tasks, ["gen"]);
}
