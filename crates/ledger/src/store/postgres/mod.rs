//! The store that several replicas share: a schema of a PostgreSQL database.
//!
//! It must not know what a body means.

mod rows;
mod session;

use self::session::{Server, Session, unread, words};
use super::database::Rows;
use super::opened::Opened;
use super::{OpenError, ReadError};
use crate::entry::Entry;
use crate::keyring::Roots;
use crate::verify::{Examination, Record, Report, Trust};
use ::postgres::Config;

/// A ledger in a database. Replicas on several machines may use it at once.
///
/// Nothing here may be called where an asynchronous task runs: a server lets it work on threads that may wait.
pub type Postgres = Opened<Server>;

impl Postgres {
    /// Opens the ledger in the database at `url`, as in `postgres://user@host/database`, or begins one in a schema
    /// that is empty. What is there is read from end to end: a ledger that does not hold together is not opened.
    pub fn open(url: &str) -> Result<Postgres, OpenError> {
        Postgres::open_showing(url, None, &mut |_| {})
    }

    /// Opens the ledger at `url`, or begins one, under root keys: every entry of it, from the first on, is
    /// padding or signed by those who may.
    pub fn open_under(url: &str, roots: &Roots) -> Result<Postgres, OpenError> {
        Postgres::open_showing(url, Some(roots), &mut |_| {})
    }

    /// Opens it, under root keys if there are any, and shows every entry as it is read: what was shown counts only if
    /// the ledger is opened in the end.
    pub fn open_showing(
        url: &str,
        roots: Option<&Roots>,
        show: &mut dyn FnMut(&Entry),
    ) -> Result<Postgres, OpenError> {
        let trust = Trust {
            roots: roots.cloned(),
            ..Trust::default()
        };
        Postgres::open_trusting(url, &trust, show)
    }

    fn open_trusting(url: &str, trust: &Trust, show: &mut dyn FnMut(&Entry)) -> Result<Postgres, OpenError> {
        let config = config(url)?;
        let mut writer = Session::connect(&config).map_err(disk)?;
        begin(&mut writer)?;
        let report = examined(&mut writer, trust, show)?;
        if !report.faults.is_empty() {
            return Err(OpenError::Damaged(report.faults));
        }
        let reader = Session::connect(&config).map_err(disk)?;
        let writer = Server::of(config.clone(), writer);
        Ok(Postgres::start(writer, Server::of(config, reader), report))
    }

    /// Whether a ledger is in the database at `url`.
    pub fn exists(url: &str) -> Result<bool, OpenError> {
        let mut session = Session::connect(&config(url)?).map_err(disk)?;
        is_ledger(&mut session)
    }

    /// Reads the database without opening it for anybody, and says all that is wrong with the ledger.
    pub fn examine(url: &str, trust: &Trust) -> Result<Report, OpenError> {
        let mut session = Session::connect(&config(url)?).map_err(disk)?;
        if !is_ledger(&mut session)? {
            return Err(foreign("there is none in the schema"));
        }
        examined(&mut session, trust, &mut |_| {})
    }
}

fn config(url: &str) -> Result<Config, OpenError> {
    let config = url.parse::<Config>();
    config.map_err(|error| OpenError::Disk { why: words(&error) })
}

/// Makes the tables in a schema that has none, and sees that those of any other are ours.
fn begin(session: &mut Session) -> Result<(), OpenError> {
    // Who only reads and writes entries may make nothing, and need not wait for anybody.
    if is_ledger(session)? {
        return Ok(());
    }
    session.take_turn().map_err(failed)?;
    let sql = "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
               AND relnamespace = quote_ident(current_schema())::regnamespace";
    let n_tables: i64 = session.client.query_one(sql, &[]).map_err(failed)?.get(0);
    // Another may have begun it while this one waited for its turn.
    if !is_ledger(session)? {
        if n_tables > 0 {
            return Err(foreign("the schema is of another program"));
        }
        let mark = format!(
            "{} INSERT INTO holdpoint VALUES ({})",
            rows::TABLES,
            rows::VERSION
        );
        session.client.batch_execute(&mark).map_err(failed)?;
    }
    session.client.batch_execute("COMMIT").map_err(failed)
}

