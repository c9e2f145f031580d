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
    let units = match samples {
        Some(samples) if row.is_mean => samples.units(row)?,
        _ => None,
    };
    let (evidence, not_recomputed) = match units {
        Some(units) => {
            same_mean(row.value, &row.mean, &units)?;
            if let Some((view, error)) = &row.error {
                same_error(*view, error, &units)?;
            }
            (Evidence::Units(units), None)
        }
        None => (
            row.as_stated()?,
            Some("its samples were not given, or are not what it is the mean of"),
        ),
    };
    let stated = |name: String, number: &crate::number::Number| Stated {
        name,
        number: number.clone(),
        not_recomputed,
    };
    let mut all = vec![stated(row.metric.to_owned(), &row.mean)];
    all.extend(
        row.error
            .as_ref()
            .map(|it| stated(format!("{}_stderr", row.metric), &it.1)),
    );
    Ok(Measurement {
        identity: identity(record, results, row),
        scorer: row.filter.to_owned(),
        reducer: None,
        metric: row.metric.to_owned(),
        evidence,
        stated: all,
        remarks: row.part_of_the_data().into_iter().collect(),
    })
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
