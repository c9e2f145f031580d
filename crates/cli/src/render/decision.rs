//! A decision of the gate: the answer, what stands against the action, and what would open.
//!
//! It must not know how it was reached.

use crate::render::ladder::indented;
use crate::render::style::{BAD, FAINT, GOOD, HEADING, NOTABLE, painted};
use crate::terminal::Terminal;
use anstyle::Style;
use holdpoint_app::{Decided, Decision, GroundJson, LeaseJson, OpeningJson, ReasonJson};

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
    match &it.opening {
        Some(opening) => text.push_str(&self::opening(opening, terminal)),
        None if it.answer != "proceed" => {
            text.push_str("\nno evidence that could be recorded now would open\n");
        }
        None => {}
    }
    text.extend(it.lease.iter().map(|it| lease(it, terminal)));
    for unusable in &it.unusable {
        text.push_str(&indented(&format!("not used: {unusable}"), 0, terminal.width));
    }
    if let Some(entry) = decided.entry {
        text.push_str(&format!("\non record as entry {entry}\n"));
    }
    text
}

fn style(answer: &str) -> Style {
    match answer {
        "proceed" => GOOD,
        "pause" => BAD,
        _ => NOTABLE,
    }
}

fn ground(it: &GroundJson, terminal: &Terminal) -> String {
    let verb = match it.bars.as_str() {
        "true" => "bars it",
        "torn" => "bars it by the safer of two readings of the record",
        "in conflict" => "may bar it: the evidence is in conflict",
        _ => "may bar it: it is not known",
    };
    let heading = painted(&it.clause, HEADING, terminal.has_colour);
    let mut text = format!("\n{heading} {verb}\n");
    text.push_str(&indented(&it.words, 2, terminal.width));
    for reason in &it.reasons {
        text.push_str(&indented(
            &format!("- {}", self::reason(reason)),
            2,
            terminal.width,
        ));
    }
    text
}

fn reason(it: &ReasonJson) -> String {
    let entries = match it.entries.as_slice() {
        [] => "no entry says so".to_owned(),
        [one] => format!("entry {one}"),
        many => {
            let many: Vec<String> = many.iter().map(ToString::to_string).collect();
            format!("entries {}", many.join(", "))
        }
    };
    match &it.unheard {
        Some(party) => format!(
            "{}: {}; {party} has not been heard up to now ({entries})",
            it.part, it.value
        ),
        None => format!("{}: {} ({entries})", it.part, it.value),
    }
}

fn opening(it: &OpeningJson, terminal: &Terminal) -> String {
    let word = if it.is_least {
        "the least evidence that would open"
    } else {
        "evidence that would open"
    };
    let mut text = format!("\n{}\n", painted(word, HEADING, terminal.has_colour));
    for need in &it.needs {
        text.push_str(&indented(
            &format!("- {}, from {}", need.what, need.by),
            2,
            terminal.width,
        ));
    }
    text
}

fn lease(it: &LeaseJson, terminal: &Terminal) -> String {
    let mut text = match (&it.until, &it.then) {
        (Some(until), Some(then)) => {
            let clauses: Vec<&str> = it.because.iter().map(|it| it.clause.as_str()).collect();
            format!(
                "\nholds until {until}, if nothing more is recorded; then {then} ({})\n",
                clauses.join(", ")
            )
        }
        _ => "\ntime alone does not end it within five years\n".to_owned(),
    };
    for clock in &it.compute {
        text.push_str(&indented(&format!("or until {clock}"), 2, terminal.width));
    }
    painted(&text, FAINT, false)
}

/// As GitHub Actions reads them.
pub(crate) fn decision_annotations(it: &Decision) -> String {
    let escaped = |it: &str| it.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let heading = format!("{}: {} of {} at {}", it.answer, it.action, it.line, it.at);
    if it.answer == "proceed" {
        return format!("::notice title=holdpoint gate::{}\n", escaped(&heading));
    }
    let mut text = format!("::error title=holdpoint gate::{}\n", escaped(&heading));
    for ground in &it.grounds {
        let reasons: Vec<String> = ground.reasons.iter().map(reason).collect();
        let message = format!("{}: {}\n{}", ground.clause, ground.words, reasons.join("\n"));
        text.push_str(&format!(
            "::error title={}::{}\n",
            escaped(&ground.clause),
            escaped(&message)
        ));
    }
    text
}
