//! The use case `ledger init`: a ledger without entries, and the key that signs its checkpoints.

use super::keyfile;
use super::place::Place;
use crate::problem::Problem;
use holdpoint_ledger::note::{Algorithm, KeyName, Signer};
use std::path::{Path, PathBuf};

/// Begins a ledger where there is none.
#[derive(Clone, Debug)]
pub struct InitLedger {
    /// The file of the ledger, or the address of a database. The secret key is kept beside the file, in the same name with
    /// `.key`.
    pub path: PathBuf,
    /// What the ledger is called in its checkpoints, as in `example.org/ledger`.
    pub origin: String,
    /// The file of a secret key that is there already, instead of one that is drawn; of a ledger in a database, one that is
    /// drawn into it if it is not there.
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
        let place = Place::of(&self.path);
        if place.is_taken()? {
            let message = format!("{place} is there already");
            let help = match place {
                Place::File(_) => "name a file that is not there yet",
                Place::Database(_) => "name a schema that is empty",
            };
            return Err(Problem::new(message, help));
        }
        let key_path = key_path(&self.path, self.key.as_deref())?;
        let signer = match &self.key {
            Some(key) if key.exists() || matches!(place, Place::File(_)) => {
                self.known_key(&key_path, &origin)?
            }
            _ => keyfile::begin(&key_path, &origin, Algorithm::Ed25519)?,
        };
        place.open(None, &mut |_| {})?;
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

/// Where the key of a ledger is: beside its file, unless somebody says otherwise.
pub(super) fn key_path(ledger: &Path, given: Option<&Path>) -> Result<PathBuf, Problem> {
    match (given, Place::of(ledger)) {
        (Some(given), _) => Ok(given.to_owned()),
        (None, Place::File(path)) => {
            let mut name = path.as_os_str().to_owned();
            name.push(".key");
            Ok(PathBuf::from(name))
        }
        (None, Place::Database(_)) => Err(Problem::new(
            "a database keeps no secret key of its ledger",
            "name the file of the key with --key",
        )),
    }
}
