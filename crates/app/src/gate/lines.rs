//! A model line by the entries of a ledger, under each reading of the policy in force.
//!
//! It must not know what is asked of the line.

use super::authority::uncounted;
use super::contents::Contents;
use super::revision::InForce;
use crate::ledger::{Entries, Seen};
use crate::moment;
use crate::problem::Problem;
use crate::words::evidence as say;
use holdpoint_gate::evidence::{self, Reading as Read, Unusable};
use holdpoint_gate::{Item, Line, Settings};
use holdpoint_ledger::{Body, Keyring};
use holdpoint_policy::encoding::Reading;
use holdpoint_policy::model::Policy;
use holdpoint_policy::quantity::Date;
use std::sync::Arc;

/// A model line under every reading that the policy in force leaves open.
#[derive(Debug)]
pub(crate) struct Lines {
    pub(crate) name: String,
    pub(crate) in_force: Arc<InForce>,
    /// The next revision that is on record, by its entry, and from when on it is in force.
    pub(crate) next: Option<(u64, Date)>,
    /// In the order of the policy's.
    pub(crate) readings: Vec<Line>,
    /// Entries that could not be used, under the first reading.
    unusable: Vec<Unusable>,
    /// Policies that do not count, as who signed them may not publish.
    pub(crate) unpublished: Vec<Unusable>,
    /// Whose word counts; `None` if nobody looks at who signed.
    keyring: Option<Arc<Keyring>>,
}

impl Lines {
    /// The line by the entries before `size`, under the policy in force at a moment; `None` if none was.
    pub(crate) fn fold(
        entries: &dyn Entries,
        contents: &mut Contents,
        size: u64,
        at: Date,
        name: &str,
    ) -> Result<Option<Lines>, Problem> {
        let Some(in_force) = contents.in_force(size, at)? else {
            return Ok(None);
        };
        let line = |(_, policy): &(Reading, Arc<Policy>)| {
            Line::new(Arc::clone(policy), in_force.start, Settings::default())
        };
        let mut lines = Lines {
            name: name.to_owned(),
            next: contents.next(size, at)?,
            readings: in_force.readings.iter().map(line).collect(),
            unusable: Vec::new(),
            unpublished: contents.uncounted(size)?,
            keyring: contents.keyring(size).cloned(),
            in_force,
        };
        for index in contents.concerning(name, size) {
            let entry = entries.seen(index..index + 1)?;
            let entry = entry.first().ok_or_else(|| not_there(index))?;
            lines.take_in(entry);
        }
        lines.pass_to(size);
        Ok(Some(lines))
    }

    /// The next entry that may say something of the line; those before it that were not taken in do not.
    pub(crate) fn take_in(&mut self, entry: &Seen<'_>) {
        self.pass_to(entry.index);
        self.read(entry);
    }

    /// No entry before `size` that was not taken in says anything of the line.
    pub(crate) fn pass_to(&mut self, size: u64) {
        for line in &mut self.readings {
            line.pass(size.saturating_sub(line.size()));
        }
    }

    fn read(&mut self, entry: &Seen<'_>) {
        let Some(body) = &entry.body else {
            return self.take(match entry.may_be(evidence::is_evidence) {
                true => Item::NotShown,
                false => Item::Elsewhere,
            });
        };
        let received = moment::date(entry.received_ms);
        let mut word = None;
        for index in 0..self.readings.len() {
            let read = self.reading(index, entry.index, received, body.text());
            let read = match (read, &self.keyring) {
                // Who says it is the same under every reading, and a signature is verified once.
                (Read::Evidence(it), Some(keyring)) => match word.get_or_insert_with(|| {
                    let policy = self.readings[index].policy();
                    word_of(keyring, policy, &it, body)
                }) {
                    Some(uncounted) => Read::Unusable(uncounted.clone()),
                    None => Read::Evidence(it),
                },
                (read, _) => read,
            };
            let item = match read {
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
            self.readings[index].take(item);
        }
    }

    fn reading(&self, index: usize, entry: u64, received: Date, text: &str) -> Read {
        let policy = self.readings[index].policy();
        let shown = evidence::Shown {
            entry,
            received,
            text,
        };
        evidence::read(policy, &self.name, shown)
    }

    fn take(&mut self, item: Item) {
        self.readings.iter_mut().for_each(|it| it.take(item.clone()));
    }

    /// An entry that is to be recorded: refused where it could not be used, or would correct what it may not.
    pub(crate) fn admit(&mut self, entry: u64, received: Date, text: &str) -> Result<(), Box<Unusable>> {
        for index in 0..self.readings.len() {
            match self.reading(index, entry, received, text) {
                Read::Evidence(it) => {
                    let line = &mut self.readings[index];
                    line.take(Item::Evidence(it));
                    if line.idle_corrections().any(|it| it == entry) {
                        return Err(Box::new(idle(entry)));
                    }
                }
                Read::Elsewhere => self.readings[index].take(Item::Elsewhere),
                Read::Unusable(it) => return Err(Box::new(it)),
            }
        }
        Ok(())
    }

    /// Entries that could not be used, under the first reading; then corrections of which nothing comes.
    pub(crate) fn unusable(&self) -> impl Iterator<Item = Unusable> + '_ {
        let idle = self.readings[0].idle_corrections().map(idle);
        let unpublished = self.unpublished.iter().cloned();
        unpublished.chain(self.unusable.iter().cloned()).chain(idle)
    }

    /// A reading, for people.
    pub(crate) fn reading_words(&self, index: usize) -> String {
        say::reading(&self.in_force.encoding, &self.in_force.readings[index].0)
    }

    /// Entries of the line so far.
    pub(crate) fn n_entries(&self) -> u64 {
        self.readings[0].n_entries()
    }
}

/// Why it does not count as the word of whom it names; `None` if it does.
fn word_of(keyring: &Keyring, policy: &Policy, it: &evidence::Evidence, body: &Body) -> Option<Unusable> {
    let party = &policy.parties[it.by.index()].named.name;
    let counts = keyring.counts(body, it.entry, Some(party));
    counts.err().map(|why| Unusable {
        by: Some(it.by),
        ..uncounted(keyring, it.entry, &why)
    })
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

fn not_there(index: u64) -> Problem {
    Problem::of(format!("entry {index} is not there"))
}
