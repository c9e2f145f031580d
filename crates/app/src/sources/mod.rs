//! Holds a document against the published text that it encodes: the file is the pinned one, and every
//! quotation stands in it.
//!
//! It must not know what the sentences mean.

mod diagnostics;
mod likeness;

use crate::files::SourceFile;
use crate::loader::{Loaded, Unreadable, read_bytes, unreadable};
use holdpoint_policy::{Diagnostic, FileId, Place};
use holdpoint_syntax::ast::{Source, StatementKind};
use likeness::Original;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Checks the texts given against the pins, and the quotations against the texts.
pub(crate) fn hold_against(loaded: &mut Loaded, paths: &[PathBuf]) {
    let mut given = Vec::new();
    for path in paths {
        match Given::read(path) {
            Ok(text) => given.push(text),
            Err(why) => {
                loaded
                    .diagnostics
                    .push(unreadable(&path.to_string_lossy(), &why, Place::default()));
                loaded.is_unusable = true;
            }
        }
    }
    let found: Vec<Diagnostic> = given.iter().flat_map(|it| unpinned(loaded, it)).collect();
    let quotations = loaded
        .files
        .iter()
        .flat_map(|(id, file)| quotations(id, file, &given));
    let quotations: Vec<Diagnostic> = quotations.collect();
    loaded.diagnostics.extend(found);
    loaded.diagnostics.extend(quotations);
}

/// A published text on this machine.
struct Given {
    name: String,
    sha256: String,
    /// `None`: not a text, a PDF for one; its hash can be checked all the same.
    text: Option<Original>,
}

impl Given {
    fn read(path: &Path) -> Result<Given, Unreadable> {
        let bytes = read_bytes(path)?;
        let sha256 = Sha256::digest(&bytes)
            .iter()
            .map(|it| format!("{it:02x}"))
            .collect();
        let text = String::from_utf8(bytes).ok().map(|it| Original::of(&it));
        Ok(Given {
            name: path.to_string_lossy().into_owned(),
            sha256,
            text,
        })
    }

    fn is(&self, source: &Source) -> bool {
        source
            .sha256
            .as_ref()
            .is_none_or(|it| it.value.eq_ignore_ascii_case(&self.sha256))
    }
}

/// A text that no document pins is an error; one that a document names without a pin can now be pinned.
fn unpinned(loaded: &Loaded, given: &Given) -> Vec<Diagnostic> {
    let sources = || {
        loaded
            .files
            .iter()
            .flat_map(|(id, file)| sources(file).map(move |it| (id, it)))
    };
    let place = |id: FileId, source: &Source| Place {
        file: id,
        span: source.location.span,
    };
    if sources().any(|(_, it)| it.sha256.is_some() && given.is(it)) {
        return Vec::new();
    }
    if let Some((id, source)) = sources().find(|(_, it)| it.sha256.is_none()) {
        return vec![diagnostics::no_pin(
            &source.location.value,
            &given.sha256,
            place(id, source),
        )];
    }
    match sources().next() {
        Some((id, source)) => vec![diagnostics::another_text(
            &given.name,
            &given.sha256,
            place(id, source),
        )],
        None => vec![diagnostics::no_source(&given.name)],
    }
}

/// The quotations of a file that stand in none of its sources.
fn quotations(id: FileId, file: &SourceFile, given: &[Given]) -> Vec<Diagnostic> {
    let its: Vec<&Given> = given
        .iter()
        .filter(|text| sources(file).any(|it| text.is(it)))
        .collect();
    let texts: Vec<&Original> = its.iter().filter_map(|it| it.text.as_ref()).collect();
    let is_complete = sources(file).all(|source| given.iter().any(|it| it.is(source)));
    if its.is_empty() {
        return Vec::new();
    }
    if texts.is_empty() {
        return its.iter().map(|it| diagnostics::no_text(&it.name)).collect();
    }
    let quotes = file.document.quotes.iter().filter(|it| !it.paraphrase);
    quotes
        .filter(|quote| !texts.iter().any(|it| it.has(&quote.text)))
        .map(|quote| {
            let nearest = texts.iter().find_map(|it| it.nearest(&quote.text));
            let place = Place {
                file: id,
                span: quote.span,
            };
            diagnostics::quotation_not_in_source(&quote.text, nearest, is_complete, place)
        })
        .collect()
}

fn sources(file: &SourceFile) -> impl Iterator<Item = &Source> {
    file.document.statements.iter().filter_map(|it| match &it.kind {
        StatementKind::Source(source) => Some(source),
        _ => None,
    })
}
