//! The ladder in full: every action at every level in every world, with what takes the time and who can end it.
//!
//! It must not know how a play is shown.

use super::album::{self, Album};
use super::summary::distinct;
use super::{Input, badge, prose};
use crate::picture::list;
use crate::words;
use holdpoint_analysis::report::{Cost, GradeRow, PathItem, StartBy, Wait};
use holdpoint_policy::inquiry::Strength;
use maud::{Markup, html};

pub(super) fn section(input: &Input<'_>, album: &mut Album) -> Option<Markup> {
    let rows: Vec<&GradeRow> = input.report.policies.iter().flat_map(|it| &it.grades).collect();
    let groups = distinct(rows.iter().map(|it| (it.policy.as_str(), it.action.as_str())));
    let several = input.report.policies.len() > 1;
    (!rows.is_empty()).then(|| html! {
        p { "A wait is the longest single pause: " em { "prepared" } " when the developer works towards its end from the start, " em { "unprepared" } " when it begins once the pause is there." }
        @for (policy, action) in groups {
            h3 { (action) @if several { " under " (policy) } }
            (table(&rows.iter().copied().filter(|it| it.policy == policy && it.action == action).collect::<Vec<_>>(), album))
        }
    })
}

fn table(rows: &[&GradeRow], album: &mut Album) -> Markup {
    html! {
        table.cards.ladder role="table" {
            caption.unseen { "Grades of " (rows[0].action) }
            thead role="rowgroup" { tr role="row" {
                @for head in ["Level", "World", "Grade", "Prepared wait", "Unprepared wait", "What takes the time", "Who can end it", "Depends on"] {
                    th scope="col" role="columnheader" { (head) }
                }
            } }
            tbody role="rowgroup" { @for (row, worlds) in folded(rows) { (line(row, &worlds)) (more(row, album)) } }
        }
    }
}

/// One row where every world says the same, and not one a world.
fn folded<'a>(rows: &[&'a GradeRow]) -> Vec<(&'a GradeRow, String)> {
    let mut folded = Vec::new();
    for level in distinct(rows.iter().map(|it| it.level.as_deref())) {
        let at: Vec<&GradeRow> = rows
            .iter()
            .copied()
            .filter(|it| it.level.as_deref() == level)
            .collect();
        if at.len() > 1 && at.iter().all(|it| says_the_same(it, at[0])) {
            folded.push((at[0], "any".to_owned()));
        } else {
            folded.extend(at.into_iter().map(|it| {
                (
                    it,
                    it.world.clone().unwrap_or_else(|| "nothing assumed".to_owned()),
                )
            }));
        }
    }
    folded
}

fn says_the_same(one: &GradeRow, other: &GradeRow) -> bool {
    let told = |it: &GradeRow| {
        (
            it.grade.clone(),
            it.prepared_wait,
            it.unprepared_wait,
            words::enders(it),
        )
    };
    let both_silent = one.grade == [Strength::Silent] && one.grade == other.grade;
    let same_grounds = one.depends_on == other.depends_on && one.critical_path == other.critical_path;
    let same_words =
        one.sentence == other.sentence && one.play == other.play && one.strategy == other.strategy;
    both_silent || (told(one) == told(other) && same_grounds && same_words)
}

fn line(row: &GradeRow, worlds: &str) -> Markup {
    html! {
        tr role="row" {
            th scope="row" role="rowheader" data-label="Level" { (row.level.as_deref().unwrap_or("all levels")) }
            td role="cell" data-label="World" { (worlds) }
            td role="cell" data-label="Grade" { (badge::grade(&row.grade)) }
            td role="cell" data-label="Prepared wait" .none[row.prepared_wait == Wait::None] { (wait(row.prepared_wait, row)) }
            td role="cell" data-label="Unprepared wait" .none[row.unprepared_wait == Wait::None] { (wait(row.unprepared_wait, row)) }
            td role="cell" data-label="What takes the time" .none[row.critical_path.is_empty()] { (path(&row.critical_path, row)) }
            td role="cell" data-label="Who can end it" .none[row.unprepared_wait == Wait::None] { (words::enders(row)) }
            td role="cell" data-label="Depends on" .none[row.depends_on.is_empty()] { (dependences(row)) }
        }
    }
}

