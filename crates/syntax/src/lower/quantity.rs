//! Numbers with their units, exactly as written.
//!
//! It must not know how long a month is.

use super::tree::{leaf, leaf_span, leaves, part, span};
use crate::ast::{Decimal, Duration, Factor, Money, Number, Percent, Spanned, Unit};
use crate::kind::{Leaf, Node, SyntaxKind};
use crate::words;

pub(super) fn factor(node: &Node) -> Option<Factor> {
    amount(&leaf(node, SyntaxKind::Factor)?)
}

pub(super) fn percent(node: &Node) -> Option<Percent> {
    amount(&leaf(node, SyntaxKind::Percent)?)
}

pub(super) fn number(node: &Node) -> Option<Number> {
    amount(&leaf(node, SyntaxKind::Number)?)
}

/// The length of time that is a part of this node.
pub(super) fn duration(node: &Node) -> Option<Duration> {
    duration_of(&part(node, SyntaxKind::Duration)?)
}

fn duration_of(node: &Node) -> Option<Duration> {
    Some(Duration {
        span: span(node),
        amount: number(node)?.value,
        unit: unit(node)?.value,
    })
}

/// Both ends of `9 to 14 months`; of `3 months` they are the same.
pub(super) fn range(node: &Node) -> Option<(Duration, Duration)> {
    let numbers: Vec<_> = leaves(node, SyntaxKind::Number).collect();
    let unit = unit(node)?.value;
    let end = |it: &Leaf| {
        Some(Duration {
            span: span(node),
            amount: amount(it)?.value,
            unit,
        })
    };
    Some((end(numbers.first()?)?, end(numbers.last()?)?))
}

/// The last word of this node that is a unit.
pub(super) fn unit(node: &Node) -> Option<Spanned<Unit>> {
    let words: Vec<_> = leaves(node, SyntaxKind::Keyword).collect();
    let found = words
        .iter()
        .rev()
        .find_map(|it| Some((words::unit(it.text())?, it)));
    found.map(|(value, it)| Spanned {
        value,
        span: leaf_span(it),
    })
}

pub(super) fn money(node: &Node) -> Option<Money> {
    let words: Vec<_> = leaves(node, SyntaxKind::Keyword)
        .map(|it| it.text().to_owned())
        .collect();
    let (scale, currency) = match &words[..] {
        [currency] => (None, currency),
        [scale, currency] => (scale.chars().next(), currency),
        _ => return None,
    };
    Some(Money {
        span: span(node),
        amount: number(node)?.value,
        scale,
        currency: currency.clone(),
    })
}

fn amount(leaf: &Leaf) -> Option<Spanned<Decimal>> {
    let digits = leaf.text().trim_end_matches(['x', '%']);
    Some(Spanned {
        value: decimal(digits)?,
        span: leaf_span(leaf),
    })
}

/// The lexer has seen to it that this fits.
fn decimal(text: &str) -> Option<Decimal> {
    let places = text.split_once('.').map_or(0, |(_, places)| places.len());
    Some(Decimal {
        digits: text.replace('.', "").parse().ok()?,
        places: u8::try_from(places).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        assert_eq!(decimal("4"), Some(Decimal { digits: 4, places: 0 }));
        assert_eq!(
            decimal("0.50"),
            Some(Decimal {
                digits: 50,
                places: 2
            })
        );
        assert_eq!(
            decimal("18446744073709551615"),
            Some(Decimal {
                digits: u64::MAX,
                places: 0
            })
        );
    }
}
