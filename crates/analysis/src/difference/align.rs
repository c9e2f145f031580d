//! Which clause of the new text is which of the old: by name, by what the new one says it supersedes, then by likeness.
//!
//! It must not know what became of a clause.

use super::claim::Claim;
use crate::ladder;
use crate::report::difference::Alignment;
use holdpoint_policy::model::{ClauseId, Policy};
use std::collections::BTreeSet;

/// Less likeness than this, in percent, is none.
const LEAST_LIKENESS: u8 = 60;

pub(super) struct Aligned {
    pub(super) old: ClauseId,
    pub(super) new: ClauseId,
    pub(super) by: Alignment,
}

/// No clause stands in two pairs.
pub(super) fn aligned(old: &Policy, new: &Policy) -> Vec<Aligned> {
    let mut pairs = Pairs {
        old,
        new,
        found: Vec::new(),
    };
    pairs.by(Alignment::Name, |old, new| old.named.name == new.named.name);
    pairs.by(Alignment::Supersedes, |old, new| {
        new.supersedes.as_ref() == Some(&old.named.name)
    });
    pairs.by_likeness();
    pairs.found
}

struct Pairs<'a> {
    old: &'a Policy,
    new: &'a Policy,
    found: Vec<Aligned>,
}

impl Pairs<'_> {
    fn by(
        &mut self,
        by: Alignment,
        is_same: impl Fn(&holdpoint_policy::model::Clause, &holdpoint_policy::model::Clause) -> bool,
    ) {
        for new in self.free_new() {
            let is_its =
                |it: &ClauseId| is_same(&self.old.clauses[it.index()], &self.new.clauses[new.index()]);
            if let Some(old) = self.free_old().into_iter().find(is_its) {
                self.found.push(Aligned { old, new, by });
            }
        }
    }

    /// The likest pair first.
    fn by_likeness(&mut self) {
        let mut likest = Vec::new();
        for old in self.free_old() {
            for new in self.free_new() {
                let percent = likeness(&features(self.old, old), &features(self.new, new));
                if percent >= LEAST_LIKENESS {
                    likest.push((std::cmp::Reverse(percent), new, old));
                }
            }
        }
        likest.sort_unstable();
        for (std::cmp::Reverse(percent), new, old) in likest {
            if self.found.iter().all(|it| it.old != old && it.new != new) {
                let by = Alignment::Likeness { percent };
                self.found.push(Aligned { old, new, by });
            }
        }
    }

    fn free_old(&self) -> Vec<ClauseId> {
        let is_free = |it: &ClauseId| self.found.iter().all(|pair| pair.old != *it);
        ladder::clause_ids(self.old).filter(is_free).collect()
    }

    fn free_new(&self) -> Vec<ClauseId> {
        let is_free = |it: &ClauseId| self.found.iter().all(|pair| pair.new != *it);
        ladder::clause_ids(self.new).filter(is_free).collect()
    }
}

fn features(policy: &Policy, clause: ClauseId) -> BTreeSet<String> {
    Claim::of(policy, &policy.clauses[clause.index()]).features()
}

/// Of all that is said in either, how much is said in both.
fn likeness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> u8 {
    let in_both = one.intersection(other).count();
    let in_all = one.union(other).count().max(1);
    (100 * in_both / in_all) as u8
}
