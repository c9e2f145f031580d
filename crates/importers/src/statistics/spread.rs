//! Means and variances of what was measured, as fractions.
//!
//! It must not know where the values come from.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use std::collections::BTreeMap;

/// One thing that was drawn by itself: a sample, all its epochs together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What the record calls it.
    pub id: String,
    /// Its score.
    pub value: BigRational,
    /// What it is drawn together with, where the record says so.
    pub cluster: Option<String>,
}

/// The mean; `None` of nothing.
pub(crate) fn mean(units: &[Unit]) -> Option<BigRational> {
    let sum: BigRational = units.iter().map(|it| &it.value).sum();
    (!units.is_empty()).then(|| sum / BigInt::from(units.len()))
}

/// The sum of squared distances to the mean over n - 1; `None` of fewer than two.
pub(crate) fn sample_variance(units: &[Unit]) -> Option<BigRational> {
    let mean = mean(units).filter(|_| units.len() > 1)?;
    let squares: BigRational = units
        .iter()
        .map(|it| (&it.value - &mean) * (&it.value - &mean))
        .sum();
    Some(squares / BigInt::from(units.len() - 1))
}

/// The square of the standard error: the sample variance over n.
pub(crate) fn variance_of_mean(units: &[Unit]) -> Option<BigRational> {
    Some(sample_variance(units)? / BigInt::from(units.len()))
}

/// The square of the standard error when units of one cluster come together, with the correction C / (C - 1) for
/// few clusters; and the number of clusters C. `None` if a unit has no cluster, or all have the same.
pub(crate) fn clustered_variance(units: &[Unit]) -> Option<(BigRational, usize)> {
    let mean = mean(units)?;
    let mut clusters: BTreeMap<&str, BigRational> = BTreeMap::new();
    for unit in units {
        let sum = clusters
            .entry(unit.cluster.as_deref()?)
            .or_insert_with(BigRational::zero);
        *sum += &unit.value - &mean;
    }
    let n_clusters = clusters.len();
    let squares: BigRational = clusters.values().map(|it| it * it).sum();
    let n = BigInt::from(units.len());
    let corrected =
        squares * BigInt::from(n_clusters) / BigInt::from(n_clusters.checked_sub(1).filter(|it| *it > 0)?);
    Some((corrected / (&n * &n), n_clusters))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(values: &[(i64, &str)]) -> Vec<Unit> {
        let unit = |(value, cluster): &(i64, &str)| Unit {
            id: String::new(),
            value: BigRational::from(BigInt::from(*value)),
            cluster: (!cluster.is_empty()).then(|| (*cluster).to_owned()),
        };
        values.iter().map(unit).collect()
    }

    fn ratio(above: i64, below: i64) -> BigRational {
        BigRational::new(above.into(), below.into())
    }

    #[test]
    fn variances_are_those_worked_by_hand() {
        let some = units(&[(1, "a"), (0, "a"), (1, "b"), (1, "b")]);
        assert_eq!(mean(&some), Some(ratio(3, 4)));
        assert_eq!(sample_variance(&some), Some(ratio(1, 4)));
        assert_eq!(variance_of_mean(&some), Some(ratio(1, 16)));
        // Sums of distances: a -1/2, b 1/2; (1/4 + 1/4) * 2/1 / 16.
        assert_eq!(clustered_variance(&some), Some((ratio(1, 16), 2)));
    }

    #[test]
    fn what_has_no_spread_has_none() {
        assert_eq!(mean(&[]), None);
        assert_eq!(sample_variance(&units(&[(1, "")])), None);
        assert_eq!(clustered_variance(&units(&[(1, "a"), (0, "")])), None);
        assert_eq!(clustered_variance(&units(&[(1, "a"), (0, "a")])), None);
    }

    /// Each unit a cluster of its own is no clustering at all.
    #[test]
    fn clusters_of_one_change_nothing() {
        let some = units(&[(1, "a"), (0, "b"), (3, "c"), (7, "d")]);
        assert_eq!(clustered_variance(&some).map(|it| it.0), variance_of_mean(&some));
    }
}
