//! Names, strings, dates and heads, with their places.
//!
//! It must not know which statement they stand in.

use super::tree::{leaf, leaf_span, leaves, part, slot};
use crate::ast::{DateText, Head, Name, Spanned, Text};
use crate::kind::{Leaf, Node, SyntaxKind};

pub(super) fn head(node: &Node) -> Option<Head> {
    let head = part(node, SyntaxKind::Head)?;
    let reading = part(&head, SyntaxKind::Reading).and_then(|it| text(&it));
    Some(Head {
        name: name(&head)?,
        title: text(&head),
        reading,
    })
}

/// The first name of this node itself.
pub(super) fn name(node: &Node) -> Option<Name> {
    names(node).into_iter().next()
}

pub(super) fn names(node: &Node) -> Vec<Name> {
    leaves(node, SyntaxKind::Name).map(|it| spanned(&it)).collect()
}

/// The names of its list `A and B`.
pub(super) fn listed(node: &Node) -> Vec<Name> {
    part(node, SyntaxKind::Names).map_or(Vec::new(), |it| names(&it))
}

/// The level or grade of `at L`.
pub(super) fn at(node: &Node) -> Option<Name> {
    part(node, SyntaxKind::At).and_then(|it| name(&it))
}

/// The name in the part after a comma that begins with these words.
pub(super) fn slot_name(node: &Node, lead: &[&str]) -> Option<Name> {
    slot(node, lead).and_then(|it| name(&it))
}

/// The first string of this node itself, without its quotes.
pub(super) fn text(node: &Node) -> Option<Text> {
    texts(node).into_iter().next()
}

pub(super) fn texts(node: &Node) -> Vec<Text> {
    let unquoted = |it: Leaf| Spanned {
        value: it.text().trim_matches('"').to_owned(),
        span: leaf_span(&it),
    };
    leaves(node, SyntaxKind::Text).map(unquoted).collect()
}

pub(super) fn date(node: &Node) -> Option<DateText> {
    leaf(node, SyntaxKind::Date).map(|it| spanned(&it))
}

fn spanned(leaf: &Leaf) -> Spanned<String> {
    Spanned {
        value: leaf.text().to_owned(),
        span: leaf_span(leaf),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check_said;

    #[test]
    fn titles_readings_and_empty_strings() {
        check_said(
            r#"task t reading "r" "", by A."#,
            r#"Task(Task { head: Head { name: "t", title: Some(""), reading: Some("r") }, by: "A", irreversible: false, ends: [] })"#,
        );
    }
}
