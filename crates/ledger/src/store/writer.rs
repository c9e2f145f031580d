//! The one thread that writes. What waits while it commits is committed together the next time.
//!
//! ```text
//! begin        nobody else writes; a crash here leaves nothing
//! plan         what each batch comes to is decided in memory; nothing is stored
//! insert …     in the transaction alone; a crash here leaves nothing
//! commit       safe on disk; a crash before its end leaves all or nothing, and who sent it sends it again
//!              under the same request key
//! receipts     only now
//! ```
//!
//! It must not know what it writes, nor where the rows are.

use super::database::{Database, Requests, Rows};
use super::{AppendError, ReadError, Submission};
use crate::entry::Entry;
use crate::hash::Hash;
use crate::keyring::Keyring;
use crate::receipt::Receipt;
use crate::tree::{Tree, leaf_hash};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, PoisonError, RwLock};

/// Batches in one commit, at most.
const GROUP_MAX: usize = 1024;

/// What each batch of a group came to.
type Answers = Vec<Result<Vec<Receipt>, AppendError>>;

/// A batch, and where its answer is awaited.
pub(super) struct Request {
    pub(super) batch: Vec<Submission>,
    pub(super) received_ms: u64,
    pub(super) answer: SyncSender<Result<Vec<Receipt>, AppendError>>,
}

pub(super) struct Writer<D> {
    db: D,
    tree: Arc<RwLock<Tree>>,
    /// As the entries leave it that were seen so far; `None` if nobody looks at signatures.
    keyring: Option<Keyring>,
}

impl<D: Database> Writer<D> {
    pub(super) fn new(db: D, tree: Arc<RwLock<Tree>>, keyring: Option<Keyring>) -> Writer<D> {
        Writer { db, tree, keyring }
    }

    /// Works until nobody can send any more.
    pub(super) fn run(mut self, requests: &Receiver<Request>) {
        while let Ok(first) = requests.recv() {
            let mut group = vec![first];
            group.extend(requests.try_iter().take(GROUP_MAX - 1));
            let answers = match self.store(&group) {
                Ok(answers) => answers,
                // A full disk may have taken one batch along with another: nobody is told that it is stored.
                Err(error) => vec![Err(error); group.len()],
            };
            for (request, answer) in group.iter().zip(answers) {
                // Whoever does not wait any more sends it again, or does not care.
                let _ = request.answer.send(answer);
            }
        }
    }

    fn store(&mut self, group: &[Request]) -> Result<Answers, AppendError> {
        let (tree, known) = (&self.tree, &mut self.keyring);
        let (answers, keyring) = self.db.write(|rows| -> Result<_, AppendError> {
            // Nothing is put behind what is not the ledger that was opened.
            catch_up(rows, tree).map_err(not_stored)?;
            let mut plan = Plan::begin(rows, known.clone(), group).map_err(not_stored)?;
            // What others wrote is not read again, even if this group comes to nothing.
            known.clone_from(&plan.keyring);
            let answers = group.iter().map(|it| plan.batch(it)).collect();
            rows.insert(&plan.entries).map_err(not_stored)?;
            Ok((answers, plan.keyring))
        })?;
        self.keyring = keyring;
        // The tree is behind if this fails, and the next reader brings it up.
        let _ = self.db.read(|rows| catch_up(rows, &self.tree));
        Ok(answers)
    }
}

/// Brings the tree up to what is committed, by this process or another. The rows must still end the tree as it
/// was seen before, or they were set back to an old copy.
pub(super) fn catch_up(rows: &mut dyn Rows, tree: &RwLock<Tree>) -> Result<(), ReadError> {
    let size = tree.read().unwrap_or_else(PoisonError::into_inner).size();
    let start = size.saturating_sub(1);
    let found = rows.commitments_from(start)?;
    let mut tree = tree.write().unwrap_or_else(PoisonError::into_inner);
    for (expected, (number, commitment)) in (start..).zip(&found) {
        if *number != expected {
            return Err(unlike(expected, "is missing"));
        }
        match tree.leaf(expected) {
            // Somebody else may have been here between the two locks.
            Some(leaf) if leaf == leaf_hash(commitment.as_bytes()) => {}
            Some(_) => return Err(unlike(expected, "is not the one that was there before")),
            None => drop(tree.append(commitment.as_bytes())),
        }
    }
    match found.is_empty() && size > 0 {
        true => Err(unlike(start, "is gone")),
        false => Ok(()),
    }
}

