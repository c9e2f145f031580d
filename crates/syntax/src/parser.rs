//! The machine that the grammar drives: looks at tokens, builds the tree, remembers what it hoped for,
//! and starts afresh after a broken statement.
//!
//! It must not know any rule of the language.

mod complaint;
mod expected;
mod input;
mod recovery;
mod slots;

use crate::diagnostic::{Diagnostic, FileId, Place};
use crate::errors;
use crate::kind::SyntaxKind;
use rowan::{Checkpoint, GreenNodeBuilder};

pub(crate) use expected::Expected;
pub(crate) use input::Input;
pub(crate) use slots::Slot;

/// How deep parentheses and `not` may be nested: far more than anybody can read.
const DEPTH_MAX: usize = 64;

/// The statement cannot be understood any further; what is wrong has been said.
#[derive(Debug)]
pub(crate) struct Broken;

pub(crate) type Rule = Result<(), Broken>;

/// What a kind of statement is: how it begins, what it offers after commas, and its rule.
pub(crate) struct Form {
    pub(crate) keyword: &'static str,
    pub(crate) kind: SyntaxKind,
    pub(crate) slots: &'static [Slot],
    pub(crate) rule: fn(&mut Parser<'_>) -> Rule,
}

/// Parses the tokens of one block.
pub(crate) struct Parser<'a> {
    pub(crate) input: Input<'a>,
    pub(crate) form: &'static Form,
    forms: &'static [Form],
    file: FileId,
    tree: &'a mut GreenNodeBuilder<'static>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// What could have stood at this token, in the order in which the grammar asked.
    expected: Vec<Expected>,
    /// Opening parentheses not yet closed, by token.
    open: Vec<usize>,
    depth: usize,
    is_broken: bool,
    /// Where the statement begins, by token.
    first: usize,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(
        input: Input<'a>,
        forms: &'static [Form],
        file: FileId,
        tree: &'a mut GreenNodeBuilder<'static>,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Parser {
            input,
            form: &forms[0],
            forms,
            file,
            tree,
            diagnostics,
            expected: Vec::new(),
            open: Vec::new(),
            depth: 0,
            is_broken: false,
            first: 0,
        }
    }

    // Looking.

    pub(crate) fn kind(&self) -> SyntaxKind {
        self.input.kind(0)
    }

