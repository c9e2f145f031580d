//! One connection to a PostgreSQL server, and whose turn it is to write.
//!
//! ```text
//! begin        the turn is taken, and kept until the transaction has ended
//! work         sees all that was committed by whoever had the turn before: each statement looks anew
//! commit       on disk (and on the standbys that the server waits for), then seen by all, then the turn is over
//! ```
//!
//! So numbers are seen in their order, and nobody who reads to the end and comes back later misses one. If the
//! connection ends anywhere before the commit, the server undoes it all.
//!
//! It must not know what is written.

use super::super::ReadError;
use super::super::database::{Database, Rows, Unwritten};
use postgres::types::ToSql;
use postgres::{Client, Config, Error, NoTls, Row, Statement};
use std::collections::BTreeMap;
use std::error::Error as _;
use std::fmt;

/// Before anything else. Names mean the tables of one schema, whatever others made, and it is the same schema
/// for everything that this connection does.
const SCHEMA: &str = "
SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', false),
       current_setting('fsync'), current_setting('server_encoding')";

/// Whoever hangs does not keep the turn for ever. The lock's first number marks it as ours ('HPlg'), the second is
/// that of the schema.
const TAKE_TURN: &str = "
BEGIN ISOLATION LEVEL READ COMMITTED;
SELECT set_config('synchronous_commit', 'on', true)
    WHERE current_setting('synchronous_commit') IN ('off', 'local');
SET LOCAL lock_timeout = '30s';
SET LOCAL idle_in_transaction_session_timeout = '60s';
SELECT pg_advisory_xact_lock(1213230183, quote_ident(current_schema())::regnamespace::oid::integer)";

/// A PostgreSQL server, connected to when it is needed.
pub struct Server {
    config: Config,
    /// `None` if the last one was lost, or left in the middle of something.
    session: Option<Session>,
}

impl fmt::Debug for Server {
    /// Passwords are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Server")
    }
}

impl Server {
    pub(super) fn of(config: Config, session: Session) -> Server {
        Server {
            config,
            session: Some(session),
        }
    }

    /// Has the turn. A connection that turns out to be lost is made anew.
    fn begun(&mut self) -> Result<Session, ReadError> {
        if let Some(mut session) = self.session.take() {
            match session.take_turn() {
                Ok(()) => return Ok(session),
                Err(error) if !session.client.is_closed() => return Err(unread(error)),
                Err(_) => {}
            }
        }
        let mut session = Session::connect(&self.config)?;
        session.take_turn().map_err(unread)?;
        Ok(session)
    }
}

impl Database for Server {
    fn read<T>(
        &mut self,
        mut ask: impl FnMut(&mut dyn Rows) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        if let Some(mut session) = self.session.take() {
            let answer = ask(&mut session);
            let is_lost = session.client.is_closed();
            if !is_lost {
                self.session = Some(session);
            }
            if answer.is_ok() || !is_lost {
                return answer;
            }
        }
        ask(self.session.insert(Session::connect(&self.config)?))
    }

    fn write<T, E: From<Unwritten>>(
        &mut self,
        work: impl FnOnce(&mut dyn Rows) -> Result<T, E>,
    ) -> Result<T, E> {
        let begun = self.begun();
        let mut session = begun.map_err(|it| Unwritten::NotStored { why: it.why })?;
        let done = work(&mut session);
        let end = match done.is_ok() {
            true => "COMMIT",
            false => "ROLLBACK",
        };
        // A connection that did not end what it began is not used again.
        match (session.client.batch_execute(end), done.is_ok()) {
            (Ok(()), _) => self.session = Some(session),
            (Err(error), true) => return Err(Unwritten::Unsure { why: words(&error) }.into()),
            (Err(_), false) => {}
        }
        done
    }
}

/// A connection, in one schema.
pub(super) struct Session {
    pub(super) client: Client,
    /// What was asked before, so that the server reads each statement once.
    statements: BTreeMap<&'static str, Statement>,
}

impl Session {
    pub(super) fn connect(config: &Config) -> Result<Session, ReadError> {
        let mut client = config.connect(NoTls).map_err(unread)?;
        let setting = client.query_one(SCHEMA, &[]).map_err(unread)?;
        let setting = |column| setting.try_get::<_, Option<String>>(column).map_err(unread);
        let refused = |why: &str| Err(ReadError { why: why.to_owned() });
        if setting(0)?.is_none() {
            return refused("this role may use no schema of the database");
        } else if setting(1)?.as_deref() != Some("on") {
            return refused("the server runs with `fsync` off, and would lose entries when the power fails");
        } else if setting(2)?.as_deref() != Some("UTF8") {
            return refused("the database is not encoded in UTF8");
        }
        Ok(Session {
            client,
            statements: BTreeMap::new(),
        })
    }

    /// Takes the turn to write; it ends with the transaction.
    pub(super) fn take_turn(&mut self) -> Result<(), Error> {
        self.client.batch_execute(TAKE_TURN)
    }

    pub(super) fn query(
        &mut self,
        sql: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Error> {
        let statement = match self.statements.get(sql) {
            Some(statement) => statement.clone(),
            None => self.client.prepare(sql)?,
        };
        let rows = self.client.query(&statement, values);
        self.statements.insert(sql, statement);
        rows
    }
}

/// What the server said, or why nothing was heard of it.
pub(super) fn words(error: &Error) -> String {
    if let Some(said) = error.as_db_error() {
        return said.message().to_owned();
    }
    match error.source() {
        Some(why) => format!("{error}: {why}"),
        None => error.to_string(),
    }
}

pub(super) fn unread(error: Error) -> ReadError {
    ReadError { why: words(&error) }
}
