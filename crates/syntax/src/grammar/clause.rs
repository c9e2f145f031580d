//! Clauses: what is promised. Frame, who, modal, what, tails; and exceptions and gaps beside them.
//!
//! It must not know what bars an action.

use super::condition::condition;
use super::joined::joined;
use super::leaf::{date, duration, factor, head, maybe_at, name_of, names_of, string};
use crate::errors;
use crate::kind::SyntaxKind::*;
use crate::parser::{Expected, Parser, Rule};

pub(super) fn clause(p: &mut Parser<'_>) -> Rule {
    head(p, "the name of the clause")?;
    p.slots()?;
    p.expect_kind(Colon)?;
    if p.at("despite") {
        despite(p)?;
    }
    p.node(Frame, frame)?;
    p.expect_kind(Comma)?;
    name_of(p, "the name of the party that it binds")?;
    p.node(Modal, modal)?;
    p.node(What, what)?;
    tails(p)
}

fn despite(p: &mut Parser<'_>) -> Rule {
    p.node(Despite, |p| {
        p.expect("despite")?;
        names_of(p, "the name of a clause")
    })?;
    p.expect_kind(Comma)
}

fn frame(p: &mut Parser<'_>) -> Rule {
    if p.eat("before") || p.eat("while") {
        names_of(p, "the name of an action")?;
        return if p.eat("when") { condition(p) } else { Ok(()) };
    }
    if p.eat("when") {
        return condition(p);
    }
    if p.eat_words(&["at", "all", "times"]) {
        Ok(())
    } else {
        p.unexpected()
    }
}

fn modal(p: &mut Parser<'_>) -> Rule {
    if p.eat("must") {
        p.eat("not");
        return Ok(());
    }
    if p.eat_words(&["intends", "to"]) || p.eat("may") {
        Ok(())
    } else {
        p.unexpected()
    }
}

fn what(p: &mut Parser<'_>) -> Rule {
    if p.eat("have") {
        return goals(p);
    }
    if p.eat("pause") || p.eat("continue") {
        return name_of(p, "the name of an action");
    }
    if p.eat("do") {
        return name_of(p, "the name of a task");
    }
    p.expect("run")?;
    name_of(p, "the name of an evaluation")?;
    every(p)?;
    while p.eat("and") {
        every(p)?;
    }
    Ok(())
}

fn every(p: &mut Parser<'_>) -> Rule {
    p.node(Every, |p| {
        p.expect("every")?;
        p.hope(Expected::Kind(Factor));
        if p.kind() == Factor {
            factor(p)?;
            return p.expect("compute");
        }
        duration(p)
    })
}

fn goals(p: &mut Parser<'_>) -> Rule {
    joined(p, |p| {
        if p.at_kind(LeftParen) {
            p.group(goals)
        } else {
            p.node(Goal, goal)
        }
    })
}

fn goal(p: &mut Parser<'_>) -> Rule {
    name_of(p, "the name of what is to be had")?;
    if p.eat_words(&["approved", "by"]) {
        return name_of(p, "the name of a party");
    }
    if p.eat_words(&["ruled", "out"]) {
        return maybe_at(p);
    }
    if p.eat_words(&["at", "most"]) || p.eat_words(&["at", "least"]) {
        return name_of(p, "the name of a grade");
    }
    let is_said = p.eat_words(&["in", "place"]) || p.eat("defined") || p.eat("done") || p.eat("found");
    if is_said { Ok(()) } else { p.unexpected() }
}

const TAILS: [&str; 4] = ["within", "by", "unless", "until"];

fn tails(p: &mut Parser<'_>) -> Rule {
    let mut given = Vec::new();
    while let Some(word) = tail_here(p) {
        if given.contains(&word) {
            let diagnostic = errors::given_twice(p.place(), &[word]);
            p.spoil(diagnostic);
        }
        given.push(word);
        p.node(Tail, |p| tail(p, word))?;
    }
    Ok(())
}

fn tail_here(p: &mut Parser<'_>) -> Option<&'static str> {
    if p.kind() == Comma && TAILS.contains(&p.input.word(1)) {
        let diagnostic = errors::comma_before_tail(p.place(), p.input.word(1));
        p.report(diagnostic);
        p.bump(Comma);
    }
    TAILS.into_iter().find(|it| p.at(it))
}

fn tail(p: &mut Parser<'_>, word: &'static str) -> Rule {
    p.expect(word)?;
    match word {
        "by" => date(p),
        "within" if p.eat("unspecified") => string(p),
        "within" => duration(p),
        _ => condition(p),
    }
}

pub(super) fn exception(p: &mut Parser<'_>) -> Rule {
    head(p, "the name of the exception")?;
    p.expect_kind(Colon)?;
    p.expect("when")?;
    condition(p)?;
    p.expect_kind(Comma)?;
    name_of(p, "the name of the party that may use it")?;
    p.phrase(&["may", "suspend"])?;
    if p.eat_words(&["all", "clauses"]) {
        Ok(())
    } else {
        names_of(p, "the name of a clause")
    }
}

pub(super) fn not_encoded(p: &mut Parser<'_>) -> Rule {
    p.expect("encoded")?;
    string(p)?;
    p.expect("because")?;
    string(p)
}
