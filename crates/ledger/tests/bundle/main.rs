//! Bundles, whole and changed in every way that somebody with the file can think of, and what is found.

#![allow(clippy::unwrap_used, reason = "what a test cannot set up stops it")]

mod bit_flips;
mod cases;
mod made;
mod mutation;
mod second_verifier;
mod signed;
mod written;

use holdpoint_ledger::bundle::{Answer, Report};
use holdpoint_ledger::verify::Fork;
use made::Case;

/// Entries that are withheld are no surprise.
fn found(report: &Report) -> Vec<(&'static str, Option<(u64, u64)>)> {
    let faults = report.faults.iter().map(|it| (it.kind(), it.entries()));
    let hidden = report.hidden.iter().map(|it| (it.kind(), None));
    faults
        .chain(hidden.filter(|it| !["withheld", "part"].contains(&it.0)))
        .collect()
}

#[test]
fn every_case_comes_to_what_is_expected() {
    let mut surprises = String::new();
    for case in cases::all().into_iter().chain(signed::all()) {
        let report = case.report();
        if (report.answer(), found(&report)) != (case.answer, case.found) {
            surprises += &format!("{}: {}\n", case.name, report.to_json());
        }
    }
    assert!(surprises.is_empty(), "{surprises}");
}

#[test]
fn a_fault_at_an_entry_is_an_answer_of_that_entry() {
    for case in cases::all() {
        let report = case.report();
        let named = report.faults.iter().filter(|it| it.kind() != "rewritten");
        for (first, last) in named.filter_map(|it| it.entries()) {
            let fails = |index: u64| {
                let mut runs = report.runs().into_iter();
                runs.any(|it| it.answer == Answer::Fails && (it.first..=it.last).contains(&index))
            };
            for index in [first, last].into_iter().filter(|it| *it < report.size) {
                assert!(fails(index), "{}: {index}", case.name);
            }
        }
    }
}

#[test]
fn two_heads_of_one_size_are_evidence_that_anybody_can_verify() {
    for case in cases::all() {
        let report = case.report();
        let is_forked = case.found.iter().any(|it| it.0 == "forked");
        assert_eq!(
            report.forks.len(),
            usize::from(is_forked && case.name.starts_with("two-heads")),
            "{}",
            case.name
        );
        for fork in &report.forks {
            let [one, other] = fork.notes();
            let again = Fork::of(one, other, made::log().verifier()).unwrap();
            assert_eq!(again.size(), 20);
        }
    }
}

/// So that two cases are not mistaken for each other.
#[test]
fn every_case_has_its_own_name() {
    let cases: Vec<Case> = cases::all().into_iter().chain(signed::all()).collect();
    let mut names: Vec<&str> = cases.iter().map(|it| it.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), cases.len());
}
