//! Checks: a property, and the answers that are expected.
//!
//! It must not know how a property is decided.

use super::leaf::{head, name_of, names_of, reading};
use super::property::property;
use crate::kind::SyntaxKind::*;
use crate::parser::{Parser, Rule};

pub(super) fn check(p: &mut Parser<'_>) -> Rule {
    head(p, "the name of the check")?;
    p.slots()?;
    p.expect_kind(Colon)?;
    p.node(Property, property)?;
    while p.eat_kind(Comma) {
        p.node(Expect, expect)?;
    }
    Ok(())
}

fn expect(p: &mut Parser<'_>) -> Rule {
    p.expect("expect")?;
    if !p.eat("yes") && !p.eat("no") && !p.eat("depends") {
        return p.unexpected();
    }
    while at_scope(p) {
        p.node(Scope, scope)?;
    }
    Ok(())
}

fn at_scope(p: &mut Parser<'_>) -> bool {
    ["in", "under", "with", "without", "counting"]
        .into_iter()
        .any(|it| p.at(it))
}

fn scope(p: &mut Parser<'_>) -> Rule {
    if p.eat("in") {
        return name_of(p, "the name of a world");
    }
    if p.eat("under") {
        reading(p)?;
        return if p.eat("of") {
            name_of(p, "the name of what has the reading")
        } else {
            Ok(())
        };
    }
    if p.eat("without") {
        return names_of(p, "the name of a clause");
    }
    if p.eat("counting") {
        return p.expect("intends");
    }
    p.expect("with")?;
    if p.eat("amendment") {
        return Ok(());
    }
    p.expect("only")?;
    names_of(p, "the name of a clause")
}
