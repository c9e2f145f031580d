//! Checks and their properties to plain data.
//!
//! It must not know how they are decided.

use super::condition::condition_in;
use super::leaf::{at, date, head, listed, name, names, text};
use super::quantity::{duration, percent};
use super::tree::{Words, part, parts, slot, span};
use crate::ast::{
    Ability, Answer, Check, ClauseRef, Deadline, Expect, Lasting, Property, Scope, Spanned, Who,
};
use crate::kind::{Node, SyntaxKind};

pub(super) fn check(node: &Node) -> Option<Check> {
    let property_node = part(node, SyntaxKind::Property)?;
    Some(Check {
        head: head(node)?,
        said_by: slot(node, &["said", "by"]).and_then(|it| text(&it)),
        property: Spanned {
            value: property(&property_node)?,
            span: span(&property_node),
        },
        expects: parts(node, SyntaxKind::Expect)
            .map(|it| expect(&it))
            .collect::<Option<_>>()?,
    })
}

fn expect(node: &Node) -> Option<Expect> {
    let answer = match *Words::of(node).list().last()? {
        "yes" => Answer::Yes,
        "no" => Answer::No,
        "depends" => Answer::Depends,
        _ => return None,
    };
    let scopes = parts(node, SyntaxKind::Scope)
        .map(|it| scope(&it))
        .collect::<Option<_>>()?;
    Some(Expect {
        span: span(node),
        answer,
        scopes,
    })
}

fn scope(node: &Node) -> Option<Scope> {
    Some(match Words::of(node).list()[..] {
        ["in"] => Scope::In(name(node)?),
        ["under", ..] => Scope::Under {
            reading: text(&part(node, SyntaxKind::Reading)?)?,
            of: name(node),
        },
        ["with", "amendment"] => Scope::WithAmendment,
        ["with", "only"] => Scope::WithOnly(listed(node)),
        ["without"] => Scope::Without(listed(node)),
        ["counting", "intends"] => Scope::CountingIntends,
        _ => return None,
    })
}

fn property(node: &Node) -> Option<Property> {
    let words = Words::of(node);
    let words = words.list();
    Some(match words[..] {
        ["it", "is", "possible", ..] => Property::Possible(condition_in(node)?),
        ["it", "is", "never", ..] => Property::NeverPossible(condition_in(node)?),
        ["it", "is", "inevitable", ..] => Property::Inevitable(condition_in(node)?),
        ["can"] => Property::Can {
            who: who(&part(node, SyntaxKind::Who)?),
            ability: ability(&part(node, SyntaxKind::Ability)?)?,
        },
        ["pause", "of", "lasts", ..] => Property::PauseLasts {
            action: name(node)?,
            at: at(node),
            at_most: duration(node)?,
        },
        ["pause", "of", "can", ..] => Property::PauseCanEnd {
            action: name(node)?,
            at: at(node),
            while_: condition_in(node)?,
        },
        ["has", "no", ..] => Property::NoUpperBound { level: name(node)? },
        ["implies"] => implies(node)?,
        ["probability", ..] => Property::Probability {
            that: condition_in(node)?,
            deadline: deadline(node),
            at_most: percent(node)?,
        },
        ["finding", "is", "reported", ..] => finding(node, false)?,
        ["finding", "is", "not", "reported", ..] => finding(node, true)?,
        _ => of_names(node, &words)?,
    })
}

/// Those in which names and words alternate.
fn of_names(node: &Node, words: &[&str]) -> Option<Property> {
    let mut names = names(node).into_iter();
    let (first, at) = (names.next()?, at(node));
    Some(match words {
        ["depends", "on"] => Property::DependsOn {
            action: first,
            on: names.next()?,
        },
        ["is", "graded"] => Property::Graded {
            action: first,
            at,
            grade: names.next()?,
        },
        ["policy", "is", "silent", "on"] => Property::SilentOn { action: first, at },
        ["policy", "leaves", "undefined"] => Property::LeavesUndefined { action: first, at },
        ["is", "at", "least", "as", "strong", "as", "on"] => Property::AsStrong {
            first,
            second: names.next()?,
            action: names.next()?,
        },
        _ => return None,
    })
}

fn implies(node: &Node) -> Option<Property> {
    let mut refs = parts(node, SyntaxKind::Ref).map(|it| reference(&it));
    Some(Property::Implies {
        first: refs.next()??,
        second: refs.next()??,
    })
}

fn reference(node: &Node) -> Option<ClauseRef> {
    let mut names = names(node).into_iter();
    Some(ClauseRef {
        clause: names.next()?,
        of_policy: names.next(),
    })
}

fn finding(node: &Node, not: bool) -> Option<Property> {
    let mut names = names(node).into_iter();
    Some(Property::FindingReported {
        finding: names.next()?,
        not,
        action: names.next(),
        at: at(node),
    })
}

fn deadline(node: &Node) -> Option<Deadline> {
    duration(node)
        .map(Deadline::Within)
        .or_else(|| date(node).map(Deadline::By))
}

fn who(node: &Node) -> Who {
    if part(node, SyntaxKind::Names).is_some() {
        Who::Parties(listed(node))
    } else {
        Who::Nature
    }
}

