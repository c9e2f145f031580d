//! Who and what: the statements that declare something.
//!
//! It must not know which declarations belong together.

use super::joined::combination;
use super::leaf::{head, maybe_at, name_of, string};
use crate::errors;
use crate::kind::SyntaxKind::*;
use crate::parser::{Expected, Parser, Rule};

pub(super) fn use_file(p: &mut Parser<'_>) -> Rule {
    string(p)
}

/// A head, and then only what follows commas.
pub(super) fn plain(p: &mut Parser<'_>) -> Rule {
    declared(p)?;
    p.slots().map(|_| ())
}

pub(super) fn source(p: &mut Parser<'_>) -> Rule {
    string(p)?;
    p.slots().map(|_| ())
}

pub(super) fn party(p: &mut Parser<'_>) -> Rule {
    declared(p)?;
    p.expect("is")?;
    let is_kind = p.eat("developer") || p.eat("internal") || p.eat("independent") || p.eat("outside");
    if is_kind { Ok(()) } else { p.unexpected() }
}

pub(super) fn level(p: &mut Parser<'_>) -> Rule {
    declared(p)?;
    if p.eat("above") {
        name_of(p, "the name of a level")?;
    }
    if let [true, true, ..] = p.slots()?[..] {
        let diagnostic = errors::two_definitions(p.place_before());
        p.spoil(diagnostic);
    }
    Ok(())
}

pub(super) fn standard(p: &mut Parser<'_>) -> Rule {
    declared(p)?;
    if p.eat("is") {
        return combination(p, "the name of a safeguard, task, determination or standard");
    }
    if p.slots()?.contains(&true) {
        return Ok(());
    }
    p.hope(Expected::Words(&["undefined"]));
    p.unexpected()
}

pub(super) fn evaluation(p: &mut Parser<'_>) -> Rule {
    declared(p)?;
    p.expect("of")?;
    name_of(p, "the name of a level or capability")?;
    maybe_at(p)?;
    p.slots().map(|_| ())
}

/// After `indicated when`: `"success rate" is at least 50% by lower-95`.
pub(super) fn rule(p: &mut Parser<'_>) -> Rule {
    string(p)?;
    p.expect("is")?;
    let compares =
        p.eat_words(&["at", "least"]) || p.eat_words(&["at", "most"]) || p.eat("above") || p.eat("below");
    if !compares {
        return p.unexpected();
    }
    if !p.eat_kind(Percent) {
        p.expect_kind(Number)?;
    }
    if p.eat("by") {
        name_of(p, "the name of an estimator")?;
    }
    Ok(())
}

/// After `decided by`.
pub(super) fn decider(p: &mut Parser<'_>) -> Rule {
    if p.eat("nature") {
        Ok(())
    } else {
        name_of(p, "the name of a party")
    }
}

/// The head; a message names the kind of statement.
fn declared(p: &mut Parser<'_>) -> Rule {
    let thing = match p.form.keyword {
        "policy" => "the name of the policy",
        "party" => "the name of the party",
        "action" => "the name of the action",
        "capability" => "the name of the capability",
        "level" => "the name of the level",
        "safeguard" => "the name of the safeguard",
        "standard" => "the name of the standard",
        "evaluation" => "the name of the evaluation",
        "score" => "the name of the score",
        "determination" => "the name of the determination",
        "task" => "the name of the task",
        "fact" => "the name of the fact",
        "approval" => "the name of the approval",
        _ => "the name of the world",
    };
    head(p, thing)
}
