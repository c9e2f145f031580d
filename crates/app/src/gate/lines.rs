//! A ledger as evidence: which policy is in force, and what the entries say of a model line under each reading of it.
//!
//! It must not know what is asked of the line.

use crate::check::understood;
use crate::files::Files;
use crate::ledger::{Entries, Seen, each_entry};
use crate::loader::load_together;
use crate::moment;
use crate::outcome::has_errors;
use crate::problem::Problem;
use crate::record::no_policy;
use holdpoint_gate::evidence::{self, Reading as Read, Unusable};
use holdpoint_gate::{Item, Line, Settings};
use holdpoint_ledger::Hash;
use holdpoint_policy::encoding::{PolicyEncoding, Reading};
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

/// Every policy that was published before entry `size`, in order.
pub(crate) fn revisions(entries: &dyn Entries, size: u64) -> Result<Vec<Revision>, Problem> {
    let mut revisions = Vec::new();
    each_entry(entries, size, |entry| {
        revisions.extend(revision(&entry)?);
        Ok(())
    })?;
    Ok(revisions)
}

fn revision(entry: &Seen) -> Result<Option<Revision>, Problem> {
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
    pub(crate) fn in_force(revisions: &[Revision], at: Date) -> Option<&Revision> {
        revisions.iter().rev().find(|it| it.from <= at)
    }

    /// The next one to be in force after a moment.
    fn next(revisions: &[Revision], at: Date) -> Option<(u64, Date)> {
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

/// A model line under every reading that the policy in force leaves open.
pub(crate) struct Lines {
    pub(crate) name: String,
    pub(crate) revision: Revision,
    /// The next revision that is on record, by its entry, and from when on it is in force.
    pub(crate) next: Option<(u64, Date)>,
    pub(crate) encoding: PolicyEncoding,
    pub(crate) files: Files,
    pub(crate) readings: Vec<(Reading, Line)>,
    /// Entries that could not be used, under the first reading.
    pub(crate) unusable: Vec<Unusable>,
}

impl Lines {
    /// The line at a moment, by the entries before `size`, under the policy in force.
    pub(crate) fn at(entries: &dyn Entries, size: u64, at: Date, line: &str) -> Result<Lines, Problem> {
        let revisions = revisions(entries, size)?;
        Lines::fold(entries, size, &revisions, at, line)?.ok_or_else(no_policy)
    }

    /// The same, if the policies are known; `None` if none was in force.
    pub(crate) fn fold(
        entries: &dyn Entries,
        size: u64,
        revisions: &[Revision],
        at: Date,
        line: &str,
    ) -> Result<Option<Lines>, Problem> {
        let Some(revision) = Revision::in_force(revisions, at) else {
            return Ok(None);
        };
        let (encoding, files) = revision.encoding()?;
        // Clocks run from when the first policy was in force: a revision does not set them back.
        let start = revisions.first().map_or(revision.from, |it| it.from);
        let readings = revision.readings(&encoding)?;
        let line_of = |reading: Reading| {
            let policy = Arc::new(encoding.under(&reading));
            (reading, Line::new(policy, start, Settings::default()))
        };
        let mut lines = Lines {
            name: line.to_owned(),
            revision: revision.clone(),
            next: Revision::next(revisions, at),
            readings: readings.into_iter().map(line_of).collect(),
            encoding,
            files,
            unusable: Vec::new(),
        };
        each_entry(entries, size, |entry| {
            lines.read(&entry);
            Ok(())
        })?;
        let idle = lines.readings[0].1.idle_corrections().map(idle);
        let idle: Vec<Unusable> = idle.collect();
        lines.unusable.extend(idle);
        Ok(Some(lines))
    }

    fn read(&mut self, entry: &Seen) {
        let Some(body) = &entry.body else {
            return self.take(match entry.may_be(evidence::is_evidence) {
                true => Item::NotShown,
                false => Item::Elsewhere,
            });
        };
        let received = moment::date(entry.received_ms);
        for index in 0..self.readings.len() {
            let item = match self.reading(index, entry.index, received, body.text()) {
                Read::Evidence(it) => Item::Evidence(it),
                Read::Elsewhere => Item::Elsewhere,
                Read::Unusable(it) => {
                    let item = Item::Unusable {
                        by: it.by,
                        received,
                        is_of_line: it.is_of_line,
                    };
                    if index == 0 {
                        self.unusable.push(it);
                    }
                    item
                }
            };
            self.readings[index].1.take(item);
        }
    }

    fn reading(&self, index: usize, entry: u64, received: Date, text: &str) -> Read {
        let policy = self.readings[index].1.policy();
        let shown = evidence::Shown {
            entry,
            received,
            text,
        };
        evidence::read(policy, &self.name, shown)
    }

    /// An entry that is known to be about something else.
    pub(crate) fn take(&mut self, item: Item) {
        self.readings.iter_mut().for_each(|it| it.1.take(item.clone()));
    }

    /// An entry that is to be recorded: refused where it could not be used, or would correct what it may not.
    pub(crate) fn admit(&mut self, entry: u64, received: Date, text: &str) -> Result<(), Box<Unusable>> {
        for index in 0..self.readings.len() {
            match self.reading(index, entry, received, text) {
                Read::Evidence(it) => {
                    let line = &mut self.readings[index].1;
                    line.take(Item::Evidence(it));
                    if line.idle_corrections().any(|it| it == entry) {
                        return Err(Box::new(idle(entry)));
                    }
                }
                Read::Elsewhere => self.readings[index].1.take(Item::Elsewhere),
                Read::Unusable(it) => return Err(Box::new(it)),
            }
        }
        Ok(())
    }

    /// Entries of the line so far.
    pub(crate) fn n_entries(&self) -> u64 {
        self.readings[0].1.n_entries()
    }
}

fn idle(entry: u64) -> Unusable {
    Unusable {
        entry,
        by: None,
        is_of_line: true,
        at: "what it corrects".to_owned(),
        problem: "it is no entry of this line that the party may correct so".to_owned(),
        cure: "a party supersedes and retracts what it said itself, and disputes what others said".to_owned(),
    }
}
