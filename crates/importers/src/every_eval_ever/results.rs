//! The record: who says so of which model, and for each result its score, its scale and its uncertainty.
//!
//! It must not know the samples.

use crate::counted::{Counted, Spread, spread, successes};
use crate::json::{View, Want};
use crate::measurement::{Evidence, Identity, Record, Stated, Tool};
use crate::number::{Number, agrees, rounded_down};
use crate::refusal::{Reason, Refusal};
use crate::statistics::Enclosure;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

/// All of it: whatever else is in it is not of the format.
pub(super) const RECORD: Want = Want::Members(&[
    ("schema_version", &Want::All),
    ("evaluation_id", &Want::All),
    ("evaluation_timestamp", &Want::All),
    ("retrieved_timestamp", &Want::All),
    (
        "model_info",
        &Want::Members(&[("id", &Want::All), ("name", &Want::All)]),
    ),
    ("evaluation_results", &Want::Each(&RESULT)),
    (
        "detailed_evaluation_results",
        &Want::Members(&[("total_rows", &Want::All)]),
    ),
]);

const RESULT: Want = Want::Members(&[
    ("evaluation_name", &Want::All),
    (
        "metric_config",
        &Want::MembersAnd(&[("level_names", &Want::All)], &Want::Plain),
    ),
    (
        "score_details",
        &Want::Members(&[("score", &Want::All), ("uncertainty", &Want::All)]),
    ),
]);

const MEMBERS: [&str; 10] = [
    "schema_version",
    "evaluation_id",
    "dedupe_identity",
    "evaluation_timestamp",
    "retrieved_timestamp",
    "source_metadata",
    "eval_library",
    "model_info",
    "evaluation_results",
    "detailed_evaluation_results",
];

const AS_WRITTEN: &str = "send the record as it was published, or have its source mend it";

pub(super) fn identity(record: &Record<'_>, view: View<'_, '_>) -> Result<Identity, Refusal> {
    let version = view.member("schema_version")?;
    if !version.text()?.starts_with("0.2.") {
        let problem = format!(
            "version `{}` of the format, and only 0.2 is read",
            version.text()?.escape_debug()
        );
        return Err(version.refuse(
            Reason::Version,
            problem,
            "convert the record with the tools of the project",
        ));
    }
    view.only(&MEMBERS)?;
    let created = view
        .optional("evaluation_timestamp")?
        .map(|it| it.text())
        .transpose()?;
    Ok(Identity {
        tool: Tool::EveryEvalEver,
        file: record.file.to_owned(),
        digest: record.digest.to_owned(),
        record: view.member("evaluation_id")?.text()?.to_owned(),
        run: None,
        task: String::new(),
        model: view.member("model_info")?.member("id")?.text()?.to_owned(),
        created: created.map(str::to_owned),
    })
}

/// One result.
pub(super) struct Row<'d, 't> {
    pub(super) name: &'d str,
    pub(super) score_view: View<'d, 't>,
    pub(super) score: Number,
    error: Option<StatedError<'d, 't>>,
    /// Samples that it is said to be of.
    n: Option<usize>,
    is_binary: bool,
}

struct StatedError<'d, 't> {
    number: Number,
    view: View<'d, 't>,
    /// Drawn at random, so that nobody gets the same again.
    is_drawn: bool,
}

pub(super) fn row<'d, 't>(result: View<'d, 't>) -> Result<Row<'d, 't>, Refusal> {
    let details = result.member("score_details")?;
    let score_view = details.member("score")?;
    let score = score_view.number()?;
    let scale = result.member("metric_config")?;
    on_its_scale(scale, score_view, &score)?;
    let kind = scale.optional("score_type")?.map(|it| it.text()).transpose()?;
    let uncertainty = details.optional("uncertainty")?;
    let part = |name: &str| Ok::<_, Refusal>(uncertainty.map(|it| it.optional(name)).transpose()?.flatten());
    let error = part("standard_error")?.map(stated_error).transpose()?;
    let n = part("num_samples")?.map(|it| it.count()).transpose()?;
    if let Some(interval) = part("confidence_interval")? {
        around(interval, &score)?;
    }
    if let (Some(deviation), Some(error), Some(n)) = (part("standard_deviation")?, &error, n) {
        of_deviation(deviation, error, n)?;
    }
    let name = result.member("evaluation_name")?.text()?;
    Ok(Row {
        name,
        score_view,
        score,
        error,
        n,
        is_binary: kind == Some("binary"),
    })
}

fn stated_error<'d, 't>(error: View<'d, 't>) -> Result<StatedError<'d, 't>, Refusal> {
    let view = error.member("value")?;
    let number = view.number()?;
    if number.value.is_negative() {
        let problem = format!("the standard error `{}` is negative", number.text);
        return Err(view.refuse(Reason::Contradicts, problem, AS_WRITTEN));
    }
    let method = error.optional("method")?.map(|it| it.text()).transpose()?;
    Ok(StatedError {
        number,
        view,
        is_drawn: method.is_some_and(|it| it != "analytic"),
    })
}

