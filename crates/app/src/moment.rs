//! Time and chance as they enter: the clock, which counts milliseconds since 1970, and secrets.
//!
//! It must not know what they are used for.

use crate::problem::Problem;
use holdpoint_policy::quantity::Date;
use std::time::{SystemTime, UNIX_EPOCH};

/// What a call goes by: the clock, or another moment for a rehearsal.
pub(crate) fn now_ms(instead: Option<Date>) -> Result<u64, Problem> {
    let Some(date) = instead else {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        return Ok(u64::try_from(since.as_millis()).unwrap_or(u64::MAX));
    };
    ms(date).ok_or_else(|| {
        let message = format!("{} is before the time that a ledger can count", words(date));
        Problem::new(message, "go by a moment after 1970-01-01")
    })
}

/// The same moment in milliseconds since 1970, in UTC; `None` before that.
pub(crate) fn ms(date: Date) -> Option<u64> {
    let zoned = date.0.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    u64::try_from(zoned.timestamp().as_millisecond()).ok()
}

/// The same moment on the calendar, in UTC; the last moment of the calendar if it lies beyond.
pub(crate) fn date(ms: u64) -> Date {
    let timestamp = i64::try_from(ms)
        .ok()
        .and_then(|it| jiff::Timestamp::from_millisecond(it).ok());
    let timestamp = timestamp.unwrap_or(jiff::Timestamp::MAX);
    Date(timestamp.to_zoned(jiff::tz::TimeZone::UTC).datetime())
}

/// A moment as a call states it: `2026-03-02` or `2026-03-02T14:30:00Z`.
pub fn read_moment(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write it as 2026-03-02 or 2026-03-02T14:30:00Z".to_owned())
}

/// The same moment in whole seconds since 1970, in UTC; `None` if it is no moment, or before that.
pub fn moment_seconds(exact: &str) -> Option<u64> {
    Date::parse(exact).and_then(ms).map(|it| it / 1000)
}

/// For people: the instant after a moment, at which something ends, is `just after` it.
pub fn moment_words(exact: &str) -> String {
    let ends = Date::parse(exact).filter(|it| it.0.subsec_nanosecond() == 1);
    match ends {
        Some(date) => {
            let before = Date(date.0 - jiff::Span::new().nanoseconds(1));
            format!("just after {}", words(before))
        }
        None => exact.to_owned(),
    }
}

/// `2026-03-02`, or `2026-03-02T14:30:00Z` where it is no midnight; exact to the nanosecond.
pub(crate) fn words(date: Date) -> String {
    match date.0.time() == jiff::civil::Time::midnight() {
        true => date.0.date().to_string(),
        false => format!("{}Z", date.0),
    }
}

/// Bytes that nobody can guess.
pub(crate) fn draw(bytes: &mut [u8; 32]) {
    getrandom::fill(bytes).expect("the operating system has secret bytes to give");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_the_same_either_way() {
        for text in ["1970-01-01", "2026-03-02", "2026-03-02T14:30:00.125Z"] {
            let it = Date::parse(text).expect("a date");
            assert_eq!(date(ms(it).expect("it is not before 1970")), it);
            assert_eq!(words(it), text);
            assert_eq!(moment_words(text), text);
        }
        assert_eq!(
            moment_words("2026-03-02T00:00:00.000000001Z"),
            "just after 2026-03-02"
        );
        assert_eq!(ms(Date::parse("1969-12-31").expect("a date")), None);
    }
}
