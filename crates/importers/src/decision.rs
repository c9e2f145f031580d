//! What a measurement says under the rules of a policy's `evaluation`: indicated, ruled out, or neither.
//!
//! It must not know how the measurement was read, nor which evaluation of which policy it stands for.

use crate::estimator::{Bound, Estimator, Method, Side};
use crate::json::did_you_mean;
use crate::measurement::Measurement;
use crate::number::{exact_text, rounded_down, rounded_up};
use crate::refusal::{Reason, Refusal};
use crate::statistics::Enclosure;
use holdpoint_policy::model::{Comparison, EvaluationRule};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Pow, Zero};
use std::fmt;

/// What comes of it, with the numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub answer: Answer,
    /// One for each rule, in their order.
    pub grounds: Vec<RuleGround>,
}

/// The three things that a run of an evaluation can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Indicated,
    RuledOut,
    Neither,
}

/// One rule, and whether the measurement meets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleGround {
    /// The rule as a policy writes it.
    pub rule: String,
    /// `None` where nothing was measured, the record gives no such bound, or the methods are at odds.
    pub holds: Option<bool>,
    /// By each method that was asked; several where the rule names none, none where nothing was measured.
    pub reckonings: Vec<Reckoning>,
}

/// What one method gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoning {
    /// `clustered-upper-95`, or `point`.
    pub estimator: String,
    /// The number with six places: upper bounds rounded up, all others down. Or why there is none.
    pub number: Result<String, Refusal>,
    /// Decided on the number itself, not on what is shown of it.
    pub holds: Option<bool>,
}

/// Decides by `rules`, which are those of one evaluation. `measured` says which measurement stands for which of the
/// quantities that the rules speak of.
///
/// A rule without an estimator is held against the mean. A rule that names side and confidence and no method
/// (`upper-95`) is met only if every method that the record allows gives the same: whoever may choose the method
/// after the numbers are in may choose the answer. A rule whose quantity was not measured is open.
///
/// # Errors
/// If a rule's estimator is no estimator, a rule speaks of percent and the record is on another scale, or no rule
/// speaks of a quantity in `measured`.
pub fn decide(rules: &[EvaluationRule], measured: &[(&str, &Measurement)]) -> Result<Decision, Refusal> {
    measured
        .iter()
        .try_for_each(|(quantity, it)| spoken_of(rules, quantity, it))?;
    let grounds = rules.iter().map(|rule| {
        let found = measured.iter().find(|it| it.0 == rule.quantity);
        found.map_or_else(|| Ok(unmeasured(rule)), |it| ground(rule, it.1))
    });
    let grounds: Vec<RuleGround> = grounds.collect::<Result<_, _>>()?;
    let met = |indicates: bool| {
        let mut both = rules.iter().zip(&grounds);
        both.any(|(rule, ground)| rule.indicates == indicates && ground.holds == Some(true))
    };
    let answer = match (met(true), met(false)) {
        (true, false) => Answer::Indicated,
        (false, true) => Answer::RuledOut,
        // Rules that contradict each other decide nothing.
        (true, true) | (false, false) => Answer::Neither,
    };
    Ok(Decision { answer, grounds })
}

fn spoken_of(rules: &[EvaluationRule], quantity: &str, measurement: &Measurement) -> Result<(), Refusal> {
    let quantities: Vec<&str> = rules.iter().map(|it| it.quantity.as_str()).collect();
    if quantities.contains(&quantity) {
        return Ok(());
    }
    let problem = format!(
        "no rule of the evaluation speaks of `{}`",
        quantity.escape_debug()
    );
    let cure = did_you_mean(quantity, &quantities);
    Err(Refusal::whole(
        &measurement.identity.file,
        Reason::Unknown,
        problem,
        &cure,
    ))
}

fn unmeasured(rule: &EvaluationRule) -> RuleGround {
    RuleGround {
        rule: words(rule),
        holds: None,
        reckonings: Vec::new(),
    }
}

fn ground(rule: &EvaluationRule, measurement: &Measurement) -> Result<RuleGround, Refusal> {
    same_scale(rule, measurement)?;
    let reckonings = match estimator(rule, measurement)? {
        Estimator::Point => vec![point(rule, measurement)],
        Estimator::Bound(bound) => {
            let methods = bound.method.map_or(Method::ALL.to_vec(), |it| vec![it]);
            methods
                .into_iter()
                .map(|it| reckoned(rule, measurement, it, &bound))
                .collect()
        }
    };
    Ok(RuleGround {
        rule: words(rule),
        holds: agreed(&reckonings),
        reckonings,
    })
}

fn estimator(rule: &EvaluationRule, measurement: &Measurement) -> Result<Estimator, Refusal> {
    let word = rule.estimator.as_deref().unwrap_or("point");
    Estimator::named(word).map_err(|it| {
        let problem = format!("{}: {}", words(rule), it.problem);
        Refusal::whole(&measurement.identity.file, Reason::Estimator, problem, &it.cure)
    })
}

