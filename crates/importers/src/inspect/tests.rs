//! Real logs are read and recomputed; each way in which a log says more than it knows is refused for its own reason.

use super::read;
use crate::estimator::{Bound, Estimator, Method};
use crate::measurement::{Evidence, Measurement};
use crate::number::{exact_text, rounded_down, rounded_up};
use crate::refusal::{Reason, Refusal};
use crate::testing::{
    DEFLATE, EVAL, JSON_WITH_FAILED, Members, ZSTD, as_json, changed, members, packed, record,
};

const CORRECT: &str = r#""scores":{"first_letter":{"value":"C""#;
const WRONG: &str = r#""scores":{"first_letter":{"value":"I""#;

fn taken(bytes: &[u8]) -> Vec<Measurement> {
    read(record("a.eval", bytes)).unwrap_or_else(|it| panic!("{it}"))
}

/// The same refusal from the archive and from the one document, but for the place.
fn refused(members: &Members) -> Refusal {
    let json = read(record("a.json", as_json(members).as_bytes())).unwrap_err();
    let archive = read(record("a.eval", &packed(members, ZSTD))).unwrap_err();
    assert_eq!((json.reason, &json.problem), (archive.reason, &archive.problem));
    archive
}

fn refused_after(member: &str, from: &str, to: &str) -> Refusal {
    refused(&changed(member, from, to))
}

fn without(members: Members, gone: &str) -> Members {
    members.into_iter().filter(|it| it.0 != gone).collect()
}

fn bound(word: &str) -> Bound {
    match Estimator::named(word).unwrap() {
        Estimator::Bound(bound) => bound,
        Estimator::Point => panic!("{word} is a bound"),
    }
}

#[test]
fn a_real_log_is_read_and_recomputed() {
    let [measurement] = &taken(EVAL)[..] else {
        panic!("one score")
    };
    assert_eq!(measurement.identity.task, "capability_probe");
    assert_eq!(measurement.identity.model, "mockllm/model");
    assert_eq!(measurement.identity.record, "AXB8Vb3EwPfUbghMdp8scU");
    assert_eq!(
        measurement.identity.created.as_deref(),
        Some("2026-11-23T20:49:10+00:00")
    );
    assert_eq!(
        (measurement.scorer.as_str(), measurement.metric.as_str()),
        ("first_letter", "accuracy")
    );
    assert_eq!(exact_text(&measurement.evidence.mean()), "7/12");
    assert_eq!(measurement.evidence.counts(), Some((7, 12)));
    let stated: Vec<_> = measurement
        .stated
        .iter()
        .map(|it| (it.name.as_str(), it.not_recomputed))
        .collect();
    assert_eq!(
        stated,
        [
            ("accuracy", None),
            ("stderr", None),
            ("bootstrap_stderr", Some("it was drawn at random"))
        ]
    );
}

/// Logs that Inspect AI 0.3.285 wrote of a mock model, each with what it claims: scores that are numbers, scores
/// with parts, every reducer of epochs, a part of the data. All claims are computed again when they are read.
#[test]
fn other_real_logs_are_read_and_recomputed() {
    let logs: [(&[u8], &[&str]); 11] = [
        (
            include_bytes!("../../tests/inspect/graded.eval"),
            &["graded mean 19/30 of 6"],
        ),
        (
            include_bytes!("../../tests/inspect/several.eval"),
            &["a accuracy 0.5 of 6", "b mean 0.5 of 6"],
        ),
        (
            include_bytes!("../../tests/inspect/epochs-passat.eval"),
            &["letter pass_at_2 accuracy 0.75 of 6"],
        ),
        (
            include_bytes!("../../tests/inspect/epochs-atleast.eval"),
            &["letter at_least_2 accuracy 2/3 of 6"],
        ),
        (
            include_bytes!("../../tests/inspect/epochs-median.eval"),
            &["graded median mean 0.15 of 6"],
        ),
        (
            include_bytes!("../../tests/inspect/epochs-max.eval"),
            &["graded max mean 7/6 of 6"],
        ),
        (
            include_bytes!("../../tests/inspect/epochs-mode.eval"),
            &["letter mode accuracy 2/3 of 6"],
        ),
        (
            include_bytes!("../../tests/inspect/epochs-two.eval"),
            &["letter mean accuracy 0.5 of 6", "letter max accuracy 5/6 of 6"],
        ),
        (
            include_bytes!("../../tests/inspect/all.eval"),
            &["letter accuracy 1 of 5"],
        ),
        (
            include_bytes!("../../tests/inspect/one.eval"),
            &["letter accuracy 1 of 1"],
        ),
        (
            include_bytes!("../../tests/inspect/limit.eval"),
            &["letter accuracy 2/3 of 3"],
        ),
    ];
    for (log, claims) in logs {
        let said: Vec<String> = taken(log).iter().map(in_short).collect();
        assert_eq!(said, claims);
        assert_eq!(taken(log), taken(as_json(&members(log)).as_bytes()));
    }
}

