//! Worlds and assumptions to plain data.
//!
//! It must not know which world an assumption belongs to.

use super::leaf::{date, head, name, names, slot_name, text};
use super::quantity::{duration, factor, money, number, percent, range, unit};
use super::tree::{Words, part, parts, slot, span};
use crate::ast::{Assume, Assumption, Takes, Time, World};
use crate::kind::{Node, SyntaxKind};

pub(super) fn world(node: &Node) -> Option<World> {
    Some(World {
        head: head(node)?,
        of_policy: slot_name(node, &["for"]),
    })
}

pub(super) fn assume(node: &Node) -> Option<Assume> {
    Some(Assume {
        assumption: assumption(&part(node, SyntaxKind::Assumption)?)?,
        source: slot(node, &["source"]).and_then(|it| text(&it)),
        as_of: slot(node, &["as", "of"]).and_then(|it| date(&it)),
    })
}

fn assumption(node: &Node) -> Option<Assumption> {
    let words = Words::of(node);
    Some(match words.list()[..] {
        ["one", "step", "is"] => Assumption::Step(duration(node)?),
        ["it", "starts", "on"] => Assumption::Starts(date(node)?),
        ["at", "most", ..] => Assumption::AtMostUnderWay(number(node)?),
        ["work", "may", "slip", ..] => Assumption::MaySlip {
            total: duration(node)?,
        },
        ["doubles", ..] => Assumption::Doubles {
            action: name(node)?,
            every: duration(node)?,
            ends_at: factor(node),
        },
        ["takes" | "defining", ..] => Assumption::Takes(takes(node, &words)?),
        ["appears", ..] => Assumption::Appears {
            capability: name(node)?,
            not_before: factor(node)?,
            per_doubling: percent(node),
        },
        ["keeps", ..] => Assumption::KeepsBuffer {
            evaluation: name(node)?,
        },
        ["may", "lapse"] => Assumption::MayLapse {
            safeguard: name(node)?,
        },
        ["may", "miss", ..] => Assumption::MayMiss {
            evaluation: name(node)?,
            up_to: factor(node)?,
        },
        ["starts", value, ..] => {
            let turns = percent(node).and_then(|it| Some((it, unit(node)?)));
            Assumption::StartsAs {
                fact: name(node)?,
                value: value == "true",
                turns,
            }
        }
        _ => return None,
    })
}

fn takes(node: &Node, words: &Words) -> Option<Takes> {
    let mut names = names(node).into_iter();
    Some(Takes {
        defining: words.has("defining"),
        name: names.next()?,
        time: time(node)?,
        per_attempt: words.has("attempt"),
        after: names.next(),
        costs: part(node, SyntaxKind::Money).and_then(|it| money(&it)),
        succeeds: percent(node),
    })
}

fn time(node: &Node) -> Option<Time> {
    if let Some(node) = part(node, SyntaxKind::Range) {
        let (least, most) = range(&node)?;
        return Some(Time::Range { least, most });
    }
    let node = part(node, SyntaxKind::Distribution)?;
    let group = part(&node, SyntaxKind::Group)?;
    let parameters = parts(&group, SyntaxKind::Parameter).map(|it| Some((name(&it)?, duration(&it)?)));
    let parameters = parameters.collect::<Option<_>>()?;
    Some(Time::Distribution {
        name: name(&node)?,
        parameters,
        span: span(&node),
    })
}
