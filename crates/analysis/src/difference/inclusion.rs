//! What each of two texts permits of an action beside the other, clause by clause: whichever clause of the one the other
//! does not keep has a shortest history that shows it.
//!
//! It must not know how clauses are aligned for people.

use super::claim::Claim;
use super::party::Standing;
use crate::board::Terms;
use crate::joined::joined;
use crate::ladder;
use crate::property::{Answered, kept};
use crate::report::difference::{ActionChange, Relation, Separation};
use crate::report::{Event, Mover, Play, Verdict};
use holdpoint_policy::model::{ActionId, ClauseId, Policy};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// In the order of the new policy, then what only the old one names.
pub(crate) fn actions(
    old: &Policy,
    new: &Policy,
    progress: &mut (dyn FnMut(usize, usize) + Send),
) -> Vec<ActionChange> {
    let names = |policy: &Policy| {
        let names = policy.actions.iter().map(|it| it.named.name.clone());
        names.collect::<Vec<_>>()
    };
    let (before, after) = (names(old), names(new));
    let gone = before.iter().filter(|it| !after.contains(it));
    let all: Vec<&String> = after.iter().chain(gone).collect();
    let n_all = all.len();
    let progress = Mutex::new((0, progress));
    let change = |action: &&String| {
        let by_new = Side::of(new, old, action);
        let by_old = Side::of(old, new, action);
        let mut told = progress.lock().unwrap_or_else(PoisonError::into_inner);
        told.0 += 1;
        let n_done = told.0;
        (told.1)(n_done, n_all);
        let relation = match (before.contains(action), after.contains(action)) {
            (true, true) => relation(&by_new, &by_old),
            (false, _) => Relation::Added,
            (_, false) => Relation::Removed,
        };
        ActionChange {
            action: (*action).clone(),
            relation,
            no_longer_barred: by_new.separations,
            newly_barred: by_old.separations,
            undecided: by_new.undecided.into_iter().chain(by_old.undecided).collect(),
        }
    };
    all.par_iter().map(change).collect()
}

/// What one text, being kept, leaves of the other's clauses.
#[derive(Default)]
struct Side {
    separations: Vec<Separation>,
    undecided: Vec<(String, String)>,
}

impl Side {
    /// `first` is kept, and each clause of `read` that bars the action is read.
    fn of(first: &Policy, read: &Policy, action: &str) -> Side {
        let union = joined(first, read);
        let place = union.actions.iter().position(|it| it.named.name == action);
        let Some(action) = place.map(ActionId::from) else {
            return Side::default();
        };
        let n_first = first.clauses.len();
        let bars = |it: &ClauseId| {
            it.index() >= n_first && ladder::barred_actions(&union.clauses[it.index()]).contains(&action)
        };
        let barring: Vec<ClauseId> = ladder::clause_ids(&union).filter(bars).collect();
        let same = |word: &str| means_the_same(first, read, word);
        let kept_by_words = |clause: &ClauseId| {
            let its = Claim::of(read, &read.clauses[clause.index() - n_first]);
            let own = ladder::clause_ids(first).filter(|it| {
                let clause = &first.clauses[it.index()];
                let is_overridden = first.clauses.iter().any(|other| other.despite.contains(it));
                ladder::barred_actions(clause).contains(&action) && !is_overridden
            });
            let mut own = own.map(|it| Claim::of(first, &first.clauses[it.index()]));
            own.any(|it| it.keeps(&its, &same))
        };
        let judged = barring.par_iter().map(|clause| {
            if kept_by_words(clause) {
                return Answered::of(true, "the words say so", "text");
            }
            let mut only: BTreeSet<ClauseId> = (0..n_first).map(ClauseId::from).collect();
            only.insert(*clause);
            // What the clause's own policy lets override it goes with it.
            let overrides =
                |it: &ClauseId| it.index() >= n_first && union.clauses[it.index()].despite.contains(clause);
            only.extend(ladder::clause_ids(&union).filter(overrides));
            let terms = Terms {
                with_only: Some(only),
                ..Terms::default()
            };
            kept(&union, &terms, action, &BTreeSet::from([*clause]))
        });
        let judged: Vec<_> = judged.collect();
        let mut side = Side::default();
        for (clause, answer) in barring.iter().zip(judged) {
            let clause = union.clauses[clause.index()].named.name.clone();
            match (answer.verdict, answer.play) {
                (Verdict::No, Some(mut play)) => {
                    play.policy.clone_from(&first.name);
                    play.title = format!("`{}` permits what `{clause}` of `{}` bars", first.name, read.name);
                    tell_the_end(
                        &mut play,
                        &union.actions[action.index()].named.name,
                        &clause,
                        &read.name,
                    );
                    side.separations.push(Separation { clause, play });
                }
                (Verdict::Undecided(why), _) => side.undecided.push((clause, why)),
                _ => {}
            }
        }
        side.separations.sort_by_key(|it| it.play.steps.len());
        side
    }
}

/// Words are the same thing in both, but for what each text finds in its own way.
fn means_the_same(first: &Policy, second: &Policy, word: &str) -> bool {
    let Some(name) = word.strip_suffix(" is found") else {
        return true;
    };
    let finds = |policy: &Policy| {
        let mut all = policy.determinations.iter();
        let found = all.find(|it| it.named.name == name)?;
        let evaluation = found
            .of
            .map(|it| policy.evaluations[it.index()].named.name.clone());
        let task = found
            .requires
            .map(|it| policy.tasks[it.index()].named.name.clone());
        Some((
            Standing::of(policy, found.by),
            evaluation,
            task,
            found.only_if_true,
        ))
    };
    finds(first) == finds(second)
}

/// The other text's clause speaks up in the last step.
fn tell_the_end(play: &mut Play, action: &str, clause: &str, policy: &str) {
    if let Some(last) = play.steps.last_mut() {
        last.events.push(Event {
            mover: Mover::Time,
            text: format!("{action} goes on against `{clause}` of `{policy}`"),
            fact: None,
        });
    }
}

fn relation(by_new: &Side, by_old: &Side) -> Relation {
    let permits_more = !by_new.separations.is_empty();
    let permits_less = !by_old.separations.is_empty();
    // What is shown stands, whatever is open beside it.
    match (permits_more, permits_less) {
        (true, true) => Relation::Incomparable,
        (true, false) if by_old.undecided.is_empty() => Relation::Weaker,
        (false, true) if by_new.undecided.is_empty() => Relation::Stronger,
        (false, false) if by_new.undecided.is_empty() && by_old.undecided.is_empty() => Relation::Equal,
        _ => Relation::Undecided,
    }
}
