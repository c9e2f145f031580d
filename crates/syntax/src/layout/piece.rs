//! The words of a block in order, each with what its place in the tree says about line breaks.
//!
//! It must not know how wide a line is.

use crate::kind::{Leaf, Node, SyntaxKind};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) kind: SyntaxKind,
    pub(super) text: String,
    /// Line ends between the piece before and this one.
    pub(super) n_lines_before: usize,
    pub(super) wish: Wish,
    /// The `(` of `lognormal(…)`, close to its word.
    pub(super) is_close: bool,
}

/// Where the line should break before a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Only where the line is full.
    None,
    /// If the whole statement does not fit on one line.
    IfLong,
    Always,
}

/// Everything but white space and fences.
pub(super) fn pieces(block: &Node) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut n_lines_before = 0;
    for leaf in block.descendants_with_tokens().filter_map(|it| it.into_token()) {
        match leaf.kind() {
            SyntaxKind::Fence | SyntaxKind::LinePrefix => {}
            SyntaxKind::Whitespace => n_lines_before += n_line_ends(leaf.text()),
            _ => {
                pieces.push(piece(&leaf, n_lines_before));
                n_lines_before = 0;
            }
        }
    }
    pieces
}

fn piece(leaf: &Leaf, n_lines_before: usize) -> Piece {
    let text = leaf.text().trim_end().to_owned();
    Piece {
        kind: leaf.kind(),
        text,
        n_lines_before,
        wish: wish(leaf),
        is_close: is_close(leaf),
    }
}

/// `\r\n` is one.
fn n_line_ends(space: &str) -> usize {
    let ends = space.matches(['\n', '\r']).count();
    ends - space.matches("\r\n").count()
}

/// The first word of a step, of a part of a question, of a property.
fn wish(leaf: &Leaf) -> Wish {
    let begun = leaf
        .parent_ancestors()
        .take_while(|it| it.text_range().start() == leaf.text_range().start());
    let wishes = begun.map(|it| match it.kind() {
        SyntaxKind::Step | SyntaxKind::QuestionPart => Wish::Always,
        SyntaxKind::Property => Wish::IfLong,
        _ => Wish::None,
    });
    // The widest node that begins here and wishes anything decides.
    wishes.fold(
        Wish::None,
        |wish, wider| if wider == Wish::None { wish } else { wider },
    )
}

fn is_close(leaf: &Leaf) -> bool {
    let group = leaf.parent().filter(|it| it.kind() == SyntaxKind::Group);
    let around = group.and_then(|it| it.parent());
    leaf.kind() == SyntaxKind::LeftParen && around.is_some_and(|it| it.kind() == SyntaxKind::Distribution)
}
