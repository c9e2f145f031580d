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
