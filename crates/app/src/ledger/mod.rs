//! The use cases on a ledger as such: begin one, list it, show an entry, verify it, sign checkpoints of it.
//!
//! They must not know what an entry says, but for the few words by which people tell entries apart.

mod checkpoint;
mod entries;
mod examine;
mod export;
mod init;
mod keyfile;
mod keys;
mod log;
mod place;
mod roots;
mod shown;
mod verify;
mod witness;

pub use checkpoint::{CheckpointLedger, Signed};
pub use examine::{ExamineBundle, Examined, OpenEntry, is_bundle};
pub use export::{ExportLedger, Exported, View};
pub use init::{Begun, InitLedger};
pub use keys::{ChangeKeys, DrawKey, HeldKey, KeyChange, ListKeys};
pub use log::{Listed, LogLedger, Row, ShowEntry, Shown};
pub use place::ledger_words;
pub use verify::{Verified, VerifyLedger};
pub use witness::{AskWitness, Cosign, Cosigned, InitWitness, TakeCosignature};

pub(crate) use entries::{Entries, Seen, each_entry, entries_of};
pub(crate) use keyfile::read as read_key;
pub(crate) use roots::read as read_roots;
pub(crate) use shown::{LINE, PREDICATE_TYPE};

use crate::problem::Problem;
use holdpoint_ledger::{Entry, Roots, Store};
use place::Place;
use std::path::Path;

/// A ledger that is open, in whatever store.
pub(crate) type Ledger = Box<dyn Store + Send + Sync>;

/// Opens a ledger that is there; what does not hold together is not opened.
pub(crate) fn open(path: &Path) -> Result<Ledger, Problem> {
    open_showing(path, None, &mut |_| {})
}

/// The same, under root keys if there are any, and shows every entry, in order; what was shown counts only if the ledger is
/// opened in the end.
pub(crate) fn open_showing(
    path: &Path,
    roots: Option<&Roots>,
    show: &mut dyn FnMut(&Entry),
) -> Result<Ledger, Problem> {
    let place = Place::of(path);
    place.is_found()?;
    place.open(roots, show)
}
