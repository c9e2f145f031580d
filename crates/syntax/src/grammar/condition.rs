//! Conditions: what is true at a time.
//!
//! It must not know which condition may stand where; that is the next crate's.

use super::joined::joined;
use super::leaf::{at_name, duration, factor, maybe_at, name_of};
use crate::kind::SyntaxKind::*;
use crate::parser::{Expected, Parser, Rule};

pub(super) fn condition(p: &mut Parser<'_>) -> Rule {
    joined(p, unary)
}

fn unary(p: &mut Parser<'_>) -> Rule {
    if p.at("not") {
        return p.node(Not, |p| {
            p.expect("not")?;
            p.nested(unary)
        });
    }
    let start = p.checkpoint();
    group_or_atom(p)?;
    if p.at_words(&["for", "at", "least"]) {
        return p.node_from(start, ForAtLeast, |p| {
            p.phrase(&["for", "at", "least"])?;
            duration(p)
        });
    }
    Ok(())
}

fn group_or_atom(p: &mut Parser<'_>) -> Rule {
    if p.at_kind(LeftParen) {
        p.group(condition)
    } else {
        p.node(Atom, atom)
    }
}

fn atom(p: &mut Parser<'_>) -> Rule {
    if p.at_words(&["it", "is"]) {
        return announced(p);
    }
    if p.at_words(&["compute", "is"]) {
        p.phrase(&["compute", "is", "at", "least"])?;
        return factor(p);
    }
    p.hope(Expected::Thing("the name of what the condition is about"));
    if !at_name(p) {
        return p.unexpected();
    }
    p.bump(Name);
    of_name(p)
}

fn announced(p: &mut Parser<'_>) -> Rule {
    p.phrase(&["it", "is"])?;
    p.eat("not");
    p.phrase(&["announced", "that"])?;
    p.nested(group_or_atom)
}

/// What is said of the name before.
fn of_name(p: &mut Parser<'_>) -> Rule {
    if p.eat("is") {
        p.eat("not");
        return predicate(p);
    }
    if p.eat("indicates") || p.eat_words(&["rules", "out"]) {
        name_of(p, "the name of a level or capability")?;
        return maybe_at(p);
    }
    if p.eat("holds") || p.eat_words(&["does", "not", "hold"]) {
        return Ok(());
    }
    p.expect("has")?;
    p.eat("not");
    if p.eat("approved") {
        return name_of(p, "the name of an approval");
    }
    if p.eat_words(&["been", "attempted"]) {
        Ok(())
    } else {
        p.unexpected()
    }
}

fn predicate(p: &mut Parser<'_>) -> Rule {
    if p.eat("indicated") || p.eat_words(&["ruled", "out"]) || p.eat("reached") {
        return maybe_at(p);
    }
    if p.eat_words(&["at", "most"]) || p.eat_words(&["at", "least"]) {
        return name_of(p, "the name of a grade");
    }
    if p.eat("paused") {
        return maybe_because(p);
    }
    let is_said = p.eat_words(&["in", "place"])
        || p.eat("defined")
        || p.eat("found")
        || p.eat("done")
        || p.eat("breached")
        || p.eat_words(&["going", "on"]);
    if is_said { Ok(()) } else { p.unexpected() }
}

/// `because of C only`.
pub(super) fn maybe_because(p: &mut Parser<'_>) -> Rule {
    if !p.at_words(&["because", "of"]) {
        return Ok(());
    }
    p.node(Because, |p| {
        p.phrase(&["because", "of"])?;
        name_of(p, "the name of a clause")?;
        p.eat("only");
        Ok(())
    })
}
