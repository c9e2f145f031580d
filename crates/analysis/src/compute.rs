//! Compute that doubles in a fixed time, compared exactly: 2^(n·step/doubling) against a stated factor.
//!
//! It must not know what compute is compared for.

use holdpoint_policy::quantity::Decimal;
use num_bigint::BigUint;

/// How fast compute grows: by 2^(step/doubling) in each step in which a scaling action goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Growth {
    step: u32,
    doubling: u32,
}

impl Growth {
    /// Both in the same unit; reduced to lowest terms.
    pub(crate) fn new(step: u64, doubling: u64) -> Growth {
        let shared = gcd(step, doubling).max(1);
        let reduced = |it: u64| u32::try_from(it / shared).unwrap_or(u32::MAX);
        Growth {
            step: reduced(step).max(1),
            doubling: reduced(doubling).max(1),
        }
    }

    /// Compute doubles the first number of times in the second number of steps of growth; lowest terms.
    pub(crate) fn per_step(self) -> (u32, u32) {
        (self.step, self.doubling)
    }

    /// The fewest steps of growth after which compute has grown at least `factor`-fold.
    pub(crate) fn steps_to(self, factor: Ratio) -> u32 {
        let wanted = factor.numerator.pow(self.doubling);
        let unit = factor.denominator.pow(self.doubling);
        let reached = |steps: u32| (unit.clone() << (u64::from(steps) * u64::from(self.step))) >= wanted;
        first_true(reached)
    }

    /// Compute after so many steps, to two decimals and no more than it is: passed after these steps and not before, where
    /// compute grows by more than a hundredth in each.
    pub(crate) fn factor(self, steps: u32) -> Decimal {
        Decimal {
            digits: u64::try_from(self.hundredths(steps)).unwrap_or(u64::MAX),
            places: 2,
        }
    }

    fn hundredths(self, steps: u32) -> BigUint {
        let target = (BigUint::from(1u8) << (u64::from(steps) * u64::from(self.step)))
            * BigUint::from(100u8).pow(self.doubling);
        target.nth_root(self.doubling)
    }

    /// Compute after so many steps, to two decimals, for people: `2.83x`.
    pub(crate) fn words(self, steps: u32) -> String {
        let hundredths = self.hundredths(steps);
        let (whole, rest) = (&hundredths / 100u8, &hundredths % 100u8);
        if rest == BigUint::ZERO {
            format!("{whole}x")
        } else {
            format!("{whole}.{rest:02}x")
        }
    }
}

/// The least number for which a condition that stays true is true.
fn first_true(condition: impl Fn(u32) -> bool) -> u32 {
    if condition(0) {
        return 0;
    }
    let (mut below, mut above) = (0, 1);
    while !condition(above) {
        below = above;
        above = above.saturating_mul(2);
    }
    while above - below > 1 {
        let middle = below + (above - below) / 2;
        if condition(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    above
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// A positive rational number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ratio {
    numerator: BigUint,
    denominator: BigUint,
}

impl Ratio {
    pub(crate) fn one() -> Ratio {
        Ratio {
            numerator: BigUint::from(1u8),
            denominator: BigUint::from(1u8),
        }
    }

    pub(crate) fn of(decimal: Decimal) -> Ratio {
        Ratio {
            numerator: BigUint::from(decimal.digits),
            denominator: BigUint::from(10u8).pow(u32::from(decimal.places)),
        }
    }

    pub(crate) fn divided_by(&self, other: &Ratio) -> Ratio {
        Ratio {
            numerator: &self.numerator * &other.denominator,
            denominator: &self.denominator * &other.numerator,
        }
    }

    pub(crate) fn at_least_one(self) -> Ratio {
        if self.numerator < self.denominator {
            Ratio::one()
        } else {
            self
        }
    }

    pub(crate) fn is_more_than(&self, other: &Ratio) -> bool {
        &self.numerator * &other.denominator > &other.numerator * &self.denominator
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(digits: u64, places: u8) -> Ratio {
        Ratio::of(Decimal { digits, places })
    }

    #[test]
    fn doubling_in_each_step_passes_sixteen_after_four() {
        assert_eq!(Growth::new(720, 720).steps_to(factor(16, 0)), 4);
        assert_eq!(Growth::new(720, 720).steps_to(factor(17, 0)), 5);
        assert_eq!(Growth::new(720, 720).steps_to(factor(1, 0)), 0);
    }

    #[test]
    fn doubling_every_two_steps_passes_four_after_four() {
        let growth = Growth::new(720, 1440);
        assert_eq!(growth.steps_to(factor(4, 0)), 4);
        assert_eq!(growth.steps_to(factor(16384, 0)), 28);
        assert_eq!(growth.steps_to(factor(8, 0).divided_by(&factor(6, 0))), 1);
    }

    #[test]
    fn an_uneven_doubling_is_exact() {
        // 2^(2n/3) >= 4 exactly at n = 3.
        assert_eq!(Growth::new(30, 45).steps_to(factor(4, 0)), 3);
        assert_eq!(Growth::new(30, 45).steps_to(factor(40001, 4)), 4);
    }

    #[test]
    fn words_have_two_decimals() {
        assert_eq!(Growth::new(1, 2).words(3), "2.82x");
        assert_eq!(Growth::new(1, 1).words(0), "1x");
        assert_eq!(Growth::new(1, 1).words(12), "4096x");
        assert_eq!(Growth::new(1, 1).words(40), "1099511627776x");
    }
}
