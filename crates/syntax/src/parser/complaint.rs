//! Which message fits the token at hand, given what the grammar hoped for.
//!
//! It must not know the words of the messages, nor any rule of the language.

use super::{Expected, Parser};
use crate::diagnostic::{Diagnostic, Place};
use crate::errors;
use crate::kind::SyntaxKind;
use crate::words;

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
