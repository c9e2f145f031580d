//! Policies one below the other: for each action its grades, who can end its pauses, and the ways around.
//!
//! It must not know how a grade was found.

use crate::render::ladder::indented;
use crate::render::style::{HEADING, painted};
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use holdpoint_app::report::overview::{ActionOverview, PolicyOverview};
use holdpoint_app::{GradeLine, amendment, escape_lines, grade_lines};

pub(crate) fn overview(policies: &[PolicyOverview], terminal: &Terminal) -> String {
    let each = policies.iter().map(|it| policy(it, terminal));
    each.collect::<Vec<_>>().join("\n")
}

fn policy(it: &PolicyOverview, terminal: &Terminal) -> String {
    let title = it.title.iter().map(|title| format!(": {title}"));
    let heading = format!("{}{}", it.id, title.collect::<String>());
    let mut table = Table::new(&["action", "grade", "can end it"]);
    for action in &it.actions {
        for (index, line) in grade_lines(action).iter().enumerate() {
            table.row(row(action, index, line));
        }
    }
    let mut text = format!("{}\n\n", painted(&heading, HEADING, terminal.has_colour));
    text.push_str(&table.text(2, terminal.width, terminal.has_colour));
    for line in notes(it) {
        text.push_str(&indented(&line, 2, terminal.width));
    }
    text
}

fn row(action: &ActionOverview, index: usize, line: &GradeLine) -> Vec<Cell> {
    let name = if index == 0 { action.action.as_str() } else { "" };
    let enders = if line.enders.is_empty() { "-" } else { &line.enders };
    vec![
        Cell::new(name),
        Cell::new(format!("{}{}", line.grade, line.levels)),
        Cell::new(enders),
    ]
}

fn notes(it: &PolicyOverview) -> Vec<String> {
    let mut notes = Vec::new();
    for action in &it.actions {
        let ways = escape_lines(action);
        if !ways.is_empty() {
            notes.push(format!("ways around for {}: {}", action.action, ways.join("; ")));
        }
    }
    if !it.undefined.is_empty() {
        notes.push(format!("named and not defined: {}", it.undefined.join(", ")));
    }
    notes.push(format!("changed by {}", amendment(it)));
    notes
}
