//! The epochs of one sample, made one score.
//!
//! It must not know what the scores are of.

use crate::json::did_you_mean;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::collections::BTreeMap;

const NAMES: [&str; 6] = ["mean", "median", "mode", "max", "at_least_<k>", "pass_at_<k>"];

/// How epochs become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reducer {
    Mean,
    Median,
    Mode,
    Max,
    AtLeast(usize),
    PassAt(usize),
}

impl Reducer {
    /// By the name in the log; else what could have been meant.
    pub(super) fn named(name: Option<&str>) -> Result<Reducer, String> {
        match name {
            None | Some("mean") => Ok(Reducer::Mean),
            Some("median") => Ok(Reducer::Median),
            Some("mode") => Ok(Reducer::Mode),
            Some("max") => Ok(Reducer::Max),
            Some(other) => with_count(other).ok_or_else(|| did_you_mean(other, &NAMES)),
        }
    }

    /// `None` if the values leave it open: two values are equally frequent, or fewer are there than are asked for.
    pub(super) fn reduce(self, values: &[&BigRational]) -> Option<BigRational> {
        let successes = values.iter().filter(|it| ***it >= BigRational::one()).count();
        match self {
            Reducer::Mean => {
                let sum: BigRational = values.iter().copied().sum();
                (!values.is_empty()).then(|| sum / BigInt::from(values.len()))
            }
            Reducer::Median => median(values),
            Reducer::Mode => mode(values),
            Reducer::Max => values.iter().max().map(|it| (*it).clone()),
            Reducer::AtLeast(k) => Some(if successes >= k {
                BigRational::one()
            } else {
                BigRational::zero()
            }),
            Reducer::PassAt(k) => pass_at(values.len(), successes, k),
        }
    }
}

fn with_count(name: &str) -> Option<Reducer> {
    let (word, count) = name.rsplit_once('_')?;
    let k = count.parse().ok()?;
    match word {
        "at_least" => Some(Reducer::AtLeast(k)),
        "pass_at" => Some(Reducer::PassAt(k)),
        _ => None,
    }
}

fn median(values: &[&BigRational]) -> Option<BigRational> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        1 => Some(sorted[middle].clone()),
        _ => Some((*sorted.get(middle.checked_sub(1)?)? + sorted[middle]) / BigInt::from(2)),
    }
}

fn mode(values: &[&BigRational]) -> Option<BigRational> {
    let mut counts: BTreeMap<&BigRational, usize> = BTreeMap::new();
    values.iter().for_each(|it| *counts.entry(it).or_default() += 1);
    let most = counts.values().max()?;
    let mut found = counts.iter().filter(|it| it.1 == most);
    let one = found.next()?.0;
    found.next().is_none().then(|| (*one).clone())
}

/// One less the chance that k of n drawn without putting back all fail.
fn pass_at(n: usize, successes: usize, k: usize) -> Option<BigRational> {
    if n < k {
        return None;
    }
    let failures = n - successes;
    if failures < k {
        return Some(BigRational::one());
    }
    let ratio = |index: usize| BigRational::new((failures - index).into(), (n - index).into());
    let all_fail: BigRational = (0..k).map(ratio).product();
    Some(BigRational::one() - all_fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reduced(name: &str, values: &[i64]) -> Option<BigRational> {
        let values: Vec<BigRational> = values
            .iter()
            .map(|it| BigRational::from(BigInt::from(*it)))
            .collect();
        let borrowed: Vec<&BigRational> = values.iter().collect();
        Reducer::named(Some(name)).unwrap().reduce(&borrowed)
    }

    fn ratio(above: i64, below: i64) -> Option<BigRational> {
        Some(BigRational::new(above.into(), below.into()))
    }

    #[test]
    fn reducers_give_what_is_worked_by_hand() {
        assert_eq!(reduced("mean", &[1, 0, 0]), ratio(1, 3));
        assert_eq!(reduced("median", &[5, 1, 2]), ratio(2, 1));
        assert_eq!(reduced("median", &[5, 1]), ratio(3, 1));
        assert_eq!(reduced("mode", &[1, 0, 1]), ratio(1, 1));
        assert_eq!(reduced("mode", &[1, 0]), None);
        assert_eq!(reduced("max", &[0, 3, 1]), ratio(3, 1));
        assert_eq!(reduced("at_least_2", &[1, 0, 1]), ratio(1, 1));
        assert_eq!(reduced("at_least_3", &[1, 0, 1]), ratio(0, 1));
        // Of three with one success, two drawn: both fail in one of three ways.
        assert_eq!(reduced("pass_at_2", &[1, 0, 0]), ratio(2, 3));
        assert_eq!(reduced("pass_at_2", &[1, 1, 0]), ratio(1, 1));
        assert_eq!(reduced("pass_at_4", &[1, 1, 0]), None);
    }

    #[test]
    fn an_unknown_reducer_is_told_what_is_near() {
        assert_eq!(
            Reducer::named(Some("medain")),
            Err("did you mean `median`?".to_owned())
        );
        assert!(Reducer::named(Some("pass_at_x")).is_err());
    }
}
