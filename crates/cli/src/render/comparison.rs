//! Two encodings of one text side by side: what each permits, what differs, how far they agree.
//!
//! It must not know how a comparison was found.

use crate::render::explanation::timeline;
use crate::render::ladder::indented;
use crate::render::style::{FAINT, GOOD, HEADING, NOTABLE, painted};
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use holdpoint_app::report::comparison::{ClausePair, Comparison, Permits, Treatment};
use holdpoint_app::words::comparison as words;

/// Shown for each action and way unless all are asked for.
const PLAYS_SHOWN: usize = 1;

pub(crate) fn comparison(it: &Comparison, terminal: &Terminal, is_verbose: bool) -> String {
    let title = format!("{} against {}", it.labels[0], it.labels[1]);
    let mut text = painted(&title, HEADING, terminal.has_colour) + "\n\n";
    let parts = [
        ("What each permits", actions(it)),
        ("Clauses", clauses(it, is_verbose)),
        ("Meanings that differ", things(it)),
        ("Grades", rows(it, is_verbose)),
        ("Claims", checks(it, is_verbose)),
        ("What each does with the text", passages(it, is_verbose)),
        ("Names", names(it)),
    ];
    for (heading, table) in parts.into_iter().filter(|(_, table)| !table.is_empty()) {
        text.push_str(&heading_line(heading, terminal));
        text.push_str(&table.text(2, terminal.width, terminal.has_colour));
        text.push('\n');
    }
    text.push_str(&readings(it, terminal));
    text.push_str(&separations(it, terminal, is_verbose));
    text + &agreement(it, terminal)
}

fn heading_line(words: &str, terminal: &Terminal) -> String {
    format!("{}\n", painted(words, HEADING, terminal.has_colour))
}

fn actions(it: &Comparison) -> Table {
    let mut table = Table::new(&["action", "what each permits"]);
    for action in &it.actions {
        let style = match action.relation {
            Permits::TheSame => GOOD,
            _ => NOTABLE,
        };
        let lines = words::permits(action, &it.labels).join("\n");
        table.row(vec![Cell::new(&action.action), Cell::styled(lines, style)]);
    }
    table
}

fn clauses(it: &Comparison, is_verbose: bool) -> Table {
    let mut table = Table::new(&[&it.labels[0], &it.labels[1], "what differs"]);
    for clause in it.clauses.iter().filter(|it| is_verbose || !it.is_alike()) {
        let name = |which: usize| {
            let side = clause.sides[which].as_ref();
            Cell::new(side.map_or("-", |it| it.name.as_str()))
        };
        table.row(vec![name(0), name(1), Cell::new(clause_words(clause, it))]);
    }
    table
}

fn clause_words(clause: &ClausePair, it: &Comparison) -> String {
    let mut lines: Vec<String> = clause
        .moved
        .iter()
        .map(|moved| words::moved(moved, &it.labels))
        .collect();
    if clause.is_alike() {
        lines.push("nothing".to_owned());
    }
    lines.extend(clause.by.and_then(words::same_by));
    if clause.by.is_none() {
        lines.extend(clause.sides.iter().flatten().map(|it| it.words.clone()));
    }
    lines.join("\n")
}

fn things(it: &Comparison) -> Table {
    let mut table = Table::new(&["what", "what differs"]);
    for thing in &it.things {
        let lines: Vec<String> = thing
            .moved
            .iter()
            .map(|moved| words::moved(moved, &it.labels))
            .collect();
        table.row(vec![
            Cell::new(format!("{} {}", thing.kind, thing.name)),
            Cell::new(lines.join("\n")),
        ]);
    }
    table
}

fn rows(it: &Comparison, is_verbose: bool) -> Table {
    let mut table = Table::new(&["row", &it.labels[0], &it.labels[1]]);
    for row in it.rows.iter().filter(|it| is_verbose || !it.is_alike()) {
        let [one, other] = row
            .sides
            .each_ref()
            .map(|it| Cell::new(words::row_side(it.as_ref())));
        table.row(vec![Cell::new(words::row(row)), one, other]);
    }
    table
}

