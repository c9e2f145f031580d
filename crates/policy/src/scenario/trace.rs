//! What happened in a scenario and what followed, date by date.
//!
//! It must not know what was expected.

use super::words;
use crate::model::{ActionId, Policy};
use crate::permission::Standing;
use crate::quantity::Date;
use std::fmt;

/// The moments of a scenario at which something was said or something changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// In order of time; two entries may have one date when a `then` stands between their steps.
    pub entries: Vec<TraceEntry>,
}

/// One moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceEntry {
    /// When it was.
    pub at: Date,
    /// The steps that were said of it, as they are written; none where time alone changed something.
    pub said: Vec<String>,
    /// Each action by name, in the order of the policy, and how it stands.
    pub actions: Vec<(String, String)>,
    /// Clauses that are not kept, or overdue.
    pub breached: Vec<String>,
}

impl Trace {
    /// Adds how things stand now, unless nothing was said and nothing changed.
    pub(super) fn note(&mut self, policy: &Policy, standing: &Standing<'_>, at: Date, said: Vec<String>) {
        let actions = (0..policy.actions.len()).map(ActionId::from);
        let actions = actions.map(|it| {
            (
                policy.actions[it.index()].named.name.clone(),
                words::state_of_action(policy, standing, it),
            )
        });
        let breached = standing.statuses().breached.iter();
        let breached = breached.map(|it| policy.clauses[it.index()].named.name.clone());
        let entry = TraceEntry {
            at,
            said,
            actions: actions.collect(),
            breached: breached.collect(),
        };
        let changed = self
            .entries
            .last()
            .is_none_or(|it| it.actions != entry.actions || it.breached != entry.breached);
        if changed || !entry.said.is_empty() {
            self.entries.push(entry);
        }
    }
}

impl fmt::Display for Trace {
    /// A timeline in which only what changed is shown at each date.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut earlier: Option<&TraceEntry> = None;
        for entry in &self.entries {
            let mut margin = words::date(entry.at);
            let width = margin.len();
            for line in entry.said.iter().cloned().chain(entry.changes_since(earlier)) {
                writeln!(f, "{margin:width$}  {line}")?;
                margin.clear();
            }
            earlier = Some(entry);
        }
        Ok(())
    }
}

impl TraceEntry {
    /// A sentence for each action and clause that stands differently.
    fn changes_since(&self, earlier: Option<&TraceEntry>) -> Vec<String> {
        let was = |name: &String, state: &String| {
            earlier.is_some_and(|it| it.actions.iter().any(|(n, s)| n == name && s == state))
        };
        let actions = self.actions.iter().filter(|(name, state)| !was(name, state));
        let actions = actions.map(|(name, state)| format!("{name} {state}"));
        let before = earlier.map_or(&[][..], |it| &it.breached);
        let begun = self
            .breached
            .iter()
            .filter(|it| !before.contains(it))
            .map(|it| format!("{it} is breached"));
        let ended = before.iter().filter(|it| !self.breached.contains(it));
        let ended = ended.map(|it| format!("{it} is no longer breached"));
        actions.chain(begun).chain(ended).collect()
    }
}
