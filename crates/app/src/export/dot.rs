//! A small board as a drawing: boxes where the developer moves, diamonds where others do, rounded where actions are
//! carried out; pauses are filled.
//!
//! It must not know what the board is to show.

use super::{Document, properties, selection};
use holdpoint_analysis::export::{ExportedBoard, ExportedRow, Kind, PlainBoard};
use std::fmt::Write;

pub(super) fn board(row: &ExportedRow, board: &ExportedBoard) -> Document {
    let title = format!("{}\n{}", selection::row(row), properties::shows(board));
    let mut text = format!("digraph {} {{\n", quoted(&row.policy));
    let _ = writeln!(
        text,
        "  label={}; labelloc=t; fontname=Helvetica;",
        quoted(&title)
    );
    text.push_str("  node [fontname=Helvetica, fontsize=10]; edge [fontname=Helvetica, fontsize=9];\n");
    let plain = &board.plain;
    for (position, told) in plain.told.iter().enumerate() {
        let told = quoted(&told.replace("; ", "\n").replace(", ", "\n"));
        let _ = writeln!(text, "  p{position} [label={told}, {}];", shape(plain, position));
    }
    for (position, moves) in plain.moves.iter().enumerate() {
        for it in moves {
            let told = quoted(&it.told.replace("; ", "\n"));
            let _ = writeln!(text, "  p{position} -> p{} [label={told}];", it.to);
        }
    }
    text.push_str("}\n");
    Document {
        name: format!("{}.dot", selection::board(row, board)),
        text,
    }
}

fn shape(plain: &PlainBoard, position: usize) -> &'static str {
    match (plain.place(position).kind, plain.is_developers[position]) {
        (Kind::Paused | Kind::PausedUnreleased, _) => {
            "shape=box, style=\"rounded,filled\", fillcolor=\"#f4b183\""
        }
        (Kind::Unpaused, _) => "shape=box, style=rounded",
        (Kind::Found, _) => "shape=box, peripheries=2",
        (Kind::Turn, true) => "shape=box",
        (Kind::Turn, false) => "shape=diamond",
    }
}

/// A text as DOT takes it, line breaks included.
pub(super) fn quoted(text: &str) -> String {
    let text = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("\"{text}\"")
}
