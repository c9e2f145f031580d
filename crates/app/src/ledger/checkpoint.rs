//! The use case `ledger checkpoint`: the checkpoint of the ledger as it is now, signed, kept and printed.

use super::init::key_path;
use super::{keyfile, open};
use crate::moment;
use crate::problem::Problem;
use holdpoint_ledger::Checkpoint;
use holdpoint_policy::quantity::Date;
use std::path::PathBuf;

/// Signs the checkpoint of a ledger.
#[derive(Clone, Debug)]
pub struct CheckpointLedger {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The file of its secret key; the one beside it if not given.
    pub key: Option<PathBuf>,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

/// A checkpoint that was signed.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The number of entries under it.
    pub size: u64,
    /// The signed note, for everybody who wants to hold the ledger to it.
    pub note: String,
}

impl CheckpointLedger {
    /// Signs it.
    pub fn run(&self) -> Result<Signed, Problem> {
        let store = open(&self.path)?;
        let signer = keyfile::read(&key_path(&self.path, self.key.as_deref())?)?;
        let size = store.size().map_err(Problem::of)?;
        let root = store.root_at(size).map_err(Problem::of)?;
        let root = root.ok_or_else(|| Problem::of("the ledger has shrunk while it was read"))?;
        let now_s = moment::now_ms(self.now)? / 1000;
        let note = Checkpoint::new(signer.verifier().name().clone(), size, root).sign(&signer, now_s);
        store.keep_checkpoint(&note).map_err(Problem::of)?;
        Ok(Signed {
            size,
            note: note.to_string(),
        })
    }
}
