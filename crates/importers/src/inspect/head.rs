//! What a log says of itself as a whole: who ran what, how it ended, and the results that it claims.
//!
//! It must not know the samples.

use crate::json::{View, Want};
use crate::measurement::{Identity, Record, Tool};
use crate::number::Number;
use crate::refusal::{Reason, Refusal};
use std::collections::BTreeSet;

/// Epochs of one sample, at most.
const EPOCHS_MAX: usize = 1000;

/// The members of the eval's own description that are read.
pub(super) const EVAL: Want = Want::Members(&[
    ("eval_id", &Want::All),
    ("run_id", &Want::All),
    ("created", &Want::All),
    ("task", &Want::All),
    ("model", &Want::All),
    (
        "dataset",
        &Want::Members(&[("samples", &Want::All), ("sample_ids", &Want::All)]),
    ),
    (
        "config",
        &Want::Members(&[("epochs", &Want::All), ("limit", &Want::Plain)]),
    ),
]);

/// The members of the results that are read.
pub(super) const RESULTS: Want = Want::Members(&[
    ("total_samples", &Want::All),
    ("completed_samples", &Want::All),
    ("scores", &Want::Each(&SCORE)),
]);

const SCORE: Want = Want::Members(&[
    ("name", &Want::All),
    ("scorer", &Want::All),
    ("reducer", &Want::All),
    ("scored_samples", &Want::All),
    ("unscored_samples", &Want::All),
    ("metrics", &Want::Each(&METRIC)),
]);

const METRIC: Want = Want::Members(&[
    ("name", &Want::All),
    ("value", &Want::All),
    ("params", &Want::Members(&[("cluster", &Want::All)])),
]);

/// The error of a run or a sample.
pub(super) const ERROR: Want = Want::Members(&[("message", &Want::All)]);

/// A log's head, found to be that of a run that ended well.
pub(super) struct Head<'d, 't> {
    pub(super) identity: Identity,
    pub(super) epochs: usize,
    /// What the dataset had in it, where the log says so.
    pub(super) sample_ids: Option<Vec<String>>,
    /// Whether only a part of the dataset was asked for.
    pub(super) is_part: bool,
    /// Samples times epochs, as announced.
    pub(super) n_samples: usize,
    pub(super) results: View<'d, 't>,
    pub(super) scores: Vec<Claimed<'d, 't>>,
}

/// One score of the results.
pub(super) struct Claimed<'d, 't> {
    pub(super) view: View<'d, 't>,
    pub(super) name: String,
    pub(super) scorer: String,
    pub(super) reducer: Option<String>,
    pub(super) metrics: Vec<Metric<'d, 't>>,
}

/// One metric of a score.
pub(super) struct Metric<'d, 't> {
    pub(super) view: View<'d, 't>,
    /// Without the package: `accuracy`.
    pub(super) name: String,
    /// `None` if it is no plain number.
    pub(super) number: Option<Number>,
    pub(super) cluster: Option<String>,
}

pub(super) fn read<'d, 't>(record: &Record<'_>, log: View<'d, 't>) -> Result<Head<'d, 't>, Refusal> {
    version(log)?;
    ended_well(log)?;
    let eval = log.member("eval")?;
    let config = eval.optional("config")?;
    let epochs = match config.map(|it| it.optional("epochs")).transpose()?.flatten() {
        Some(epochs) => n_epochs(epochs)?,
        None => 1,
    };
    let results = log.member("results")?;
    let scores = results.member("scores")?.items()?.into_iter().map(claimed);
    let scores: Vec<Claimed<'_, '_>> = scores.collect::<Result<_, _>>()?;
    once(&scores)?;
    Ok(Head {
        identity: identity(record, eval)?,
        epochs,
        sample_ids: sample_ids(eval)?,
        is_part: config
            .map(|it| it.optional("limit"))
            .transpose()?
            .flatten()
            .is_some(),
        n_samples: results.member("total_samples")?.count()?,
        results,
        scores,
    })
}

fn n_epochs(view: View<'_, '_>) -> Result<usize, Refusal> {
    match view.count()? {
        n if n <= EPOCHS_MAX => Ok(n),
        n => {
            let problem = format!("{n} epochs, and at most {EPOCHS_MAX} are read");
            Err(view.refuse(Reason::TooLarge, problem, "split the run into several records"))
        }
    }
}

