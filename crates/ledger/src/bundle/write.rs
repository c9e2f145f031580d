//! Writing a bundle from a store.
//!
//! It must not know who may see what: the caller says it, entry by entry.

use super::{Content, Header, Item, LINE_BYTES_MAX, Open, Shown};
use crate::checkpoint::Checkpoint;
use crate::entry::Entry;
use crate::note::{KeyName, Note};
use crate::store::{ReadError, Store};
use std::fmt;
use std::io::{self, Write};

/// Entries that are read at once.
const CHUNK: u64 = 256;

/// Why no bundle was written.
#[derive(Debug)]
pub enum Unwritten {
    /// The ledger has not so many entries.
    TooFew { size: u64, n_entries: u64 },
    /// The ledger cannot be read.
    Unread(ReadError),
    /// What is shown of the entry is more than a line holds.
    TooLong { index: u64 },
    /// The bytes were not taken.
    Io(io::Error),
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unwritten::TooFew { size, n_entries } => write!(
                f,
                "no bundle of `{size}` entries: the ledger has {n_entries}\nhelp: ask for at most so many"
            ),
            Unwritten::Unread(error) => error.fmt(f),
            Unwritten::TooLong { index } => write!(
                f,
                "what is shown of entry {index} is more than {LINE_BYTES_MAX} bytes\n\
                 help: show all of it, or nothing"
            ),
            Unwritten::Io(error) => write!(f, "the bundle cannot be written: {error}"),
        }
    }
}

impl std::error::Error for Unwritten {}

/// Writes the ledger called `origin` as it was at `size` entries, with the checkpoints that it keeps up to
/// there. `show` says of each entry how much of it is in the bundle.
pub fn write(
    store: &dyn Store,
    origin: &KeyName,
    size: u64,
    mut show: impl FnMut(&Entry) -> Shown,
    out: &mut impl Write,
) -> Result<(), Unwritten> {
    let n_entries = store.size().map_err(Unwritten::Unread)?;
    if size > n_entries {
        return Err(Unwritten::TooFew { size, n_entries });
    }
    let notes = notes(store, size)?;
    let header = Header {
        origin: origin.clone(),
        size,
        n_checkpoints: notes.len() as u64,
    };
    put(out, &Content::Header(header))?;
    for (number, note) in (0..).zip(notes) {
        let note = note.to_string();
        put(out, &Content::Checkpoint { number, note })?;
    }
    for start in (0..size).step_by(CHUNK as usize) {
        let entries = store.entries(start..size.min(start + CHUNK));
        for entry in entries.map_err(Unwritten::Unread)? {
            let shown = show(&entry);
            put(out, &Content::Entry(item(entry, shown)))?;
        }
    }
    out.flush().map_err(Unwritten::Io)
}

fn notes(store: &dyn Store, size: u64) -> Result<Vec<Note>, Unwritten> {
    let notes = store.checkpoints().map_err(Unwritten::Unread)?;
    let is_within = |note: &Note| Checkpoint::parse(note.text()).is_ok_and(|it| it.size() <= size);
    Ok(notes.into_iter().filter(is_within).collect())
}

fn item(entry: Entry, shown: Shown) -> Item {
    Item {
        index: entry.index,
        commitment: entry.commitment(),
        open: match shown {
            Shown::All => Open::All(Box::new(entry)),
            Shown::Part(reveal) => Open::Part(reveal),
            Shown::Nothing => Open::Nothing,
        },
    }
}

fn put(out: &mut impl Write, content: &Content) -> Result<(), Unwritten> {
    let line = content.to_line();
    if let (Content::Entry(item), true) = (content, line.len() > LINE_BYTES_MAX) {
        return Err(Unwritten::TooLong { index: item.index });
    }
    writeln!(out, "{line}").map_err(Unwritten::Io)
}
