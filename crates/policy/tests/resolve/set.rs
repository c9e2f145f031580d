//! A small set of files as text, resolved, and what comes out as text.

use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::{Diagnostic, FileId, Place, Severity, SourceFile, resolve};
use holdpoint_syntax::ast::{Document, StatementKind};
use holdpoint_syntax::{FileKind, parse};

/// The messages about one file of statements; nothing when there are none.
pub(crate) fn check(text: &str) -> String {
    check_files(&[("it.hold", text)])
}

/// The messages about several files, the first of which is asked for.
pub(crate) fn check_files(files: &[(&str, &str)]) -> String {
    let (_, diagnostics) = resolved(files);
    let lines: Vec<String> = diagnostics.iter().map(|it| line(it, files)).collect();
    lines.join("\n")
}

/// The encoding of one file that has nothing wrong with it.
pub(crate) fn encode(text: &str) -> Encoding {
    encode_files(&[("it.hold", text)])
}

pub(crate) fn encode_files(files: &[(&str, &str)]) -> Encoding {
    let (encoding, diagnostics) = resolved(files);
    let errors: Vec<String> =
        diagnostics.iter().filter(|it| it.severity == Severity::Error).map(|it| line(it, files)).collect();
    assert_eq!(errors.join("\n"), "");
    encoding
}

/// Parses every file, follows `use` by name, and resolves. What does not parse is a mistake of the test.
pub(crate) fn resolved(files: &[(&str, &str)]) -> (Encoding, Vec<Diagnostic>) {
    let parsed: Vec<Document> = (0..files.len())
        .map(|index| {
            let (name, text) = files[index];
            let parse = parse(text, FileKind::of_name(name), FileId(index as u32));
            let said: Vec<String> = parse.diagnostics.iter().map(|it| line(it, files)).collect();
            assert_eq!(said.join("\n"), "", "{name} does not parse");
            parse.document
        })
        .collect();
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

fn uses(document: &Document, files: &[(&str, &str)]) -> Vec<FileId> {
    let used = document.statements.iter().filter_map(|it| match &it.kind {
        StatementKind::Use(name) => Some(name.value.as_str()),
        _ => None,
    });
    used.map(|name| {
        let index = files.iter().position(|(it, _)| *it == name).expect("a test uses files that it gives");
        FileId(index as u32)
    })
    .collect()
}

/// `error HP0201 at |word|: message; help: …; first declared at |word|`.
fn line(diagnostic: &Diagnostic, files: &[(&str, &str)]) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "",
        Severity::Warning => "warning ",
        Severity::Note => "note ",
    };
    let mut line = format!("{severity}{} at |{}|: {}", diagnostic.code, words(diagnostic.place, files), diagnostic.message);
    for (place, label) in &diagnostic.related {
        line += &format!("\n  at |{}|: {label}", words(*place, files));
    }
    if let Some(help) = &diagnostic.help {
        line += &format!("\n  help: {help}");
    }
    line
}

/// The words at a place, on one line.
pub(crate) fn words(place: Place, files: &[(&str, &str)]) -> String {
    let (_, text) = files[place.file.0 as usize];
    let words = &text[place.span.start as usize..place.span.end as usize];
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