/// One score under one name, scorer and reducer.
fn once(scores: &[Claimed<'_, '_>]) -> Result<(), Refusal> {
    let mut seen = BTreeSet::new();
    match scores
        .iter()
        .find(|it| !seen.insert((&it.name, &it.scorer, &it.reducer)))
    {
        None => Ok(()),
        Some(twice) => {
            let problem = format!("the score `{}` is there twice", twice.name);
            Err(twice
                .view
                .refuse(Reason::NamedTwice, problem, "send the log as the tool wrote it"))
        }
    }
}

fn version(log: View<'_, '_>) -> Result<(), Refusal> {
    let version = log.member("version")?;
    match version.count()? {
        2 => Ok(()),
        other => Err(version.refuse(
            Reason::Version,
            format!("version `{other}` of the log format, and only `2` is read"),
            "convert the log with the tool that wrote it: `inspect log convert`",
        )),
    }
}

fn ended_well(log: View<'_, '_>) -> Result<(), Refusal> {
    let status = log.member("status")?;
    let said = status.text()?;
    if said != "success" {
        let problem = format!("the run's status is `{}`", said.escape_debug());
        let cure = "run it to its end (`inspect eval-retry`) and send that log";
        return Err(status.refuse(Reason::Unfinished, problem, cure));
    }
    if let Some(error) = log.optional("error")? {
        let problem = "its status is `success`, and it ended in an error".to_owned();
        return Err(error.refuse(Reason::Contradicts, problem, "send the log as the tool wrote it"));
    }
    match log.optional("invalidated")? {
        Some(view) if view.boolean()? => Err(invalidated(view, "the log")),
        _ => Ok(()),
    }
}

pub(super) fn invalidated(view: View<'_, '_>, what: &str) -> Refusal {
    let problem = format!("its status is `success`, and {what} was invalidated afterwards");
    view.refuse(
        Reason::Invalidated,
        problem,
        "run the invalidated samples again (`inspect eval-retry`)",
    )
}

fn identity(record: &Record<'_>, eval: View<'_, '_>) -> Result<Identity, Refusal> {
    let text = |name: &str| Ok::<_, Refusal>(eval.member(name)?.text()?.to_owned());
    Ok(Identity {
        tool: Tool::InspectAi,
        file: record.file.to_owned(),
        digest: record.digest.to_owned(),
        record: text("eval_id")?,
        run: Some(text("run_id")?),
        task: text("task")?,
        model: text("model")?,
        created: Some(text("created")?),
    })
}

fn sample_ids(eval: View<'_, '_>) -> Result<Option<Vec<String>>, Refusal> {
    let Some(ids) = eval.member("dataset")?.optional("sample_ids")? else {
        return Ok(None);
    };
    ids.items()?
        .iter()
        .map(View::id)
        .collect::<Result<_, _>>()
        .map(Some)
}

fn claimed<'d, 't>(view: View<'d, 't>) -> Result<Claimed<'d, 't>, Refusal> {
    let name = view.member("name")?.text()?.to_owned();
    let scorer = view.optional("scorer")?.map(|it| it.text()).transpose()?;
    let reducer = view.optional("reducer")?.map(|it| it.text()).transpose()?;
    let metrics = view.member("metrics")?.members()?;
    Ok(Claimed {
        view,
        scorer: scorer.unwrap_or(&name).to_owned(),
        name,
        reducer: reducer.map(str::to_owned),
        metrics: metrics.into_iter().map(metric).collect::<Result<_, _>>()?,
    })
}

fn metric<'d, 't>((key, view): (&str, View<'d, 't>)) -> Result<Metric<'d, 't>, Refusal> {
    let name = view
        .optional("name")?
        .map(|it| it.text())
        .transpose()?
        .unwrap_or(key);
    let value = view.member("value")?;
    let params = view.optional("params")?;
    let cluster = params.map(|it| it.optional("cluster")).transpose()?.flatten();
    Ok(Metric {
        view: value,
        name: name.rsplit('/').next().unwrap_or(name).to_owned(),
        number: if value.is_object() {
            None
        } else {
            Some(value.number()?)
        },
        cluster: cluster.map(|it| it.text().map(str::to_owned)).transpose()?,
    })
}
