//! The samples of a log: each there once, unharmed, and scored.
//!
//! It must not know the results that the log claims.

use super::head::{ERROR, Head, invalidated};
use super::score::{Score, score};
use crate::json::{View, Want};
use crate::refusal::{Reason, Refusal};
use std::collections::BTreeMap;

/// The members of a sample that are read; all others are examined and dropped.
pub(super) const SAMPLE: Want = Want::Members(&[
    ("id", &Want::All),
    ("epoch", &Want::All),
    ("scores", &Want::Each(&SCORED)),
    ("metadata", &Want::All),
    ("error", &ERROR),
    ("invalidation", &Want::All),
]);

const SCORED: Want = Want::Members(&[
    ("value", &Want::All),
    (
        "history",
        &Want::Each(&Want::Members(&[("provenance", &Want::All)])),
    ),
]);

/// One sample in one epoch.
pub(super) struct Sample {
    pub(super) scores: BTreeMap<String, Score>,
    /// Its plain metadata, as written, so that clusters can be told apart.
    pub(super) metadata: BTreeMap<String, String>,
}

/// All samples by id and epoch.
#[derive(Default)]
pub(super) struct Samples {
    pub(super) by_id: BTreeMap<String, BTreeMap<usize, Sample>>,
    /// Scores that were edited in the open, after the run.
    pub(super) edits: Vec<String>,
    /// Samples that ended in an error, and the first of the messages.
    failed: Option<(usize, Refusal)>,
}

impl Samples {
    pub(super) fn add(&mut self, view: View<'_, '_>) -> Result<(), Refusal> {
        let (id, epoch) = name(view)?;
        if let Some(invalidation) = view.optional("invalidation")? {
            return Err(invalidated(invalidation, &format!("sample `{id}`")));
        }
        if let Some(error) = view.optional("error")? {
            return self.add_failed(&id, error);
        }
        let sample = Sample {
            scores: self.scores(&id, view)?,
            metadata: metadata(view)?,
        };
        if self
            .by_id
            .entry(id.clone())
            .or_default()
            .insert(epoch, sample)
            .is_some()
        {
            let problem = format!("sample `{id}` is there twice in epoch {epoch}");
            return Err(view.refuse(Reason::SampleTwice, problem, "send the log as the tool wrote it"));
        }
        Ok(())
    }

    fn add_failed(&mut self, id: &str, error: View<'_, '_>) -> Result<(), Refusal> {
        if let Some((count, _)) = &mut self.failed {
            *count += 1;
            return Ok(());
        }
        let message = error
            .optional("message")?
            .map(|it| it.text())
            .transpose()?
            .unwrap_or_default();
        let first = message.lines().next().unwrap_or_default();
        let problem = format!("its status is `success`, and sample `{id}` ended in the error `{first}`");
        let cure =
            "run the failed samples again (`inspect eval-retry`): what fails is rarely like what does not";
        self.failed = Some((1, error.refuse(Reason::Failed, problem, cure)));
        Ok(())
    }

    fn scores(&mut self, id: &str, view: View<'_, '_>) -> Result<BTreeMap<String, Score>, Refusal> {
        let Some(scores) = view.optional("scores")? else {
            return Ok(BTreeMap::new());
        };
        let mut all = BTreeMap::new();
        for (name, scored) in scores.members()? {
            self.edits.extend(edits(id, name, scored)?);
            all.insert(name.to_owned(), score(scored.member("value")?)?);
        }
        Ok(all)
    }

    /// Refuses unless all that were announced are there, and none failed.
    pub(super) fn complete(&self, head: &Head<'_, '_>) -> Result<(), Refusal> {
        if let Some((count, first)) = &self.failed {
            let mut refusal = first.clone();
            if *count > 1 {
                refusal.problem = format!("{}, and {} more with it", refusal.problem, count - 1);
            }
            return Err(refusal);
        }
        let n: usize = self.by_id.values().map(BTreeMap::len).sum();
        if n == 0 {
            return Err(missing(
                head,
                "the log has no samples, so that nothing in it can be recomputed".to_owned(),
            ));
        }
        if let Some(absent) = self.absent(head) {
            return Err(missing(head, absent));
        }
        let completed = head.results.member("completed_samples")?.count()?;
        match n == head.n_samples && n == completed {
            true => Ok(()),
            false => Err(missing(
                head,
                format!(
                    "of {} samples {completed} are said to be complete, and {n} are in the log",
                    head.n_samples
                ),
            )),
        }
    }

    fn absent(&self, head: &Head<'_, '_>) -> Option<String> {
        let ids = head.sample_ids.as_ref()?;
        let has = |id: &str, epoch: usize| self.by_id.get(id).is_some_and(|it| it.contains_key(&epoch));
        let wanted = ids
            .iter()
            .flat_map(|id| (1..=head.epochs).map(move |epoch| (id, epoch)));
        let mut absent = wanted.filter(|(id, epoch)| !has(id, *epoch));
        let (id, epoch) = absent.next()?;
        let more = absent.count();
        let rest = if more == 0 {
            String::new()
        } else {
            format!(", and {more} more with it")
        };
        Some(format!("sample `{id}` of epoch {epoch} is not in the log{rest}"))
    }
}

fn name(view: View<'_, '_>) -> Result<(String, usize), Refusal> {
    Ok((view.member("id")?.id()?, view.member("epoch")?.count()?))
}

fn metadata(view: View<'_, '_>) -> Result<BTreeMap<String, String>, Refusal> {
    let Some(metadata) = view.optional("metadata")? else {
        return Ok(BTreeMap::new());
    };
    let plain = metadata.members()?.into_iter();
    Ok(plain
        .filter_map(|(name, value)| Some((name.to_owned(), value.plain()?)))
        .collect())
}

/// A score keeps what it was before; an edit without a name under it is not one made in the open.
fn edits(id: &str, name: &str, scored: View<'_, '_>) -> Result<Vec<String>, Refusal> {
    let Some(history) = scored.optional("history")? else {
        return Ok(Vec::new());
    };
    let mut edits = Vec::new();
    for edit in history.items()?.into_iter().skip(1) {
        let Some(by) = edit.optional("provenance")? else {
            let problem = format!("`{name}` of sample `{id}` was edited, and nobody says by whom");
            return Err(edit.refuse(
                Reason::Edited,
                problem,
                "edit scores with the tool, which records who did it",
            ));
        };
        let author = by.member("author")?.text()?;
        edits.push(format!(
            "`{name}` of sample `{id}` was edited after the run by `{author}`"
        ));
    }
    Ok(edits)
}

fn missing(head: &Head<'_, '_>, problem: String) -> Refusal {
    let cure = "send the whole log of a run that was carried to its end, with its samples";
    head.results.refuse(Reason::SamplesMissing, problem, cure)
}
