//! The use case `ledger init`: a ledger without entries, and the key that signs its heads.

use super::keyfile;
use crate::problem::Problem;
use holdpoint_ledger::Sqlite;
use holdpoint_ledger::note::KeyName;
use std::path::PathBuf;

/// Begins a ledger where there is none.
#[derive(Clone, Debug)]
pub struct InitLedger {
    /// The file of the ledger; the secret key is kept beside it, in the same name with `.key`.
    pub path: PathBuf,
    /// What the ledger is called in its heads, as in `example.org/ledger`.
    pub origin: String,
}

/// A ledger that was begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The file of the secret key.
    pub key_path: PathBuf,
    /// The public key, for everybody who verifies.
    pub verifier: String,
}

impl InitLedger {
    /// Begins it.
    pub fn run(&self) -> Result<Begun, Problem> {
        let origin = KeyName::new(&self.origin).ok_or_else(|| {
            let message = format!("`{}` cannot be the name of a ledger", self.origin);
            Problem::new(
                message,
                "take one without blank space and `+`, as in `example.org/ledger`",
            )
        })?;
        if self.path.exists() {
            let message = format!("{} is there already", self.path.display());
            return Err(Problem::new(message, "name a file that is not there yet"));
        }
        let key_path = key_path(&self.path);
        let signer = keyfile::begin(&key_path, &origin)?;
        Sqlite::open(&self.path).map_err(Problem::of)?;
        Ok(Begun {
            key_path,
            verifier: signer.verifier().to_string(),
        })
    }
}

/// Where the key of a ledger is kept unless somebody says otherwise.
pub(super) fn key_path(ledger: &std::path::Path) -> PathBuf {
    let mut name = ledger.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}
