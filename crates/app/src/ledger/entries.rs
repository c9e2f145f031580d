//! Entries to be read, of a ledger or of a bundle in which some are withheld.
//!
//! It must not know what an entry says.

use super::examine::ExamineBundle;
use super::shown::{PREDICATE_TYPE, each_shown};
use super::{is_bundle, open};
use crate::problem::Problem;
use holdpoint_ledger::bundle::Answer;
use holdpoint_ledger::canonical::Value;
use holdpoint_ledger::{Body, Entry, Sqlite, Store};
use std::ops::Range;
use std::path::Path;

/// An entry as far as it is shown.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) index: u64,
    /// Of one that is withheld, that of the last before it that is not: it was not received before.
    pub(crate) received_ms: u64,
    /// `None` if not all of it is shown.
    pub(crate) body: Option<Body>,
    /// The type of its predicate, as far as that is shown of an entry that is not shown as a whole.
    predicate_type: Option<String>,
}

impl Seen {
    /// Whether its predicate is of a type, or may be since that is not shown.
    pub(crate) fn may_be(&self, predicate_type: impl Fn(&str) -> bool) -> bool {
        let shown = match &self.body {
            Some(body) => type_of(body).unwrap_or_default(),
            None => match &self.predicate_type {
                Some(shown) => shown,
                None => return true,
            },
        };
        predicate_type(shown)
    }
}

/// The type of a body's predicate.
fn type_of(body: &Body) -> Option<&str> {
    match body.object().member(PREDICATE_TYPE) {
        Some(Value::String(it)) => Some(it),
        _ => None,
    }
}

/// What can be read entry by entry.
pub(crate) trait Entries {
    fn size(&self) -> Result<u64, Problem>;

    /// The entries with these indices, fewer if there are not so many.
    fn seen(&self, indices: Range<u64>) -> Result<Vec<Seen>, Problem>;
}

impl Entries for Sqlite {
    fn size(&self) -> Result<u64, Problem> {
        Store::size(self).map_err(Problem::of)
    }

    fn seen(&self, indices: Range<u64>) -> Result<Vec<Seen>, Problem> {
        let entries = self.entries(indices).map_err(Problem::of)?;
        Ok(entries.into_iter().map(Seen::from).collect())
    }
}

impl From<Entry> for Seen {
    fn from(it: Entry) -> Seen {
        Seen {
            index: it.index,
            received_ms: it.received_ms,
            body: Some(it.body),
            predicate_type: None,
        }
    }
}

/// A bundle that was examined.
pub(crate) struct Bundle(Vec<Seen>);

impl Entries for Bundle {
    fn size(&self) -> Result<u64, Problem> {
        Ok(self.0.len() as u64)
    }

    fn seen(&self, indices: Range<u64>) -> Result<Vec<Seen>, Problem> {
        let within = |it: u64| usize::try_from(it).unwrap_or(usize::MAX).min(self.0.len());
        Ok(self.0[within(indices.start)..within(indices.end)].to_vec())
    }
}

/// A ledger; or a bundle whose checkpoints the ledger's own key signed.
pub(crate) fn entries_of(path: &Path, key: Option<&str>) -> Result<Box<dyn Entries>, Problem> {
    if !is_bundle(path) {
        return Ok(Box::new(open(path)?));
    }
    if key.is_none() {
        let message = format!(
            "{} is a bundle, and no key is given to verify it with",
            path.display()
        );
        return Err(Problem::new(
            message,
            "give the ledger's public key with --verifier",
        ));
    }
    let examination = ExamineBundle {
        path: path.to_owned(),
        key: key.map(str::to_owned),
        policy: None,
        pins: Vec::new(),
        roots: None,
    };
    let report = examination.run()?.report;
    if report.answer() == Answer::Fails || report.held != Some(report.size) {
        let message = format!("{} is not the ledger that it says it is", path.display());
        let help = format!("holdpoint ledger verify {} says what is wrong", path.display());
        return Err(Problem::new(message, help));
    }
    read(path).map(|it| Box::new(it) as Box<dyn Entries>)
}

fn read(path: &Path) -> Result<Bundle, Problem> {
    let mut entries: Vec<Seen> = Vec::new();
    each_shown(path, |shown| {
        let before = entries.last().map_or(0, |it| it.received_ms);
        let body = shown
            .body
            .as_ref()
            .map(|it| Body::read(it.as_bytes()))
            .transpose();
        entries.push(Seen {
            index: shown.index,
            received_ms: shown.received_ms.unwrap_or(before),
            body: body.map_err(Problem::of)?,
            predicate_type: shown.revealed_type(),
        });
        Ok(())
    })?;
    Ok(Bundle(entries))
}

/// Entries that are read at a time.
const AT_A_TIME: u64 = 1000;

/// Every entry before `size`, in order, a few at a time.
pub(crate) fn each_entry(
    entries: &dyn Entries,
    size: u64,
    mut each: impl FnMut(Seen) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut next = 0;
    while next < size {
        let some = entries.seen(next..size.min(next + AT_A_TIME))?;
        if some.is_empty() {
            return Err(Problem::of(format!("entry {next} is not there")));
        }
        next += some.len() as u64;
        some.into_iter().try_for_each(&mut each)?;
    }
    Ok(())
}
