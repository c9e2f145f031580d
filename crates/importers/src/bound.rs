//! The bound that a measurement gives by a method; or why it gives none.
//!
//! It must not know thresholds.

use crate::estimator::{Bound, Method, Side};
use crate::measurement::{Evidence, Measurement};
use crate::refusal::{Reason, Refusal};
use crate::statistics::{
    Enclosure, bootstrap_upper, clopper_pearson_upper, clustered_variance, normal_quantile, student_quantile,
    wilson_upper,
};
use num_rational::BigRational;
use num_traits::Zero;

impl Measurement {
    /// The bound by `method`, whatever method `bound` itself names.
    ///
    /// # Errors
    /// If the record does not carry what the method needs, or the method would make a certainty out of scores
    /// that are all alike.
    pub fn bound(&self, method: Method, bound: &Bound) -> Result<Enclosure, Refusal> {
        let found = match method {
            Method::ClopperPearson | Method::Wilson | Method::Bootstrap => {
                self.of_counts(method, bound.side, &bound.level)
            }
            Method::Normal => self.of_spread(bound, self.evidence.variance(), None),
            Method::T => {
                let freedom = self.evidence.n().map(|it| it.saturating_sub(1));
                self.of_spread(bound, self.evidence.variance(), Some(freedom))
            }
            Method::Clustered => self.of_spread(bound, self.clustered()?.map(|it| it.0), None),
            Method::ClusteredT => {
                let clustered = self.clustered()?;
                let freedom = clustered.as_ref().map(|it| it.1 - 1);
                self.of_spread(bound, clustered.map(|it| it.0), Some(freedom))
            }
        };
        found.map(|it| it.outward())
    }

    fn of_counts(&self, method: Method, side: Side, level: &BigRational) -> Result<Enclosure, Refusal> {
        let (successes, n) = self.evidence.counts().ok_or_else(|| self.no_counts(method))?;
        if method == Method::Bootstrap && (successes == 0 || successes == n) {
            return Err(self.no_spread());
        }
        let upper = |successes| match method {
            Method::Wilson => wilson_upper(successes, n, level),
            Method::Bootstrap => Some(bootstrap_upper(successes, n, level)),
            _ => Some(clopper_pearson_upper(successes, n, level)),
        };
        // The lower bound on success is what the upper bound on failure leaves.
        let found = match side {
            Side::Upper => upper(successes),
            Side::Lower => upper(n - successes).map(|it| it.complement()),
        };
        found.ok_or_else(|| self.no_quantile())
    }

    /// The mean and a quantile of standard errors: a normal one, or with `freedom` Student's.
    fn of_spread(
        &self,
        bound: &Bound,
        variance: Option<BigRational>,
        freedom: Option<Option<usize>>,
    ) -> Result<Enclosure, Refusal> {
        let variance = variance.ok_or_else(|| self.no_error())?;
        if variance.is_zero() {
            return Err(self.no_spread());
        }
        let quantile = match freedom {
            None => normal_quantile(&bound.level),
            Some(freedom) => student_quantile(&bound.level, freedom.ok_or_else(|| self.no_size())?),
        };
        let reach = quantile
            .ok_or_else(|| self.no_quantile())?
            .times(&Enclosure::root(&variance));
        let mean = Enclosure::exact(self.evidence.mean());
        Ok(match bound.side {
            Side::Upper => mean.plus(&reach),
            Side::Lower => mean.minus(&reach),
        })
    }

    fn clustered(&self) -> Result<Option<(BigRational, usize)>, Refusal> {
        match &self.evidence {
            Evidence::Units(units) if units.iter().all(|it| it.cluster.is_some()) => {
                Ok(clustered_variance(units))
            }
            _ => Err(self.no_clusters()),
        }
    }

    fn refuse(&self, reason: Reason, problem: String, cure: &str) -> Refusal {
        let whose = format!("`{}` of `{}`: {problem}", self.metric, self.scorer);
        Refusal::whole(&self.identity.file, reason, whose, cure)
    }

    fn no_counts(&self, method: Method) -> Refusal {
        let problem = format!(
            "`{}` counts successes, and not all scores are known to be 0 or 1",
            method.word()
        );
        self.refuse(
            Reason::NoBound,
            problem,
            "send the record with its samples, or ask for `normal` or `t`",
        )
    }

    fn no_clusters(&self) -> Refusal {
        let problem = "the record does not say which samples belong together".to_owned();
        let cure = "have the tool compute its standard error by cluster, so that the record names them";
        self.refuse(Reason::NoBound, problem, cure)
    }

    fn no_error(&self) -> Refusal {
        let problem = "one sample or one cluster has no spread, and no standard error is stated".to_owned();
        self.refuse(Reason::NoBound, problem, self.sound())
    }

    fn no_size(&self) -> Refusal {
        let problem = "the record does not say how many samples there were".to_owned();
        self.refuse(
            Reason::NoBound,
            problem,
            "send the record with its samples, or ask for `normal`",
        )
    }

    fn no_quantile(&self) -> Refusal {
        let problem = "the confidence is out of reach of the distribution".to_owned();
        self.refuse(
            Reason::NoBound,
            problem,
            "ask for less confidence, or for `clopper-pearson`",
        )
    }

    fn no_spread(&self) -> Refusal {
        let problem = "the standard error is 0, and no bound rests on that".to_owned();
        self.refuse(Reason::ZeroSpread, problem, self.sound())
    }

    fn sound(&self) -> &'static str {
        match self.evidence.counts() {
            Some(_) => "ask for `clopper-pearson`, which is sound where all samples score alike",
            None => "send more samples, or the record with its samples",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimator::Estimator;
    use crate::number::Number;
    use crate::testing::{EVAL, record};
    use num_traits::Signed;

    /// A library that shares nothing with the arithmetic here.
    const TABLE: &str = include_str!("../tests/bounds/scipy.csv");

    fn of(text: &str) -> BigRational {
        Number::of_text(text).unwrap().value
    }

    #[test]
    fn bounds_are_those_of_another_library() {
        let mut measurement = crate::inspect::read(record("a.eval", EVAL)).unwrap().remove(0);
        let mut n_rows = 0;
        for row in TABLE.lines().filter(|it| !it.starts_with('#')) {
            let [method, successes, n, confidence, side, expected] = row.split(',').collect::<Vec<_>>()[..]
            else {
                panic!("six cells: {row}")
            };
            let word = format!("{method}-{side}-{confidence}");
            let Ok(Estimator::Bound(bound)) = Estimator::named(&word) else {
                panic!("a bound: {word}")
            };
            measurement.evidence = Evidence::Counts {
                successes: successes.parse().unwrap(),
                n: n.parse().unwrap(),
            };
            let found = measurement.bound(bound.method.unwrap(), &bound).unwrap();
            let expected = of(expected);
            let near = (expected.abs() + of("1")) * of("1e-11");
            assert!(
                found.low < &expected + &near && found.high > expected - near,
                "{row}: {found:?}"
            );
            assert!(&found.high - &found.low < of("1e-13"), "{row}");
            n_rows += 1;
        }
        assert!(n_rows > 500, "{n_rows}");
    }
}
