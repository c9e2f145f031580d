//! How a model line stands: actions, duties, and who has been heard.
//!
//! It must not know how that came about.

use crate::render::ladder::indented;
use crate::render::style::{BAD, GOOD, NOTABLE, PLAIN};
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use anstyle::Style;
use holdpoint_app::{Standing, moment_words};

pub(crate) fn standing(it: &Standing, terminal: &Terminal) -> String {
    let mut text = format!(
        "{} at {}, by the first {} entries; {} is in force from {}\n",
        it.line, it.at, it.size, it.policy, it.in_force_from
    );
    if let Some(reading) = &it.reading {
        text.push_str(&indented(
            &format!("duties are of the reading {reading}"),
            2,
            terminal.width,
        ));
    }
    for table in [actions(it), duties(it), heard(it)] {
        if !table.is_empty() {
            text.push('\n');
            text.push_str(&table.text(2, terminal.width, terminal.has_colour));
        }
    }
    for unusable in &it.unusable {
        text.push_str(&indented(&format!("not used: {unusable}"), 2, terminal.width));
    }
    text
}

fn actions(it: &Standing) -> Table {
    let mut table = Table::new(&["action", "may it", "until", "goes on", "stands against it"]);
    for row in &it.actions {
        let style = match row.answer.as_str() {
            "proceed" => GOOD,
            "pause" => BAD,
            _ => NOTABLE,
        };
        table.row(vec![
            Cell::new(&row.action),
            Cell::styled(&row.answer, style),
            Cell::new(row.until.as_deref().map_or_else(|| "-".to_owned(), moment_words)),
            Cell::new(&row.goes_on),
            Cell::new(if row.clauses.is_empty() {
                "-".to_owned()
            } else {
                row.clauses.join(", ")
            }),
        ]);
    }
    table
}

fn duties(it: &Standing) -> Table {
    let mut table = Table::new(&["duty", "state", "date", "of", "asks"]);
    for row in &it.duties {
        table.row(vec![
            Cell::new(&row.clause),
            Cell::styled(&row.state, urgency(&row.state)),
            Cell::new(row.date.as_deref().unwrap_or("-")),
            Cell::new(&row.who),
            Cell::new(&row.asks),
        ]);
    }
    table
}

fn urgency(state: &str) -> Style {
    match state.split(' ').next() {
        Some("overdue" | "breached") => BAD,
        Some("undetermined" | "due" | "open") => NOTABLE,
        _ => PLAIN,
    }
}

fn heard(it: &Standing) -> Table {
    let mut table = Table::new(&["party", "heard up to", ""]);
    for row in &it.heard {
        table.row(vec![
            Cell::new(&row.party),
            Cell::new(row.until.as_deref().unwrap_or("never")),
            Cell::new(if row.is_silent { "silent now" } else { "" }),
        ]);
    }
    table
}
