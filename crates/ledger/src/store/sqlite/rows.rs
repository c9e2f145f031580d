//! Entries and checkpoints as rows of SQLite: the tables, and one row at a time into them and out of them.
//!
//! It must not know about threads or the tree.

use super::super::ReadError;
use super::super::database::{Columns, Requests, Rows};
use crate::entry::{Entry, RequestKey};
use crate::hash::Hash;
use crate::receipt::Receipt;
use crate::verify::Record;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::ops::Range;

type Result<T, E = rusqlite::Error> = std::result::Result<T, E>;

/// Marks the file as a ledger: "HPlg".
pub(super) const APPLICATION_ID: i64 = 0x4850_6c67;
/// Of the tables.
pub(super) const VERSION: i64 = 1;

/// The triggers are no defence against whoever has the file, which is what checkpoints are for; they are one
/// against slips of the hand.
pub(super) const TABLES: &str = "
CREATE TABLE entry (
    number      INTEGER PRIMARY KEY,
    received_ms INTEGER NOT NULL,
    request_key TEXT    NOT NULL UNIQUE,
    secret      BLOB    NOT NULL,
    body        TEXT    NOT NULL,
    commitment  BLOB    NOT NULL
) STRICT;
CREATE TABLE checkpoint (
    number INTEGER PRIMARY KEY,
    note   TEXT NOT NULL
) STRICT;
CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;
CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE ON checkpoint
    BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;
CREATE TRIGGER checkpoint_is_not_deleted BEFORE DELETE ON checkpoint
    BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;
";

/// Every record, those with impossible numbers too.
pub(super) fn all_records(db: &Connection, mut each: impl FnMut(Record)) -> Result<()> {
    let mut statement = db.prepare(
        "SELECT number, received_ms, request_key, secret, body, commitment FROM entry NOT INDEXED ORDER BY number",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(record(row)?);
    }
    Ok(())
}

impl Rows for &Connection {
    fn end(&mut self) -> Result<(u64, u64), ReadError> {
        let last = self
            .prepare_cached("SELECT number + 1, received_ms FROM entry ORDER BY number DESC LIMIT 1")
            .and_then(|mut it| it.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional());
        Ok(last.map_err(unread)?.unwrap_or((0, 0)))
    }

    fn commitments_from(&mut self, start: u64) -> Result<Vec<(u64, Hash)>, ReadError> {
        commitments_from(self, start).map_err(unread)
    }

    fn records(&mut self, numbers: Range<u64>) -> Result<Vec<Record>, ReadError> {
        records(self, numbers).map_err(unread)
    }

    fn requests(&mut self, keys: &[&RequestKey]) -> Result<Requests, ReadError> {
        let found = keys.iter().map(|key| {
            let found = request(self, key).map_err(unread)?;
            Ok(found.map(|it| ((*key).clone(), it)))
        });
        found.filter_map(Result::transpose).collect()
    }

    fn insert(&mut self, entries: &[(Entry, Hash)]) -> Result<(), ReadError> {
        let each = entries
            .iter()
            .map(|(entry, commitment)| insert(self, entry, *commitment));
        each.collect::<Result<(), _>>().map_err(unread)
    }

    fn checkpoints(&mut self) -> Result<Vec<(i64, Vec<u8>)>, ReadError> {
        checkpoints(self).map_err(unread)
    }

    fn last_checkpoint(&mut self) -> Result<Option<String>, ReadError> {
        let last = self
            .prepare_cached("SELECT note FROM checkpoint ORDER BY number DESC LIMIT 1")
            .and_then(|mut it| it.query_row([], |row| row.get(0)).optional());
        last.map_err(unread)
    }

    fn insert_checkpoint(&mut self, note: &str) -> Result<(), ReadError> {
        let sql =
            "INSERT INTO checkpoint (number, note) SELECT coalesce(max(number) + 1, 0), ? FROM checkpoint";
        self.execute(sql, [note]).map(drop).map_err(unread)
    }
}

fn insert(db: &Connection, entry: &Entry, commitment: Hash) -> Result<()> {
    let mut statement = db.prepare_cached(
        "INSERT INTO entry (number, received_ms, request_key, secret, body, commitment)
         VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    statement.execute(params![
        entry.index,
        entry.received_ms,
        entry.request_key.as_str(),
        entry.secret.as_bytes(),
        entry.body.text(),
        commitment.as_bytes(),
    ])?;
    Ok(())
}

fn records(db: &Connection, numbers: Range<u64>) -> Result<Vec<Record>> {
    let mut statement = db.prepare_cached(
        "SELECT number, received_ms, request_key, secret, body, commitment FROM entry
         WHERE number >= ? AND number < ? ORDER BY number",
    )?;
    let range = params![as_number(numbers.start), as_number(numbers.end)];
    statement.query_map(range, record)?.collect()
}

fn request(db: &Connection, key: &RequestKey) -> Result<Option<(Receipt, String)>> {
    let mut statement =
        db.prepare_cached("SELECT number, received_ms, commitment, body FROM entry WHERE request_key = ?")?;
    let found = statement.query_row([key.as_str()], |row| {
        let receipt = Receipt {
            index: row.get(0)?,
            received_ms: row.get(1)?,
            commitment: Hash::from_bytes(row.get(2)?),
        };
        Ok((receipt, row.get(3)?))
    });
    found.optional()
}

fn commitments_from(db: &Connection, start: u64) -> Result<Vec<(u64, Hash)>> {
    let mut statement =
        db.prepare_cached("SELECT number, commitment FROM entry WHERE number >= ? ORDER BY number")?;
    let found = statement.query_map([as_number(start)], |row| {
        Ok((row.get(0)?, Hash::from_bytes(row.get(1)?)))
    })?;
    found.collect()
}

fn checkpoints(db: &Connection) -> Result<Vec<(i64, Vec<u8>)>> {
    let mut statement = db.prepare_cached("SELECT number, note FROM checkpoint ORDER BY number")?;
    let found = statement.query_map([], |row| {
        let note = row.get_ref(1)?.as_bytes().unwrap_or_default();
        Ok((row.get(0)?, note.to_vec()))
    })?;
    found.collect()
}

/// SQLite's integers have a sign.
fn as_number(index: u64) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

fn record(row: &Row<'_>) -> Result<Record> {
    let columns = Columns {
        received_ms: row.get(1).ok(),
        request_key: text(row, 2),
        secret: row.get(3).ok(),
        body: text(row, 4),
        commitment: row.get(5).ok(),
    };
    Ok(columns.record(row.get(0)?))
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> Option<&'a [u8]> {
    match row.get_ref(column).ok()? {
        ValueRef::Text(bytes) => Some(bytes),
        _ => None,
    }
}

fn unread(error: rusqlite::Error) -> ReadError {
    ReadError {
        why: error.to_string(),
    }
}
