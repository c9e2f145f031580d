//! The results file: for each task its metrics by filter, and how many samples they are of.
//!
//! It must not know the samples themselves.

use super::samples::Samples;
use crate::counted::{Counted, Spread, spread, successes};
use crate::json::{View, Want, did_you_mean};
use crate::measurement::{Evidence, Record};
use crate::number::Number;
use crate::refusal::{Reason, Refusal};
use num_traits::Signed;

pub(super) const RESULTS: Want = Want::Members(&[
    ("results", &Want::Each(&Want::All)),
    ("group_subtasks", &Want::Each(&Want::All)),
    ("n-samples", &Want::Each(&Want::All)),
    (
        "configs",
        &Want::Each(&Want::Members(&[("metric_list", &Want::Each(&Want::All))])),
    ),
    ("config", &Want::Members(&[("model", &Want::All)])),
    ("model_name", &Want::All),
    ("date", &Want::All),
    ("task_hashes", &Want::Each(&Want::All)),
]);

/// Metrics whose scores lie between 0 and 1.
const SHARES: [&str; 4] = ["acc", "acc_norm", "acc_bytes", "exact_match"];

/// The file as a whole.
pub(super) struct Results<'d, 't> {
    pub(super) model: String,
    /// As the file writes it: seconds since 1970.
    pub(super) date: String,
    pub(super) rows: Vec<Row<'d, 't>>,
    results: View<'d, 't>,
    hashes: Option<View<'d, 't>>,
}

/// One metric of one task under one filter.
pub(super) struct Row<'d, 't> {
    pub(super) task: &'d str,
    pub(super) metric: &'d str,
    pub(super) filter: &'d str,
    pub(super) value: View<'d, 't>,
    pub(super) mean: Number,
    /// Where it says so, in words or not.
    pub(super) error: Option<(View<'d, 't>, Number)>,
    /// Samples that it is of.
    pub(super) n: usize,
    /// Samples that the task has.
    n_original: usize,
    /// Whether it is the mean over samples, and not a median, a perplexity, or the like.
    pub(super) is_mean: bool,
}

pub(super) fn read<'d, 't>(file: View<'d, 't>) -> Result<Results<'d, 't>, Refusal> {
    let results = file.member("results")?;
    let mut rows = Vec::new();
    for (task, metrics) in results.members()? {
        if !is_group(file, task)? {
            rows.extend(task_rows(file, task, metrics)?);
        }
    }
    let model = match file.optional("model_name")? {
        Some(name) => name,
        None => file.member("config")?.member("model")?,
    };
    Ok(Results {
        model: model.text()?.to_owned(),
        date: file.member("date")?.id()?,
        rows,
        results,
        hashes: file.optional("task_hashes")?,
    })
}

fn is_group(file: View<'_, '_>, task: &str) -> Result<bool, Refusal> {
    let children = match file.optional("group_subtasks")? {
        Some(groups) => groups.optional(task)?,
        None => None,
    };
    Ok(children
        .map(|it| it.items())
        .transpose()?
        .is_some_and(|it| !it.is_empty()))
}

fn task_rows<'d, 't>(
    file: View<'d, 't>,
    task: &'d str,
    metrics: View<'d, 't>,
) -> Result<Vec<Row<'d, 't>>, Refusal> {
    let counts = file.member("n-samples")?.member(task)?;
    let (n, n_original) = (
        counts.member("effective")?.count()?,
        counts.member("original")?.count()?,
    );
    let mut rows = Vec::new();
    for (key, value) in metrics.members()? {
        let Some((metric, filter)) = key.split_once(',').filter(|it| !it.0.ends_with("_stderr")) else {
            continue;
        };
        if n == 0 {
            let problem = format!("`{metric}` of `{task}` is of no samples");
            return Err(value.refuse(Reason::SamplesMissing, problem, "run the task, or leave it out"));
        }
        let mean = value.number()?;
        let error = error(metrics, metric, filter)?;
        let is_mean = is_mean(file, task, metric)?;
        rows.push(Row {
            task,
            metric,
            filter,
            value,
            mean,
            error,
            n,
            n_original,
            is_mean,
        });
    }
    Ok(rows)
}

