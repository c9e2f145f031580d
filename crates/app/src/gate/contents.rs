//! What is where in a ledger: which entries say something of which line, which publish a policy, which override the gate.
//!
//! One pass over the entries, whatever is asked later; then an answer about a line reads the entries of that line. It must
//! not know what an entry says of a line.

use super::authority::{Authority, may_be_key_event};
use super::mode::OVERRIDE;
use super::revision::{InForce, Revision, revision};
use crate::ledger::{LINE, Ledger, PREDICATE_TYPE, Seen, open_showing, read_roots};
use crate::moment;
use crate::problem::Problem;
use holdpoint_gate::evidence::{self, About, Unusable};
use holdpoint_ledger::note::Signer;
use holdpoint_ledger::{Keyring, Role, Roots};
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
    /// `None` if no root keys are known: then nobody looks at who signed.
    authority: Option<Authority>,
    /// The first entry that adds a key.
    keyed: Option<u64>,
}

impl Contents {
    /// Before the first entry.
    pub(crate) fn under(roots: Option<&Roots>) -> Contents {
        Contents {
            authority: roots.map(Authority::new),
            ..Contents::default()
        }
    }

    /// Opens a ledger that is there, under the root keys in a file if there is one, and looks through it.
    pub(crate) fn of_ledger(path: &Path, roots: Option<&Path>) -> Result<(Ledger, Contents), Problem> {
        let roots = roots.map(read_roots).transpose()?;
        let mut contents = Contents::under(roots.as_ref());
        let ledger = open_showing(path, roots.as_ref(), &mut |it| contents.take(&Seen::from(it)))?;
        contents.is_looked_at()?;
        Ok((ledger, contents))
    }

    /// Where keys have roles, nobody's word is taken without looking whose key signed it.
    pub(crate) fn is_looked_at(&self) -> Result<(), Problem> {
        match (self.keyed, &self.authority) {
            (Some(entry), None) => Err(Problem::new(
                format!(
                    "entry {entry} is a key event, and no root keys are given: which party a key speaks for is not looked at"
                ),
                "give the file of the root keys with --roots",
            )),
            _ => Ok(()),
        }
    }

    /// The next entry.
    pub(crate) fn take(&mut self, entry: &Seen<'_>) {
        self.size = entry.index + 1;
        self.received_ms = entry.received_ms;
        match revision(entry) {
            Ok(found) => {
                if let (Some(authority), Some(found), Some(body)) =
                    (&mut self.authority, &found, entry.body.as_deref())
                {
                    authority.publication(found, body);
                }
                self.revisions.extend(found);
            }
            Err(problem) => drop(self.unreadable.get_or_insert((entry.index, problem))),
        }
        if let Some(authority) = &mut self.authority
            && let Err(problem) = authority.take(entry)
        {
            self.unreadable.get_or_insert((entry.index, problem));
        }
        if entry.body.is_some() && may_be_key_event(entry) {
            self.keyed.get_or_insert(entry.index);
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

    /// Every policy that was published before entry `size` by whom it is to publish, in order.
    pub(crate) fn revisions(&self, size: u64) -> Result<Vec<&Revision>, Problem> {
        Ok(self.published(size)?.0)
    }

    /// Policies that are on record before entry `size` and do not count, with the reason.
    pub(crate) fn uncounted(&self, size: u64) -> Result<Vec<Unusable>, Problem> {
        Ok(self.published(size)?.1)
    }

    fn published(&self, size: u64) -> Result<(Vec<&Revision>, Vec<Unusable>), Problem> {
        if let Some((index, problem)) = &self.unreadable
            && *index < size
        {
            return Err(problem.clone());
        }
        let n = self.revisions.partition_point(|it| it.entry < size);
        let revisions = &self.revisions[..n];
        Ok(match &self.authority {
            None => (revisions.iter().collect(), Vec::new()),
            Some(authority) => authority.published(revisions, size),
        })
    }

    /// The keys by the entries before `size`; `None` if nobody looks at who signed.
    pub(crate) fn keyring(&self, size: u64) -> Option<&Arc<Keyring>> {
        self.authority.as_ref().map(|it| it.at(size))
    }

    /// In which role a key says something now.
    pub(crate) fn role(&self, key: Option<&Signer>) -> Role {
        let known = self.keyring(self.size).zip(key);
        let known = known.and_then(|(keyring, key)| keyring.key(key.verifier().key_id()));
        known.map_or(Role::Issuer, |it| it.1)
    }

    /// The one that was in force at a moment, by the entries before `size`.
    pub(crate) fn in_force(&mut self, size: u64, at: Date) -> Result<Option<Arc<InForce>>, Problem> {
        let revisions = self.revisions(size)?;
        let Some(revision) = Revision::in_force(&revisions, at) else {
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
        Ok(Revision::next(&self.revisions(size)?, at))
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
