//! How many of how many: what a rounded share and a standard error give away about the scores behind them.
//!
//! It must not know any format.

use crate::number::{Number, agrees};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, Zero};

/// What whole numbers say to a stated share of `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counted {
    /// Just one number of successes gives it.
    One(usize),
    /// The share is written so coarsely that several do.
    Several,
    /// No number of successes does.
    None,
}

/// How many successes of `n` are a share that is written so.
pub(crate) fn successes(share: &Number, n: usize) -> Counted {
    let whole = BigRational::from(BigInt::from(n));
    let reach = (coarseness(&share.text) * &whole).max(BigRational::new(1.into(), 1_000_000_000.into()));
    let around = &share.value * whole;
    let least = (&around - &reach).ceil().to_integer();
    let most = (around + reach).floor().to_integer();
    match usize::try_from(least.clone()) {
        Ok(count) if least == most && count <= n => Counted::One(count),
        Ok(_) if least < most && most <= BigInt::from(n) => Counted::Several,
        _ => Counted::None,
    }
}

/// Half of the last place that is written; of what a float prints in full, nothing.
fn coarseness(text: &str) -> BigRational {
    const FULL: usize = 15;
    let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
    let places = mantissa.split_once('.').map_or(0, |(_, it)| it.len());
    match places {
        // `0` and `1`, as a program writes them, are not rounded.
        0 | 1 if Number::of_text(text).is_some_and(|it| it.value.is_integer()) => BigRational::zero(),
        places if places >= FULL => BigRational::zero(),
        places => BigRational::new(
            BigInt::one(),
            BigInt::from(2) * BigInt::from(10).pow(places as u32),
        ),
    }
}

/// What a standard error says to scores between 0 and 1 with this mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spread {
    /// The largest that there is: every score is 0 or 1. (x² is below x everywhere between.)
    Binary,
    /// Less: some scores lie between.
    Between,
    /// More than any scores between 0 and 1 have.
    Impossible,
}

/// Of `n` scores, at least two, whose sample variance over n is the square of the standard error.
pub(crate) fn spread(mean: &BigRational, standard_error: &BigRational, n: usize) -> Spread {
    let most = mean * (BigRational::one() - mean) / BigInt::from(n - 1);
    let square = standard_error * standard_error;
    if agrees(&square, &most) && (square.clone() - &most).abs() * BigInt::from(1_000_000) <= most {
        return Spread::Binary;
    }
    if square < most {
        Spread::Between
    } else {
        Spread::Impossible
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::of_text(text).unwrap()
    }

    #[test]
    fn a_share_gives_away_its_count() {
        let table = [
            ("0.5833333333333334", 12, Counted::One(7)),
            ("0.583", 12, Counted::One(7)),
            ("0.59", 12, Counted::None),
            ("0.58", 1000, Counted::Several),
            ("0", 12, Counted::One(0)),
            ("1.0", 12, Counted::One(12)),
            ("1.1", 12, Counted::None),
            ("-0.5", 12, Counted::None),
        ];
        for (text, n, expected) in table {
            assert_eq!(successes(&number(text), n), expected, "{text} of {n}");
        }
    }

    #[test]
    fn a_standard_error_gives_away_whether_scores_lie_between() {
        // 7 of 12: sqrt(7/12 * 5/12 / 11)
        let mean = BigRational::new(7.into(), 12.into());
        let of = |text: &str| spread(&mean, &number(text).value, 12);
        assert_eq!(of("0.1486470975026408"), Spread::Binary);
        assert_eq!(of("0.12"), Spread::Between);
        assert_eq!(of("0.15"), Spread::Impossible);
        assert_eq!(
            spread(&BigRational::one(), &BigRational::zero(), 12),
            Spread::Binary
        );
        assert_eq!(
            spread(&BigRational::one(), &number("0.01").value, 12),
            Spread::Impossible
        );
    }
}
