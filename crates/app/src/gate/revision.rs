//! The policies that were published in a ledger: which is in force when, and what its text says.
//!
//! It must not know any model line.

use crate::check::understood;
use crate::files::Files;
use crate::ledger::Seen;
use crate::loader::load_together;
use crate::moment;
use crate::outcome::has_errors;
use crate::problem::Problem;
use holdpoint_ledger::Hash;
use holdpoint_policy::encoding::{PolicyEncoding, Reading};
use holdpoint_policy::model::Policy;
use holdpoint_policy::quantity::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The type of the predicate of a policy's text.
pub(crate) const POLICY_REVISION: &str = "urn:holdpoint:policy-revision:v1";

/// Readings that are folded side by side, at most.
const READINGS_MAX: usize = 64;

/// A policy as it was published.
#[derive(Clone, Debug)]
pub(crate) struct Revision {
    pub(crate) entry: u64,
    /// From when on it is in force.
    pub(crate) from: Date,
    pub(crate) name: String,
    /// Of the document's text.
    pub(crate) sha256: String,
    published: Text,
}

#[derive(Clone, Debug, Deserialize)]
struct Text {
    policy: String,
    in_force_from: String,
    readings: BTreeMap<String, String>,
    files: Vec<File>,
}

#[derive(Clone, Debug, Deserialize)]
struct File {
    name: String,
    text: String,
}

/// The policy that an entry publishes, if it is one that does.
pub(super) fn revision(entry: &Seen<'_>) -> Result<Option<Revision>, Problem> {
    if !entry.may_be(|it| it == POLICY_REVISION) {
        return Ok(None);
    }
    let Some(body) = &entry.body else {
        let message = format!(
            "entry {} is not shown, and may be a revision of the policy",
            entry.index
        );
        return Err(Problem::new(
            message,
            "ask for a bundle that shows at least its field `predicateType`",
        ));
    };
    let unreadable = |why: String| Problem::of(format!("entry {}, a policy revision: {why}", entry.index));
    let published: Text = serde_json::from_str(body.text()).map_err(|it| unreadable(it.to_string()))?;
    let stated = Date::parse(&published.in_force_from)
        .ok_or_else(|| unreadable(format!("`{}` is no date", published.in_force_from)))?;
    let first = published
        .files
        .first()
        .ok_or_else(|| unreadable("it has no text".to_owned()))?;
    Ok(Some(Revision {
        entry: entry.index,
        // Whatever it says, it was not in force before it was on record.
        from: stated.max(moment::date(entry.received_ms)),
        name: published.policy.clone(),
        sha256: Hash::of(&[first.text.as_bytes()]).to_string(),
        published,
    }))
}

impl Revision {
    /// The one in force at a moment.
    pub(crate) fn in_force<'r>(revisions: &[&'r Revision], at: Date) -> Option<&'r Revision> {
        revisions.iter().rev().find(|it| it.from <= at).copied()
    }

    /// The next one to be in force after a moment.
    pub(super) fn next(revisions: &[&Revision], at: Date) -> Option<(u64, Date)> {
        let later = revisions.iter().filter(|it| it.from > at);
        let next = later.min_by_key(|it| it.from);
        next.map(|it| (it.entry, it.from))
    }

    /// Its text, read.
    pub(crate) fn encoding(&self) -> Result<(PolicyEncoding, Files), Problem> {
        let texts = self
            .published
            .files
            .iter()
            .map(|it| (it.name.clone(), it.text.clone()));
        let mut loaded = load_together(texts.collect());
        let encoding = understood(&mut loaded);
        let policy = encoding.policies.into_iter().find(|it| it.base.name == self.name);
        match policy {
            Some(policy) if !has_errors(&loaded.diagnostics) => Ok((policy, loaded.files)),
            _ => Err(Problem::of(format!(
                "entry {}: the policy `{}` cannot be read by this version of the program",
                self.entry, self.name
            ))),
        }
    }

    /// The readings that it leaves open, each as one choice for every name: all of them, since every one has to allow.
    fn readings(&self, encoding: &PolicyEncoding) -> Result<Vec<Reading>, Problem> {
        let known = |name: &String| encoding.slots.iter().any(|it| it.name == *name);
        if let Some(unknown) = self.published.readings.keys().find(|it| !known(it)) {
            let message = format!("entry {}: `{unknown}` has no readings to choose from", self.entry);
            return Err(Problem::of(message));
        }
        let mut readings = vec![Vec::new()];
        for slot in &encoding.slots {
            let chosen = self.published.readings.get(&slot.name);
            let options = slot.options.iter().enumerate();
            let open: Vec<usize> = options
                .filter(|(_, it)| chosen.is_none_or(|chosen| chosen == *it))
                .map(|(option, _)| option)
                .collect();
            readings = readings
                .iter()
                .flat_map(|it| open.iter().map(move |option| [&it[..], &[*option]].concat()))
                .collect();
            if readings.len() > READINGS_MAX {
                let message = format!("the policy leaves open more than {READINGS_MAX} readings");
                let help = "publish it with some of them chosen: --reading NAME=READING";
                return Err(Problem::new(message, help));
            }
        }
        match readings.is_empty() {
            true => Err(Problem::of(format!(
                "entry {}: it chooses readings that there are not",
                self.entry
            ))),
            false => Ok(readings.into_iter().map(Reading).collect()),
        }
    }
}

/// A revision as it is applied: its text, read, under each of the readings that it leaves open.
#[derive(Debug)]
pub(crate) struct InForce {
    pub(crate) revision: Revision,
    pub(crate) encoding: PolicyEncoding,
    pub(crate) files: Files,
    pub(super) readings: Vec<(Reading, Arc<Policy>)>,
    /// Clocks run from when the first policy was in force: a revision does not set them back.
    pub(super) start: Date,
}

impl InForce {
    pub(super) fn new(revision: &Revision, start: Date) -> Result<InForce, Problem> {
        let (encoding, files) = revision.encoding()?;
        let readings = revision.readings(&encoding)?.into_iter();
        let readings = readings.map(|it| {
            let policy = Arc::new(encoding.under(&it));
            (it, policy)
        });
        Ok(InForce {
            revision: revision.clone(),
            readings: readings.collect(),
            encoding,
            files,
            start,
        })
    }
}
