//! A small set of files as text, resolved, and the messages about it as text.

use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::{Diagnostic, FileId, Place, Severity, SourceFile, resolve};
use holdpoint_syntax::ast::{Document, StatementKind};
use holdpoint_syntax::{FileKind, parse};

/// Names and texts; the first is asked for.
pub(crate) type Set<'t> = [(&'t str, &'t str)];

/// The messages about a set of files; empty when there are none.
pub(crate) fn check(files: &Set<'_>) -> String {
    lines(&resolved(files).1, files)
}

/// The encoding of files that have nothing wrong with them.
pub(crate) fn encode(files: &Set<'_>) -> Encoding {
    let (encoding, mut diagnostics) = resolved(files);
    diagnostics.retain(|it| it.severity == Severity::Error);
    assert_eq!(lines(&diagnostics, files), "");
    encoding
}

/// Parses every file, follows `use` by name, and resolves. What does not parse is a mistake of the test.
pub(crate) fn resolved(files: &Set<'_>) -> (Encoding, Vec<Diagnostic>) {
    let parsed: Vec<Document> = (0..files.len()).map(|index| document(index, files)).collect();
    resolved_documents(&parsed, files)
}

/// Resolves documents that need not be what the texts say.
pub(crate) fn resolved_documents(parsed: &[Document], files: &Set<'_>) -> (Encoding, Vec<Diagnostic>) {
    let sources: Vec<SourceFile<'_>> = (parsed.iter().enumerate())
        .map(|(index, document)| SourceFile {
            id: FileId(index as u32),
            document,
            text: files[index].1,
            uses: uses(document, files),
        })
        .collect();
    resolve(&sources)
}

/// One message after the other.
pub(crate) fn lines(diagnostics: &[Diagnostic], files: &Set<'_>) -> String {
    diagnostics
        .iter()
        .map(|it| line(it, files))
        .collect::<Vec<_>>()
        .join("\n")
}

pub(crate) fn document(index: usize, files: &Set<'_>) -> Document {
    let (name, text) = files[index];
    let parse = parse(text, FileKind::of_name(name), FileId(index as u32));
    assert_eq!(
        lines(&parse.diagnostics, files),
        "",
        "{name} does not parse:\n{text}"
    );
    parse.document
}

fn uses(document: &Document, files: &Set<'_>) -> Vec<FileId> {
    let used = document.statements.iter().filter_map(|it| match &it.kind {
        StatementKind::Use(name) => Some(name.value.as_str()),
        _ => None,
    });
    used.map(|name| {
        let index = files
            .iter()
            .position(|(it, _)| *it == name)
            .expect("a test uses files that it gives");
        FileId(index as u32)
    })
    .collect()
}

/// The code, the underlined words, the message; then what is related and how to mend it.
fn line(diagnostic: &Diagnostic, files: &Set<'_>) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "",
        Severity::Warning => "warning ",
        Severity::Note => "note ",
    };
    let at = words(diagnostic.place, files);
    let mut line = format!("{severity}{} at |{at}|: {}", diagnostic.code, diagnostic.message);
    for (place, label) in &diagnostic.related {
        line += &format!("\n  see |{}|: {label}", words(*place, files));
    }
    if let Some(help) = &diagnostic.help {
        line += &format!("\n  help: {help}");
    }
    if let Some(fix) = &diagnostic.fix {
        line += &format!("\n  fix: {fix}");
    }
    line
}

/// The words at a place, on one line.
fn words(place: Place, files: &Set<'_>) -> String {
    let (_, text) = files[place.file.0 as usize];
    let words = &text[place.span.start as usize..place.span.end as usize];
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
