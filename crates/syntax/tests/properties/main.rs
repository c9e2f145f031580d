//! What holds for every text: nothing is lost, nothing panics, and laying out changes white space only.

mod grammar;
mod noise;

use holdpoint_syntax::{FileId, FileKind, Severity, format, parse};
use proptest::prelude::*;
use std::time::{Duration, Instant};

const KINDS: [FileKind; 2] = [FileKind::Markdown, FileKind::Hold];

/// The tree holds every byte, and every message points into the text.
fn nothing_is_lost(text: &str) {
    for kind in KINDS {
        let parse = parse(text, kind, FileId(0));
        assert_eq!(parse.text(), text);
        for it in &parse.diagnostics {
            let (start, end) = (it.place.span.start as usize, it.place.span.end as usize);
            assert!(text.get(start..end).is_some(), "{it:?}");
            assert!(
                it.severity != Severity::Error || it.help.is_some(),
                "no help: {it:?}"
            );
        }
    }
}

/// The document without its places.
fn said(text: &str, kind: FileKind) -> String {
    let shown = format!("{:?}", parse(text, kind, FileId(0)).document);
    let mut parts = shown.split("Span { start: ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |said, part| {
        said + part.split_once('}').map_or(part, |(_, after)| after)
    })
}

/// Laid out, the text says the same, and laying it out again changes nothing.
fn layout_is_sound(text: &str, kind: FileKind) {
    let formatted = format(text, kind).unwrap_or_else(|it| panic!("does not parse: {it:#?}\n{text}"));
    assert_eq!(
        said(&formatted, kind),
        said(text, kind),
        "says something else:\n{text}\n---\n{formatted}"
    );
    assert_eq!(
        format(&formatted, kind).as_deref(),
        Ok(formatted.as_str()),
        "not stable:\n{text}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_comes_back_byte_for_byte(text in any::<String>()) {
        nothing_is_lost(&text);
    }

    #[test]
    fn any_soup_of_words_comes_back_byte_for_byte(text in noise::soup()) {
        nothing_is_lost(&text);
        nothing_is_lost(&format!("```holdpoint\n{text}\n```\n"));
    }

    #[test]
    fn every_sentence_of_the_grammar_is_understood(words in grammar::document()) {
        let text = words.join(" ");
        let parse = parse(&text, FileKind::Hold, FileId(0));
        prop_assert!(parse.diagnostics.is_empty(), "{:#?}\n{}", parse.diagnostics, text);
        prop_assert_eq!(parse.document.statements.len(), words.iter().filter(|it| *it == ".").count());
    }

    #[test]
    fn layout_changes_white_space_only(text in noise::spaced(grammar::document())) {
        layout_is_sound(&text, FileKind::Hold);
    }

    #[test]
    fn layout_respects_lists_and_quotes(text in noise::in_markdown(noise::spaced(grammar::document()))) {
        layout_is_sound(&text, FileKind::Markdown);
    }

    #[test]
    fn one_broken_statement_hides_no_other(before in grammar::document(), after in grammar::document()) {
        let text = format!("{}\nlevel L above when.\n{}", before.join(" "), after.join(" "));
        let parse = parse(&text, FileKind::Hold, FileId(0));
        prop_assert_eq!(parse.diagnostics.len(), 1);
        let n_sound = before.iter().chain(&after).filter(|it| *it == ".").count();
        prop_assert_eq!(parse.document.statements.len(), n_sound);
    }
}

#[test]
fn deep_nesting_is_refused_and_not_suffered() {
    for (open, close) in [
        ("(", ")"),
        ("not ", ""),
        ("it is announced that ", ""),
        ("it is announced that (", ")"),
    ] {
        let (open, close) = (open.repeat(100_000), close.repeat(100_000));
        let text = format!("check c: it is possible that {open}f holds{close}.\nparty A is outside.");
        let parse = parse(&text, FileKind::Hold, FileId(0));
        let codes: Vec<_> = parse.diagnostics.iter().map(|it| it.code).collect();
        assert_eq!(codes, ["HP0117"]);
        assert_eq!(parse.document.statements.len(), 1);
    }
}

#[test]
fn large_files_take_time_in_proportion() {
    let statements = [
        "party A is outside.\n",
        "party A is\n",
        "the ",
        "\"",
        "x and ",
        "clause c: when x is found or y is found and z is found, A must do t\n",
        ", by A",
        "9",
        "(",
        "```holdpoint\n",
        "> ```holdpoint\n",
        "😀",
    ];
    for statement in statements {
        let text = statement.repeat(400_000 / statement.len());
        let start = Instant::now();
        nothing_is_lost(&text);
        nothing_is_lost(&format!("level L above x{text}"));
        // A second where time is in proportion, an hour where it goes with the square.
        assert!(start.elapsed() < Duration::from_secs(30), "{statement}");
    }
}
