//! From the text of a file to its tree, its document and its messages; never a failure.
//!
//! It must not know where the text came from.

use crate::ast::Document;
use crate::blocks::{self, Block, Markdown};
use crate::diagnostic::{Diagnostic, FileId, Place, Span};
use crate::errors;
use crate::grammar::FORMS;
use crate::kind::{Node, SyntaxKind};
use crate::lexer::{self, Token};
use crate::lower;
use crate::parser::{Input, Parser};
use rowan::{GreenNode, GreenNodeBuilder};
use std::ops::Range;

/// How statements stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// In fenced blocks tagged `holdpoint`.
    Markdown,
    /// The whole file is one block.
    Hold,
}

impl FileKind {
    /// By its ending: `.hold`, and all else is Markdown.
    pub fn of_name(name: &str) -> FileKind {
        if name.ends_with(".hold") {
            FileKind::Hold
        } else {
            FileKind::Markdown
        }
    }
}

/// What a text says, as far as it can be understood, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Parse {
    pub document: Document,
    /// In the order of their places.
    pub diagnostics: Vec<Diagnostic>,
    tree: GreenNode,
}

impl Parse {
    /// The text that was parsed, byte for byte, read off the tree.
    pub fn text(&self) -> String {
        self.root().text().to_string()
    }

    /// The tree, one node or token a line.
    pub fn tree(&self) -> String {
        format!("{:#?}", self.root())
    }

    pub(crate) fn root(&self) -> Node {
        Node::new_root(self.tree.clone())
    }
}

/// Every statement that can be understood is in the document; every other has a message.
pub fn parse(text: &str, kind: FileKind, file: FileId) -> Parse {
    if u32::try_from(text.len()).is_err() {
        return too_large(file);
    }
    let mut building = Building {
        text,
        file,
        tree: GreenNodeBuilder::new(),
        diagnostics: Vec::new(),
    };
    let root = rowan::SyntaxKind(SyntaxKind::Root as u16);
    building.tree.start_node(root);
    let markdown = match kind {
        FileKind::Hold => building.hold(),
        FileKind::Markdown => building.markdown(),
    };
    building.tree.finish_node();
    let tree = building.tree.finish();
    let document = lower::document(&Node::new_root(tree.clone()), text, markdown);
    let mut diagnostics = building.diagnostics;
    diagnostics.sort_by_key(|it| it.place.span.start);
    Parse {
        document,
        diagnostics,
        tree,
    }
}

/// The tree cannot hold it; nothing of it is read.
fn too_large(file: FileId) -> Parse {
    let place = Place {
        file,
        span: Span::default(),
    };
    let root = rowan::SyntaxKind(SyntaxKind::Root as u16);
    let diagnostics = vec![errors::too_large(place)];
    Parse {
        document: Document::default(),
        diagnostics,
        tree: GreenNode::new(root, []),
    }
}

struct Building<'t> {
    text: &'t str,
    file: FileId,
    tree: GreenNodeBuilder<'static>,
    diagnostics: Vec<Diagnostic>,
}

impl Building<'_> {
    fn hold(&mut self) -> Markdown {
        let mut tokens = Vec::new();
        lexer::lex(self.text, 0..self.text.len(), &mut tokens);
        self.block(&tokens);
        Markdown::default()
    }

    fn markdown(&mut self) -> Markdown {
        let markdown = blocks::read(self.text);
        let mut end = 0;
        for block in &markdown.blocks {
            self.prose(end..block.whole.start);
            self.fenced(block);
            end = block.whole.end;
        }
        self.prose(end..self.text.len());
        markdown
    }

    fn prose(&mut self, part: Range<usize>) {
        if !part.is_empty() {
            self.tree
                .token(rowan::SyntaxKind(SyntaxKind::Prose as u16), &self.text[part]);
        }
    }

    fn fenced(&mut self, block: &Block) {
        let tokens = tokens(self.text, block);
        let n_before = self.diagnostics.len();
        self.block(&tokens);
        let place = Place {
            file: self.file,
            span: blocks::span(&trimmed(self.text, &block.opening)),
        };
        if !block.is_closed {
            // The rest of the file is in the block; what is wrong with it there is beside the point.
            self.diagnostics.truncate(n_before);
            self.diagnostics.push(errors::unclosed_fence(place));
        } else if tokens.iter().all(|it| it.kind.is_trivia()) {
            self.diagnostics.push(errors::empty_block(place));
        }
    }

    fn block(&mut self, tokens: &[Token]) {
        self.tree.start_node(rowan::SyntaxKind(SyntaxKind::Block as u16));
        let input = Input::new(self.text, tokens);
        Parser::new(input, &FORMS, self.file, &mut self.tree, &mut self.diagnostics).statements();
        self.tree.finish_node();
    }
}

/// The fences, the pieces between them, and the indentation between the pieces.
fn tokens(text: &str, block: &Block) -> Vec<Token> {
    let mut tokens = Vec::new();
    let push = |tokens: &mut Vec<Token>, kind, part: Range<usize>| {
        if !part.is_empty() {
            tokens.push(Token {
                kind,
                start: part.start,
                end: part.end,
            });
        }
    };
    push(&mut tokens, SyntaxKind::Fence, block.opening.clone());
    let mut end = block.opening.end;
    for piece in &block.pieces {
        push(&mut tokens, SyntaxKind::LinePrefix, end..piece.start);
        lexer::lex(text, piece.clone(), &mut tokens);
        end = piece.end;
    }
    push(&mut tokens, SyntaxKind::Fence, end..block.whole.end);
    tokens
}

/// Without the line end.
fn trimmed(text: &str, part: &Range<usize>) -> Range<usize> {
    part.start..part.start + text[part.clone()].trim_end().len()
}
