//! Entries and checkpoints as rows of PostgreSQL: the tables, and rows into them and out of them.
//!
//! It must not know who may write when.

use super::super::ReadError;
use super::super::database::{Columns, Requests, Rows};
use super::session::{Session, unread};
use crate::entry::{Entry, RequestKey};
use crate::hash::Hash;
use crate::receipt::Receipt;
use crate::verify::Record;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::ToSql;
use postgres::{Error, Row};
use std::ops::Range;

/// Of the tables.
pub(super) const VERSION: i32 = 1;

/// `C` compares bytes: an index in the order of a language changes its order with the system's libraries.
///
/// The triggers are no defence against whoever owns the tables, which is what checkpoints are for; they are one
/// against slips of the hand, and against a program that does not ask whether it is its turn.
pub(super) const TABLES: &str = r#"
CREATE TABLE entry (
    number      BIGINT PRIMARY KEY,
    received_ms BIGINT NOT NULL,
    request_key TEXT COLLATE "C" NOT NULL UNIQUE,
    secret      BYTEA  NOT NULL,
    body        TEXT   NOT NULL,
    commitment  BYTEA  NOT NULL
);
CREATE TABLE checkpoint (
    number BIGINT PRIMARY KEY,
    note   TEXT NOT NULL
);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END $$;
CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
    EXECUTE FUNCTION refuse('an entry is never changed');
CREATE TRIGGER entry_is_not_deleted BEFORE DELETE OR TRUNCATE ON entry
    EXECUTE FUNCTION refuse('an entry is never deleted');
CREATE TRIGGER checkpoint_is_not_changed BEFORE UPDATE ON checkpoint
    EXECUTE FUNCTION refuse('a checkpoint is never changed');
CREATE TRIGGER checkpoint_is_not_deleted BEFORE DELETE OR TRUNCATE ON checkpoint
    EXECUTE FUNCTION refuse('a checkpoint is never deleted');
CREATE FUNCTION follow() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    last RECORD;
BEGIN
    SELECT number, received_ms INTO last FROM entry ORDER BY number DESC LIMIT 1;
    IF NEW.number IS DISTINCT FROM coalesce(last.number + 1, 0) THEN
        RAISE EXCEPTION 'entry % is not the next one', NEW.number;
    ELSIF NEW.received_ms < last.received_ms THEN
        RAISE EXCEPTION 'entry % was received before the one before it', NEW.number;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER entry_is_next BEFORE INSERT ON entry
    FOR EACH ROW EXECUTE FUNCTION follow();
CREATE TABLE holdpoint (version INTEGER NOT NULL);
"#;

/// Bytes that are sent in one statement before the next is begun; PostgreSQL takes a thousand million.
const SENT_BYTES: usize = 1 << 24;

impl Rows for Session {
    fn end(&mut self) -> Result<(u64, u64), ReadError> {
        let sql = "SELECT number, received_ms FROM entry ORDER BY number DESC LIMIT 1";
        match self.query(sql, &[]).map_err(unread)?.first() {
            Some(row) => Ok((number(row, 0)? + 1, number(row, 1)?)),
            None => Ok((0, 0)),
        }
    }

    fn commitments_from(&mut self, start: u64) -> Result<Vec<(u64, Hash)>, ReadError> {
        let sql = "SELECT number, commitment FROM entry WHERE number >= $1 ORDER BY number";
        let rows = self.query(sql, &[&as_number(start)]).map_err(unread)?;
        rows.iter().map(|it| Ok((number(it, 0)?, hash(it, 1)?))).collect()
    }

    fn records(&mut self, numbers: Range<u64>) -> Result<Vec<Record>, ReadError> {
        let sql = "SELECT number, received_ms, request_key, secret, body, commitment FROM entry
                   WHERE number >= $1 AND number < $2 ORDER BY number";
        let (start, end) = (as_number(numbers.start), as_number(numbers.end));
        let rows = self.query(sql, &[&start, &end]).map_err(unread)?;
        rows.iter().map(record).collect::<Result<_, _>>().map_err(unread)
    }

    fn requests(&mut self, keys: &[&RequestKey]) -> Result<Requests, ReadError> {
        let sql = "SELECT number, received_ms, commitment, body, request_key FROM entry
                   WHERE request_key = ANY($1)";
        let keys: Vec<&str> = keys.iter().map(|it| it.as_str()).collect();
        let rows = self.query(sql, &[&keys]).map_err(unread)?;
        rows.iter().map(request).collect()
    }

    fn insert(&mut self, entries: &[(Entry, Hash)]) -> Result<(), ReadError> {
        let mut rest = entries;
        while !rest.is_empty() {
            let mut sent_bytes = 0;
            let fits = rest.iter().take_while(|(entry, _)| {
                let before = sent_bytes;
                sent_bytes += entry.body.text().len();
                before < SENT_BYTES
            });
            let (portion, later) = rest.split_at(fits.count());
            insert(self, portion)?;
            rest = later;
        }
        Ok(())
    }

