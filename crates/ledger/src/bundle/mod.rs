//! Bundles: a ledger up to some size in one file, for whoever wants to check it and was not given the ledger.
//!
//! One line of canonical JSON after the other, so that a reader holds one line at a time:
//!
//! ```text
//! {"bundle":"holdpoint/bundle/v1","checkpoints":1,"origin":"example.org/ledger","size":3,"sum":"..."}
//! {"checkpoint":"example.org/ledger\n3\n...","number":0,"sum":"..."}
//! {"body":"...","commitment":"...","index":0,"received_ms":1,"request_key":"...","secret":"...","shown":"all","sum":"..."}
//! {"commitment":"...","index":1,"reveal":{...},"shown":"part","sum":"..."}
//! {"commitment":"...","index":2,"shown":"nothing","sum":"..."}
//! ```
//!
//! Every entry has its line: what is withheld is seen to be withheld, and never absent. The sum of a line names
//! what was damaged by chance; against whoever computes it anew stand the checkpoints alone.
//!
//! It must not know where the file is.

mod examination;
mod heads;
mod json;
mod lines;
mod progress;
mod report;
mod signers;
mod write;

pub use examination::{Known, verify};
pub use json::LINE_BYTES_MAX;
pub use report::{Answer, Hidden, Report, Run};
pub use write::{Unwritten, write};

use crate::entry::{Entry, Reveal};
use crate::hash::Hash;
use crate::note::KeyName;

/// How much of an entry is in a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The entry with its secret and request key.
    All,
    /// Some of its fields.
    Part(Reveal),
    /// Its commitment.
    Nothing,
}

/// A line, and whether its sum is right.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    content: Content,
    is_sound: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Content {
    Header(Header),
    Checkpoint { number: u64, note: String },
    Entry(Item),
}

#[derive(Debug, PartialEq, Eq)]
struct Header {
    origin: KeyName,
    size: u64,
    n_checkpoints: u64,
}

#[derive(Debug, PartialEq, Eq)]
struct Item {
    index: u64,
    commitment: Hash,
    open: Open,
}

/// As [`Shown`], with what is shown.
#[derive(Debug, PartialEq, Eq)]
enum Open {
    All(Box<Entry>),
    Part(Reveal),
    Nothing,
}
