//! What of the source stands behind the verdicts, and what was assumed beside it.
//!
//! It must not know how an encoding is written.

use super::Input;
use super::summary::distinct;
use crate::picture::counted;
use holdpoint_analysis::report::{Coverage, Report};
use maud::{Markup, html};

pub(super) fn section(input: &Input<'_>) -> Option<Markup> {
    let policies = &input.report.policies;
    (!policies.is_empty()).then(|| {
        html! {
            @for policy in policies {
                @if policies.len() > 1 { h3 { (policy.id) } }
                (encoded(&policy.coverage))
                (not_encoded(&policy.coverage))
                (not_yet_read(input, &policy.coverage))
            }
        }
    })
}

fn encoded(coverage: &Coverage) -> Markup {
    let (done, all) = (coverage.sentences_encoded, coverage.sentences);
    html! {
        @if all == 0 { p { "The document quotes no sentences of its source." } } @else {
            p { (done) " of " (counted(all as u64, "source sentence")) " encoded. "
                meter min="0" max=(all) value=(done) { (done) " of " (all) } }
        }
    }
}

fn not_encoded(coverage: &Coverage) -> Markup {
    html! {
        @if !coverage.not_encoded.is_empty() {
            details {
                summary { (counted(coverage.not_encoded.len() as u64, "passage")) " declared not encoded, with the reason" }
                table.plain {
                    caption.unseen { "Not encoded" }
                    thead { tr { th scope="col" { "Passage" } th scope="col" { "Because" } } }
                    tbody { @for (passage, because) in &coverage.not_encoded { tr { th scope="row" { (passage) } td { (because) } } } }
                }
            }
        }
    }
}

fn not_yet_read(input: &Input<'_>, coverage: &Coverage) -> Markup {
    html! {
        @if !coverage.not_yet_read.is_empty() {
            details {
                summary { (counted(coverage.not_yet_read.len() as u64, "sentence")) " not yet read" }
                ul { @for (sentence, place) in &coverage.not_yet_read { li { (sentence) " " span.quiet { ((input.place_words)(*place)) } } } }
            }
        }
    }
}

/// Everything that some verdict used, each once.
pub(super) fn assumptions(input: &Input<'_>) -> Option<Markup> {
    let all = used(input.report);
    Some(html! {
        @if all.is_empty() {
            p { "No verdict uses an assumption: all follow from the text alone." }
        } @else {
            p { "No part of the policy. Each verdict says which of these it used." }
            ul.assumed { @for it in all { li { (it) } } }
        }
    })
}

fn used(report: &Report) -> Vec<&str> {
    let grades = report
        .policies
        .iter()
        .flat_map(|it| &it.grades)
        .flat_map(|it| &it.assumptions);
    let answers = report
        .checks
        .iter()
        .flat_map(|it| &it.answers)
        .flat_map(|it| &it.assumptions);
    let checks = report.checks.iter().flat_map(|it| &it.assumptions);
    distinct(grades.chain(checks).chain(answers).map(String::as_str))
}
