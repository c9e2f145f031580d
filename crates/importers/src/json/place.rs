//! From a byte to line, column and JSON pointer: worked out only when there is something to say.
//!
//! It must not know what any member means.

use crate::refusal::{Place, Reason, Refusal};

/// A text, and what the caller calls it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'t> {
    pub(crate) file: &'t str,
    /// The member of an archive that the text is.
    pub(crate) member: Option<&'t str>,
    /// Lines of the file before the text, for files of one document a line.
    pub(crate) lines_before: usize,
    pub(crate) text: &'t str,
    pub(crate) language: Language,
}

/// What the text is written in: only JSON has pointers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Json,
    Csv,
}

impl<'t> Source<'t> {
    /// A file that is one text. Fails where it stops being UTF-8.
    pub(crate) fn of_bytes(
        file: &'t str,
        member: Option<&'t str>,
        bytes: &'t [u8],
    ) -> Result<Source<'t>, Refusal> {
        let text = |text| Source {
            file,
            member,
            lines_before: 0,
            text,
            language: Language::Json,
        };
        match std::str::from_utf8(bytes) {
            Ok(whole) => Ok(text(whole.strip_prefix('\u{feff}').unwrap_or(whole))),
            Err(error) => {
                let good = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
                let problem = "not UTF-8 from here".to_owned();
                let cure = "send the file as the tool wrote it, in UTF-8";
                Err(text(good).refuse(good.len(), Reason::Malformed, problem, cure))
            }
        }
    }

    /// Trouble at a byte of the text.
    pub(crate) fn refuse(
        &self,
        at: usize,
        reason: Reason,
        problem: String,
        cure: impl Into<String>,
    ) -> Refusal {
        Refusal {
            file: self.file.to_owned(),
            place: Box::new(self.place(at)),
            reason,
            problem,
            cure: cure.into(),
        }
    }

    /// The line of a byte, from 1.
    fn line(&self, at: usize) -> usize {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        self.lines_before + before.iter().filter(|it| **it == b'\n').count() + 1
    }

    fn place(&self, at: usize) -> Place {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        let start = before.iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
        let column = before[start..].iter().filter(|it| !is_continuation(**it)).count();
        Place {
            member: self.member.map(str::to_owned),
            line_column: Some((self.line(at), column + 1)),
            pointer: (self.language == Language::Json).then(|| pointer(before)),
        }
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

/// An array or object that is not closed yet.
enum Open {
    Item(usize),
    Member(Vec<u8>),
}

/// The pointer of the value that begins, or of the name that stands, behind `before`.
fn pointer(before: &[u8]) -> String {
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    let mut last: &[u8] = &[];
    while at < before.len() {
        match before[at] {
            b'"' => {
                let end = string_end(before, at + 1);
                last = &before[at + 1..end];
                at = end;
            }
            b'{' => open.push(Open::Member(Vec::new())),
            b'[' => open.push(Open::Item(0)),
            b'}' | b']' => drop(open.pop()),
            b':' => name(&mut open, last),
            b',' => next(&mut open),
            _ => {}
        }
        at += 1;
    }
    open.iter().filter_map(step).collect()
}

fn string_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    at.min(text.len())
}

fn name(open: &mut [Open], last: &[u8]) {
    if let Some(Open::Member(name)) = open.last_mut() {
        *name = last.to_vec();
    }
}

fn next(open: &mut [Open]) {
    match open.last_mut() {
        Some(Open::Item(index)) => *index += 1,
        Some(Open::Member(name)) => name.clear(),
        None => {}
    }
}

fn step(open: &Open) -> Option<String> {
    match open {
        Open::Item(index) => Some(format!("/{index}")),
        Open::Member(name) if name.is_empty() => None,
        Open::Member(name) => {
            let name = super::read::cut(&String::from_utf8_lossy(name));
            Some(format!("/{}", name.replace('~', "~0").replace('/', "~1")))
        }
    }
}
