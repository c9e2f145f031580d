//! Two texts held against each other, as Markdown for a pull request or a job summary.
//!
//! It must not know how anything was found.

mod comparison;
mod difference;

use crate::picture::timeline_text;
use holdpoint_analysis::report::Play;

/// Columns of the plays, which stand in code blocks.
const WIDTH: usize = 96;

/// Nothing where there are no rows.
fn table<const N: usize>(heads: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let rows: String = rows
        .map(|it| format!("| {} |\n", it.map(|it| cell(&it)).join(" | ")))
        .collect();
    match rows.as_str() {
        "" => String::new(),
        rows => format!("| {} |\n|{}\n{rows}\n", heads.join(" | "), "---|".repeat(N)),
    }
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
