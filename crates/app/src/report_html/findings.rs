//! What the checker reports on its own, gravest first.
//!
//! It must not know what made it look.

use super::album::Album;
use super::{Input, badge, prose};
use crate::picture::list;
use holdpoint_analysis::report::Finding;
use maud::{Markup, html};
use std::cmp::Reverse;

pub(super) fn section(input: &Input<'_>, album: &mut Album) -> Option<Markup> {
    let mut findings: Vec<&Finding> = input.report.policies.iter().flat_map(|it| &it.findings).collect();
    findings.sort_by_key(|it| Reverse(it.severity));
    (!findings.is_empty()).then(|| {
        html! {
            @for finding in findings { (article(input, finding, album)) }
        }
    })
}

fn article(input: &Input<'_>, finding: &Finding, album: &mut Album) -> Markup {
    html! {
        article.finding {
            h3 { (badge::severity(finding.severity)) " " (finding.name) " " span.quiet { (finding.code) } }
            p { (prose(&finding.message)) }
            @if let Some(help) = &finding.help { p.help { (prose(help)) } }
            p.quiet { (about(finding)) ((input.place_words)(finding.place)) }
            @if let Some(play) = &finding.play {
                details {
                    summary { "A play that shows it" span.unseen { ": " (finding.name) } }
                    (album.play(play))
                }
            }
        }
    }
}

/// `training at ASL-3 · clauses secure-first and define-next · `.
fn about(finding: &Finding) -> String {
    let level = finding
        .level
        .iter()
        .map(|it| format!(" at {it}"))
        .collect::<String>();
    let action = finding
        .action
        .iter()
        .map(|it| format!("{it}{level} · "))
        .collect::<String>();
    match finding.clauses.as_slice() {
        [] => action,
        [one] => format!("{action}clause {one} · "),
        several => format!("{action}clauses {} · ", list(several, "and")),
    }
}
