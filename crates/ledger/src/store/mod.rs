//! Where entries are kept: what every store promises, and those that keep it.
//!
//! It must not know what a body means, nor the time: the caller says when something was received.

mod database;
mod opened;
#[cfg(feature = "postgres")]
mod postgres;
mod sqlite;
mod writer;

#[cfg(feature = "postgres")]
pub use self::postgres::Postgres;
pub use opened::Opened;
pub use sqlite::Sqlite;

use crate::checkpoint::Checkpoint;
use crate::entry::{Body, Entry, RequestKey, Secret};
use crate::hash::Hash;
use crate::keyring::Refusal;
use crate::note::{Malformed, Note};
use crate::receipt::{Proof, Receipt};
use crate::verify::Fault;
use std::fmt;
use std::ops::Range;

/// What is to be stored.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Sent again with the same body, nothing is stored and the receipt is the same.
    pub request_key: RequestKey,
    /// Drawn by the caller for this entry. Of a request that was stored before, the first secret stays.
    pub secret: Secret,
    /// What is recorded.
    pub body: Body,
}

/// Entries in the order in which they came, under a growing tree. Nothing is ever changed or taken away.
pub trait Store {
    /// Stores all of the batch or nothing, and answers when it is safe on disk: one receipt a submission, in
    /// their order. An entry is received at `received_ms` (milliseconds since 1970), or with the entry before
    /// it if that is later.
    fn append(&self, batch: Vec<Submission>, received_ms: u64) -> Result<Vec<Receipt>, AppendError>;

    /// The number of entries.
    fn size(&self) -> Result<u64, ReadError>;

    /// The entries with these indices; fewer if there are not so many yet.
    fn entries(&self, indices: Range<u64>) -> Result<Vec<Entry>, ReadError>;

    /// The receipt of a request that was stored.
    fn receipt(&self, request_key: &RequestKey) -> Result<Option<Receipt>, ReadError>;

    /// The root as it was at `size` entries; `None` if there are not so many.
    fn root_at(&self, size: u64) -> Result<Option<Hash>, ReadError>;

    /// Shows that entry `index` is in the ledger as it was at `size`; `None` unless `index < size` and there
    /// are so many.
    fn proof(&self, index: u64, size: u64) -> Result<Option<Proof>, ReadError>;

    /// Shows that the ledger at `new` entries begins with the ledger at `old`; `None` unless `old <= new` and
    /// there are so many.
    fn consistency(&self, old: u64, new: u64) -> Result<Option<Vec<Hash>>, ReadError>;

    /// Keeps a signed checkpoint of this ledger. Whose signatures it has is not looked at.
    fn keep_checkpoint(&self, note: &Note) -> Result<(), CheckpointError>;

    /// The checkpoints that were kept, oldest first.
    fn checkpoints(&self) -> Result<Vec<Note>, ReadError>;
}

/// Why a ledger is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenError {
    /// The disk or the database said no.
    Disk { why: String },
    /// It is something else, or a ledger of another version.
    NotALedger { why: String },
    /// It does not hold together; see [`Sqlite::examine`].
    Damaged(Vec<Fault>),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OpenError::Disk { why } => write!(f, "the ledger cannot be opened: {why}"),
            OpenError::NotALedger { why } => write!(f, "this is no ledger: {why}"),
            OpenError::Damaged(faults) => {
                f.write_str("the ledger is damaged")?;
                faults.iter().try_for_each(|it| write!(f, "\n{it}"))
            }
        }
    }
}

impl std::error::Error for OpenError {}

/// Why a batch got no receipts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppendError {
    /// Another body is stored under the request key, as entry `index`; nothing of the batch was stored.
    KeyTaken { request_key: RequestKey, index: u64 },
    /// Those who signed the body might not, or it is no attestation; nothing of the batch was stored.
    Refused {
        request_key: RequestKey,
        refusal: Refusal,
    },
    /// Nothing was stored; it may be tried again.
    NotStored { why: String },
    /// It may be stored or not. Open the ledger anew and send the same batch again.
    Unsure { why: String },
}

impl fmt::Display for AppendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AppendError::KeyTaken { request_key, index } => write!(
                f,
                "`{}` is the request of entry {index}, which says something else\n\
                 help: use a new request key for a new entry",
                request_key.as_str()
            ),
            AppendError::Refused { request_key, refusal } => {
                write!(f, "`{}` is not admitted: {refusal}", request_key.as_str())
            }
            AppendError::NotStored { why } => write!(f, "nothing was stored: {why}\nhelp: try again"),
            AppendError::Unsure { why } => write!(
                f,
                "whether it was stored is not known: {why}\n\
                 help: open the ledger anew and send the same request again"
            ),
        }
    }
}

impl std::error::Error for AppendError {}

/// Why the disk did not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// What the store said.
    pub why: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the ledger cannot be read: {}\nhelp: holdpoint ledger verify says what is wrong with it",
            self.why
        )
    }
}

impl std::error::Error for ReadError {}

/// Why a checkpoint is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckpointError {
    /// The note's text is no checkpoint.
    Malformed(Malformed),
    /// It is smaller than the last one that was kept, of size `kept`.
    Older { kept: u64 },
    /// The ledger has not so many entries, or another root at that size.
    NotOfThisLedger(Checkpoint),
    /// The disk did not take it.
    NotStored { why: String },
}

impl fmt::Display for CheckpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CheckpointError::Malformed(malformed) => malformed.fmt(f),
            CheckpointError::Older { kept } => write!(f, "a checkpoint of {kept} entries was kept before it"),
            CheckpointError::NotOfThisLedger(checkpoint) => write!(
                f,
                "the ledger was never under the root {} at {} entries",
                checkpoint.root(),
                checkpoint.size()
            ),
            CheckpointError::NotStored { why } => write!(f, "the checkpoint was not stored: {why}"),
        }
    }
}

impl std::error::Error for CheckpointError {}

#[cfg(test)]
mod tests;
