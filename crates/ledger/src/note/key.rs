//! Keys that sign notes and verify them: Ed25519, alone or as a cosigner that adds the time.
//!
//! It must not know whose keys are trusted, nor draw any: seeds come from the caller.

use super::{Malformed, Note, Signature, malformed};
use crate::attestation::KeyId;
use crate::hash::Hash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use std::fmt;

/// What a key is called: not empty, without blank space and `+`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyName(String);

impl KeyName {
    /// `None` if it is empty or has blank space, a control character or `+`.
    pub fn new(name: &str) -> Option<KeyName> {
        let odd = |it: char| it.is_whitespace() || it.is_control() || it == '+';
        (!name.is_empty() && !name.contains(odd)).then(|| KeyName(name.to_owned()))
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// The text of the note.
    Ed25519,
    /// The text of the note below a line with the time: C2SP `tlog-cosignature`, version 1.
    Cosigner,
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Algorithm::Ed25519 => 1,
            Algorithm::Cosigner => 4,
        }
    }
}

/// A public key under its name. Written `NAME+ID+KEY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: KeyName,
    algorithm: Algorithm,
    pub(super) key: VerifyingKey,
}

/// Why a note is not to be relied on for a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unverified {
    /// No line is of this key.
    Unsigned(KeyName),
    /// A line is of this key, and it is no signature of this text.
    WrongSignature(KeyName),
}

impl fmt::Display for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unverified::Unsigned(name) => write!(f, "no signature of the key `{name}`"),
            Unverified::WrongSignature(name) => {
                write!(f, "the signature of `{name}` is not one of this text")
            }
        }
    }
}

impl std::error::Error for Unverified {}

impl Verifier {
    /// Reads `NAME+ID+KEY`.
    pub fn parse(text: &str) -> Result<Verifier, Malformed> {
        let parts: Vec<&str> = text.splitn(3, '+').collect();
        let [name, id, base64] = parts[..] else {
            return Err(malformed::verifier("is no key: it needs two `+`", text));
        };
        let name = KeyName::new(name).ok_or_else(|| malformed::key_name(1, name))?;
        let (algorithm, key) = key_of(base64)?;
        let verifier = Verifier { name, algorithm, key };
        if verifier.id_hex() != id {
            return Err(malformed::verifier("is not the id of this name and key", id));
        }
        Ok(verifier)
    }

    /// The name of the key.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// What it signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Tells the key apart from every other, whatever it is called.
    pub fn key_id(&self) -> KeyId {
        KeyId::of(self.key.as_bytes())
    }

    /// Are these 64 bytes the key's signature of the message, by the strict rules?
    pub(crate) fn verify_bytes(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.key.verify_strict(message, &signature).is_ok()
    }

    /// Tells keys of one name apart: the first four bytes of a hash of name, algorithm and key.
    pub fn id(&self) -> [u8; 4] {
        let hash = Hash::of(&[self.name.0.as_bytes(), b"\n", &self.tagged_key()]);
        *hash
            .as_bytes()
            .first_chunk()
            .expect("a hash has more than four bytes")
    }

    /// Sees whether every line of this key in the note, and at least one, is a signature of its text. Gives
    /// back the time of the cosigner, in seconds since 1970; `None` of other keys.
    pub fn verify(&self, note: &Note) -> Result<Option<u64>, Unverified> {
        let mine = note.signatures.iter().filter(|it| self.is_of(it));
        let mut times = Vec::new();
        for signature in mine {
            let time = self.verify_one(&note.text, &signature.bytes);
            times.push(time.ok_or_else(|| Unverified::WrongSignature(self.name.clone()))?);
        }
        // Of several times the earliest is the one that was there first.
        let earliest = times.into_iter().min();
        earliest.ok_or_else(|| Unverified::Unsigned(self.name.clone()))
    }

    fn is_of(&self, signature: &Signature) -> bool {
        signature.name == self.name && signature.id == self.id()
    }

    fn verify_one(&self, text: &str, bytes: &[u8]) -> Option<Option<u64>> {
        let (time_s, bytes) = match self.algorithm {
            Algorithm::Ed25519 => (None, bytes),
            Algorithm::Cosigner => {
                let (time, rest) = bytes.split_first_chunk()?;
                let time_s = u64::from_be_bytes(*time);
                // By the specification no time is later than what fits into 63 bits.
                i64::try_from(time_s).ok()?;
                (Some(time_s), rest)
            }
        };
        let message = time_s.map_or_else(|| text.to_owned(), |it| cosigned(text, it));
        let holds = self.verify_bytes(message.as_bytes(), bytes.try_into().ok()?);
        holds.then_some(time_s)
    }

    fn tagged_key(&self) -> Vec<u8> {
        [&[self.algorithm.byte()], &self.key.as_bytes()[..]].concat()
    }

    /// As the key is written: eight hexadecimal digits.
    pub(super) fn id_hex(&self) -> String {
        self.id().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode(self.tagged_key());
        write!(f, "{}+{}+{key}", self.name, self.id_hex())
    }
}

fn key_of(base64: &str) -> Result<(Algorithm, VerifyingKey), Malformed> {
    let bytes = STANDARD.decode(base64).ok();
    let Some((tag, key)) = bytes.as_deref().and_then(<[u8]>::split_first) else {
        return Err(malformed::verifier("is no base64 of a key", base64));
    };
    let algorithm = [Algorithm::Ed25519, Algorithm::Cosigner]
        .into_iter()
        .find(|it| it.byte() == *tag)
        .ok_or_else(|| malformed::verifier("is a key of an algorithm that is not known here", base64))?;
    let key = key
        .try_into()
        .ok()
        .and_then(|it| VerifyingKey::from_bytes(it).ok());
    // Under a key of small order one signature fits many texts.
    let key = key.filter(|it| !it.is_weak());
    let key = key.ok_or_else(|| malformed::verifier("is no Ed25519 key of full order", base64))?;
    Ok((algorithm, key))
}

/// What a cosigner signs.
fn cosigned(text: &str, time_s: u64) -> String {
    format!("cosignature/v1\ntime {time_s}\n{text}")
}

/// A secret key under its name.
pub struct Signer {
    secret: SigningKey,
    verifier: Verifier,
}

impl Signer {
    /// The key of a seed of 32 secret bytes.
    pub fn new(name: KeyName, algorithm: Algorithm, seed: &[u8; 32]) -> Signer {
        let secret = SigningKey::from_bytes(seed);
        let key = secret.verifying_key();
        let verifier = Verifier { name, algorithm, key };
        Signer { secret, verifier }
    }

    /// The public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    pub(crate) fn sign_bytes(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }

    /// The bytes behind the key's id in a line of a signature.
    pub(super) fn sign(&self, text: &str, time_s: u64) -> Vec<u8> {
        match self.verifier.algorithm {
            Algorithm::Ed25519 => self.secret.sign(text.as_bytes()).to_vec(),
            Algorithm::Cosigner => {
                let signature = self.secret.sign(cosigned(text, time_s).as_bytes());
                [&time_s.to_be_bytes()[..], &signature.to_bytes()].concat()
            }
        }
    }
}

impl fmt::Debug for Signer {
    /// The secret is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.verifier)
    }
}
