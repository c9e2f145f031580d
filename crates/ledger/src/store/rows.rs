//! Entries and checkpoints as rows of SQLite: the tables, and one row at a time into them and out of them.
//!
//! It must not know about threads or the tree.

use crate::entry::{Body, Entry, RequestKey, Secret};
use crate::hash::Hash;
use crate::receipt::Receipt;
use crate::verify::Record;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, Result, Row, params};

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

pub(super) fn insert(db: &Connection, entry: &Entry, commitment: Hash) -> Result<()> {
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

/// Calls `each` with every record from `start` to before `end`, in order of their numbers.
pub(super) fn records(db: &Connection, start: u64, end: u64, mut each: impl FnMut(Record)) -> Result<()> {
    let mut statement = db.prepare_cached(
        "SELECT number, received_ms, request_key, secret, body, commitment FROM entry
         WHERE number >= ? AND number < ? ORDER BY number",
    )?;
    let mut rows = statement.query(params![as_number(start), as_number(end)])?;
    while let Some(row) = rows.next()? {
        each(record(row)?);
    }
    Ok(())
}

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

/// The receipt of a request, with the body that it was for.
pub(super) fn request(db: &Connection, key: &RequestKey) -> Result<Option<(Receipt, String)>> {
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

/// The number of the next entry and the time of the last one.
pub(super) fn end(db: &Connection) -> Result<(u64, u64)> {
    let mut statement =
        db.prepare_cached("SELECT number + 1, received_ms FROM entry ORDER BY number DESC LIMIT 1")?;
    let last = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(last.optional()?.unwrap_or((0, 0)))
}

pub(super) fn commitments_from(db: &Connection, start: u64) -> Result<Vec<Hash>> {
    let mut statement =
        db.prepare_cached("SELECT commitment FROM entry WHERE number >= ? ORDER BY number")?;
    let found = statement.query_map([as_number(start)], |row| Ok(Hash::from_bytes(row.get(0)?)))?;
    found.collect()
}

pub(super) fn insert_checkpoint(db: &Connection, note: &str) -> Result<()> {
    db.execute(
        "INSERT INTO checkpoint (number, note) SELECT coalesce(max(number) + 1, 0), ? FROM checkpoint",
        [note],
    )?;
    Ok(())
}

/// Number and text of every checkpoint, oldest first.
pub(super) fn checkpoints(db: &Connection) -> Result<Vec<(i64, Vec<u8>)>> {
    let mut statement = db.prepare_cached("SELECT number, note FROM checkpoint ORDER BY number")?;
    let found = statement.query_map([], |row| {
        let note = row.get_ref(1)?.as_bytes().unwrap_or_default();
        Ok((row.get(0)?, note.to_vec()))
    })?;
    found.collect()
}

/// The text of the checkpoint that was kept last.
pub(super) fn last_checkpoint(db: &Connection) -> Result<Option<String>> {
    let mut statement = db.prepare_cached("SELECT note FROM checkpoint ORDER BY number DESC LIMIT 1")?;
    statement.query_row([], |row| row.get(0)).optional()
}

/// SQLite's integers have a sign.
fn as_number(index: u64) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

/// A row as it stands in the file, which somebody may have changed.
fn record(row: &Row<'_>) -> Result<Record> {
    let number: i64 = row.get(0)?;
    let content = |index| content(index, row).ok_or_else(|| wrong_column(row));
    let content = u64::try_from(number)
        .map_err(|_| "its number is below zero".to_owned())
        .and_then(content);
    Ok(Record { number, content })
}

fn content(index: u64, row: &Row<'_>) -> Option<(Entry, Hash)> {
    let entry = Entry {
        index,
        received_ms: row.get(1).ok()?,
        request_key: request_key(row)?,
        secret: secret(row)?,
        body: Body::read(text(row, 4)?).ok()?,
    };
    Some((entry, Hash::from_bytes(row.get(5).ok()?)))
}

fn wrong_column(row: &Row<'_>) -> String {
    if row.get::<_, u64>(1).is_err() {
        "its time is no number".to_owned()
    } else if request_key(row).is_none() {
        "its request key is none".to_owned()
    } else if secret(row).is_none() {
        "its secret is not 32 bytes".to_owned()
    } else if row.get::<_, [u8; 32]>(5).is_err() {
        "its commitment is not 32 bytes".to_owned()
    } else {
        let body = text(row, 4).map(Body::read);
        body.and_then(Result::err)
            .map_or("its body is no text".to_owned(), |it| {
                format!("its body is no body: {} at byte {}", it.problem, it.at)
            })
    }
}

fn request_key(row: &Row<'_>) -> Option<RequestKey> {
    RequestKey::new(std::str::from_utf8(text(row, 2)?).ok()?)
}

fn secret(row: &Row<'_>) -> Option<Secret> {
    let bytes: [u8; 32] = row.get(3).ok()?;
    Some(Secret::draw(|it| *it = bytes))
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> Option<&'a [u8]> {
    match row.get_ref(column).ok()? {
        ValueRef::Text(bytes) => Some(bytes),
        _ => None,
    }
}
