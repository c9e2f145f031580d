//! The document around the sections: head, contents, order.
//!
//! It must not know what a section says.

use super::album::Album;
use super::{Input, claims, coverage, findings, ladder, matrix, readings, replay, summary};
use crate::picture::SVG_STYLE;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");
/// Whatever a policy's words were, the page could load and run nothing.
const NOTHING_FROM_OUTSIDE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// The check as a page of its own: no script, no request, every word escaped.
pub fn render(input: &Input<'_>) -> String {
    let mut album = Album::default();
    let sections = sections(input, &mut album);
    let footer = html! {
        "Made by " (input.made_by) " from the text alone. Every verdict can be had again; see " a href="#replay" { "how to replay" } "."
    };
    let body = framed(&header(input), &sections, &footer);
    document(&format!("{} – what it binds", input.title), input.made_by, &body)
}

/// A head, the contents, every section under its heading, and a foot: the body that every page has.
pub(super) fn framed(header: &Markup, sections: &[Section], footer: &Markup) -> Markup {
    html! {
        a.skip href="#main" { "Skip to the report" }
        (header)
        (contents(sections))
        main id="main" {
            @for section in sections {
                section id=(section.id) aria-labelledby={ (section.id) "-heading" } {
                    h2 id={ (section.id) "-heading" } { (section.heading) }
                    (section.body)
                }
            }
        }
        footer { p { (footer) } }
    }
}

/// The head that every page has, and a body.
pub(super) fn document(title: &str, made_by: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy" content=(NOTHING_FROM_OUTSIDE);
                meta name="generator" content=(made_by);
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(STYLE)) (PreEscaped(SVG_STYLE)) }
            }
            body { (body) }
        }
    };
    without_controls(&page.into_string())
}

/// A control character in a policy's words is no text that a page may hold.
fn without_controls(page: &str) -> String {
    page.chars()
        .map(|it| if it.is_control() && it != '\n' { ' ' } else { it })
        .collect()
}

pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) heading: &'static str,
    pub(super) body: Markup,
}

/// In the order in which a board asks: what is it, how strong, who was right, what is wrong with it, why.
fn sections(input: &Input<'_>, album: &mut Album) -> Vec<Section> {
    let section = |id, heading, body: Option<Markup>| body.map(|body| Section { id, heading, body });
    let all = [
        section("summary", "In short", Some(summary::section(input))),
        section(
            "ladder",
            "How strong, action by action",
            ladder::section(input, album),
        ),
        section("claims", "Claims about it", claims::section(input, album)),
        section("readings", "What readings change", readings::section(input)),
        section("findings", "Findings", findings::section(input, album)),
        section("matrix", "Clauses and actions", matrix::section(input)),
        section(
            "coverage",
            "What of the text is encoded",
            coverage::section(input),
        ),
        section("assumptions", "Assumptions used", coverage::assumptions(input)),
        section("replay", "How to replay", Some(replay::section(input))),
    ];
    all.into_iter().flatten().collect()
}

fn header(input: &Input<'_>) -> Markup {
    html! {
        header.top {
            p.kicker { "What this policy binds" }
            h1 { (input.title) }
            @for policy in &input.report.policies {
                p.meta {
                    code { (policy.id) }
                    @if let Some(title) = policy.title.as_deref().filter(|it| *it != input.title) { " · " (title) }
                    @if let Some(date) = (input.effective)(&policy.id) { " · in force from " (summary::day(date)) }
                }
            }
        }
    }
}

fn contents(sections: &[Section]) -> Markup {
    html! {
        nav aria-label="Contents" {
            ul { @for section in sections { li { a href={ "#" (section.id) } { (section.heading) } } } }
        }
    }
}
