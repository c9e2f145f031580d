//! A SHA-256 value under a name of its own.
//!
//! It must not know what was hashed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fmt;

/// 32 bytes of SHA-256. Shown as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of the parts, one after the other. Whoever calls it sees to it that the parts cannot be cut
    /// in two ways: fixed lengths, or lengths in front.
    pub fn of(parts: &[&[u8]]) -> Hash {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part);
        }
        Hash(hasher.finalize().into())
    }

    /// A hash that was kept somewhere.
    pub fn from_bytes(bytes: [u8; 32]) -> Hash {
        Hash(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// `None` unless it is 64 small hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Hash> {
        let digits: Option<Vec<u8>> = text.bytes().map(hex_digit).collect();
        let digits = digits.filter(|it| it.len() == 64)?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        Some(Hash(bytes))
    }

    /// Standard base64 with padding, as checkpoints write it.
    pub(crate) fn base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// `None` unless it is the one spelling of 32 bytes in standard base64.
    pub(crate) fn from_base64(text: &str) -> Option<Hash> {
        let bytes = STANDARD.decode(text).ok()?;
        Some(Hash(bytes.try_into().ok()?))
    }
}

fn hex_digit(letter: u8) -> Option<u8> {
    match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_digits_have_one_spelling() {
        let hash = Hash::of(&[b"a"]);
        let text = hash.to_string();
        assert_eq!(Hash::from_hex(&text), Some(hash));
        for odd in [
            text.to_uppercase(),
            text[1..].to_owned(),
            format!("{text}0"),
            "g".repeat(64),
        ] {
            assert_eq!(Hash::from_hex(&odd), None, "{odd}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        let hash = Hash::of(&[b"a", b"b"]);
        assert_eq!(hash, Hash::of(&[b"ab"]));
        assert_eq!(Hash::from_base64(&hash.base64()), Some(hash));
        let loose = hash.base64().trim_end_matches('=').to_owned();
        assert_eq!(Hash::from_base64(&loose), None);
        // The last character of 32 bytes carries two unused bits, which must be zero.
        let zeros = Hash([0; 32]).base64();
        let stray = format!("{}B=", &zeros[..zeros.len() - 2]);
        assert_eq!(Hash::from_base64(&stray), None);
    }
}
