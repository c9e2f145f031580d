//! Looking into a node: its words, its names, its parts.
//!
//! It must not know any rule of the language.

use crate::diagnostic::Span;
use crate::kind::{Leaf, Node, SyntaxKind};

pub(super) fn span(node: &Node) -> Span {
    to_span(node.text_range())
}

pub(super) fn leaf_span(leaf: &Leaf) -> Span {
    to_span(leaf.text_range())
}

fn to_span(range: rowan::TextRange) -> Span {
    Span {
        start: range.start().into(),
        end: range.end().into(),
    }
}

/// The tokens of this node itself, not of its parts.
pub(super) fn leaves(node: &Node, kind: SyntaxKind) -> impl Iterator<Item = Leaf> {
    node.children_with_tokens()
        .filter_map(|it| it.into_token())
        .filter(move |it| it.kind() == kind)
}

pub(super) fn leaf(node: &Node, kind: SyntaxKind) -> Option<Leaf> {
    leaves(node, kind).next()
}

pub(super) fn parts(node: &Node, kind: SyntaxKind) -> impl Iterator<Item = Node> {
    node.children().filter(move |it| it.kind() == kind)
}

pub(super) fn part(node: &Node, kind: SyntaxKind) -> Option<Node> {
    parts(node, kind).next()
}

/// The keywords of this node itself, in order.
#[derive(Debug)]
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn of(node: &Node) -> Words {
        Words(
            leaves(node, SyntaxKind::Keyword)
                .map(|it| it.text().to_owned())
                .collect(),
        )
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|it| it == word)
    }

    pub(super) fn begin_with(&self, words: &[&str]) -> bool {
        self.0.len() >= words.len() && self.0.iter().zip(words).all(|(it, word)| it == word)
    }

    /// For a `match` on what is said.
    pub(super) fn list(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }
}

/// The part after a comma that begins with these words; the first, if it was given twice.
pub(super) fn slot(node: &Node, lead: &[&str]) -> Option<Node> {
    parts(node, SyntaxKind::Slot).find(|it| Words::of(it).begin_with(lead))
}

pub(super) fn has_slot(node: &Node, lead: &[&str]) -> bool {
    slot(node, lead).is_some()
}
