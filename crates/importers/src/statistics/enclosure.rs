//! A real number between two fractions.
//!
//! It must not know what the number stands for.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed};

/// Binary places that are kept of what is no fraction.
const BITS: u32 = 96;

/// Two fractions with the number between them, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enclosure {
    // INVARIANT: `low` is at most `high`.
    pub low: BigRational,
    pub high: BigRational,
}

impl Enclosure {
    /// The number is this fraction.
    pub fn exact(value: BigRational) -> Enclosure {
        Enclosure {
            low: value.clone(),
            high: value,
        }
    }

    pub(crate) fn new(low: BigRational, high: BigRational) -> Enclosure {
        debug_assert!(low <= high, "an enclosure has a lower and a higher end");
        Enclosure { low, high }
    }

    pub(crate) fn plus(&self, other: &Enclosure) -> Enclosure {
        Enclosure::new(&self.low + &other.low, &self.high + &other.high)
    }

    pub(crate) fn minus(&self, other: &Enclosure) -> Enclosure {
        Enclosure::new(&self.low - &other.high, &self.high - &other.low)
    }

    /// Of two numbers that are not negative.
    pub(crate) fn times(&self, other: &Enclosure) -> Enclosure {
        debug_assert!(
            !self.low.is_negative() && !other.low.is_negative(),
            "no signs here"
        );
        Enclosure::new(&self.low * &other.low, &self.high * &other.high)
    }

    /// One minus the number.
    pub(crate) fn complement(&self) -> Enclosure {
        Enclosure::new(BigRational::one() - &self.high, BigRational::one() - &self.low)
    }

    /// The same with ends of few digits, a little further apart.
    pub(crate) fn outward(&self) -> Enclosure {
        let scale = BigRational::from(BigInt::one() << BITS);
        Enclosure::new(
            (&self.low * &scale).floor() / &scale,
            (&self.high * &scale).ceil() / &scale,
        )
    }

    /// The root of a fraction that is not negative.
    pub(crate) fn root(value: &BigRational) -> Enclosure {
        let below = value.denom();
        let wide = (value.numer() * below) << (2 * BITS);
        let root = wide.sqrt();
        let over = if &root * &root == wide {
            root.clone()
        } else {
            &root + BigInt::one()
        };
        let scale = below << BITS;
        Enclosure::new(
            BigRational::new(root, scale.clone()),
            BigRational::new(over, scale),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(above: u64, below: u64) -> BigRational {
        BigRational::new(above.into(), below.into())
    }

    #[test]
    fn the_root_of_a_square_is_exact() {
        assert_eq!(Enclosure::root(&ratio(9, 16)), Enclosure::exact(ratio(3, 4)));
    }

    proptest! {
        #[test]
        fn a_root_squared_is_what_it_was_of(above in 0u64..1_000_000, below in 1u64..1_000_000) {
            let value = ratio(above, below);
            let root = Enclosure::root(&value);
            prop_assert!(&root.low * &root.low <= value && value <= &root.high * &root.high);
            let wide = root.outward();
            prop_assert!(wide.low <= root.low && root.high <= wide.high);
            prop_assert!(&wide.high - &wide.low < ratio(1, 1 << 60));
        }
    }
}
