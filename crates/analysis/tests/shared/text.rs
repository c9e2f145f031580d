//! A policy document that a test has made, read as the crate reads one.

use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::{FileId, Severity, SourceFile, resolve};
use holdpoint_syntax::{FileKind, parse};

/// The text as the crate reads it; it has no errors.
pub(crate) fn encoding(text: &str) -> Encoding {
    let parsed = parse(text, FileKind::Hold, FileId(0));
    let file = SourceFile {
        id: FileId(0),
        document: &parsed.document,
        text,
        uses: Vec::new(),
    };
    let (encoding, found) = resolve(&[file]);
    let errors = parsed
        .diagnostics
        .iter()
        .chain(&found)
        .filter(|it| it.severity == Severity::Error);
    let messages: Vec<&str> = errors.map(|it| it.message.as_str()).collect();
    assert!(messages.is_empty(), "{messages:?} in\n{text}");
    encoding
}
