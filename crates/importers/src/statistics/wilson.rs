//! Wilson's score bound for a share.
//!
//! It must not know what succeeds.

use super::{Enclosure, normal_quantile};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;

/// The upper bound at one-sided confidence `level`: the larger share p with (share - p)² = z²·p·(1 - p)/n.
/// `None` if there is no quantile for the level.
pub(crate) fn wilson_upper(successes: usize, n: usize, level: &BigRational) -> Option<Enclosure> {
    let z = normal_quantile(level)?;
    // The bound grows with z.
    Some(Enclosure::new(at(successes, n, &z.low).low, at(successes, n, &z.high).high).outward())
}

fn at(successes: usize, n: usize, z: &BigRational) -> Enclosure {
    let share = BigRational::new(successes.into(), n.into());
    let n = BigRational::from(BigInt::from(n));
    let square = z * z / &n;
    let under_root = &square * (&share * (BigRational::one() - &share) + &square / BigInt::from(4));
    let root = Enclosure::root(&under_root);
    let centre = share + &square / BigInt::from(2);
    let below = BigRational::one() + square;
    Enclosure::new((&centre + root.low) / &below, (centre + root.high) / below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;

    fn of(text: &str) -> BigRational {
        Number::of_text(text).unwrap().value
    }

    /// Put back into the equation that defines it.
    #[test]
    fn the_bound_solves_its_equation() {
        for (successes, n) in [(0usize, 10usize), (7, 12), (10, 10), (500, 1000)] {
            let bound = wilson_upper(successes, n, &of("0.95")).unwrap();
            let z = normal_quantile(&of("0.95")).unwrap().low;
            let share = BigRational::new(successes.into(), n.into());
            let left = (&share - &bound.low) * (&share - &bound.low);
            let right = &z * &z * &bound.low * (BigRational::one() - &bound.low) / BigInt::from(n);
            let apart = left - right;
            assert!(apart < of("1e-15") && apart > of("-1e-15"), "{successes}/{n}");
            assert!(bound.low >= share && bound.high <= BigRational::one() + of("1e-20"));
        }
    }
}
