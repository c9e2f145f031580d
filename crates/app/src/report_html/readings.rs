//! What readings change: which reading flips what, then every value under every combination.
//!
//! It must not know how a value was found.

use super::Input;
use crate::words;
use holdpoint_analysis::report::readings::{Flip, OptionFlips, ReadingTable, Varying};
use maud::{Markup, html};

pub(super) fn section(input: &Input<'_>) -> Option<Markup> {
    let policies = input.report.policies.iter();
    let tables: Vec<(&str, &ReadingTable)> = policies
        .filter_map(|it| Some((it.id.as_str(), it.readings.as_ref()?)))
        .collect();
    (!tables.is_empty()).then(|| {
        html! {
            @for (policy, table) in &tables {
                @if tables.len() > 1 { h3 { (policy) } }
                p { (words::combinations(table)) "." }
                @if table.varying.is_empty() { p { "Every grade and verdict is the same under all of them." } }
                @else { (flips(table)) (values(table)) }
            }
        }
    })
}

fn flips(table: &ReadingTable) -> Markup {
    html! {
        table.cards role="table" {
            caption { "Which reading flips what" }
            thead role="rowgroup" { tr role="row" {
                @for head in ["Reading", "Flips alone", "Flips only beside others"] { th scope="col" role="columnheader" { (head) } }
            } }
            tbody role="rowgroup" { @for it in &table.flips { (line(table, it)) } }
        }
    }
}

fn line(table: &ReadingTable, it: &OptionFlips) -> Markup {
    html! {
        tr role="row" {
            th scope="row" role="rowheader" { (words::option(table, it.slot, it.option)) }
            td role="cell" data-label="Flips alone" { (list(table, &it.alone)) }
            td role="cell" data-label="Flips only beside others" { (list(table, &it.beside_others)) }
        }
    }
}

fn list(table: &ReadingTable, flips: &[Flip]) -> Markup {
    html! {
        @if flips.is_empty() { span.quiet { "nothing" } } @else {
            ul.bare { @for it in flips { li {
                (words::judged(&table.varying[it.varying].of)) ": " (it.from) " → " strong { (it.to) }
                @if it.beside != 0 { span.quiet { " · beside " (table.combinations[it.beside].words) } }
            } } }
        }
    }
}

fn values(table: &ReadingTable) -> Markup {
    html! {
        table.cards role="table" {
            caption { "Values under each combination of readings" }
            thead role="rowgroup" { tr role="row" {
                @for head in ["What", "Value", "Under"] { th scope="col" role="columnheader" { (head) } }
            } }
            tbody role="rowgroup" { @for it in &table.varying { (lines(table, it)) } }
        }
    }
}

fn lines(table: &ReadingTable, it: &Varying) -> Markup {
    html! {
        @for (value, under) in it.by_value() { tr role="row" {
            th scope="row" role="rowheader" { (words::judged(&it.of)) }
            td role="cell" data-label="Value" { strong { (value) } }
            td role="cell" data-label="Under" {
                ul.bare { @for index in under { li { (table.combinations[index].words) } } }
            }
        } }
    }
}
