//! Dates and lengths of time on the true calendar: months clip at the end of a month.
//!
//! It must not know what a date is a deadline for.

use crate::model::Deadline;
use crate::quantity::{Date, Decimal, Duration, Unit};
use jiff::{Span, civil};

const SECONDS_OF_DAY: u64 = 86_400;
/// For the part of a month that is no whole month: `1.5 months` is a month and 15 days.
const SECONDS_OF_MONTH: u64 = 30 * SECONDS_OF_DAY;

/// The date so much later; the last date of the calendar when it would lie beyond.
///
/// Without a world a `step` is a month.
pub fn later(date: Date, duration: Duration) -> Date {
    let span = match duration.unit {
        Unit::Hour => seconds(duration.amount, 3_600),
        Unit::Day => seconds(duration.amount, SECONDS_OF_DAY),
        Unit::Week => seconds(duration.amount, 7 * SECONDS_OF_DAY),
        Unit::Month | Unit::Step => months(duration.amount, 1),
        Unit::Year => months(duration.amount, 12),
    };
    plus(date, span)
}

/// The last instant at which a duty that is owed since then can still be done in time.
pub fn last_instant(deadline: &Deadline, since: Date) -> Option<Date> {
    match deadline {
        Deadline::Within(duration) => Some(later(since, *duration)),
        Deadline::Unspecified(_) => None,
        Deadline::By(date) if date.0.time() == civil::Time::midnight() => {
            Some(Date(date.0.date().to_datetime(civil::Time::MAX)))
        }
        Deadline::By(date) => Some(*date),
    }
}

/// The next instant that there is.
pub fn just_after(date: Date) -> Date {
    plus(date, Span::new().try_nanoseconds(1))
}

fn plus(date: Date, span: Result<Span, jiff::Error>) -> Date {
    let later = span.and_then(|span| date.0.checked_add(span));
    Date(later.unwrap_or(civil::DateTime::MAX))
}

fn seconds(amount: Decimal, each: u64) -> Result<Span, jiff::Error> {
    let (whole, _) = divided(amount, each);
    Span::new().try_seconds(whole)
}

fn months(amount: Decimal, each: u64) -> Result<Span, jiff::Error> {
    let (whole, rest) = divided(amount, each);
    let (part, _) = divided(
        Decimal {
            digits: rest,
            places: amount.places,
        },
        SECONDS_OF_MONTH,
    );
    Span::new().try_months(whole)?.try_seconds(part)
}

/// `amount × each` in whole units, and what is left in units of the amount's last place.
fn divided(amount: Decimal, each: u64) -> (i64, u64) {
    let total = u128::from(amount.digits) * u128::from(each);
    // An amount with more places than that is less than a nanosecond of anything.
    let scale = 10u128.checked_pow(amount.places.into()).unwrap_or(u128::MAX);
    let whole = i64::try_from(total / scale).unwrap_or(i64::MAX);
    (whole, u64::try_from(total % scale).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date(text.parse().expect("the test states a date"))
    }

    fn duration(digits: u64, places: u8, unit: Unit) -> Duration {
        Duration {
            amount: Decimal { digits, places },
            unit,
        }
    }

    #[test]
    fn months_clip_at_the_end_of_a_month() {
        assert_eq!(
            later(date("2024-01-31"), duration(1, 0, Unit::Month)),
            date("2024-02-29")
        );
        assert_eq!(
            later(date("2023-11-30"), duration(3, 0, Unit::Month)),
            date("2024-02-29")
        );
        assert_eq!(
            later(date("2024-02-29"), duration(1, 0, Unit::Year)),
            date("2025-02-28")
        );
    }

    #[test]
    fn parts_of_a_unit_count() {
        assert_eq!(
            later(date("2024-01-01"), duration(15, 1, Unit::Month)),
            date("2024-02-16")
        );
        assert_eq!(
            later(date("2024-01-01"), duration(5, 1, Unit::Year)),
            date("2024-07-01")
        );
        assert_eq!(
            later(date("2024-01-01"), duration(72, 0, Unit::Hour)),
            date("2024-01-04")
        );
    }

    #[test]
    fn a_date_beyond_the_calendar_is_its_last() {
        let far = later(date("2024-01-01"), duration(u64::MAX, 0, Unit::Year));
        assert_eq!(far, Date(civil::DateTime::MAX));
        assert_eq!(
            later(date("2024-01-01"), duration(1, 255, Unit::Day)),
            date("2024-01-01")
        );
        assert_eq!(just_after(far), far);
    }

    #[test]
    fn by_a_date_is_by_its_end() {
        let whole_day = last_instant(&Deadline::By(date("2024-03-01")), date("2024-01-01"));
        assert_eq!(whole_day.map(just_after), Some(date("2024-03-02")));
        let instant = Deadline::By(date("2024-03-01T12:00:00"));
        assert_eq!(
            last_instant(&instant, date("2024-01-01")),
            Some(date("2024-03-01T12:00:00"))
        );
    }
}
