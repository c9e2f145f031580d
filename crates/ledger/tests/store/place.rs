//! Where a ledger under test is kept: a file of its own, or a schema of its own.
//!
//! It must not know what is tested.

#[cfg(feature = "postgres")]
use crate::server::Server;
use holdpoint_ledger::store::OpenError;
use holdpoint_ledger::verify::{Fault, Report, Trust};
use holdpoint_ledger::{Roots, Sqlite, Store};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A ledger that is open, in whatever store.
pub(crate) type Ledger = Box<dyn Store + Send + Sync>;

/// What has room for ledgers.
#[derive(Clone)]
pub(crate) enum Host {
    Files,
    #[cfg(feature = "postgres")]
    Server(Arc<Server>),
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Host::Files => "sqlite",
            #[cfg(feature = "postgres")]
            Host::Server(_) => "postgres",
        })
    }
}

impl Host {
    /// A place that nobody has.
    pub(crate) fn place(&self) -> Place {
        match self {
            Host::Files => Place::in_folder(Arc::new(tempfile::tempdir().unwrap()), "ledger.db"),
            #[cfg(feature = "postgres")]
            Host::Server(server) => Place::Schema(server.schema()),
        }
    }

    /// A new ledger, open, and its place.
    pub(crate) fn begin(&self) -> (Place, Ledger) {
        let place = self.place();
        let ledger = place.open().unwrap();
        (place, ledger)
    }
}

/// Where one ledger is, or will be.
pub(crate) enum Place {
    File {
        path: PathBuf,
        /// Kept as long as this; `None` if somebody else keeps it.
        _folder: Option<Arc<tempfile::TempDir>>,
    },
    /// How to connect to it.
    #[cfg(feature = "postgres")]
    Schema(String),
}

impl Place {
    fn in_folder(folder: Arc<tempfile::TempDir>, name: &str) -> Place {
        Place::File {
            path: folder.path().join(name),
            _folder: Some(folder),
        }
    }

    /// The place that another process calls so.
    pub(crate) fn named(word: &str) -> Place {
        #[cfg(feature = "postgres")]
        if word.starts_with("host=") {
            return Place::Schema(word.to_owned());
        }
        Place::File {
            path: PathBuf::from(word),
            _folder: None,
        }
    }

    /// For another process.
    pub(crate) fn name(&self) -> String {
        match self {
            Place::File { path, .. } => path.display().to_string(),
            #[cfg(feature = "postgres")]
            Place::Schema(url) => url.clone(),
        }
    }

    /// The file, where there is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Place::File { path, .. } => Some(path),
            #[cfg(feature = "postgres")]
            Place::Schema(_) => None,
        }
    }

    pub(crate) fn open(&self) -> Result<Ledger, OpenError> {
        Ok(match self {
            Place::File { path, .. } => Box::new(Sqlite::open(path)?),
            #[cfg(feature = "postgres")]
            Place::Schema(url) => Box::new(holdpoint_ledger::Postgres::open(url)?),
        })
    }

    pub(crate) fn open_under(&self, roots: &Roots) -> Result<Ledger, OpenError> {
        Ok(match self {
            Place::File { path, .. } => Box::new(Sqlite::open_under(path, roots)?),
            #[cfg(feature = "postgres")]
            Place::Schema(url) => Box::new(holdpoint_ledger::Postgres::open_under(url, roots)?),
        })
    }

    pub(crate) fn examine(&self, trust: &Trust) -> Result<Report, OpenError> {
        match self {
            Place::File { path, .. } => Sqlite::examine(path, trust),
            #[cfg(feature = "postgres")]
            Place::Schema(url) => holdpoint_ledger::Postgres::examine(url, trust),
        }
    }

    pub(crate) fn faults(&self, trust: &Trust) -> Vec<Fault> {
        self.examine(trust).unwrap().faults
    }

    /// Runs SQL as somebody who has the place might, or says why it was refused.
    pub(crate) fn run(&self, sql: &str) -> Result<(), String> {
        match self {
            Place::File { path, .. } => {
                let db = rusqlite::Connection::open(path).unwrap();
                db.execute_batch(sql).map_err(|it| it.to_string())
            }
            #[cfg(feature = "postgres")]
            Place::Schema(url) => crate::server::run(url, sql),
        }
    }

    /// Runs SQL without the triggers that stop slips of the hand.
    pub(crate) fn run_unlocked(&self, sql: &str) {
        let triggers = [
            ("entry_is_not_changed", "entry"),
            ("entry_is_not_deleted", "entry"),
            ("entry_is_next", "entry"),
            ("checkpoint_is_not_changed", "checkpoint"),
            ("checkpoint_is_not_deleted", "checkpoint"),
        ];
        for (trigger, table) in triggers {
            let of_table = match self {
                Place::File { .. } => String::new(),
                #[cfg(feature = "postgres")]
                Place::Schema(_) => format!(" ON {table}"),
            };
            self.run(&format!("DROP TRIGGER IF EXISTS {trigger}{of_table}"))
                .unwrap_or_else(|why| panic!("the triggers of {table}: {why}"));
        }
        self.run(sql).unwrap();
    }

    /// Bytes, in the SQL of the place.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> String {
        let digits: String = bytes.iter().map(|it| format!("{it:02x}")).collect();
        match self {
            Place::File { .. } => format!("x'{digits}'"),
            #[cfg(feature = "postgres")]
            Place::Schema(_) => format!("'\\x{digits}'::BYTEA"),
        }
    }

    /// Everything that is here, somewhere else.
    pub(crate) fn copy(&self, host: &Host) -> Place {
        let copy = host.place();
        match (self, &copy) {
            (Place::File { path, .. }, Place::File { path: other, .. }) => {
                std::fs::copy(path, other).map(drop).unwrap();
            }
            #[cfg(feature = "postgres")]
            (Place::Schema(from), Place::Schema(to)) => {
                drop(copy.open().unwrap());
                let from = crate::server::schema_of(from);
                let tables = ["entry", "checkpoint"];
                let sql =
                    tables.map(|it| format!("INSERT INTO {it} SELECT * FROM {from}.{it} ORDER BY number;"));
                crate::server::run(to, &sql.concat()).unwrap();
            }
            #[cfg(feature = "postgres")]
            _ => panic!("one host has places of one kind"),
        }
        copy
    }
}
