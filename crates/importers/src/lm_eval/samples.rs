//! The logged samples of one task, each there once under each filter.
//!
//! It must not know the results that are claimed of them.

use super::results::Row;
use crate::json::{Source, View, Want, each_line};
use crate::measurement::{Budget, Record};
use crate::refusal::{Reason, Refusal};
use crate::statistics::Unit;
use num_rational::BigRational;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The metrics stand beside the rest, each under its own name.
const SAMPLE: Want = Want::MembersAnd(
    &[
        ("metrics", &Want::All),
        ("target", &Want::Nothing),
        ("filter", &Want::All),
    ],
    &Want::Plain,
);

/// The samples of a task.
pub(super) struct Samples {
    file: String,
    /// By filter and document; the metrics that are plain numbers.
    by_filter: BTreeMap<String, BTreeMap<String, BTreeMap<String, BigRational>>>,
    /// Over what the samples were asked, as the tool computes it.
    pub(super) hash: String,
}

pub(super) fn read(record: &Record<'_>) -> Result<Samples, Refusal> {
    let source = Source::of_bytes(record.file, None, record.bytes)?;
    let mut by_filter = BTreeMap::new();
    let mut hash = Sha256::new();
    let mut scores = Budget::default();
    each_line(&source, &SAMPLE, |sample| {
        scores.spend(sample.member("metrics")?.items()?.len() + 1, sample)?;
        add(sample, &mut by_filter, &mut hash)
    })?;
    let hash = hash.finalize().iter().map(|it| format!("{it:02x}")).collect();
    Ok(Samples {
        file: record.file.to_owned(),
        by_filter,
        hash,
    })
}

fn add(
    sample: View<'_, '_>,
    all: &mut BTreeMap<String, BTreeMap<String, BTreeMap<String, BigRational>>>,
    hash: &mut Sha256,
) -> Result<(), Refusal> {
    let (id, filter) = (sample.member("doc_id")?.id()?, sample.member("filter")?.text()?);
    for part in ["doc_hash", "prompt_hash", "target_hash"] {
        if let Some(part) = sample.optional(part)? {
            hash.update(part.text()?);
        }
    }
    let mut values = BTreeMap::new();
    for metric in sample.member("metrics")?.items()? {
        let metric = metric.text()?;
        if let Some(number) = sample.optional(metric)?.and_then(|it| it.number().ok()) {
            values.insert(metric.to_owned(), number.value);
        }
    }
    if all
        .entry(filter.to_owned())
        .or_default()
        .insert(id.clone(), values)
        .is_some()
    {
        let problem = format!("document `{id}` is there twice under the filter `{filter}`");
        return Err(sample.refuse(Reason::SampleTwice, problem, "send the samples of one run only"));
    }
    Ok(())
}

impl Samples {
    /// The scores that a row is the mean of; `None` if they are no plain numbers.
    pub(super) fn units(&self, row: &Row<'_, '_>) -> Result<Option<Vec<Unit>>, Refusal> {
        let none = BTreeMap::new();
        let documents = self.by_filter.get(row.filter).unwrap_or(&none);
        if documents.len() != row.n {
            let (file, n) = (&self.file, documents.len());
            let problem = format!("`{}` is of {} samples, and {n} are in {file}", row.metric, row.n);
            let cure = "send the samples of the same run, all of them";
            return Err(row.value.refuse(Reason::SamplesMissing, problem, cure));
        }
        let unit = |(id, values): (&String, &BTreeMap<String, BigRational>)| {
            Some(Unit {
                id: id.clone(),
                value: values.get(row.metric)?.clone(),
                cluster: None,
            })
        };
        Ok(documents.iter().map(unit).collect())
    }
}