/// Edited and invalidated by the tool itself, after the run.
#[test]
fn real_logs_that_were_edited_are_told_apart() {
    let [measurement] = &taken(include_bytes!("../../tests/inspect/edited.eval"))[..] else {
        panic!("one score")
    };
    assert_eq!(
        measurement.remarks[0],
        "`letter` of sample `3` was edited after the run by `a reviewer`"
    );
    let stale = read(record(
        "a.eval",
        include_bytes!("../../tests/inspect/edited-stale.eval"),
    ))
    .unwrap_err();
    assert_eq!(
        (stale.reason, stale.problem.as_str()),
        (
            Reason::Differs,
            "`accuracy` is said to be `0.6666666666666666`, and the samples give 1"
        )
    );
    let invalidated = read(record(
        "a.eval",
        include_bytes!("../../tests/inspect/invalidated.eval"),
    ))
    .unwrap_err();
    assert_eq!(invalidated.reason, Reason::Invalidated);
}

#[test]
fn samples_that_a_limit_halted_are_remarked() {
    let halted = changed(
        "samples/q02_epoch_1.json",
        r#""epoch":1"#,
        r#""epoch":1,"limit":{"type":"token","limit":100}"#,
    );
    let [measurement] = &taken(&packed(&halted, ZSTD))[..] else {
        panic!("one score")
    };
    assert_eq!(measurement.remarks, ["samples halted by the limit `token`: 1"]);
}

#[test]
fn a_part_of_the_data_is_remarked() {
    let [measurement] = &taken(include_bytes!("../../tests/inspect/limit.eval"))[..] else {
        panic!("one score")
    };
    assert_eq!(
        measurement.remarks,
        ["the run was limited to a part of the dataset"]
    );
}

fn in_short(it: &Measurement) -> String {
    let names: Vec<&str> = [
        Some(it.scorer.as_str()),
        it.reducer.as_deref(),
        Some(it.metric.as_str()),
    ]
    .into_iter()
    .flatten()
    .collect();
    format!(
        "{} {} of {}",
        names.join(" "),
        exact_text(&it.evidence.mean()),
        it.evidence.n().unwrap()
    )
}

/// The tool takes a score of NaN for one that was not given, and computes its mean without it.
#[test]
fn a_real_log_with_nan_for_a_score_is_refused() {
    let refusal = read(record("nan.eval", include_bytes!("../../tests/inspect/nan.eval"))).unwrap_err();
    assert_eq!(refusal.reason, Reason::NotANumber);
    assert_eq!(refusal.place.member.as_deref(), Some("samples/3_epoch_1.json"));
    assert_eq!(refusal.place.pointer.as_deref(), Some("/scores/nan/value"));
}

#[test]
fn a_real_log_that_counts_epochs_as_samples_is_refused() {
    let refusal = read(record(
        "none.eval",
        include_bytes!("../../tests/inspect/epochs-none.eval"),
    ))
    .unwrap_err();
    assert_eq!(
        (refusal.reason, refusal.problem.as_str()),
        (
            Reason::Differs,
            "`letter` counts each of 3 epochs as a sample by itself, and they are not"
        )
    );
}

#[test]
fn all_forms_of_one_log_say_the_same() {
    let all = members(EVAL);
    let of = |bytes: &[u8]| taken(bytes);
    assert_eq!(of(EVAL), of(&packed(&all, DEFLATE)));
    assert_eq!(of(EVAL), of(as_json(&all).as_bytes()));
}

