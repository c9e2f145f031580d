//! Numbers with units: exact decimals, durations, factors of compute, money, dates.
//!
//! It must not know a step of the game: rounding to steps is the checker's business.

use std::cmp::Ordering;
use std::fmt;

pub use holdpoint_syntax::ast::{Decimal, Unit};

/// A moment as a document states it: a civil date, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub jiff::civil::DateTime);

/// A factor of effective compute, `4x`; greater than zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor(pub Decimal);

/// A length of time as stated, `3 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    pub amount: Decimal,
    pub unit: Unit,
}

/// Whole units of a currency times 10^-2 (so `40 M USD` is 4_000_000_000).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    pub cents: u64,
    pub currency: String,
}

/// Parts in a million, 0 to 1_000_000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probability(pub u32);

/// Why a decimal is not a whole number of smaller units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotWhole {
    /// It has digits below the smallest unit.
    TooFine,
    /// It has more units than can be counted.
    TooLarge,
}

impl Date {
    /// `2023-09-19` or `2026-01-01T00:00:00Z`, if the calendar has it.
    pub fn parse(text: &str) -> Option<Date> {
        match text.strip_suffix('Z') {
            Some(instant) => instant.parse().ok().map(Date),
            None => text
                .parse::<jiff::civil::Date>()
                .ok()
                .map(|day| Date(day.to_datetime(jiff::civil::Time::midnight()))),
        }
    }
}

impl Duration {
    pub fn is_zero(&self) -> bool {
        self.amount.digits == 0
    }

    /// Compares lengths with the game's month of 30 days and year of 12 months; `None` when one is in
    /// steps and the other is not.
    pub fn compare(&self, other: &Duration) -> Option<Ordering> {
        if self.unit == other.unit {
            return Some(compare(self.amount, other.amount));
        }
        let (left, right) = (hours(self.unit)?, hours(other.unit)?);
        Some(compare_products((self.amount, left), (other.amount, right)))
    }
}

impl Probability {
    /// `25%` is 250_000 parts in a million. Does not hold it against one.
    pub fn of_percent(percent: Decimal) -> Result<u64, NotWhole> {
        scaled(percent, 4)
    }
}

/// `amount * 10^places` as a whole number.
pub fn scaled(amount: Decimal, places: u32) -> Result<u64, NotWhole> {
    let Decimal {
        mut digits,
        places: mut below,
    } = amount;
    if digits == 0 {
        return Ok(0);
    }
    while u32::from(below) > places && digits.is_multiple_of(10) {
        digits /= 10;
        below -= 1;
    }
    let up = places.checked_sub(u32::from(below)).ok_or(NotWhole::TooFine)?;
    let factor = 10u64.checked_pow(up).ok_or(NotWhole::TooLarge)?;
    digits.checked_mul(factor).ok_or(NotWhole::TooLarge)
}

/// Exact comparison of decimals.
pub fn compare(left: Decimal, right: Decimal) -> Ordering {
    compare_products((left, 1), (right, 1))
}

/// Compares `decimal * whole` on both sides, exactly.
fn compare_products(left: (Decimal, u32), right: (Decimal, u32)) -> Ordering {
    let (a, b) = (
        u128::from(left.0.digits) * u128::from(left.1),
        u128::from(right.0.digits) * u128::from(right.1),
    );
    let (a_places, b_places) = (u32::from(left.0.places), u32::from(right.0.places));
    if a_places < b_places {
        raise(a, b_places - a_places).map_or(Ordering::Greater, |a| a.cmp(&b))
    } else {
        raise(b, a_places - b_places).map_or(Ordering::Less, |b| a.cmp(&b))
    }
}

/// `value * 10^places`; `None` only when that is above 2^128, and so above any product of digits.
fn raise(value: u128, places: u32) -> Option<u128> {
    if value == 0 {
        return Some(0);
    }
    value.checked_mul(10u128.checked_pow(places)?)
}

fn hours(unit: Unit) -> Option<u32> {
    Some(match unit {
        Unit::Hour => 1,
        Unit::Day => 24,
        Unit::Week => 7 * 24,
        Unit::Month => 30 * 24,
        Unit::Year => 12 * 30 * 24,
        Unit::Step => return None,
    })
}

