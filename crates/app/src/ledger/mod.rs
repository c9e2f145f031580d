//! The use cases on a ledger as such: begin one, list it, show an entry, verify it, sign checkpoints of it.
//!
//! They must not know what an entry says, but for the few words by which people tell entries apart.

mod checkpoint;
mod entries;
mod examine;
mod export;
mod init;
mod keyfile;
mod log;
mod shown;
mod size;
mod verify;
mod witness;

pub use checkpoint::{CheckpointLedger, Signed};
pub use examine::{ExamineBundle, Examined, OpenEntry, is_bundle};
pub use export::{ExportLedger, Exported, View};
pub use init::{Begun, InitLedger};
pub use log::{Listed, LogLedger, Row, ShowEntry, Shown};
pub use size::SizeOfLedger;
pub use verify::{Verified, VerifyLedger};
pub use witness::{AskWitness, Cosign, Cosigned, InitWitness, TakeCosignature};

pub(crate) use entries::{Entries, Seen, each_entry, entries_of};
pub(crate) use keyfile::read as read_key;

use crate::problem::Problem;
use holdpoint_ledger::Sqlite;
use std::path::Path;

/// Opens a ledger that is there; what does not hold together is not opened.
pub(crate) fn open(path: &Path) -> Result<Sqlite, Problem> {
    exists(path)?;
    Sqlite::open(path).map_err(|why| {
        let help = format!("holdpoint ledger verify {} says more", path.display());
        Problem::new(format!("{}: {why}", path.display()), help)
    })
}

fn exists(path: &Path) -> Result<(), Problem> {
    match path.is_file() {
        true => Ok(()),
        false => Err(Problem::new(
            format!("there is no ledger {}", path.display()),
            format!("holdpoint ledger init {} begins one", path.display()),
        )),
    }
}
