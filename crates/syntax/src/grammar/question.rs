//! Questions: when a prediction market pays.
//!
//! It must not know which conditions can be seen on a record.

use super::condition::condition;
use super::leaf::{date, duration, head};
use crate::kind::SyntaxKind::*;
use crate::parser::{Parser, Rule};

pub(super) fn question(p: &mut Parser<'_>) -> Rule {
    head(p, "the name of the question")?;
    p.slots()?;
    p.expect_kind(Colon)?;
    p.node(QuestionPart, part)?;
    while p.eat_kind(Comma) {
        p.node(QuestionPart, part)?;
    }
    Ok(())
}

fn part(p: &mut Parser<'_>) -> Rule {
    if p.eat("evidence") {
        p.phrase(&["known", "until"])?;
        duration(p)?;
        return p.expect("after");
    }
    if p.eat("if") {
        return superseded(p);
    }
    if !p.eat("yes") && !p.eat("no") && !p.eat("void") {
        return p.unexpected();
    }
    if p.eat("by") {
        return date(p);
    }
    p.expect("when")?;
    condition(p)
}

fn superseded(p: &mut Parser<'_>) -> Rule {
    p.expect("superseded")?;
    if p.eat("follow") {
        p.phrase(&["successor", "clause", "or", "else"])?;
    }
    p.expect("void")
}
