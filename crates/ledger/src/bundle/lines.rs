//! Lines of a stream, one at a time and of bounded length.
//!
//! It must not know what they say.

use super::LINE_BYTES_MAX;
use std::io::{BufRead, Read, Result};

/// A line as it was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// Without its end.
    Line(&'a [u8]),
    /// It was passed over.
    TooLong,
    /// The stream ends within it.
    Unended,
}

pub(super) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Lines<R> {
        Lines {
            input,
            buffer: Vec::new(),
        }
    }

    /// The next line; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Found<'_>>> {
        self.buffer.clear();
        let bytes_max = LINE_BYTES_MAX as u64 + 1;
        let mut bounded = Read::take(&mut self.input, bytes_max);
        bounded.read_until(b'\n', &mut self.buffer)?;
        if let Some(line) = self.buffer.strip_suffix(b"\n") {
            return Ok(Some(Found::Line(line)));
        }
        match self.buffer.len() {
            0 => Ok(None),
            length if length <= LINE_BYTES_MAX => Ok(Some(Found::Unended)),
            _ => {
                self.input.skip_until(b'\n')?;
                Ok(Some(Found::TooLong))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_whole_too_long_or_unended() {
        let fits = vec![b'a'; LINE_BYTES_MAX];
        let long = vec![b'b'; LINE_BYTES_MAX + 1];
        let stream = [&fits[..], b"\n", &long, b"\n\nx"].concat();
        let mut lines = Lines::new(&stream[..]);
        assert_eq!(lines.next().unwrap(), Some(Found::Line(&fits)));
        assert_eq!(lines.next().unwrap(), Some(Found::TooLong));
        assert_eq!(lines.next().unwrap(), Some(Found::Line(b"")));
        assert_eq!(lines.next().unwrap(), Some(Found::Unended));
        assert_eq!(lines.next().unwrap(), None);
        assert!(lines.buffer.capacity() <= 2 * LINE_BYTES_MAX);
    }
}
