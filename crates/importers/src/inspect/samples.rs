//! The samples of a log: each there once, unharmed, and scored.
//!
//! It must not know the results that the log claims.

use super::head::{ERROR, Head, invalidated};
use super::score::{Score, score};
use crate::json::{View, Want};
use crate::measurement::Budget;
use crate::refusal::{Reason, Refusal};
use std::collections::{BTreeMap, BTreeSet};

/// The members of a sample that are read; all others are examined and dropped.
pub(super) const SAMPLE: Want = Want::Members(&[
    ("id", &Want::All),
    ("epoch", &Want::All),
    ("scores", &Want::Each(&SCORED)),
    ("metadata", &Want::All),
    ("error", &ERROR),
    ("invalidation", &Want::All),
    ("limit", &Want::Members(&[("type", &Want::All)])),
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
    /// What it is clustered by, as written.
    pub(super) metadata: BTreeMap<String, String>,
}

/// All samples by id and epoch, with what the results are about and nothing else.
pub(super) struct Samples {
    pub(super) by_id: BTreeMap<String, BTreeMap<usize, Sample>>,
    epochs: usize,
    /// The scores, and the metadata, that the results speak of.
    names: BTreeSet<String>,
    clusters: BTreeSet<String>,
    /// Scores that were edited in the open, after the run: the first of them, and how many.
    edits: (Vec<String>, usize),
    /// How many samples were halted, by the kind of limit.
    halted: BTreeMap<String, usize>,
    /// Samples that ended in an error: the first of the messages, and how many.
    failed: Option<(usize, Refusal)>,
    scores: Budget,
}

impl Samples {
    /// None yet, of a log with this head.
    pub(super) fn of(head: &Head<'_, '_>) -> Samples {
        let scores = head.scores.iter();
        let clusters = scores
            .clone()
            .flat_map(|it| &it.metrics)
            .filter_map(|it| it.cluster.clone());
        Samples {
            by_id: BTreeMap::new(),
            epochs: head.epochs,
            names: scores
                .flat_map(|it| [it.name.clone(), it.scorer.clone()])
                .collect(),
            clusters: clusters.collect(),
            edits: (Vec::new(), 0),
            halted: BTreeMap::new(),
            failed: None,
            scores: Budget::default(),
        }
    }

    pub(super) fn add(&mut self, view: View<'_, '_>) -> Result<(), Refusal> {
        let (id, epoch) = self.name(view)?;
        if let Some(invalidation) = view.optional("invalidation")? {
            return Err(invalidated(invalidation, &format!("sample `{id}`")));
        }
        if let Some(error) = view.optional("error")? {
            return self.add_failed(&id, error);
        }
        if let Some(limit) = view.optional("limit")? {
            *self
                .halted
                .entry(limit.member("type")?.text()?.to_owned())
                .or_default() += 1;
        }
        let sample = Sample {
            scores: self.scores(&id, view)?,
            metadata: self.metadata(view)?,
        };
        let before = self.by_id.entry(id.clone()).or_default().insert(epoch, sample);
        match before {
            None => Ok(()),
            Some(_) => {
                let problem = format!("sample `{id}` is there twice in epoch {epoch}");
                Err(view.refuse(Reason::SampleTwice, problem, "send the log as the tool wrote it"))
            }
        }
    }

    fn name(&self, view: View<'_, '_>) -> Result<(String, usize), Refusal> {
        let (id, epoch) = (view.member("id")?.id()?, view.member("epoch")?);
        let number = epoch.count()?;
        match (1..=self.epochs).contains(&number) {
            true => Ok((id, number)),
            false => {
                let problem = format!(
                    "sample `{id}` is of epoch {number}, and there are {}",
                    self.epochs
                );
                Err(epoch.refuse(Reason::Contradicts, problem, "send the log as the tool wrote it"))
            }
        }
    }

    fn metadata(&self, view: View<'_, '_>) -> Result<BTreeMap<String, String>, Refusal> {
        let Some(metadata) = view.optional("metadata")? else {
            return Ok(BTreeMap::new());
        };
        let named = metadata
            .members()?
            .into_iter()
            .filter(|(name, _)| self.clusters.contains(*name));
        Ok(named
            .filter_map(|(name, value)| Some((name.to_owned(), value.plain()?)))
            .collect())
    }

    /// Whether the results are about scores of that name.
    pub(super) fn speaks_of(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Samples that were stopped before they ended by themselves: what the model could have done is not in their scores.
    pub(super) fn halted(&self) -> impl Iterator<Item = String> {
        let all = self.halted.iter();
        all.map(|(limit, count)| format!("samples halted by the limit `{}`: {count}", limit.escape_debug()))
    }

    /// What was edited in the open, in words.
    pub(super) fn edits(&self) -> Vec<String> {
        let (first, count) = &self.edits;
        let more = count - first.len();
        let rest = (more > 0).then(|| format!("and {more} more scores were edited after the run"));
        first.iter().cloned().chain(rest).collect()
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
            self.add_edits(edits(id, name, scored)?);
            if self.names.contains(name) {
                let score = score(scored.member("value")?, &self.names)?;
                self.scores.spend(score.n(), scored)?;
                all.insert(name.to_owned(), score);
            }
        }
        Ok(all)
    }

    fn add_edits(&mut self, edits: Vec<String>) {
        const SHOWN: usize = 10;
        self.edits.1 += edits.len();
        let room = SHOWN.saturating_sub(self.edits.0.len());
        self.edits.0.extend(edits.into_iter().take(room));
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
