//! The examples of `docs/importing.md`, run: what the page says is printed is what is printed.

use crate::estimator::{Bound, Estimator, Method};
use crate::measurement::Measurement;
use crate::refusal::{Reason, Refusal};
use crate::testing::{EVAL, JSON_WITH_FAILED, Members, STORED, changed, members, packed, record};
use crate::{Shelf, controls, decide, every_eval_ever, inspect, lm_eval};
use holdpoint_policy::model::{Comparison, EvaluationRule};
use holdpoint_policy::quantity::Decimal;

const PAGE: &str = include_str!("../../../docs/importing.md");
const RESULTS: &str = include_str!("../tests/lm_eval/results.json");
const RECORD: &str = include_str!("../tests/every_eval_ever/record.json");

fn measured() -> Measurement {
    inspect::read(record("probe.eval", EVAL)).unwrap().remove(0)
}

fn archive(members: &Members) -> Refusal {
    inspect::read(record("probe.eval", &packed(members, STORED))).unwrap_err()
}

fn edited(member: &str, from: &str, to: &str) -> Refusal {
    archive(&changed(member, from, to))
}

fn results(from: &str, to: &str) -> Refusal {
    lm_eval::read(
        record("results.json", RESULTS.replacen(from, to, 1).as_bytes()),
        &[],
    )
    .unwrap_err()
}

fn table(text: &str) -> Refusal {
    controls::read_csv(record("controls.csv", text.as_bytes())).unwrap_err()
}

fn bound(word: &str) -> Bound {
    match Estimator::named(word).unwrap() {
        Estimator::Bound(bound) => bound,
        Estimator::Point => panic!("{word} is a bound"),
    }
}

fn below_80(estimator: &str) -> EvaluationRule {
    EvaluationRule {
        indicates: false,
        quantity: "accuracy".to_owned(),
        comparison: Comparison::Below,
        bound: Decimal {
            digits: 80,
            places: 0,
        },
        percent: true,
        estimator: Some(estimator.to_owned()),
    }
}

fn unshelved() -> Refusal {
    let mut identity = measured().identity;
    let mut shelf = Shelf::default();
    shelf.put(&identity).unwrap();
    identity.digest = "sha256:11".to_owned();
    shelf.put(&identity).unwrap_err()
}

fn flipped() -> Refusal {
    let mut bytes = packed(&vec![("header.json".to_owned(), b"{}".to_vec())], STORED);
    bytes[41] ^= 1;
    inspect::read(record("probe.eval", &bytes)).unwrap_err()
}

fn doubled() -> Members {
    let mut all = members(EVAL);
    let twice = all
        .iter()
        .find(|it| it.0 == "samples/q05_epoch_2.json")
        .unwrap()
        .1
        .clone();
    all.push(("samples/again.json".to_owned(), twice));
    all
}

fn without(gone: &str) -> Members {
    members(EVAL).into_iter().filter(|it| it.0 != gone).collect()
}

/// One for every reason.
fn refusals() -> Vec<Refusal> {
    let one = "\"score\": 0.5833333333333334";
    let off = RECORD.replacen(one, "\"score\": 1.5", 1);
    let mut large = measured();
    large.evidence = crate::Evidence::Counts { successes: 12, n: 12 };
    vec![
        table("control,status,assessed\n\"a,satisfied,2026-01-31\n"),
        results("\"effective\": 12", "\"effective\": 1000000000000"),
        inspect::read(record("nan.eval", include_bytes!("../tests/inspect/nan.eval"))).unwrap_err(),
        results("\"acc,none\": 0.75", "\"acc,none\": 0.75, \"acc,none\": 0.9"),
        results("\"n-samples\"", "\"n-sample\""),
        table("control,staus,assessed\n"),
        edited("header.json", r#""version":2"#, r#""version":3"#),
        edited("header.json", r#""status":"success""#, r#""status":"cancelled""#),
        inspect::read(record("flaky.json", JSON_WITH_FAILED)).unwrap_err(),
        inspect::read(record(
            "probe.eval",
            include_bytes!("../tests/inspect/invalidated.eval"),
        ))
        .unwrap_err(),
        archive(&without("samples/q05_epoch_2.json")),
        archive(&doubled()),
        edited(
            "samples/q00_epoch_1.json",
            r#""first_letter":{"value":"C""#,
            r#""first_letter":{"value":"c""#,
        ),
        results("\"acc,none\": 0.75", "\"acc,none\": 0.95"),
        every_eval_ever::read(record("record.json", off.as_bytes()), None).unwrap_err(),
        unshelved(),
        flipped(),
        no_clusters(),
        large.bound(Method::Normal, &bound("lower-95")).unwrap_err(),
        decide(
            &[below_80("clopper-person-upper-95")],
            &[("accuracy", &measured())],
        )
        .unwrap_err(),
    ]
}

fn no_clusters() -> Refusal {
    let all = lm_eval::read(record("results.json", RESULTS.as_bytes()), &[]).unwrap();
    all[0].bound(Method::Clustered, &bound("upper-95")).unwrap_err()
}

#[test]
fn every_reason_has_its_example_on_the_page() {
    let mut reasons = Vec::new();
    for refusal in refusals() {
        let block = format!("```text\n{refusal}\n```");
        assert!(PAGE.contains(&block), "docs/importing.md should have\n{block}");
        reasons.push(refusal.reason);
    }
    reasons.sort_unstable();
    reasons.dedup();
    // `Estimator` is the last of them.
    assert_eq!(reasons.len(), Reason::Estimator as usize + 1);
}

#[test]
fn the_decisions_on_the_page_are_those_that_are_made() {
    for estimator in ["upper-95", "clustered-upper-95", "clopper-pearson-upper-95"] {
        let decision = decide(&[below_80(estimator)], &[("accuracy", &measured())]).unwrap();
        let block = format!("```text\n{decision}\n```");
        assert!(PAGE.contains(&block), "docs/importing.md should have\n{block}");
    }
}

#[test]
fn every_method_is_on_the_page() {
    for method in Method::ALL {
        assert!(
            PAGE.contains(&format!("| `{}` |", method.word())),
            "{}",
            method.word()
        );
    }
}
