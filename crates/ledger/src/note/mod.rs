//! Signed notes (C2SP `signed-note`): a text that people can read, a blank line, and lines of signatures.
//!
//! ```text
//! example.org/ledger
//! 42
//! qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=
//!
//! — example.org/ledger 1lU9AQ...
//! — witness.example.net 7xQm2w...
//! ```
//!
//! It must not know what the text says.

mod below;
mod key;
mod malformed;

pub(crate) use below::Below;
pub use key::{Algorithm, KeyName, Signer, Unverified, Verifier};
pub use malformed::Malformed;
pub(crate) use malformed::{checkpoint_line, line, short};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// A note of more bytes is refused.
const BYTES_MAX: usize = 1_000_000;
/// A note with more signatures is refused.
const SIGNATURES_MAX: usize = 100;
/// How a line of a signature begins: an em dash and a space.
const MARK: &str = "\u{2014} ";

/// A text and its signatures, of which nothing is verified yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// One line behind the text. Whose key it is and whether it verifies is the business of a [`Verifier`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    name: KeyName,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl Note {
    /// A note without signatures. The text ends with the end of a line and has no control characters.
    pub fn new(text: &str) -> Result<Note, Malformed> {
        malformed::control_characters(text)?;
        if !text.ends_with('\n') || text.len() < 2 {
            return Err(malformed::text_without_end(text));
        }
        Ok(Note {
            text: text.to_owned(),
            signatures: Vec::new(),
        })
    }

    /// Reads text and signature lines; a note has at least one.
    pub fn parse(bytes: &[u8]) -> Result<Note, Malformed> {
        let whole = malformed::text_of(bytes, BYTES_MAX)?;
        malformed::control_characters(whole)?;
        let Some(end) = whole.rfind("\n\n") else {
            return Err(malformed::no_blank_line(whole));
        };
        let (text, lines) = (&whole[..=end], &whole[end + 2..]);
        let mut note = Note::new(text)?;
        let first_line = text.lines().count() + 2;
        if !lines.ends_with('\n') {
            return Err(malformed::signature_without_end(whole));
        }
        for (index, line) in lines.lines().enumerate() {
            if index == SIGNATURES_MAX {
                return Err(malformed::too_many_signatures(first_line + index, SIGNATURES_MAX));
            }
            note.signatures.push(Signature::parse(line, first_line + index)?);
        }
        Ok(note)
    }

    /// What is signed, with the end of its last line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// In the order of the lines.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds the signer's line; `time_s` is read by cosigners alone: seconds since 1970 at which they saw the
    /// text.
    pub fn sign(&mut self, signer: &Signer, time_s: u64) {
        self.add(self.signature(signer, time_s));
    }

    /// The signer's line for this text, which is not added.
    pub fn signature(&self, signer: &Signer, time_s: u64) -> Signature {
        Signature {
            name: signer.verifier().name().clone(),
            id: signer.verifier().id(),
            bytes: signer.sign(&self.text, time_s),
        }
    }

    /// Adds a line that somebody else made for this text; a line of the same key is replaced.
    pub fn add(&mut self, signature: Signature) {
        self.signatures
            .retain(|it| (&it.name, it.id) != (&signature.name, signature.id));
        self.signatures.push(signature);
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|it| writeln!(f, "{it}"))
    }
}

impl Signature {
    /// Reads one line without its end; `line_number` is for messages.
    pub fn parse(line: &str, line_number: usize) -> Result<Signature, Malformed> {
        let rest = line.strip_prefix(MARK);
        let rest = rest.ok_or_else(|| malformed::no_mark(line_number, line))?;
        let (name, base64) = rest
            .split_once(' ')
            .ok_or_else(|| malformed::no_signature(line_number, rest))?;
        let name = KeyName::new(name).ok_or_else(|| malformed::key_name(line_number, name))?;
        let decoded = STANDARD.decode(base64).ok().filter(|it| it.len() > 4);
        let decoded = decoded.ok_or_else(|| malformed::signature_base64(line_number, base64))?;
        let (id, bytes) = decoded.split_first_chunk().expect("more than four bytes");
        Ok(Signature {
            name,
            id: *id,
            bytes: bytes.to_vec(),
        })
    }

    /// The name of the key that it claims to be of.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// The id of that key.
    pub fn id(&self) -> [u8; 4] {
        self.id
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id[..], &self.bytes].concat();
        write!(f, "{MARK}{} {}", self.name, STANDARD.encode(bytes))
    }
}

#[cfg(test)]
mod tests;
