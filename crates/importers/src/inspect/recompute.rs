//! The claimed results, computed again from the samples; what differs is refused.
//!
//! It must not know how a log is packed.

use super::head::{Claimed, Head, Metric};
use super::reduce::Reducer;
use super::samples::{Sample, Samples};
use crate::measurement::{Evidence, Measurement, Stated};
use crate::number::{agrees, exact_text, rounded_down};
use crate::refusal::{Reason, Refusal};
use crate::statistics::{Enclosure, Unit, clustered_variance, mean, sample_variance, variance_of_mean};
use num_rational::BigRational;
use num_traits::Zero;
use std::collections::BTreeMap;

pub(super) fn measurements(head: &Head<'_, '_>, samples: &Samples) -> Result<Vec<Measurement>, Refusal> {
    samples.complete(head)?;
    head.scores
        .iter()
        .map(|it| measurement(head, samples, it))
        .collect()
}

fn measurement(
    head: &Head<'_, '_>,
    samples: &Samples,
    claimed: &Claimed<'_, '_>,
) -> Result<Measurement, Refusal> {
    let cluster = claimed.metrics.iter().find_map(|it| it.cluster.as_deref());
    let units = units(samples, claimed, cluster)?;
    all_scored(head, claimed, units.len())?;
    let again = Again::of(&units, cluster);
    let stated: Vec<Stated> = claimed
        .metrics
        .iter()
        .filter_map(|it| stated(it, &again).transpose())
        .collect::<Result<_, _>>()?;
    let metric = claimed
        .metrics
        .iter()
        .map(|it| it.name.as_str())
        .find(|it| is_mean(it));
    let mut remarks = samples.edits();
    remarks.extend(samples.halted());
    remarks.extend(no_spread(&units));
    remarks.extend(
        head.is_part
            .then(|| "the run was limited to a part of the dataset".to_owned()),
    );
    Ok(Measurement {
        identity: head.identity.clone(),
        scorer: claimed.name.clone(),
        reducer: claimed.reducer.clone(),
        metric: metric.unwrap_or("mean").to_owned(),
        evidence: Evidence::Units(units),
        stated,
        remarks,
    })
}

pub(super) fn units(
    samples: &Samples,
    claimed: &Claimed<'_, '_>,
    cluster: Option<&str>,
) -> Result<Vec<Unit>, Refusal> {
    let reducer = Reducer::named(claimed.reducer.as_deref()).map_err(|cure| {
        let problem = format!(
            "the epochs are reduced by `{}`, which is not known",
            claimed.reducer.as_deref().unwrap_or_default()
        );
        claimed.view.refuse(Reason::Unknown, problem, cure)
    })?;
    samples
        .by_id
        .iter()
        .map(|(id, epochs)| unit(id, epochs, claimed, reducer, cluster))
        .collect()
}

fn unit(
    id: &str,
    epochs: &BTreeMap<usize, Sample>,
    claimed: &Claimed<'_, '_>,
    reducer: Reducer,
    cluster: Option<&str>,
) -> Result<Unit, Refusal> {
    let values = epochs.iter().map(|(epoch, sample)| {
        let own = sample.scores.get(&claimed.name).and_then(|it| it.one());
        let part = || sample.scores.get(&claimed.scorer)?.part(&claimed.name);
        own.or_else(part).ok_or_else(|| unscored(claimed, id, *epoch))
    });
    let values: Vec<&BigRational> = values.collect::<Result<_, _>>()?;
    let value = reducer.reduce(&values).ok_or_else(|| {
        let problem = format!("the epochs of sample `{id}` leave its reduced score open");
        claimed.view.refuse(
            Reason::Unscored,
            problem,
            "reduce epochs by `mean`, or run an odd number of them",
        )
    })?;
    let cluster = cluster
        .map(|it| the_cluster(id, epochs, claimed, it))
        .transpose()?;
    Ok(Unit {
        id: id.to_owned(),
        value,
        cluster,
    })
}

fn the_cluster(
    id: &str,
    epochs: &BTreeMap<usize, Sample>,
    claimed: &Claimed<'_, '_>,
    key: &str,
) -> Result<String, Refusal> {
    let mut found: Vec<Option<&String>> = epochs.values().map(|it| it.metadata.get(key)).collect();
    found.dedup();
    match found[..] {
        [Some(one)] => Ok(one.clone()),
        _ => {
            let problem =
                format!("sample `{id}` has not one `{key}` in its metadata, by which samples are clustered");
            Err(claimed.view.refuse(
                Reason::Contradicts,
                problem,
                "give each sample the same cluster in all epochs",
            ))
        }
    }
}

