//! Who signed the entries of a bundle, as far as can be told when some are withheld.
//!
//! A withheld entry may have been a key event: it may have added a key, or ended one. Behind it, no signature is
//! seen to be one that might be made; that it might not is seen as long as no key event could excuse it.
//!
//! It must not know commitments.

use crate::attestation::STATEMENT_TYPE;
use crate::canonical::Value;
use crate::entry::{Body, Field, Reveal};
use crate::keyring::{Barred, KEY_EVENT, Keyring, Refusal, Role};

pub(super) struct Signers {
    keyring: Keyring,
    /// An entry before the next one may have been a key event that is not known.
    has_gap: bool,
}

/// What is seen of those who signed an entry.
pub(super) enum Signed {
    Rightly,
    Wrongly(Refusal),
    NotKnown,
}

impl Signers {
    pub(super) fn new(keyring: Keyring) -> Signers {
        Signers {
            keyring,
            has_gap: false,
        }
    }

    /// The entry is known in whole.
    pub(super) fn whole(&mut self, index: u64, body: &Body) -> Signed {
        self.keyring.skip_to(index);
        match self.keyring.take(body) {
            Ok(admitted) if self.has_gap && admitted.role.is_some() => Signed::NotKnown,
            Ok(_) => Signed::Rightly,
            Err(refusal) if self.has_gap && may_be_excused(&refusal) => Signed::NotKnown,
            Err(refusal) => Signed::Wrongly(refusal),
        }
    }

    /// Of the entry, this is known.
    pub(super) fn part(&mut self, reveal: &Reveal) {
        self.has_gap |= !is_no_key_event(reveal);
    }

    /// Of an entry or more, nothing is known.
    pub(super) fn unknown(&mut self) {
        self.has_gap = true;
    }

    pub(super) fn finish(self) -> Keyring {
        self.keyring
    }
}

/// Could key events that are not known make it right?
fn may_be_excused(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::Barred {
            why: Barred::Unknown,
            ..
        } | Refusal::UnknownKey { .. }
            | Refusal::TooFewRootsLeft { .. }
    )
}

/// One open field is enough that shows another role, another predicate or another kind of statement.
fn is_no_key_event(reveal: &Reveal) -> bool {
    let expected = [
        ("_type", STATEMENT_TYPE),
        ("predicateType", KEY_EVENT),
        ("role", Role::Root.name()),
    ];
    reveal.fields.iter().any(|field| match field {
        Field::Open { name, value, .. } => expected
            .iter()
            .any(|it| it.0 == name && *value != Value::String(it.1.to_owned()).to_canonical()),
        _ => false,
    })
}
