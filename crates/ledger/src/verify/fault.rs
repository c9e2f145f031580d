//! What can be wrong with a ledger, in words.
//!
//! It must not know how it is found.

use crate::keyring::Refusal;
use std::fmt;

/// One thing that is not as it was recorded. Entries are named by their index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file is damaged in a way that is not an entry's or a checkpoint's.
    File { why: String },
    /// The entry cannot be read.
    Unreadable { index: u64, why: String },
    /// A record says that it stands where no entry can.
    OutOfPlace { number: i64 },
    /// The entries from `first` to `last` are not there.
    Missing { first: u64, last: u64 },
    /// The line of a bundle that the entry stands on is not as it was written, by its own sum.
    Damaged { index: u64 },
    /// The entry is not what was committed to.
    Edited { index: u64 },
    /// The entry is what was committed to, and that is no body.
    NoBody { index: u64 },
    /// The entry was received before the one before it.
    TimeRunsBack { index: u64 },
    /// The entry has the request key of an earlier one.
    RequestTwice { index: u64, first: u64 },
    /// Those who signed the entry might not, or it is no attestation.
    NotAdmitted { index: u64, refusal: Refusal },
    /// The checkpoint is no signed checkpoint of this ledger, or not the next one.
    Checkpoint { number: i64, why: String },
    /// What was pinned is no checkpoint of this ledger. The first is 0.
    Pin { number: u64, why: String },
    /// The ledger has fewer entries than it had.
    RolledBack { size: u64, pinned: u64 },
    /// An entry from `first` to `last` is another than it was, and no copy says which one. `first` is as far as
    /// trusted checkpoints hold; whoever has the ledger's key can make one that holds, and pins show that.
    Rewritten { first: u64, last: u64 },
    /// A checkpoint of that size and the others, of which a larger one holds, are not of one history.
    Forked { size: u64 },
    /// By the copy, the entry was replaced by another.
    Replaced { index: u64 },
    /// By the copy, the entry that was here is gone.
    Removed { index: u64 },
    /// By the copy, the entry was put in.
    Inserted { index: u64 },
    /// By the copy, the entry stood at `was`.
    Moved { index: u64, was: u64 },
    /// The copy is not what its own checkpoint says.
    WrongCopy { size: u64 },
}

impl Fault {
    /// One word, the same for every fault of its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Fault::File { .. } => "file",
            Fault::Unreadable { .. } => "unreadable",
            Fault::OutOfPlace { .. } => "out-of-place",
            Fault::Missing { .. } => "missing",
            Fault::Damaged { .. } => "damaged",
            Fault::Edited { .. } => "edited",
            Fault::NoBody { .. } => "no-body",
            Fault::TimeRunsBack { .. } => "time-runs-back",
            Fault::RequestTwice { .. } => "request-twice",
            Fault::NotAdmitted { .. } => "not-admitted",
            Fault::Checkpoint { .. } => "checkpoint",
            Fault::Pin { .. } => "pin",
            Fault::RolledBack { .. } => "rolled-back",
            Fault::Rewritten { .. } => "rewritten",
            Fault::Forked { .. } => "forked",
            Fault::Replaced { .. } => "replaced",
            Fault::Removed { .. } => "removed",
            Fault::Inserted { .. } => "inserted",
            Fault::Moved { .. } => "moved",
            Fault::WrongCopy { .. } => "wrong-copy",
        }
    }

    /// The first and the last entry that it names, if it names any.
    pub fn entries(&self) -> Option<(u64, u64)> {
        match self {
            Fault::Missing { first, last } | Fault::Rewritten { first, last } => Some((*first, *last)),
            Fault::Unreadable { index, .. }
            | Fault::Damaged { index }
            | Fault::Edited { index }
            | Fault::NoBody { index }
            | Fault::TimeRunsBack { index }
            | Fault::RequestTwice { index, .. }
            | Fault::NotAdmitted { index, .. }
            | Fault::Replaced { index }
            | Fault::Removed { index }
            | Fault::Inserted { index }
            | Fault::Moved { index, .. } => Some((*index, *index)),
            Fault::OutOfPlace { number } => u64::try_from(*number).ok().map(|it| (it, it)),
            Fault::File { .. }
            | Fault::Checkpoint { .. }
            | Fault::Pin { .. }
            | Fault::RolledBack { .. }
            | Fault::Forked { .. }
            | Fault::WrongCopy { .. } => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::File { why } => write!(f, "the file is damaged: {why}"),
            Fault::Unreadable { index, why } => write!(f, "entry {index} cannot be read: {why}"),
            Fault::OutOfPlace { number } => write!(f, "a record stands at {number}, where no entry can"),
            Fault::Missing { first, last } if first == last => write!(f, "entry {first} is missing"),
            Fault::Missing { first, last } => write!(f, "entries {first} to {last} are missing"),
            Fault::Damaged { index } => write!(f, "entry {index} stands on a line that was changed"),
            Fault::NoBody { index } => write!(f, "entry {index} is committed to and is no body"),
            Fault::Edited { index } => write!(f, "entry {index} is not what was committed to"),
            Fault::TimeRunsBack { index } => {
                write!(
                    f,
                    "entry {index} says that it was received before the one before it"
                )
            }
            Fault::RequestTwice { index, first } => {
                write!(f, "entry {index} has the request key of entry {first}")
            }
            Fault::NotAdmitted { index, refusal } => write!(f, "entry {index} is not admitted: {refusal}"),
            Fault::Checkpoint { number, why } => write!(f, "checkpoint {number}: {why}"),
            Fault::Pin { number, why } => write!(f, "pin {number}: {why}"),
            Fault::RolledBack { size, pinned } => {
                write!(f, "the ledger has {size} entries and had {pinned}")
            }
            Fault::Rewritten { first, last } => {
                write!(
                    f,
                    "something from entry {first} to entry {last} is not what it was"
                )
            }
            Fault::Forked { size } => {
                write!(
                    f,
                    "the checkpoint of {size} entries is of another history than the others"
                )
            }
            Fault::Replaced { index } => write!(f, "entry {index} was replaced"),
            Fault::Removed { index } => write!(f, "entry {index} was taken out"),
            Fault::Inserted { index } => write!(f, "entry {index} was put in"),
            Fault::Moved { index, was } => write!(f, "entry {index} was entry {was}"),
            Fault::WrongCopy { size } => {
                write!(
                    f,
                    "the copy of {size} commitments is not what its checkpoint says"
                )
            }
        }
    }
}
