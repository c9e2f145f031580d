//! One checkpoint after another, as a witness, a follower or the signer itself sees them.
//!
//! It must not know the entries, nor where checkpoints are kept between two calls.

use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::note::{Note, Verifier};
use crate::tree::verify_consistency;
use std::fmt;

/// Why a checkpoint does not follow the one that was seen last. Nobody should sign it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfollowed {
    /// It is of another ledger.
    OtherLedger,
    /// It is older than the last one: sent again, or of a ledger that was set back.
    Older { last: u64, size: u64 },
    /// It is of the size of the last one and has another root.
    Forked { size: u64 },
    /// Nothing shows that the ledger only grew from the last one.
    Rewritten { last: u64, size: u64 },
}

impl fmt::Display for Unfollowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unfollowed::OtherLedger => f.write_str("the checkpoint is of another ledger"),
            Unfollowed::Older { last, size } => {
                write!(
                    f,
                    "the checkpoint is of {size} entries, and the last one was of {last}"
                )
            }
            Unfollowed::Forked { size } => {
                write!(f, "two checkpoints of {size} entries have two roots")
            }
            Unfollowed::Rewritten { last, size } => write!(
                f,
                "nothing shows that the ledger of {size} entries begins with the one of {last}"
            ),
        }
    }
}

impl std::error::Error for Unfollowed {}

/// May `next` be signed by who last saw `last`? `path` is the proof of consistency between the two.
pub fn follow(last: &Checkpoint, next: &Checkpoint, path: &[Hash]) -> Result<(), Unfollowed> {
    if last.origin() != next.origin() {
        return Err(Unfollowed::OtherLedger);
    }
    let (size, last_size) = (next.size(), last.size());
    if size < last_size {
        return Err(Unfollowed::Older {
            last: last_size,
            size,
        });
    }
    if size == last_size && next.root() != last.root() {
        return Err(Unfollowed::Forked { size });
    }
    let consistent = verify_consistency(last_size, last.root(), size, next.root(), path);
    consistent.map_err(|_| Unfollowed::Rewritten {
        last: last_size,
        size,
    })
}

/// Two signed checkpoints of one size with two roots: proof, for anybody who has the key, that two people were
/// shown two histories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    one: Note,
    other: Note,
    size: u64,
}

impl Fork {
    /// `None` unless both are signed by the key, of one ledger and one size, and have two roots.
    pub fn of(one: &Note, other: &Note, key: &Verifier) -> Option<Fork> {
        let stated = |note: &Note| {
            key.verify(note).ok()?;
            Checkpoint::parse(note.text()).ok()
        };
        let (left, right) = (stated(one)?, stated(other)?);
        let is_one = left.origin() == right.origin() && left.size() == right.size();
        (is_one && left.root() != right.root()).then(|| Fork {
            one: one.clone(),
            other: other.clone(),
            size: left.size(),
        })
    }

    /// The number of entries at which the two part.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The two notes, to be shown to others.
    pub fn notes(&self) -> [&Note; 2] {
        [&self.one, &self.other]
    }
}