    /// The word at hand; empty when it is no word.
    pub(crate) fn word(&self) -> &'a str {
        self.input.word(0)
    }

    pub(crate) fn at(&mut self, word: &'static str) -> bool {
        self.hope(Expected::Word(word));
        self.word() == word
    }

    pub(crate) fn at_kind(&mut self, kind: SyntaxKind) -> bool {
        self.hope(Expected::Kind(kind));
        self.kind() == kind
    }

    /// Whether all these words come next.
    pub(crate) fn at_words(&mut self, words: &'static [&'static str]) -> bool {
        self.hope(Expected::Words(words));
        self.sees(words)
    }

    /// The same, without hoping for them.
    pub(crate) fn sees(&self, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(ahead, word)| self.input.word(ahead) == *word)
    }

    pub(crate) fn hope(&mut self, expected: Expected) {
        if !self.expected.contains(&expected) {
            self.expected.push(expected);
        }
    }

    // Taking.

    pub(crate) fn eat(&mut self, word: &'static str) -> bool {
        let is_here = self.at(word);
        if is_here {
            self.bump(SyntaxKind::Keyword);
        }
        is_here
    }

    pub(crate) fn eat_kind(&mut self, kind: SyntaxKind) -> bool {
        let is_here = self.at_kind(kind);
        if is_here {
            self.bump(kind);
        }
        is_here
    }

    pub(crate) fn eat_words(&mut self, words: &'static [&'static str]) -> bool {
        let are_here = self.at_words(words);
        if are_here {
            words.iter().for_each(|_| self.bump(SyntaxKind::Keyword));
        }
        are_here
    }

    pub(crate) fn expect(&mut self, word: &'static str) -> Rule {
        if self.eat(word) { Ok(()) } else { self.unexpected() }
    }

    pub(crate) fn expect_kind(&mut self, kind: SyntaxKind) -> Rule {
        if self.eat_kind(kind) {
            Ok(())
        } else {
            self.unexpected()
        }
    }

    /// A comma, or a word that can only come after one. Without it what is meant is still clear.
    pub(crate) fn eat_comma(&mut self, is_clear: bool) -> bool {
        if self.eat_kind(SyntaxKind::Comma) {
            return true;
        }
        if is_clear {
            let diagnostic =
                errors::missing_comma(self.place_before(), self.input.text_before(), self.word());
            self.report(diagnostic);
        }
        is_clear
    }

    pub(crate) fn phrase(&mut self, words: &[&'static str]) -> Rule {
        words.iter().try_for_each(|it| self.expect(it))
    }

    /// Takes the token at hand into the tree as what the grammar has found it to be.
    pub(crate) fn bump(&mut self, kind: SyntaxKind) {
        self.skip_trivia();
        if let Some(text) = self.input.take() {
            self.tree.token(rowan::SyntaxKind(kind as u16), text);
        }
        self.expected.clear();
    }

    // Building.

    pub(crate) fn node(&mut self, kind: SyntaxKind, rule: impl FnOnce(&mut Self) -> Rule) -> Rule {
        let start = self.checkpoint();
        self.node_from(start, kind, rule)
    }

    /// A node that begins earlier than its rule: `a` is found to be the first of `a and b`.
    pub(crate) fn node_from(
        &mut self,
        start: Checkpoint,
        kind: SyntaxKind,
        rule: impl FnOnce(&mut Self) -> Rule,
    ) -> Rule {
        let done = rule(self);
        self.wrap(start, kind);
        done
    }

    pub(crate) fn wrap(&mut self, start: Checkpoint, kind: SyntaxKind) {
        self.tree.start_node_at(start, rowan::SyntaxKind(kind as u16));
        self.tree.finish_node();
    }

    /// Before the next token that says something, so that nodes are no wider than their words.
    pub(crate) fn checkpoint(&mut self) -> Checkpoint {
        self.skip_trivia();
        self.tree.checkpoint()
    }

    fn skip_trivia(&mut self) {
        while let Some((kind, text)) = self.input.take_trivia() {
            self.tree.token(rowan::SyntaxKind(kind as u16), text);
        }
    }

    // Nesting.

    pub(crate) fn nested(&mut self, rule: impl FnOnce(&mut Self) -> Rule) -> Rule {
        if self.depth == DEPTH_MAX {
            let place = self.place();
            return self.fail(errors::too_deep(place, DEPTH_MAX));
        }
        self.depth += 1;
        let done = rule(self);
        self.depth -= 1;
        done
    }

    /// `( … )`, remembering where it was opened.
    pub(crate) fn group(&mut self, rule: impl FnOnce(&mut Self) -> Rule) -> Rule {
        self.node(SyntaxKind::Group, |p| {
            p.open.push(p.input.position());
            p.expect_kind(SyntaxKind::LeftParen)?;
            p.nested(rule)?;
            p.expect_kind(SyntaxKind::RightParen)?;
            p.open.pop();
            Ok(())
        })
    }

    // Saying what is wrong.

    pub(crate) fn place(&self) -> Place {
        Place {
            file: self.file,
            span: self.input.span(0),
        }
    }

    pub(crate) fn place_before(&self) -> Place {
        Place {
            file: self.file,
            span: self.input.span_before(),
        }
    }

    /// A fault that leaves no doubt about what was meant: the statement stands.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// A fault after which reading on makes sense, but not the statement.
    pub(crate) fn spoil(&mut self, diagnostic: Diagnostic) {
        self.report(diagnostic);
        self.is_broken = true;
    }

    /// A fault after which nothing more of the statement can be understood.
    pub(crate) fn fail(&mut self, diagnostic: Diagnostic) -> Rule {
        self.spoil(diagnostic);
        Err(Broken)
    }

    pub(crate) fn unexpected(&mut self) -> Rule {
        let diagnostic = complaint::complaint(self);
        self.fail(diagnostic)
    }
}
