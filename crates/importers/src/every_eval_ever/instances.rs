//! The samples of a record, each there once, of the same run, and unharmed.
//!
//! It must not know the results that are claimed of them.

use crate::json::{Source, View, Want, each_line};
use crate::measurement::{Budget, Identity, Record};
use crate::number::is_binary;
use crate::refusal::{Reason, Refusal};
use crate::statistics::Unit;
use num_traits::One;
use std::collections::{BTreeMap, BTreeSet};

const INSTANCE: Want = Want::Members(&[
    ("evaluation_id", &Want::All),
    ("evaluation_name", &Want::All),
    ("model_id", &Want::All),
    ("sample_id", &Want::All),
    (
        "evaluation",
        &Want::Members(&[("score", &Want::All), ("is_correct", &Want::All)]),
    ),
    ("error", &Want::All),
]);

/// The samples by the name of their result.
pub(super) struct Instances {
    by_name: BTreeMap<String, Vec<Unit>>,
    n: usize,
}

pub(super) fn read(record: &Record<'_>, identity: &Identity) -> Result<Instances, Refusal> {
    let source = Source::of_bytes(record.file, None, record.bytes)?;
    let mut instances = Instances {
        by_name: BTreeMap::new(),
        n: 0,
    };
    let mut seen = BTreeSet::new();
    let mut scores = Budget::default();
    each_line(&source, &INSTANCE, |it| {
        scores.spend(1, it)?;
        same(it.member("evaluation_id")?, &identity.record)?;
        same(it.member("model_id")?, &identity.model)?;
        let (name, unit) = unit(it)?;
        if !seen.insert((name.clone(), unit.id.clone())) {
            let problem = format!("sample `{}` of `{name}` is there twice", unit.id);
            return Err(it.refuse(Reason::SampleTwice, problem, "send the samples of one run only"));
        }
        instances.n += 1;
        instances.by_name.entry(name).or_default().push(unit);
        Ok(())
    })?;
    Ok(instances)
}

fn same(view: View<'_, '_>, expected: &str) -> Result<(), Refusal> {
    let said = view.text()?;
    if said == expected {
        return Ok(());
    }
    let problem = format!("`{}` in a sample of `{expected}`", said.escape_debug());
    Err(view.refuse(
        Reason::Contradicts,
        problem,
        "send the samples that belong to the record",
    ))
}

fn unit(instance: View<'_, '_>) -> Result<(String, Unit), Refusal> {
    let name = instance.member("evaluation_name")?.text()?.to_owned();
    let id = instance.member("sample_id")?.id()?;
    if let Some(error) = instance.optional("error")? {
        let problem = format!(
            "sample `{id}` ended in the error `{}`",
            error.text()?.escape_debug()
        );
        let cure = "run the failed samples again: what fails is rarely like what does not";
        return Err(error.refuse(Reason::Failed, problem, cure));
    }
    let evaluation = instance.member("evaluation")?;
    let score = evaluation.member("score")?;
    let value = score.number()?.value;
    let correct = evaluation.member("is_correct")?.boolean()?;
    if is_binary(&value) && value.is_one() != correct {
        let problem = format!("sample `{id}` scores {value}, and `is_correct` is `{correct}`");
        return Err(score.refuse(Reason::Contradicts, problem, "score the samples again"));
    }
    Ok((
        name,
        Unit {
            id,
            value,
            cluster: None,
        },
    ))
}

impl Instances {
    /// The samples of one result; `None` if there are none of it.
    pub(super) fn of(&self, name: &str) -> Option<&[Unit]> {
        self.by_name.get(name).map(Vec::as_slice)
    }

    /// Refuses another number of samples than the record announces.
    pub(super) fn all_there(&self, record: View<'_, '_>) -> Result<(), Refusal> {
        let details = record.optional("detailed_evaluation_results")?;
        let Some(rows) = details.map(|it| it.optional("total_rows")).transpose()?.flatten() else {
            return Ok(());
        };
        match rows.count()? == self.n {
            true => Ok(()),
            false => {
                let problem = format!(
                    "{} samples are announced, and {} were given",
                    rows.count()?,
                    self.n
                );
                Err(rows.refuse(Reason::SamplesMissing, problem, "send all samples of the record"))
            }
        }
    }
}