/// A score that is off the scale that the record itself gives.
fn on_its_scale(scale: View<'_, '_>, view: View<'_, '_>, score: &Number) -> Result<(), Refusal> {
    scale.member("lower_is_better")?.boolean()?;
    let kind = scale.optional("score_type")?.map(|it| it.text()).transpose()?;
    let bound = |name: &str| scale.member(name)?.number();
    let (least, most) = match kind {
        Some("binary") => (BigRational::zero(), BigRational::one()),
        Some("continuous") => (bound("min_score")?.value, bound("max_score")?.value),
        Some("levels") => {
            let unknown = scale.member("has_unknown_level")?.boolean()?;
            if unknown && score.value == -BigRational::one() {
                let cure = "have the evaluation scored, or leave the record out";
                return Err(view.refuse(
                    Reason::Unscored,
                    "`-1` stands for an unknown level".to_owned(),
                    cure,
                ));
            }
            let levels = scale.member("level_names")?.items()?.len();
            (
                BigRational::zero(),
                BigRational::from(BigInt::from(levels) - BigInt::one()),
            )
        }
        _ => return Ok(()),
    };
    match score.value >= least && score.value <= most {
        true => Ok(()),
        false => {
            let problem = format!(
                "the score `{}` is off the scale that its own `metric_config` gives",
                score.text
            );
            Err(view.refuse(Reason::Contradicts, problem, AS_WRITTEN))
        }
    }
}

fn around(interval: View<'_, '_>, score: &Number) -> Result<(), Refusal> {
    let (lower, upper) = (
        interval.member("lower")?.number()?,
        interval.member("upper")?.number()?,
    );
    if lower.value <= score.value && score.value <= upper.value {
        return Ok(());
    }
    let problem = format!(
        "`{}` is not between `{}` and `{}`, which enclose it",
        score.text, lower.text, upper.text
    );
    Err(interval.refuse(Reason::Contradicts, problem, AS_WRITTEN))
}

/// The format says that the standard error is the deviation over the root of the number.
fn of_deviation(deviation: View<'_, '_>, error: &StatedError<'_, '_>, n: usize) -> Result<(), Refusal> {
    let stated = deviation.number()?;
    if error.is_drawn || n == 0 {
        return Ok(());
    }
    let again = Enclosure::root(&(&stated.value * &stated.value / BigInt::from(n)));
    match agrees(&error.number.value, &again.low) {
        true => Ok(()),
        false => {
            let problem = format!(
                "the standard error is said to be `{}`, and `{}` over the root of {n} is {}",
                error.number.text,
                stated.text,
                rounded_down(&again.low)
            );
            Err(error.view.refuse(Reason::Differs, problem, AS_WRITTEN))
        }
    }
}

impl<'d, 't> Row<'d, 't> {
    /// The numbers of the result, with why they were not computed again, if they were not.
    pub(super) fn stated(&self, not_recomputed: Option<&'static str>) -> Vec<Stated> {
        let score = Stated {
            name: "score".to_owned(),
            number: self.score.clone(),
            not_recomputed,
        };
        let error = self.error.as_ref().map(|it| Stated {
            name: "standard_error".to_owned(),
            number: it.number.clone(),
            not_recomputed: not_recomputed.or(it.is_drawn.then_some("it was drawn at random")),
        });
        [Some(score), error].into_iter().flatten().collect()
    }

    /// The standard error, if anybody could compute it again.
    pub(super) fn analytic_error(&self) -> Option<(View<'d, 't>, &Number)> {
        let error = self.error.as_ref().filter(|it| !it.is_drawn)?;
        Some((error.view, &error.number))
    }

    /// What can be taken without the samples: counts where the record says that there were only zeros and ones.
    pub(super) fn as_stated(&self) -> Result<Evidence, Refusal> {
        let error = self.error.as_ref().map(|it| it.number.clone());
        let stated = Evidence::Stated {
            mean: self.score.clone(),
            standard_error: error,
            n: self.n,
        };
        let Some(n) = self.n.filter(|it| self.is_binary && *it > 0) else {
            return Ok(stated);
        };
        match successes(&self.score, n) {
            Counted::None => {
                let problem = format!("no number of successes of {n} is the share `{}`", self.score.text);
                Err(self.score_view.refuse(Reason::Differs, problem, AS_WRITTEN))
            }
            Counted::Several => Ok(stated),
            Counted::One(successes) => {
                self.possible(successes, n)?;
                Ok(Evidence::Counts { successes, n })
            }
        }
    }

    /// A share that was rounded before it was written, where the count behind it is taken instead.
    pub(super) fn rounded(&self, evidence: &Evidence) -> Option<String> {
        let Evidence::Counts { successes, n } = evidence else {
            return None;
        };
        let rounded = !agrees(&self.score.value, &evidence.mean());
        rounded.then(|| {
            format!(
                "the share `{}` is rounded, and only {successes} of {n} give it",
                self.score.text
            )
        })
    }

    /// Zeros and ones have one standard error and no other.
    fn possible(&self, successes: usize, n: usize) -> Result<(), Refusal> {
        let share = BigRational::new(successes.into(), n.into());
        let Some((view, error)) = self.analytic_error().filter(|_| n > 1) else {
            return Ok(());
        };
        // With the number of samples below, or one less: both are written.
        let over_n = &share * (BigRational::one() - &share) / BigInt::from(n);
        let is_over_n = agrees(&error.value, &Enclosure::root(&over_n).low);
        if is_over_n || spread(&share, &error.value, n) == Spread::Binary {
            return Ok(());
        }
        let problem = format!(
            "{successes} successes of {n} do not have the standard error `{}`",
            error.text
        );
        Err(view.refuse(Reason::Differs, problem, AS_WRITTEN))
    }
}
