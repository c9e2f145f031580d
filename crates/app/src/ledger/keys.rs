//! The use cases `ledger key`: root keys say whose keys may sign what, and for which party.
//!
//! They must not know what other entries say.

use super::keyfile;
use crate::gate::contents::Contents;
use crate::moment;
use crate::problem::Problem;
use holdpoint_ledger::keyring::Held;
use holdpoint_ledger::note::{Algorithm, KeyName, Verifier};
use holdpoint_ledger::{Hash, KeyEvent, Keyring, RequestKey, Role, Secret, Submission};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::suggest::cure;
use std::path::PathBuf;

/// Draws a key that signs entries.
#[derive(Clone, Debug)]
pub struct DrawKey {
    /// The file of the secret key, which must not be there yet.
    pub path: PathBuf,
    /// What the key is called, as in `example.org/lab`.
    pub name: String,
}

/// Puts a key event on record.
#[derive(Clone, Debug)]
pub struct ChangeKeys {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The file of the root keys, with how many of them must sign.
    pub roots: PathBuf,
    /// Files of secret root keys, each of which signs.
    pub root_keys: Vec<PathBuf>,
    /// What becomes of a key.
    pub change: KeyChange,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

/// What becomes of a key.
#[derive(Clone, Debug)]
pub enum KeyChange {
    /// It may sign from the next entry on.
    Add {
        /// The public key, `NAME+ID+KEY`.
        key: String,
        /// `issuer`, `auditor`, `government`, `log` or `root`.
        role: String,
        /// The parties that it speaks for, by their names in the policy.
        speaks_for: Vec<String>,
    },
    /// It signs nothing behind this entry.
    Retire {
        /// Its name, its id, or the public key.
        key: String,
    },
    /// Nothing that it signed counts from an entry on.
    Revoke {
        /// Its name, its id, or the public key.
        key: String,
        /// The first entry for which it does not count.
        from: u64,
    },
}

/// Lists the keys.
#[derive(Clone, Debug)]
pub struct ListKeys {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The file of the root keys.
    pub roots: PathBuf,
}

/// A key and its life.
#[derive(Clone, Debug, serde::Serialize)]
pub struct HeldKey {
    /// What it is called.
    pub name: String,
    /// Its id, by which signatures name it.
    pub id: String,
    /// Its role.
    pub role: String,
    /// The parties that it speaks for.
    pub speaks_for: Vec<String>,
    /// The entry that added it; absent of root keys that were given.
    pub added: Option<u64>,
    /// The entry that retired it.
    pub retired: Option<u64>,
    /// The first entry for which it does not count.
    pub revoked_from: Option<u64>,
}

impl DrawKey {
    /// Draws it; gives the public key, `NAME+ID+KEY`.
    pub fn run(&self) -> Result<String, Problem> {
        let name = KeyName::new(&self.name).ok_or_else(|| {
            let message = format!("`{}` cannot be the name of a key", self.name);
            Problem::new(
                message,
                "take one without blank space and `+`, as in `example.org/lab`",
            )
        })?;
        let signer = keyfile::begin(&self.path, &name, Algorithm::Ed25519)?;
        Ok(signer.verifier().to_string())
    }
}

impl ChangeKeys {
    /// Puts it on record; gives the entry.
    pub fn run(&self) -> Result<u64, Problem> {
        let (store, contents) = Contents::of_ledger(&self.path, Some(&self.roots))?;
        let keyring = contents.keyring(contents.size()).ok_or_else(no_keys)?;
        let mut attestation = self.change.event(keyring)?.attestation();
        for path in &self.root_keys {
            let signer = keyfile::read(path)?;
            if signer.verifier().algorithm() != Algorithm::Ed25519 {
                let message = format!("the key in {} is a witness's", path.display());
                return Err(Problem::new(message, "key events are signed by root keys"));
            }
            attestation.sign(&signer);
        }
        let body = attestation.body().map_err(Problem::of)?;
        let hash = Hash::of(&[body.text().as_bytes()]);
        let submission = Submission {
            request_key: RequestKey::new(&format!("key:{hash}")).expect("it is short and plain"),
            secret: Secret::draw(moment::draw),
            body,
        };
        let receipts = store.append(vec![submission], moment::now_ms(self.now)?);
        let receipts = receipts.map_err(Problem::of)?;
        let receipt = receipts.first();
        receipt
            .map(|it| it.index)
            .ok_or_else(|| Problem::of("nothing was stored"))
    }
}

impl KeyChange {
    fn event(&self, keyring: &Keyring) -> Result<KeyEvent, Problem> {
        match self {
            KeyChange::Add {
                key,
                role,
                speaks_for,
            } => Ok(KeyEvent::Add {
                key: Verifier::parse(key).map_err(Problem::of)?,
                role: Role::named(role).ok_or_else(|| {
                    let known = ["issuer", "auditor", "government", "log", "root"];
                    Problem::new(format!("there is no role `{role}`"), cure(role, known))
                })?,
                speaks_for: speaks_for.clone(),
            }),
            KeyChange::Retire { key } => Ok(KeyEvent::Retire {
                key: held(keyring, key)?.verifier.key_id(),
            }),
            KeyChange::Revoke { key, from } => Ok(KeyEvent::Revoke {
                key: held(keyring, key)?.verifier.key_id(),
                from: *from,
            }),
        }
    }
}

impl ListKeys {
    /// Lists them, in the order in which they were added.
    pub fn run(&self) -> Result<Vec<HeldKey>, Problem> {
        let (_, contents) = Contents::of_ledger(&self.path, Some(&self.roots))?;
        let keyring = contents.keyring(contents.size()).ok_or_else(no_keys)?;
        let mut keys: Vec<HeldKey> = keyring.keys().map(HeldKey::of).collect();
        keys.sort_by(|one, other| (one.added, &one.name).cmp(&(other.added, &other.name)));
        Ok(keys)
    }
}

impl HeldKey {
    fn of(it: &Held) -> HeldKey {
        HeldKey {
            name: it.verifier.name().to_string(),
            id: it.verifier.key_id().to_string(),
            role: it.role.to_string(),
            speaks_for: it.speaks_for.clone(),
            added: it.added,
            retired: it.retired,
            revoked_from: it.revoked_from,
        }
    }
}

/// The one key that is called so.
fn held<'k>(keyring: &'k Keyring, word: &str) -> Result<&'k Held, Problem> {
    let is_called = |it: &&Held| {
        let key = &it.verifier;
        key.name().to_string() == word || key.key_id().to_string() == word || key.to_string() == word
    };
    let mut found = keyring.keys().filter(is_called);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => {
            let names: Vec<String> = keyring.keys().map(|it| it.verifier.name().to_string()).collect();
            let help = cure(word, names.iter().map(String::as_str));
            Err(Problem::new(format!("no key `{word}` was ever added"), help))
        }
        (Some(_), Some(_)) => Err(Problem::new(
            format!("several keys are called `{word}`"),
            "name it by its id, as `holdpoint ledger key list` shows it",
        )),
    }
}

fn no_keys() -> Problem {
    Problem::new("no root keys are known", "give their file with --roots")
}
