//! Where a ledger is: in a file, or in a database that several replicas share.
//!
//! It must not know what is done with it there.

use super::Ledger;
use crate::problem::Problem;
use holdpoint_ledger::store::OpenError;
use holdpoint_ledger::verify::{Fault, Report, Trust};
use holdpoint_ledger::{Entry, Roots, Sqlite};
use std::fmt;
use std::path::Path;

/// What the address of a database begins with.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// As it was named in the call.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    File(&'a Path),
    Database(&'a str),
}

impl Place<'_> {
    pub(super) fn of(path: &Path) -> Place<'_> {
        let is_database = |it: &&str| SCHEMES.iter().any(|scheme| it.starts_with(scheme));
        match path.to_str().filter(is_database) {
            Some(url) => Place::Database(url),
            None => Place::File(path),
        }
    }

    /// Whether a ledger, or at least a file, is there.
    pub(super) fn is_taken(self) -> Result<bool, Problem> {
        match self {
            Place::File(path) => Ok(path.exists()),
            Place::Database(url) => database::exists(url).map_err(|it| self.refused(&it)),
        }
    }

    /// A ledger has to be there.
    pub(super) fn is_found(self) -> Result<(), Problem> {
        let found = match self {
            Place::File(path) => path.is_file(),
            Place::Database(_) => self.is_taken()?,
        };
        match found {
            true => Ok(()),
            false => Err(Problem::new(
                format!("there is no ledger {self}"),
                format!("holdpoint ledger init {self} begins one"),
            )),
        }
    }

    /// Opens what is there, or begins a ledger, under root keys if there are any; shows every entry.
    pub(super) fn open(self, roots: Option<&Roots>, show: &mut dyn FnMut(&Entry)) -> Result<Ledger, Problem> {
        let opened = match self {
            Place::File(path) => Sqlite::open_showing(path, roots, show).map(|it| Box::new(it) as Ledger),
            Place::Database(url) => database::open(url, roots, show),
        };
        opened.map_err(|why| match (&why, roots) {
            (OpenError::Damaged(faults), Some(_)) => self.not_under(faults),
            _ => self.refused(&why),
        })
    }

    /// Where the first thing that is wrong is who signed, the root keys may be those of another ledger.
    fn not_under(self, faults: &[Fault]) -> Problem {
        match faults.first() {
            Some(Fault::NotAdmitted { index, refusal }) => {
                let why = Problem::of(refusal).message;
                Problem::new(
                    format!("{self}: entry {index} is not admitted under these root keys: {why}"),
                    format!(
                        "see that the root keys are this ledger's; holdpoint ledger verify {self} --roots FILE names every entry"
                    ),
                )
            }
            _ => self.refused(&OpenError::Damaged(faults.to_vec())),
        }
    }

    /// Reads it without opening it for anybody.
    pub(super) fn examine(self, trust: &Trust) -> Result<Report, Problem> {
        let report = match self {
            Place::File(path) => Sqlite::examine(path, trust),
            Place::Database(url) => database::examine(url, trust),
        };
        report.map_err(|why| self.refused(&why))
    }

    fn refused(self, why: &OpenError) -> Problem {
        let problem = Problem::of(format!("{self}: {why}"));
        match problem.help {
            Some(_) => problem,
            None => Problem::new(
                problem.message,
                format!("holdpoint ledger verify {self} says more"),
            ),
        }
    }
}

/// The address of a ledger for people to read: a password in it is theirs alone.
pub fn ledger_words(path: &Path) -> String {
    Place::of(path).to_string()
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = match self {
            Place::File(path) => return path.display().fmt(f),
            Place::Database(url) => *url,
        };
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        // The name of the user ends at the last `@` before the path.
        let authority = rest.find(['/', '?']).unwrap_or(rest.len());
        let user = rest[..authority].rfind('@');
        let (user, rest) = user.map_or(("", rest), |it| rest.split_at(it));
        let name = user.split_once(':').map_or(user, |(name, _)| name);
        let hidden = if name.len() < user.len() { ":***" } else { "" };
        let (rest, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        write!(f, "{scheme}://{name}{hidden}{rest}")?;
        for (number, parameter) in parameters.split('&').filter(|it| !it.is_empty()).enumerate() {
            let shown = match parameter.starts_with("password=") {
                true => "password=***",
                false => parameter,
            };
            write!(f, "{}{shown}", if number == 0 { '?' } else { '&' })?;
        }
        Ok(())
    }
}

#[cfg(feature = "postgres")]
mod database {
    use super::{Entry, Ledger, OpenError, Report, Roots, Trust};
    use holdpoint_ledger::Postgres;

    pub(super) fn exists(url: &str) -> Result<bool, OpenError> {
        Postgres::exists(url)
    }

    pub(super) fn open(
        url: &str,
        roots: Option<&Roots>,
        show: &mut dyn FnMut(&Entry),
    ) -> Result<Ledger, OpenError> {
        Postgres::open_showing(url, roots, show).map(|it| Box::new(it) as Ledger)
    }

    pub(super) fn examine(url: &str, trust: &Trust) -> Result<Report, OpenError> {
        Postgres::examine(url, trust)
    }
}

/// A program that was built without it can name the cure and nothing more.
#[cfg(not(feature = "postgres"))]
mod database {
    use super::{Entry, Ledger, OpenError, Report, Roots, Trust};

    pub(super) fn exists(_: &str) -> Result<bool, OpenError> {
        Err(not_built_in())
    }

    pub(super) fn open(_: &str, _: Option<&Roots>, _: &mut dyn FnMut(&Entry)) -> Result<Ledger, OpenError> {
        Err(not_built_in())
    }

    pub(super) fn examine(_: &str, _: &Trust) -> Result<Report, OpenError> {
        Err(not_built_in())
    }

    fn not_built_in() -> OpenError {
        OpenError::Disk {
            why: "this program was built without PostgreSQL\n\
                  help: build it with `cargo install --path crates/cli --features postgres`, or name a file"
                .to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        for (url, shown) in [
            (
                "postgres://me:secret@host:5432/db",
                "postgres://me:***@host:5432/db",
            ),
            ("postgres://me:sec@ret@host/db", "postgres://me:***@host/db"),
            ("postgres://me@host/db", "postgres://me@host/db"),
            ("postgresql://host/db", "postgresql://host/db"),
            (
                "postgres://host?user=me&password=secret&options=x",
                "postgres://host?user=me&password=***&options=x",
            ),
            ("a/file:with@signs.db", "a/file:with@signs.db"),
        ] {
            assert_eq!(ledger_words(Path::new(url)), shown);
        }
    }

    #[cfg(not(feature = "postgres"))]
    #[test]
    fn a_program_without_postgresql_says_how_to_get_one_with_it() {
        let opened = super::super::open(Path::new("postgres://me:secret@host/db"));
        let Err(problem) = opened else {
            panic!("nothing there can be opened")
        };
        assert!(problem.message.contains("postgres://me:***@host/db"), "{problem}");
        assert!(problem.help.is_some_and(|it| it.contains("--features postgres")));
    }
}
