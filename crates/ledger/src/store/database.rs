//! What the stores differ in: rows, and who may write them when.
//!
//! It must not know about threads or the tree.

use super::{AppendError, CheckpointError, ReadError};
use crate::entry::{Body, Entry, RequestKey, Secret};
use crate::hash::Hash;
use crate::receipt::Receipt;
use crate::verify::Record;
use std::collections::BTreeMap;
use std::ops::Range;

/// A connection to the rows.
pub trait Database: Send + 'static {
    /// Asks of what is committed, by whomever. `ask` may be called again if the connection was lost meanwhile.
    fn read<T>(&mut self, ask: impl FnMut(&mut dyn Rows) -> Result<T, ReadError>) -> Result<T, ReadError>;

    /// Lets `work` read and write while nobody else writes, and commits if it ends well: then it is safe on disk,
    /// and whoever writes next sees it. Otherwise nothing of it is left.
    fn write<T, E: From<Unwritten>>(
        &mut self,
        work: impl FnOnce(&mut dyn Rows) -> Result<T, E>,
    ) -> Result<T, E>;
}

/// Why nothing is known to be committed.
#[derive(Debug)]
pub enum Unwritten {
    /// It did not come to a commit.
    NotStored { why: String },
    /// The commit did not answer.
    Unsure { why: String },
}

impl From<Unwritten> for AppendError {
    fn from(unwritten: Unwritten) -> AppendError {
        match unwritten {
            Unwritten::NotStored { why } => AppendError::NotStored { why },
            Unwritten::Unsure { why } => AppendError::Unsure { why },
        }
    }
}

impl From<Unwritten> for CheckpointError {
    fn from(unwritten: Unwritten) -> CheckpointError {
        let (Unwritten::NotStored { why } | Unwritten::Unsure { why }) = unwritten;
        CheckpointError::NotStored { why }
    }
}

/// The receipts of requests that were stored, with the bodies that they were for.
pub(super) type Requests = BTreeMap<RequestKey, (Receipt, String)>;

/// Entries and checkpoints as rows.
pub trait Rows {
    /// The number of the next entry and the time of the last one.
    fn end(&mut self) -> Result<(u64, u64), ReadError>;

    /// Numbers and commitments from `start` on, in order of the numbers.
    fn commitments_from(&mut self, start: u64) -> Result<Vec<(u64, Hash)>, ReadError>;

    /// The records with these numbers that are there, in order.
    fn records(&mut self, numbers: Range<u64>) -> Result<Vec<Record>, ReadError>;

    /// Those of the requests that were stored.
    fn requests(&mut self, keys: &[&RequestKey]) -> Result<Requests, ReadError>;

    /// Puts entries with their commitments behind those that are there.
    fn insert(&mut self, entries: &[(Entry, Hash)]) -> Result<(), ReadError>;

    /// Number and text of every checkpoint, oldest first.
    fn checkpoints(&mut self) -> Result<Vec<(i64, Vec<u8>)>, ReadError>;

    /// The text of the checkpoint that was kept last.
    fn last_checkpoint(&mut self) -> Result<Option<String>, ReadError>;

    /// Puts a checkpoint behind those that are there.
    fn insert_checkpoint(&mut self, note: &str) -> Result<(), ReadError>;
}

/// An entry's columns as they stand in a row, which somebody may have changed; `None` is one of another kind.
pub(super) struct Columns<'a> {
    pub(super) received_ms: Option<u64>,
    pub(super) request_key: Option<&'a [u8]>,
    pub(super) secret: Option<[u8; 32]>,
    pub(super) body: Option<&'a [u8]>,
    pub(super) commitment: Option<[u8; 32]>,
}

impl Columns<'_> {
    /// The record that stands under `number`.
    pub(super) fn record(&self, number: i64) -> Record {
        let index = u64::try_from(number).map_err(|_| "its number is below zero".to_owned());
        let content = index.and_then(|it| self.content(it));
        Record { number, content }
    }

    fn content(&self, index: u64) -> Result<(Entry, Hash), String> {
        let received_ms = self.received_ms.ok_or("its time is no number")?;
        let request_key = self.request_key.and_then(|it| std::str::from_utf8(it).ok());
        let request_key = request_key.and_then(RequestKey::new);
        let request_key = request_key.ok_or("its request key is none")?;
        let secret = self.secret.ok_or("its secret is not 32 bytes")?;
        let commitment = self.commitment.ok_or("its commitment is not 32 bytes")?;
        let body = Body::read(self.body.ok_or("its body is no text")?);
        let body = body.map_err(|it| format!("its body is no body: {} at byte {}", it.problem, it.at))?;
        let entry = Entry {
            index,
            received_ms,
            request_key,
            secret: Secret::draw(|it| *it = secret),
            body,
        };
        Ok((entry, Hash::from_bytes(commitment)))
    }
}
