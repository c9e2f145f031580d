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

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_complaints};

    #[test]
    fn a_thing_is_or_is_not() {
        check(
            "check c: it is possible that s is in place.",
            "(Check check (Head c) : (Property it is possible that (Atom s is in place)))",
        );
        check(
            "check c: it is possible that s is not in place.",
            "(Check check (Head c) : (Property it is possible that (Atom s is not in place)))",
        );
        check(
            "check c: it is possible that L is indicated at high.",
            "(Check check (Head c) : (Property it is possible that (Atom L is indicated (At at high))))",
        );
        check(
            "check c: it is possible that L is ruled out.",
            "(Check check (Head c) : (Property it is possible that (Atom L is ruled out)))",
        );
        check(
            "check c: it is possible that L is reached.",
            "(Check check (Head c) : (Property it is possible that (Atom L is reached)))",
        );
        check(
            "check c: it is possible that L is defined.",
            "(Check check (Head c) : (Property it is possible that (Atom L is defined)))",
        );
        check(
            "check c: it is possible that d is found.",
            "(Check check (Head c) : (Property it is possible that (Atom d is found)))",
        );
        check(
            "check c: it is possible that t is done.",
            "(Check check (Head c) : (Property it is possible that (Atom t is done)))",
        );
        check(
            "check c: it is possible that c is breached.",
            "(Check check (Head c) : (Property it is possible that (Atom c is breached)))",
        );
        check(
            "check c: it is possible that training is going on.",
            "(Check check (Head c) : (Property it is possible that (Atom training is going on)))",
        );
        check(
            "check c: it is possible that training is not paused.",
            "(Check check (Head c) : (Property it is possible that (Atom training is not paused)))",
        );
        check(
            "check c: it is possible that training is paused because of c only.",
            "(Check check (Head c) : (Property it is possible that (Atom training is paused (Because because of c only))))",
        );
        check(
            "check c: it is possible that s is at most medium.",
            "(Check check (Head c) : (Property it is possible that (Atom s is at most medium)))",
        );
        check(
            "check c: it is possible that s is not at least high.",
            "(Check check (Head c) : (Property it is possible that (Atom s is not at least high)))",
        );
        check_complaints(
            "check c: it is possible that s is in the plan.",
            "HP0104 [plan] expected `place` and found `plan`; go on with `place`",
        );
        check_complaints(
            "check c: it is possible that s is.",
            "HP0118 [is] the statement ends where `not`, `indicated`, `ruled out`, `reached`, `at most`, `at least`, `paused`, `in place`, `defined`, `found`, `done`, `breached` or `going on` is expected; go on with `not`, `indicated`, `ruled out`, `reached`, `at most`, `at least`, `paused`, `in place`, `defined`, `found`, `done`, `breached` or `going on`",
        );
        check_complaints(
            "check c: it is possible that s.",
            "HP0118 [s] the statement ends where `is`, `indicates`, `rules out`, `holds`, `does not hold` or `has` is expected; go on with `is`, `indicates`, `rules out`, `holds`, `does not hold` or `has`",
        );
        check_complaints(
            "check c: it is possible that clause is done.",
            "HP0105 [clause] `clause` is a word of the language and cannot be a name; choose another name, such as `clause-1`",
        );
        check_complaints(
            "check c: it is possible that a is done.",
            "HP0105 [a] `a` is an article, means nothing, and cannot be a name; choose another name, such as `a-1`",
        );
    }

    #[test]
    fn evaluations_parties_and_facts_have_verbs_of_their_own() {
        check(
            "check c: it is possible that e indicates L.",
            "(Check check (Head c) : (Property it is possible that (Atom e indicates L)))",
        );
        check(
            "check c: it is possible that e rules out cyber at high.",
            "(Check check (Head c) : (Property it is possible that (Atom e rules out cyber (At at high))))",
        );
        check(
            "check c: it is possible that f holds.",
            "(Check check (Head c) : (Property it is possible that (Atom f holds)))",
        );
        check(
            "check c: it is possible that f does not hold.",
            "(Check check (Head c) : (Property it is possible that (Atom f does not hold)))",
        );
        check(
            "check c: it is possible that P has approved x.",
            "(Check check (Head c) : (Property it is possible that (Atom P has approved x)))",
        );
        check(
            "check c: it is possible that P has not approved x.",
            "(Check check (Head c) : (Property it is possible that (Atom P has not approved x)))",
        );
        check(
            "check c: it is possible that s has been attempted.",
            "(Check check (Head c) : (Property it is possible that (Atom s has been attempted)))",
        );
        check(
            "check c: it is possible that s has not been attempted.",
            "(Check check (Head c) : (Property it is possible that (Atom s has not been attempted)))",
        );
        check(
            "check c: it is possible that compute is at least 4x.",
            "(Check check (Head c) : (Property it is possible that (Atom compute is at least 4x)))",
        );
        check_complaints(
            "check c: it is possible that compute is at least 4.",
            "HP0109 [4 -> 4x] `4` has no unit; write `4x`",
        );
        check_complaints(
            "check c: it is possible that P has agreed.",
            "HP0104 [agreed] expected `not`, `approved` or `been attempted` and found `agreed`; go on with `not`, `approved` or `been attempted`",
        );
    }

    #[test]
    fn conditions_are_joined_by_one_word() {
        check(
            "check c: it is possible that x is found and y is found and z is found.",
            "(Check check (Head c) : (Property it is possible that (AllOf (Atom x is found) and (Atom y is found) and (Atom z is found))))",
        );
        check(
            "check c: it is possible that x is found or y is found.",
            "(Check check (Head c) : (Property it is possible that (AnyOf (Atom x is found) or (Atom y is found))))",
        );
        check(
            "check c: it is possible that (x is found or y is found) and not z is found.",
            "(Check check (Head c) : (Property it is possible that (AllOf (Group ( (AnyOf (Atom x is found) or (Atom y is found)) )) and (Not not (Atom z is found)))))",
        );
        check(
            "check c: it is possible that not (x is found).",
            "(Check check (Head c) : (Property it is possible that (Not not (Group ( (Atom x is found) )))))",
        );
        check_complaints(
            "check c: it is possible that x is found and y is found or z is found and f holds.",
            "HP0102 [or] `or` after `and` needs parentheses; say which of the two is meant: `(x is found and y is found) or …` or `x is found and (y is found or …)`",
        );
        check_complaints(
            "check c: it is possible that (x is found and y is found.",
            "HP0107 [(] this `(` is not closed; put the `)` where the group ends",
        );
        check_complaints(
            "check c: it is possible that x is found).",
            "HP0123 [)] this `)` closes nothing; take it away, or put the `(` where the group begins",
        );
        check_complaints(
            "check c: it is possible that (x is found or y is found and f holds) and (f holds and x is found or y is found).",
            "HP0102 [and] `and` after `or` needs parentheses; say which of the two is meant: `(x is found or y is found) and …` or `x is found or (y is found and …)`\nHP0102 [or] `or` after `and` needs parentheses; say which of the two is meant: `(f holds and x is found) or …` or `f holds and (x is found or …)`",
        );
    }

    #[test]
    fn a_condition_may_last() {
        check(
            "check c: it is possible that x is found for at least 3 months.",
            "(Check check (Head c) : (Property it is possible that (ForAtLeast (Atom x is found) for at least (Duration 3 months))))",
        );
        check(
            "check c: it is possible that (x is found and f holds) for at least 1 step.",
            "(Check check (Head c) : (Property it is possible that (ForAtLeast (Group ( (AllOf (Atom x is found) and (Atom f holds)) )) for at least (Duration 1 step))))",
        );
        check_complaints(
            "check c: it is possible that x is found for at least 3 moons.",
            "HP0110 [moons] `moons` is no unit of time; units of time are `hours`, `days`, `weeks`, `months`, `years` or `steps`",
        );
    }

    #[test]
    fn an_announcement_says_that_something_is_so() {
        check(
            "check c: it is possible that it is announced that x is found.",
            "(Check check (Head c) : (Property it is possible that (Atom it is announced that (Atom x is found))))",
        );
        check(
            "check c: it is possible that it is not announced that (x is found or y is found) for at least 1 day.",
            "(Check check (Head c) : (Property it is possible that (ForAtLeast (Atom it is not announced that (Group ( (AnyOf (Atom x is found) or (Atom y is found)) ))) for at least (Duration 1 day))))",
        );
        check_complaints(
            "check c: it is possible that it is announced.",
            "HP0118 [announced] the statement ends where `that` is expected; go on with `that`",
        );
    }
}
