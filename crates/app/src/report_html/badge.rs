//! Grades and verdicts as small labels: a word first, then a shape, colour last.
//!
//! It must not know what was graded.

use holdpoint_analysis::report::Verdict;
use holdpoint_policy::Severity;
use holdpoint_policy::inquiry::Strength;
use maud::{Markup, html};

/// How many of the four marks of the ladder a grade fills; `undefined` stands beside it.
fn rung(grade: Strength) -> Option<usize> {
    match grade {
        Strength::Silent => Some(0),
        Strength::Vacuous => Some(1),
        Strength::Avoidable => Some(2),
        Strength::SelfClearing => Some(3),
        Strength::Binding => Some(4),
        Strength::Undefined => None,
    }
}

/// The grades that the bounds allow: one, or the lowest and the highest.
pub(super) fn grade(grades: &[Strength]) -> Markup {
    match grades {
        [] => html! { span.badge.g-none { "not graded" } },
        [one] => html! {
            span class={ "badge g-" (one.word()) } { (marks(*one)) (one.word()) }
        },
        [lowest, .., highest] => html! {
            span.badge.g-none { (lowest.word()) " to " (highest.word()) }
        },
    }
}

fn marks(grade: Strength) -> Markup {
    html! {
        span.marks aria-hidden="true" {
            @match rung(grade) {
                Some(rung) => @for mark in 0..4 { i.on[mark < rung] {} },
                None => "?",
            }
        }
    }
}

pub(super) fn meaning(grade: Strength) -> &'static str {
    match grade {
        Strength::Silent => "no clause bears on the action here",
        Strength::Vacuous => "a clause bears on it, but it is never paused",
        Strength::Avoidable => {
            "it can be paused, but the developer can see to it from the start that it never is"
        }
        Strength::SelfClearing => "others can force a pause, and the developer alone can end every one",
        Strength::Binding => "others can bring about a pause that the developer cannot end",
        Strength::Undefined => "the level, or what would end a pause, is named by the policy and not defined",
    }
}

pub(super) fn verdict(verdict: &Verdict) -> Markup {
    let sign = match verdict {
        Verdict::Yes => "✓",
        Verdict::No => "✕",
        Verdict::Depends => "◐",
        Verdict::Undecided(_) => "?",
    };
    html! {
        span class={ "badge v-" (verdict.word()) } { span aria-hidden="true" { (sign) " " } (verdict.word()) }
    }
}

pub(super) fn severity(severity: Severity) -> Markup {
    let (class, sign, word) = match severity {
        Severity::Note => ("s-note", "ℹ", "note"),
        Severity::Warning => ("s-warning", "▲", "warning"),
        Severity::Error => ("s-error", "■", "error"),
    };
    html! { span class={ "badge " (class) } { span aria-hidden="true" { (sign) " " } (word) } }
}
