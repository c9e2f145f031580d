//! A store that is open: one connection that reads, one thread that writes, and the tree in memory.
//!
//! It must not know what a body means, nor where the rows are.

use super::database::{Database, Rows};
use super::writer::{Request, Writer, catch_up};
use super::{AppendError, CheckpointError, ReadError, Store, Submission};
use crate::checkpoint::Checkpoint;
use crate::entry::{Entry, RequestKey};
use crate::hash::Hash;
use crate::note::Note;
use crate::receipt::{Proof, Receipt};
use crate::tree::{Tree, leaf_hash};
use crate::verify::{Record, Report};
use std::ops::Range;
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;

/// A ledger that was opened. Several threads and processes may use it at once.
#[derive(Debug)]
pub struct Opened<D> {
    reader: Mutex<D>,
    /// INVARIANT: its leaves are the commitments that are committed, from the first on.
    tree: Arc<RwLock<Tree>>,
    requests: Option<Sender<Request>>,
    writer: Option<JoinHandle<()>>,
}

impl<D: Database> Opened<D> {
    /// Two connections to the rows that `report` is about.
    pub(super) fn start(writer: D, reader: D, report: Report) -> Opened<D> {
        let tree = Arc::new(RwLock::new(report.tree));
        let writer = Writer::new(writer, Arc::clone(&tree), report.keyring);
        let (requests, inbox) = channel();
        let writer = std::thread::spawn(move || writer.run(&inbox));
        Opened {
            reader: Mutex::new(reader),
            tree,
            requests: Some(requests),
            writer: Some(writer),
        }
    }

    fn reader(&self) -> MutexGuard<'_, D> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tree over all that is committed, by other processes too.
    fn tree(&self) -> Result<RwLockReadGuard<'_, Tree>, ReadError> {
        self.reader().read(|rows| catch_up(rows, &self.tree))?;
        Ok(self.known())
    }

    /// The tree as it was seen last.
    fn known(&self) -> RwLockReadGuard<'_, Tree> {
        self.tree.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<D: Database> Store for Opened<D> {
    fn append(&self, batch: Vec<Submission>, received_ms: u64) -> Result<Vec<Receipt>, AppendError> {
        let stopped = || AppendError::NotStored {
            why: "the writer has stopped".to_owned(),
        };
        let lost = |_| AppendError::Unsure {
            why: "the writer stopped".to_owned(),
        };
        let (answer, answered) = sync_channel(1);
        let request = Request {
            batch,
            received_ms,
            answer,
        };
        let requests = self.requests.as_ref().ok_or_else(stopped)?;
        requests.send(request).map_err(|_| stopped())?;
        answered.recv().map_err(lost)?
    }

    fn size(&self) -> Result<u64, ReadError> {
        Ok(self.tree()?.size())
    }

    fn entries(&self, indices: Range<u64>) -> Result<Vec<Entry>, ReadError> {
        let records = self.reader().read(|rows| rows.records(indices.clone()))?;
        let n_known = self.known().size();
        let last = records.last().map_or(-1, |it| it.number);
        let tree = match u64::try_from(last).is_ok_and(|it| it >= n_known) {
            true => self.tree()?,
            false => self.known(),
        };
        records.into_iter().map(|it| in_its_place(it, &tree)).collect()
    }

    fn receipt(&self, request_key: &RequestKey) -> Result<Option<Receipt>, ReadError> {
        let mut found = self.reader().read(|rows| rows.requests(&[request_key]))?;
        Ok(found.remove(request_key).map(|(receipt, _)| receipt))
    }

    fn root_at(&self, size: u64) -> Result<Option<Hash>, ReadError> {
        Ok(self.tree()?.root_at(size))
    }

    fn proof(&self, index: u64, size: u64) -> Result<Option<Proof>, ReadError> {
        let path = self.tree()?.inclusion(index, size);
        Ok(path.map(|path| Proof { index, size, path }))
    }

    fn consistency(&self, old: u64, new: u64) -> Result<Option<Vec<Hash>>, ReadError> {
        Ok(self.tree()?.consistency(old, new))
    }

    fn keep_checkpoint(&self, note: &Note) -> Result<(), CheckpointError> {
        let not_stored = |it: ReadError| CheckpointError::NotStored { why: it.why };
        let checkpoint = Checkpoint::parse(note.text()).map_err(CheckpointError::Malformed)?;
        let root = self.root_at(checkpoint.size()).map_err(not_stored)?;
        if root != Some(checkpoint.root()) {
            return Err(CheckpointError::NotOfThisLedger(checkpoint));
        }
        self.reader().write(|rows| {
            let kept = last_size(rows).map_err(not_stored)?;
            if checkpoint.size() < kept {
                return Err(CheckpointError::Older { kept });
            }
            rows.insert_checkpoint(&note.to_string()).map_err(not_stored)
        })
    }

    fn checkpoints(&self) -> Result<Vec<Note>, ReadError> {
        let notes = self.reader().read(|rows| rows.checkpoints())?;
        let read = |(number, note): (i64, Vec<u8>)| {
            Note::parse(&note).map_err(|it| ReadError {
                why: format!("checkpoint {number}: {it}"),
            })
        };
        notes.into_iter().map(read).collect()
    }
}

impl<D> Drop for Opened<D> {
    /// What was sent is written before the store is closed.
    fn drop(&mut self) {
        self.requests = None;
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has lost its requests, and their senders were told so.
            let _ = writer.join();
        }
    }
}

/// The entry of a record, if it is the one that stands in the tree: what was changed since is not shown to anybody.
fn in_its_place(record: Record, tree: &Tree) -> Result<Entry, ReadError> {
    let wrong = |why: &str| ReadError {
        why: format!("entry {}: {why}", record.number),
    };
    let (entry, _) = record.content.map_err(|why| wrong(&why))?;
    match tree.leaf(entry.index) == Some(leaf_hash(entry.commitment().as_bytes())) {
        true => Ok(entry),
        false => Err(wrong("it is not the one that was there before")),
    }
}

fn last_size(rows: &mut dyn Rows) -> Result<u64, ReadError> {
    let Some(last) = rows.last_checkpoint()? else {
        return Ok(0);
    };
    let note = Note::parse(last.as_bytes());
    let checkpoint = note.and_then(|it| Checkpoint::parse(it.text()));
    checkpoint.map(|it| it.size()).map_err(|it| ReadError {
        why: format!("the last checkpoint: {it}"),
    })
}
