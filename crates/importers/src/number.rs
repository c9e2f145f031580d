//! Decimal numbers as fractions, with the text that they came from.
//!
//! It must not know what is counted.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, Zero};

/// Digits, and powers of ten, at most.
const DIGITS_MAX: usize = 300;

/// A number and its text in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// As the record writes it.
    pub text: String,
    /// Exactly what the text says.
    pub value: BigRational,
}

impl Number {
    /// Of `0.25`, `-3`, `1e-3`; `None` if it is no such text, or has more than 300 digits or powers of ten.
    pub(crate) fn of_text(text: &str) -> Option<Number> {
        let value = value(Some(text).filter(|it| is_number(it))?)?;
        Some(Number {
            text: text.to_owned(),
            value,
        })
    }
}

fn value(text: &str) -> Option<BigRational> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.len() > DIGITS_MAX || exponent.unsigned_abs() as usize > DIGITS_MAX {
        return None;
    }
    let power = exponent - i32::try_from(fraction.len()).ok()?;
    let scale = BigInt::from(10).pow(power.unsigned_abs());
    let digits = BigRational::from(digits.parse::<BigInt>().ok()?);
    Some(if power < 0 { digits / scale } else { digits * scale })
}

/// A fraction as a decimal text with six places, never above it.
pub(crate) fn rounded_down(value: &BigRational) -> String {
    decimal((value * scale()).floor().to_integer())
}

/// A fraction as a decimal text with six places, never below it.
pub(crate) fn rounded_up(value: &BigRational) -> String {
    decimal((value * scale()).ceil().to_integer())
}

/// A fraction as a decimal text if it has one of at most twelve places, else as numerator and denominator.
pub(crate) fn exact_text(value: &BigRational) -> String {
    let places = (0..=12u32).find(|it| (value * BigInt::from(10).pow(*it)).is_integer());
    match places {
        Some(places) => with_places((value * BigInt::from(10).pow(places)).to_integer(), places),
        None => format!("{}/{}", value.numer(), value.denom()),
    }
}

const PLACES: u32 = 6;

fn scale() -> BigInt {
    BigInt::from(10).pow(PLACES)
}

fn decimal(scaled: BigInt) -> String {
    with_places(scaled, PLACES)
}

fn with_places(scaled: BigInt, places: u32) -> String {
    let sign = if scaled.is_negative() { "-" } else { "" };
    let width = places as usize + 1;
    let digits = format!("{:0>width$}", scaled.abs().to_string());
    let (whole, fraction) = digits.split_at(digits.len() - places as usize);
    match places {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{fraction}"),
    }
}

/// Whether a number that a tool computed in floats is this one: within 10^-9 of it, or of the whole if it is
/// larger than one.
pub(crate) fn agrees(declared: &BigRational, exact: &BigRational) -> bool {
    let reach = exact.abs().max(BigRational::one()) / BigInt::from(10).pow(9u32);
    (declared - exact).abs() <= reach
}

/// Zero or one.
pub(crate) fn is_binary(value: &BigRational) -> bool {
    value.is_zero() || value.is_one()
}

/// RFC 8259: no plus in front, no leading zeros, digits on both sides of a point.
pub(crate) fn is_number(word: &str) -> bool {
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (word, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|it| it.strip_prefix(['+', '-']).unwrap_or(it));
    let starts_well = whole == "0" || !whole.starts_with('0');
    starts_well && is_digits(whole) && fraction.is_none_or(is_digits) && exponent.is_none_or(is_digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> BigRational {
        Number::of_text(text).unwrap().value
    }

    fn ratio(above: i64, below: i64) -> BigRational {
        BigRational::new(above.into(), below.into())
    }

    #[test]
    fn decimal_text_is_read_exactly() {
        assert_eq!(of("0.1"), ratio(1, 10));
        assert_eq!(of("-12.50"), ratio(-25, 2));
        assert_eq!(of("-0.5"), ratio(-1, 2));
        assert_eq!(of("2.5e3"), ratio(2500, 1));
        assert_eq!(of("25E-3"), ratio(1, 40));
    }

    #[test]
    fn exponents_that_would_fill_the_memory_are_no_numbers() {
        assert_eq!(Number::of_text("1e400000000"), None);
        assert_eq!(Number::of_text("1e99999999999"), None);
        assert_eq!(Number::of_text(&"9".repeat(301)), None);
        assert_eq!(Number::of_text(""), None);
        assert_eq!(Number::of_text("two"), None);
        assert_eq!(Number::of_text("1_000"), None);
    }

    #[test]
    fn rounding_goes_the_way_that_is_asked() {
        assert_eq!(rounded_down(&ratio(2, 3)), "0.666666");
        assert_eq!(rounded_up(&ratio(2, 3)), "0.666667");
        assert_eq!(rounded_down(&ratio(-1, 3)), "-0.333334");
        assert_eq!(rounded_up(&ratio(1, 2)), "0.500000");
    }

    #[test]
    fn exact_text_is_decimal_where_there_is_one() {
        assert_eq!(exact_text(&ratio(4, 5)), "0.8");
        assert_eq!(exact_text(&ratio(7, 12)), "7/12");
        assert_eq!(exact_text(&ratio(-3, 1)), "-3");
    }

    #[test]
    fn a_float_of_the_same_number_agrees_and_a_neighbour_does_not() {
        assert!(agrees(&of("0.5833333333333334"), &ratio(7, 12)));
        assert!(!agrees(&of("0.5834"), &ratio(7, 12)));
        assert!(agrees(&of("1234567890.1"), &of("1234567890.2")));
    }
}