fn checks(it: &Comparison, is_verbose: bool) -> Table {
    let mut table = Table::new(&[&it.labels[0], &it.labels[1], "claim"]);
    for check in it.checks.iter().filter(|it| is_verbose || !it.is_alike()) {
        let [one, other] = check.verdicts.each_ref().map(Cell::new);
        table.row(vec![
            one,
            other,
            Cell::new(format!("{}: {}", check.ids[0], check.property)),
        ]);
    }
    table
}

/// Sections first: encoders quote in words of their own, and cite the same pages.
fn passages(it: &Comparison, is_verbose: bool) -> Table {
    let mut table = Table::new(&[&it.labels[0], &it.labels[1], "passage"]);
    let mut line = |treated: &[Treatment; 2], passage: &str| {
        let [one, other] = treated.each_ref().map(|it| Cell::new(words::treatment(it)));
        table.row(vec![one, other, Cell::new(passage)]);
    };
    for section in it.sections.iter().filter(|it| is_verbose || !it.is_alike()) {
        line(&section.treated, &section.citation);
    }
    for sentence in it.sentences.iter().filter(|it| is_verbose || !it.is_alike()) {
        let text = sentence.texts.iter().flatten().next();
        line(&sentence.treated, text.map_or("", String::as_str));
    }
    table
}

fn names(it: &Comparison) -> Table {
    let mut table = Table::new(&[&it.labels[0], &it.labels[1], "what"]);
    for same in &it.names {
        let [one, other] = same.names.each_ref().map(Cell::new);
        let by = words::same_by(same.by).map_or(String::new(), |it| format!(", {it}"));
        table.row(vec![one, other, Cell::new(format!("{}{by}", same.kind))]);
    }
    for (which, only) in it.only.iter().enumerate() {
        for group in only.chunk_by(|one, next| one.0 == next.0) {
            let names: Vec<&str> = group.iter().map(|it| it.1.as_str()).collect();
            let cell = |side: usize| {
                Cell::new(if side == which {
                    names.join(", ")
                } else {
                    "-".to_owned()
                })
            };
            table.row(vec![cell(0), cell(1), Cell::new(group[0].0)]);
        }
    }
    table
}

fn readings(it: &Comparison, terminal: &Terminal) -> String {
    let lines = words::readings(it);
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines.iter().map(|it| indented(it, 2, terminal.width)).collect();
    heading_line("Readings", terminal) + &lines + "\n"
}

fn separations(it: &Comparison, terminal: &Terminal, is_verbose: bool) -> String {
    let ways = it
        .actions
        .iter()
        .flat_map(|it| [&it.first_permits, &it.second_permits]);
    let mut text = String::new();
    for found in ways {
        let shown = if is_verbose { found.len() } else { PLAYS_SHOWN };
        for separation in found.iter().take(shown) {
            text.push_str(&timeline(&separation.play, terminal));
            text.push('\n');
        }
        let left = found.len().saturating_sub(shown);
        if left > 0 {
            let more = indented(&format!("and {left} more with --verbose"), 2, terminal.width);
            text.push_str(&painted(&more, FAINT, terminal.has_colour));
            text.push('\n');
        }
    }
    match text.is_empty() {
        true => text,
        false => heading_line("Histories that tell them apart", terminal) + &text,
    }
}

/// Counts of what was compared, and whether anything is left.
fn agreement(it: &Comparison, terminal: &Terminal) -> String {
    let mut table = Table::headless(2);
    for (name, words) in words::agreement(it) {
        table.row(vec![Cell::new(name), Cell::new(words)]);
    }
    let mut text = heading_line("Agreement", terminal);
    text.push_str(&table.text(2, terminal.width, terminal.has_colour));
    text.extend(
        words::covered(it)
            .iter()
            .map(|it| indented(it, 2, terminal.width)),
    );
    if it.is_agreed() {
        let [first, second] = &it.labels;
        text.push_str(&format!("{first} and {second} agree in all that was compared\n"));
    }
    text
}
