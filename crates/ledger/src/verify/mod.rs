//! Was anything changed? A ledger read from end to end, held against itself and against pinned checkpoints.
//!
//! What agrees with itself may still have been rewritten as a whole: whoever has the file can compute every
//! hash anew. Only what is kept elsewhere shows that: a pinned checkpoint says that something before its size was
//! changed, the last checkpoint that holds says behind which entry, and a copy of the commitments says what exactly.
//!
//! It must not know where records come from.

mod checkpoints;
mod copy;
mod fault;
mod follow;

pub(crate) use checkpoints::{Claim, judge};
pub use fault::Fault;
pub use follow::{Fork, Unfollowed, follow};

use crate::canonical::Value;
use crate::checkpoint::Checkpoint;
use crate::entry::{Entry, RequestKey};
use crate::hash::Hash;
use crate::keyring::{KEY_EVENT, Keyring, Roots};
use crate::note::Verifier;
use crate::tree::Tree;
use std::collections::BTreeMap;

/// What is known of the ledger from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// The ledger's own key. Without it the signatures of the checkpoints that it keeps are not looked at.
    pub key: Option<Verifier>,
    /// In any order.
    pub pins: Vec<Pin>,
    /// The root keys. Without them it is not looked at who signed the entries.
    pub roots: Option<Roots>,
}

/// A checkpoint that was kept elsewhere.
#[derive(Debug, Clone)]
pub struct Pin {
    /// Verified before, by whoever pinned it.
    pub checkpoint: Checkpoint,
    /// The commitments under it, if somebody kept them; with them every change is named.
    pub commitments: Option<Vec<Hash>>,
}

/// A row as it was found.
#[derive(Debug, Clone)]
pub struct Record {
    /// The place that it says it has.
    pub number: i64,
    /// The entry, and the commitment that is stored with it; or why it cannot be read.
    pub content: Result<(Entry, Hash), String>,
}

/// What an examination came to.
#[derive(Debug, Clone)]
pub struct Report {
    /// In the order of the entries, then of the checkpoints. None: what was found holds together and is what was
    /// pinned.
    pub faults: Vec<Fault>,
    /// Over the entries as they were found.
    pub tree: Tree,
    /// As they leave it, if roots are trusted.
    pub keyring: Option<Keyring>,
    /// Entries that are key events, whoever signed them.
    pub n_key_events: u64,
}

/// Records and checkpoints come in one after the other, and faults are found on the way.
#[derive(Debug)]
pub struct Examination<'a> {
    trust: &'a Trust,
    faults: Vec<Fault>,
    tree: Tree,
    /// Kept only where somebody has a copy to hold them against.
    entries: Vec<Option<Entry>>,
    requests: BTreeMap<RequestKey, u64>,
    received_ms: u64,
    keyring: Option<Keyring>,
    n_key_events: u64,
    checkpoints: checkpoints::Checkpoints,
}

impl<'a> Examination<'a> {
    /// Nothing was read yet.
    pub fn new(trust: &'a Trust) -> Examination<'a> {
        Examination {
            trust,
            faults: Vec::new(),
            tree: Tree::new(),
            entries: Vec::new(),
            requests: BTreeMap::new(),
            received_ms: 0,
            keyring: trust.roots.as_ref().map(Keyring::new),
            n_key_events: 0,
            checkpoints: checkpoints::Checkpoints::default(),
        }
    }

    /// Something is wrong with the file itself.
    pub fn file(&mut self, why: String) {
        self.faults.push(Fault::File { why });
    }

    /// The record behind the last one cannot be read, nor any after it.
    pub fn unreadable(&mut self, why: String) {
        let index = self.tree.size();
        self.faults.push(Fault::Unreadable { index, why });
    }

    /// The next record, in order of the numbers.
    pub fn record(&mut self, record: Record) {
        let next = self.tree.size();
        match u64::try_from(record.number) {
            Ok(index) if index >= next => self.missing(next, index),
            _ => {
                return self.faults.push(Fault::OutOfPlace {
                    number: record.number,
                });
            }
        }
        match record.content {
            Ok((entry, stored)) => self.entry(entry, stored),
            Err(why) => {
                self.unreadable(why);
                self.push(Hash::of(&[]), None);
            }
        }
    }

    /// Entries that are not there are held by leaves that no entry has, so that those behind them stay in
    /// their places. A number out of all proportion is one that was changed.
    fn missing(&mut self, next: u64, index: u64) {
        if index == next {
            return;
        }
        self.faults.push(Fault::Missing {
            first: next,
            last: index - 1,
        });
        const FILLED_MAX: u64 = 1 << 20;
        for _ in next..index.min(next + FILLED_MAX) {
            self.push(Hash::of(&[]), None);
        }
    }

    fn entry(&mut self, entry: Entry, stored: Hash) {
        let index = entry.index;
        let found = entry.commitment();
        if found != stored {
            self.faults.push(Fault::Edited { index });
        }
        if entry.received_ms < self.received_ms {
            self.faults.push(Fault::TimeRunsBack { index });
        }
        self.received_ms = entry.received_ms;
        let first = *self.requests.entry(entry.request_key.clone()).or_insert(index);
        if first != index {
            self.faults.push(Fault::RequestTwice { index, first });
        }
        self.push(found, Some(entry));
    }

    fn signers(&mut self, entry: Option<&Entry>) {
        let Some(keyring) = &mut self.keyring else {
            return;
        };
        match entry.map(|it| (it.index, keyring.take(&it.body))) {
            Some((index, Err(refusal))) => self.faults.push(Fault::NotAdmitted { index, refusal }),
            Some((_, Ok(_))) => {}
            None => keyring.skip(),
        }
    }

    fn push(&mut self, commitment: Hash, entry: Option<Entry>) {
        let is_key_event = |it: &Entry| {
            let kind = it.body.object().member("predicateType");
            matches!(kind, Some(Value::String(it)) if it == KEY_EVENT)
        };
        self.n_key_events += u64::from(entry.as_ref().is_some_and(is_key_event));
        self.tree.append(commitment.as_bytes());
        self.signers(entry.as_ref());
        if self.trust.pins.iter().any(|it| it.commitments.is_some()) {
            self.entries.push(entry);
        }
    }

    /// The next checkpoint that the ledger keeps, as it was found.
    pub fn checkpoint(&mut self, number: i64, note: &[u8]) {
        let fault = self.checkpoints.add(number, note, self.trust.key.as_ref());
        self.faults.extend(fault);
    }

    /// Everything was read.
    pub fn finish(mut self) -> Report {
        let pins = &self.trust.pins;
        self.faults.extend(self.checkpoints.judge(pins, &self.tree));
        for pin in pins {
            if let Some(commitments) = &pin.commitments {
                let faults = copy::compare(&pin.checkpoint, commitments, &self.entries);
                self.faults.extend(faults);
            }
        }
        Report {
            faults: self.faults,
            tree: self.tree,
            keyring: self.keyring,
            n_key_events: self.n_key_events,
        }
    }
}
