//! Checkpoints (C2SP `tlog-checkpoint`): the size and root of a ledger, as the text of a signed note.
//!
//! It must not know who signs, or which of two checkpoints is to be believed.

use crate::hash::Hash;
use crate::note::checkpoint_line;
use crate::note::{KeyName, Malformed, Note, Signer};
use std::fmt;

/// How large a ledger was, and under which root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: KeyName,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// Of the ledger that is called `origin`, which is the name of its key as well.
    pub fn new(origin: KeyName, size: u64, root: Hash) -> Checkpoint {
        Checkpoint {
            origin,
            size,
            root,
            extensions: Vec::new(),
        }
    }

    /// Before the first entry.
    pub fn empty(origin: KeyName) -> Checkpoint {
        Checkpoint::new(origin, 0, Hash::of(&[]))
    }

    /// Reads the text of a note. Lines behind the root are extensions, kept as they are.
    pub fn parse(text: &str) -> Result<Checkpoint, Malformed> {
        let Some(whole) = text.strip_suffix('\n') else {
            return Err(no_end(text));
        };
        let mut lines = whole.split('\n');
        let mut next = || lines.next().unwrap_or("");
        let checkpoint = Checkpoint::new(origin(next())?, size(next())?, root(next())?);
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if let Some(index) = extensions.iter().position(String::is_empty) {
            return Err(checkpoint_line(
                4 + index,
                "",
                "is an empty line behind the root",
                "leave it out",
            ));
        }
        Ok(Checkpoint {
            extensions,
            ..checkpoint
        })
    }

    /// The ledger's name.
    pub fn origin(&self) -> &KeyName {
        &self.origin
    }

    /// The number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over them.
    pub fn root(&self) -> Hash {
        self.root
    }

    /// The lines behind the root.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// As a note with one signature.
    pub fn sign(&self, signer: &Signer, time_s: u64) -> Note {
        let mut note =
            Note::new(&self.to_string()).expect("a checkpoint has lines and no control characters");
        note.sign(signer, time_s);
        note
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root.base64())?;
        self.extensions.iter().try_for_each(|it| writeln!(f, "{it}"))
    }
}

fn no_end(text: &str) -> Malformed {
    let last = text.rsplit('\n').next().unwrap_or("");
    let number = 1 + text.matches('\n').count();
    checkpoint_line(
        number,
        last,
        "has no end of its line",
        "end the text with a newline",
    )
}

fn origin(line: &str) -> Result<KeyName, Malformed> {
    KeyName::new(line).ok_or_else(|| {
        checkpoint_line(
            1,
            line,
            "is no name of a ledger",
            "use a name without blank space and `+`, such as example.org/ledger",
        )
    })
}

fn size(line: &str) -> Result<u64, Malformed> {
    let size = line.parse::<u64>().ok().filter(|it| it.to_string() == line);
    size.ok_or_else(|| {
        checkpoint_line(
            2,
            line,
            "is no number of entries",
            "write it in decimal digits without leading zeros",
        )
    })
}

fn root(line: &str) -> Result<Hash, Malformed> {
    Hash::from_base64(line).ok_or_else(|| {
        checkpoint_line(
            3,
            line,
            "is no root",
            "write the 32 bytes in base64, 44 characters with the `=`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "example.org/ledger\n42\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";

    #[test]
    fn a_checkpoint_comes_back_as_it_was() {
        for extended in ["", "one\n", "one\ntwo words\n"] {
            let text = format!("{TEXT}{extended}");
            let checkpoint = Checkpoint::parse(&text).unwrap();
            assert_eq!(checkpoint.to_string(), text);
            assert_eq!(checkpoint.extensions().len(), extended.lines().count());
        }
        let checkpoint = Checkpoint::parse(TEXT).unwrap();
        assert_eq!((checkpoint.size(), checkpoint.root()), (42, Hash::of(&[])));
        assert_eq!(checkpoint.origin().to_string(), "example.org/ledger");
    }

    #[test]
    fn each_line_is_named_when_it_is_wrong() {
        let with = |line: usize, text: &str| {
            let mut lines: Vec<&str> = TEXT.lines().collect();
            lines[line - 1] = text;
            let malformed = Checkpoint::parse(&(lines.join("\n") + "\n")).expect_err(text);
            (malformed.line, malformed.problem)
        };
        assert_eq!(with(1, ""), (1, "`` is no name of a ledger".to_owned()));
        assert_eq!(with(1, "a b"), (1, "`a b` is no name of a ledger".to_owned()));
        for size in ["", "-1", "+1", "01", "1.0", "0x1", "18446744073709551616"] {
            assert_eq!(with(2, size), (2, format!("`{size}` is no number of entries")));
        }
        for root in ["", "47DE", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV="] {
            assert_eq!(with(3, root), (3, format!("`{root}` is no root")));
        }
        let empty = Checkpoint::parse(&format!("{TEXT}one\n\n")).unwrap_err();
        assert_eq!(empty.line, 5);
        assert_eq!(Checkpoint::parse("").unwrap_err().line, 1);
        assert_eq!(Checkpoint::parse("a\n1\n").unwrap_err().line, 3);
        assert_eq!(
            Checkpoint::parse("a\n1").unwrap_err().problem,
            "`1` has no end of its line"
        );
        assert!(Checkpoint::parse(&TEXT.replace('\n', "\r\n")).is_err());
    }
}
