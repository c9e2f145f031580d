//! The second and third copies of the scores that a log carries: reductions and summaries. Whoever edits one copy
//! forgets the others.
//!
//! It must not know how a log is packed.

use super::head::Head;
use super::recompute::units;
use super::samples::Samples;
use super::score::number;
use crate::json::{View, Want};
use crate::number::{agrees, exact_text};
use crate::refusal::{Reason, Refusal};
use num_rational::BigRational;
use std::collections::BTreeMap;

pub(super) const REDUCTIONS: Want = Want::Each(&Want::Members(&[
    ("scorer", &Want::All),
    ("reducer", &Want::All),
    (
        "samples",
        &Want::Each(&Want::Members(&[
            ("value", &Want::All),
            ("sample_id", &Want::All),
        ])),
    ),
]));

pub(super) const SUMMARIES: Want = Want::Each(&Want::Members(&[
    ("id", &Want::All),
    ("epoch", &Want::All),
    ("scores", &Want::Each(&Want::Members(&[("value", &Want::All)]))),
]));

/// Refuses reductions that the samples do not give.
pub(super) fn agree(head: &Head<'_, '_>, samples: &Samples, reductions: View<'_, '_>) -> Result<(), Refusal> {
    for reduction in reductions.items()? {
        let scorer = reduction.member("scorer")?.text()?;
        let reducer = reduction.optional("reducer")?.map(|it| it.text()).transpose()?;
        let claimed = head
            .scores
            .iter()
            .find(|it| it.name == scorer && it.reducer.as_deref() == reducer);
        let Some(claimed) = claimed else { continue };
        let units = units(samples, claimed, None)?.into_iter();
        let values: BTreeMap<String, BigRational> = units.map(|it| (it.id, it.value)).collect();
        for reduced in reduction.member("samples")?.items()? {
            let value = reduced.member("value")?;
            if value.is_object() {
                continue;
            }
            let id = reduced.member("sample_id")?.id()?;
            same(value, &number(value)?, values.get(&id), &id)?;
        }
    }
    Ok(())
}

/// Refuses summaries that are not those of the samples.
pub(super) fn summarise(samples: &Samples, summaries: View<'_, '_>) -> Result<(), Refusal> {
    for summary in summaries.items()? {
        let (id, epoch) = (summary.member("id")?.id()?, summary.member("epoch")?.count()?);
        let sample = samples.by_id.get(&id).and_then(|it| it.get(&epoch));
        let Some(scores) = summary.optional("scores")? else {
            continue;
        };
        let named = scores
            .members()?
            .into_iter()
            .filter(|(name, _)| samples.speaks_of(name));
        for (name, scored) in named {
            let value = scored.member("value")?;
            if value.is_object() {
                continue;
            }
            let found = sample.and_then(|it| it.scores.get(name)).and_then(|it| it.one());
            same(value, &number(value)?, found, &id)?;
        }
    }
    Ok(())
}

fn same(
    view: View<'_, '_>,
    said: &BigRational,
    found: Option<&BigRational>,
    id: &str,
) -> Result<(), Refusal> {
    if found.is_some_and(|it| agrees(said, it)) {
        return Ok(());
    }
    let found = found.map_or("no such score".to_owned(), exact_text);
    let problem = format!(
        "sample `{id}` is said here to score {}, and the sample itself has {found}",
        exact_text(said)
    );
    let cure = "score the log again (`inspect score`); if it was edited by hand, send the one that was not";
    Err(view.refuse(Reason::Contradicts, problem, cure))
}
