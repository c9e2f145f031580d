//! The examples of the language contract parse, and each of them says something.

use holdpoint_syntax::{FileId, FileKind, parse};

const CONTRACT: &str = include_str!("fixtures/contract.md");

#[test]
fn every_example_parses_without_a_word() {
    let parse = parse(CONTRACT, FileKind::Markdown, FileId(0));
    let complaints: Vec<_> = parse
        .diagnostics
        .iter()
        .map(|it| {
            let span = it.place.span;
            format!(
                "{}: {} at `{}`",
                it.code,
                it.message,
                &CONTRACT[span.start as usize..span.end as usize]
            )
        })
        .collect();
    assert_eq!(complaints, Vec::<String>::new());
    assert_eq!(parse.text(), CONTRACT);
}

#[test]
fn every_example_reaches_the_document() {
    let document = parse(CONTRACT, FileKind::Markdown, FileId(0)).document;
    let in_fences = CONTRACT.split("```").skip(1).step_by(2);
    let full_stops = in_fences
        .flat_map(str::lines)
        .map(|it| it.split('#').next().unwrap_or("").trim_end());
    let n_statements = full_stops.filter(|it| it.ends_with('.')).count();
    assert_eq!(document.statements.len(), n_statements);
    assert_eq!(document.headings.len(), 6);
}
