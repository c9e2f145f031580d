//! Quantiles of the normal distribution.
//!
//! It must not know what is distributed so.

use super::Enclosure;
use super::fixed::{self, first, margin, times};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

/// The z below which the normal distribution has the share `level`; `None` unless `level` is at least a half and
/// below 1 - 10^-14.
pub(crate) fn quantile(level: &BigRational) -> Option<Enclosure> {
    let half = BigRational::new(1.into(), 2.into());
    if *level < half {
        return None;
    }
    let aim = fixed::of(&(level - half));
    let scale = fixed::over(&fixed::one(), &fixed::root(&(fixed::pi() << 1)));
    let top = fixed::one() * 8;
    let (low, high) = first(&aim, &top, |x| times(&scale, &series(x)))?;
    Some(Enclosure::new(
        fixed::value(&(low - margin())).max(BigRational::zero()),
        fixed::value(&(high + margin())),
    ))
}

/// The integral of exp(-x²/2) from 0: x - x³/(2·3) + x⁵/(2²·2!·5) - …
///
/// For x up to 8 the terms stay below 2^50 and there are fewer than 400, so that what is rounded away is less
/// than 2^-190.
fn series(x: &BigInt) -> BigInt {
    let square = times(x, x);
    let (mut sum, mut power) = (BigInt::zero(), x.clone());
    for index in 0u32.. {
        if power.is_zero() {
            break;
        }
        let term = &power / BigInt::from(2 * index + 1);
        sum += if index % 2 == 0 { term } else { -term };
        power = times(&power, &square) / BigInt::from(2 * (index + 1));
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;

    fn of(text: &str) -> BigRational {
        Number::of_text(text).unwrap().value
    }

    /// Values of published tables, to fifteen places.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        let table = [
            ("0.9", "1.281551565544600"),
            ("0.95", "1.644853626951472"),
            ("0.975", "1.959963984540054"),
            ("0.99", "2.326347874040841"),
            ("0.999", "3.090232306167813"),
            ("0.9999999", "5.199337582192817"),
        ];
        for (level, z) in table {
            let found = quantile(&of(level)).unwrap();
            let near = of("1e-14");
            assert!(
                found.low > of(z) - &near && found.high < of(z) + near,
                "{level}: {found:?}"
            );
        }
    }

    #[test]
    fn half_is_at_zero_and_less_or_all_is_refused() {
        assert!(quantile(&of("0.5")).unwrap().high < of("1e-20"));
        assert_eq!(quantile(&of("0.49")), None);
        assert_eq!(quantile(&of("1")), None);
    }
}