/// The one-sided 95 % bound on this log lies between 0.72 and 0.83, on both sides of 0.80. The figures are those
/// of SciPy 1.17.1.
#[test]
fn the_bound_moves_with_the_method() {
    let [measurement] = &taken(EVAL)[..] else {
        panic!("one score")
    };
    let table = [
        (Method::Clustered, "0.720405"),
        (Method::ClusteredT, "0.779447"),
        (Method::Wilson, "0.780023"),
        (Method::ClopperPearson, "0.818976"),
        (Method::Normal, "0.827837"),
        (Method::Bootstrap, "0.833334"),
        (Method::T, "0.850287"),
    ];
    for (method, expected) in table {
        let found = measurement.bound(method, &bound("upper-95")).unwrap();
        assert_eq!(rounded_up(&found.high), expected, "{method:?}");
    }
    let lower = measurement.bound(Method::Clustered, &bound("lower-95")).unwrap();
    assert_eq!(rounded_down(&lower.low), "0.446262");
}

#[test]
fn a_real_log_of_success_with_failed_samples_is_refused() {
    let refusal = read(record("inspect-sample-1.json", JSON_WITH_FAILED)).unwrap_err();
    assert_eq!(refusal.reason, Reason::Failed);
    assert_eq!(refusal.place.pointer.as_deref(), Some("/samples/3/error"));
    assert_eq!(
        refusal.problem,
        "its status is `success`, and sample `q03` ended in the error `RuntimeError('tool sandbox did not start \
         (deliberate)')`, and 1 more with it"
    );
}

