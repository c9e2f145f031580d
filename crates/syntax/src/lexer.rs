//! Text to tokens: words, numbers, strings, signs, and what means nothing.
//!
//! It must not know which words are keywords, except the articles, which mean nothing anywhere.

mod number;

use crate::kind::SyntaxKind::{self, *};
use std::ops::Range;

/// A piece of the file, by its byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: SyntaxKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Appends the tokens of one part of the text; together they cover it without a gap.
pub(crate) fn lex(text: &str, part: Range<usize>, tokens: &mut Vec<Token>) {
    let mut start = part.start;
    while start < part.end {
        let (kind, length) = scan(&text[start..part.end]);
        tokens.push(Token {
            kind,
            start,
            end: start + length,
        });
        start += length;
    }
}

/// The first token of a text that is not empty.
fn scan(rest: &str) -> (SyntaxKind, usize) {
    let first = rest.chars().next().unwrap_or_default();
    match first {
        '#' => (Comment, length_while(rest, |it| !is_line_end(it))),
        '"' => string(rest),
        ',' => (Comma, 1),
        ':' => (Colon, 1),
        '(' => (LeftParen, 1),
        ')' => (RightParen, 1),
        '<' => (Less, 1),
        '.' => (dot(rest), 1),
        _ if is_space(first) => (Whitespace, length_while(rest, is_space)),
        _ if first.is_ascii_alphabetic() => word(rest),
        _ if first.is_ascii_digit() => number::scan(rest),
        _ if first.is_alphanumeric() => (Unknown, length_while(rest, char::is_alphanumeric)),
        _ => (Unknown, first.len_utf8()),
    }
}

/// Some editors put a byte order mark at the beginning of a file.
fn is_space(it: char) -> bool {
    it.is_whitespace() || it == '\u{feff}'
}

fn is_line_end(it: char) -> bool {
    it == '\n' || it == '\r'
}

fn length_while(text: &str, accept: impl Fn(char) -> bool) -> usize {
    text.find(|it| !accept(it)).unwrap_or(text.len())
}

fn string(rest: &str) -> (SyntaxKind, usize) {
    let inside = length_while(&rest[1..], |it| it != '"' && !is_line_end(it));
    if rest[1 + inside..].starts_with('"') {
        (Text, inside + 2)
    } else {
        (UnclosedString, inside + 1)
    }
}

/// A full stop ends a statement when white space, a comment or the end follows.
fn dot(rest: &str) -> SyntaxKind {
    match rest[1..].chars().next() {
        Some(next) if !is_space(next) && next != '#' => StrayDot,
        _ => Dot,
    }
}

fn word(rest: &str) -> (SyntaxKind, usize) {
    let bytes = rest.as_bytes();
    let mut end = 1;
    while end < bytes.len() && (is_inside(bytes[end]) || joins(bytes, end)) {
        end += 1;
    }
    let kind = if matches!(&rest[..end], "a" | "an" | "the") {
        Article
    } else {
        Word
    };
    (kind, end)
}

fn is_inside(it: u8) -> bool {
    it.is_ascii_alphanumeric() || it == b'-' || it == b'_'
}

/// The dot of `rsp-1.0`, between two characters of a name.
fn joins(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'.' && bytes[at - 1] != b'.' && bytes.get(at + 1).is_some_and(|it| is_inside(*it))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each token that says something, with its kind.
    fn check(text: &str, expected: &str) {
        let mut tokens = Vec::new();
        lex(text, 0..text.len(), &mut tokens);
        let words = tokens.iter().filter(|it| it.kind != Whitespace);
        let shown: Vec<_> = words
            .map(|it| format!("{:?} {}", it.kind, &text[it.start..it.end]))
            .collect();
        assert_eq!(shown.join(" | "), expected);
        assert_eq!(tokens.last().map_or(0, |it| it.end), text.len());
        assert!(tokens.windows(2).all(|it| it[0].end == it[1].start));
    }

    #[test]
    fn a_full_stop_inside_a_name_ends_nothing() {
        check("rsp-1.0.", "Word rsp-1.0 | Dot .");
        check("rsp-1.0. use", "Word rsp-1.0 | Dot . | Word use");
        check("x.# why", "Word x | Dot . | Comment # why");
        check("\"s\".x", "Text \"s\" | StrayDot . | Word x");
    }

    #[test]
    fn articles_mean_nothing_unless_they_are_part_of_a_name() {
        check("the a an.", "Article the | Article a | Article an | Dot .");
        check("a-b a.b The", "Word a-b | Word a.b | Word The");
    }

    #[test]
    fn strings_end_on_their_line() {
        check("\"a b\" \"\"", "Text \"a b\" | Text \"\"");
        check("\"a b.\nuse", "UnclosedString \"a b. | Word use");
    }

    #[test]
    fn comments_run_to_the_end_of_the_line() {
        check("x # \"no.\ny", "Word x | Comment # \"no. | Word y");
    }

    #[test]
    fn numbers_know_their_unit_sign() {
        check(
            "4x 4.5x 30% 12 1.5",
            "Factor 4x | Factor 4.5x | Percent 30% | Number 12 | Number 1.5",
        );
        check("2023-09-19. 4x.", "Date 2023-09-19 | Dot . | Factor 4x | Dot .");
        check("2026-01-01T00:00:00Z:", "Date 2026-01-01T00:00:00Z | Colon :");
    }

    #[test]
    fn what_is_nearly_a_number_is_kept_whole() {
        check(
            "2024-3-1 9-14 3months",
            "BadNumber 2024-3-1 | BadNumber 9-14 | BadNumber 3months",
        );
        check(
            "1,000x 40M 1.2.3",
            "BadNumber 1,000x | BadNumber 40M | BadNumber 1.2.3",
        );
        check("99999999999999999999", "BadNumber 99999999999999999999");
    }

    #[test]
    fn unknown_letters_stay_together() {
        check("“été” @", "Unknown “ | Unknown été | Unknown ” | Unknown @");
    }
}
