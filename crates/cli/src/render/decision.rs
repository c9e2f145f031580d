//! A decision of the gate: the answer, what stands against the action, and what would open.
//!
//! It must not know how it was reached.

use crate::render::ladder::indented;
use crate::render::style::{BAD, GOOD, HEADING, NOTABLE, painted};
use crate::terminal::Terminal;
use anstyle::Style;
use holdpoint_app::words::bars;
use holdpoint_app::{Decided, Decision, GroundJson, LeaseJson, Mode, OpeningJson, ReasonJson, moment_words};

pub(crate) fn decision(decided: &Decided, terminal: &Terminal) -> String {
    let it = &decided.decision;
    let mut text = format!(
        "{}: {} of {} at {}, by the first {} entries\n",
        painted(&it.answer, style(&it.answer), terminal.has_colour),
        it.action,
        it.line,
        it.at,
        it.size
    );
    if let Some(reading) = &it.reading {
        text.push_str(&indented(
            &format!("where readings differ the strictest counts; here {reading}"),
            2,
            terminal.width,
        ));
    }
    for ground in &it.grounds {
        text.push_str(&self::ground(ground, terminal));
    }
    text.push_str(&openings(it, terminal));
    text.extend(it.lease.iter().map(|it| lease(it, terminal)));
    text.push_str(&followed(it));
    for unusable in &it.unusable {
        text.push_str(&indented(&format!("not used: {unusable}"), 0, terminal.width));
    }
    if let Some(entry) = decided.entry {
        text.push_str(&format!("\non record as entry {entry}\n"));
    }
    text
}

/// What the deployment makes of the answer.
fn followed(it: &Decision) -> String {
    let entries: Vec<String> = it.overridden_by.iter().map(ToString::to_string).collect();
    match (&it.mode, it.answer.as_str()) {
        (_, "proceed") | (Mode::Absolute, _) => String::new(),
        (Mode::WatchOnly, _) => "\nwatched only: work may go on all the same\n".to_owned(),
        (Mode::Overridable { .. }, _) if entries.is_empty() => {
            "\nnot overridden: two approvers have to sign a reason\n".to_owned()
        }
        (Mode::Overridable { .. }, _) => format!("\noverridden by entries {}\n", entries.join(" and ")),
    }
}

fn style(answer: &str) -> Style {
    match answer {
        "proceed" => GOOD,
        "pause" => BAD,
        _ => NOTABLE,
    }
}

fn ground(it: &GroundJson, terminal: &Terminal) -> String {
    let verb = bars(&it.bars);
    let heading = painted(&it.clause, HEADING, terminal.has_colour);
    let mut text = format!("\n{heading} {verb}\n");
    text.push_str(&indented(&it.words, 2, terminal.width));
    for alike in alike(&it.reasons) {
        text.push_str(&indented(&format!("- {}", reasons(alike)), 2, terminal.width));
    }
    text
}

/// Neighbours of which the same is known, for the same reason.
pub(super) fn alike(all: &[ReasonJson]) -> impl Iterator<Item = &[ReasonJson]> {
    let known = |it: &ReasonJson| (it.value.clone(), it.unheard.clone(), it.entries.is_empty());
    all.chunk_by(move |one, other| known(one) == known(other))
}

pub(super) fn reasons(alike: &[ReasonJson]) -> String {
    let Some(first) = alike.first() else {
        return String::new();
    };
    let why = match (&first.unheard, first.entries.is_empty()) {
        (Some(party), _) => format!(", as {party} has not been heard up to now"),
        (None, true) => ", as no entry says so".to_owned(),
        (None, false) => String::new(),
    };
    let parts: Vec<String> = alike.iter().map(part).collect();
    format!("{}{why}: {}", first.value, parts.join("; "))
}

/// With the entries that it rests on.
fn part(it: &ReasonJson) -> String {
    let entries: Vec<String> = it.entries.iter().map(ToString::to_string).collect();
    match entries.len() {
        0 => it.part.clone(),
        1 => format!("{} (entry {})", it.part, entries[0]),
        _ => format!("{} (entries {})", it.part, entries.join(", ")),
    }
}

fn openings(it: &Decision, terminal: &Terminal) -> String {
    let Some((least, others)) = it.openings.split_first() else {
        let none = "\nno evidence that could be recorded now would open\n";
        return if it.answer == "proceed" {
            String::new()
        } else {
            none.to_owned()
        };
    };
    let mut text = format!("\n{}\n", painted("what would open", HEADING, terminal.has_colour));
    text.push_str(&opening(least, terminal));
    for other in others {
        let word = if other.overturns {
            "or, if that is what a new run says,"
        } else {
            "or"
        };
        text.push_str(&format!("  {word}\n{}", opening(other, terminal)));
    }
    text
}

/// By whom it has to be recorded, party by party.
fn opening(it: &OpeningJson, terminal: &Terminal) -> String {
    let mut parties: Vec<(&str, Vec<&str>)> = Vec::new();
    for need in &it.needs {
        match parties.iter_mut().find(|(by, _)| *by == need.by) {
            Some((_, what)) => what.push(&need.what),
            None => parties.push((&need.by, vec![&need.what])),
        }
    }
    let lines = parties
        .into_iter()
        .map(|(by, what)| indented(&format!("- from {by}: {}", what.join("; ")), 2, terminal.width));
    lines.collect()
}

fn lease(it: &LeaseJson, terminal: &Terminal) -> String {
    let clauses: Vec<&str> = it.because.iter().map(|it| it.clause.as_str()).collect();
    let until = it.until.as_deref().map(moment_words);
    let holds = match (until, it.then.as_deref()) {
        (Some(until), Some("proceed")) => {
            format!("holds until {until}, if nothing more is recorded; then somebody has to vouch anew")
        }
        (Some(until), Some(then)) => {
            let clauses = clauses.join(", ");
            format!("holds until {until}, if nothing more is recorded; then {then} ({clauses})")
        }
        (Some(until), None) => {
            let entry = it.revision.map_or(String::new(), |it| format!(" of entry {it}"));
            format!("holds until {until}, when the revision{entry} is in force")
        }
        _ => "time alone does not end it within five years".to_owned(),
    };
    let clocks = it
        .compute
        .iter()
        .map(|it| indented(&format!("or until {it}"), 2, terminal.width));
    format!(
        "\n{}{}",
        indented(&holds, 0, terminal.width),
        clocks.collect::<String>()
    )
}