fn ability(node: &Node) -> Option<Ability> {
    Some(match Words::of(node).list()[..] {
        ["avoid", "that"] => Ability::Avoid(condition_in(node)?),
        ["avoid", ..] => Ability::AvoidPause {
            action: name(node)?,
            at: at(node),
        },
        ["ensure", ..] => Ability::Ensure(condition_in(node)?),
        ["force", ..] => Ability::Force {
            that: condition_in(node)?,
            lasting: lasting(node),
        },
        ["end", ..] => Ability::EndEveryPause {
            action: name(node)?,
            at: at(node),
            within: duration(node),
        },
        _ => return None,
    })
}

fn lasting(node: &Node) -> Option<Lasting> {
    let lasting = part(node, SyntaxKind::Lasting)?;
    Some(duration(&lasting).map_or(Lasting::Ever, Lasting::For))
}

#[cfg(test)]
mod tests {
    use crate::testing::check_said;

    #[test]
    fn a_check_keeps_its_expectations() {
        check_said(
            r#"check c "C", said by "who": L has no upper bound, expect yes in w under reading "r" of d with amendment counting intends, expect no with only c without d and e, expect depends."#,
            r#"Check(Check { head: Head { name: "c", title: Some("C"), reading: None }, said_by: Some("who"), property: NoUpperBound { level: "L" }, expects: [Expect { answer: Yes, scopes: [In("w"), Under { reading: "r", of: Some("d") }, WithAmendment, CountingIntends] }, Expect { answer: No, scopes: [WithOnly(["c"]), Without(["d", "e"])] }, Expect { answer: Depends, scopes: [] }] })"#,
        );
    }

    #[test]
    fn what_is_possible() {
        check_said(
            "check c: it is never possible that f holds.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: NeverPossible(Atom(Holds { fact: "f", not: false })), expects: [] })"#,
        );
        check_said(
            "check c: it is inevitable that f holds.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Inevitable(Atom(Holds { fact: "f", not: false })), expects: [] })"#,
        );
        check_said(
            "check c: the probability that f holds within 3 days is at most 1.5%.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Probability { that: Atom(Holds { fact: "f", not: false }), deadline: Some(Within(Duration { amount: Decimal { digits: 3, places: 0 }, unit: Day })), at_most: Decimal { digits: 15, places: 1 } }, expects: [] })"#,
        );
        check_said(
            "check c: the probability that f holds by 2030-01-01 is at most 1%.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Probability { that: Atom(Holds { fact: "f", not: false }), deadline: Some(By("2030-01-01")), at_most: Decimal { digits: 1, places: 0 } }, expects: [] })"#,
        );
    }

    #[test]
    fn what_somebody_can() {
        check_said(
            "check c: A and B can avoid any pause of x at L.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Can { who: Parties(["A", "B"]), ability: AvoidPause { action: "x", at: Some("L") } }, expects: [] })"#,
        );
        check_said(
            "check c: A can avoid that f holds.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Can { who: Parties(["A"]), ability: Avoid(Atom(Holds { fact: "f", not: false })) }, expects: [] })"#,
        );
        check_said(
            "check c: nature can ensure that f holds.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Can { who: Nature, ability: Ensure(Atom(Holds { fact: "f", not: false })) }, expects: [] })"#,
        );
        check_said(
            "check c: nature can force that f holds for 3 days.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Can { who: Nature, ability: Force { that: Atom(Holds { fact: "f", not: false }), lasting: Some(For(Duration { amount: Decimal { digits: 3, places: 0 }, unit: Day })) } }, expects: [] })"#,
        );
        check_said(
            "check c: A can end every pause of x within 3 days.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Can { who: Parties(["A"]), ability: EndEveryPause { action: "x", at: None, within: Some(Duration { amount: Decimal { digits: 3, places: 0 }, unit: Day }) } }, expects: [] })"#,
        );
    }

    #[test]
    fn what_is_judged() {
        check_said(
            "check c: a pause of x at L lasts at most 3 days.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: PauseLasts { action: "x", at: Some("L"), at_most: Duration { amount: Decimal { digits: 3, places: 0 }, unit: Day } }, expects: [] })"#,
        );
        check_said(
            "check c: a pause of x can end while f holds.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: PauseCanEnd { action: "x", at: None, while_: Atom(Holds { fact: "f", not: false }) }, expects: [] })"#,
        );
        check_said(
            "check c: x depends on s.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: DependsOn { action: "x", on: "s" }, expects: [] })"#,
        );
        check_said(
            "check c: x at L is graded binding.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Graded { action: "x", at: Some("L"), grade: "binding" }, expects: [] })"#,
        );
        check_said(
            "check c: the policy is silent on x.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: SilentOn { action: "x", at: None }, expects: [] })"#,
        );
        check_said(
            "check c: the policy leaves x at L undefined.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: LeavesUndefined { action: "x", at: Some("L") }, expects: [] })"#,
        );
        check_said(
            "check c: c of p implies d.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Implies { first: ClauseRef { clause: "c", of_policy: Some("p") }, second: ClauseRef { clause: "d", of_policy: None } }, expects: [] })"#,
        );
        check_said(
            "check c: p is at least as strong as q on x.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: AsStrong { first: "p", second: "q", action: "x" }, expects: [] })"#,
        );
        check_said(
            "check c: the finding f is not reported on x at L.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: FindingReported { finding: "f", not: true, action: Some("x"), at: Some("L") }, expects: [] })"#,
        );
    }
}