/// The singular, `month`.
pub fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
        Unit::Step => "step",
    }
}

/// The number as it was written, without a sign or an exponent.
pub fn decimal_text(value: Decimal) -> String {
    let places = usize::from(value.places);
    if places == 0 {
        return value.digits.to_string();
    }
    let padded = format!("{:0>width$}", value.digits, width = places + 1);
    let (whole, below) = padded.split_at(padded.len() - places);
    format!("{whole}.{below}")
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.time() == jiff::civil::Time::midnight() {
            write!(f, "{}", self.0.date())
        } else {
            write!(f, "{}Z", self.0)
        }
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x", decimal_text(self.0))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = compare(self.amount, Decimal { digits: 1, places: 0 }) == Ordering::Equal;
        write!(
            f,
            "{} {}{}",
            decimal_text(self.amount),
            unit_word(self.unit),
            if one { "" } else { "s" }
        )
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cents % 100 {
            0 => write!(f, "{} {}", self.cents / 100, self.currency),
            below => write!(f, "{}.{below:02} {}", self.cents / 100, self.currency),
        }
    }
}

impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = decimal_text(Decimal {
            digits: u64::from(self.0),
            places: 4,
        });
        write!(f, "{}%", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(digits: u64, places: u8) -> Decimal {
        Decimal { digits, places }
    }

    #[test]
    fn decimals_compare_exactly_however_they_are_written() {
        assert_eq!(compare(decimal(10, 1), decimal(1, 0)), Ordering::Equal);
        assert_eq!(compare(decimal(15, 1), decimal(2, 0)), Ordering::Less);
        assert_eq!(compare(decimal(1, 200), decimal(0, 0)), Ordering::Greater);
        assert_eq!(
            compare(decimal(u64::MAX, 0), decimal(u64::MAX, 255)),
            Ordering::Greater
        );
    }

    #[test]
    fn lengths_compare_with_a_month_of_thirty_days() {
        let months = |n| Duration {
            amount: decimal(n, 0),
            unit: Unit::Month,
        };
        let days = |n| Duration {
            amount: decimal(n, 0),
            unit: Unit::Day,
        };
        let steps = |n| Duration {
            amount: decimal(n, 0),
            unit: Unit::Step,
        };
        assert_eq!(months(1).compare(&days(30)), Some(Ordering::Equal));
        assert_eq!(months(2).compare(&days(61)), Some(Ordering::Less));
        assert_eq!(steps(2).compare(&steps(1)), Some(Ordering::Greater));
        assert_eq!(steps(2).compare(&days(1)), None);
    }

    #[test]
    fn amounts_are_whole_or_refused() {
        assert_eq!(scaled(decimal(25, 0), 4), Ok(250_000));
        assert_eq!(scaled(decimal(1_250_000, 5), 4), Ok(125_000));
        assert_eq!(scaled(decimal(1, 5), 4), Err(NotWhole::TooFine));
        assert_eq!(scaled(decimal(u64::MAX, 0), 2), Err(NotWhole::TooLarge));
        assert_eq!(scaled(decimal(0, 255), 4), Ok(0));
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(
            Date::parse("2023-09-19").map(|it| it.to_string()).as_deref(),
            Some("2023-09-19")
        );
        assert_eq!(
            Date::parse("2026-01-01T06:30:00Z")
                .map(|it| it.to_string())
                .as_deref(),
            Some("2026-01-01T06:30:00Z")
        );
        assert_eq!(Date::parse("2023-02-29"), None);
        assert_eq!(Date::parse("2023-02-28T24:00:00Z"), None);
    }

    #[test]
    fn quantities_are_shown_as_they_are_written() {
        assert_eq!(Factor(decimal(15, 1)).to_string(), "1.5x");
        assert_eq!(
            Duration {
                amount: decimal(1, 0),
                unit: Unit::Month
            }
            .to_string(),
            "1 month"
        );
        assert_eq!(
            Money {
                cents: 4_000_050,
                currency: "USD".into()
            }
            .to_string(),
            "40000.50 USD"
        );
        assert_eq!(Probability(62_500).to_string(), "6.25%");
        assert_eq!(Probability(0).to_string(), "0%");
        assert_eq!(decimal_text(decimal(5, 3)), "0.005");
    }
}
