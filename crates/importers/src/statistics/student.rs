//! Quantiles of Student's t: what a normal quantile becomes when the spread itself comes from few units.
//!
//! It must not know what is distributed so.

use super::Enclosure;
use super::fixed::{self, arctangent, first, margin, one, over, root, times};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

/// Degrees of freedom from which the sum would be long; more than that is taken as this many, which is further out.
const FREEDOM_MAX: usize = 10_000;

/// The t below which the distribution with so many degrees of freedom has the share `level`; `None` unless
/// `level` is at least a half, t is below 2^20 and there is a degree of freedom.
pub(crate) fn quantile(level: &BigRational, freedom: usize) -> Option<Enclosure> {
    let half = BigRational::new(1.into(), 2.into());
    if *level < half || freedom == 0 {
        return None;
    }
    let freedom = freedom.min(FREEDOM_MAX);
    let aim = fixed::of(&((level - half) * BigInt::from(2)));
    let (low, high) = first(&aim, &(one() << 20), |t| within(t, freedom))?;
    Some(Enclosure::new(
        fixed::value(&(low - margin())).max(BigRational::zero()),
        fixed::value(&(high + margin())),
    ))
}

/// The share between -t and t: finite sums, one for even and one for odd degrees of freedom (Abramowitz and
/// Stegun, 26.7.3 and 26.7.4).
fn within(t: &BigInt, freedom: usize) -> BigInt {
    let all = one() * freedom + times(t, t);
    let cosine_squared = over(&(one() * freedom), &all);
    let sine = over(t, &root(&all));
    if freedom.is_multiple_of(2) {
        return times(
            &sine,
            &powers(&cosine_squared, freedom / 2, |it| (2 * it - 1, 2 * it)),
        );
    }
    let angle = arctangent(&over(t, &root(&(one() * freedom))));
    let rest = powers(&cosine_squared, freedom / 2, |it| (2 * it, 2 * it + 1));
    let sum = angle + times(&times(&sine, &root(&cosine_squared)), &rest);
    over(&(sum << 1), &fixed::pi())
}

/// The first `n` of 1 + r₁·x + r₁·r₂·x² + …, with the fraction `ratio(index)` for each r.
fn powers(x: &BigInt, n: usize, ratio: impl Fn(usize) -> (usize, usize)) -> BigInt {
    let (mut sum, mut term) = (BigInt::zero(), one());
    for index in 1..=n {
        sum += &term;
        let (above, below) = ratio(index);
        term = times(&term, x) * above / below;
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

    /// Values of published tables.
    #[test]
    fn quantiles_are_those_of_the_tables() {
        let table = [
            ("0.95", 1, "6.313751514675"),
            ("0.95", 2, "2.919985580354"),
            ("0.95", 3, "2.353363434802"),
            ("0.975", 4, "2.776445105198"),
            ("0.95", 11, "1.795884818704"),
            ("0.975", 30, "2.042272456301"),
            ("0.99", 7, "2.997951566868"),
        ];
        for (level, freedom, t) in table {
            let found = quantile(&of(level), freedom).unwrap();
            let near = of("1e-11");
            assert!(
                found.low > of(t) - &near && found.high < of(t) + near,
                "{level} {freedom}: {found:?}"
            );
        }
    }

    #[test]
    fn many_degrees_of_freedom_are_nearly_normal_and_never_nearer() {
        let z = super::super::normal_quantile(&of("0.95")).unwrap();
        let t = quantile(&of("0.95"), 1_000_000).unwrap();
        assert!(t.low > z.high && t.high < z.low + of("0.001"));
    }

    #[test]
    fn no_freedom_and_no_level_are_refused() {
        assert_eq!(quantile(&of("0.95"), 0), None);
        assert_eq!(quantile(&of("1"), 5), None);
    }
}
