//! One statement, or one comment between statements, as lines.
//!
//! It must not know what stands around it.

use super::piece::{Piece, Wish};
use crate::kind::SyntaxKind;

const WIDTH: usize = 110;
const INDENT: &str = "  ";

/// Words that lead to the next one and do not end a line: a line that begins with them reads well.
const LEADING: &[&str] = &[
    "and", "as", "at", "by", "every", "for", "in", "least", "most", "not", "of", "on", "or", "requires",
    "to", "unless", "until", "when", "within",
];

/// How many of these pieces belong to the first statement: to its full stop, and to a comment on that line.
pub(super) fn length(pieces: &[Piece]) -> usize {
    if pieces.first().is_some_and(|it| it.kind == SyntaxKind::Comment) {
        return 1;
    }
    let stop = pieces
        .iter()
        .position(|it| it.kind == SyntaxKind::Dot)
        .map_or(pieces.len(), |it| it + 1);
    let is_beside = |it: &Piece| it.kind == SyntaxKind::Comment && it.n_lines_before == 0;
    if pieces.get(stop).is_some_and(is_beside) {
        stop + 1
    } else {
        stop
    }
}

/// The statement on one line if it fits and nothing wishes otherwise.
pub(super) fn lines(pieces: &[Piece]) -> Vec<String> {
    let words = words(pieces);
    let short = laid_out(&words, false);
    match &short[..] {
        [line] if width(line) <= WIDTH || words.len() == 1 => short,
        _ => laid_out(&words, true),
    }
}

/// Pieces that no line break may part: a word with its comma, a number with its unit.
struct Word {
    text: String,
    wish: Wish,
    comment: Option<Place>,
}

/// Where a comment stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Beside,
    Own,
}

fn words(pieces: &[Piece]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut before: Option<&Piece> = None;
    for piece in pieces {
        match (before.and_then(|it| seam(it, piece)), words.last_mut()) {
            (Some(seam), Some(word)) => {
                word.text.push_str(seam);
                word.text.push_str(&piece.text);
            }
            _ => words.push(Word {
                text: piece.text.clone(),
                wish: piece.wish,
                comment: place(piece),
            }),
        }
        before = Some(piece);
    }
    words
}

fn place(piece: &Piece) -> Option<Place> {
    let is_comment = piece.kind == SyntaxKind::Comment;
    is_comment.then_some(if piece.n_lines_before == 0 {
        Place::Beside
    } else {
        Place::Own
    })
}

/// What joins two pieces that stay together; `None` where a line may end.
fn seam(left: &Piece, right: &Piece) -> Option<&'static str> {
    use SyntaxKind::{Article, Colon, Comma, Comment, Dot, Keyword, LeftParen, Number, RightParen};
    match (left.kind, right.kind) {
        (Comment, _) | (_, Comment) => None,
        (_, Comma | Colon | Dot | RightParen) | (LeftParen, _) => Some(""),
        (_, LeftParen) if right.is_close => Some(""),
        _ if right.wish != Wish::None => None,
        (Number | Article, _) => Some(" "),
        (Keyword, _) if LEADING.contains(&left.text.as_str()) => Some(" "),
        _ => None,
    }
}

/// Fills lines from the left; `is_long` grants the wishes of those that wish only for long statements.
fn laid_out(words: &[Word], is_long: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut indent = INDENT.to_owned();
    let mut must_break = false;
    for word in words {
        let wishes = word.wish == Wish::Always || is_long && word.wish == Wish::IfLong;
        let is_full = is_long && word.comment.is_none() && width(&line) + 1 + width(&word.text) > WIDTH;
        if must_break || wishes || is_full || word.comment == Some(Place::Own) {
            let begins = if word.wish == Wish::Always {
                INDENT
            } else {
                &indent
            };
            start_line(&mut lines, &mut line, begins);
        }
        if word.wish == Wish::Always {
            indent = INDENT.repeat(2);
        }
        append(&mut line, word);
        must_break = word.comment.is_some();
    }
    lines.push(line);
    lines
}

/// Ends the line, if it holds anything.
fn start_line(lines: &mut Vec<String>, line: &mut String, indent: &str) {
    if !line.trim().is_empty() {
        lines.push(std::mem::replace(line, indent.to_owned()));
    }
}

fn append(line: &mut String, word: &Word) {
    if !line.trim().is_empty() {
        line.push_str(if word.comment.is_some() { "  " } else { " " });
    }
    line.push_str(&word.text);
}

fn width(line: &str) -> usize {
    line.chars().count()
}
