//! Statements one after the other, each on its own: where one is broken, the next begins afresh.
//!
//! It must not know what is inside a statement.

use super::complaint::complaint;
use super::{Expected, Form, Parser};
use crate::errors;
use crate::kind::SyntaxKind;

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
                self.hope(Expected::Thing("a statement such as `clause` or `party`"));
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
        if self.kind() == SyntaxKind::Comma && self.slot_of_others_after_comma() {
            self.bump(SyntaxKind::Comma);
            self.hope(Expected::Kind(SyntaxKind::Dot));
            return self.unexpected();
        }
        // Even in the middle of a line: here the statement could end, and another begins.
        if self.is_over() || self.form_here().is_some_and(|it| self.can_follow(it)) {
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

#[cfg(test)]
mod tests {
    use crate::testing::check_complaints;

    #[test]
    fn one_broken_statement_hides_no_other() {
        check_complaints(
            "party A is.\nparty B is strange.\nparty C is outside.",
            "HP0118 [is] the statement ends where `developer`, `internal`, `independent` or `outside` is expected; go on with `developer`, `internal`, `independent` or `outside`\nHP0104 [strange] `strange` cannot stand here; go on with `developer`, `internal`, `independent` or `outside`",
        );
        check_complaints(
            "parti A is.\nlevel.\n.",
            "HP0103 [parti -> party] no statement begins with `parti`; did you mean `party`?\nHP0118 [level] the statement ends where the name of the level is expected; go on with the name of the level\nHP0124 [. -> ] this full stop ends nothing; take it away",
        );
    }

    #[test]
    fn a_missing_full_stop_is_seen_where_the_next_statement_begins() {
        check_complaints(
            "party A is outside\nparty B is outside",
            "HP0101 [outside -> outside.] the full stop is missing; a statement ends with a full stop\nHP0101 [outside -> outside.] the full stop is missing; a statement ends with a full stop",
        );
        check_complaints(
            "clause c: when f holds, A must have s in place\n  until x is found\ntask t, by A.",
            "HP0101 [found -> found.] the full stop is missing; a statement ends with a full stop",
        );
        check_complaints(
            "party A is outside party B is outside.",
            "HP0101 [outside -> outside.] the full stop is missing; a statement ends with a full stop",
        );
    }
}
