//! Properties: what can be asked of a policy. A closed list.
//!
//! It must not know how they are decided.

use super::condition::{condition, maybe_because};
use super::leaf::{at_name, date, duration, maybe_at, name_of, names_of, percent};
use crate::kind::SyntaxKind::*;
use crate::parser::{Expected, Parser, Rule};

const GRADES: [&str; 6] = [
    "silent",
    "vacuous",
    "avoidable",
    "self-clearing",
    "binding",
    "undefined",
];

pub(super) fn property(p: &mut Parser<'_>) -> Rule {
    match p.word() {
        "it" => it_is(p),
        "nature" => nature(p),
        "pause" => pause(p),
        "probability" => probability(p),
        "finding" => finding(p),
        "policy" => policy(p),
        _ => of_name(p),
    }
}

fn it_is(p: &mut Parser<'_>) -> Rule {
    p.phrase(&["it", "is"])?;
    if p.eat("never") {
        p.expect("possible")?;
    } else if !p.eat("possible") && !p.eat("inevitable") {
        return p.unexpected();
    }
    p.expect("that")?;
    condition(p)
}

fn nature(p: &mut Parser<'_>) -> Rule {
    p.node(Who, |p| p.expect("nature"))?;
    p.expect("can")?;
    p.node(Ability, ability)
}

/// `pause of A at L …`, its article left out.
fn pause(p: &mut Parser<'_>) -> Rule {
    p.phrase(&["pause", "of"])?;
    name_of(p, "the name of an action")?;
    maybe_at(p)?;
    if p.eat("lasts") {
        p.phrase(&["at", "most"])?;
        return duration(p);
    }
    p.phrase(&["can", "end", "while"])?;
    condition(p)
}

fn probability(p: &mut Parser<'_>) -> Rule {
    p.phrase(&["probability", "that"])?;
    condition(p)?;
    if p.eat("within") {
        duration(p)?;
    } else if p.eat("by") {
        date(p)?;
    }
    p.phrase(&["is", "at", "most"])?;
    percent(p)
}

fn finding(p: &mut Parser<'_>) -> Rule {
    p.expect("finding")?;
    name_of(p, "the name of a finding")?;
    p.expect("is")?;
    p.eat("not");
    p.expect("reported")?;
    if p.eat("on") {
        name_of(p, "the name of an action")?;
        maybe_at(p)?;
    }
    Ok(())
}

fn policy(p: &mut Parser<'_>) -> Rule {
    p.expect("policy")?;
    if p.eat("leaves") {
        name_of(p, "the name of an action")?;
        maybe_at(p)?;
        return p.expect("undefined");
    }
    p.phrase(&["is", "silent", "on"])?;
    name_of(p, "the name of an action")?;
    maybe_at(p)
}

/// All that begins with a name; the words after it decide.
fn of_name(p: &mut Parser<'_>) -> Rule {
    hope_for_beginnings(p);
    if !at_name(p) {
        return p.unexpected();
    }
    match (p.input.word(1), p.input.word(2), p.input.word(3)) {
        ("and" | "can", ..) => parties(p),
        ("implies" | "of", ..) => implies(p),
        ("is", "at", "least") => as_strong(p),
        _ => of_one(p),
    }
}

fn hope_for_beginnings(p: &mut Parser<'_>) {
    for word in ["it", "nature", "pause", "probability", "finding", "policy"] {
        p.hope(Expected::Word(word));
    }
    p.hope(Expected::Thing(
        "the name of a party, an action, a level or a clause",
    ));
}

fn parties(p: &mut Parser<'_>) -> Rule {
    p.node(Who, |p| names_of(p, "the name of a party"))?;
    p.expect("can")?;
    p.node(Ability, ability)
}

fn implies(p: &mut Parser<'_>) -> Rule {
    p.node(Ref, reference)?;
    p.expect("implies")?;
    p.node(Ref, reference)
}

/// `C of P`.
fn reference(p: &mut Parser<'_>) -> Rule {
    name_of(p, "the name of a clause")?;
    if p.eat("of") {
        name_of(p, "the name of a policy")
    } else {
        Ok(())
    }
}

fn as_strong(p: &mut Parser<'_>) -> Rule {
    name_of(p, "the name of a policy")?;
    p.phrase(&["is", "at", "least", "as", "strong", "as"])?;
    name_of(p, "the name of a policy")?;
    p.expect("on")?;
    name_of(p, "the name of an action")
}

fn of_one(p: &mut Parser<'_>) -> Rule {
    name_of(p, "a name")?;
    if p.eat_words(&["has", "no", "upper", "bound"]) {
        return Ok(());
    }
    if p.eat_words(&["depends", "on"]) {
        return name_of(p, "the name of what it may depend on");
    }
    ["can", "and", "implies"]
        .into_iter()
        .for_each(|it| p.hope(Expected::Word(it)));
    maybe_at(p)?;
    p.phrase(&["is", "graded"])?;
    match GRADES.into_iter().find(|it| p.at(it)) {
        Some(_) => {
            p.bump(Name);
            Ok(())
        }
        None => p.unexpected(),
    }
}

fn ability(p: &mut Parser<'_>) -> Rule {
    if p.eat("avoid") {
        return avoid(p);
    }
    if p.eat("ensure") {
        p.expect("that")?;
        return condition(p);
    }
    if p.eat("force") {
        return force(p);
    }
    p.phrase(&["end", "every", "pause", "of"])?;
    name_of(p, "the name of an action")?;
    maybe_at(p)?;
    if p.eat("within") { duration(p) } else { Ok(()) }
}

fn avoid(p: &mut Parser<'_>) -> Rule {
    if p.eat("that") {
        return condition(p);
    }
    p.phrase(&["any", "pause", "of"])?;
    name_of(p, "the name of an action")?;
    maybe_at(p)
}

fn force(p: &mut Parser<'_>) -> Rule {
    p.hope(Expected::Word("that"));
    if p.word() == "that" {
        p.expect("that")?;
        condition(p)?;
    } else {
        p.node(Atom, |p| {
            name_of(p, "the name of an action")?;
            p.phrase(&["to", "be", "paused"])?;
            maybe_because(p)
        })?;
    }
    if p.at("for") {
        p.node(Lasting, lasting)
    } else {
        Ok(())
    }
}

fn lasting(p: &mut Parser<'_>) -> Rule {
    p.expect("for")?;
    if p.eat("ever") { Ok(()) } else { duration(p) }
}
