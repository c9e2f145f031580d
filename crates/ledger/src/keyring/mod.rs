//! Who may sign what: keys by role, as the entries of the ledger say it, one after the other.
//!
//! A key has one role for all its life. Root keys are given from outside; they alone add, retire and revoke
//! keys, and `threshold` of them must sign. A key event is an entry like any other and speaks of the entries
//! behind it, or, when it revokes, of those from a stated index on:
//!
//! ```text
//! index        0     1     2     3     4     5     6     7
//!              add a             retire a
//! a may sign         ·     1     2  . .                         from behind `add` up to `retire`
//!              add b                         revoke b from 3
//! b may sign         ·     1     2                              in hindsight; what came before it was seen to
//!                                                               be signed rightly then, and is not undone
//! ```
//!
//! Whom a key speaks for is said where it is added, and is a word to this module: a statement that is let in counts for
//! the party that it names only if [`Keyring::counts`] says so.
//!
//! It must not know what is signed, but for key events.

mod barred;
mod event;
mod role;
mod roots;

pub use barred::{Barred, Refusal, Uncounted};
pub use event::{KEY_EVENT, KeyEvent};
pub use role::Role;
pub use roots::Roots;

use crate::attestation::{Attestation, KeyId, Signature};
use crate::entry::Body;
use crate::note::Verifier;
use std::collections::BTreeMap;

/// The keys as the entries up to some index leave them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyring {
    threshold: usize,
    keys: BTreeMap<KeyId, Held>,
    next: u64,
}

/// A key and its life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The key.
    pub verifier: Verifier,
    /// Its role for all its life.
    pub role: Role,
    /// The parties that it speaks for.
    pub speaks_for: Vec<String>,
    /// The entry that added it; `None` of those that were there from the start.
    pub added: Option<u64>,
    /// The entry that retired it.
    pub retired: Option<u64>,
    /// The first entry for which it does not count.
    pub revoked_from: Option<u64>,
}

/// Why an entry is let in: who signed it, all of whom might.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// `None` of padding, which nobody signs.
    pub role: Option<Role>,
    /// Whose signatures were verified.
    pub keys: Vec<KeyId>,
    /// Kinds of signatures that were not checked.
    pub unchecked: Vec<String>,
}

impl Keyring {
    /// Before the first entry.
    pub fn new(roots: &Roots) -> Keyring {
        let held = |key: &Verifier| (key.key_id(), Held::new(key.clone(), Role::Root, Vec::new(), None));
        Keyring {
            threshold: roots.threshold(),
            keys: roots.keys().iter().map(held).collect(),
            next: 0,
        }
    }

    /// The index of the entry that it waits for.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Takes the next entry: sees whether its signers might sign it, and if it is a key event, follows it. An
    /// entry that is refused changes no key; the one behind it is the next all the same.
    pub fn take(&mut self, body: &Body) -> Result<Admitted, Refusal> {
        let admitted = self.admit(body);
        self.next += 1;
        let (admitted, event) = admitted?;
        if let Some(event) = event {
            self.follow(event);
        }
        Ok(admitted)
    }

    /// The next entry is not known, or cannot be read.
    pub fn skip(&mut self) {
        self.next += 1;
    }