#[test]
fn success_with_invalidated_samples_is_refused() {
    let whole = refused_after("header.json", r#""invalidated":false"#, r#""invalidated":true"#);
    assert_eq!(
        (whole.reason, whole.place.pointer.as_deref()),
        (Reason::Invalidated, Some("/invalidated"))
    );
    let by = r#""invalidation":{"author":"a","timestamp":"2026-11-24T00:00:00Z"},"epoch":1"#;
    let one = refused_after("samples/q02_epoch_1.json", r#""epoch":1"#, by);
    assert_eq!(
        one.problem,
        "its status is `success`, and sample `q02` was invalidated afterwards"
    );
    assert_eq!(one.place.member.as_deref(), Some("samples/q02_epoch_1.json"));
}

#[test]
fn success_with_missing_samples_is_refused() {
    let one = refused(&without(members(EVAL), "samples/q05_epoch_2.json"));
    assert_eq!(
        (one.reason, one.problem.as_str()),
        (
            Reason::SamplesMissing,
            "sample `q05` of epoch 2 is not in the log"
        )
    );
    let none: Members = members(EVAL)
        .into_iter()
        .filter(|it| !it.0.starts_with("samples/"))
        .collect();
    assert_eq!(refused(&none).reason, Reason::SamplesMissing);
    let count = refused_after(
        "header.json",
        r#""completed_samples":24"#,
        r#""completed_samples":23"#,
    );
    assert_eq!(
        count.problem,
        "of 24 samples 23 are said to be complete, and 24 are in the log"
    );
}

#[test]
fn a_sample_that_is_there_twice_is_refused() {
    let mut all = members(EVAL);
    let twice = all
        .iter()
        .find(|it| it.0 == "samples/q05_epoch_2.json")
        .unwrap()
        .1
        .clone();
    all.push(("samples/again.json".to_owned(), twice));
    assert_eq!(refused(&all).reason, Reason::SampleTwice);
}

#[test]
fn a_run_that_did_not_end_well_is_refused() {
    for status in ["error", "cancelled", "started"] {
        let refusal = refused_after(
            "header.json",
            r#""status":"success""#,
            &format!(r#""status":"{status}""#),
        );
        assert_eq!(
            (refusal.reason, refusal.problem),
            (Reason::Unfinished, format!("the run's status is `{status}`"))
        );
    }
    let error = r#""status":"success","error":{"message":"m"}"#;
    assert_eq!(
        refused_after("header.json", r#""status":"success""#, error).reason,
        Reason::Contradicts
    );
    let headless = packed(&without(members(EVAL), "header.json"), ZSTD);
    assert_eq!(
        read(record("a.eval", &headless)).unwrap_err().reason,
        Reason::Unfinished
    );
}

#[test]
fn a_claimed_result_that_the_samples_do_not_give_is_refused() {
    let accuracy = refused_after("header.json", "0.5833333333333334", "0.7833333333333334");
    assert_eq!(accuracy.reason, Reason::Differs);
    assert_eq!(
        accuracy.problem,
        "`accuracy` is said to be `0.7833333333333334`, and the samples give 7/12"
    );
    assert_eq!(
        accuracy.place.pointer.as_deref(),
        Some("/results/scores/0/metrics/accuracy/value")
    );
    let error = refused_after("header.json", "0.08333333333333333", "0.05");
    assert_eq!(
        error.problem,
        "`stderr` is said to be `0.05`, and the samples give 1/12"
    );
}

/// Whoever edits a score edits the sample, or the result, or a copy; never all of them.
#[test]
fn a_score_that_was_edited_in_one_place_is_refused() {
    let sample = refused_after("samples/q02_epoch_1.json", WRONG, CORRECT);
    assert_eq!(sample.reason, Reason::Differs);
    let reduction = refused_after("reductions.json", r#""value":1.0"#, r#""value":0.0"#);
    assert_eq!(
        reduction.problem,
        "sample `q00` is said here to score 0, and the sample itself has 1"
    );
    let summary = packed(
        &changed("summaries.json", r#""value":"C""#, r#""value":"I""#),
        ZSTD,
    );
    let summary = read(record("a.eval", &summary)).unwrap_err();
    assert_eq!(
        (summary.reason, summary.place.member.as_deref()),
        (Reason::Contradicts, Some("summaries.json"))
    );
    let start = packed(
        &changed("_journal/start.json", "AXB8Vb3EwPfUbghMdp8scU", "other"),
        ZSTD,
    );
    assert_eq!(
        read(record("a.eval", &start)).unwrap_err().problem,
        "it began as `other`, and its head is that of `AXB8Vb3EwPfUbghMdp8scU`"
    );
}

#[test]
fn an_edit_made_in_the_open_is_remarked_and_one_that_is_not_is_refused() {
    let history = |by: &str| format!(r#""history":[{{"value":"C"}},{{"value":"C"{by}}}]"#);
    let open = history(r#","provenance":{"author":"a reviewer","timestamp":"2026-11-24T00:00:00Z"}"#);
    let all = changed("samples/q00_epoch_1.json", r#""history":[]"#, &open);
    let [measurement] = &taken(&packed(&all, ZSTD))[..] else {
        panic!("one score")
    };
    assert_eq!(
        measurement.remarks,
        ["`first_letter` of sample `q00` was edited after the run by `a reviewer`"]
    );
    let secret = refused_after("samples/q00_epoch_1.json", r#""history":[]"#, &history(""));
    assert_eq!(secret.reason, Reason::Edited);
}

#[test]
fn a_sample_without_a_number_for_a_score_is_refused() {
    let gone = refused_after(
        "samples/q00_epoch_1.json",
        CORRECT,
        r#""scores":{"other":{"value":"C""#,
    );
    assert_eq!(
        gone.problem,
        "sample `q00` of epoch 1 has no score by `first_letter`"
    );
    // The tool would take it as zero.
    let word = refused_after(
        "samples/q00_epoch_1.json",
        CORRECT,
        r#""scores":{"first_letter":{"value":"c""#,
    );
    assert_eq!(
        (word.reason, word.problem.as_str()),
        (Reason::Unscored, "the score `c` is no number")
    );
    // The tool leaves NaN out of the mean.
    let nan = refused_after(
        "samples/q00_epoch_1.json",
        CORRECT,
        r#""scores":{"first_letter":{"value":NaN"#,
    );
    assert_eq!(nan.reason, Reason::NotANumber);
    let counted = refused_after(
        "header.json",
        r#""unscored_samples":0"#,
        r#""unscored_samples":1"#,
    );
    assert_eq!(counted.reason, Reason::Contradicts);
}

#[test]
fn doubled_names_are_refused_wherever_they_stand() {
    let score = r#""scores":{"first_letter":{"value":"C"}},"scores":{"first_letter":{"value":"C""#;
    assert_eq!(
        refused_after("samples/q00_epoch_1.json", CORRECT, score).reason,
        Reason::NamedTwice
    );
}

#[test]
fn an_id_that_would_fill_the_memory_is_refused() {
    let id = format!(r#""id":"{}""#, "q".repeat(1001));
    assert_eq!(
        refused_after("samples/q00_epoch_1.json", r#""id":"q00""#, &id).reason,
        Reason::TooLarge
    );
}

#[test]
fn another_version_of_the_format_is_refused() {
    assert_eq!(
        refused_after("header.json", r#""version":2"#, r#""version":3"#).reason,
        Reason::Version
    );
}

#[test]
fn clusters_that_differ_between_epochs_are_refused() {
    let refusal = refused_after(
        "samples/q00_epoch_1.json",
        r#""family":"fam0""#,
        r#""family":"fam1""#,
    );
    assert_eq!(refusal.reason, Reason::Contradicts);
    let refusal = refused_after("samples/q00_epoch_1.json", r#""family":"fam0","#, "");
    assert_eq!(refusal.reason, Reason::Contradicts);
}

#[test]
fn an_unknown_reducer_is_refused() {
    let refusal = refused_after(
        "header.json",
        r#""scorer":"first_letter","#,
        r#""scorer":"first_letter","reducer":"maen","#,
    );
    assert_eq!(
        (refusal.reason, refusal.cure.as_str()),
        (Reason::Unknown, "did you mean `mean`?")
    );
}

/// A log by hand, in the format of the real ones: one score in one epoch.
fn log(scores: &[&str], metrics: &str) -> String {
    let sample = |(index, value): (usize, &&str)| {
        format!(
            r#"{{"id":{index},"epoch":1,"scores":{{"s":{{"value":{value},"history":[]}}}},"metadata":{{}}}}"#
        )
    };
    let samples: Vec<String> = scores.iter().enumerate().map(sample).collect();
    let n = scores.len();
    format!(
        r#"{{"version":2,"status":"success","eval":{{"eval_id":"e","run_id":"r","created":"2026-01-01T00:00:00+00:00",
        "task":"t","model":"m","dataset":{{"samples":{n}}},"config":{{}}}},"results":{{"total_samples":{n},
        "completed_samples":{n},"scores":[{{"name":"s","scorer":"s","metrics":{{{metrics}}}}}]}},
        "samples":[{}]}}"#,
        samples.join(",")
    )
}

#[test]
fn a_standard_error_of_zero_is_a_point_and_no_bound() {
    let metrics = r#""accuracy":{"name":"accuracy","value":1.0},"stderr":{"name":"stderr","value":0.0}"#;
    for scores in [&["\"C\""][..], &["\"C\"", "1", "true", "\"yes\"", "\"1.0\""]] {
        let [measurement] = &taken(log(scores, metrics).as_bytes())[..] else {
            panic!("one score")
        };
        assert_eq!(exact_text(&measurement.evidence.mean()), "1");
        assert_eq!(measurement.remarks.len(), 1);
        for method in [Method::Normal, Method::T, Method::Bootstrap] {
            let refusal = measurement.bound(method, &bound("lower-95")).unwrap_err();
            let reason = if scores.len() == 1 && method != Method::Bootstrap {
                Reason::NoBound
            } else {
                Reason::ZeroSpread
            };
            assert_eq!(
                (refusal.reason, refusal.cure.as_str()),
                (
                    reason,
                    "ask for `clopper-pearson`, which is sound where all samples score alike"
                )
            );
        }
        let sound = measurement
            .bound(Method::ClopperPearson, &bound("lower-95"))
            .unwrap();
        // All of n succeed: the bound is the n-th root of 0.05.
        let expected = if scores.len() == 1 { "0.050001" } else { "0.549281" };
        assert_eq!(rounded_up(&sound.high), expected);
    }
}

#[test]
fn scores_that_are_no_successes_have_no_counts() {
    let metrics = r#""mean":{"name":"mean","value":0.5},"std":{"name":"std","value":0.5},"var":{"name":"var","value":0.25}"#;
    let [measurement] = &taken(log(&["0", "0.5", "1"], metrics).as_bytes())[..] else {
        panic!("one score")
    };
    assert!(matches!(&measurement.evidence, Evidence::Units(units) if units.len() == 3));
    assert_eq!(measurement.evidence.counts(), None);
    assert_eq!(
        measurement
            .bound(Method::Wilson, &bound("upper-95"))
            .unwrap_err()
            .reason,
        Reason::NoBound
    );
    assert_eq!(
        measurement
            .bound(Method::Clustered, &bound("upper-95"))
            .unwrap_err()
            .reason,
        Reason::NoBound
    );
    // 0.5 + 1.6448536 * 0.5 / sqrt(3)
    let normal = measurement.bound(Method::Normal, &bound("upper-95")).unwrap();
    assert_eq!(rounded_up(&normal.high), "0.974829");
}
