//! The runner of literate cases: Markdown files whose sections are policy documents, followed by commands and
//! what they print. One test a heading, found at run time.
//!
//! It must not know the language, only the binary.

mod code_page;
mod computed;
mod exchange;
mod folder;
mod found;
mod markdown;
mod schema;
mod section;
mod shell;
mod suite;
mod update;

pub use suite::main;
