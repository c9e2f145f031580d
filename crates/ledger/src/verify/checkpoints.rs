//! Checkpoints held against the tree: those that the ledger keeps, and those that others pinned.
//!
//! It must not know the entries.

use super::{Fault, Pin};
use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::note::{Note, Verifier};
use crate::tree::Tree;

/// The checkpoints that the ledger keeps, as far as they can be read.
#[derive(Debug, Default)]
pub(super) struct Checkpoints {
    n_seen: i64,
    kept: Vec<Checkpoint>,
    /// Their signatures were looked at.
    are_verified: bool,
}

/// A checkpoint's size and root.
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) size: u64,
    pub(crate) root: Hash,
    /// Nobody could have written it anew who only has the file.
    pub(crate) is_trusted: bool,
}

/// What claims came to.
pub(crate) struct Judged {
    pub(crate) faults: Vec<Fault>,
    /// The largest size at which a trusted claim holds.
    pub(crate) held: Option<u64>,
}

impl Checkpoints {
    /// Takes the next checkpoint, and says what is wrong with it by itself.
    pub(super) fn add(&mut self, number: i64, note: &[u8], key: Option<&Verifier>) -> Option<Fault> {
        let wrong = |why: String| Some(Fault::Checkpoint { number, why });
        let expected = self.n_seen;
        self.n_seen += 1;
        self.are_verified = key.is_some();
        let checkpoint = match checkpoint(note, key) {
            Ok(checkpoint) => checkpoint,
            Err(why) => return wrong(why),
        };
        let last = self.kept.last().map_or(0, Checkpoint::size);
        let size = checkpoint.size();
        self.kept.push(checkpoint);
        if number != expected {
            return wrong(format!("stands where checkpoint {expected} belongs"));
        }
        (size < last).then(|| Fault::Checkpoint {
            number,
            why: format!("is of {size} entries, and the one before it of {last}"),
        })
    }

    /// What the checkpoints say about the tree.
    pub(super) fn judge(&self, pins: &[Pin], tree: &Tree) -> Vec<Fault> {
        judge(self.claims(pins), tree.size(), |size| tree.root_at(size)).faults
    }

    fn claims(&self, pins: &[Pin]) -> Vec<Claim> {
        let claim = |checkpoint: &Checkpoint, is_trusted| Claim {
            size: checkpoint.size(),
            root: checkpoint.root(),
            is_trusted,
        };
        let kept = self.kept.iter().map(|it| claim(it, self.are_verified));
        let pins = pins.iter().map(|it| claim(&it.checkpoint, true));
        kept.chain(pins).collect()
    }
}

/// Holds claims against a tree of `size` leaves, whose roots are known at some sizes. The smallest claim that
/// fails says it for all larger ones, since each root speaks of everything before it.
pub(crate) fn judge(mut claims: Vec<Claim>, size: u64, root_at: impl Fn(u64) -> Option<Hash>) -> Judged {
    claims.sort_by_key(|it| (it.size, it.root));
    let holds = |it: &&Claim| root_at(it.size) == Some(it.root);
    let held = claims.iter().filter(holds).filter(|it| it.is_trusted);
    let held = held.map(|it| it.size).max();
    let is_failing = |it: &&Claim| root_at(it.size).is_some_and(|root| root != it.root);
    let (forks, rewritten): (Vec<u64>, Vec<u64>) = claims
        .iter()
        .filter(is_failing)
        .map(|it| it.size)
        .partition(|size| held.is_some_and(|held| *size <= held));
    let mut forks: Vec<u64> = forks.into_iter().chain(twins(&claims)).collect();
    forks.sort_unstable();
    forks.dedup();
    let rewritten = rewritten.first().map(|size| Fault::Rewritten {
        first: held.unwrap_or(0),
        last: size.saturating_sub(1),
    });
    let forks = forks.into_iter().map(|size| Fault::Forked { size });
    let faults = rolled_back(&claims, size)
        .into_iter()
        .chain(forks)
        .chain(rewritten);
    Judged {
        faults: faults.collect(),
        held,
    }
}

fn rolled_back(claims: &[Claim], size: u64) -> Option<Fault> {
    let pinned = claims.last()?.size;
    (pinned > size).then_some(Fault::RolledBack { size, pinned })
}

/// Sizes, beyond that of the tree too, at which two checkpoints have two roots.
fn twins(claims: &[Claim]) -> impl Iterator<Item = u64> {
    let pairs = claims.windows(2);
    pairs
        .filter(|it| it[0].size == it[1].size && it[0].root != it[1].root)
        .map(|it| it[0].size)
}

fn checkpoint(note: &[u8], key: Option<&Verifier>) -> Result<Checkpoint, String> {
    let note = Note::parse(note).map_err(|it| it.to_string())?;
    let checkpoint = Checkpoint::parse(note.text()).map_err(|it| it.to_string())?;
    if let Some(key) = key {
        key.verify(&note).map_err(|it| it.to_string())?;
        if checkpoint.origin() != key.name() {
            return Err(format!("is of the ledger `{}`", checkpoint.origin()));
        }
    }
    Ok(checkpoint)
}