fn unlike(index: u64, how: &str) -> ReadError {
    ReadError {
        why: format!("entry {index} {how}, as if another copy of the ledger had been put in its place"),
    }
}

/// What a group of batches comes to, before anything of it is stored.
struct Plan {
    /// The index of the next entry.
    index: u64,
    /// When the last one came.
    received_ms: u64,
    /// Who may sign the next.
    keyring: Option<Keyring>,
    /// Requests of the group that were stored before, or are among `entries`.
    known: Requests,
    /// To be stored.
    entries: Vec<(Entry, Hash)>,
}

impl Plan {
    fn begin(
        rows: &mut dyn Rows,
        mut keyring: Option<Keyring>,
        group: &[Request],
    ) -> Result<Plan, ReadError> {
        let (index, received_ms) = rows.end()?;
        if let Some(keyring) = &mut keyring {
            for record in rows.records(keyring.next()..index)? {
                match record.content {
                    // What was let in by who did not look at signatures changes no key.
                    Ok((entry, _)) => drop(keyring.take(&entry.body)),
                    Err(_) => keyring.skip(),
                }
            }
        }
        let submissions = group.iter().flat_map(|it| &it.batch);
        let keys: Vec<_> = submissions.map(|it| &it.request_key).collect();
        Ok(Plan {
            index,
            received_ms,
            keyring,
            known: rows.requests(&keys)?,
            entries: Vec::new(),
        })
    }

    /// All of the batch, or nothing.
    fn batch(&mut self, request: &Request) -> Result<Vec<Receipt>, AppendError> {
        let before = (self.index, self.received_ms, self.keyring.clone());
        let n_before = self.entries.len();
        let submissions = request.batch.iter();
        let receipts: Result<_, _> = submissions
            .map(|it| self.submission(it, request.received_ms))
            .collect();
        if receipts.is_err() {
            for (entry, _) in self.entries.drain(n_before..) {
                self.known.remove(&entry.request_key);
            }
            (self.index, self.received_ms, self.keyring) = before;
        }
        receipts
    }

    fn submission(&mut self, submission: &Submission, received_ms: u64) -> Result<Receipt, AppendError> {
        match self.known.get(&submission.request_key) {
            Some((receipt, body)) if body == submission.body.text() => return Ok(receipt.clone()),
            Some((receipt, _)) => {
                return Err(AppendError::KeyTaken {
                    request_key: submission.request_key.clone(),
                    index: receipt.index,
                });
            }
            None => {}
        }
        self.admit(submission)?;
        let entry = Entry {
            index: self.index,
            received_ms: received_ms.max(self.received_ms),
            request_key: submission.request_key.clone(),
            secret: submission.secret.clone(),
            body: submission.body.clone(),
        };
        Ok(self.take(entry))
    }

    fn admit(&mut self, submission: &Submission) -> Result<(), AppendError> {
        let Some(keyring) = &mut self.keyring else {
            return Ok(());
        };
        let refused = |refusal| AppendError::Refused {
            request_key: submission.request_key.clone(),
            refusal,
        };
        keyring.take(&submission.body).map(drop).map_err(refused)
    }

    fn take(&mut self, entry: Entry) -> Receipt {
        let receipt = Receipt {
            index: entry.index,
            received_ms: entry.received_ms,
            commitment: entry.commitment(),
        };
        self.index += 1;
        self.received_ms = entry.received_ms;
        let stored = (receipt.clone(), entry.body.text().to_owned());
        self.known.insert(entry.request_key.clone(), stored);
        self.entries.push((entry, receipt.commitment));
        receipt
    }
}

fn not_stored(error: ReadError) -> AppendError {
    AppendError::NotStored { why: error.why }
}
