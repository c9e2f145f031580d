//! What is asked of an exported board, in the words of PRISM's property language, each with the answer that Holdpoint
//! found.
//!
//! `// RESULT:` is how PRISM is told what to expect: with `-test` it compares. It must not know how a board is written.

use super::selection;
use crate::words;
use holdpoint_analysis::export::{Answer, Bound, ExportedBoard, ExportedRow, Kind, Question};
use holdpoint_analysis::report::Wait;

/// What a written board has besides its positions, so that the question can be put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    Nothing,
    /// The paused steps in a row.
    Run,
    /// The paused steps since the developer was found.
    Further,
    /// At each beat that is to come again and again a coin may settle the play: it is settled for certain exactly if
    /// the beats come again and again.
    Coin,
}

impl Counts {
    pub(super) fn of(board: &ExportedBoard) -> Counts {
        match (board.question, board.answer) {
            (Question::Pause, _) => Counts::Nothing,
            (_, Answer::Ends(_)) | (Question::Prepared, Answer::Endless) => Counts::Coin,
            (Question::Prepared, _) => Counts::Run,
            (Question::Unprepared, _) => Counts::Further,
        }
    }
}

struct Property {
    asks: String,
    formula: String,
    result: String,
}

/// `prepared wait at most 4 steps`.
pub(super) fn shows(board: &ExportedBoard) -> String {
    let (question, bound) = (board.question.words(), board.bound.words());
    match board.answer {
        Answer::Pauses { possible, .. } => {
            let word = if possible { "can" } else { "cannot" };
            format!("{question}: it {word} be reached")
        }
        Answer::Steps(steps) => format!("{question} {bound} {}", words::wait(Wait::Steps(steps))),
        Answer::Endless if board.bound == Bound::AtLeast => format!("{question} without end"),
        Answer::Endless => format!("{question} without end, where work of unstated length may take for ever"),
        Answer::Ends(true) => format!("{question} no longer than work of unstated length"),
        Answer::Ends(false) => format!("{question} without end"),
    }
}

pub(super) fn text(row: &ExportedRow, board: &ExportedBoard) -> String {
    let mut text = format!("// {}: {}; {}.\n", row.policy, selection::row(row), shows(board));
    for it in properties(board) {
        text.push_str(&format!(
            "\n// {}\n// RESULT: {}\n{}\n",
            it.asks, it.result, it.formula
        ));
    }
    text
}

fn properties(board: &ExportedBoard) -> Vec<Property> {
    let is_ever_found = board.plain.places.iter().any(|(it, _)| it.kind == Kind::Found);
    if board.question == Question::Unprepared && !is_ever_found {
        return vec![never_found()];
    }
    match (board.question, board.answer) {
        (_, Answer::Pauses { possible, inevitable }) => everybodys(possible, inevitable),
        (Question::Prepared, Answer::Steps(steps)) => kept(steps),
        (Question::Prepared, Answer::Endless) => vec![again(false)],
        (Question::Prepared, Answer::Ends(ends)) => vec![again(ends)],
        (_, Answer::Steps(steps)) => further(&steps.to_string(), true),
        (_, Answer::Endless) => further("Infinity", false),
        (_, Answer::Ends(ends)) => vec![again_when_found(ends)],
    }
}

fn everybodys(possible: bool, inevitable: bool) -> Vec<Property> {
    let number = |it: bool| if it { "1" } else { "0" }.to_owned();
    vec![
        Property {
            asks: "Does some play of everybody together come to a pause?".to_owned(),
            formula: "Pmax=? [ F \"pause\" ]".to_owned(),
            result: number(possible),
        },
        Property {
            asks: "Does every play?".to_owned(),
            formula: "Pmin=? [ F \"pause\" ]".to_owned(),
            result: number(inevitable),
        },
    ]
}

fn kept(steps: u32) -> Vec<Property> {
    let asks =
        |steps| format!("Can the developer, playing from the start, keep every pause to {steps} steps?");
    let mut properties = vec![Property {
        asks: asks(steps),
        formula: "<<developer>> P>=1 [ G run<=most ]".to_owned(),
        result: "true".to_owned(),
    }];
    if let Some(fewer) = steps.checked_sub(1) {
        properties.push(Property {
            asks: asks(fewer),
            formula: "<<developer>> P>=1 [ G run<=most-1 ]".to_owned(),
            result: "false".to_owned(),
        });
    }
    properties
}

fn again(ends: bool) -> Property {
    Property {
        asks: "Can the developer, playing from the start, see to it that pauses end again and again?"
            .to_owned(),
        formula: "<<developer>> P>=1 [ F \"settled\" ]".to_owned(),
        result: ends.to_string(),
    }
}

/// A filter over no position at all would be refused.
fn never_found() -> Property {
    Property {
        asks: "Can the developer be found in a pause at all?".to_owned(),
        formula: "<<developer,others>> Pmax=? [ F \"found\" ]".to_owned(),
        result: "0".to_owned(),
    }
}

fn again_when_found(ends: bool) -> Property {
    Property {
        asks: "Wherever the developer is found in a pause, can it end it?".to_owned(),
        formula: "filter(forall, <<developer>> P>=1 [ F \"settled\" ], \"found\")".to_owned(),
        result: ends.to_string(),
    }
}

fn further(steps: &str, ends: bool) -> Vec<Property> {
    vec![
        Property {
            asks: "How many further paused steps, at worst, wherever the developer is found in a pause?"
                .to_owned(),
            formula: "filter(max, <<developer>> R{\"paused\"}min=? [ F \"over\" ], \"found\")".to_owned(),
            result: steps.to_owned(),
        },
        Property {
            asks: "Can it end every one?".to_owned(),
            formula: "filter(forall, <<developer>> P>=1 [ F \"over\" ], \"found\")".to_owned(),
            result: ends.to_string(),
        },
    ]
}
