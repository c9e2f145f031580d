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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::CODES;
    use crate::testing::complaints;
    use std::collections::BTreeSet;

    fn markdown(text: &str) -> Parse {
        parse(text, FileKind::Markdown, FileId(0))
    }

    #[track_caller]
    fn check_complaints(text: &str, expected: &str) {
        assert_eq!(complaints(text, &markdown(text).diagnostics), expected);
    }

    #[test]
    fn places_are_places_in_the_file() {
        let text = "Prose.\n\n- x\n\n  ```holdpoint\n  party A\n    is outside.\n  ```\n";
        let document = markdown(text).document;
        let words = |span: Span| &text[span.start as usize..span.end as usize];
        assert_eq!(words(document.statements[0].span), "party A\n    is outside.");
        let crate::ast::StatementKind::Party(party) = &document.statements[0].kind else {
            panic!("{document:?}");
        };
        assert_eq!(words(party.head.name.span), "A");
    }

    #[test]
    fn a_quote_knows_the_first_statement_of_its_block() {
        let block = "```holdpoint\nparty A is outside.\nparty B is outside.\n```\n\n";
        let empty = "```holdpoint\n```\n\n";
        let text = format!(
            "{block}> One.\n\n{block}>~ Two.\n\nProse.\n\n{block}> Three.\n\n# No\n\n{block}> Four.\n\n{empty}"
        );
        let document = markdown(&text).document;
        let quotes = document
            .quotes
            .iter()
            .map(|it| (it.text.as_str(), it.paraphrase, it.encoded_by));
        let expected = [
            ("One.", false, Some(2)),
            ("Two.", true, Some(4)),
            ("Three.", false, None),
            ("Four.", false, None),
        ];
        assert_eq!(quotes.collect::<Vec<_>>(), expected);
        assert_eq!(document.headings.len(), 1);
    }

    #[test]
    fn a_quote_is_as_long_as_its_words() {
        let text = "> One\n> two.\n\nProse.\n";
        let span = markdown(text).document.quotes[0].span;
        assert_eq!(&text[span.start as usize..span.end as usize], "> One\n> two.");
    }

    #[test]
    fn a_statement_does_not_run_over_the_end_of_its_block() {
        check_complaints(
            "```holdpoint\nparty A\n```\n\n```holdpoint\nis outside.\n```\n",
            "HP0118 [A] the statement ends where `is` is expected; go on with `is`\n\
             HP0103 [is] no statement begins with `is`; statements begin with `use`, `policy`, `source`, `party`, \
             `action`, `capability`, `level`, `safeguard`, `standard`, `evaluation`, `score`, `determination`, \
             `task`, `fact`, `approval`, `clause`, `exception`, `not`, `world`, `assume`, `check`, `scenario` or \
             `question`; a comment begins with `#`",
        );
    }

    #[test]
    fn a_block_that_is_indented_throughout_recovers_as_any_other() {
        let text = "```holdpoint\n  party A is\n  party B is outside.\n```\n";
        assert_eq!(markdown(text).document.statements.len(), 1);
        let text = "- ```holdpoint\n  party A is\n  party B is outside.\n  ```\n";
        assert_eq!(markdown(text).document.statements.len(), 1);
    }

    #[test]
    fn an_empty_block_is_noted() {
        check_complaints(
            "```holdpoint\n# soon\n```\n",
            "HP0112 [```holdpoint] there is no statement in this block; encode the sentence before it, or say \
             `not encoded \"…\" because \"…\".`",
        );
    }

    #[test]
    fn a_fence_that_is_not_closed_is_the_only_complaint() {
        let text = "```holdpoint\nparty A is outside.\n\nProse and prose.\n\n```holdpoint\nparty B is outside.\n```\n";
        check_complaints(
            text,
            "HP0113 [```holdpoint] this block is not closed; end it with a line of three backticks",
        );
        assert_eq!(markdown(text).document.statements.len(), 2);
    }

    #[test]
    fn every_code_can_be_met() {
        let texts = [
            "```holdpoint\n```\n```holdpoint\nparty A is outside",
            "```holdpoint\n. party A is outside",
        ];
        let statements = [
            "party A is outside",
            "check c: it is possible that x is found and y is found or z is found.",
            "parti A is outside.",
            "party A is strange.",
            "level policy.",
            "use \"x.",
            "standard S is (x.",
            "policy p, effective 2024-3-1.",
            "assume one step is 1.",
            "assume one step is 1 moon.",
            "action é.",
            "task t, by A, by A.",
            "task t, by A, x.",
            "task t, by A, may fail.",
            "level L",
            "level L above.",
            "assume one step is 1month.",
            "task t, by A.\"x\"",
            "use \"x\".use \"y\".",
            "task t, irreversible, by A.",
            "task t.",
            "standard S is x).",
            ".",
            "task t by A.",
        ];
        let deep = format!("standard S is {}x.", "(".repeat(100));
        let hold = statements.iter().map(|it| parse(it, FileKind::Hold, FileId(0)));
        let all = hold
            .chain(texts.map(markdown))
            .chain([parse(&deep, FileKind::Hold, FileId(0)), too_large(FileId(0))]);
        let met: BTreeSet<_> = all.flat_map(|it| it.diagnostics).map(|it| it.code).collect();
        let listed: BTreeSet<_> = CODES.iter().map(|(code, _)| *code).collect();
        assert_eq!(met, listed);
        assert!(
            CODES.windows(2).all(|it| it[0].0 < it[1].0),
            "in order, none twice"
        );
    }

    #[test]
    fn the_ending_of_a_name_tells_the_kind() {
        assert_eq!(FileKind::of_name("a/b.hold"), FileKind::Hold);
        assert_eq!(FileKind::of_name("a/b.md"), FileKind::Markdown);
    }

    #[test]
    fn the_tree_can_be_looked_at() {
        let tree = parse("use \"x\".", FileKind::Hold, FileId(0)).tree();
        assert!(
            tree.starts_with("Root@0..8\n  Block@0..8\n    Use@0..8\n      Keyword@0..3 \"use\"\n"),
            "{tree}"
        );
    }
}
