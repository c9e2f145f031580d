//! Tails of the binomial distribution, and the bounds that rest on nothing else.
//!
//! It must not know what succeeds.

use super::Enclosure;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// Binary places of a term; the largest term is one.
const BITS: u32 = 160;
/// Where the terms are as good as gone.
const GONE: u32 = 1 << 8;
/// Binary places of a bound.
const GRID: u32 = 48;

/// The Clopper-Pearson upper bound at one-sided confidence `level`: the share at which so few successes or fewer
/// would be seen with probability 1 - `level`.
pub(crate) fn clopper_pearson_upper(successes: usize, n: usize, level: &BigRational) -> Enclosure {
    if successes >= n {
        return Enclosure::exact(BigRational::one());
    }
    let chance = BigRational::one() - level;
    let grid = |it: &BigInt| BigRational::new(it.clone(), BigInt::one() << GRID);
    let (mut low, mut high) = (BigInt::zero(), BigInt::one() << GRID);
    while &high - &low > BigInt::one() {
        let middle: BigInt = (&low + &high) >> 1;
        let tail = at_most(successes, n, &grid(&middle));
        if tail.low > chance {
            low = middle;
        } else if tail.high < chance {
            high = middle;
        } else {
            break;
        }
    }
    Enclosure::new(grid(&low), grid(&high))
}

/// The upper bound of the ideal percentile bootstrap, which needs no drawing where all is zero or one: the
/// smallest share of successes that a resample stays within with probability `level`.
pub(crate) fn bootstrap_upper(successes: usize, n: usize, level: &BigRational) -> Enclosure {
    let share = BigRational::new(successes.into(), n.into());
    let (mut low, mut high) = (0, n);
    while low < high {
        let middle = (low + high) / 2;
        match at_most(middle, n, &share).low >= *level {
            true => high = middle,
            false => low = middle + 1,
        }
    }
    Enclosure::exact(BigRational::new(low.into(), n.into()))
}

/// The probability of at most `successes` among `n`, each with probability `share`.
///
/// Terms are counted relative to the largest, both ways from it, once rounded down and once up; the sum of all is
/// what they are divided by, so that no power is ever taken.
pub(super) fn at_most(successes: usize, n: usize, share: &BigRational) -> Enclosure {
    if successes >= n || share.is_zero() {
        return Enclosure::exact(BigRational::one());
    }
    if share.is_one() {
        return Enclosure::exact(BigRational::zero());
    }
    let mode = mode(n, share);
    let mut sums = Sums {
        successes,
        low: Default::default(),
        high: Default::default(),
    };
    let top = Term {
        low: BigInt::one() << BITS,
        high: BigInt::one() << BITS,
    };
    sums.add(mode, &top);
    let odds = (share.numer().clone(), share.denom() - share.numer());
    sums.upwards(mode, n, &top, &odds);
    sums.downwards(mode, n, &top, &odds);
    sums.share()
}

fn mode(n: usize, share: &BigRational) -> usize {
    let mode = (share * BigInt::from(n + 1)).floor().to_integer();
    usize::try_from(mode).unwrap_or(n).min(n)
}

#[derive(Clone)]
struct Term {
    low: BigInt,
    high: BigInt,
}

impl Term {
    fn times(&self, above: &BigInt, below: &BigInt) -> Term {
        let up: BigInt = &self.high * above + below - BigInt::one();
        Term {
            low: &self.low * above / below,
            high: up / below,
        }
    }

    fn is_gone(&self) -> bool {
        self.high <= BigInt::from(GONE)
    }
}

/// The terms so far, up to and above the number of successes; the low ends and the high ends.
struct Sums {
    successes: usize,
    low: [BigInt; 2],
    high: [BigInt; 2],
}

impl Sums {
    fn add(&mut self, index: usize, term: &Term) {
        let side = usize::from(index > self.successes);
        self.low[side] += &term.low;
        self.high[side] += &term.high;
    }

    /// Terms that are not counted one by one: there are so many, and none is larger than `term`.
    fn add_rest(&mut self, from: usize, to: usize, term: &Term) {
        let within = (self.successes + 1).clamp(from, to) - from;
        self.high[0] += &term.high * BigInt::from(within);
        self.high[1] += &term.high * BigInt::from(to - from - within);
    }

