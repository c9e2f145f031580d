//! What the ledger gives back: a receipt when an entry is stored, a proof when somebody asks.
//!
//! It must not know what was stored.

use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::tree::{Broken, leaf_hash, verify_inclusion};

/// That an entry is stored. The same request gives the same receipt, however often it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The number of entries before it.
    pub index: u64,
    /// Milliseconds since 1970; later than the time that the caller gave if the entry before it is later.
    pub received_ms: u64,
    /// The leaf of the tree that stands for the entry.
    pub commitment: Hash,
}

/// What shows that an entry is in a ledger of some size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The number of entries before it.
    pub index: u64,
    /// The number of entries of the ledger that the proof is for.
    pub size: u64,
    /// The hashes from leaf to root.
    pub path: Vec<Hash>,
}

impl Proof {
    /// Does it show that the entry with that commitment is under the checkpoint's root?
    pub fn verify(&self, commitment: Hash, checkpoint: &Checkpoint) -> Result<(), Broken> {
        if checkpoint.size() != self.size {
            return Err(Broken::OutOfRange);
        }
        let leaf = leaf_hash(commitment.as_bytes());
        verify_inclusion(leaf, self.index, self.size, &self.path, checkpoint.root())
    }
}
