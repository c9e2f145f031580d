//! The use case `ledger init`: a ledger without entries, and the key that signs its checkpoints.

use super::keyfile;
use crate::problem::Problem;
use holdpoint_ledger::Sqlite;
use holdpoint_ledger::note::{Algorithm, KeyName, Signer};
use std::path::{Path, PathBuf};

/// Begins a ledger where there is none.
#[derive(Clone, Debug)]
pub struct InitLedger {
    /// The file of the ledger; the secret key is kept beside it, in the same name with `.key`.
    pub path: PathBuf,
    /// What the ledger is called in its checkpoints, as in `example.org/ledger`.
    pub origin: String,
    /// The file of a secret key that is there already, instead of one that is drawn.
    pub key: Option<PathBuf>,
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
        let key_path = self.key.clone().unwrap_or_else(|| key_path(&self.path));
        let signer = match &self.key {
            Some(_) => self.known_key(&key_path, &origin)?,
            None => keyfile::begin(&key_path, &origin, Algorithm::Ed25519)?,
        };
        Sqlite::open(&self.path).map_err(Problem::of)?;
        Ok(Begun {
            key_path,
            verifier: signer.verifier().to_string(),
        })
    }

    /// A ledger is called as its key is.
    fn known_key(&self, path: &Path, origin: &KeyName) -> Result<Signer, Problem> {
        let signer = keyfile::read(path)?;
        if signer.verifier().algorithm() != Algorithm::Ed25519 {
            let message = format!("the key in {} is a witness's", path.display());
            return Err(Problem::new(message, "a ledger signs with a key of its own"));
        }
        match signer.verifier().name() == origin {
            true => Ok(signer),
            false => Err(Problem::new(
                format!(
                    "the key in {} is of `{}`",
                    path.display(),
                    signer.verifier().name()
                ),
                format!("--origin {} takes it", signer.verifier().name()),
            )),
        }
    }
}

/// Where the key of a ledger is kept unless somebody says otherwise.
pub(super) fn key_path(ledger: &Path) -> PathBuf {
    let mut name = ledger.as_os_str().to_owned();
    name.push(".key");
    PathBuf::from(name)
}
