//! Results of lm-evaluation-harness, with the samples of its tasks where they were logged.
//!
//! It must not know what a policy makes of a score.

mod results;
mod samples;
#[cfg(test)]
mod tests;

use crate::json::{Source, View, read as read_json};
use crate::measurement::{Evidence, Identity, Measurement, Record, Stated, Tool};
use crate::refusal::Refusal;
use crate::verified::{same_error, same_mean};
use results::{Results, Row};
use samples::Samples;
use std::collections::BTreeMap;

/// Reads a `results_*.json`: one measurement for each metric and filter of each task. Groups of tasks are left
/// out: they are means over the tasks, whose scores were not drawn together.
///
/// `samples` are the `samples_<task>_*.jsonl` of the same run, each under the name of its task. A task without
/// them is taken as it is stated, as far as it can be true.
///
/// # Errors
/// Whatever makes the results say more than they know: see [`Reason`](crate::Reason).
pub fn read(results: Record<'_>, samples: &[(&str, Record<'_>)]) -> Result<Vec<Measurement>, Refusal> {
    let source = Source::of_bytes(results.file, None, results.bytes)?;
    let node = read_json(&source, &results::RESULTS)?;
    let read = results::read(View::new(&source, &node))?;
    let by_task = by_task(&read, samples)?;
    let rows = read.rows.iter();
    rows.map(|row| measurement(&results, &read, row, by_task.get(row.task)))
        .collect()
}

fn by_task<'r>(
    results: &Results<'_, '_>,
    samples: &[(&'r str, Record<'_>)],
) -> Result<BTreeMap<&'r str, Samples>, Refusal> {
    let mut all = BTreeMap::new();
    for (task, record) in samples {
        let read = samples::read(record)?;
        results.holds(task, record, &read)?;
        all.insert(*task, read);
    }
    Ok(all)
}

fn measurement(
    record: &Record<'_>,
    results: &Results<'_, '_>,
    row: &Row<'_, '_>,
    samples: Option<&Samples>,
) -> Result<Measurement, Refusal> {
    let (evidence, not_recomputed) = match samples.filter(|_| row.is_mean) {
        Some(samples) => recomputed(row, samples)?,
        None => (
            row.as_stated()?,
            Some("its samples were not given, or it is not their mean"),
        ),
    };
    let numbers = [
        Some(("", &row.mean)),
        row.error.as_ref().map(|it| ("_stderr", &it.1)),
    ];
    let stated = numbers.into_iter().flatten().map(|(suffix, number)| Stated {
        name: format!("{}{suffix}", row.metric),
        number: number.clone(),
        not_recomputed,
    });
    Ok(Measurement {
        identity: identity(record, results, row),
        scorer: row.filter.to_owned(),
        reducer: None,
        metric: row.metric.to_owned(),
        evidence,
        stated: stated.collect(),
        remarks: row.part_of_the_data().into_iter().collect(),
    })
}

/// The evidence of the samples, if the row says the same; what is stated, where their scores are no plain numbers.
fn recomputed(row: &Row<'_, '_>, samples: &Samples) -> Result<(Evidence, Option<&'static str>), Refusal> {
    let Some(units) = samples.units(row)? else {
        return Ok((
            row.as_stated()?,
            Some("the scores of its samples are no plain numbers"),
        ));
    };
    same_mean(row.value, &row.mean, &units)?;
    if let Some((view, error)) = &row.error {
        same_error(*view, error, &units)?;
    }
    Ok((Evidence::Units(units), None))
}

/// The harness gives its results no identity; model, task and the moment of the run are one.
fn identity(record: &Record<'_>, results: &Results<'_, '_>, row: &Row<'_, '_>) -> Identity {
    Identity {
        tool: Tool::LmEvaluationHarness,
        file: record.file.to_owned(),
        digest: record.digest.to_owned(),
        record: format!("{}/{}/{}", results.model, row.task, results.date),
        run: Some(results.date.clone()),
        task: row.task.to_owned(),
        model: results.model.clone(),
        created: Some(results.date.clone()),
    }
}
