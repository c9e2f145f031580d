//! A board in the language of PRISM, and with two players in that of PRISM-games.
//!
//! It must not know what is asked of it; that is `properties`.

use super::properties::{self, Counts};
use super::{Document, selection};
use crate::words;
use holdpoint_analysis::export::{Answer, ExportedBoard, ExportedRow, Kind, Move, Part, Place, PlainBoard};
use std::fmt::Write;
use std::ops::Range;

/// The board as a game of the developer against everybody else, and what is asked of it.
pub(super) fn game(row: &ExportedRow, board: &ExportedBoard) -> Vec<Document> {
    let mut text = head(row, board);
    text.push_str("smg\n");
    text.push_str("player developer [developer] endplayer\n");
    text.push_str("player others [others] endplayer\n\n");
    body(&mut text, board, |position| {
        if board.plain.is_developers[position] {
            "developer"
        } else {
            "others"
        }
    });
    documents(row, board, text)
}

/// The board as a Markov decision process: everybody together.
pub(super) fn process(row: &ExportedRow, board: &ExportedBoard) -> Vec<Document> {
    let mut text = head(row, board);
    text.push_str("mdp\n\n");
    body(&mut text, board, |_| "");
    documents(row, board, text)
}

fn documents(row: &ExportedRow, board: &ExportedBoard, text: String) -> Vec<Document> {
    let name = selection::board(row, board);
    let model = Document {
        name: format!("{name}.prism"),
        text,
    };
    let asked = Document {
        name: format!("{name}.props"),
        text: properties::text(row, board),
    };
    vec![model, asked]
}

fn head(row: &ExportedRow, board: &ExportedBoard) -> String {
    let grades: Vec<&str> = row.grades.iter().map(|it| it.word()).collect();
    format!(
        "// {}: {}, {}.\n// Prepared wait {}, unprepared wait {}; one step is {}.\n// Here: {}.\n// {} positions, {} moves. \
         `p` numbers the positions.\n\n",
        row.policy,
        selection::row(row),
        grades.join(" or "),
        words::wait(row.prepared),
        words::wait(row.unprepared),
        row.length_of_step,
        properties::shows(board),
        board.plain.len(),
        board.plain.n_moves(),
    )
}

fn body(text: &mut String, board: &ExportedBoard, mover: impl Fn(usize) -> &'static str) {
    let writer = Writer {
        plain: &board.plain,
        counts: Counts::of(board),
    };
    if let (Counts::Run, Answer::Steps(steps)) = (writer.counts, board.answer) {
        let _ = writeln!(
            text,
            "// What Holdpoint found on this board.\nconst int most = {steps};\n"
        );
    }
    writer.module(text, mover);
    writer.labels(text);
}

struct Writer<'a> {
    plain: &'a PlainBoard,
    counts: Counts,
}

impl Writer<'_> {
    fn module(&self, text: &mut String, mover: impl Fn(usize) -> &'static str) {
        let last = self.plain.len() - 1 + usize::from(self.counts == Counts::Coin);
        let _ = writeln!(text, "module board");
        let _ = writeln!(text, "  p : [0..{}] init {};", last, self.plain.start);
        if self.counts == Counts::Run {
            text.push_str("  // Paused steps in a row.\n  run : [0..most+1] init 0;\n");
        }
        for (position, moves) in self.plain.moves.iter().enumerate() {
            let _ = writeln!(text, "\n  // {position}: {}", self.plain.told[position]);
            for it in moves {
                self.command(text, mover(position), position, it);
            }
        }
        if self.counts == Counts::Coin {
            let _ = writeln!(text, "\n  // {last}: settled");
            let _ = writeln!(text, "  [{}] p={last} -> (p'={last});", mover(self.plain.start));
        }
        text.push_str("endmodule\n\n");
    }

    fn command(&self, text: &mut String, mover: &str, from: usize, it: &Move) {
        let place = self.plain.place(it.to);
        let to = format!("(p'={})", it.to);
        let update = match self.counts {
            Counts::Run if place.kind.is_paused() => format!("{to} & (run'=min(run+1,most+1))"),
            Counts::Run if place.kind == Kind::Unpaused => format!("{to} & (run'=0)"),
            Counts::Coin if self.is_good(place) => format!("0.5:{to} + 0.5:(p'={})", self.plain.len()),
            _ => to,
        };
        let told = if it.told.is_empty() {
            String::new()
        } else {
            format!(" // {}", it.told)
        };
        let _ = writeln!(text, "  [{mover}] p={from} -> {update};{told}");
    }

    /// A beat that the developer wants to see again and again.
    fn is_good(&self, place: Place) -> bool {
        matches!(place.kind, Kind::Unpaused | Kind::PausedUnreleased) && self.is_of_question(place)
    }

    /// Where the developer is found, only what comes after it counts.
    fn is_of_question(&self, place: Place) -> bool {
        let is_ever_found = self.plain.places.iter().any(|(it, _)| it.part == Part::OnceFound);
        !is_ever_found || place.part == Part::OnceFound
    }

    fn labels(&self, text: &mut String) {
        let label = |name: &str, ranges: Vec<Range<usize>>| format!("label \"{name}\" = {};\n", any(&ranges));
        text.push_str(&label("pause", self.plain.ranges(|it| it.kind.is_paused())));
        match self.counts {
            Counts::Nothing | Counts::Run => {}
            Counts::Coin => {
                let last = self.plain.len();
                text.push_str(&label("settled", std::iter::once(last..last + 1).collect()));
                text.push_str(&label("found", self.plain.ranges(|it| it.kind == Kind::Found)));
            }
            Counts::Further => {
                let found = |it: Place| it.part == Part::OnceFound;
                text.push_str(&label("found", self.plain.ranges(|it| it.kind == Kind::Found)));
                let over = self.plain.ranges(|it| found(it) && it.kind == Kind::Unpaused);
                text.push_str(&label("over", over));
                let paused = self.plain.ranges(|it| found(it) && it.kind.is_paused());
                let _ = writeln!(text, "\nrewards \"paused\"\n  {} : 1;\nendrewards", any(&paused));
            }
        }
    }
}

/// `p>=3 & p<=7`, or several of these.
fn any(ranges: &[Range<usize>]) -> String {
    let one = |it: &Range<usize>| format!("(p>={} & p<={})", it.start, it.end - 1);
    if ranges.is_empty() {
        return "false".to_owned();
    }
    ranges.iter().map(one).collect::<Vec<_>>().join(" | ")
}