fn unscored(claimed: &Claimed<'_, '_>, id: &str, epoch: usize) -> Refusal {
    let problem = format!(
        "sample `{id}` of epoch {epoch} has no score by `{}`",
        claimed.name
    );
    claimed.view.refuse(
        Reason::Unscored,
        problem,
        "score every sample (`inspect score`), or say which were left out by design",
    )
}

fn all_scored(head: &Head<'_, '_>, claimed: &Claimed<'_, '_>, n: usize) -> Result<(), Refusal> {
    let count = |name: &str| claimed.view.optional(name)?.map(|it| it.count()).transpose();
    let (scored, unscored) = (
        count("scored_samples")?.unwrap_or(n),
        count("unscored_samples")?.unwrap_or(0),
    );
    let name = &claimed.name;
    if (scored, unscored) == (n, 0) {
        return Ok(());
    }
    if claimed.reducer.is_none() && scored == head.n_samples {
        let problem = format!(
            "`{name}` counts each of {} epochs as a sample by itself, and they are not",
            head.epochs
        );
        return Err(claimed.view.refuse(
            Reason::Differs,
            problem,
            "score with a reducer of epochs, such as `mean`",
        ));
    }
    let problem =
        format!("`{name}` says {scored} samples are scored and {unscored} are not, and {n} have a score");
    Err(claimed.view.refuse(
        Reason::Contradicts,
        problem,
        "score the log again (`inspect score`)",
    ))
}

fn is_mean(metric: &str) -> bool {
    matches!(metric, "accuracy" | "mean")
}

/// What the samples give, computed once for all metrics of a score.
struct Again<'c> {
    mean: Enclosure,
    variance: BigRational,
    error: Enclosure,
    cluster: Option<&'c str>,
    clustered_error: Enclosure,
}

impl<'c> Again<'c> {
    fn of(units: &[Unit], cluster: Option<&'c str>) -> Again<'c> {
        let zero = BigRational::zero;
        Again {
            mean: Enclosure::exact(mean(units).unwrap_or_else(zero)),
            variance: sample_variance(units).unwrap_or_else(zero),
            error: root(variance_of_mean(units)),
            cluster,
            clustered_error: root(clustered_variance(units).map(|it| it.0)),
        }
    }

    /// The metric again; or why not.
    fn metric(&self, metric: &Metric<'_, '_>) -> Result<Enclosure, &'static str> {
        match metric.name.as_str() {
            name if is_mean(name) => Ok(self.mean.clone()),
            "stderr" if metric.cluster.is_none() => Ok(self.error.clone()),
            "stderr" if metric.cluster.as_deref() == self.cluster => Ok(self.clustered_error.clone()),
            "stderr" => Err("another clustering of the same score was computed again"),
            "std" => Ok(Enclosure::root(&self.variance)),
            "var" => Ok(Enclosure::exact(self.variance.clone())),
            "bootstrap_stderr" => Err("it was drawn at random"),
            _ => Err("how it is computed is not known here"),
        }
    }
}

/// A metric that is claimed, if the samples give the same; `None` if it is no number.
fn stated(metric: &Metric<'_, '_>, again: &Again<'_>) -> Result<Option<Stated>, Refusal> {
    let Some(number) = metric.number.clone() else {
        return Ok(None);
    };
    let not_recomputed = match again.metric(metric) {
        Ok(again) if !agrees(&number.value, &again.low) => return Err(differs(metric, &again)),
        other => other.err(),
    };
    Ok(Some(Stated {
        name: metric.name.clone(),
        number,
        not_recomputed,
    }))
}

/// The tool gives zero where there is no spread to speak of.
fn root(variance: Option<BigRational>) -> Enclosure {
    Enclosure::root(&variance.unwrap_or_else(BigRational::zero))
}

fn differs(metric: &Metric<'_, '_>, again: &Enclosure) -> Refusal {
    let said = metric.number.as_ref().map_or("", |it| it.text.as_str());
    let exact = if again.low == again.high {
        exact_text(&again.low)
    } else {
        rounded_down(&again.low)
    };
    let problem = format!(
        "`{}` is said to be `{said}`, and the samples give {exact}",
        metric.name
    );
    let cure = "score the log again (`inspect score`); if it was edited by hand, send the one that was not";
    metric.view.refuse(Reason::Differs, problem, cure)
}

/// Zero is what a formula gives; it is not how sure anybody can be.
fn no_spread(units: &[Unit]) -> Option<String> {
    let spread = variance_of_mean(units).is_some_and(|it| !it.is_zero());
    let n = units.len();
    (!spread).then(|| {
        format!("the scores of all {n} samples are alike, so that the standard error of 0 says nothing")
    })
}
