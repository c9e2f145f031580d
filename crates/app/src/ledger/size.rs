//! How many entries a ledger has, which is also whether it can be read at all.
//!
//! It must not know what an entry says.

use super::entries_of;
use crate::problem::Problem;
use std::path::PathBuf;

/// Counts the entries of a ledger.
#[derive(Clone, Debug)]
pub struct SizeOfLedger {
    /// The file of the ledger, or of a bundle of it.
    pub path: PathBuf,
    /// Of a bundle: the ledger's public key.
    pub verifier: Option<String>,
}

impl SizeOfLedger {
    /// Counts them.
    pub fn run(&self) -> Result<u64, Problem> {
        entries_of(&self.path, self.verifier.as_deref(), |_| {})?.size()
    }
}
