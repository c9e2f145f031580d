//! Which clause of one text is which of another, found step by step: what has found its like is looked at no more.
//!
//! It must not know what became of a clause.

use super::claim::Claim;
use crate::{ladder, words};
use holdpoint_policy::model::{Clause, ClauseId, Policy};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Less likeness than this, in percent, is none.
const LEAST_LIKENESS: u8 = 60;

/// Two clauses, and how they were found to be the same.
pub(crate) struct Aligned<B> {
    pub(crate) old: ClauseId,
    pub(crate) new: ClauseId,
    pub(crate) by: B,
}

impl<B: Copy> Aligned<B> {
    /// Seen from the other text.
    pub(crate) fn turned(&self) -> Aligned<B> {
        Aligned {
            old: self.new,
            new: self.old,
            by: self.by,
        }
    }
}

/// INVARIANT: no clause stands in two pairs.
pub(crate) struct Pairs<'a, B> {
    old: &'a Policy,
    new: &'a Policy,
    found: Vec<Aligned<B>>,
}

impl<'a, B: Copy> Pairs<'a, B> {
    pub(crate) fn new(old: &'a Policy, new: &'a Policy) -> Pairs<'a, B> {
        Pairs {
            old,
            new,
            found: Vec::new(),
        }
    }

    /// Clauses of which it is said.
    pub(crate) fn said(&mut self, by: B, is_same: impl Fn(&Clause, &Clause) -> bool) {
        for new in self.free_new() {
            let is_its =
                |it: &ClauseId| is_same(&self.old.clauses[it.index()], &self.new.clauses[new.index()]);
            if let Some(old) = self.free_old().into_iter().find(is_its) {
                self.found.push(Aligned { old, new, by });
            }
        }
    }

    /// The likest pair first, by so many percent; of pairs as like, those for which `then` is more.
    pub(crate) fn likest(
        &mut self,
        by: impl Fn(u8) -> B,
        percent: impl Fn(ClauseId, ClauseId) -> u8,
        then: impl Fn(ClauseId, ClauseId) -> u8,
    ) {
        let (old, new) = (self.free_old(), self.free_new());
        let both = |old, new| (percent(old, new), then(old, new));
        for (old, new, (percent, _)) in likest(&old, &new, both) {
            let by = by(percent);
            self.found.push(Aligned { old, new, by });
        }
    }

    pub(crate) fn found(self) -> Vec<Aligned<B>> {
        self.found
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

/// So many percent, or those with what decides between pairs as like.
pub(crate) trait Likeness: Copy + Ord {
    fn percent(self) -> u8;
}

impl Likeness for u8 {
    fn percent(self) -> u8 {
        self
    }
}

impl Likeness for (u8, u8) {
    fn percent(self) -> u8 {
        self.0
    }
}

/// Pairs that are alike enough with their likeness, the likest first, nothing in two of them.
pub(crate) fn likest<T: Copy + Ord, L: Likeness>(
    old: &[T],
    new: &[T],
    likeness: impl Fn(T, T) -> L,
) -> Vec<(T, T, L)> {
    let pairs = old.iter().flat_map(|old| new.iter().map(move |new| (*old, *new)));
    let mut all: Vec<(Reverse<L>, T, T)> = pairs
        .map(|(old, new)| (Reverse(likeness(old, new)), new, old))
        .filter(|(Reverse(it), ..)| it.percent() >= LEAST_LIKENESS)
        .collect();
    all.sort_unstable();
    let mut found: Vec<(T, T, L)> = Vec::new();
    for (Reverse(likeness), new, old) in all {
        if found.iter().all(|it| it.0 != old && it.1 != new) {
            found.push((old, new, likeness));
        }
    }
    found
}

/// How much of what two clauses say they both say, in percent; nothing where they have only their frame in common.
pub(crate) fn likeness((one, its): (&Policy, ClauseId), (other, others): (&Policy, ClauseId)) -> u8 {
    let features = |policy: &Policy, id: ClauseId| {
        let clause = &policy.clauses[id.index()];
        Claim::of(policy, clause).features()
    };
    let named = |policy: &Policy, id: ClauseId| words::named_in(policy, &policy.clauses[id.index()]);
    let (its_own, the_others) = (named(one, its), named(other, others));
    match its_own.is_disjoint(&the_others) && !its_own.is_empty() && !the_others.is_empty() {
        true => 0,
        false => shared(&features(one, its), &features(other, others)),
    }
}

/// Of all that is in either, how much is in both, in percent; nothing in both where both are empty.
pub(crate) fn shared(one: &BTreeSet<String>, other: &BTreeSet<String>) -> u8 {
    let in_both = one.intersection(other).count();
    let in_all = one.union(other).count().max(1);
    (100 * in_both / in_all) as u8
}
