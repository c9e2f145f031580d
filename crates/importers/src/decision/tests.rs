//! The estimator decides: one log, one threshold, and the answer turns on the word behind `by`.

use super::{Answer, Decision, decide};
use crate::inspect::read;
use crate::measurement::{Evidence, Measurement};
use crate::refusal::Reason;
use crate::testing::{EVAL, record};
use holdpoint_policy::model::EvaluationRule;
use holdpoint_policy::{FileId, SourceFile, resolve};

/// The rules of an evaluation as a policy writes them.
fn rules(options: &str) -> Vec<EvaluationRule> {
    let text = format!(
        "policy p, effective 2026-01-01.\nparty Lab is the developer.\ncapability cyber.\n\
         evaluation probe of cyber, {options}.\n"
    );
    let parse = holdpoint_syntax::parse(&text, holdpoint_syntax::FileKind::Hold, FileId(0));
    assert_eq!(parse.diagnostics, []);
    let file = SourceFile {
        id: FileId(0),
        document: &parse.document,
        text: &text,
        uses: Vec::new(),
    };
    let (encoding, diagnostics) = resolve(&[file]);
    assert!(
        diagnostics
            .iter()
            .all(|it| it.severity != holdpoint_policy::Severity::Error),
        "{diagnostics:?}"
    );
    encoding.policies[0].base.evaluations[0].rules.clone()
}

fn measured() -> Measurement {
    read(record("probe.eval", EVAL)).unwrap().remove(0)
}

fn decided(options: &str) -> Decision {
    decide(&rules(options), &[("accuracy", &measured())]).unwrap()
}

#[test]
fn the_estimator_decides() {
    let by = |estimator: &str| {
        decided(&format!(
            "ruled out when \"accuracy\" is below 80% by {estimator}"
        ))
        .answer
    };
    for estimator in ["clustered-upper-95", "clustered-t-upper-95", "wilson-upper-95"] {
        assert_eq!(by(estimator), Answer::RuledOut, "{estimator}");
    }
    for estimator in [
        "normal-upper-95",
        "t-upper-95",
        "clopper-pearson-upper-95",
        "bootstrap-upper-95",
    ] {
        assert_eq!(by(estimator), Answer::Neither, "{estimator}");
    }
    assert_eq!(by("wilson-two-sided-upper-95"), Answer::Neither);
    assert_eq!(by("clustered-two-sided-upper-95"), Answer::RuledOut);
}

#[test]
fn a_side_without_a_method_decides_only_if_all_methods_agree() {
    let decision = decided("ruled out when \"accuracy\" is below 80% by upper-95");
    assert_eq!(
        decision.to_string(),
        "neither\n  \
           ruled out when \"accuracy\" is below 80% by upper-95: open\n    \
             clopper-pearson-upper-95 0.818976: not met\n    \
             wilson-upper-95 0.780023: met\n    \
             normal-upper-95 0.827837: not met\n    \
             t-upper-95 0.850287: not met\n    \
             clustered-upper-95 0.720405: met\n    \
             clustered-t-upper-95 0.779447: met\n    \
             bootstrap-upper-95 0.833334: not met"
    );
    assert_eq!(
        decided("ruled out when \"accuracy\" is below 90% by upper-95").answer,
        Answer::RuledOut
    );
    assert_eq!(
        decided("ruled out when \"accuracy\" is below 70% by upper-95").answer,
        Answer::Neither
    );
}

#[test]
fn a_rule_without_an_estimator_is_held_against_the_mean() {
    let decision =
        decided("indicated when \"accuracy\" is at least 58%, ruled out when \"accuracy\" is below 50%");
    assert_eq!(decision.answer, Answer::Indicated);
    assert_eq!(
        decision.to_string(),
        "indicated\n  \
           indicated when \"accuracy\" is at least 58%: met\n    point 0.583333: met\n  \
           ruled out when \"accuracy\" is below 50%: not met\n    point 0.583333: not met"
    );
    assert_eq!(
        decided("indicated when \"accuracy\" is at least 59% by point").answer,
        Answer::Neither
    );
}

/// 4 of 5 is 80 %, and no rounding makes it more or less.
#[test]
fn thresholds_are_met_exactly() {
    let of = |comparison: &str, bound: &str| {
        let mut measurement = measured();
        measurement.evidence = Evidence::Counts { successes: 4, n: 5 };
        let rules = rules(&format!("indicated when \"accuracy\" is {comparison} {bound}"));
        decide(&rules, &[("accuracy", &measurement)]).unwrap().answer == Answer::Indicated
    };
    assert!(of("at least", "80%") && of("at most", "0.8") && of("at least", "0.80"));
    assert!(!of("above", "80%") && !of("below", "0.8") && !of("at least", "80.0000001%"));
}

#[test]
fn rules_that_contradict_each_other_decide_nothing() {
    let decision =
        decided("indicated when \"accuracy\" is above 50%, ruled out when \"accuracy\" is below 60%");
    assert_eq!(decision.answer, Answer::Neither);
    assert!(decision.grounds.iter().all(|it| it.holds == Some(true)));
}

#[test]
fn an_estimator_that_nobody_knows_is_refused_with_what_is_near() {
    let rules = rules("ruled out when \"accuracy\" is below 80% by clopper-person-upper-95");
    let refusal = decide(&rules, &[("accuracy", &measured())]).unwrap_err();
    assert_eq!(
        (refusal.reason, refusal.cure.as_str()),
        (Reason::Estimator, "did you mean `clopper-pearson`?")
    );
}

#[test]
fn a_rule_about_something_else_is_open() {
    let rules =
        rules("indicated when \"success rate\" is above 1%, ruled out when \"accuracy\" is below 80%");
    let decision = decide(&rules, &[("accuracy", &measured())]).unwrap();
    assert_eq!(
        decision.to_string(),
        "ruled out\n  \
           indicated when \"success rate\" is above 1%: not measured\n  \
           ruled out when \"accuracy\" is below 80%: met\n    point 0.583333: met"
    );
    let refusal = decide(&rules, &[("acuracy", &measured())]).unwrap_err();
    assert_eq!(
        (refusal.reason, refusal.cure.as_str()),
        (Reason::Unknown, "did you mean `accuracy`?")
    );
}

#[test]
fn a_percentage_is_not_held_against_another_scale() {
    let mut measurement = measured();
    measurement.evidence = Evidence::Stated {
        mean: crate::number::Number::of_text("58.3").unwrap(),
        standard_error: None,
        n: None,
    };
    let refusal = decide(
        &rules("indicated when \"accuracy\" is at least 80%"),
        &[("accuracy", &measurement)],
    )
    .unwrap_err();
    assert_eq!(refusal.reason, Reason::Contradicts);
    let plain = decide(
        &rules("indicated when \"accuracy\" is at least 80"),
        &[("accuracy", &measurement)],
    )
    .unwrap();
    assert_eq!(plain.answer, Answer::Neither);
}

#[test]
fn a_bound_that_the_record_does_not_give_leaves_the_rule_open() {
    let mut measurement = measured();
    measurement.evidence = Evidence::Counts { successes: 12, n: 12 };
    let of = |estimator: &str| {
        let rules = rules(&format!(
            "indicated when \"accuracy\" is at least 75% by {estimator}"
        ));
        decide(&rules, &[("accuracy", &measurement)]).unwrap()
    };
    let normal = of("normal-lower-95");
    assert_eq!((normal.answer, normal.grounds[0].holds), (Answer::Neither, None));
    assert_eq!(of("clopper-pearson-lower-95").answer, Answer::Indicated);
    assert_eq!(of("lower-95").answer, Answer::Indicated);
}
