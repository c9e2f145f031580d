//! What readings change: which reading flips what, then every value that is not the same under all combinations.
//!
//! It must not know how a value was found.

use crate::render::ladder::indented;
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use holdpoint_app::report::readings::{Flip, OptionFlips, ReadingTable, Varying};
use holdpoint_app::words;

/// Unless all are asked for.
const COMBINATIONS_SHOWN: usize = 64;

pub(crate) fn readings(it: &ReadingTable, terminal: &Terminal, is_verbose: bool) -> String {
    let mut text = indented(&words::combinations(it), 2, terminal.width);
    if it.varying.is_empty() {
        let same = "every grade and verdict is the same under all of them";
        return text + &indented(same, 2, terminal.width);
    }
    text.push_str(&flips(it, terminal));
    text.push('\n');
    text.push_str(&combinations(it, terminal, is_verbose));
    text.push_str(&values(it, terminal, is_verbose));
    text
}

fn flips(it: &ReadingTable, terminal: &Terminal) -> String {
    let mut table = Table::new(&["reading", "flips"]);
    for option in &it.flips {
        table.row(vec![
            Cell::new(words::option(it, option.slot, option.option)),
            Cell::new(flips_words(it, option)),
        ]);
    }
    table.text(2, terminal.width, terminal.has_colour)
}

fn flips_words(it: &ReadingTable, option: &OptionFlips) -> String {
    let alone = groups(&option.alone).into_iter().map(|group| {
        let first = group[0];
        format!("alone: {} → {}: {}", first.from, first.to, names(it, &group))
    });
    let beside = groups(&option.beside_others).into_iter().map(|group| {
        let first = group[0];
        let beside = &it.combinations[first.beside].words;
        format!(
            "only beside {beside}: {} → {}: {}",
            first.from,
            first.to,
            names(it, &group)
        )
    });
    let lines: Vec<String> = alone.chain(beside).collect();
    match lines.is_empty() {
        true => "nothing".to_owned(),
        false => lines.join("\n"),
    }
}

/// What goes the same way beside the same, together.
fn groups(flips: &[Flip]) -> Vec<Vec<&Flip>> {
    let mut groups: Vec<Vec<&Flip>> = Vec::new();
    for flip in flips {
        let way = |it: &Flip| (it.beside, it.from.clone(), it.to.clone());
        match groups.iter_mut().find(|it| way(it[0]) == way(flip)) {
            Some(group) => group.push(flip),
            None => groups.push(vec![flip]),
        }
    }
    groups
}

fn names(it: &ReadingTable, flips: &[&Flip]) -> String {
    let names = flips
        .iter()
        .map(|flip| words::judged(&it.varying[flip.varying].of));
    names.collect::<Vec<_>>().join(", ")
}

/// The numbers by which values name their combinations.
fn combinations(it: &ReadingTable, terminal: &Terminal, is_verbose: bool) -> String {
    let mut table = Table::new(&["no.", "combination of readings"]);
    let n_shown = if is_verbose {
        usize::MAX
    } else {
        COMBINATIONS_SHOWN
    };
    for (index, combination) in it.combinations.iter().enumerate().take(n_shown) {
        table.row(vec![
            Cell::new((index + 1).to_string()),
            Cell::new(&combination.words),
        ]);
    }
    let mut text = table.text(2, terminal.width, terminal.has_colour);
    let left = it.combinations.len().saturating_sub(n_shown);
    if left > 0 {
        text.push_str(&indented(
            &format!("and {left} more, with --verbose"),
            2,
            terminal.width,
        ));
    }
    text
}

fn values(it: &ReadingTable, terminal: &Terminal, is_verbose: bool) -> String {
    let mut table = Table::new(&["under", "value", "of"]);
    for (values, of) in alike(it, is_verbose) {
        for (index, (value, under)) in values.iter().enumerate() {
            let of = if index == 0 { of.as_str() } else { "" };
            table.row(vec![Cell::new(numbers(under)), Cell::new(*value), Cell::new(of)]);
        }
    }
    format!("\n{}", table.text(2, terminal.width, terminal.has_colour))
}

type Values<'a> = Vec<(&'a str, Vec<usize>)>;

/// What has the same value everywhere stands together, unless each is asked for by itself.
fn alike(it: &ReadingTable, is_verbose: bool) -> Vec<(Values<'_>, String)> {
    let mut groups: Vec<(&Varying, Vec<String>)> = Vec::new();
    for varying in &it.varying {
        let name = words::judged(&varying.of);
        match groups
            .iter_mut()
            .find(|(first, _)| first.values == varying.values)
        {
            Some((_, names)) if !is_verbose => names.push(name),
            _ => groups.push((varying, vec![name])),
        }
    }
    let groups = groups.into_iter();
    groups
        .map(|(first, names)| (first.by_value(), names.join(", ")))
        .collect()
}

/// `1, 3-5`.
fn numbers(under: &[usize]) -> String {
    let runs = under.chunk_by(|one, next| one + 1 == *next).map(|run| match run {
        [one] => (one + 1).to_string(),
        _ => format!("{}-{}", run[0] + 1, run[run.len() - 1] + 1),
    });
    runs.collect::<Vec<_>>().join(", ")
}
