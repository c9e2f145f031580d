//! What flips a grade or a verdict, and how late work may begin, with a bar for each piece of work.
//!
//! It must not know how anything was changed.

use crate::render::ladder::indented;
use crate::render::style::{HEADING, painted};
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use holdpoint_app::report::sensitivity::{Flip, Margin, Room, Sensitivity, Subject};
use holdpoint_app::words;

/// Columns of the longest bar.
const BAR: u32 = 32;

pub(crate) fn sensitivity(found: &[Sensitivity], terminal: &Terminal) -> String {
    let each = found.iter().map(|it| policy(it, terminal));
    each.collect::<Vec<_>>().join("\n")
}

fn policy(it: &Sensitivity, terminal: &Terminal) -> String {
    let heading = painted(&it.policy, HEADING, terminal.has_colour);
    let subjects = it.subjects.iter().map(|it| subject(it, terminal));
    let subjects: Vec<String> = subjects.collect();
    match subjects.is_empty() {
        true => format!("{heading}\n\n  no action can be paused here\n"),
        false => format!("{heading}\n\n{}", subjects.join("\n")),
    }
}

fn subject(it: &Subject, terminal: &Terminal) -> String {
    let world = match &it.world {
        Some(world) => format!("in {world}"),
        None => words::NOTHING_ASSUMED.to_owned(),
    };
    let mut text = indented(&format!("{}, {world}: {}", it.words, it.now), 2, terminal.width);
    text.push_str(&flips(it, terminal));
    if !it.steady.is_empty() {
        let steady = format!("no difference, as far as was looked: {}", it.steady.join("; "));
        text.push_str(&indented(&steady, 4, terminal.width));
    }
    if !it.undecided.is_empty() {
        let undecided = format!("not decided when changed: {}", it.undecided.join("; "));
        text.push_str(&indented(&undecided, 4, terminal.width));
    }
    text.push_str(&margins(it, terminal));
    text
}

fn flips(it: &Subject, terminal: &Terminal) -> String {
    if it.flips.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&["what", "now", "flips at", "by", "then"]);
    for flip in &it.flips {
        table.row(vec![
            Cell::new(&flip.what),
            Cell::new(&flip.from),
            Cell::new(&flip.to),
            Cell::new(by(flip)),
            Cell::new(&flip.then),
        ]);
    }
    table.text(4, terminal.width, terminal.has_colour)
}

fn by(flip: &Flip) -> String {
    match flip.by {
        Some(1) => "1 step".to_owned(),
        Some(n) => format!("{n} steps"),
        None => "-".to_owned(),
    }
}

fn margins(it: &Subject, terminal: &Terminal) -> String {
    if it.margins.is_empty() {
        return String::new();
    }
    let longest = it.margins.iter().map(end).max().unwrap_or(1).max(1);
    let mut table = Table::new(&["work", "takes", "begin by", "room", "from the first step"]);
    for margin in &it.margins {
        table.row(vec![
            Cell::new(&margin.safeguard),
            Cell::new(margin.takes.to_string()),
            Cell::new(begin_by(margin)),
            Cell::new(words::room(margin.room)),
            Cell::new(bar(margin, longest)),
        ]);
    }
    let note = format!(
        "how late each piece of work may begin without a pause coming, all else begun at once; in steps of {}: \
         · before it can begin, █ under way, - room",
        it.length_of_step
    );
    indented(&note, 4, terminal.width) + &table.text(4, terminal.width, terminal.has_colour)
}

fn begin_by(margin: &Margin) -> String {
    match margin.room {
        Room::Spare(spare) => format!("step {}", margin.earliest + spare),
        Room::Ample => "any".to_owned(),
        Room::Short(_) | Room::Elsewhere | Room::Undecided => "-".to_owned(),
    }
}

fn end(margin: &Margin) -> u32 {
    match margin.room {
        Room::Spare(spare) => margin.earliest + margin.takes + spare,
        _ => margin.earliest + margin.takes,
    }
}

/// `···████----|`: before it can begin, under way, room.
fn bar(margin: &Margin, longest: u32) -> String {
    let columns = |steps: u32| (u64::from(steps) * u64::from(BAR)).div_ceil(u64::from(longest)) as usize;
    let (from, to) = (columns(margin.earliest), columns(margin.earliest + margin.takes));
    let work = "█".repeat((to - from).max(1));
    let room = match margin.room {
        Room::Spare(spare) if spare > 0 => {
            let room = columns(margin.earliest + margin.takes + spare).saturating_sub(to);
            format!("{}|", "-".repeat(room))
        }
        Room::Ample => "→".to_owned(),
        _ => String::new(),
    };
    format!("{}{work}{room}", "·".repeat(from))
}
