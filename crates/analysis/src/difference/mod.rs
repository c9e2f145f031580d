//! How a new version of a policy differs from an old one: clause by clause, in what clauses speak of, and in what each
//! text permits.
//!
//! Base readings, the texts as they stand. It must not know files or how a difference is shown.

mod align;
mod claim;
mod inclusion;
mod logic;
mod party;
mod things;

pub(crate) use align::{Aligned, Pairs, likeness, likest, shared};
pub(crate) use inclusion::actions;
pub(crate) use logic::Formula;
pub(crate) use things::changed as things;

use crate::ladder;
use crate::report::difference::{
    Alignment, Change, ClauseChange, ClauseSide, Difference, Direction, Edition, Moved,
};
use crate::setting::Setting;
use crate::words;
use claim::Claim;
use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::model::{ClauseId, Policy};

/// What became of `old` in `new`. `progress` is told how many actions are compared, and of how many.
pub fn difference(
    old: &PolicyEncoding,
    new: &PolicyEncoding,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Difference {
    let editions = (edition(old), edition(new));
    let (old, new) = (&old.base, &new.base);
    Difference {
        old: editions.0,
        new: editions.1,
        actions: actions(old, new, progress),
        clauses: clauses(old, new, &aligned(old, new)),
        things: things(old, new),
        step: Setting::nothing_assumed(new).words(1),
    }
}

fn edition(coded: &PolicyEncoding) -> Edition {
    let policy = &coded.base;
    Edition {
        id: policy.name.clone(),
        title: policy.title.clone(),
        effective: policy.effective,
        readings: coded.slots.iter().map(|it| it.name.clone()).collect(),
    }
}

/// By name, by what the new clause says it supersedes, then by likeness.
fn aligned(old: &Policy, new: &Policy) -> Vec<Aligned<Alignment>> {
    let mut pairs = Pairs::new(old, new);
    pairs.said(Alignment::Name, |old, new| old.named.name == new.named.name);
    pairs.said(Alignment::Supersedes, |old, new| {
        new.supersedes.as_ref() == Some(&old.named.name)
    });
    let percent = |one, other| likeness((old, one), (new, other));
    pairs.likest(|percent| Alignment::Likeness { percent }, percent, percent);
    pairs.found()
}

fn clauses(old: &Policy, new: &Policy, pairs: &[Aligned<Alignment>]) -> Vec<ClauseChange> {
    let mut changes = Vec::new();
    for id in ladder::clause_ids(new) {
        let pair = pairs.iter().find(|it| it.new == id);
        changes.push(match pair {
            Some(pair) => changed((old, pair.old), (new, id), pair.by),
            None => one_sided(None, Some(side(new, id)), Change::Added),
        });
    }
    let gone = ladder::clause_ids(old).filter(|it| pairs.iter().all(|pair| pair.old != *it));
    changes.extend(gone.map(|id| one_sided(Some(side(old, id)), None, Change::Removed)));
    changes
}

fn one_sided(old: Option<ClauseSide>, new: Option<ClauseSide>, change: Change) -> ClauseChange {
    ClauseChange {
        old,
        new,
        aligned_by: None,
        change,
        moved: Vec::new(),
    }
}

fn changed(
    (old, old_id): (&Policy, ClauseId),
    (new, new_id): (&Policy, ClauseId),
    by: Alignment,
) -> ClauseChange {
    let moved = moved((old, old_id), (new, new_id));
    let (before, after) = (side(old, old_id), side(new, new_id));
    let change = match summed(&moved) {
        Change::Unchanged if before.name != after.name => Change::Relocated,
        other => other,
    };
    ClauseChange {
        old: Some(before),
        new: Some(after),
        aligned_by: Some(by),
        change,
        moved,
    }
}

/// What is another in the second of two clauses.
pub(crate) fn moved((old, old_id): (&Policy, ClauseId), (new, new_id): (&Policy, ClauseId)) -> Vec<Moved> {
    let before = Claim::of(old, &old.clauses[old_id.index()]);
    before.moved(&Claim::of(new, &new.clauses[new_id.index()]))
}

pub(crate) fn side(policy: &Policy, id: ClauseId) -> ClauseSide {
    let clause = &policy.clauses[id.index()];
    ClauseSide {
        name: clause.named.name.clone(),
        words: words::clause(policy, clause),
        citation: clause.named.title.clone(),
        place: clause.named.place,
    }
}

/// All that moved, in one word.
fn summed(moved: &[Moved]) -> Change {
    let all = |direction: Direction| moved.iter().all(|it| it.direction == Some(direction));
    match moved {
        [] => Change::Unchanged,
        _ if all(Direction::Stronger) => Change::Strengthened,
        _ if all(Direction::Weaker) => Change::Weakened,
        _ => Change::Mixed,
    }
}
