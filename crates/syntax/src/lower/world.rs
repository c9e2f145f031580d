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
        after: names.collect(),
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

#[cfg(test)]
mod tests {
    use crate::testing::check_said;

    #[test]
    fn worlds() {
        check_said(
            r#"world w "W", for p."#,
            r#"World(World { head: Head { name: "w", title: Some("W"), reading: None }, of_policy: Some("p") })"#,
        );
    }

    #[test]
    fn assumptions() {
        check_said(
            "assume one step is 1 month.",
            "Assume(Assume { assumption: Step(Duration { amount: Decimal { digits: 1, places: 0 }, unit: Month }), source: None, as_of: None })",
        );
        check_said(
            "assume it starts on 2024-01-01.",
            r#"Assume(Assume { assumption: Starts("2024-01-01"), source: None, as_of: None })"#,
        );
        check_said(
            "assume x doubles compute every 2 months and ends at 16x.",
            r#"Assume(Assume { assumption: Doubles { action: "x", every: Duration { amount: Decimal { digits: 2, places: 0 }, unit: Month }, ends_at: Some(Decimal { digits: 16, places: 0 }) }, source: None, as_of: None })"#,
        );
        check_said(
            "assume c appears not before 8x and with probability 6% per doubling.",
            r#"Assume(Assume { assumption: Appears { capability: "c", not_before: Decimal { digits: 8, places: 0 }, per_doubling: Some(Decimal { digits: 6, places: 0 }) }, source: None, as_of: None })"#,
        );
        check_said(
            "assume e keeps its buffer.",
            r#"Assume(Assume { assumption: KeepsBuffer { evaluation: "e" }, source: None, as_of: None })"#,
        );
        check_said(
            "assume s may lapse.",
            r#"Assume(Assume { assumption: MayLapse { safeguard: "s" }, source: None, as_of: None })"#,
        );
        check_said(
            "assume e may miss by up to 2x.",
            r#"Assume(Assume { assumption: MayMiss { evaluation: "e", up_to: Decimal { digits: 2, places: 0 } }, source: None, as_of: None })"#,
        );
        check_said(
            "assume f starts true and turns with probability 5% per month.",
            r#"Assume(Assume { assumption: StartsAs { fact: "f", value: true, turns: Some((Decimal { digits: 5, places: 0 }, Month)) }, source: None, as_of: None })"#,
        );
        check_said(
            "assume f starts false.",
            r#"Assume(Assume { assumption: StartsAs { fact: "f", value: false, turns: None }, source: None, as_of: None })"#,
        );
        check_said(
            "assume at most 2 safeguards are under way at once.",
            "Assume(Assume { assumption: AtMostUnderWay(Decimal { digits: 2, places: 0 }), source: None, as_of: None })",
        );
        check_said(
            "assume work may slip by at most 2 months in all.",
            "Assume(Assume { assumption: MaySlip { total: Duration { amount: Decimal { digits: 2, places: 0 }, unit: Month } }, source: None, as_of: None })",
        );
    }

    #[test]
    fn work() {
        check_said(
            r#"assume s takes 9 to 14 months per attempt after t and u and costs 40 M USD and succeeds with probability 25%, source "e", as of 2024-01-01."#,
            r#"Assume(Assume { assumption: Takes(Takes { defining: false, name: "s", time: Range { least: Duration { amount: Decimal { digits: 9, places: 0 }, unit: Month }, most: Duration { amount: Decimal { digits: 14, places: 0 }, unit: Month } }, per_attempt: true, after: ["t", "u"], costs: Some(Money { amount: Decimal { digits: 40, places: 0 }, scale: Some('M'), currency: "USD" }), succeeds: Some(Decimal { digits: 25, places: 0 }) }), source: Some("e"), as_of: Some("2024-01-01") })"#,
        );
        check_said(
            "assume defining L takes 3 months and costs 2.5 EUR.",
            r#"Assume(Assume { assumption: Takes(Takes { defining: true, name: "L", time: Range { least: Duration { amount: Decimal { digits: 3, places: 0 }, unit: Month }, most: Duration { amount: Decimal { digits: 3, places: 0 }, unit: Month } }, per_attempt: false, after: [], costs: Some(Money { amount: Decimal { digits: 25, places: 1 }, scale: None, currency: "EUR" }), succeeds: None }), source: None, as_of: None })"#,
        );
        check_said(
            "assume s takes lognormal(median 12 months, p90 24 months).",
            r#"Assume(Assume { assumption: Takes(Takes { defining: false, name: "s", time: Distribution { name: "lognormal", parameters: [("median", Duration { amount: Decimal { digits: 12, places: 0 }, unit: Month }), ("p90", Duration { amount: Decimal { digits: 24, places: 0 }, unit: Month })] }, per_attempt: false, after: [], costs: None, succeeds: None }), source: None, as_of: None })"#,
        );
    }
}
