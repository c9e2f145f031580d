//! Numbers with their units as the model holds them: dates that exist, factors, shares, money.
//!
//! It must not know which sentence states them.

use super::lookup::Resolver;
use crate::errors::values as errors;
use crate::quantity::{Date, Decimal, Duration, Factor, Money, NotWhole, Probability, Unit, compare, scaled};
use holdpoint_syntax::ast;
use std::cmp::Ordering;

const ONE: Decimal = Decimal { digits: 1, places: 0 };
/// Parts in a million that are certainty.
const CERTAIN: u64 = 1_000_000;

/// How small a factor may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Least {
    One,
    MoreThanOne,
}

impl Resolver<'_> {
    pub(super) fn date(&mut self, date: &ast::DateText) -> Option<Date> {
        let found = Date::parse(&date.value);
        if found.is_none() {
            self.report(errors::no_such_date(self.place(date.span), &date.value));
        }
        found
    }

    pub(super) fn duration(&mut self, duration: &ast::Duration) -> Duration {
        Duration {
            amount: duration.amount,
            unit: duration.unit,
        }
    }

    /// A length outside worlds and properties, where there are no steps; `here` says where.
    pub(super) fn calendar_duration(&mut self, duration: &ast::Duration, here: &str) -> Duration {
        if duration.unit == Unit::Step {
            self.report(errors::step_unit(
                self.place(duration.span),
                &self.words(duration.span),
                here,
            ));
        }
        self.duration(duration)
    }

    /// Reports a length of zero where `what` takes time.
    pub(super) fn takes_time(&mut self, duration: &ast::Duration, what: &str) {
        if duration.amount.digits == 0 {
            self.report(errors::no_time(
                self.place(duration.span),
                &self.words(duration.span),
                what,
            ));
        }
    }

    pub(super) fn factor(&mut self, factor: &ast::Factor, what: &str, least: Least) -> Factor {
        let small = match compare(factor.value, ONE) {
            Ordering::Less => true,
            Ordering::Equal => least == Least::MoreThanOne,
            Ordering::Greater => false,
        };
        if small {
            let text = Factor(factor.value).to_string();
            self.report(errors::factor_too_small(
                self.place(factor.span),
                &text,
                what,
                least == Least::MoreThanOne,
            ));
            return Factor(ONE);
        }
        Factor(factor.value)
    }

    pub(super) fn probability(&mut self, percent: &ast::Percent) -> Option<Probability> {
        let (place, text) = (self.place(percent.span), self.words(percent.span));
        let wrong = match Probability::of_percent(percent.value) {
            Ok(parts) if parts <= CERTAIN => return u32::try_from(parts).ok().map(Probability),
            Err(NotWhole::TooFine) if compare(percent.value, HUNDRED) == Ordering::Less => {
                errors::probability_too_fine(place, &text)
            }
            Ok(_) | Err(_) => errors::probability_above_one(place, &text),
        };
        self.report(wrong);
        None
    }

    pub(super) fn money(&mut self, money: &ast::Money) -> Option<Money> {
        let places = match money.scale {
            Some('k') => 5,
            Some('M') => 8,
            Some('B') => 11,
            _ => 2,
        };
        let (place, text) = (self.place(money.span), self.words(money.span));
        let wrong = match scaled(money.amount, places) {
            Ok(cents) => {
                return Some(Money {
                    cents,
                    currency: money.currency.clone(),
                });
            }
            Err(NotWhole::TooFine) => errors::money_not_whole(place, &text),
            Err(NotWhole::TooLarge) => errors::money_too_large(place, &text),
        };
        self.report(wrong);
        None
    }
}

const HUNDRED: Decimal = Decimal {
    digits: 100,
    places: 0,
};
