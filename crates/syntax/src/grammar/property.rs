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

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_complaints};

    #[test]
    fn something_is_possible_never_or_inevitable() {
        check(
            "check c: it is possible that f holds.",
            "(Check check (Head c) : (Property it is possible that (Atom f holds)))",
        );
        check(
            "check c: it is never possible that f holds.",
            "(Check check (Head c) : (Property it is never possible that (Atom f holds)))",
        );
        check(
            "check c: it is inevitable that f holds.",
            "(Check check (Head c) : (Property it is inevitable that (Atom f holds)))",
        );
        check_complaints(
            "check c: it is impossible that f holds.",
            "HP0104 [impossible] expected `never`, `possible` or `inevitable` and found `impossible`; go on with `never`, `possible` or `inevitable`",
        );
    }

    #[test]
    fn somebody_can_do_something() {
        check(
            "check c: A and B can avoid any pause of training at L.",
            "(Check check (Head c) : (Property (Who (Names A and B)) can (Ability avoid any pause of training (At at L))))",
        );
        check(
            "check c: A can avoid that f holds.",
            "(Check check (Head c) : (Property (Who (Names A)) can (Ability avoid that (Atom f holds))))",
        );
        check(
            "check c: nature can ensure that f holds.",
            "(Check check (Head c) : (Property (Who nature) can (Ability ensure that (Atom f holds))))",
        );
        check(
            "check c: nature can force that f holds for ever.",
            "(Check check (Head c) : (Property (Who nature) can (Ability force that (Atom f holds) (Lasting for ever))))",
        );
        check(
            "check c: nature can force training to be paused because of c for 3 months.",
            "(Check check (Head c) : (Property (Who nature) can (Ability force (Atom training to be paused (Because because of c)) (Lasting for (Duration 3 months)))))",
        );
        check(
            "check c: A can end every pause of training at L within 3 months.",
            "(Check check (Head c) : (Property (Who (Names A)) can (Ability end every pause of training (At at L) within (Duration 3 months))))",
        );
        check_complaints(
            "check c: A can win.",
            "HP0104 [win] `win` cannot stand here; go on with `avoid`, `ensure`, `force` or `end`",
        );
        check_complaints(
            "check c: A can avoid a pause of training.",
            "HP0104 [pause] expected `that` or `any` and found `pause`; go on with `that` or `any`",
        );
        check_complaints(
            "check c: A and can avoid that f holds.",
            "HP0105 [can] `can` is a word of the language and cannot be a name; choose another name, such as `can-1`",
        );
    }

    #[test]
    fn pauses_last_and_end() {
        check(
            "check c: a pause of training at L lasts at most 19 months.",
            "(Check check (Head c) : (Property pause of training (At at L) lasts at most (Duration 19 months)))",
        );
        check(
            "check c: a pause of training can end while s is not in place.",
            "(Check check (Head c) : (Property pause of training can end while (Atom s is not in place)))",
        );
        check_complaints(
            "check c: a pause of training takes long.",
            "HP0104 [takes] expected `at`, `lasts` or `can` and found `takes`; go on with `at`, `lasts` or `can`",
        );
    }

    #[test]
    fn levels_actions_and_policies_are_judged() {
        check(
            "check c: L has no upper bound.",
            "(Check check (Head c) : (Property L has no upper bound))",
        );
        check(
            "check c: training depends on S.",
            "(Check check (Head c) : (Property training depends on S))",
        );
        check(
            "check c: training at L is graded self-clearing.",
            "(Check check (Head c) : (Property training (At at L) is graded self-clearing))",
        );
        check(
            "check c: the policy is silent on training at L.",
            "(Check check (Head c) : (Property policy is silent on training (At at L)))",
        );
        check(
            "check c: the policy leaves training undefined.",
            "(Check check (Head c) : (Property policy leaves training undefined))",
        );
        check(
            "check c: p is at least as strong as q on training.",
            "(Check check (Head c) : (Property p is at least as strong as q on training))",
        );
        check_complaints(
            "check c: training is graded good.",
            "HP0104 [good] `good` cannot stand here; go on with `silent`, `vacuous`, `avoidable`, `self-clearing`, `binding` or `undefined`",
        );
        check_complaints(
            "check c: training depends of S.",
            "HP0104 [of] expected `on` and found `of`; go on with `on`",
        );
        check_complaints(
            "check c: the policy is strong.",
            "HP0104 [strong] expected `silent` and found `strong`; go on with `silent`",
        );
        check_complaints(
            "check c: training goes on.",
            "HP0104 [goes] `goes` cannot stand here; go on with `has no upper bound`, `depends on`, `can`, `and`, `implies`, `at` or `is`",
        );
    }

    #[test]
    fn clauses_findings_and_probabilities() {
        check(
            "check c: c implies d.",
            "(Check check (Head c) : (Property (Ref c) implies (Ref d)))",
        );
        check(
            "check c: c of p implies d of q.",
            "(Check check (Head c) : (Property (Ref c of p) implies (Ref d of q)))",
        );
        check(
            "check c: the finding checklist-gate is reported.",
            "(Check check (Head c) : (Property finding checklist-gate is reported))",
        );
        check(
            "check c: the finding checklist-gate is not reported on training at L.",
            "(Check check (Head c) : (Property finding checklist-gate is not reported on training (At at L)))",
        );
        check(
            "check c: the probability that f holds within 3 months is at most 10%.",
            "(Check check (Head c) : (Property probability that (Atom f holds) within (Duration 3 months) is at most 10%))",
        );
        check(
            "check c: the probability that f holds by 2030-01-01 is at most 0.5%.",
            "(Check check (Head c) : (Property probability that (Atom f holds) by 2030-01-01 is at most 0.5%))",
        );
        check_complaints(
            "check c: c implies.",
            "HP0118 [implies] the statement ends where the name of a clause is expected; go on with the name of a clause",
        );
        check_complaints(
            "check c: the probability that f holds is at most 10.",
            "HP0109 [10 -> 10%] `10` has no unit; write `10%`",
        );
    }
}
