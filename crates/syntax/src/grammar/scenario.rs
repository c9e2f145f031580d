//! Scenarios: a dated history, and what must hold along it.
//!
//! It must not know the calendar.

use super::condition::condition;
use super::leaf::{date, string};
use crate::kind::SyntaxKind::*;
use crate::parser::{Parser, Rule};

pub(super) fn scenario(p: &mut Parser<'_>) -> Rule {
    string(p)?;
    p.expect_kind(Colon)?;
    p.node(Step, step)?;
    while ["given", "on", "then"].into_iter().any(|it| p.at(it)) {
        p.node(Step, step)?;
    }
    Ok(())
}

fn step(p: &mut Parser<'_>) -> Rule {
    if p.eat("on") {
        date(p)?;
    } else if !p.eat("given") && !p.eat("then") {
        return p.unexpected();
    }
    condition(p)
}
