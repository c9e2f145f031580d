//! Text to a lossless tree and back, well laid out.
//!
//! It must never know levels, dates or files: what a name refers to is the next crate's business.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod ast;
mod blocks;
mod diagnostic;
mod errors;
mod grammar;
mod kind;
mod layout;
mod lexer;
mod lower;
mod parse;
mod parser;
mod suggestion;
#[cfg(test)]
mod testing;
mod words;

pub use diagnostic::{Diagnostic, FileId, Place, Severity, Span};
pub use errors::CODES;
pub use layout::format;
pub use parse::{FileKind, Parse, parse};
