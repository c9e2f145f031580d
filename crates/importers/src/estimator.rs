//! The words behind `by`: which bound is meant, on which side, at which confidence.
//!
//! It must not know any measurement.

use crate::json::did_you_mean;
use crate::number::{Number, exact_text};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;
use std::fmt;

/// How a bound is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// From the binomial distribution itself; only for scores of zero and one; never less sure than it says.
    ClopperPearson,
    /// From the score test; only for scores of zero and one.
    Wilson,
    /// The mean and a normal quantile of standard errors.
    Normal,
    /// The same with Student's t, for few samples.
    T,
    /// The mean and a normal quantile of standard errors between clusters.
    Clustered,
    /// The same with Student's t, for few clusters.
    ClusteredT,
    /// A quantile of the ideal percentile bootstrap; only for scores of zero and one, where nothing need be drawn.
    Bootstrap,
}

/// On which side of the truth a bound is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    Lower,
    Upper,
}

/// What is held against a threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Estimator {
    /// The measured mean itself.
    Point,
    Bound(Bound),
}

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// `None` where only the side and the confidence are said: then no method may be the one that decides.
    pub method: Option<Method>,
    pub side: Side,
    /// One-sided confidence, above a half and below one. A two-sided 90 % is a one-sided 95 %.
    pub level: BigRational,
}

/// Why a word is no estimator, and what could have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoEstimator {
    pub problem: String,
    pub cure: String,
}

impl Method {
    pub const ALL: [Method; 7] = [
        Method::ClopperPearson,
        Method::Wilson,
        Method::Normal,
        Method::T,
        Method::Clustered,
        Method::ClusteredT,
        Method::Bootstrap,
    ];

    /// As a policy writes it.
    pub fn word(self) -> &'static str {
        match self {
            Method::ClopperPearson => "clopper-pearson",
            Method::Wilson => "wilson",
            Method::Normal => "normal",
            Method::T => "t",
            Method::Clustered => "clustered",
            Method::ClusteredT => "clustered-t",
            Method::Bootstrap => "bootstrap",
        }
    }
}

impl Side {
    fn word(self) -> &'static str {
        match self {
            Side::Lower => "lower",
            Side::Upper => "upper",
        }
    }
}

impl Estimator {
    /// `point`; `upper-95`; `wilson-lower-97.5`; `normal-two-sided-upper-95`.
    ///
    /// # Errors
    /// If it is none of these, with the nearest word that is known.
    pub fn named(word: &str) -> Result<Estimator, NoEstimator> {
        if word == "point" {
            return Ok(Estimator::Point);
        }
        let (head, level) = word.rsplit_once('-').ok_or_else(|| unknown(word))?;
        let (side, head) = side(head).ok_or_else(|| unknown(word))?;
        let (two_sided, head) = match head.trim_end_matches('-').strip_suffix("two-sided") {
            Some(head) => (true, head),
            None => (false, head),
        };
        let method = match head.trim_end_matches('-') {
            "" => None,
            name => Some(method(name)?),
        };
        let level = one_sided(level, two_sided)?;
        Ok(Estimator::Bound(Bound { method, side, level }))
    }
}

fn side(head: &str) -> Option<(Side, &str)> {
    let sides = [Side::Lower, Side::Upper].into_iter();
    sides
        .filter_map(|side| Some((side, head.strip_suffix(side.word())?)))
        .next()
}

fn method(name: &str) -> Result<Method, NoEstimator> {
    let found = Method::ALL.into_iter().find(|it| it.word() == name);
    found.ok_or_else(|| NoEstimator {
        problem: format!("`{name}` is no method for a bound"),
        cure: did_you_mean(name, &Method::ALL.map(Method::word)),
    })
}

fn one_sided(level: &str, two_sided: bool) -> Result<BigRational, NoEstimator> {
    let percent = Number::of_text(level).map(|it| it.value);
    let hundred = BigRational::from(BigInt::from(100));
    let within = percent.filter(|it| {
        *it > &hundred / BigInt::from(2)
            && *it <= &hundred - BigRational::new(1.into(), 10_000_000_000i64.into())
    });
    let Some(percent) = within else {
        return Err(NoEstimator {
            problem: format!("`{level}` is no confidence"),
            cure: "write a percentage above 50 and below 100, such as `upper-95`".to_owned(),
        });
    };
    let missing = (hundred - percent) / BigInt::from(100);
    Ok(BigRational::one()
        - if two_sided {
            missing / BigInt::from(2)
        } else {
            missing
        })
}

fn unknown(word: &str) -> NoEstimator {
    let examples = [
        "point",
        "upper-95",
        "lower-95",
        "clopper-pearson-upper-95",
        "wilson-upper-95",
        "normal-upper-95",
    ];
    NoEstimator {
        problem: format!("`{word}` is no estimator"),
        cure: did_you_mean(word, &examples),
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = self.method {
            write!(f, "{}-", method.word())?;
        }
        write!(
            f,
            "{}-{}",
            self.side.word(),
            exact_text(&(&self.level * BigInt::from(100)))
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(word: &str) -> Bound {
        match Estimator::named(word).unwrap() {
            Estimator::Bound(bound) => bound,
            Estimator::Point => panic!("{word} is a bound"),
        }
    }

    #[test]
    fn words_are_read_and_written() {
        for word in [
            "upper-95",
            "lower-97.5",
            "wilson-upper-95",
            "clustered-t-lower-99",
            "clopper-pearson-upper-90",
        ] {
            assert_eq!(bound(word).to_string(), word);
        }
        assert_eq!(Estimator::named("point"), Ok(Estimator::Point));
    }

    #[test]
    fn two_sided_confidence_is_shared_between_the_ends() {
        assert_eq!(
            bound("wilson-two-sided-upper-95").to_string(),
            "wilson-upper-97.5"
        );
        assert_eq!(bound("two-sided-lower-90").to_string(), "lower-95");
    }

    #[test]
    fn what_is_no_estimator_is_told_what_is_near() {
        let cure = |word: &str| Estimator::named(word).unwrap_err().cure;
        assert_eq!(cure("wilsn-upper-95"), "did you mean `wilson`?");
        assert_eq!(cure("uper-95"), "did you mean `upper-95`?");
        for word in [
            "upper",
            "upper-50",
            "upper-100",
            "upper-99.99999999999",
            "upper-x",
            "upper--95",
            "",
        ] {
            assert!(Estimator::named(word).is_err(), "{word}");
        }
    }
}
