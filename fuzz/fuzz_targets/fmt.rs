//! Whatever parses is laid out once and for all, and says the same as before.

#![no_main]

use holdpoint_syntax::{FileId, FileKind, format, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for kind in [FileKind::Markdown, FileKind::Hold] {
        let Ok(formatted) = format(text, kind) else { continue };
        assert_eq!(said(&formatted, kind), said(text, kind), "says something else:\n{formatted}");
        assert_eq!(format(&formatted, kind).as_deref(), Ok(formatted.as_str()), "not stable");
    }
});

/// The document without its places.
fn said(text: &str, kind: FileKind) -> String {
    let shown = format!("{:?}", parse(text, kind, FileId(0)).document);
    let mut parts = shown.split("Span { start: ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| said + part.split_once('}').map_or(part, |(_, after)| after))
}
