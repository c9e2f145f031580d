//! Statements one after the other, each on its own: where one is broken, the next begins afresh.
//!
//! It must not know what is inside a statement.

use super::{Expected, Form, Parser};
use crate::diagnostic::{Diagnostic, Place};
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
        // Even in the middle of a line: here the statement could end, and another begins.
        if self.kind() == SyntaxKind::Comma && self.slot_of_others_after_comma() {
            self.bump(SyntaxKind::Comma);
            self.hope(Expected::Kind(SyntaxKind::Dot));
            return self.unexpected();
        }
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

/// What is wrong with the token at hand, given what was hoped for.
pub(super) fn complaint(p: &Parser<'_>) -> Diagnostic {
    if let Some(diagnostic) = half_a_phrase(p) {
        return diagnostic;
    }
    let (place, text) = (p.place(), p.input.text(0));
    match p.kind() {
        SyntaxKind::UnclosedString => errors::unclosed_string(place, text),
        SyntaxKind::Unknown => errors::unknown_character(place, text),
        SyntaxKind::BadNumber if hopes_for_number(p) => errors::bad_number(place, text),
        SyntaxKind::StrayDot => errors::stray_dot(place),
        SyntaxKind::RightParen if p.open.is_empty() => errors::not_opened(place),
        _ if closes_too_late(p) => unclosed(p),
        SyntaxKind::Dot | SyntaxKind::End => errors::incomplete(p.place_before(), &p.expected),
        _ if p.is_over() => errors::incomplete(p.place_before(), &p.expected),
        SyntaxKind::Word => unfitting_word(p),
        _ => errors::unexpected(place, text, &p.expected),
    }
}

fn unfitting_word(p: &Parser<'_>) -> Diagnostic {
    let (place, word) = (p.place(), p.word());
    if let Some((before, keyword)) = swallowed_stop(p) {
        return errors::swallowed_stop(p.place_before(), before, keyword);
    }
    if let Some(lead) = slot_of_others(p) {
        return errors::slot_of_others(place, &lead.join(" "), p.form.keyword, &p.takers(lead), &[]);
    }
    if !words::is_reserved(word) || !hopes_for_name(p) {
        return errors::unexpected(place, word, &p.expected);
    }
    match p.input.article_before() {
        Some((span, article)) if matches!(word, "is" | "has" | "can" | "and" | "or") => {
            errors::article_as_name(Place { span, ..place }, article)
        }
        _ => errors::reserved(place, word, &p.expected),
    }
}