/// A percentage is a share: a record that counts to a hundred, or in points, must not be held against it.
fn same_scale(rule: &EvaluationRule, measurement: &Measurement) -> Result<(), Refusal> {
    let mean = measurement.evidence.mean();
    let is_share = mean >= BigRational::zero() && mean <= BigRational::one();
    if is_share || !rule.percent {
        return Ok(());
    }
    let problem = format!(
        "{}: the measured mean is {}, which is no share",
        words(rule),
        exact_text(&mean)
    );
    let cure = "write the threshold as a number on the scale of the record, without `%`";
    Err(Refusal::whole(
        &measurement.identity.file,
        Reason::Contradicts,
        problem,
        cure,
    ))
}

/// What all methods say that say anything.
fn agreed(reckonings: &[Reckoning]) -> Option<bool> {
    let mut said = reckonings
        .iter()
        .filter(|it| it.number.is_ok())
        .map(|it| it.holds);
    let first = said.next()??;
    said.all(|it| it == Some(first)).then_some(first)
}

fn point(rule: &EvaluationRule, measurement: &Measurement) -> Reckoning {
    let mean = Enclosure::exact(measurement.evidence.mean());
    Reckoning {
        estimator: "point".to_owned(),
        holds: compared(rule, &mean),
        number: Ok(rounded_down(&mean.low)),
    }
}

fn reckoned(rule: &EvaluationRule, measurement: &Measurement, method: Method, bound: &Bound) -> Reckoning {
    let named = Bound {
        method: Some(method),
        ..bound.clone()
    };
    let found = measurement.bound(method, &named);
    Reckoning {
        estimator: named.to_string(),
        holds: found.as_ref().ok().and_then(|it| compared(rule, it)),
        number: found.map(|it| shown(&named, &it)),
    }
}

fn shown(bound: &Bound, found: &Enclosure) -> String {
    match bound.side {
        Side::Upper => rounded_up(&found.high),
        Side::Lower => rounded_down(&found.low),
    }
}

/// Whether the number is where the rule wants it; `None` if the threshold lies between the ends that enclose it.
fn compared(rule: &EvaluationRule, number: &Enclosure) -> Option<bool> {
    let threshold = threshold(rule);
    let (yes, no) = match rule.comparison {
        Comparison::AtLeast => (number.low >= threshold, number.high < threshold),
        Comparison::Above => (number.low > threshold, number.high <= threshold),
        Comparison::AtMost => (number.high <= threshold, number.low > threshold),
        Comparison::Below => (number.high < threshold, number.low >= threshold),
    };
    (yes || no).then_some(yes)
}

fn threshold(rule: &EvaluationRule) -> BigRational {
    let places = u32::from(rule.bound.places) + if rule.percent { 2 } else { 0 };
    BigRational::new(rule.bound.digits.into(), BigInt::from(10).pow(places))
}

/// The rule as a policy writes it.
fn words(rule: &EvaluationRule) -> String {
    let answer = if rule.indicates { "indicated" } else { "ruled out" };
    let comparison = match rule.comparison {
        Comparison::AtLeast => "at least",
        Comparison::AtMost => "at most",
        Comparison::Above => "above",
        Comparison::Below => "below",
    };
    let stated = BigRational::new(
        rule.bound.digits.into(),
        BigInt::from(10).pow(u32::from(rule.bound.places)),
    );
    let percent = if rule.percent { "%" } else { "" };
    let by = rule
        .estimator
        .as_ref()
        .map_or(String::new(), |it| format!(" by {it}"));
    format!(
        "{answer} when \"{}\" is {comparison} {}{percent}{by}",
        rule.quantity,
        exact_text(&stated)
    )
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Answer::Indicated => "indicated",
            Answer::RuledOut => "ruled out",
            Answer::Neither => "neither",
        })
    }
}

/// As a person reads it: the answer, and under it each rule with its numbers.
impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.answer)?;
        for ground in &self.grounds {
            let truth_or_not = if ground.reckonings.is_empty() {
                "not measured"
            } else {
                truth(ground.holds)
            };
            write!(f, "\n  {}: {truth_or_not}", ground.rule)?;
            for it in &ground.reckonings {
                match &it.number {
                    Ok(number) => write!(f, "\n    {} {number}: {}", it.estimator, truth(it.holds))?,
                    Err(refusal) => write!(f, "\n    {} none: {}", it.estimator, refusal.problem)?,
                }
            }
        }
        Ok(())
    }
}

fn truth(holds: Option<bool>) -> &'static str {
    match holds {
        Some(true) => "met",
        Some(false) => "not met",
        None => "open",
    }
}

#[cfg(test)]
mod tests;
