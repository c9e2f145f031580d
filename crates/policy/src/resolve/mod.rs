//! From parsed files to an `Encoding`: which name means what, whether it fits where it stands, and what a
//! whole document must be to mean something.
//!
//! First every file is put to its policy (`layout`), then every declaration gets its name (`declare`), then
//! every sentence is resolved against those names. Bad input never stops it: what cannot be resolved is
//! reported and left out, and every id in the encoding is that of an entry. It must not know how files are
//! found, and judges nothing that needs a play.

mod check;
mod circle;
mod clause;
mod condition;
mod declare;
mod encode;
pub(crate) mod kind;
mod layout;
mod lookup;
mod names;
mod property;
mod question;
mod scenario;
mod scope;
mod standing;
mod takes;
mod text;
mod things;
mod unused;
mod value;
mod world;

use crate::encoding::Encoding;
use holdpoint_syntax::{Diagnostic, FileId, ast};
use layout::Layout;
use lookup::Resolver;

/// A file that has been read and parsed.
pub struct SourceFile<'a> {
    pub id: FileId,
    pub document: &'a ast::Document,
    pub text: &'a str,
    /// The files that its `use` statements name, in their order; those that were not found are left out.
    pub uses: Vec<FileId>,
}

/// Resolves and checks a set of files; the file that was asked for comes first.
pub fn resolve(files: &[SourceFile<'_>]) -> (Encoding, Vec<Diagnostic>) {
    let layout = Layout::of(files);
    let mut resolver = Resolver::new(&layout);
    resolver.declare_all();
    let encoding = resolver.encode_all();
    resolver.warn_of_unused();
    (encoding, in_reading_order(resolver.diagnostics))
}

/// By place, each once: a file that two policies share is resolved for both.
fn in_reading_order(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut ordered: Vec<Diagnostic> = Vec::new();
    for diagnostic in diagnostics {
        if !ordered.contains(&diagnostic) {
            ordered.push(diagnostic);
        }
    }
    ordered.sort_by_key(|it| (it.place.file, it.place.span));
    ordered
}