    fn checkpoints(&mut self) -> Result<Vec<(i64, Vec<u8>)>, ReadError> {
        let sql = "SELECT number, note FROM checkpoint ORDER BY number";
        let rows = self.query(sql, &[]).map_err(unread)?;
        let checkpoint = |row: &Row| {
            let note: String = row.try_get(1)?;
            Ok((row.try_get(0)?, note.into_bytes()))
        };
        rows.iter()
            .map(checkpoint)
            .collect::<Result<_, _>>()
            .map_err(unread)
    }

    fn last_checkpoint(&mut self) -> Result<Option<String>, ReadError> {
        let sql = "SELECT note FROM checkpoint ORDER BY number DESC LIMIT 1";
        let rows = self.query(sql, &[]).map_err(unread)?;
        rows.first().map(|it| it.try_get(0)).transpose().map_err(unread)
    }

    fn insert_checkpoint(&mut self, note: &str) -> Result<(), ReadError> {
        let sql = "INSERT INTO checkpoint (number, note)
                   SELECT coalesce(max(number) + 1, 0), $1 FROM checkpoint";
        self.query(sql, &[&note]).map(drop).map_err(unread)
    }
}

/// Calls `each` with every record, those with impossible numbers too, and does not hold them all at once.
pub(super) fn all_records(session: &mut Session, mut each: impl FnMut(Record)) -> Result<(), Error> {
    let sql = "SELECT number, received_ms, request_key, secret, body, commitment FROM entry ORDER BY number";
    let mut rows = session.client.query_raw(sql, std::iter::empty::<&i64>())?;
    while let Some(row) = rows.next()? {
        each(record(&row)?);
    }
    Ok(())
}

fn insert(session: &mut Session, entries: &[(Entry, Hash)]) -> Result<(), ReadError> {
    let sql = "INSERT INTO entry (number, received_ms, request_key, secret, body, commitment)
               SELECT * FROM unnest($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::BYTEA[], $5::TEXT[], $6::BYTEA[])
               AS it (number, received_ms, request_key, secret, body, commitment) ORDER BY it.number";
    let each = || entries.iter().map(|it| &it.0);
    let times: Result<Vec<i64>, _> = each().map(|it| i64::try_from(it.received_ms)).collect();
    let times = times.map_err(|_| ReadError {
        why: "the time is too late to be stored".to_owned(),
    })?;
    let columns: [&(dyn ToSql + Sync); 6] = [
        &each().map(|it| as_number(it.index)).collect::<Vec<i64>>(),
        &times,
        &each().map(|it| it.request_key.as_str()).collect::<Vec<_>>(),
        &each().map(|it| &it.secret.as_bytes()[..]).collect::<Vec<_>>(),
        &each().map(|it| it.body.text()).collect::<Vec<_>>(),
        &entries.iter().map(|it| &it.1.as_bytes()[..]).collect::<Vec<_>>(),
    ];
    session.query(sql, &columns).map(drop).map_err(unread)
}

/// PostgreSQL's integers have a sign.
fn as_number(index: u64) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

fn number(row: &Row, column: usize) -> Result<u64, ReadError> {
    let number: i64 = row.try_get(column).map_err(unread)?;
    u64::try_from(number).map_err(|_| ReadError {
        why: format!("the number {number} is below zero"),
    })
}

fn hash(row: &Row, column: usize) -> Result<Hash, ReadError> {
    let bytes = bytes(row, column).map(Hash::from_bytes);
    bytes.ok_or_else(|| ReadError {
        why: "a commitment is not 32 bytes".to_owned(),
    })
}

fn bytes(row: &Row, column: usize) -> Option<[u8; 32]> {
    row.try_get::<_, &[u8]>(column).ok()?.try_into().ok()
}

fn text(row: &Row, column: usize) -> Option<&[u8]> {
    row.try_get::<_, &str>(column).ok().map(str::as_bytes)
}

fn record(row: &Row) -> Result<Record, Error> {
    let received_ms = row.try_get::<_, i64>(1).ok();
    let columns = Columns {
        received_ms: received_ms.and_then(|it| u64::try_from(it).ok()),
        request_key: text(row, 2),
        secret: bytes(row, 3),
        body: text(row, 4),
        commitment: bytes(row, 5),
    };
    Ok(columns.record(row.try_get(0)?))
}

fn request(row: &Row) -> Result<(RequestKey, (Receipt, String)), ReadError> {
    let receipt = Receipt {
        index: number(row, 0)?,
        received_ms: number(row, 1)?,
        commitment: hash(row, 2)?,
    };
    let body = row.try_get(3).map_err(unread)?;
    let key = RequestKey::new(row.try_get(4).map_err(unread)?);
    let key = key.ok_or_else(|| ReadError {
        why: format!("the request key of entry {} is none", receipt.index),
    })?;
    Ok((key, (receipt, body)))
}
