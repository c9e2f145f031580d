//! A section as a case: the files that it puts into its folder, and the commands with what they should print.
//!
//! It must not know how a command is run.

use crate::exchange::Exchange;
use crate::markdown::{Fence, Part};
use std::ops::Range;

#[derive(Debug)]
pub(crate) struct Section {
    /// `An unknown name / in a clause`.
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) files: Vec<CaseFile>,
    pub(crate) consoles: Vec<Console>,
    /// There is a block `holdpoint` of the section's own document.
    pub(crate) has_document: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CaseFile {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

#[derive(Debug)]
pub(crate) struct Console {
    /// Bytes of the block's body in the file of cases.
    pub(crate) body: Range<usize>,
    pub(crate) exchanges: Vec<Exchange>,
}

/// How strictly tags are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strictness {
    /// A file of cases: every block has a part to play, and every document something expected of it.
    Cases,
    /// A page for people: blocks that only show something are fine.
    Page,
}

/// Tags of blocks that only show something.
const SHOWN: [&str; 8] = [
    "text",
    "lark",
    "sh",
    "json",
    "toml",
    "markdown",
    "holdpoint-fragment",
    "",
];
/// The section's Markdown itself.
pub(crate) const DOCUMENT: &str = "case.md";

impl Section {
    pub(crate) fn read(text: &str, part: &Part<'_>, strictness: Strictness) -> Result<Section, String> {
        let mut section = Section {
            name: name(part),
            line: part.line,
            files: Vec::new(),
            consoles: Vec::new(),
            has_document: false,
        };
        for fence in &part.fences {
            section.take(text, fence, strictness)?;
        }
        section.files.push(CaseFile {
            name: DOCUMENT.to_owned(),
            bytes: document(text, part).into_bytes(),
        });
        if section.expects_nothing() && (strictness == Strictness::Cases || section.files.len() > 1) {
            return Err(format!(
                "line {}: this section has a document and expects nothing of it",
                part.line
            ));
        }
        Ok(section)
    }

    /// A document without a command.
    pub(crate) fn expects_nothing(&self) -> bool {
        self.consoles.is_empty() && (self.has_document || self.files.len() > 1)
    }

    fn take(&mut self, text: &str, fence: &Fence<'_>, strictness: Strictness) -> Result<(), String> {
        let error = |words: &str| Err(format!("line {}: {words}", fence.line));
        if !fence.is_closed {
            return error("this block is not closed");
        }
        let body = &text[fence.body.clone()];
        let tag = Tag::of(fence.info);
        match (tag.word, tag.file) {
            ("console", None) => {
                let exchanges =
                    Exchange::read_all(body).map_err(|it| format!("line {}: {it}", fence.line))?;
                self.consoles.push(Console {
                    body: fence.body.clone(),
                    exchanges,
                });
            }
            ("holdpoint", None) => self.has_document = true,
            ("holdpoint", Some(name)) => self.add(name, fenced(name, body).into_bytes()),
            ("file", Some(name)) => self.add(name, body.as_bytes().to_vec()),
            ("bytes", Some(name)) => match hexadecimal(body) {
                Some(bytes) => self.add(name, bytes),
                None => return error("a block `bytes` holds pairs of hexadecimal digits"),
            },
            ("generate", Some(name)) => match tag.bytes {
                Some(n_bytes) => self.add(name, filling(n_bytes)),
                None => return error("a block `generate` says how many: `generate file=big.md bytes=1000`"),
            },
            (word, None) if strictness == Strictness::Page && SHOWN.contains(&word) => {}
            _ => return error(&format!("`{}` is no block that the runner knows", fence.info)),
        }
        Ok(())
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.push(CaseFile {
            name: name.to_owned(),
            bytes,
        });
    }
}

/// `generate file=big.md bytes=1000`.
struct Tag<'a> {
    word: &'a str,
    file: Option<&'a str>,
    bytes: Option<usize>,
}

