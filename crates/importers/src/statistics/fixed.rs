//! Whole numbers that stand for numbers with 256 binary places.
//!
//! Every step rounds down by less than the last place; whoever adds up takes that into account. It must not know
//! what the numbers stand for.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Zero};

/// Binary places.
pub(super) const BITS: u32 = 256;

/// Pi's first 60 decimal places, behind the 3.
const PI: &str = "3141592653589793238462643383279502884197169399375105820974944";

pub(super) fn one() -> BigInt {
    BigInt::one() << BITS
}

pub(super) fn of(value: &BigRational) -> BigInt {
    (value.numer() << BITS) / value.denom()
}

pub(super) fn value(fixed: &BigInt) -> BigRational {
    BigRational::new(fixed.clone(), one())
}

pub(super) fn times(left: &BigInt, right: &BigInt) -> BigInt {
    (left * right) >> BITS
}

pub(super) fn over(left: &BigInt, right: &BigInt) -> BigInt {
    (left << BITS) / right
}

pub(super) fn root(value: &BigInt) -> BigInt {
    (value << BITS).sqrt()
}

/// Pi, rounded down after 60 decimal places (some 199 binary ones).
pub(super) fn pi() -> BigInt {
    let digits: BigInt = PI.parse().expect("the constant is digits");
    (digits << BITS) / BigInt::from(10).pow(60u32)
}

/// 2^-160: far above whatever is rounded away here, far below whatever is asked.
pub(super) fn margin() -> BigInt {
    BigInt::one() << (BITS - 160)
}

/// Where an increasing function first comes to `aim`, searched below `top`: two neighbours on a grid of 2^-80.
/// `None` if it does not come there below `top`.
pub(super) fn first(
    aim: &BigInt,
    top: &BigInt,
    mut function: impl FnMut(&BigInt) -> BigInt,
) -> Option<(BigInt, BigInt)> {
    let (mut low, mut high) = (BigInt::zero(), top.clone());
    if function(&high) <= aim + margin() {
        return None;
    }
    let grid = BigInt::one() << (BITS - 80);
    while &high - &low > grid {
        let middle: BigInt = (&low + &high) >> 1;
        let reached = function(&middle);
        if reached < aim - margin() {
            low = middle;
        } else if reached > aim + margin() {
            high = middle;
        } else {
            break;
        }
    }
    Some((low, high))
}

/// The angle whose tangent is `tangent`, which is not negative.
pub(super) fn arctangent(tangent: &BigInt) -> BigInt {
    const HALVINGS: u32 = 8;
    let mut tangent = tangent.clone();
    for _ in 0..HALVINGS {
        let hypotenuse = root(&(one() + times(&tangent, &tangent)));
        tangent = over(&tangent, &(one() + hypotenuse));
    }
    let square = times(&tangent, &tangent);
    let (mut sum, mut power) = (BigInt::zero(), tangent);
    for index in 0u32.. {
        if power.is_zero() {
            break;
        }
        let term = &power / BigInt::from(2 * index + 1);
        sum += if index % 2 == 0 { term } else { -term };
        power = times(&power, &square);
    }
    sum << HALVINGS
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_traits::Signed;

    fn apart(from_pi: &BigInt) -> BigInt {
        let apart: BigInt = from_pi - pi();
        apart.abs()
    }

    /// Machin's formula, which shares nothing with the constant.
    #[test]
    fn pi_is_pi() {
        let part = |of: i64| arctangent(&over(&one(), &(one() * of)));
        let machin = part(5) * 16 - part(239) * 4;
        assert!(apart(&machin) < margin());
    }

    #[test]
    fn the_angle_of_one_is_an_eighth_of_a_turn() {
        assert!(apart(&(arctangent(&one()) * 4)) < margin());
        assert!(arctangent(&BigInt::zero()).is_zero());
    }
}
