//! The store on disk: SQLite with a write-ahead log that is synced at every commit.
//!
//! It must not know what a body means.

use super::writer::{Request, Writer, catch_up};
use super::{AppendError, CheckpointError, ReadError, Store, Submission, rows};
use crate::checkpoint::Checkpoint;
use crate::entry::{Entry, RequestKey};
use crate::hash::Hash;
use crate::keyring::Roots;
use crate::note::Note;
use crate::receipt::{Proof, Receipt};
use crate::tree::Tree;
use crate::verify::{Examination, Fault, Report, Trust};
use rusqlite::{Connection, OpenFlags};
use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::mpsc::{Sender, channel, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;
use std::time::Duration;

/// How long another process may write before ours gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A ledger in one file. Several threads and processes may use it at once.
#[derive(Debug)]
pub struct Sqlite {
    reader: Mutex<Connection>,
    /// INVARIANT: its leaves are the commitments that are committed, from the first on.
    tree: Arc<RwLock<Tree>>,
    requests: Option<Sender<Request>>,
    writer: Option<JoinHandle<()>>,
}

/// Why a file is not opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenError {
    /// The disk or SQLite said no.
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

impl Sqlite {
    /// Opens the ledger at `path`, or begins one. What is there is read from end to end: a ledger that does
    /// not hold together is not opened.
    pub fn open(path: &Path) -> Result<Sqlite, OpenError> {
        Sqlite::open_trusting(path, &Trust::default())
    }

    /// Opens the ledger at `path`, or begins one, under root keys: every entry of it, from the first on, is
    /// padding or signed by those who may.
    pub fn open_under(path: &Path, roots: &Roots) -> Result<Sqlite, OpenError> {
        let trust = Trust {
            roots: Some(roots.clone()),
            ..Trust::default()
        };
        Sqlite::open_trusting(path, &trust)
    }

    fn open_trusting(path: &Path, trust: &Trust) -> Result<Sqlite, OpenError> {
        let mut db = Connection::open(path).map_err(disk)?;
        db.busy_timeout(PATIENCE).map_err(disk)?;
        // Before anything else is set, since a file of another program is left as it was.
        begin(&mut db)?;
        configure(&db).map_err(disk)?;
        sync_folder(path)?;
        let report = examined(&db, trust)?;
        if !report.faults.is_empty() {
            return Err(OpenError::Damaged(report.faults));
        }
        let reader = Connection::open(path).map_err(disk)?;
        configure(&reader).map_err(disk)?;
        Ok(Sqlite::start(db, reader, report))
    }

    /// Reads the file without opening it for anybody, and says all that is wrong with it.
    pub fn examine(path: &Path, trust: &Trust) -> Result<Report, OpenError> {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(disk)?;
        examined(&db, trust)
    }

    /// A disk on which the file has room for `pages_max` pages.
    #[cfg(test)]
    pub(super) fn open_with_pages(path: &Path, pages_max: i64) -> Result<Sqlite, OpenError> {
        drop(Sqlite::open(path)?);
        let db = Connection::open(path).map_err(disk)?;
        configure(&db).map_err(disk)?;
        db.pragma_update(None, "max_page_count", pages_max)
            .map_err(disk)?;
        let reader = Connection::open(path).map_err(disk)?;
        let report = examined(&reader, &Trust::default())?;
        Ok(Sqlite::start(db, reader, report))
    }

    fn start(db: Connection, reader: Connection, report: Report) -> Sqlite {
        let tree = Arc::new(RwLock::new(report.tree));
        let writer = Writer::new(db, Arc::clone(&tree), report.keyring);
        let (requests, inbox) = channel();
        let writer = std::thread::spawn(move || writer.run(&inbox));
        Sqlite {
            reader: Mutex::new(reader),
            tree,
            requests: Some(requests),
            writer: Some(writer),
        }
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The tree over all that is committed, by other processes too.
    fn tree(&self) -> Result<RwLockReadGuard<'_, Tree>, ReadError> {
        catch_up(&self.reader(), &self.tree).map_err(unread)?;
        Ok(self.tree.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Store for Sqlite {
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
        let mut records = Vec::new();
        let read = rows::records(&self.reader(), indices.start, indices.end, |it| records.push(it));
        read.map_err(unread)?;
        let entries = records.into_iter().map(|record| {
            let (entry, _) = record.content.map_err(|why| ReadError {
                why: format!("entry {}: {why}", record.number),
            })?;
            Ok(entry)
        });
        entries.collect()
    }

    fn receipt(&self, request_key: &RequestKey) -> Result<Option<Receipt>, ReadError> {
        let found = rows::request(&self.reader(), request_key).map_err(unread)?;
        Ok(found.map(|(receipt, _)| receipt))
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
        let not_stored = |why: String| CheckpointError::NotStored { why };
        let checkpoint = Checkpoint::parse(note.text()).map_err(CheckpointError::Malformed)?;
        let root = self.root_at(checkpoint.size()).map_err(|it| not_stored(it.why))?;
        if root != Some(checkpoint.root()) {
            return Err(CheckpointError::NotOfThisLedger(checkpoint));
        }
        let mut reader = self.reader();
        let transaction = reader
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(|it| not_stored(it.to_string()))?;
        let kept = last_size(&transaction).map_err(|it| not_stored(it.why))?;
        if checkpoint.size() < kept {
            return Err(CheckpointError::Older { kept });
        }
        let stored = rows::insert_checkpoint(&transaction, &note.to_string());
        let committed = stored.and_then(|()| transaction.commit());
        committed.map_err(|it| not_stored(it.to_string()))
    }

    fn checkpoints(&self) -> Result<Vec<Note>, ReadError> {
        checkpoints(&self.reader())
    }
}

impl Drop for Sqlite {
    /// What was sent is written before the file is closed.
    fn drop(&mut self) {
        self.requests = None;
        if let Some(writer) = self.writer.take() {
            // A writer that panicked has lost its requests, and their senders were told so.
            let _ = writer.join();
        }
    }
}

fn checkpoints(db: &Connection) -> Result<Vec<Note>, ReadError> {
    let notes = rows::checkpoints(db).map_err(unread)?;
    let read = |(number, note): (i64, Vec<u8>)| {
        Note::parse(&note).map_err(|it| ReadError {
            why: format!("checkpoint {number}: {it}"),
        })
    };
    notes.into_iter().map(read).collect()
}

fn last_size(db: &Connection) -> Result<u64, ReadError> {
    let Some(last) = rows::last_checkpoint(db).map_err(unread)? else {
        return Ok(0);
    };
    let note = Note::parse(last.as_bytes());
    let checkpoint = note.and_then(|it| Checkpoint::parse(it.text()));
    checkpoint.map(|it| it.size()).map_err(|it| ReadError {
        why: format!("the last checkpoint: {it}"),
    })
}

fn configure(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(PATIENCE)?;
    log_ahead(db)?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "trusted_schema", false)
}

/// The first to open a new file turns the log on, for which it must be alone; SQLite does not wait for that by
/// itself.
fn log_ahead(db: &Connection) -> rusqlite::Result<()> {
    const PAUSE: Duration = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    loop {
        match db.pragma_update(None, "journal_mode", "WAL") {
            Err(error) if is_busy(&error) && waited < PATIENCE => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
            ended => return ended,
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
}

/// Makes the tables in a file that has none, and sees that those of any other are ours.
fn begin(db: &mut Connection) -> Result<(), OpenError> {
    let transaction = db
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(disk)?;
    let number = |sql: &str| {
        transaction
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .map_err(disk)
    };
    let is_empty = number("SELECT count(*) FROM sqlite_schema")? == 0;
    let id = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    if is_empty && id == 0 {
        let marks = format!(
            "PRAGMA application_id = {}; PRAGMA user_version = {};",
            rows::APPLICATION_ID,
            rows::VERSION
        );
        transaction.execute_batch(rows::TABLES).map_err(disk)?;
        transaction.execute_batch(&marks).map_err(disk)?;
    } else if id != rows::APPLICATION_ID {
        return Err(OpenError::NotALedger {
            why: "a database of another program".to_owned(),
        });
    } else if version != rows::VERSION {
        return Err(OpenError::NotALedger {
            why: format!(
                "its tables are of version {version}, and known is {}",
                rows::VERSION
            ),
        });
    }
    transaction.commit().map_err(disk)
}

/// A new file's name is safe only when its folder is.
fn sync_folder(path: &Path) -> Result<(), OpenError> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if cfg!(not(unix)) {
        return Ok(());
    }
    let synced = std::fs::File::open(folder).and_then(|it| it.sync_all());
    synced.map_err(|error| OpenError::Disk {
        why: error.to_string(),
    })
}

/// In one transaction, so that what others write meanwhile is seen in whole or not at all.
fn examined(db: &Connection, trust: &Trust) -> Result<Report, OpenError> {
    let moment = db.unchecked_transaction().map_err(disk)?;
    let mut examination = Examination::new(trust);
    let check = structure(&moment).unwrap_or_else(|error| vec![error.to_string()]);
    for line in check {
        examination.file(line);
    }
    if let Err(error) = rows::all_records(&moment, |record| examination.record(record)) {
        examination.unreadable(error.to_string());
    }
    match rows::checkpoints(&moment) {
        Ok(checkpoints) => {
            for (number, note) in checkpoints {
                examination.checkpoint(number, &note);
            }
        }
        Err(error) => examination.file(error.to_string()),
    }
    Ok(examination.finish())
}

/// What SQLite finds wrong with the file.
fn structure(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut statement = db.prepare("PRAGMA integrity_check")?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
    let lines: rusqlite::Result<Vec<String>> = lines.collect();
    Ok(lines?.into_iter().filter(|it| it != "ok").collect())
}

fn disk(error: rusqlite::Error) -> OpenError {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => OpenError::NotALedger {
            why: error.to_string(),
        },
        _ => OpenError::Disk {
            why: error.to_string(),
        },
    }
}

fn unread(error: rusqlite::Error) -> ReadError {
    ReadError {
        why: error.to_string(),
    }
}
