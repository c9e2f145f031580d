//! Records of Every Eval Ever, with their samples where these were kept.
//!
//! It must not know what a policy makes of a score.

mod instances;
mod results;
#[cfg(test)]
mod tests;

use crate::json::{Source, View, read as read_json};
use crate::measurement::{Evidence, Identity, Measurement, Record};
use crate::refusal::Refusal;
use crate::statistics::Unit;
use crate::verified::{same_error, same_mean};
use instances::Instances;
use results::{RECORD, Row};

/// Reads a record: one measurement for each of its results.
///
/// `instances` is the file of samples that belongs to it. A result without samples is taken as it is stated, as
/// far as it can be true.
///
/// # Errors
/// Whatever makes the record say more than it knows: see [`Reason`](crate::Reason).
pub fn read(record: Record<'_>, instances: Option<Record<'_>>) -> Result<Vec<Measurement>, Refusal> {
    let source = Source::of_bytes(record.file, None, record.bytes)?;
    let node = read_json(&source, &RECORD)?;
    let view = View::new(&source, &node);
    let identity = results::identity(&record, view)?;
    let instances = instances.map(|it| instances::read(&it, &identity)).transpose()?;
    if let Some(instances) = &instances {
        instances.all_there(view)?;
    }
    let rows = view.member("evaluation_results")?.items()?;
    rows.into_iter()
        .map(|it| measurement(&identity, &results::row(it)?, instances.as_ref()))
        .collect()
}

fn measurement(
    identity: &Identity,
    row: &Row<'_, '_>,
    instances: Option<&Instances>,
) -> Result<Measurement, Refusal> {
    let (evidence, not_recomputed) = match instances.and_then(|it| it.of(row.name)) {
        Some(units) => (recomputed(row, units)?, None),
        None => (row.as_stated()?, Some("its samples were not given")),
    };
    let remarks = row.rounded(&evidence).into_iter().collect();
    Ok(Measurement {
        identity: Identity {
            task: row.name.to_owned(),
            ..identity.clone()
        },
        scorer: row.name.to_owned(),
        reducer: None,
        metric: "score".to_owned(),
        evidence,
        stated: row.stated(not_recomputed),
        remarks,
    })
}

/// The evidence of the samples, if the result says the same.
fn recomputed(row: &Row<'_, '_>, units: &[Unit]) -> Result<Evidence, Refusal> {
    same_mean(row.score_view, &row.score, units)?;
    if let Some((view, error)) = row.analytic_error() {
        same_error(view, error, units)?;
    }
    Ok(Evidence::Units(units.to_vec()))
}
