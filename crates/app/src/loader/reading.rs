//! One file from the disk, or why not.
//!
//! It must not know who asked for the file.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Far above any policy, far below what would exhaust a machine.
pub(crate) const BYTES_MAX: u64 = 16 * 1024 * 1024;

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    Missing,
    Directory,
    TooLarge,
    /// The text with what is not UTF-8 replaced, and where that begins.
    NotUtf8 {
        text: String,
        offset: usize,
    },
    /// In the words of the operating system.
    Other(String),
}

pub(crate) fn read(path: &Path) -> Result<String, Unreadable> {
    let text = String::from_utf8(read_bytes(path)?);
    text.map(without_mark).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Unreadable::NotUtf8 {
            text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
            offset,
        }
    })
}

/// Reads no further than the limit, so that a device without an end does no harm.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > BYTES_MAX {
        Err(Unreadable::TooLarge)
    } else {
        Ok(bytes)
    }
}

fn unreadable(error: std::io::Error) -> Unreadable {
    match error.kind() {
        ErrorKind::NotFound => Unreadable::Missing,
        ErrorKind::IsADirectory => Unreadable::Directory,
        _ => Unreadable::Other(error.to_string()),
    }
}

/// Some editors begin a file with a byte order mark. It is replaced by spaces, so that offsets stay true.
fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => format!("   {rest}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::write;

    #[test]
    fn what_cannot_be_read_says_why() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("it.md");
        assert_eq!(read(&path), Err(Unreadable::Missing));
        assert_eq!(read(folder.path()), Err(Unreadable::Directory));
        write(&path, b"ab\xff").expect("written");
        assert_eq!(
            read(&path),
            Err(Unreadable::NotUtf8 {
                text: "ab\u{fffd}".to_owned(),
                offset: 2
            })
        );
        write(&path, "\u{feff}ab").expect("written");
        assert_eq!(read(&path), Ok("   ab".to_owned()));
    }
}
