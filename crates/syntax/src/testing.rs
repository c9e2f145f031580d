//! What the tests of the rules share: a text in, a readable text out.
//!
//! It must not know any rule.

use crate::diagnostic::{Diagnostic, FileId};
use crate::kind::{Node, SyntaxKind};
use crate::parse::{FileKind, parse};
use rowan::NodeOrToken;

/// The text is sound, and its tree is this: `(Party (Head A) is developer .)`.
#[track_caller]
pub(crate) fn check(text: &str, expected: &str) {
    let parse = parse(text, FileKind::Hold, FileId(0));
    assert_eq!(parse.text(), text, "the tree lost something");
    assert_eq!(complaints(text, &parse.diagnostics), "", "in `{text}`");
    let blocks = parse.root().children();
    let statements: Vec<_> = blocks.flat_map(|it| it.children()).map(|it| shape(&it)).collect();
    assert_eq!(statements.join("\n"), expected);
}

/// The text is not sound, and this is said of it, a message a line.
#[track_caller]
pub(crate) fn check_complaints(text: &str, expected: &str) {
    let parse = parse(text, FileKind::Hold, FileId(0));
    assert_eq!(parse.text(), text, "the tree lost something");
    assert_eq!(complaints(text, &parse.diagnostics), expected);
}

/// The text is sound, and this is what it says, places left out.
#[track_caller]
pub(crate) fn check_said(text: &str, expected: &str) {
    let parse = parse(text, FileKind::Hold, FileId(0));
    assert_eq!(complaints(text, &parse.diagnostics), "", "in `{text}`");
    let said: Vec<_> = parse
        .document
        .statements
        .iter()
        .map(|it| without_places(&format!("{:?}", it.kind)))
        .collect();
    assert_eq!(said.join("\n"), expected);
}

/// A line a message: code, the words it is about, what is wrong; what helps.
pub(crate) fn complaints(text: &str, diagnostics: &[Diagnostic]) -> String {
    let lines: Vec<_> = diagnostics.iter().map(|it| complaint(text, it)).collect();
    lines.join("\n")
}

fn complaint(text: &str, it: &Diagnostic) -> String {
    let words = &text[it.place.span.start as usize..it.place.span.end as usize];
    let help = it.help.as_deref().unwrap_or("no help");
    let fix = it.fix.as_ref().map_or(String::new(), |fix| format!(" -> {fix}"));
    format!("{} [{words}{fix}] {}; {help}", it.code, it.message)
}

fn shape(node: &Node) -> String {
    let parts = node.children_with_tokens().filter_map(|it| match it {
        NodeOrToken::Node(node) => Some(shape(&node)),
        NodeOrToken::Token(leaf) if leaf.kind().is_trivia() => None,
        NodeOrToken::Token(leaf) if leaf.kind() == SyntaxKind::Dot => None,
        NodeOrToken::Token(leaf) => Some(leaf.text().to_owned()),
    });
    format!("({:?} {})", node.kind(), parts.collect::<Vec<_>>().join(" "))
}

/// `Spanned { value: "A", span: Span { … } }` as `"A"`.
fn without_places(shown: &str) -> String {
    let mut text = shown.to_owned();
    while let Some(start) = text.find("span: Span {") {
        let end = start + text[start..].find('}').map_or(0, |it| it + 1);
        let (before, after) = (text[..start].trim_end_matches(", "), text[end..].to_owned());
        let after = if before.ends_with("{ ") {
            after.trim_start_matches(", ").to_owned()
        } else {
            after
        };
        text = format!("{before}{after}");
    }
    while let Some(start) = text.rfind("Spanned { value: ") {
        let inside = &text[start + "Spanned { value: ".len()..];
        let end = closing_brace(inside);
        text = format!(
            "{}{}{}",
            &text[..start],
            inside[..end].trim_end(),
            &inside[end + 1..]
        );
    }
    text
}

/// Where the brace closes that was opened before this text.
fn closing_brace(text: &str) -> usize {
    let mut depth = 0;
    let is_end = |it: char| {
        depth += i32::from(it == '{') - i32::from(it == '}');
        depth < 0
    };
    text.find(is_end).unwrap_or(text.len() - 1)
}
