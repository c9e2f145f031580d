//! The files that are read together: their names as the user knows them, their texts, what they say.
//!
//! It must not know how they were found.

use holdpoint_policy::{FileId, Place};
use holdpoint_syntax::ast::Document;

#[derive(Clone, Debug)]
pub struct SourceFile {
    /// As the user would name it from where the program runs.
    pub name: String,
    pub text: String,
    pub document: Document,
    /// What its `use` statements name, in their order; without those that were not found.
    pub uses: Vec<FileId>,
}

/// In the order in which they were read; a `FileId` is a position.
#[derive(Clone, Debug, Default)]
pub struct Files(Vec<SourceFile>);

/// From 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Files {
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(&self.0)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// INVARIANT: every `FileId` in use was given out by `next_id` and then pushed.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.0[id.0 as usize]
    }

    pub fn name(&self, place: Place) -> &str {
        &self.get(place.file).name
    }

    pub fn position(&self, place: Place) -> Position {
        let text = &self.get(place.file).text;
        let before = before(text, place.span.start as usize);
        let line_start = before.rfind('\n').map_or(0, |it| it + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// The last heading above a place.
    pub fn heading(&self, place: Place) -> Option<&str> {
        let headings = &self.get(place.file).document.headings;
        let above = headings.iter().rev().find(|it| it.span.start <= place.span.start);
        above.map(|it| it.text.as_str())
    }

    pub(crate) fn next_id(&self) -> FileId {
        FileId(u32::try_from(self.0.len()).expect("fewer than 2^32 files are read together"))
    }

    pub(crate) fn push(&mut self, file: SourceFile) {
        self.0.push(file);
    }

    pub(crate) fn set_uses(&mut self, id: FileId, uses: Vec<FileId>) {
        self.0[id.0 as usize].uses = uses;
    }
}

/// The text up to an offset, also when the offset lies inside a character or past the end.
fn before(text: &str, offset: usize) -> &str {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdpoint_policy::Span;

    #[test]
    fn positions_count_lines_and_characters() {
        let mut files = Files::default();
        let file = files.next_id();
        let text = "a\nüb\n".to_owned();
        files.push(SourceFile {
            name: "a.md".to_owned(),
            text,
            document: Document::default(),
            uses: Vec::new(),
        });
        let at = |start| {
            files.position(Place {
                file,
                span: Span { start, end: start },
            })
        };
        assert_eq!(at(0), Position { line: 1, column: 1 });
        assert_eq!(at(4), Position { line: 2, column: 2 });
        assert_eq!(at(99), Position { line: 3, column: 1 });
    }
}
