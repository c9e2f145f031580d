//! Assumptions: how a world behaves.
//!
//! It must not know which world an assumption belongs to.

use super::leaf::{at_name, date, duration, factor, name_of, percent, range, unit};
use crate::kind::SyntaxKind::*;
use crate::parser::{Expected, Parser, Rule};

pub(super) fn assume(p: &mut Parser<'_>) -> Rule {
    p.node(Assumption, assumption)?;
    p.slots().map(|_| ())
}

fn assumption(p: &mut Parser<'_>) -> Rule {
    if p.eat("one") {
        p.phrase(&["step", "is"])?;
        return duration(p);
    }
    if p.eat("it") {
        p.phrase(&["starts", "on"])?;
        return date(p);
    }
    if p.eat_words(&["at", "most"]) {
        p.expect_kind(Number)?;
        return p.phrase(&["safeguards", "are", "under", "way", "at", "once"]);
    }
    if p.eat("work") {
        p.phrase(&["may", "slip", "by", "at", "most"])?;
        duration(p)?;
        return p.phrase(&["in", "all"]);
    }
    if p.eat("defining") {
        name_of(p, "the name of a level or standard")?;
        p.expect("takes")?;
        return takes(p);
    }
    p.hope(Expected::Thing("the name of what is assumed about"));
    if !at_name(p) {
        return p.unexpected();
    }
    p.bump(Name);
    of_name(p)
}

fn of_name(p: &mut Parser<'_>) -> Rule {
    if p.eat("takes") {
        return takes(p);
    }
    if p.eat("doubles") {
        return doubles(p);
    }
    if p.eat("appears") {
        return appears(p);
    }
    if p.eat("keeps") {
        return p.phrase(&["its", "buffer"]);
    }
    if p.eat("starts") {
        return starts(p);
    }
    p.expect("may")?;
    if p.eat("lapse") {
        return Ok(());
    }
    p.phrase(&["miss", "by", "up", "to"])?;
    factor(p)
}

fn takes(p: &mut Parser<'_>) -> Rule {
    if at_name(p) {
        distribution(p)?;
    } else {
        p.hope(Expected::Thing("a length of time such as `9 to 14 months`"));
        if p.kind() != Number {
            return p.unexpected();
        }
        range(p)?;
    }
    p.eat_words(&["per", "attempt"]);
    if p.eat("after") {
        name_of(p, "the name of what comes first")?;
    }
    if p.eat_words(&["and", "costs"]) {
        p.node(Money, money)?;
    }
    if p.eat_words(&["and", "succeeds"]) {
        chance(p)?;
    }
    Ok(())
}

/// `lognormal(median 12 months, p90 24 months)`.
fn distribution(p: &mut Parser<'_>) -> Rule {
    p.node(Distribution, |p| {
        name_of(p, "the name of a distribution")?;
        p.group(|p| {
            parameter(p)?;
            while p.eat_kind(Comma) {
                parameter(p)?;
            }
            Ok(())
        })
    })
}

fn parameter(p: &mut Parser<'_>) -> Rule {
    p.node(Parameter, |p| {
        name_of(p, "the name of a parameter such as `median`")?;
        duration(p)
    })
}

/// `40 M USD`.
fn money(p: &mut Parser<'_>) -> Rule {
    p.expect_kind(Number)?;
    let _ = p.eat("k") || p.eat("M") || p.eat("B");
    let is_currency = p.word().len() == 3 && p.word().bytes().all(|it| it.is_ascii_uppercase());
    p.hope(Expected::Thing("a currency such as `USD`"));
    if !is_currency {
        return p.unexpected();
    }
    p.bump(Keyword);
    Ok(())
}

fn doubles(p: &mut Parser<'_>) -> Rule {
    p.phrase(&["compute", "every"])?;
    duration(p)?;
    if p.eat("and") {
        p.phrase(&["ends", "at"])?;
        factor(p)?;
    }
    Ok(())
}

fn appears(p: &mut Parser<'_>) -> Rule {
    p.phrase(&["not", "before"])?;
    factor(p)?;
    if p.eat("and") {
        chance(p)?;
        p.phrase(&["per", "doubling"])?;
    }
    Ok(())
}

fn starts(p: &mut Parser<'_>) -> Rule {
    if !p.eat("true") && !p.eat("false") {
        return p.unexpected();
    }
    if p.eat("and") {
        p.expect("turns")?;
        chance(p)?;
        p.expect("per")?;
        return unit(p);
    }
    Ok(())
}

fn chance(p: &mut Parser<'_>) -> Rule {
    p.phrase(&["with", "probability"])?;
    percent(p)
}
