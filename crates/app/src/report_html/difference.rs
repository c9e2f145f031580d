//! Two versions as one page: what the new text permits, what became of each clause, a play for each way apart.
//!
//! It must not know how a difference was found.

use super::album::Album;
use super::page::document;
use super::prose;
use crate::diff::Diffed;
use crate::words;
use holdpoint_analysis::report::difference::{
    ActionChange, Alignment, Change, ClauseChange, Difference, Edition, Moved, Separation, ThingChange,
};
use maud::{Markup, html};

const MADE_BY: &str = concat!("holdpoint ", env!("CARGO_PKG_VERSION"));

impl Diffed {
    /// Empty where the words have errors.
    pub fn html(&self) -> String {
        self.difference.as_ref().map_or(String::new(), page)
    }
}

fn page(it: &Difference) -> String {
    let mut album = Album::default();
    let title = format!("{} → {}", it.old.id, it.new.id);
    let body = html! {
        header.top {
            p.kicker { "What changed" }
            h1 { (title) }
            @for edition in [&it.old, &it.new] { p.meta { (edition_words(edition)) } }
            @if let Some(readings) = words::base_readings([&it.old, &it.new]) { p.meta { "Under " (readings) "." } }
        }
        main id="main" {
            section id="permits" { h2 { "What the new text permits" } (actions(it)) }
            section id="clauses" { h2 { "Clause by clause" } (clauses(it)) }
            @if !it.things.is_empty() {
                section id="things" { h2 { "What clauses speak of" } (things(&it.things)) }
            }
            section id="plays" { h2 { "Histories that tell them apart" } (plays(it, &mut album)) }
        }
        footer { p { "Made by " (MADE_BY) " from the two texts alone." } }
    };
    document(&title, MADE_BY, &body)
}

fn edition_words(edition: &Edition) -> Markup {
    html! {
        code { (edition.id) }
        @if let Some(title) = &edition.title { " · " (title) }
        @if let Some(date) = edition.effective { " · in force from " (date.0.date().to_string()) }
    }
}

fn table(caption: &str, heads: [&str; 3], rows: &Markup) -> Markup {
    html! {
        table {
            caption.unseen { (caption) }
            thead { tr { @for head in heads { th scope="col" { (head) } } } }
            tbody { (rows) }
        }
    }
}

fn actions(it: &Difference) -> Markup {
    let rows = html! {
        @for action in &it.actions { tr {
            th scope="row" { (action.action) }
            td { strong { (action.relation.word()) } }
            td { (reasons(it, action)) }
        } }
    };
    table("What the new text permits", ["Action", "New text", "Why"], &rows)
}

fn reasons(it: &Difference, action: &ActionChange) -> Markup {
    html! {
        ul.bare {
            @if !action.no_longer_barred.is_empty() {
                li { "permits what " (it.old.id) " bars by " (named(&action.no_longer_barred)) }
            }
            @if !action.newly_barred.is_empty() {
                li { "bars by " (named(&action.newly_barred)) " what " (it.old.id) " permits" }
            }
            @for (clause, why) in &action.undecided { li { code { (clause) } " is undecided: " (why) } }
        }
    }
}

fn named(found: &[Separation]) -> Markup {
    html! { @for (index, it) in found.iter().enumerate() { @if index > 0 { ", " } code { (it.clause) } } }
}

fn clauses(it: &Difference) -> Markup {
    let rows = html! {
        @for clause in &it.clauses { tr {
            th scope="row" { (clause_name(clause)) }
            td { (change(clause.change)) }
            td {
                (moved(&clause.moved))
                @if let Some(Alignment::Likeness { percent }) = clause.aligned_by {
                    div.quiet { "taken for the same by likeness, " (percent) " %" }
                }
                details {
                    summary { "In the language's words" }
                    @for side in clause.old.iter().chain(&clause.new) {
                        p { (side.words) @if let Some(citation) = &side.citation { span.quiet { " · " (citation) } } }
                    }
                }
            }
        } }
    };
    table("Clause by clause", ["Clause", "Change", "What moved"], &rows)
}

fn clause_name(clause: &ClauseChange) -> Markup {
    html! {
        @match (&clause.old, &clause.new) {
            (Some(old), Some(new)) if old.name != new.name => { (old.name) " → " (new.name) },
            (_, Some(one)) | (Some(one), None) => (one.name),
            (None, None) => {},
        }
    }
}

/// A word first, colour last.
fn change(change: Change) -> Markup {
    html! {
        @match change {
            Change::Strengthened => strong.good { span aria-hidden="true" { "↑ " } (change.word()) },
            Change::Weakened | Change::Removed => strong.bad { span aria-hidden="true" { "↓ " } (change.word()) },
            Change::Unchanged => span.quiet { (change.word()) },
            Change::Mixed | Change::Added | Change::Relocated => strong { (change.word()) },
        }
    }
}

fn moved(moved: &[Moved]) -> Markup {
    html! {
        ul.bare { @for it in moved { li {
            (it.dimension.word()) ": " (prose_part(&it.from)) " → " (prose_part(&it.to))
            @if let Some(direction) = it.direction { " (" strong { (direction.word()) } ")" }
        } } }
    }
}

/// Words between backticks as they stand, without a full stop.
fn prose_part(words: &str) -> Markup {
    html! { @if words.contains('`') { (prose(words)) } @else { (words) } }
}

fn things(things: &[ThingChange]) -> Markup {
    let rows = html! {
        @for thing in things { tr {
            th scope="row" { (thing.kind) " " (thing.name) }
            td { (change(thing.change)) }
            td { (moved(&thing.moved)) }
        } }
    };
    table("What clauses speak of", ["What", "Change", "What moved"], &rows)
}

fn plays(it: &Difference, album: &mut Album) -> Markup {
    let mut shown = Vec::new();
    for action in &it.actions {
        for separation in action.no_longer_barred.iter().chain(&action.newly_barred) {
            shown.push((action.action.as_str(), album.play(&separation.play)));
        }
    }
    html! {
        @if shown.is_empty() { p { "There is none: whatever one text permits, the other permits." } }
        @for (index, (action, play)) in shown.iter().enumerate() {
            @if index == 0 || shown[index - 1].0 != *action { h3 { (action) } }
            (play)
        }
    }
}
