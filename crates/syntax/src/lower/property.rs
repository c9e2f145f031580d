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
