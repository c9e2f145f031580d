//! The store on disk: SQLite with a write-ahead log that is synced at every commit.
//!
//! It must not know what a body means.

mod rows;
mod whereabouts;

use self::whereabouts::Whereabouts;
use super::database::{Database, Rows, Unwritten};
use super::opened::Opened;
use super::{OpenError, ReadError};
use crate::entry::Entry;
use crate::keyring::Roots;
use crate::verify::{Examination, Record, Report, Trust};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// How long another process may write before ours gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// A ledger in one file.
pub type Sqlite = Opened<File>;

/// A connection to the file.
#[derive(Debug)]
pub struct File {
    db: Connection,
    whereabouts: Whereabouts,
    /// Set when a commit failed: what is on disk is not known before it is opened anew.
    unsure: Option<String>,
}

impl Sqlite {
    /// Opens the ledger at `path`, or begins one. What is there is read from end to end: a ledger that does
    /// not hold together is not opened.
    pub fn open(path: &Path) -> Result<Sqlite, OpenError> {
        Sqlite::open_showing(path, None, &mut |_| {})
    }

    /// Opens the ledger at `path`, or begins one, under root keys: every entry of it, from the first on, is
    /// padding or signed by those who may.
    pub fn open_under(path: &Path, roots: &Roots) -> Result<Sqlite, OpenError> {
        Sqlite::open_showing(path, Some(roots), &mut |_| {})
    }

    /// Opens it, under root keys if there are any, and shows every entry as it is read: what was shown counts only if
    /// the ledger is opened in the end.
    pub fn open_showing(
        path: &Path,
        roots: Option<&Roots>,
        show: &mut dyn FnMut(&Entry),
    ) -> Result<Sqlite, OpenError> {
        let trust = Trust {
            roots: roots.cloned(),
            ..Trust::default()
        };
        Sqlite::open_trusting(path, &trust, show)
    }

    fn open_trusting(path: &Path, trust: &Trust, show: &mut dyn FnMut(&Entry)) -> Result<Sqlite, OpenError> {
        let mut db = Connection::open(path).map_err(disk)?;
        // Taken before anything is read: what is put there meanwhile is another file.
        let whereabouts = whereabouts(path)?;
        db.busy_timeout(PATIENCE).map_err(disk)?;
        // Before anything else is set, since a file of another program is left as it was.
        begin(&mut db)?;
        configure(&db).map_err(disk)?;
        sync_folder(path)?;
        let report = examined(&db, trust, show)?;
        if !report.faults.is_empty() {
            return Err(OpenError::Damaged(report.faults));
        }
        let reader = Connection::open(path).map_err(disk)?;
        configure(&reader).map_err(disk)?;
        let reader = File::of(reader, whereabouts.clone());
        Ok(Sqlite::start(File::of(db, whereabouts), reader, report))
    }

    /// Reads the file without opening it for anybody, and says all that is wrong with it.
    pub fn examine(path: &Path, trust: &Trust) -> Result<Report, OpenError> {
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(disk)?;
        examined(&db, trust, &mut |_| {})
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
        let report = examined(&reader, &Trust::default(), &mut |_| {})?;
        let reader = File::of(reader, whereabouts(path)?);
        Ok(Sqlite::start(File::of(db, whereabouts(path)?), reader, report))
    }
}

impl File {
    fn of(db: Connection, whereabouts: Whereabouts) -> File {
        File {
            db,
            whereabouts,
            unsure: None,
        }
    }
}

impl Database for File {
    fn read<T>(
        &mut self,
        mut ask: impl FnMut(&mut dyn Rows) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        self.whereabouts.unchanged().map_err(|why| ReadError { why })?;
        ask(&mut &self.db)
    }

    fn write<T, E: From<Unwritten>>(
        &mut self,
        work: impl FnOnce(&mut dyn Rows) -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(why) = &self.unsure {
            return Err(Unwritten::Unsure { why: why.clone() }.into());
        }
        let here = self.whereabouts.unchanged();
        here.map_err(|why| Unwritten::NotStored { why })?;
        let transaction = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|it| Unwritten::NotStored { why: it.to_string() })?;
        // Dropped without commit, a transaction is rolled back.
        let done = work(&mut &*transaction)?;
        if let Err(error) = transaction.commit() {
            let why = error.to_string();
            self.unsure = Some(why.clone());
            return Err(Unwritten::Unsure { why }.into());
        }
        Ok(done)
    }
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
fn examined(db: &Connection, trust: &Trust, show: &mut dyn FnMut(&Entry)) -> Result<Report, OpenError> {
    let moment = db.unchecked_transaction().map_err(disk)?;
    let mut examination = Examination::new(trust);
    let check = structure(&moment).unwrap_or_else(|error| vec![error.to_string()]);
    for line in check {
        examination.file(line);
    }
    let each = |record: Record| {
        record.content.iter().for_each(|(entry, _)| show(entry));
        examination.record(record);
    };
    if let Err(error) = rows::all_records(&moment, each) {
        examination.unreadable(error.to_string());
    }
    match (&mut &*moment).checkpoints() {
        Ok(checkpoints) => {
            for (number, note) in checkpoints {
                examination.checkpoint(number, &note);
            }
        }
        Err(error) => examination.file(error.why),
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

fn whereabouts(path: &Path) -> Result<Whereabouts, OpenError> {
    Whereabouts::of(path).map_err(|error| OpenError::Disk {
        why: error.to_string(),
    })
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
