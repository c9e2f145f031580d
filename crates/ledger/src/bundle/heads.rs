//! What signed checkpoints, those of the bundle and those that were pinned, claim about the tree.
//!
//! It must not know the entries.

use super::report::Hidden;
use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::note::{KeyName, Note};
use crate::tree::Frontier;
use crate::verify::{Claim, Fault, Fork, judge};
use crate::witness::{TrustPolicy, Unvouched};
use std::collections::BTreeMap;

pub(super) struct Heads<'a> {
    origin: KeyName,
    policy: &'a TrustPolicy,
    claims: Vec<Claim>,
    /// The first note that was seen of each size, with its root.
    notes: BTreeMap<u64, (Hash, Note)>,
    /// Of the sizes that somebody made a claim of, as far as they were computed.
    roots: BTreeMap<u64, Option<Hash>>,
    /// Sizes of checkpoints that too few witnesses saw.
    doubted: Vec<(u64, Hidden)>,
    /// Of the bundle's last checkpoint.
    last_size: u64,
    forks: Vec<Fork>,
}

/// What all claims came to.
pub(super) struct Summary {
    pub(super) faults: Vec<Fault>,
    pub(super) held: Option<u64>,
    pub(super) hidden: Vec<Hidden>,
    pub(super) forks: Vec<Fork>,
}

impl<'a> Heads<'a> {
    pub(super) fn new(origin: KeyName, policy: &'a TrustPolicy) -> Heads<'a> {
        Heads {
            origin,
            policy,
            claims: Vec::new(),
            notes: BTreeMap::new(),
            roots: BTreeMap::new(),
            doubted: Vec::new(),
            last_size: 0,
            forks: Vec::new(),
        }
    }

    /// Takes a pin, or says why it is none.
    pub(super) fn pin(&mut self, note: &Note) -> Result<(), String> {
        let checkpoint = self.policy.log_signed(note).map_err(|it| it.to_string())?;
        self.is_of_ledger(&checkpoint)?;
        self.claim(&checkpoint, note, true);
        Ok(())
    }

    /// Takes the bundle's next checkpoint, or says what is wrong with it by itself.
    pub(super) fn checkpoint(&mut self, number: u64, note: &str) -> Result<(), String> {
        let note = Note::parse(note.as_bytes()).map_err(|it| it.to_string())?;
        let (checkpoint, doubt) = self.judged(&note)?;
        self.is_of_ledger(&checkpoint)?;
        let (size, last) = (checkpoint.size(), self.last_size);
        self.claim(&checkpoint, &note, doubt.is_none());
        let doubt = doubt.map(|why| (size, Hidden::Quorum { number, why }));
        self.doubted.extend(doubt);
        if size < last {
            return Err(format!("is of {size} entries, and the one before it of {last}"));
        }
        self.last_size = size;
        Ok(())
    }

    /// The tree has come to that size.
    pub(super) fn grown(&mut self, tree: &Frontier) {
        if let Some(root) = self.roots.get_mut(&tree.size()) {
            *root = Some(tree.root());
        }
    }

    /// Holds all claims against the tree of `size` entries.
    pub(super) fn finish(self, size: u64) -> Summary {
        let roots = &self.roots;
        let judged = judge(self.claims, size, |size| roots.get(&size).copied().flatten());
        // A larger one that holds speaks for those before it.
        let is_doubted = |it: &(u64, Hidden)| judged.held.is_none_or(|held| it.0 > held);
        let doubted = self.doubted.into_iter().filter(is_doubted);
        Summary {
            faults: judged.faults,
            held: judged.held,
            hidden: doubted.map(|it| it.1).collect(),
            forks: self.forks,
        }
    }

    /// With the doubt, if too few witnesses saw it.
    fn judged(&self, note: &Note) -> Result<(Checkpoint, Option<String>), String> {
        match self.policy.check(note) {
            Ok(vouched) => Ok((vouched.checkpoint, None)),
            Err(why @ Unvouched::NoQuorum { .. }) => {
                let checkpoint = Checkpoint::parse(note.text()).map_err(|it| it.to_string())?;
                Ok((checkpoint, Some(why.to_string())))
            }
            Err(unvouched) => Err(unvouched.to_string()),
        }
    }

    fn is_of_ledger(&self, checkpoint: &Checkpoint) -> Result<(), String> {
        match *checkpoint.origin() == self.origin {
            true => Ok(()),
            false => Err(format!("is of the ledger `{}`", checkpoint.origin())),
        }
    }

    fn claim(&mut self, checkpoint: &Checkpoint, note: &Note, is_trusted: bool) {
        let (size, root) = (checkpoint.size(), checkpoint.root());
        let known = (size == 0).then(|| Frontier::new().root());
        self.roots.insert(size, known);
        self.claims.push(Claim {
            size,
            root,
            is_trusted,
        });
        let (first, other) = self.notes.entry(size).or_insert_with(|| (root, note.clone()));
        if *first != root {
            let keys = self.policy.logs().iter().map(|it| &it.key);
            let fork = keys.filter_map(|key| Fork::of(other, note, key)).next();
            self.forks.extend(fork);
        }
    }
}