    /// The entries up to `next` are not known.
    pub fn skip_to(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Might the key sign the entry at `index` in that role, by all that is known now? It need not be what was
    /// known when the entry came: see the drawing above.
    pub fn may_sign(&self, key: KeyId, role: Role, index: u64) -> Result<(), Barred> {
        let held = self.keys.get(&key).ok_or(Barred::Unknown)?;
        held.may_sign(role, index)
    }

    /// Might the key say the entry at `index` in that role for that party, by all that is known now?
    pub fn may_speak(&self, key: KeyId, role: Role, index: u64, party: &str) -> Result<(), Barred> {
        let held = self.keys.get(&key).ok_or(Barred::Unknown)?;
        held.may_sign(role, index)?;
        match held.speaks_for.iter().any(|it| it == party) {
            true => Ok(()),
            false => Err(Barred::SpeaksNotFor {
                party: party.to_owned(),
                speaks_for: held.speaks_for.clone(),
            }),
        }
    }

    /// Does the body of the entry at `index` count as said by that party, by all that is known now? Only if the
    /// signature of a key is verified that might say it; without a party, of a key that might sign it.
    pub fn counts(&self, body: &Body, index: u64, party: Option<&str>) -> Result<(), Uncounted> {
        let attestation = Attestation::read(body)
            .ok()
            .flatten()
            .ok_or(Uncounted::Unsigned)?;
        let mut uncounted = Uncounted::Unsigned;
        for key in attestation.signatures().iter().filter_map(Signature::key) {
            let may = match party {
                Some(party) => self.may_speak(key, attestation.role(), index, party),
                None => self.may_sign(key, attestation.role(), index),
            };
            let held = self.keys.get(&key).filter(|_| may.is_ok());
            let is_signed = held.and_then(|it| attestation.is_signed_by(&it.verifier));
            uncounted = match (may, is_signed) {
                (Ok(()), Some(true)) => return Ok(()),
                (Ok(()), _) => Uncounted::WrongSignature { key },
                (Err(why), _) => Uncounted::Barred { key, why },
            };
        }
        Err(uncounted)
    }

    /// Every key that was ever there, in the order of their ids.
    pub fn keys(&self) -> impl Iterator<Item = &Held> {
        self.keys.values()
    }

    /// How many root keys must sign a key event.
    pub fn threshold(&self) -> usize {
        self.threshold
    }

    /// The key and its role, if it was ever added.
    pub fn key(&self, key: KeyId) -> Option<(&Verifier, Role)> {
        self.keys.get(&key).map(|it| (&it.verifier, it.role))
    }

    fn admit(&self, body: &Body) -> Result<(Admitted, Option<KeyEvent>), Refusal> {
        let Some(attestation) = Attestation::read(body).map_err(Refusal::Misshapen)? else {
            return padding(body);
        };
        let admitted = self.signers(&attestation)?;
        let event = KeyEvent::read(&attestation).map_err(Refusal::Misshapen)?;
        match (attestation.role(), &event) {
            (Role::Log, _) => return Err(Refusal::LogSigns),
            (Role::Root, None) => return Err(Refusal::RootSigns),
            (Role::Root, Some(event)) => self.allows(event, admitted.keys.len())?,
            (role, Some(_)) => return Err(Refusal::NotByRoot { role }),
            (_, None) => {}
        }
        Ok((admitted, event))
    }

    /// Every signature that can be checked is, and one is not enough to excuse another.
    fn signers(&self, attestation: &Attestation) -> Result<Admitted, Refusal> {
        let role = attestation.role();
        let mut admitted = Admitted {
            role: Some(role),
            keys: Vec::new(),
            unchecked: Vec::new(),
        };
        for signature in attestation.signatures() {
            match signature {
                Signature::Other { kind, .. } => admitted.unchecked.push(kind.clone()),
                Signature::Ed25519 { key, .. } => {
                    self.signer(attestation, *key)?;
                    admitted.keys.push(*key);
                }
            }
        }
        if admitted.keys.is_empty() {
            return Err(Refusal::Unsigned);
        }
        Ok(admitted)
    }

    fn signer(&self, attestation: &Attestation, key: KeyId) -> Result<(), Refusal> {
        let barred = |why| Refusal::Barred {
            key,
            role: attestation.role(),
            why,
        };
        let held = self.keys.get(&key).ok_or_else(|| barred(Barred::Unknown))?;
        held.may_sign(attestation.role(), self.next).map_err(barred)?;
        match attestation.is_signed_by(&held.verifier) {
            Some(true) => Ok(()),
            _ => Err(Refusal::WrongSignature { key }),
        }
    }

    /// May this key event be, signed by so many root keys?
    fn allows(&self, event: &KeyEvent, n_signers: usize) -> Result<(), Refusal> {
        if n_signers < self.threshold {
            let threshold = self.threshold;
            return Err(Refusal::TooFewRoots { n_signers, threshold });
        }
        let known = self.keys.get(&event.key());
        match (event, known) {
            (KeyEvent::Add { .. }, None) => Ok(()),
            (KeyEvent::Add { key, .. }, Some(_)) => Err(Refusal::KnownKey { key: key.key_id() }),
            (_, None) => Err(Refusal::UnknownKey { key: event.key() }),
            (KeyEvent::Retire { key }, Some(held)) if held.retired.is_some() => {
                Err(Refusal::RetiredTwice { key: *key })
            }
            (KeyEvent::Revoke { from, .. }, Some(_)) if *from > self.next => Err(Refusal::RevokedAhead {
                from: *from,
                index: self.next,
            }),
            (_, Some(held)) => self.enough_roots_without(held),
        }
    }

    /// Nobody could ever change a key again.
    fn enough_roots_without(&self, leaving: &Held) -> Result<(), Refusal> {
        let stays = |it: &&Held| it.role == Role::Root && it.is_in_force() && *it != leaving;
        let n_left = self.keys.values().filter(stays).count();
        if leaving.role == Role::Root && n_left < self.threshold {
            let threshold = self.threshold;
            return Err(Refusal::TooFewRootsLeft { n_left, threshold });
        }
        Ok(())
    }

    fn follow(&mut self, event: KeyEvent) {
        let index = self.next - 1;
        let id = event.key();
        if let KeyEvent::Add {
            key,
            role,
            speaks_for,
        } = event
        {
            let held = Held::new(key, role, speaks_for, Some(index));
            self.keys.insert(id, held);
            return;
        }
        let held = self
            .keys
            .get_mut(&id)
            .expect("events of unknown keys are refused");
        match event {
            KeyEvent::Revoke { from, .. } => {
                held.revoked_from = Some(held.revoked_from.map_or(from, |it| it.min(from)));
            }
            _ => held.retired = Some(index),
        }
    }
}

impl Held {
    fn new(verifier: Verifier, role: Role, speaks_for: Vec<String>, added: Option<u64>) -> Held {
        Held {
            verifier,
            role,
            speaks_for,
            added,
            retired: None,
            revoked_from: None,
        }
    }

    fn may_sign(&self, role: Role, index: u64) -> Result<(), Barred> {
        if self.role != role {
            return Err(Barred::OtherRole { role: self.role });
        }
        if let Some(added) = self.added.filter(|it| index <= *it) {
            return Err(Barred::NotYet { added });
        }
        if let Some(from) = self.revoked_from.filter(|it| index >= *it) {
            return Err(Barred::Revoked { from });
        }
        // The entry that retires a root key may be signed by it.
        match self.retired.filter(|it| index > *it) {
            Some(retired) => Err(Barred::Retired { retired }),
            None => Ok(()),
        }
    }

    fn is_in_force(&self) -> bool {
        self.retired.is_none() && self.revoked_from.is_none()
    }
}

fn padding(body: &Body) -> Result<(Admitted, Option<KeyEvent>), Refusal> {
    if *body != Body::padding() {
        return Err(Refusal::Unsigned);
    }
    let admitted = Admitted {
        role: None,
        keys: Vec::new(),
        unchecked: Vec::new(),
    };
    Ok((admitted, None))
}

#[cfg(test)]
mod tests;
