//! What could have stood at a place, in the words of a user.
//!
//! It must not know what stood there instead.

use crate::kind::SyntaxKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Word(&'static str),
    /// Several words that only make sense together: `may fail`.
    Words(&'static [&'static str]),
    /// A sign or a kind of token.
    Kind(SyntaxKind),
    /// What the grammar calls a name in this place: "the name of a party".
    Thing(&'static str),
}

impl Expected {
    pub(crate) fn show(self) -> String {
        match self {
            Expected::Word(word) => format!("`{word}`"),
            Expected::Words(words) => format!("`{}`", words.join(" ")),
            Expected::Kind(kind) => show_kind(kind).to_owned(),
            Expected::Thing(thing) => thing.to_owned(),
        }
    }

    /// The word to begin with, for "did you mean".
    pub(crate) fn first_word(self) -> Option<&'static str> {
        match self {
            Expected::Word(word) => Some(word),
            Expected::Words(words) => words.first().copied(),
            Expected::Kind(_) | Expected::Thing(_) => None,
        }
    }
}

fn show_kind(kind: SyntaxKind) -> &'static str {
    match kind {
        SyntaxKind::Comma => "`,`",
        SyntaxKind::Colon => "`:`",
        SyntaxKind::Dot => "a full stop",
        SyntaxKind::LeftParen => "`(`",
        SyntaxKind::RightParen => "`)`",
        SyntaxKind::Less => "`<`",
        SyntaxKind::Text => "words in double quotes",
        SyntaxKind::Number => "a number",
        SyntaxKind::Factor => "a factor such as `4x`",
        SyntaxKind::Percent => "a percentage such as `30%`",
        SyntaxKind::Date => "a date such as `2024-03-01`",
        _ => "something else",
    }
}
