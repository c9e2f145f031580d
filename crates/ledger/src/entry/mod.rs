//! An entry and its commitment: 32 bytes that say nothing until somebody is shown what they stand for.
//!
//! The commitment is a salted hash over a list of salted hashes, one a field, so that a field can be shown
//! without the others, and all that is not shown is still counted. All salts come from the entry's secret;
//! `H` is SHA-256, numbers are eight bytes, the first the highest, and each `"..."` begins with
//! `holdpoint/entry/v1/` and ends with a zero byte:
//!
//! ```text
//! salt(n)    = H("salt", secret, n)             n: 0 the entry, 1 the request key, 2 the first field, ...
//! value      = H("value", salt, bytes of the value)
//! field      = H("field", length of the name, name, value)
//! request    = H("request", salt(1), request key)
//! commitment = H("entry", salt(0), index, received_ms, request, number of fields, field, field, ...)
//! ```
//!
//! A list and no tree: a body has a few dozen fields at most, and a list shows how many there are. Whether an
//! entry is public, sealed or padding (a body without fields) cannot be told from its commitment.
//!
//! It must not know what a field means, and draws no secrets: the caller brings them.

mod body;
mod json;
mod reveal;

pub use body::Body;
pub use reveal::{Field, Misshown, Reveal, Show};

use crate::hash::Hash;
use std::fmt;

/// One item of the ledger, in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The number of entries before it.
    pub index: u64,
    /// Milliseconds since 1970, never less than those of the entry before.
    pub received_ms: u64,
    /// What the sender calls the request, so that sending it again stores nothing twice.
    pub request_key: RequestKey,
    /// What its salts are drawn from.
    pub secret: Secret,
    /// What was recorded.
    pub body: Body,
}

impl Entry {
    /// The leaf of the tree that stands for the entry.
    pub fn commitment(&self) -> Hash {
        commitment(&Parts {
            salt: self.secret.salt(0),
            index: self.index,
            received_ms: self.received_ms,
            request: request(self.secret.salt(1), &self.request_key),
            fields: self.body.fields().map(|it| self.field(&it)).collect(),
        })
    }

    fn field(&self, field: &body::Field<'_>) -> Hash {
        field_hash(
            field.name,
            value_hash(self.secret.salt(2 + field.number), &field.value),
        )
    }
}

/// 32 secret bytes, drawn for one entry.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Lets `fill` write the bytes; it must draw them so that nobody can guess them.
    pub fn draw(fill: impl FnOnce(&mut [u8; 32])) -> Secret {
        let mut bytes = [0; 32];
        fill(&mut bytes);
        Secret(bytes)
    }

    /// The bytes, for whoever keeps the entry: who has them can open all of it.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Who has one salt learns nothing of the secret or of other salts.
    fn salt(&self, number: u64) -> Hash {
        Hash::of(&[b"holdpoint/entry/v1/salt\0", &self.0, &number.to_be_bytes()])
    }
}

impl fmt::Debug for Secret {
    /// The bytes are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What a sender calls a request: 1 to 200 bytes without control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RequestKey(String);

impl RequestKey {
    /// At most so many bytes.
    pub const BYTES_MAX: usize = 200;

    /// `None` if it is empty, too long, or has control characters.
    pub fn new(key: &str) -> Option<RequestKey> {
        let fits = (1..=Self::BYTES_MAX).contains(&key.len()) && !key.contains(char::is_control);
        fits.then(|| RequestKey(key.to_owned()))
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the commitment is computed from, whether one has the entry or was shown some of it.
struct Parts {
    salt: Hash,
    index: u64,
    received_ms: u64,
    request: Hash,
    fields: Vec<Hash>,
}

fn commitment(parts: &Parts) -> Hash {
    let fields: Vec<u8> = parts.fields.iter().flat_map(|it| *it.as_bytes()).collect();
    Hash::of(&[
        b"holdpoint/entry/v1/entry\0",
        parts.salt.as_bytes(),
        &parts.index.to_be_bytes(),
        &parts.received_ms.to_be_bytes(),
        parts.request.as_bytes(),
        &(parts.fields.len() as u64).to_be_bytes(),
        &fields,
    ])
}

fn request(salt: Hash, key: &RequestKey) -> Hash {
    Hash::of(&[b"holdpoint/entry/v1/request\0", salt.as_bytes(), key.0.as_bytes()])
}

fn value_hash(salt: Hash, value: &str) -> Hash {
    Hash::of(&[b"holdpoint/entry/v1/value\0", salt.as_bytes(), value.as_bytes()])
}

fn field_hash(name: &str, value: Hash) -> Hash {
    let length = (name.len() as u64).to_be_bytes();
    Hash::of(&[
        b"holdpoint/entry/v1/field\0",
        &length,
        name.as_bytes(),
        value.as_bytes(),
    ])
}

#[cfg(test)]
mod tests;
