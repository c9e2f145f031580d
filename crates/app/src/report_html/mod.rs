//! A whole check as one HTML document that a board can read, print and keep.
//!
//! It asks nothing of the network and runs no script. It must not know files: the caller says where a
//! statement stands and which command lines give the same answers again.

mod album;
mod badge;
mod claims;
mod comparison;
mod coverage;
mod difference;
mod findings;
mod input;
mod ladder;
mod matrix;
mod page;
mod readings;
mod replay;
mod summary;
mod table;

pub use input::{Command, Input};
pub use page::render;

use maud::{Markup, html};

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

/// A sentence in which what stands between backticks is the user's own word.
fn prose(words: &str) -> Markup {
    marked(&sentence(words))
}

/// The same of words that are no sentence.
fn marked(words: &str) -> Markup {
    let paired = words.matches('`').count().is_multiple_of(2);
    html! {
        @if paired {
            @for (index, piece) in words.split('`').enumerate() {
                @if index % 2 == 1 { code { (piece) } } @else { (piece) }
            }
        } @else { (words) }
    }
}

/// Words that begin small and end bare, as a sentence.
fn sentence(words: &str) -> String {
    let mut characters = words.trim().chars();
    let first: String = characters
        .next()
        .map(|it| it.to_uppercase().collect())
        .unwrap_or_default();
    let rest = characters.as_str();
    let stop = if rest.ends_with(['.', '!', '?', ':']) || words.trim().is_empty() {
        ""
    } else {
        "."
    };
    format!("{first}{rest}{stop}")
}
