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
}

/// A checkpoint's size and root, and who has it.
struct Claim {
    size: u64,
    root: Hash,
    is_pinned: bool,
}

impl Checkpoints {
    /// Takes the next checkpoint, and says what is wrong with it by itself.
    pub(super) fn add(&mut self, number: i64, note: &[u8], key: Option<&Verifier>) -> Option<Fault> {
        let wrong = |why: String| Some(Fault::Checkpoint { number, why });
        let expected = self.n_seen;
        self.n_seen += 1;
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

    /// What the checkpoints say about the tree. The smallest checkpoint that fails says it for all larger ones, since
    /// each root speaks of everything before it.
    pub(super) fn judge(&self, pins: &[Pin], tree: &Tree) -> Vec<Fault> {
        let claims = self.claims(pins);
        let holds = |it: &Claim| tree.root_at(it.size) == Some(it.root);
        let pinned = claims.iter().filter(|it| it.is_pinned).map(|it| it.size).max();
        let largest = claims.last().map_or(0, |it| it.size).max(pinned.unwrap_or(0));
        let largest_held = claims.iter().filter(|it| holds(it)).map(|it| it.size).max();
        let mut faults = Vec::new();
        if largest > tree.size() {
            faults.push(Fault::RolledBack {
                size: tree.size(),
                pinned: largest,
            });
        }
        let failing: Vec<&Claim> = claims
            .iter()
            .filter(|it| it.size <= tree.size() && !holds(it))
            .collect();
        let is_fork = |it: &&&Claim| largest_held.is_some_and(|held| it.size <= held);
        let forks = failing.iter().filter(is_fork).map(|it| it.size);
        faults.extend(forks.chain(twins(&claims)).map(|size| Fault::Forked { size }));
        if let Some(first) = failing.iter().find(|it| !is_fork(it)) {
            faults.push(Fault::Rewritten {
                first: largest_held.unwrap_or(0),
                last: first.size.saturating_sub(1),
            });
        }
        faults.dedup();
        faults
    }

    fn claims(&self, pins: &[Pin]) -> Vec<Claim> {
        let claim = |checkpoint: &Checkpoint, is_pinned| Claim {
            size: checkpoint.size(),
            root: checkpoint.root(),
            is_pinned,
        };
        let kept = self.kept.iter().map(|it| claim(it, false));
        let pins = pins.iter().map(|it| claim(&it.checkpoint, true));
        let mut claims: Vec<Claim> = kept.chain(pins).collect();
        claims.sort_by_key(|it| (it.size, it.root));
        claims
    }
}

/// Sizes beyond which nothing can be computed, at which two checkpoints have two roots.
fn twins(claims: &[Claim]) -> impl Iterator<Item = u64> {
    let pairs = claims.windows(2);
    pairs
        .filter(|it| it[0].size == it[1].size && it[0].root != it[1].root)
        .map(|it| it[0].size)
}

fn checkpoint(note: &[u8], key: Option<&Verifier>) -> Result<Checkpoint, String> {
    let note = Note::parse(note).map_err(|it| it.to_string())?;
    if let Some(key) = key {
        key.verify(&note).map_err(|it| it.to_string())?;
    }
    Checkpoint::parse(note.text()).map_err(|it| it.to_string())
}
