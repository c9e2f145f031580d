//! The one thread that writes. What waits while it commits is committed together the next time.
//!
//! ```text
//! begin immediate    nothing is stored; a crash here leaves nothing
//! insert …           in the transaction alone; a crash here leaves nothing
//! commit             synced to the write-ahead log; a crash before its end leaves all or nothing, and who
//!                    sent it sends it again under the same request key
//! receipts           only now
//! ```
//!
//! It must not know what it writes.

use super::{AppendError, Submission, rows};
use crate::entry::Entry;
use crate::hash::Hash;
use crate::keyring::Keyring;
use crate::receipt::Receipt;
use crate::tree::Tree;
use rusqlite::{Connection, Savepoint, TransactionBehavior};
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

pub(super) struct Writer {
    db: Connection,
    tree: Arc<RwLock<Tree>>,
    /// As the entries leave it that were seen so far; `None` if nobody looks at signatures.
    keyring: Option<Keyring>,
    /// Set when a commit failed: what is on disk is not known before it is opened anew.
    unsure: Option<String>,
}

impl Writer {
    pub(super) fn new(db: Connection, tree: Arc<RwLock<Tree>>, keyring: Option<Keyring>) -> Writer {
        Writer {
            db,
            tree,
            keyring,
            unsure: None,
        }
    }

    /// Works until nobody can send any more.
    pub(super) fn run(mut self, requests: &Receiver<Request>) {
        while let Ok(first) = requests.recv() {
            let mut group = vec![first];
            group.extend(requests.try_iter().take(GROUP_MAX - 1));
            let answers = match self.store(&group) {
                Ok(answers) => answers,
                Err(error) => vec![Err(error); group.len()],
            };
            for (request, answer) in group.iter().zip(answers) {
                // Whoever does not wait any more sends it again, or does not care.
                let _ = request.answer.send(answer);
            }
        }
    }

    fn store(&mut self, group: &[Request]) -> Result<Answers, AppendError> {
        if let Some(why) = &self.unsure {
            return Err(AppendError::Unsure { why: why.clone() });
        }
        let mut transaction = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(not_stored)?;
        let mut end = End::read(&transaction, self.keyring.clone()).map_err(not_stored)?;
        // What others wrote is not read again, even if this group comes to nothing.
        self.keyring.clone_from(&end.keyring);
        let mut answers = Vec::with_capacity(group.len());
        for request in group {
            let before = end.clone();
            let savepoint = transaction.savepoint().map_err(not_stored)?;
            let answer = store_batch(savepoint, request, &mut end);
            match &answer {
                Ok(_) => {}
                Err(AppendError::KeyTaken { .. } | AppendError::Refused { .. }) => end = before,
                // A full disk may have taken the batches before it along: nobody is told that it is stored.
                Err(error) => return Err(error.clone()),
            }
            answers.push(answer);
        }
        if let Err(error) = transaction.commit() {
            self.unsure = Some(error.to_string());
            return Err(AppendError::Unsure {
                why: error.to_string(),
            });
        }
        self.keyring = end.keyring;
        // The tree is behind if this fails, and the next reader brings it up.
        let _ = catch_up(&self.db, &self.tree);
        Ok(answers)
    }
}

/// Brings the tree up to what is committed, by this process or another.
pub(super) fn catch_up(db: &Connection, tree: &RwLock<Tree>) -> rusqlite::Result<()> {
    let start = tree.read().unwrap_or_else(PoisonError::into_inner).size();
    let commitments = rows::commitments_from(db, start)?;
    let mut tree = tree.write().unwrap_or_else(PoisonError::into_inner);
    // Somebody else may have been here between the two locks.
    let known = usize::try_from(tree.size() - start).expect("as many as were appended to a list");
    for commitment in commitments.iter().skip(known) {
        tree.append(commitment.as_bytes());
    }
    Ok(())
}

/// Where the next entry goes, when the last one came, and who may sign the next.
#[derive(Clone)]
struct End {
    index: u64,
    received_ms: u64,
    keyring: Option<Keyring>,
}

impl End {
    fn read(db: &Connection, mut keyring: Option<Keyring>) -> rusqlite::Result<End> {
        let (index, received_ms) = rows::end(db)?;
        if let Some(keyring) = &mut keyring {
            rows::records(db, keyring.next(), index, |record| match record.content {
                // What was let in by who did not look at signatures changes no key.
                Ok((entry, _)) => drop(keyring.take(&entry.body)),
                Err(_) => keyring.skip(),
            })?;
        }
        Ok(End {
            index,
            received_ms,
            keyring,
        })
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
}

fn store_batch(
    savepoint: Savepoint<'_>,
    request: &Request,
    end: &mut End,
) -> Result<Vec<Receipt>, AppendError> {
    let batch = request.batch.iter();
    let receipts: Result<_, _> = batch
        .map(|it| store_one(&savepoint, it, request.received_ms, end))
        .collect();
    // Dropped without commit, a savepoint is rolled back.
    let receipts = receipts?;
    savepoint.commit().map_err(not_stored)?;
    Ok(receipts)
}

fn store_one(
    db: &Connection,
    submission: &Submission,
    received_ms: u64,
    end: &mut End,
) -> Result<Receipt, AppendError> {
    let stored = rows::request(db, &submission.request_key).map_err(not_stored)?;
    match stored {
        Some((receipt, body)) if body == submission.body.text() => return Ok(receipt),
        Some((receipt, _)) => {
            return Err(AppendError::KeyTaken {
                request_key: submission.request_key.clone(),
                index: receipt.index,
            });
        }
        None => {}
    }
    end.admit(submission)?;
    let entry = Entry {
        index: end.index,
        received_ms: received_ms.max(end.received_ms),
        request_key: submission.request_key.clone(),
        secret: submission.secret.clone(),
        body: submission.body.clone(),
    };
    let commitment: Hash = entry.commitment();
    rows::insert(db, &entry, commitment).map_err(not_stored)?;
    end.index = entry.index + 1;
    end.received_ms = entry.received_ms;
    Ok(Receipt {
        index: entry.index,
        received_ms: entry.received_ms,
        commitment,
    })
}

fn not_stored(error: rusqlite::Error) -> AppendError {
    AppendError::NotStored {
        why: error.to_string(),
    }
}
