//! What another tool, or a table by hand, says of controls: which are satisfied, since when, and by whose word.
//!
//! A control is the other side's word; which safeguard of a policy it stands for is the caller's business. It must
//! not know policies.

mod csv;
mod json;
#[cfg(test)]
mod tests;

use crate::json::{Source, did_you_mean};
use crate::measurement::Record;
use crate::refusal::{Reason, Refusal};

/// One control, as it was assessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlStatus {
    /// As the record names it.
    pub control: String,
    pub state: ControlState,
    pub reason: Option<String>,
    /// The day or the instant, as the record writes it.
    pub assessed: String,
    pub assessor: Option<String>,
    /// The day or the instant after which it no longer holds.
    pub expires: Option<String>,
    /// Where the record has it: a finding's identity, or the file and the row.
    pub entry: String,
    /// What a reader should know before relying on it.
    pub remarks: Vec<String>,
}

/// What an assessor found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ControlState {
    Satisfied,
    NotSatisfied,
    /// Looked at by nobody yet; neither the one nor the other.
    NotAssessed,
}

/// The columns of a table of controls, and the members of a list of them.
const COLUMNS: [&str; 6] = ["control", "status", "assessed", "assessor", "expires", "reason"];
const REQUIRED: [&str; 3] = ["control", "status", "assessed"];
const STATES: [(&str, ControlState); 3] = [
    ("satisfied", ControlState::Satisfied),
    ("not-satisfied", ControlState::NotSatisfied),
    ("not-assessed", ControlState::NotAssessed),
];

/// Reads a table with a line of column names, separated by commas (RFC 4180).
///
/// # Errors
/// If a column is unknown, missing or doubled, a line has another number of cells, a cell is no status or no date,
/// or a control is there twice.
pub fn read_csv(record: Record<'_>) -> Result<Vec<ControlStatus>, Refusal> {
    csv::read(record)
}

/// Reads `{"controls": [{"control": …, "status": …, "assessed": …}, …]}`.
///
/// # Errors
/// As for a table.
pub fn read_json(record: Record<'_>) -> Result<Vec<ControlStatus>, Refusal> {
    json::read(record)
}

pub(crate) fn state(source: &Source<'_>, at: usize, word: &str) -> Result<ControlState, Refusal> {
    let found = STATES.iter().find(|it| it.0 == word);
    found.map(|it| it.1).ok_or_else(|| {
        let problem = format!("`{}` is no status of a control", word.escape_debug());
        source.refuse(
            at,
            Reason::Unknown,
            problem,
            did_you_mean(word, &STATES.map(|it| it.0)),
        )
    })
}

/// A day, or an instant with its offset.
pub(crate) fn is_date(text: &str) -> bool {
    is_instant(text) || (text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok())
}

/// An instant with its offset: `2026-01-31T12:00:00Z`.
pub(crate) fn is_instant(text: &str) -> bool {
    text.len() > 10 && text.parse::<jiff::Timestamp>().is_ok()
}

fn no_date(source: &Source<'_>, at: usize, word: &str) -> Refusal {
    let problem = format!("`{}` is no date", word.escape_debug());
    let cure = "write a day (`2026-01-31`) or an instant with its offset (`2026-01-31T12:00:00Z`)";
    source.refuse(at, Reason::Malformed, problem, cure)
}

fn twice(source: &Source<'_>, at: usize, control: &str) -> Refusal {
    let problem = format!("the control `{}` is there twice", control.escape_debug());
    source.refuse(
        at,
        Reason::NamedTwice,
        problem,
        "keep its latest assessment; the earlier one is a record of its own",
    )
}
