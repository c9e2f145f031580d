//! How many entries a ledger has, which is also whether it can be read at all.
//!
//! It must not know what an entry says.

use super::{entries_of, read_roots};
use crate::problem::Problem;
use std::path::PathBuf;

/// Counts the entries of a ledger.
#[derive(Clone, Debug)]
pub struct SizeOfLedger {
    /// The file of the ledger, or of a bundle of it.
    pub path: PathBuf,
    /// The file of the root keys; without it nobody looks at who signed.
    pub roots: Option<PathBuf>,
    /// Of a bundle: the ledger's public key.
    pub verifier: Option<String>,
}

impl SizeOfLedger {
    /// Counts them.
    pub fn run(&self) -> Result<u64, Problem> {
        let roots = self.roots.as_deref().map(read_roots).transpose()?;
        entries_of(&self.path, self.verifier.as_deref(), roots.as_ref(), |_| {})?.size()
    }
}