fn wait(wait: Wait, row: &GradeRow) -> String {
    match wait {
        Wait::Unknown => "finite, and not stated".to_owned(),
        wait => words::wait_of(row, wait),
    }
}

fn path(items: &[PathItem], row: &GradeRow) -> Markup {
    html! {
        @if items.is_empty() { span.quiet { "–" } } @else {
            ol.path { @for item in items {
                li {
                    (item.name)
                    span.quiet.whole { " " (item.steps.map_or_else(|| "not stated".to_owned(), |it| wait(Wait::Steps(it), row))) }
                }
            } }
        }
    }
}

fn dependences(row: &GradeRow) -> Markup {
    html! {
        @if row.depends_on.is_empty() { span.quiet { "–" } } @else {
            ul.bare { @for it in &row.depends_on { li { (it.on) " → " strong { (it.then) } } } }
        }
    }
}

/// The row below: the verdict in a sentence, and behind a fold what stands behind it.
fn more(row: &GradeRow, album: &mut Album) -> Markup {
    let facts = facts(row);
    let is_more =
        row.play.is_some() || !facts.is_empty() || !row.strategy.is_empty() || !row.assumptions.is_empty();
    html! {
        @if is_more || !row.sentence.is_empty() {
            tr.more role="row" { td colspan="8" role="cell" {
                @if !row.sentence.is_empty() { p { (prose(&row.sentence)) } }
                @if is_more {
                    details {
                        summary { "Why: clauses, play, strategy" span.unseen { " of " (words::row_words(row)) } }
                        @if !facts.is_empty() { dl.facts { @for (name, fact) in facts { dt { (name) } dd { (fact) } } } }
                        (album::strategy(&row.strategy))
                        @if let Some(play) = &row.play { (album.play(play)) }
                        (assumed(&row.assumptions))
                    }
                }
            } }
        }
    }
}

fn facts(row: &GradeRow) -> Vec<(&'static str, Markup)> {
    let mut facts: Vec<(&'static str, Markup)> = Vec::new();
    if !row.clauses.is_empty() {
        facts.push(("Clauses that can bar it", html! { (list(&row.clauses, "and")) }));
    }
    if let Some(total) = row.total_paused {
        facts.push(("Paused in all", html! { (wait(total, row)) }));
    }
    if let Some(makespan) = row.makespan {
        facts.push(("Until the end of training", html! { (wait(makespan, row)) }));
    }
    if let Some(cost) = &row.least_cost {
        facts.push(("Least cost", html! { (cost_words(cost)) }));
    }
    if let Some(start_by) = &row.start_by {
        facts.push(("Work must begin", html! { (start_words(start_by, row)) }));
    }
    if let Some(repair) = &row.repair {
        facts.push((
            "It would be binding with",
            html! { code { (repair.statement) } " – " (repair.why) },
        ));
    }
    facts
}

fn start_words(start_by: &StartBy, row: &GradeRow) -> String {
    match start_by {
        StartBy::Never => "never, for no pause at all".to_owned(),
        StartBy::Step(0) => "at once, for no pause at all".to_owned(),
        StartBy::Step(step) => format!(
            "after {} at the latest, for no pause at all",
            wait(Wait::Steps(*step), row)
        ),
    }
}

/// `40 M USD`, and what nobody priced.
fn cost_words(cost: &Cost) -> String {
    let (whole, cents) = (cost.cents / 100, cost.cents % 100);
    let amount = match (whole, cents) {
        (0, cents) => format!("0.{cents:02}"),
        (whole, 0) if whole % 1_000_000 == 0 => format!("{} M", whole / 1_000_000),
        (whole, 0) if whole % 1_000 == 0 => format!("{} k", whole / 1_000),
        (whole, 0) => whole.to_string(),
        (whole, cents) => format!("{whole}.{cents:02}"),
    };
    let without = list(&cost.unpriced, "and");
    let rest = if without.is_empty() {
        String::new()
    } else {
        format!(", without {without}, which nobody priced")
    };
    format!("{amount} {}{rest}", cost.currency)
}

pub(super) fn assumed(assumptions: &[String]) -> Markup {
    html! {
        @if !assumptions.is_empty() {
            p.quiet { "Assumed:" }
            ul.assumed { @for it in assumptions { li { (it) } } }
        }
    }
}
