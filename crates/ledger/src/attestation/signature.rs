//! Signatures as they stand in a body and in a DSSE envelope.
//!
//! It must not know what they sign.

use crate::canonical::{Misshapen, Value, shape, shape::Place};
use crate::hash::Hash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// Signatures under one statement, at most.
const SIGNATURES_MAX: usize = 32;

/// Tells keys apart: SHA-256 of the 32 bytes of an Ed25519 public key, shown as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(Hash);

impl KeyId {
    /// The id of a public key.
    pub fn of(key: &[u8; 32]) -> KeyId {
        KeyId(Hash::of(&[key]))
    }

    pub(crate) fn read(place: &Place<'_>) -> Result<KeyId, Misshapen> {
        Ok(KeyId(place.hash()?))
    }

    pub(crate) fn to_value(self) -> Value {
        shape::hash(self.0)
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// To be verified with the key of that id.
    Ed25519 { key: KeyId, bytes: [u8; 64] },
    /// Of an algorithm that is not known here, as it stands. It is never checked and never counts.
    Other { kind: String, value: Value },
}

impl Signature {
    /// The key that it claims to be of; `None` if that cannot be checked here.
    pub fn key(&self) -> Option<KeyId> {
        match self {
            Signature::Ed25519 { key, .. } => Some(*key),
            Signature::Other { .. } => None,
        }
    }

    pub(super) fn to_value(&self) -> Value {
        match self {
            Signature::Ed25519 { key, bytes } => shape::object([
                ("keyid", key.to_value()),
                ("sig", shape::text(&STANDARD.encode(bytes))),
            ]),
            Signature::Other { value, .. } => value.clone(),
        }
    }
}

/// Of one key there is one signature.
pub(super) fn read_all(place: &Place<'_>) -> Result<Vec<Signature>, Misshapen> {
    let mut found: Vec<Signature> = Vec::new();
    for item in place.items(SIGNATURES_MAX)? {
        let signature = read(&item)?;
        let of_same_key = |it: &&Signature| it.key() == signature.key();
        if let (Some(key), Some(_)) = (signature.key(), found.iter().find(of_same_key)) {
            return Err(item.misshapen(format!("the key `{key}` signs twice"), "keep one of the two"));
        }
        found.push(signature);
    }
    Ok(found)
}

fn read(place: &Place<'_>) -> Result<Signature, Misshapen> {
    if let Some(kind) = place.object()?.member("kind") {
        return Ok(Signature::Other {
            kind: place.inside("kind", kind).text()?.to_owned(),
            value: place.value().clone(),
        });
    }
    let members = place.members(&["keyid", "sig"])?;
    let key = KeyId::read(&members.get("keyid")?)?;
    let sig = members.get("sig")?;
    let bytes = STANDARD.decode(sig.text()?).ok();
    let bytes: Option<[u8; 64]> = bytes.and_then(|it| it.try_into().ok());
    let bytes = bytes.ok_or_else(|| sig.wrong("64 bytes in standard base64, 88 characters"))?;
    Ok(Signature::Ed25519 { key, bytes })
}
