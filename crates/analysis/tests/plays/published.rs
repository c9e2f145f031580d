//! The published policies of the repository, as the crate reads them.

use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::{FileId, Severity, SourceFile, resolve};
use holdpoint_syntax::{FileKind, parse};

/// Each with its name.
pub(crate) fn policies() -> Vec<(&'static str, Encoding)> {
    let all = [
        (
            "rsp-1.0",
            include_str!("../../../../policies/anthropic/rsp-1.0.md"),
        ),
        (
            "rsp-2.2",
            include_str!("../../../../policies/anthropic/rsp-2.2.md"),
        ),
        (
            "rsp-3.0",
            include_str!("../../../../policies/anthropic/rsp-3.0.md"),
        ),
        (
            "preparedness-beta",
            include_str!("../../../../policies/openai/preparedness-beta.md"),
        ),
    ];
    all.into_iter()
        .map(|(name, text)| (name, encoding(text)))
        .collect()
}

fn encoding(text: &str) -> Encoding {
    let parsed = parse(text, FileKind::Markdown, FileId(0));
    let file = SourceFile {
        id: FileId(0),
        document: &parsed.document,
        text,
        uses: Vec::new(),
    };
    let (encoding, found) = resolve(&[file]);
    let errors = found.iter().filter(|it| it.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "{found:?}");
    encoding
}
