//! One line of the table: who was asked what about which model, what came out, and what it took.
//!
//! It must not know how runs are made.

use crate::child::{End, Taken};
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    /// The game and its size; rows with the same words are compared.
    pub(crate) game: String,
    pub(crate) tool: String,
    /// What was asked, in words.
    pub(crate) asked: String,
    /// Of the model that the tool built, where it says so.
    pub(crate) states: Option<u64>,
    pub(crate) answer: String,
    /// `None`: there is nothing to hold it against.
    pub(crate) agrees: Option<bool>,
    pub(crate) is_ours: bool,
    pub(crate) seconds: f64,
    pub(crate) cpu_seconds: f64,
    pub(crate) peak_mebibytes: f64,
}

/// The words for a run that came to no answer.
pub(crate) fn unanswered(end: End) -> String {
    match end {
        End::Finished | End::Failed => "failed",
        End::OutOfTime => "out of time",
        End::OutOfMemory => "out of memory",
    }
    .to_owned()
}

impl Row {
    pub(crate) fn new(game: &str, tool: &str, asked: &str, is_ours: bool) -> Row {
        Row {
            game: game.to_owned(),
            tool: tool.to_owned(),
            asked: asked.to_owned(),
            states: None,
            answer: String::new(),
            agrees: None,
            is_ours,
            seconds: 0.0,
            cpu_seconds: 0.0,
            peak_mebibytes: 0.0,
        }
    }

    /// Adds what one run took; times add up, memory is the largest.
    pub(crate) fn took(&mut self, taken: &Taken) {
        self.seconds += taken.seconds;
        self.cpu_seconds += taken.cpu_seconds;
        self.peak_mebibytes = self.peak_mebibytes.max(taken.peak_mebibytes);
    }

    pub(crate) fn is_answered(&self) -> bool {
        self.agrees.is_some() || self.is_ours
    }
}

/// How many times as much processor time another solver took as ours on the same game: for the same question where ours
/// was asked it alone, else for all that ours is asked at once.
pub(crate) fn ratio(rows: &[Row], row: &Row) -> Option<f64> {
    let ours = || rows.iter().filter(|it| it.is_ours && it.game == row.game);
    let alike = ours().find(|it| it.asked == row.asked);
    let ours = alike.or_else(|| ours().next())?;
    let is_comparable = !row.is_ours && row.is_answered();
    is_comparable.then(|| row.cpu_seconds / ours.cpu_seconds.max(0.001))
}

const HEAD: [&str; 9] = [
    "game",
    "tool",
    "asked",
    "states",
    "answer",
    "CPU s",
    "s",
    "peak MiB",
    "theirs / ours",
];

/// A Markdown table of all rows.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut lines = vec![
        line(&HEAD.map(str::to_owned)),
        format!("|{}", "---|".repeat(HEAD.len())),
    ];
    lines.extend(rows.iter().map(|row| line(&cells(rows, row))));
    lines.push(String::new());
    lines.join("\n")
}

pub(crate) fn line(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

pub(crate) fn cells(rows: &[Row], row: &Row) -> [String; 9] {
    let differs = if row.agrees == Some(false) {
        " **differs**"
    } else {
        ""
    };
    [
        row.game.clone(),
        row.tool.clone(),
        row.asked.clone(),
        row.states.map_or("–".to_owned(), |it| it.to_string()),
        format!("{}{differs}", row.answer),
        figure(row.cpu_seconds),
        figure(row.seconds),
        format!("{:.0}", row.peak_mebibytes),
        ratio(rows, row).map_or(String::new(), |it| format!("{it:.0}×")),
    ]
}

/// Seconds, to the millisecond where hundredths would say next to nothing.
fn figure(seconds: f64) -> String {
    let places = if seconds < 0.1 { 3 } else { 2 };
    format!("{seconds:.places$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_is_compared_with_like() {
        let row = |asked: &str, cpu_seconds, is_ours| Row {
            cpu_seconds,
            agrees: Some(true),
            ..Row::new("g", "", asked, is_ours)
        };
        let rows = [
            row("all", 2.0, true),
            row("one", 0.5, true),
            row("one", 4.0, false),
        ];
        assert_eq!(ratio(&rows, &rows[2]), Some(8.0));
        assert_eq!(ratio(&rows, &row("another", 4.0, false)), Some(2.0));
    }

    #[test]
    fn those_who_answered_are_compared_with_ours() {
        let row = |tool: &str, cpu_seconds, agrees| Row {
            cpu_seconds,
            agrees,
            ..Row::new("g", tool, "", tool == "ours")
        };
        let rows = [
            row("ours", 2.0, None),
            row("a", 8.0, Some(true)),
            row("b", 1.0, None),
        ];
        let ratios: Vec<Option<f64>> = rows.iter().map(|it| ratio(&rows, it)).collect();
        assert_eq!(ratios, [None, Some(4.0), None]);
    }
}
