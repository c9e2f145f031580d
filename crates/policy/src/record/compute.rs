//! Effective compute relative to the start of a history, compared exactly.
//!
//! It must not know what compute is compared for.

use crate::quantity::{Decimal, Factor};
use num_bigint::BigUint;
use std::fmt;

/// A positive number `numerator / denominator × 2^(doublings / per)`; 1 at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compute {
    numerator: BigUint,
    denominator: BigUint,
    doublings: u64,
    // Small, so that the power to which two numbers are raised for a comparison fits 32 bits.
    per: u16,
}

impl Compute {
    /// As at the start.
    pub fn start() -> Self {
        Compute {
            numerator: 1u8.into(),
            denominator: 1u8.into(),
            doublings: 0,
            per: 1,
        }
    }

    /// So many times as at the start: `2.5`.
    pub fn times(factor: Decimal) -> Self {
        let (numerator, denominator) = fraction(factor);
        Compute {
            numerator,
            denominator,
            ..Compute::start()
        }
    }

    /// `now` over `start`, for quantities that are recorded in absolute numbers; `None` when one is zero.
    pub fn ratio(now: BigUint, start: BigUint) -> Option<Self> {
        let zero = BigUint::ZERO;
        (now != zero && start != zero).then(|| Compute {
            numerator: now,
            denominator: start,
            ..Compute::start()
        })
    }

    /// 2^(`doublings`/`per`); `None` when `per` is zero.
    pub fn doublings(doublings: u32, per: u16) -> Option<Self> {
        let shared = gcd(doublings, per.into());
        let reduced = u16::try_from(u32::from(per).checked_div(shared)?).ok()?;
        (per != 0).then(|| Compute {
            doublings: (doublings / shared).into(),
            per: reduced,
            ..Compute::start()
        })
    }

    /// Whether it is at least `factor` times as much as `earlier`.
    pub fn is_at_least(&self, factor: Factor, earlier: &Compute) -> bool {
        let (times, over) = fraction(factor.0);
        // Both sides to the power that makes the exponents of two whole; exact, because powers keep order.
        let (ours, theirs) = (u32::from(self.per), u32::from(earlier.per));
        let power = ours / gcd(ours, theirs) * theirs;
        let left = (&self.numerator * &earlier.denominator * over).pow(power);
        let right = (&earlier.numerator * &self.denominator * times).pow(power);
        (left << self.exponent(power)) >= (right << earlier.exponent(power))
    }

    /// The power of two in the given power of the number.
    fn exponent(&self, power: u32) -> u64 {
        self.doublings * u64::from(power / u32::from(self.per))
    }
}

impl Default for Compute {
    fn default() -> Self {
        Compute::start()
    }
}

impl fmt::Display for Compute {
    /// `4x`, or as an exact product when it is no whole number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.doublings, self.denominator == BigUint::from(1u8)) {
            (0, true) => write!(f, "{}x", self.numerator),
            (0, false) => write!(f, "{}/{}x", self.numerator, self.denominator),
            (n, true) if self.per == 1 && n < 64 => write!(f, "{}x", &self.numerator << n),
            (n, _) => write!(
                f,
                "{}/{} times 2^({n}/{})",
                self.numerator, self.denominator, self.per
            ),
        }
    }
}

fn fraction(decimal: Decimal) -> (BigUint, BigUint) {
    (
        decimal.digits.into(),
        BigUint::from(10u8).pow(decimal.places.into()),
    )
}

fn gcd(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(digits: u64, places: u8) -> Factor {
        Factor(Decimal { digits, places })
    }

    fn doublings(n: u32, per: u16) -> Compute {
        Compute::doublings(n, per).expect("per is not zero")
    }

    #[test]
    fn decimals_are_exact() {
        let now = Compute::times(Decimal {
            digits: 12,
            places: 1,
        });
        let earlier = Compute::times(Decimal { digits: 3, places: 1 });
        assert!(now.is_at_least(factor(4, 0), &earlier));
        assert!(!now.is_at_least(factor(40_001, 4), &earlier));
    }

    #[test]
    fn roots_of_two_are_exact() {
        assert!(doublings(2, 1).is_at_least(factor(4, 0), &Compute::start()));
        assert!(doublings(7, 3).is_at_least(factor(4, 0), &doublings(1, 3)));
        assert!(!doublings(6, 3).is_at_least(factor(4, 0), &doublings(1, 3)));
        // 2^(1/2) is above 1.414 and below 1.415.
        assert!(doublings(1, 2).is_at_least(factor(1414, 3), &Compute::start()));
        assert!(!doublings(1, 2).is_at_least(factor(1415, 3), &Compute::start()));
        assert!(doublings(1, 2).is_at_least(factor(1, 0), &doublings(1, 3)));
    }

    #[test]
    fn absolute_quantities_are_compared_as_ratios() {
        let now = Compute::ratio(250u32.into(), 30u32.into()).expect("neither is zero");
        assert!(now.is_at_least(factor(8, 0), &Compute::start()));
        assert!(!now.is_at_least(factor(9, 0), &Compute::start()));
        assert_eq!(Compute::ratio(1u8.into(), 0u8.into()), None);
        assert_eq!(Compute::doublings(1, 0), None);
    }

    #[test]
    fn compute_is_shown_exactly() {
        assert_eq!(doublings(4, 2).to_string(), "4x");
        assert_eq!(
            Compute::times(Decimal {
                digits: 25,
                places: 1
            })
            .to_string(),
            "25/10x"
        );
    }
}
