//! Why a key may not sign, and why an entry is not let in.
//!
//! It must not know how that is found.

use super::Role;
use crate::attestation::KeyId;
use crate::canonical::Misshapen;
use std::fmt;

/// Why a key may not sign an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Barred {
    /// It was never added.
    Unknown,
    /// It has another role.
    OtherRole { role: Role },
    /// It was added by an entry that is not before this one.
    NotYet { added: u64 },
    /// It was retired by an entry before.
    Retired { retired: u64 },
    /// It counts for no entry from that one on.
    Revoked { from: u64 },
    /// It speaks for others, or for nobody.
    SpeaksNotFor { party: String, speaks_for: Vec<String> },
}

impl fmt::Display for Barred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Barred::Unknown => f.write_str("it was never added"),
            Barred::OtherRole { role } => write!(f, "it has the role `{role}`"),
            Barred::NotYet { added } => write!(f, "it was not added before entry {added}"),
            Barred::Retired { retired } => write!(f, "it was retired by entry {retired}"),
            Barred::Revoked { from } => write!(f, "it is revoked from entry {from} on"),
            Barred::SpeaksNotFor { party, speaks_for } if speaks_for.is_empty() => {
                write!(f, "it does not speak for `{party}`, nor for any party")
            }
            Barred::SpeaksNotFor { party, speaks_for } => {
                let own = speaks_for.join("`, `");
                write!(f, "it does not speak for `{party}`, but for `{own}`")
            }
        }
    }
}

/// Why an entry does not count as said by somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uncounted {
    /// No signature that can be checked.
    Unsigned,
    /// A signature of this key is none of what is said.
    WrongSignature { key: KeyId },
    /// The key that signed it may not say it.
    Barred { key: KeyId, why: Barred },
}

impl fmt::Display for Uncounted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Uncounted::Unsigned => f.write_str("no signature that can be checked"),
            Uncounted::WrongSignature { key } => {
                write!(f, "the signature of `{key}` is not one of what is said")
            }
            Uncounted::Barred { key, why } => write!(f, "`{key}` may not say it: {why}"),
        }
    }
}

impl std::error::Error for Uncounted {}

/// Why an entry is not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It is no attestation, or no key event, though it looks like one.
    Misshapen(Misshapen),
    /// No signature that can be checked.
    Unsigned,
    /// A signature of this key is none of what is said.
    WrongSignature { key: KeyId },
    /// A key that signed may not.
    Barred { key: KeyId, role: Role, why: Barred },
    /// Log keys sign checkpoints alone.
    LogSigns,
    /// Root keys sign key events alone.
    RootSigns,
    /// A key event that is not said by the root.
    NotByRoot { role: Role },
    /// Fewer root keys signed than must.
    TooFewRoots { n_signers: usize, threshold: usize },
    /// Fewer root keys would be left than must sign.
    TooFewRootsLeft { n_left: usize, threshold: usize },
    /// A key is added that was there.
    KnownKey { key: KeyId },
    /// A key is retired or revoked that was never added.
    UnknownKey { key: KeyId },
    /// A key is retired that is retired.
    RetiredTwice { key: KeyId },
    /// A key is revoked from an entry on that is not there yet.
    RevokedAhead { from: u64, index: u64 },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::Misshapen(misshapen) => return misshapen.fmt(f),
            Refusal::Unsigned => f.write_str("no signature that can be checked"),
            Refusal::WrongSignature { key } => {
                write!(f, "the signature of `{key}` is not one of what is said")
            }
            Refusal::Barred { key, role, why } => {
                write!(f, "`{key}` may not sign as `{role}`: {why}")
            }
            Refusal::LogSigns => f.write_str("`log` keys sign checkpoints, and no entries"),
            Refusal::RootSigns => f.write_str("`root` keys sign key events, and no other entries"),
            Refusal::NotByRoot { role } => write!(f, "a key event is said as `{role}`"),
            Refusal::TooFewRoots { n_signers, threshold } => {
                write!(f, "{n_signers} root keys signed, of which {threshold} must")
            }
            Refusal::TooFewRootsLeft { n_left, threshold } => {
                write!(f, "{n_left} root keys would be left, and {threshold} must sign")
            }
            Refusal::KnownKey { key } => write!(f, "the key `{key}` was added before"),
            Refusal::UnknownKey { key } => write!(f, "the key `{key}` was never added"),
            Refusal::RetiredTwice { key } => write!(f, "the key `{key}` was retired before"),
            Refusal::RevokedAhead { from, index } => {
                write!(
                    f,
                    "entry {index} revokes from entry {from} on, which is not there yet"
                )
            }
        }?;
        write!(f, "\nhelp: {}", self.cure())
    }
}

impl Refusal {
    /// What to do about it.
    pub fn cure(&self) -> &str {
        match self {
            Refusal::Misshapen(misshapen) => &misshapen.cure,
            Refusal::Unsigned => "sign it with a key that was added in its role",
            Refusal::WrongSignature { .. } => "sign exactly the bytes that are sent",
            Refusal::Barred { .. } => "sign with a key of that role, or let the root add one",
            Refusal::LogSigns => "sign it with an issuer's key",
            Refusal::RootSigns => "let a key of another role say it",
            Refusal::NotByRoot { .. } => "let root keys say it, with the role `root`",
            Refusal::TooFewRoots { .. } => "collect more signatures before it is sent",
            Refusal::TooFewRootsLeft { .. } => "add another root key first",
            Refusal::KnownKey { .. } => "draw a new key; a key has one role and one life",
            Refusal::UnknownKey { .. } => "copy the id of a key that was added",
            Refusal::RetiredTwice { .. } => "revoke it if its signatures are not to count",
            Refusal::RevokedAhead { .. } => "retire it to end its life from here on",
        }
    }
}

impl std::error::Error for Refusal {}
