//! Two versions side by side: action by action, clause by clause, and a play for whatever is permitted in one only.
//!
//! It must not know how a difference was found.

use crate::render::explanation::timeline;
use crate::render::ladder::indented;
use crate::render::style::{BAD, FAINT, GOOD, HEADING, NOTABLE, PLAIN, painted};
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use anstyle::Style;
use holdpoint_app::report::difference::{
    ActionChange, Alignment, Change, ClauseChange, ClauseSide, Difference, Moved, Relation, Separation,
    ThingChange,
};
use holdpoint_app::words;

/// Shown for each action and direction unless all are asked for.
const PLAYS_SHOWN: usize = 1;

pub(crate) fn difference(it: &Difference, terminal: &Terminal, is_verbose: bool) -> String {
    let mut text = format!(
        "{}\n\n",
        painted(
            &format!("{} → {}", it.old.id, it.new.id),
            HEADING,
            terminal.has_colour
        )
    );
    if let Some(readings) = words::base_readings([&it.old, &it.new]) {
        text.push_str(&indented(&format!("under {readings}"), 0, terminal.width));
        text.push('\n');
    }
    text.push_str(&heading("What the new text permits", terminal));
    text.push_str(&actions(it, terminal));
    text.push_str(&clauses(it, terminal, is_verbose));
    text.push_str(&things(it, terminal));
    text.push_str(&separations(it, terminal, is_verbose));
    text.push_str(&summary(it));
    text
}

fn heading(words: &str, terminal: &Terminal) -> String {
    format!("{}\n", painted(words, HEADING, terminal.has_colour))
}

fn actions(it: &Difference, terminal: &Terminal) -> String {
    let mut table = Table::new(&["action", "new text", "why"]);
    for action in &it.actions {
        table.row(vec![
            Cell::new(&action.action),
            Cell::styled(action.relation.word(), relation_style(action.relation)),
            Cell::new(reasons(it, action)),
        ]);
    }
    format!("{}\n", table.text(2, terminal.width, terminal.has_colour))
}

fn reasons(it: &Difference, action: &ActionChange) -> String {
    let named = |found: &[Separation]| {
        let names = found.iter().map(|it| it.clause.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let mut reasons = Vec::new();
    if !action.no_longer_barred.is_empty() {
        reasons.push(format!(
            "permits what {} bars by {}",
            it.old.id,
            named(&action.no_longer_barred)
        ));
    }
    if !action.newly_barred.is_empty() {
        reasons.push(format!(
            "bars by {} what {} permits",
            named(&action.newly_barred),
            it.old.id
        ));
    }
    for (clause, why) in &action.undecided {
        reasons.push(format!("{clause} is undecided: {why}"));
    }
    reasons.join("\n")
}

fn clauses(it: &Difference, terminal: &Terminal, is_verbose: bool) -> String {
    let mut table = Table::new(&["clause", "change", "what moved"]);
    for clause in it
        .clauses
        .iter()
        .filter(|it| is_verbose || it.change != Change::Unchanged)
    {
        table.row(vec![
            Cell::new(clause_name(clause)),
            Cell::styled(clause.change.word(), change_style(clause.change)),
            Cell::new(clause_words(clause)),
        ]);
    }
    if table.is_empty() {
        return String::new();
    }
    format!(
        "{}{}\n",
        heading("Clauses", terminal),
        table.text(2, terminal.width, terminal.has_colour)
    )
}

fn clause_name(clause: &ClauseChange) -> String {
    match (&clause.old, &clause.new) {
        (Some(old), Some(new)) if old.name != new.name => format!("{} → {}", old.name, new.name),
        (_, Some(one)) | (Some(one), None) => one.name.clone(),
        (None, None) => String::new(),
    }
}

fn clause_words(clause: &ClauseChange) -> String {
    let mut lines: Vec<String> = clause.moved.iter().map(moved_words).collect();
    match clause.aligned_by {
        Some(Alignment::Likeness { percent }) => {
            lines.push(format!("taken for the same by likeness, {percent} %"));
        }
        Some(Alignment::Supersedes) => lines.push("said to supersede it".to_owned()),
        Some(Alignment::Name) => {}
        None => {
            let side: &Option<ClauseSide> = if clause.new.is_some() {
                &clause.new
            } else {
                &clause.old
            };
            lines.extend(side.iter().map(|it| it.words.clone()));
        }
    }
    lines.join("\n")
}

fn things(it: &Difference, terminal: &Terminal) -> String {
    if it.things.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&["what", "change", "what moved"]);
    for thing in it.things.iter().filter(|it| !it.moved.is_empty()) {
        let ThingChange { kind, name, .. } = thing;
        table.row(vec![
            Cell::new(format!("{kind} {name}")),
            Cell::styled(thing.change.word(), change_style(thing.change)),
            Cell::new(thing.moved.iter().map(moved_words).collect::<Vec<_>>().join("\n")),
        ]);
    }
    for group in words::difference::came_and_went(&it.things) {
        table.row(vec![
            Cell::new(group.kind),
            Cell::new(group.change.word()),
            Cell::new(group.names.join(", ")),
        ]);
    }
    format!(
        "{}{}\n",
        heading("What clauses speak of", terminal),
        table.text(2, terminal.width, terminal.has_colour)
    )
}

fn moved_words(moved: &Moved) -> String {
    let direction = moved
        .direction
        .map_or(String::new(), |it| format!(" ({})", it.word()));
    format!(
        "{}: {} → {}{direction}",
        moved.dimension.word(),
        moved.from,
        moved.to
    )
}

fn separations(it: &Difference, terminal: &Terminal, is_verbose: bool) -> String {
    let is_told_apart = |it: &ActionChange| !it.no_longer_barred.is_empty() || !it.newly_barred.is_empty();
    if !it.actions.iter().any(is_told_apart) {
        return String::new();
    }
    let mut text = heading("Histories that tell them apart", terminal);
    for action in &it.actions {
        for found in [&action.no_longer_barred, &action.newly_barred] {
            let shown = if is_verbose { found.len() } else { PLAYS_SHOWN };
            for separation in found.iter().take(shown) {
                text.push_str(&timeline(&separation.play, terminal));
                text.push('\n');
            }
            let left = found.len().saturating_sub(shown);
            if left > 0 {
                let more = format!("and {left} more with --verbose");
                text.push_str(&painted(
                    &indented(&more, 2, terminal.width),
                    FAINT,
                    terminal.has_colour,
                ));
                text.push('\n');
            }
        }
    }
    text
}

/// One line that says whether anything differs.
fn summary(it: &Difference) -> String {
    if it.is_equal() {
        return format!("{} and {} say and permit the same\n", it.old.id, it.new.id);
    }
    format!("clauses: {}\n", words::difference::clause_counts(it))
}

fn relation_style(relation: Relation) -> Style {
    match relation {
        Relation::Stronger | Relation::Added => GOOD,
        Relation::Weaker | Relation::Removed => BAD,
        Relation::Incomparable | Relation::Undecided => NOTABLE,
        Relation::Equal => PLAIN,
    }
}

fn change_style(change: Change) -> Style {
    match change {
        Change::Strengthened | Change::Added => GOOD,
        Change::Weakened | Change::Removed => BAD,
        Change::Mixed => NOTABLE,
        Change::Relocated | Change::Unchanged => PLAIN,
    }
}
