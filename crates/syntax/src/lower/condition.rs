//! Conditions to plain data.
//!
//! It must not know which condition may stand where.

use super::leaf::{at, name, names};
use super::quantity::{duration, factor};
use super::tree::{Words, part, span};
use crate::ast::{Atom, Because, Condition, Name, Predicate, Spanned};
use crate::kind::{Node, SyntaxKind};

/// The condition that is a part of this node.
pub(super) fn condition_in(node: &Node) -> Option<Condition> {
    node.children().find_map(|it| condition(&it))
}

fn condition(node: &Node) -> Option<Condition> {
    let all = || {
        node.children()
            .map(|it| condition(&it))
            .collect::<Option<Vec<_>>>()
    };
    Some(match node.kind() {
        SyntaxKind::AllOf => Condition::All(all()?),
        SyntaxKind::AnyOf => Condition::Any(all()?),
        SyntaxKind::Group => condition_in(node)?,
        SyntaxKind::Not => Condition::Not(Box::new(condition_in(node)?)),
        SyntaxKind::ForAtLeast => Condition::ForAtLeast(Box::new(condition_in(node)?), duration(node)?),
        SyntaxKind::Atom => Condition::Atom(Spanned {
            value: atom(node)?,
            span: span(node),
        }),
        _ => return None,
    })
}

fn atom(node: &Node) -> Option<Atom> {
    let words = Words::of(node);
    let not = words.has("not");
    let words: Vec<&str> = words.list().into_iter().filter(|it| *it != "not").collect();
    let mut names = names(node).into_iter();
    let first = names.next();
    Some(match &words[..] {
        ["it", "is", "announced", "that"] => Atom::Announced {
            not,
            that: Box::new(condition_in(node)?),
        },
        ["compute", "is", "at", "least"] => Atom::ComputeAtLeast(factor(node)?),
        ["is", predicate_words @ ..] => Atom::Is {
            name: first?,
            not,
            predicate: predicate(node, predicate_words, names.next())?,
        },
        // `A to be paused`, after `can force`.
        ["to", "be", rest @ ..] => Atom::Is {
            name: first?,
            not,
            predicate: predicate(node, rest, None)?,
        },
        ["indicates"] => Atom::Indicates {
            evaluation: first?,
            subject: names.next()?,
            at: at(node),
        },
        ["rules", "out"] => Atom::RulesOut {
            evaluation: first?,
            subject: names.next()?,
            at: at(node),
        },
        ["holds"] | ["does", "hold"] => Atom::Holds { fact: first?, not },
        ["has", "approved"] => Atom::HasApproved {
            party: first?,
            not,
            approval: names.next()?,
        },
        ["has", "been", "attempted"] => Atom::HasBeenAttempted {
            safeguard: first?,
            not,
        },
        _ => return None,
    })
}

fn predicate(node: &Node, words: &[&str], grade: Option<Name>) -> Option<Predicate> {
    Some(match words {
        ["in", "place"] => Predicate::InPlace,
        ["indicated"] => Predicate::Indicated { at: at(node) },
        ["ruled", "out"] => Predicate::RuledOut { at: at(node) },
        ["reached"] => Predicate::Reached { at: at(node) },
        ["defined"] => Predicate::Defined,
        ["found"] => Predicate::Found,
        ["done"] => Predicate::Done,
        ["breached"] => Predicate::Breached,
        ["going", "on"] => Predicate::GoingOn,
        ["paused"] => Predicate::Paused {
            because: because(node),
        },
        ["at", "most"] => Predicate::AtMost(grade?),
        ["at", "least"] => Predicate::AtLeast(grade?),
        _ => return None,
    })
}

fn because(node: &Node) -> Option<Because> {
    let because = part(node, SyntaxKind::Because)?;
    Some(Because {
        clause: name(&because)?,
        only: Words::of(&because).has("only"),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::check_said;

    #[test]
    fn joined_conditions_keep_their_shape() {
        check_said(
            "check c: it is possible that (f holds and not g holds and (f holds)) for at least 3 days.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(ForAtLeast(All([Atom(Holds { fact: "f", not: false }), Not(Atom(Holds { fact: "g", not: false })), Atom(Holds { fact: "f", not: false })]), Duration { amount: Decimal { digits: 3, places: 0 }, unit: Day })), expects: [] })"#,
        );
        check_said(
            "check c: it is possible that f holds or g does not hold.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Any([Atom(Holds { fact: "f", not: false }), Atom(Holds { fact: "g", not: true })])), expects: [] })"#,
        );
    }

    #[test]
    fn atoms() {
        check_said(
            "check c: it is possible that L is not indicated at high.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Atom(Is { name: "L", not: true, predicate: Indicated { at: Some("high") } })), expects: [] })"#,
        );
        check_said(
            "check c: it is possible that e indicates L at high.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Atom(Indicates { evaluation: "e", subject: "L", at: Some("high") })), expects: [] })"#,
        );
        check_said(
            "check c: it is possible that e rules out L.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Atom(RulesOut { evaluation: "e", subject: "L", at: None })), expects: [] })"#,
        );
        check_said(
            "check c: it is possible that P has not approved p.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Atom(HasApproved { party: "P", not: true, approval: "p" })), expects: [] })"#,
        );
        check_said(
            "check c: it is possible that s has been attempted.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Atom(HasBeenAttempted { safeguard: "s", not: false })), expects: [] })"#,
        );
        check_said(
            "check c: it is possible that it is not announced that f holds.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Atom(Announced { not: true, that: Atom(Holds { fact: "f", not: false }) })), expects: [] })"#,
        );
        check_said(
            "check c: it is possible that compute is at least 4x.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Atom(ComputeAtLeast(Decimal { digits: 4, places: 0 }))), expects: [] })"#,
        );
        check_said(
            "check c: it is possible that x is paused because of c only.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Atom(Is { name: "x", not: false, predicate: Paused { because: Some(Because { clause: "c", only: true }) } })), expects: [] })"#,
        );
        check_said(
            "check c: it is possible that x is going on.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Atom(Is { name: "x", not: false, predicate: GoingOn })), expects: [] })"#,
        );
        check_said(
            "check c: it is possible that s is not at most low.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Possible(Atom(Is { name: "s", not: true, predicate: AtMost("low") })), expects: [] })"#,
        );
    }

    #[test]
    fn an_action_forced_to_be_paused_is_one_that_is_paused() {
        check_said(
            "check c: nature can force x to be paused because of c for ever.",
            r#"Check(Check { head: Head { name: "c", title: None, reading: None }, said_by: None, property: Can { who: Nature, ability: Force { that: Atom(Is { name: "x", not: false, predicate: Paused { because: Some(Because { clause: "c", only: false }) } }), lasting: Some(Ever) } }, expects: [] })"#,
        );
    }
}
