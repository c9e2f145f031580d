//! Texts held against each other or set side by side, as Markdown for a pull request, a job summary or a page.
//!
//! It must not know how anything was found.

mod comparison;
mod difference;
mod overview;

use crate::picture::timeline_text;
use holdpoint_analysis::report::Play;
use holdpoint_analysis::report::difference::Separation;

/// Columns of the plays, which stand in code blocks.
const WIDTH: usize = 96;

/// Nothing where there are no rows.
fn table<const N: usize>(heads: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let rows: Vec<[String; N]> = rows.collect();
    match rows.is_empty() {
        true => String::new(),
        false => wide_table(&heads, rows.iter().map(|it| it.as_slice())) + "\n",
    }
}

/// As many columns as there are heads.
fn wide_table<'a>(heads: &[impl AsRef<str>], rows: impl Iterator<Item = &'a [String]>) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = row(heads.iter().map(|it| it.as_ref().to_owned()).collect());
    text.push_str(&format!("|{}\n", "---|".repeat(heads.len())));
    for cells in rows {
        text.push_str(&row(cells.iter().map(|it| cell(it)).collect()));
    }
    text
}

/// A bar would end the cell, and a line break the row.
fn cell(words: &str) -> String {
    words.replace('|', "\\|").replace('\n', "<br>")
}

/// A play, folded away under a sentence.
fn folded(summary: &str, play: &Play) -> String {
    let play = timeline_text(play, WIDTH);
    format!("<details><summary>{summary}</summary>\n\n~~~text\n{play}~~~\n\n</details>\n\n")
}

/// The shortest play that one text permits and the other bars, folded away; nothing where there is none.
fn separating_play(found: &[Separation], action: &str, permits: &str, bars: &str) -> String {
    let play = |it: &Separation| {
        let summary = format!(
            "{action}: a history that <code>{permits}</code> permits and <code>{}</code> of <code>{bars}</code> bars",
            it.clause
        );
        folded(&summary, &it.play)
    };
    found.first().map_or(String::new(), play)
}
