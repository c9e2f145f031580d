//! Statements one after the other, each on its own: where one is broken, the next begins afresh.
//!
//! It must not know what is inside a statement.

use super::{Expected, Form, Parser};
use crate::diagnostic::Diagnostic;
use crate::errors;
use crate::kind::SyntaxKind;
use crate::words;

impl Parser<'_> {
    /// The whole block, trivia at its end included.
    pub(crate) fn statements(&mut self) {
        while self.kind() != SyntaxKind::End {
            self.statement();
        }
        self.skip_trivia();
    }

    fn statement(&mut self) {
        let start = self.checkpoint();
        self.first = self.input.position();
        self.is_broken = false;
        self.depth = 0;
        self.open.clear();
        self.expected.clear();
        let kind = match self.form_here() {
            Some(form) => self.known(form),
            None => self.unknown(),
        };
        self.wrap(start, if self.is_broken { SyntaxKind::Broken } else { kind });
    }

    fn known(&mut self, form: &'static Form) -> SyntaxKind {
        self.form = form;
        self.bump(SyntaxKind::Keyword);
        if (form.rule)(self).and_then(|()| self.full_stop()).is_err() {
            self.skip_statement();
        }
        form.kind
    }

    fn unknown(&mut self) -> SyntaxKind {
        let diagnostic = match self.kind() {
            SyntaxKind::Dot => errors::nothing_before_full_stop(self.place()),
            SyntaxKind::Word => {
                let keywords = self.forms.iter().map(|it| it.keyword);
                errors::unknown_statement(self.place(), self.word(), keywords)
            }
            _ => {
                self.hope(Expected::Thing("a statement, such as `clause` or `party`,"));
                complaint(self)
            }
        };
        self.spoil(diagnostic);
        self.skip_statement();
        SyntaxKind::Broken
    }

    fn form_here(&self) -> Option<&'static Form> {
        self.forms.iter().find(|it| it.keyword == self.word())
    }

    fn full_stop(&mut self) -> super::Rule {
        if self.eat_kind(SyntaxKind::Dot) {
            return Ok(());
        }
        if self.kind() == SyntaxKind::StrayDot {
            let diagnostic = errors::stray_dot(self.place());
            self.report(diagnostic);
            self.bump(SyntaxKind::StrayDot);
            return Ok(());
        }
        if self.is_over() {
            let diagnostic = errors::missing_full_stop(self.place_before(), self.input.text_before());
            self.report(diagnostic);
            return Ok(());
        }
        self.unexpected()
    }

    /// Everything to the full stop, or to where the next statement clearly begins. At least one token.
    fn skip_statement(&mut self) {
        let mut is_first = self.input.position() == self.first;
        while is_first || !self.is_over() {
            let kind = self.kind();
            self.bump(kind);
            is_first = false;
            if matches!(kind, SyntaxKind::Dot | SyntaxKind::StrayDot) {
                return;
            }
        }
    }

    /// Nothing more of this statement comes: the block ends, or a line begins like a statement.
    pub(crate) fn is_over(&self) -> bool {
        self.kind() == SyntaxKind::End || self.begins_statement()
    }

    /// A keyword at the start of a line that is not indented deeper than the statement it would end,
    /// followed by what may follow it: `check` may also be a word of a clause that goes over two lines.
    fn begins_statement(&self) -> bool {
        let (Some(here), Some(form)) = (self.input.indentation(), self.form_here()) else {
            return false;
        };
        let first = self.input.indentation_at(self.first).unwrap_or(0);
        here <= first && self.can_follow(form)
    }

    fn can_follow(&self, form: &Form) -> bool {
        match form.keyword {
            "not" => self.input.word(1) == "encoded",
            "use" | "source" | "scenario" => {
                matches!(self.input.kind(1), SyntaxKind::Text | SyntaxKind::UnclosedString)
            }
            _ => self.input.kind(1) == SyntaxKind::Word,
        }
    }
}

/// What is wrong with the token at hand, given what was hoped for.
pub(super) fn complaint(p: &Parser<'_>) -> Diagnostic {
    let (place, text) = (p.place(), p.input.text(0));
    match p.kind() {
        SyntaxKind::UnclosedString => errors::unclosed_string(place, text),
        SyntaxKind::Unknown => errors::unknown_character(place, text),
        SyntaxKind::BadNumber => errors::bad_number(place, text),
        SyntaxKind::StrayDot => errors::stray_dot(place),
        SyntaxKind::RightParen if p.open.is_empty() => errors::not_opened(place),
        _ if closes_too_late(p) => unclosed(p),
        SyntaxKind::Dot | SyntaxKind::End => errors::incomplete(p.place_before(), &p.expected),
        _ if p.is_over() => errors::incomplete(p.place_before(), &p.expected),
        SyntaxKind::Word if words::is_reserved(text) && hopes_for_name(p) => {
            errors::reserved(place, text, &p.expected)
        }
        _ => errors::unexpected(place, text, &p.expected),
    }
}

/// A parenthesis is open, and what comes now belongs to what is outside.
fn closes_too_late(p: &Parser<'_>) -> bool {
    let hopes_to_close = p.expected.contains(&Expected::Kind(SyntaxKind::RightParen));
    let is_outside = matches!(
        p.kind(),
        SyntaxKind::Dot | SyntaxKind::End | SyntaxKind::Comma | SyntaxKind::Colon
    ) || matches!(p.word(), "unless" | "until" | "within" | "by" | "then")
        || p.is_over();
    hopes_to_close && is_outside
}

fn unclosed(p: &Parser<'_>) -> Diagnostic {
    let opened = p.open.last().map_or(0, |it| *it);
    let mut place = p.place();
    place.span = p.input.span_at(opened);
    errors::unclosed_parenthesis(place, p.place_before())
}

fn hopes_for_name(p: &Parser<'_>) -> bool {
    p.expected
        .iter()
        .any(|it| matches!(it, Expected::Thing(thing) if thing.contains("name")))
}
