//! What can be wrong with a note, a checkpoint or a key: one named function for each.
//!
//! It must not know how to mend anything.

use std::fmt;

/// Why a text is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The first is 1.
    pub line: usize,
    /// What is the matter, with the input's own words in backticks.
    pub problem: String,
    /// What to do about it.
    pub cure: &'static str,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}\nhelp: {}", self.line, self.problem, self.cure)
    }
}

impl std::error::Error for Malformed {}

fn malformed(line: usize, problem: String, cure: &'static str) -> Malformed {
    Malformed { line, problem, cure }
}

/// A word of the input, not longer than a message can bear.
pub(crate) fn short(word: &str) -> String {
    let shown: String = word.chars().take(60).collect();
    let dots = if shown.len() < word.len() { "..." } else { "" };
    format!("`{}{dots}`", shown.escape_debug())
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text[..at].matches('\n').count()
}

/// `bytes` as UTF-8 of at most `bytes_max` bytes.
pub(super) fn text_of(bytes: &[u8], bytes_max: usize) -> Result<&str, Malformed> {
    if bytes.len() > bytes_max {
        let problem = format!("{} bytes, of which a note has at most {bytes_max}", bytes.len());
        return Err(malformed(
            1,
            problem,
            "see that it is the note and not another file",
        ));
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        malformed(line, "not UTF-8".to_owned(), "write notes in UTF-8")
    })
}

pub(super) fn control_characters(text: &str) -> Result<(), Malformed> {
    let found = text.char_indices().find(|(_, it)| *it < ' ' && *it != '\n');
    found.map_or(Ok(()), |(at, letter)| {
        let problem = format!("the control character `{}`", letter.escape_debug());
        Err(malformed(
            line_of(text, at),
            problem,
            "leave it out; lines end with a newline alone",
        ))
    })
}

pub(super) fn text_without_end(text: &str) -> Malformed {
    malformed(
        line_of(text, text.len()),
        "the text is empty or its last line has no end".to_owned(),
        "end the text with a newline",
    )
}

pub(super) fn no_blank_line(text: &str) -> Malformed {
    malformed(
        line_of(text, text.len()),
        "no blank line before the signatures".to_owned(),
        "put one between the text and the lines that begin with `\u{2014} `",
    )
}

pub(super) fn signature_without_end(text: &str) -> Malformed {
    malformed(
        line_of(text, text.len()),
        "no signature, or its line has no end".to_owned(),
        "end the note with a line `\u{2014} NAME SIGNATURE` and a newline",
    )
}

pub(super) fn too_many_signatures(line: usize, signatures_max: usize) -> Malformed {
    malformed(
        line,
        format!("more than {signatures_max} signatures"),
        "keep those whose keys somebody trusts",
    )
}

pub(super) fn no_mark(line: usize, found: &str) -> Malformed {
    malformed(
        line,
        format!("{} is no line of a signature", short(found)),
        "begin it with `\u{2014} `, an em dash and a space",
    )
}

pub(super) fn no_signature(line: usize, found: &str) -> Malformed {
    malformed(
        line,
        format!("no signature behind the name {}", short(found)),
        "write `\u{2014} NAME SIGNATURE`",
    )
}

pub(super) fn key_name(line: usize, found: &str) -> Malformed {
    malformed(
        line,
        format!("{} is no name of a key", short(found)),
        "use a name without blank space and `+`, such as example.org/ledger",
    )
}

pub(super) fn signature_base64(line: usize, found: &str) -> Malformed {
    malformed(
        line,
        format!("{} is no base64 of a key's id and a signature", short(found)),
        "copy the whole line from where it was published",
    )
}

pub(super) fn verifier(problem: &str, found: &str) -> Malformed {
    malformed(
        1,
        format!("{} {problem}", short(found)),
        "copy the key from where it was published: `NAME+ID+KEY`, in one line",
    )
}

pub(super) fn no_number(line: usize, found: &str, word: &'static str) -> Malformed {
    malformed(
        line,
        format!("{} where `{word}` and a number belong", short(found)),
        "write the word, a space, and decimal digits without leading zeros",
    )
}

pub(super) fn no_hash(line: usize, found: &str) -> Malformed {
    malformed(
        line,
        format!("{} is no hash of a proof", short(found)),
        "write the 32 bytes in base64, 44 characters with the `=`",
    )
}

pub(super) fn too_many_hashes(line: usize, found: &str, n_max: usize) -> Malformed {
    malformed(
        line,
        format!(
            "{} is a hash behind the {n_max} that a proof has at most",
            short(found)
        ),
        "send the proof alone, from the leaf up",
    )
}

/// A line of a format that carries or names keys and notes.
pub(crate) fn line(line: usize, problem: String, cure: &'static str) -> Malformed {
    malformed(line, problem, cure)
}

pub(crate) fn checkpoint_line(line: usize, found: &str, problem: &str, cure: &'static str) -> Malformed {
    malformed(line, format!("{} {problem}", short(found)), cure)
}
