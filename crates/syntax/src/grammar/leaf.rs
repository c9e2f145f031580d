//! The smallest rules: names, strings, numbers, lengths of time, grades.
//!
//! It must not know which statement they stand in.

use super::joined::combination;
use crate::errors;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::{Expected, Parser, Rule};
use crate::words;

/// Nothing follows.
pub(super) fn end(_: &mut Parser<'_>) -> Rule {
    Ok(())
}

/// A name; `thing` says of what, for messages.
pub(super) fn name_of(p: &mut Parser<'_>, thing: &'static str) -> Rule {
    p.hope(Expected::Thing(thing));
    if !at_name(p) {
        return p.unexpected();
    }
    p.bump(Name);
    Ok(())
}

pub(super) fn at_name(p: &Parser<'_>) -> bool {
    p.kind() == Word && !words::is_reserved(p.word())
}

/// `A and B and C`; the `and` of a list.
pub(super) fn names_of(p: &mut Parser<'_>, thing: &'static str) -> Rule {
    p.node(Names, |p| {
        name_of(p, thing)?;
        while p.eat("and") {
            name_of(p, thing)?;
        }
        Ok(())
    })
}

/// `at L`, where it may stand.
pub(super) fn maybe_at(p: &mut Parser<'_>) -> Rule {
    if !p.at("at") || matches!(p.input.word(1), "least" | "most") {
        return Ok(());
    }
    p.node(At, |p| {
        p.expect("at")?;
        name_of(p, "the name of a level or grade")
    })
}

/// Name, title and reading, in either order of the last two.
pub(super) fn head(p: &mut Parser<'_>, thing: &'static str) -> Rule {
    p.node(Head, |p| {
        name_of(p, thing)?;
        if p.eat_kind(Text) {
            return maybe_reading(p);
        }
        maybe_reading(p)?;
        p.eat_kind(Text);
        Ok(())
    })
}

fn maybe_reading(p: &mut Parser<'_>) -> Rule {
    if p.at("reading") { reading(p) } else { Ok(()) }
}

pub(super) fn reading(p: &mut Parser<'_>) -> Rule {
    p.node(Reading, |p| {
        p.expect("reading")?;
        string(p)
    })
}

pub(super) fn string(p: &mut Parser<'_>) -> Rule {
    p.expect_kind(Text)
}

/// `low < medium < high`.
pub(super) fn grades(p: &mut Parser<'_>) -> Rule {
    name_of(p, "the name of a grade")?;
    p.expect_kind(Less)?;
    name_of(p, "the name of a grade")?;
    while p.eat_kind(Less) {
        name_of(p, "the name of a grade")?;
    }
    Ok(())
}

/// The capabilities of a level.
pub(super) fn top_level_when(p: &mut Parser<'_>) -> Rule {
    combination(p, "the name of a capability")
}

pub(super) fn date(p: &mut Parser<'_>) -> Rule {
    let is_number = |kind| matches!(kind, Number | BadNumber | Factor | Percent);
    let is_month = p.kind() == Word && is_number(p.input.kind(1));
    if is_number(p.kind()) || is_month {
        let diagnostic = errors::bad_date(p.place(), p.input.text(0));
        return p.fail(diagnostic);
    }
    p.expect_kind(Date)
}

pub(super) fn factor(p: &mut Parser<'_>) -> Rule {
    signed(p, Factor, 'x')
}

pub(super) fn percent(p: &mut Parser<'_>) -> Rule {
    signed(p, Percent, '%')
}

fn signed(p: &mut Parser<'_>, kind: SyntaxKind, sign: char) -> Rule {
    if p.kind() == Number {
        let diagnostic = errors::missing_sign(p.place(), p.input.text(0), sign);
        return p.fail(diagnostic);
    }
    p.expect_kind(kind)
}

/// `3 months`.
pub(super) fn duration(p: &mut Parser<'_>) -> Rule {
    p.node(Duration, |p| {
        p.hope(Expected::Thing("a length of time such as `3 months`"));
        if p.kind() != Number {
            return p.unexpected();
        }
        p.bump(Number);
        unit(p)
    })
}

/// `3 months`, `9 to 14 months`.
pub(super) fn range(p: &mut Parser<'_>) -> Rule {
    p.node(Range, |p| {
        p.expect_kind(Number)?;
        if p.eat("to") {
            p.expect_kind(Number)?;
        }
        unit(p)
    })
}

/// A unit after a number; without one, it is the number that is at fault.
pub(super) fn unit(p: &mut Parser<'_>) -> Rule {
    p.hope(Expected::Thing("a unit such as `months`"));
    if words::unit(p.word()).is_some() {
        p.bump(Keyword);
        return Ok(());
    }
    let diagnostic = if is_meant_as_unit(p) {
        errors::unknown_unit(p.place(), p.word())
    } else if p.input.text_before().starts_with(|it: char| it.is_ascii_digit()) {
        errors::missing_unit(p.place_before(), p.input.text_before())
    } else {
        return p.unexpected();
    };
    p.fail(diagnostic)
}

/// Any word that could not go on the sentence by itself.
fn is_meant_as_unit(p: &Parser<'_>) -> bool {
    let goes_on = ["after", "per", "source", "as", "in", "ends", "expect", "to"];
    let is_word = p.kind() == Word && !p.is_over();
    is_word && !words::is_reserved(p.word()) && !goes_on.contains(&p.word())
}