impl Tag<'_> {
    fn of(info: &str) -> Tag<'_> {
        let words = || info.split_whitespace();
        Tag {
            word: words().next().unwrap_or_default(),
            file: words().find_map(|it| it.strip_prefix("file=")),
            bytes: words().find_map(|it| it.strip_prefix("bytes=")?.parse().ok()),
        }
    }
}

fn name(part: &Part<'_>) -> String {
    match part.headings.as_slice() {
        [] => "before the first heading".to_owned(),
        [only] => (*only).to_owned(),
        [_, below @ ..] => below.join(" / "),
    }
}

/// The section itself, with the blocks that are other files blanked so that its lines keep their numbers.
fn document(text: &str, part: &Part<'_>) -> String {
    let mut document = String::new();
    let mut at = part.range.start;
    for fence in part.fences.iter().filter(|it| Tag::of(it.info).file.is_some()) {
        document.push_str(&text[at..fence.whole.start]);
        document.extend(text[fence.whole.clone()].chars().filter(|it| *it == '\n'));
        at = fence.whole.end;
    }
    document.push_str(&text[at..part.range.end]);
    document
}

/// The block as a file of its own: a block of a Markdown file, the whole of a `.hold` file.
fn fenced(name: &str, body: &str) -> String {
    if name.ends_with(".hold") {
        body.to_owned()
    } else {
        format!("```holdpoint\n{body}```\n")
    }
}

fn hexadecimal(body: &str) -> Option<Vec<u8>> {
    let pairs = body.split_whitespace();
    pairs
        .map(|it| (it.len() == 2).then(|| u8::from_str_radix(it, 16).ok())?)
        .collect()
}

fn filling(n_bytes: usize) -> Vec<u8> {
    b"Nothing is said here, at length.\n"
        .iter()
        .copied()
        .cycle()
        .take(n_bytes)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parts;

    fn read(text: &str, strictness: Strictness) -> Result<Section, String> {
        Section::read(
            text,
            parts(text).last().expect("there is always a part"),
            strictness,
        )
    }

    #[test]
    fn other_files_are_blanked_out_of_the_document() {
        let text = "# A\n```holdpoint file=b.md\nx\n```\n```holdpoint\nlevel L.\n```\n```console\n$ holdpoint check case.md\n```\n";
        let section = read(text, Strictness::Cases).expect("well formed");
        let file = |index: usize| String::from_utf8_lossy(&section.files[index].bytes).into_owned();
        assert_eq!(
            (section.files[0].name.as_str(), file(0).as_str()),
            ("b.md", "```holdpoint\nx\n```\n")
        );
        assert!(file(1).starts_with("# A\n\n\n\n```holdpoint\nlevel L.\n"));
    }

    #[test]
    fn a_document_that_nothing_is_expected_of_is_an_error() {
        let text = "# A\n```holdpoint\nlevel L.\n```\n";
        assert!(read(text, Strictness::Cases).is_err_and(|it| it.contains("expects nothing")));
        assert!(read("# A\n\nProse.\n", Strictness::Cases).is_ok());
    }

    #[test]
    fn an_unknown_block_is_an_error() {
        let unknown = read("# A\n```holdpiont\nlevel L.\n```\n", Strictness::Page);
        assert!(unknown.is_err_and(|it| it.contains("`holdpiont`")));
        assert!(read("# A\n```text\nx\n```\n", Strictness::Cases).is_err());
        assert!(read("# A\n```text\nx\n```\n", Strictness::Page).is_ok());
        assert!(read("# A\n```console\n$ holdpoint\n", Strictness::Page).is_err());
    }

    #[test]
    fn bytes_are_given_in_hexadecimal() {
        assert_eq!(hexadecimal("ff 00\n0A"), Some(vec![255, 0, 10]));
        assert_eq!(hexadecimal("fff"), None);
        assert_eq!(hexadecimal("g0"), None);
    }
}