    fn upwards(&mut self, mode: usize, n: usize, top: &Term, odds: &(BigInt, BigInt)) {
        let mut term = top.clone();
        for index in mode..n {
            term = term.times(&(&odds.0 * (n - index)), &(&odds.1 * (index + 1)));
            if term.is_gone() {
                return self.add_rest(index + 1, n + 1, &term);
            }
            self.add(index + 1, &term);
        }
    }

    fn downwards(&mut self, mode: usize, n: usize, top: &Term, odds: &(BigInt, BigInt)) {
        let mut term = top.clone();
        for index in (1..=mode).rev() {
            term = term.times(&(&odds.1 * index), &(&odds.0 * (n - index + 1)));
            if term.is_gone() {
                return self.add_rest(0, index, &term);
            }
            self.add(index - 1, &term);
        }
    }

    fn share(self) -> Enclosure {
        let [within_low, above_low] = self.low;
        let [within_high, above_high] = self.high;
        debug_assert!(!within_low.is_negative(), "terms are not negative");
        let low = BigRational::new(within_low.clone(), &within_low + &above_high);
        let high = BigRational::new(within_high.clone(), &within_high + &above_low);
        Enclosure::new(low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Number;
    use proptest::prelude::*;

    fn of(text: &str) -> BigRational {
        Number::of_text(text).unwrap().value
    }

    fn ratio(above: usize, below: usize) -> BigRational {
        BigRational::new(above.into(), below.into())
    }

    /// By the definition, with nothing rounded.
    fn plainly(successes: usize, n: usize, share: &BigRational) -> BigRational {
        let mut ways = BigRational::one();
        let mut sum = BigRational::zero();
        for index in 0..=successes {
            let fails = BigRational::one() - share;
            sum += &ways * share.pow(index as i32) * fails.pow((n - index) as i32);
            ways *= ratio(n - index, index + 1);
        }
        sum
    }

    proptest! {
        #[test]
        fn a_tail_encloses_its_definition(n in 1usize..40, of in 0usize..=100, at in 0usize..=100) {
            let successes = of * n / 100;
            let share = ratio(at, 100);
            let tail = at_most(successes, n, &share);
            let plain = plainly(successes, n, &share);
            prop_assert!(tail.low <= plain && plain <= tail.high);
            prop_assert!(&tail.high - &tail.low < ratio(1, 1 << 60));
        }

        #[test]
        fn a_bound_leaves_just_the_chance(n in 1usize..30, of in 0usize..100) {
            let successes = of * n / 100;
            let bound = clopper_pearson_upper(successes, n, &ratio(95, 100));
            prop_assert!(plainly(successes, n, &bound.low) >= ratio(5, 100));
            prop_assert!(plainly(successes, n, &bound.high) <= ratio(5, 100));
        }

        #[test]
        fn a_resample_stays_below_its_bound_and_not_below_less(n in 1usize..30, of in 0usize..=100) {
            let successes = of * n / 100;
            let bound = bootstrap_upper(successes, n, &ratio(95, 100)).low;
            let count = usize::try_from((&bound * BigInt::from(n)).to_integer()).unwrap();
            let share = ratio(successes, n);
            prop_assert!(count == n || plainly(count, n, &share) >= ratio(95, 100));
            prop_assert!(count == 0 || plainly(count - 1, n, &share) < ratio(95, 100));
        }
    }

    /// Values of published tables and of closed forms: none of n gives 1 - 0.05^(1/n).
    #[test]
    fn bounds_are_those_of_the_tables() {
        let table = [
            (0, 10, "0.95", "0.258866"),
            (0, 59, "0.95", "0.049508"),
            (5, 10, "0.975", "0.812914"),
        ];
        for (successes, n, level, bound) in table {
            let found = clopper_pearson_upper(successes, n, &of(level));
            let near = of("1e-6");
            assert!(
                found.low > of(bound) - &near && found.high < of(bound) + near,
                "{successes}/{n}: {found:?}"
            );
        }
        assert_eq!(
            clopper_pearson_upper(10, 10, &of("0.95")),
            Enclosure::exact(BigRational::one())
        );
    }

    #[test]
    fn many_samples_are_no_trouble() {
        let bound = clopper_pearson_upper(50_000, 100_000, &of("0.95"));
        assert!(bound.low > of("0.5026") && bound.high < of("0.5027"), "{bound:?}");
    }
}
