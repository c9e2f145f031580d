//! The use cases `ledger export` and `ledger reveal`: a bundle for others, in which what is withheld is seen to be.

use super::{ledger_words, open};
use crate::problem::Problem;
use holdpoint_ledger::bundle::{self, Shown};
use holdpoint_ledger::entry::Show;
use holdpoint_ledger::{Checkpoint, Entry, Store};
use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

/// Writes a bundle.
#[derive(Clone, Debug)]
pub struct ExportLedger {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The file of the bundle, which must not be there yet.
    pub out: PathBuf,
    /// The number of entries; all if not given.
    pub size: Option<u64>,
    /// How much of each entry is shown.
    pub view: View,
}

/// How much of a ledger is shown.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Everything is shown of entries of which nothing else is said; else that they are there.
    pub all: bool,
    /// Entries of which nothing is shown, whatever else is said of them.
    pub withheld: Vec<u64>,
    /// Entries of which everything is shown.
    pub whole: Vec<u64>,
    /// Fields that are shown of every entry that has them.
    pub of_every: Vec<String>,
    /// Fields that are shown of an entry.
    pub of_entry: Vec<(u64, Vec<String>)>,
}

/// A bundle that was written.
#[derive(Clone, Debug)]
pub struct Exported {
    /// Entries in it.
    pub size: u64,
    /// Checkpoints in it.
    pub n_checkpoints: usize,
}

impl ExportLedger {
    /// Writes it.
    pub fn run(&self) -> Result<Exported, Problem> {
        let store = open(&self.path)?;
        let checkpoints = store.checkpoints().map_err(Problem::of)?;
        let origin = checkpoints
            .last()
            .and_then(|it| Checkpoint::parse(it.text()).ok());
        let origin = origin.ok_or_else(|| {
            let help = format!(
                "holdpoint ledger checkpoint {} signs one",
                ledger_words(&self.path)
            );
            Problem::new(
                "no checkpoint of the ledger is signed yet, so that nobody could verify a bundle",
                help,
            )
        })?;
        let size = match self.size {
            Some(size) => size,
            None => store.size().map_err(Problem::of)?,
        };
        self.view.is_of(&*store, size)?;
        let file = OpenOptions::new().write(true).create_new(true).open(&self.out);
        let file = file.map_err(|why| {
            let message = format!("the bundle cannot be written to {}: {why}", self.out.display());
            Problem::new(message, "name a file that is not there yet")
        })?;
        let mut out = BufWriter::new(file);
        bundle::write(&*store, origin.origin(), size, |it| self.view.shown(it), &mut out)
            .map_err(Problem::of)?;
        out.flush().map_err(Problem::of)?;
        Ok(Exported {
            size,
            n_checkpoints: checkpoints.len(),
        })
    }
}

impl View {
    /// What is asked to be shown is there.
    fn is_of(&self, store: &dyn Store, size: u64) -> Result<(), Problem> {
        let named = self.whole.iter().chain(&self.withheld).map(|it| (*it, &[][..]));
        let in_part = self.of_entry.iter().map(|(it, fields)| (*it, &fields[..]));
        for (index, fields) in named.chain(in_part) {
            let entries = store.entries(index..index + 1).map_err(Problem::of)?;
            let entry = entries.first().filter(|_| index < size).ok_or_else(|| {
                Problem::new(
                    format!("there is no entry {index} in it"),
                    format!("it has {size} entries"),
                )
            })?;
            let names: Vec<&str> = entry
                .body
                .object()
                .members()
                .iter()
                .map(|it| it.0.as_str())
                .collect();
            if let Some(missing) = fields.iter().find(|it| !names.contains(&it.as_str())) {
                let message = format!("entry {index} has no field `{missing}`");
                return Err(Problem::new(message, format!("it has: {}", names.join(", "))));
            }
        }
        Ok(())
    }

    fn shown(&self, entry: &Entry) -> Shown {
        if self.withheld.contains(&entry.index) {
            return Shown::Nothing;
        }
        if self.whole.contains(&entry.index) {
            return Shown::All;
        }
        let fields = self
            .of_entry
            .iter()
            .filter(|it| it.0 == entry.index)
            .flat_map(|it| &it.1);
        let fields: Vec<&String> = fields.chain(&self.of_every).collect();
        match (fields.is_empty(), self.all) {
            (true, true) => Shown::All,
            (true, false) => Shown::Nothing,
            (false, _) => Shown::Part(entry.reveal(|name| match fields.iter().any(|it| *it == name) {
                true => Show::Open,
                false => Show::Nothing,
            })),
        }
    }
}