/// Where this statement could end, a part that only other kinds of statements have.
fn slot_of_others(p: &Parser<'_>) -> Option<&'static [&'static str]> {
    let could_end = p.expected.contains(&Expected::Kind(SyntaxKind::Dot));
    let leads = p.forms.iter().flat_map(|it| it.slots).map(|it| it.lead);
    let lead = leads
        .filter(|it| could_end && p.sees(it))
        .max_by_key(|it| it.len())?;
    p.form.slots.iter().all(|it| it.lead != lead).then_some(lead)
}

/// `at all time`: the phrase is clear, and it is its last word that is wrong.
fn half_a_phrase(p: &Parser<'_>) -> Option<Diagnostic> {
    let phrases = p.expected.iter().filter_map(|it| match it {
        Expected::Words(words) => Some((n_said(p, words), *words)),
        _ => None,
    });
    let phrases: Vec<_> = phrases.filter(|(n, _)| *n > 0).collect();
    let longest = phrases.iter().map(|(n, _)| *n).max()?;
    let next: Vec<_> = phrases
        .iter()
        .filter(|(n, _)| *n == longest)
        .map(|(n, it)| Expected::Word(it[*n]))
        .collect();
    let (kind, place) = (p.input.kind(longest), p.place());
    let last = Place {
        span: p.input.span(longest - 1),
        ..place
    };
    let wrong = Place {
        span: p.input.span(longest),
        ..place
    };
    match kind {
        SyntaxKind::Dot | SyntaxKind::End => Some(errors::incomplete(last, &next)),
        SyntaxKind::Word => Some(errors::unexpected(wrong, p.input.text(longest), &next)),
        _ => None,
    }
}

/// How many words of a phrase come next; it never is the whole phrase.
fn n_said(p: &Parser<'_>, words: &[&str]) -> usize {
    let said = words
        .iter()
        .enumerate()
        .take_while(|(ahead, word)| p.input.word(*ahead) == **word);
    said.count().min(words.len() - 1)
}

/// `Lab.task` before a word that does not fit, as in `by Lab.task x`.
fn swallowed_stop<'a>(p: &Parser<'a>) -> Option<(&'a str, &'static str)> {
    let (before, word) = p.input.text_before().rsplit_once('.')?;
    let keywords = p.forms.iter().map(|it| it.keyword);
    Some((before, keywords.into_iter().find(|it| *it == word)?))
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

fn hopes_for_number(p: &Parser<'_>) -> bool {
    use SyntaxKind::{Date, Factor, Number, Percent};
    p.expected.iter().any(|it| match it {
        Expected::Kind(kind) => matches!(kind, Number | Factor | Percent | Date),
        Expected::Thing(thing) => thing.starts_with("a length of time"),
        _ => false,
    })
}

fn hopes_for_name(p: &Parser<'_>) -> bool {
    p.expected
        .iter()
        .any(|it| matches!(it, Expected::Thing(thing) if thing.contains("name")))
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

    #[test]
    fn a_full_stop_wants_white_space() {
        check_complaints(
            "task t, by A.task u, by B.",
            "HP0120 [A.task -> A. task] white space is missing after the full stop before `task`; begin the next statement on a line of its own",
        );
        check_complaints(
            r#"use "a".use "b"."#,
            "HP0120 [. -> . ] white space is missing after the full stop; begin the next statement on a line of its own",
        );
    }

    #[test]
    fn what_no_rule_accepts_has_words_of_its_own() {
        check_complaints(
            "use \"a.\nuse \"b\".",
            r#"HP0106 ["a.] the closing quotation mark is missing; end `"a.` with `"` on the same line"#,
        );
        check_complaints(
            "policy “p”.",
            r#"HP0111 [“ -> "] `“` is no part of the language; words are quoted with straight double quotes, `"…"`"#,
        );
        check_complaints(
            "policy p; effective 2024-01-01.",
            "HP0111 [;] `;` is no part of the language; a statement ends with `.`, and its parts are joined by `,`",
        );
        check_complaints(
            "action été.",
            "HP0111 [été] `été` is no part of the language; names are of the letters a to z, digits, `-` and `_`; other letters may stand in quotes",
        );
        check_complaints(
            "party A & B is outside.",
            "HP0111 [& -> and] `&` is no part of the language; write `and`",
        );
        check_complaints(
            "party A is outside).",
            "HP0123 [)] this `)` closes nothing; take it away, or put the `(` where the group begins",
        );
        check_complaints(
            "4 parties.",
            "HP0104 [4] expected a statement such as `clause` or `party` and found `4`; go on with a statement such as `clause` or `party`",
        );
    }

    #[test]
    fn a_part_of_other_statements_is_known_as_such() {
        check_complaints(
            "level L may fail.",
            "HP0116 [may] `may fail` is no part of `level`; `may fail` belongs to `safeguard`",
        );
        check_complaints(
            "party A is outside, by B.",
            "HP0116 [by] `by` is no part of `party`; `by` belongs to `level`, `safeguard`, `evaluation`, `score`, `determination`, `task` or `approval`",
        );
        check_complaints(
            "clause c: at all times, A must do t, irreversible.",
            "HP0116 [irreversible] `irreversible` is no part of `clause`; `irreversible` belongs to `task`",
        );
        check_complaints(
            "check c: L has no upper bound permanent.",
            "HP0116 [permanent] `permanent` is no part of `check`; `permanent` belongs to `fact`",
        );
    }
}
