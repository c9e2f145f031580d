//! Any text is parsed without a panic, comes back byte for byte, and its messages lie inside it.

#![no_main]

use holdpoint_syntax::{FileId, FileKind, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for kind in [FileKind::Markdown, FileKind::Hold] {
        let parse = parse(text, kind, FileId(0));
        assert_eq!(parse.text(), text);
        for diagnostic in &parse.diagnostics {
            let span = diagnostic.place.span;
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{diagnostic:?}");
        }
    }
});
