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
mod verify;
mod witness;

pub use checkpoint::{CheckpointLedger, Signed};
pub use examine::{ExamineBundle, Examined, OpenEntry, is_bundle};
pub use export::{ExportLedger, Exported, View};
pub use init::{Begun, InitLedger};
pub use log::{Listed, LogLedger, Row, ShowEntry, Shown};
pub use verify::{Verified, VerifyLedger};
pub use witness::{AskWitness, Cosign, Cosigned, InitWitness, TakeCosignature};

pub(crate) use entries::{Entries, Seen, each_entry, entries_of};
pub(crate) use keyfile::read as read_key;
pub(crate) use shown::{LINE, PREDICATE_TYPE};

use crate::problem::Problem;
use holdpoint_ledger::{Entry, Sqlite, Store};
use std::path::Path;

/// A ledger that is open, in whatever store.
pub(crate) type Ledger = Box<dyn Store + Send + Sync>;

/// Opens a ledger that is there; what does not hold together is not opened.
pub(crate) fn open(path: &Path) -> Result<Ledger, Problem> {
    open_showing(path, &mut |_| {})
}

/// The same, and shows every entry, in order; what was shown counts only if the ledger is opened in the end.
pub(crate) fn open_showing(path: &Path, show: &mut dyn FnMut(&Entry)) -> Result<Ledger, Problem> {
    exists(path)?;
    let opened = Sqlite::open_showing(path, show).map_err(|why| {
        let help = format!("holdpoint ledger verify {} says more", path.display());
        Problem::new(format!("{}: {why}", path.display()), help)
    })?;
    Ok(Box::new(opened))
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
