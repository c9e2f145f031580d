//! What a scorer gave, as a number.
//!
//! It must not know what is made of the numbers.

use crate::json::View;
use crate::number::Number;
use crate::refusal::{Reason, Refusal};
use num_rational::BigRational;
use num_traits::{One, Zero};
use std::collections::{BTreeMap, BTreeSet};

/// A score of one sample: one value, or several by name.
pub(super) enum Score {
    One(BigRational),
    Several(BTreeMap<String, BigRational>),
}

impl Score {
    /// The value, if there is one and no names.
    pub(super) fn one(&self) -> Option<&BigRational> {
        match self {
            Score::One(value) => Some(value),
            Score::Several(_) => None,
        }
    }

    /// The value of that name.
    pub(super) fn part(&self, name: &str) -> Option<&BigRational> {
        match self {
            Score::One(_) => None,
            Score::Several(values) => values.get(name),
        }
    }

    pub(super) fn n(&self) -> usize {
        match self {
            Score::One(_) => 1,
            Score::Several(values) => values.len(),
        }
    }
}

/// The value, or of several the ones that are `wanted`.
pub(super) fn score(value: View<'_, '_>, wanted: &BTreeSet<String>) -> Result<Score, Refusal> {
    if !value.is_object() {
        return number(value).map(Score::One);
    }
    let members = value
        .members()?
        .into_iter()
        .filter(|(name, _)| wanted.contains(*name));
    let values = members.map(|(name, value)| Ok((name.to_owned(), number(value)?)));
    values.collect::<Result<_, Refusal>>().map(Score::Several)
}

/// The tool takes an unknown word as zero, with a warning that the log does not keep; here it is refused.
pub(super) fn number(value: View<'_, '_>) -> Result<BigRational, Refusal> {
    if let Ok(truth) = value.boolean() {
        return Ok(of_truth(truth));
    }
    let Ok(text) = value.text() else {
        return Ok(value.number()?.value);
    };
    let word = match text {
        "C" => Some(BigRational::one()),
        "I" | "N" => Some(BigRational::zero()),
        "P" => Some(BigRational::new(1.into(), 2.into())),
        other => match other.to_lowercase().as_str() {
            "yes" | "true" => Some(BigRational::one()),
            "no" | "false" => Some(BigRational::zero()),
            digits => Number::of_text(digits).map(|it| it.value),
        },
    };
    word.ok_or_else(|| {
        let problem = format!("the score `{}` is no number", text.escape_debug());
        let cure = "score with `C`, `I`, `P`, `N`, yes and no, or numbers";
        value.refuse(Reason::Unscored, problem, cure)
    })
}

fn of_truth(truth: bool) -> BigRational {
    if truth {
        BigRational::one()
    } else {
        BigRational::zero()
    }
}