/// The harness writes `N/A` where it has no standard error.
fn error<'d, 't>(
    metrics: View<'d, 't>,
    metric: &str,
    filter: &str,
) -> Result<Option<(View<'d, 't>, Number)>, Refusal> {
    let Some(view) = metrics.optional(&format!("{metric}_stderr,{filter}"))? else {
        return Ok(None);
    };
    if view.text().is_ok_and(|it| it == "N/A") {
        return Ok(None);
    }
    let number = view.number()?;
    if number.value.is_negative() {
        let problem = format!("the standard error `{}` is negative", number.text);
        return Err(view.refuse(
            Reason::Contradicts,
            problem,
            "send the results as the tool wrote them",
        ));
    }
    Ok(Some((view, number)))
}

/// The task says how its samples become one; the mean if it says nothing.
fn is_mean(file: View<'_, '_>, task: &str, metric: &str) -> Result<bool, Refusal> {
    let config = file
        .optional("configs")?
        .map(|it| it.optional(task))
        .transpose()?
        .flatten();
    let Some(metrics) = config.map(|it| it.optional("metric_list")).transpose()?.flatten() else {
        return Ok(true);
    };
    for listed in metrics.items()? {
        let named = listed
            .optional("metric")?
            .is_some_and(|it| it.text().is_ok_and(|it| it == metric));
        let aggregation = listed.optional("aggregation")?;
        if let Some(aggregation) = aggregation.filter(|_| named) {
            return Ok(aggregation.text().is_ok_and(|it| it == "mean"));
        }
    }
    Ok(true)
}

impl Results<'_, '_> {
    /// Refuses samples of a task that is not there, or other samples than the results are of.
    pub(super) fn holds(&self, task: &str, record: &Record<'_>, samples: &Samples) -> Result<(), Refusal> {
        let tasks: Vec<&str> = self.rows.iter().map(|it| it.task).collect();
        if !tasks.contains(&task) {
            let problem = format!(
                "samples of `{task}` in {}, and the results have no such task",
                record.file
            );
            return Err(self
                .results
                .refuse(Reason::Unknown, problem, did_you_mean(task, &tasks)));
        }
        let hash = self.hashes.map(|it| it.optional(task)).transpose()?.flatten();
        let Some(hash) = hash else { return Ok(()) };
        match hash.text()? == samples.hash {
            true => Ok(()),
            false => {
                let problem = format!(
                    "the samples of `{task}` in {} are not those that the results are of",
                    record.file
                );
                Err(hash.refuse(
                    Reason::Contradicts,
                    problem,
                    "send the samples of the same run, all of them",
                ))
            }
        }
    }
}

impl Row<'_, '_> {
    /// What can be taken without the samples: counts where share and standard error leave nothing else.
    pub(super) fn as_stated(&self) -> Result<Evidence, Refusal> {
        let error = self.error.as_ref().map(|it| it.1.clone());
        let stated = Evidence::Stated {
            mean: self.mean.clone(),
            standard_error: error,
            n: Some(self.n),
        };
        let is_share = SHARES.contains(&self.metric) && self.is_mean;
        let Some((_, error)) = self.error.as_ref().filter(|_| is_share && self.n > 1) else {
            return Ok(stated);
        };
        match (
            spread(&self.mean.value, &error.value, self.n),
            successes(&self.mean, self.n),
        ) {
            (Spread::Impossible, _) => Err(self.impossible(error)),
            (Spread::Binary, Counted::One(successes)) => Ok(Evidence::Counts { successes, n: self.n }),
            (Spread::Binary, Counted::None) => Err(self.no_count()),
            _ => Ok(stated),
        }
    }

    fn impossible(&self, error: &Number) -> Refusal {
        let problem = format!(
            "no {} scores between 0 and 1 have the mean `{}` and the standard error `{}`",
            self.n, self.mean.text, error.text
        );
        self.value.refuse(
            Reason::Differs,
            problem,
            "send the results as the tool wrote them, with their samples",
        )
    }

    fn no_count(&self) -> Refusal {
        let problem = format!(
            "no number of successes of {} is the share `{}`",
            self.n, self.mean.text
        );
        self.value.refuse(
            Reason::Differs,
            problem,
            "send the results as the tool wrote them, with their samples",
        )
    }

    pub(super) fn part_of_the_data(&self) -> Option<String> {
        let Row {
            task, n, n_original, ..
        } = self;
        (n < n_original).then(|| format!("{n} of the {n_original} samples of `{task}` were run"))
    }
}