/// `false` if nothing of a ledger is there.
fn is_ledger(session: &mut Session) -> Result<bool, OpenError> {
    let named = "SELECT to_regclass('holdpoint') IS NOT NULL";
    let is_there: bool = session.client.query_one(named, &[]).map_err(failed)?.get(0);
    if !is_there {
        return Ok(false);
    }
    let version = session.client.query_one("SELECT version FROM holdpoint", &[]);
    match version.and_then(|it| it.try_get::<_, i32>(0)).map_err(failed)? {
        rows::VERSION => Ok(true),
        version => Err(foreign(&format!(
            "its tables are of version {version}, and known is {}",
            rows::VERSION
        ))),
    }
}

/// At one moment, so that what others write meanwhile is not seen.
fn examined(session: &mut Session, trust: &Trust, show: &mut dyn FnMut(&Entry)) -> Result<Report, OpenError> {
    let run = |session: &mut Session, sql: &str| session.client.batch_execute(sql).map_err(failed);
    run(
        session,
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SAVEPOINT moment",
    )?;
    let mut examination = Examination::new(trust);
    for line in indices(session).unwrap_or_else(|error| vec![words(&error)]) {
        examination.file(line);
    }
    run(session, WITHOUT_INDICES)?;
    // After an error the server answers nothing more of this moment, so these are read first.
    let checkpoints = session.checkpoints();
    let each = |record: Record| {
        record.content.iter().for_each(|(entry, _)| show(entry));
        examination.record(record);
    };
    if let Err(error) = rows::all_records(session, each) {
        examination.unreadable(words(&error));
    }
    match checkpoints {
        Ok(checkpoints) => {
            for (number, note) in checkpoints {
                examination.checkpoint(number, &note);
            }
        }
        Err(error) => examination.file(error.why),
    }
    run(session, "ROLLBACK")?;
    Ok(examination.finish())
}

const WITHOUT_INDICES: &str = "
ROLLBACK TO SAVEPOINT moment;
SET LOCAL enable_indexscan = off;
SET LOCAL enable_indexonlyscan = off;
SET LOCAL enable_bitmapscan = off";

/// What can be found by an index is all that there is; if not, the names of those that are damaged.
fn indices(session: &mut Session) -> Result<Vec<String>, ::postgres::Error> {
    const OF_ENTRIES: [(&str, &str); 2] = [
        (
            "numbers",
            "SELECT count(*) FROM entry WHERE number >= -9223372036854775808",
        ),
        (
            "request keys",
            "SELECT count(*) FROM entry WHERE request_key >= ''",
        ),
    ];
    let client = &mut session.client;
    client.batch_execute(WITHOUT_INDICES)?;
    let n_entries: i64 = client.query_one("SELECT count(*) FROM entry", &[])?.try_get(0)?;
    client.batch_execute("ROLLBACK TO SAVEPOINT moment; SET LOCAL enable_seqscan = off")?;
    let mut lines = Vec::new();
    for (name, sql) in OF_ENTRIES {
        let n_found: i64 = client.query_one(sql, &[])?.try_get(0)?;
        if n_found != n_entries {
            lines.push(format!(
                "the index of {name} leads to {n_found} entries, and there are {n_entries}"
            ));
        }
    }
    Ok(lines)
}

fn disk(error: ReadError) -> OpenError {
    OpenError::Disk { why: error.why }
}

fn failed(error: ::postgres::Error) -> OpenError {
    disk(unread(error))
}

fn foreign(why: &str) -> OpenError {
    OpenError::NotALedger { why: why.to_owned() }
}
