//! The claims: what was said, by whom, the property it comes to, and the verdict beside what was expected.
//!
//! It must not know how a claim was decided.

use super::album::{self, Album};
use super::{Input, badge, ladder, prose, sentence};
use crate::words::answer_word;
use holdpoint_analysis::report::{CheckReport, ScopedAnswer, Verdict};
use maud::{Markup, html};

pub(super) fn section(input: &Input<'_>, album: &mut Album) -> Option<Markup> {
    let checks = &input.report.checks;
    (!checks.is_empty()).then(|| {
        html! {
            @for group in checks.chunk_by(|a, b| heading(input, a) == heading(input, b)) {
                @if let Some(heading) = heading(input, &group[0]) { h3 { (heading) } }
                (table(input, group, album))
            }
        }
    })
}

fn heading(input: &Input<'_>, check: &CheckReport) -> Option<String> {
    (input.heading_of)(check.place)
}

fn table(input: &Input<'_>, checks: &[CheckReport], album: &mut Album) -> Markup {
    let caption = heading(input, &checks[0]).unwrap_or_else(|| "Claims".to_owned());
    html! {
        table.cards.claims role="table" {
            caption.unseen { (caption) }
            thead role="rowgroup" { tr role="row" {
                @for head in ["Claim", "Verdict", "Under what", "Expected"] { th scope="col" role="columnheader" { (head) } }
            } }
            tbody role="rowgroup" { @for check in checks { (line(check)) (more(input, check, album)) } }
        }
    }
}

fn line(check: &CheckReport) -> Markup {
    html! {
        tr role="row" {
            th scope="row" role="rowheader" {
                @if let Some(title) = &check.title { div.claim { (prose(title)) } }
                code.property { (check.property) }
                div.quiet {
                    (check.id)
                    @if let Some(who) = &check.said_by { " · said by " (who) }
                }
            }
            td role="cell" data-label="Verdict" { (badge::verdict(&check.verdict)) (reason_undecided(&check.verdict)) }
            td role="cell" data-label="Under what" {
                ul.bare { @for answer in &check.answers { li { (answer.scope) ": " strong { (answer.verdict.word()) } } } }
            }
            td role="cell" data-label="Expected" { (expected(check)) }
        }
    }
}

fn reason_undecided(verdict: &Verdict) -> Markup {
    html! { @if let Verdict::Undecided(why) = verdict { div.quiet { (why) } } }
}

fn expected(check: &CheckReport) -> Markup {
    let is_asked = check.answers.iter().any(|it| it.expected.is_some());
    html! {
        @if check.as_expected && is_asked { span.good { span aria-hidden="true" { "✓ " } "as expected" } }
        @else if check.as_expected { span.quiet { "nothing expected" } }
        @else { strong.bad { span aria-hidden="true" { "✕ " } "not as expected" } }
    }
}

fn more(input: &Input<'_>, check: &CheckReport, album: &mut Album) -> Markup {
    html! {
        tr.more role="row" { td colspan="4" role="cell" {
            details {
                summary { "Why" span.unseen { ": " (check.id) } }
                @for answer in &check.answers { (why(answer, album)) }
                @if !check.depends_on.is_empty() {
                    p { "Depends on:" }
                    ul { @for it in &check.depends_on { li { (it.on) " → " strong { (it.then) } } } }
                }
                p.quiet {
                    "Written at " ((input.place_words)(check.place))
                    @if let Some(line) = (input.explain)(&check.id) { " · again with " code { (line) } }
                }
            }
        } }
    }
}

fn why(answer: &ScopedAnswer, album: &mut Album) -> Markup {
    html! {
        div.answer {
            h4 { (sentence(&answer.scope).trim_end_matches('.')) " " (badge::verdict(&answer.verdict)) }
            p {
                (prose(&answer.because))
                @if let Some(expected) = answer.expected {
                    " Expected: " (answer_word(expected)) (if answer.as_expected { "." } else { ", which it is not." })
                }
                @if !answer.certificate.is_empty() { span.quiet { " Certificate: " (answer.certificate) "." } }
            }
            (album::strategy(&answer.strategy))
            @if let Some(play) = &answer.play { (album.play(play)) }
            (ladder::assumed(&answer.assumptions))
        }
    }
}
