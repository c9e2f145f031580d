//! The use cases `ledger log` and `ledger show`: what is in a ledger, in the order in which it came.

use super::{each_entry, open};
use crate::moment;
use crate::problem::Problem;
use holdpoint_ledger::canonical::{Object, Value};
use holdpoint_ledger::{Body, Store};
use std::path::PathBuf;

/// Lists the entries of a ledger.
#[derive(Clone, Debug)]
pub struct LogLedger {
    /// The file of the ledger.
    pub path: PathBuf,
}

/// The entries, in their order.
#[derive(Clone, Debug)]
pub struct Listed {
    /// One for each.
    pub rows: Vec<Row>,
}

/// An entry in a line.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Row {
    /// The number of entries before it.
    pub index: u64,
    /// When it was received, in UTC.
    pub received: String,
    /// The kind of its statement: the last part of the type of its predicate; `padding` of what says nothing.
    pub kind: String,
    /// Who says it, if it says so.
    pub by: Option<String>,
    /// The model line that it is about, if it is about one.
    pub line: Option<String>,
    /// What it says beside that.
    pub says: String,
}

/// Shows one entry.
#[derive(Clone, Debug)]
pub struct ShowEntry {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The number of entries before it.
    pub index: u64,
}

/// An entry in full.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The same as a list has of it.
    pub row: Row,
    /// The leaf that stands for it, in hexadecimal digits.
    pub commitment: String,
    /// The body, indented for people; the stored bytes are the canonical ones.
    pub body: String,
}

/// Members that have a column of their own, or say nothing to a reader of the list.
const NOT_SAID: [&str; 9] = [
    "_type",
    "predicateType",
    "role",
    "signatures",
    "subject",
    "by",
    "line",
    "files",
    "grounds",
];
/// Characters of what an entry says, at most.
const SAYS_MAX: usize = 120;

impl LogLedger {
    /// Lists them.
    pub fn run(&self) -> Result<Listed, Problem> {
        let store = open(&self.path)?;
        let size = Store::size(&*store).map_err(Problem::of)?;
        let mut rows = Vec::new();
        each_entry(&store, 0..size, |entry| {
            rows.extend(entry.body.map(|it| row(entry.index, entry.received_ms, &it)));
            Ok(())
        })?;
        Ok(Listed { rows })
    }
}

impl ShowEntry {
    /// Shows it.
    pub fn run(&self) -> Result<Shown, Problem> {
        let store = open(&self.path)?;
        let size = store.size().map_err(Problem::of)?;
        let none = || {
            let help = match size {
                0 => "the ledger has no entries yet".to_owned(),
                _ => format!("the ledger has entries 0 to {}", size - 1),
            };
            Problem::new(format!("there is no entry {}", self.index), help)
        };
        if self.index >= size {
            return Err(none());
        }
        let entries = store.entries(self.index..self.index + 1).map_err(Problem::of)?;
        let entry = entries.first().ok_or_else(none)?;
        let json: serde_json::Value = serde_json::from_str(entry.body.text()).map_err(Problem::of)?;
        Ok(Shown {
            row: row(entry.index, entry.received_ms, &entry.body),
            commitment: entry.commitment().to_string(),
            body: serde_json::to_string_pretty(&json).map_err(Problem::of)?,
        })
    }
}

fn row(index: u64, received_ms: u64, body: &Body) -> Row {
    let object = body.object();
    let text = |name: &str| match object.member(name) {
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    let kind = text("predicateType").map(|it| kind(&it).to_owned());
    Row {
        index,
        received: moment::words(moment::date(received_ms)),
        kind: kind.unwrap_or_else(|| {
            if object.members().is_empty() {
                "padding"
            } else {
                "-"
            }
            .to_owned()
        }),
        by: text("by"),
        line: text("line"),
        says: says(object),
    }
}

/// `evaluation` of `urn:holdpoint:evidence:evaluation:v1`.
pub(super) fn kind(predicate_type: &str) -> &str {
    let parts: Vec<&str> = predicate_type.rsplit(':').collect();
    match parts[..] {
        [version, kind, ..] if version.starts_with('v') => kind,
        [last, ..] => last,
        [] => predicate_type,
    }
}

fn says(object: &Object) -> String {
    let members = object
        .members()
        .iter()
        .filter(|it| !NOT_SAID.contains(&it.0.as_str()));
    let said: Vec<String> = members
        .map(|(name, value)| match value {
            Value::String(text) => format!("{name} {text}"),
            other => format!("{name} {}", other.to_canonical()),
        })
        .collect();
    let said = said.join(", ");
    match said.char_indices().nth(SAYS_MAX) {
        Some((end, _)) => format!("{}...", &said[..end]),
        None => said,
    }
}
