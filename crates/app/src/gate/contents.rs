//! What is where in a ledger: which entries say something of which line, which publish a policy, which override the gate.
//!
//! One pass over the entries, whatever is asked later; then an answer about a line reads the entries of that line. It must
//! not know what an entry says of a line.

use super::mode::OVERRIDE;
use super::revision::{InForce, Revision, revision};
use crate::ledger::{LINE, Ledger, PREDICATE_TYPE, Seen, open_showing};
use crate::moment;
use crate::problem::Problem;
use holdpoint_gate::evidence::{self, About};
use holdpoint_policy::quantity::Date;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Of the entries so far. Holds eight bytes for an entry that says something of a line.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    size: u64,
    /// Of the last entry.
    received_ms: u64,
    /// In order.
    revisions: Vec<Revision>,
    /// The first entry that may publish a policy which nobody can read.
    unreadable: Option<(u64, Problem)>,
    /// Texts that were read before, by their entries.
    read: BTreeMap<u64, Arc<InForce>>,
    of_line: BTreeMap<String, Vec<u64>>,
    /// Entries that may say something of any line.
    of_every: Vec<u64>,
    overrides: Vec<u64>,
}

impl Contents {
    /// Opens a ledger that is there and looks through it.
    pub(crate) fn of_ledger(path: &Path) -> Result<(Ledger, Contents), Problem> {
        let mut contents = Contents::default();
        let ledger = open_showing(path, &mut |it| contents.take(&Seen::from(it)))?;
        Ok((ledger, contents))
    }

    /// The next entry.
    pub(crate) fn take(&mut self, entry: &Seen<'_>) {
        self.size = entry.index + 1;
        self.received_ms = entry.received_ms;
        match revision(entry) {
            Ok(found) => self.revisions.extend(found),
            Err(problem) => drop(self.unreadable.get_or_insert((entry.index, problem))),
        }
        match about(entry) {
            About::Nothing => {}
            About::Every => self.of_every.push(entry.index),
            About::Line(line) => match self.of_line.get_mut(line) {
                Some(indices) => indices.push(entry.index),
                None => drop(self.of_line.insert(line.to_owned(), vec![entry.index])),
            },
        }
        if entry.body.is_some() && entry.may_be(|it| it == OVERRIDE) {
            self.overrides.push(entry.index);
        }
    }

    /// Entries that were looked at.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// When the last of them was received; `None` if there is none.
    pub(crate) fn last_received(&self) -> Option<Date> {
        (self.size > 0).then(|| moment::date(self.received_ms))
    }

    /// Every policy that was published before entry `size`, in order.
    pub(crate) fn revisions(&self, size: u64) -> Result<&[Revision], Problem> {
        match &self.unreadable {
            Some((index, problem)) if *index < size => Err(problem.clone()),
            _ => {
                let n = self.revisions.partition_point(|it| it.entry < size);
                Ok(&self.revisions[..n])
            }
        }
    }

    /// The one that was in force at a moment, by the entries before `size`.
    pub(crate) fn in_force(&mut self, size: u64, at: Date) -> Result<Option<Arc<InForce>>, Problem> {
        let revisions = self.revisions(size)?;
        let Some(revision) = Revision::in_force(revisions, at) else {
            return Ok(None);
        };
        if let Some(known) = self.read.get(&revision.entry) {
            return Ok(Some(Arc::clone(known)));
        }
        let start = revisions.first().map_or(revision.from, |it| it.from);
        let read = Arc::new(InForce::new(revision, start)?);
        self.read.insert(read.revision.entry, Arc::clone(&read));
        Ok(Some(read))
    }

    /// The next to be in force after a moment.
    pub(crate) fn next(&self, size: u64, at: Date) -> Result<Option<(u64, Date)>, Problem> {
        Ok(Revision::next(self.revisions(size)?, at))
    }

    /// The entries before `size` that may say something of a line, in order.
    pub(crate) fn concerning(&self, line: &str, size: u64) -> Vec<u64> {
        let before = |indices: &[u64]| indices.partition_point(|it| *it < size);
        let own = self.of_line.get(line).map_or(&[][..], Vec::as_slice);
        let (own, every) = (&own[..before(own)], &self.of_every[..before(&self.of_every)]);
        let mut all = [own, every].concat();
        all.sort_unstable();
        all
    }

    /// The entries before `size` by which somebody overrides the gate.
    pub(crate) fn overrides(&self, size: u64) -> &[u64] {
        let n = self.overrides.partition_point(|it| *it < size);
        &self.overrides[..n]
    }
}

/// Of which lines an entry may say something: of any, if it may be evidence and is not shown.
pub(crate) fn about<'a>(entry: &'a Seen<'_>) -> About<'a> {
    match &entry.body {
        Some(body) => {
            let object = body.object();
            evidence::about(object.text(PREDICATE_TYPE), object.text(LINE))
        }
        None if entry.may_be(evidence::is_evidence) => About::Every,
        None => About::Nothing,
    }
}
