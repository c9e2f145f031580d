//! A signed note below lines of another format and a blank line: how proofs and requests to witnesses carry
//! checkpoints.
//!
//! It must not know what the lines mean.

use super::{Malformed, Note, malformed};
use crate::checkpoint::Checkpoint;
use crate::hash::Hash;

/// The lines above, and the checkpoint that stands below them.
pub(crate) struct Below<'a> {
    pub(crate) lines: Vec<&'a str>,
    pub(crate) note: Note,
    pub(crate) checkpoint: Checkpoint,
}

impl<'a> Below<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Below<'a>, Malformed> {
        let whole = malformed::text_of(bytes, super::BYTES_MAX)?;
        let Some((above, below)) = whole.split_once("\n\n") else {
            return Err(malformed::no_blank_line(whole));
        };
        let lines: Vec<&str> = above.split('\n').collect();
        let shift = lines.len() + 1;
        let lower = |it: Malformed| Malformed {
            line: it.line + shift,
            ..it
        };
        let note = Note::parse(below.as_bytes()).map_err(lower)?;
        let checkpoint = Checkpoint::parse(note.text()).map_err(lower)?;
        Ok(Below {
            lines,
            note,
            checkpoint,
        })
    }

    /// The number behind `word` and a space in the line, which is the `index`th.
    pub(crate) fn number(&self, index: usize, word: &'static str) -> Result<u64, Malformed> {
        let line = self.lines.get(index).copied().unwrap_or("");
        let digits = line.strip_prefix(word).and_then(|it| it.strip_prefix(' '));
        let value = digits.and_then(|it| it.parse::<u64>().ok().filter(|value| value.to_string() == it));
        value.ok_or_else(|| malformed::no_number(index + 1, line, word))
    }

    /// One hash a line, from the `index`th on.
    pub(crate) fn hashes(&self, index: usize, n_max: usize) -> Result<Vec<Hash>, Malformed> {
        let lines = self.lines.iter().enumerate().skip(index);
        if let Some((number, line)) = lines.clone().nth(n_max) {
            return Err(malformed::too_many_hashes(number + 1, line, n_max));
        }
        lines
            .map(|(number, line)| Hash::from_base64(line).ok_or_else(|| malformed::no_hash(number + 1, line)))
            .collect()
    }
}
