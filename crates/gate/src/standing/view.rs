//! What is known of a condition at a moment, given what was said, who has been heard, and the statuses to look at.
//!
//! It must not know how the moment was come to.

use super::facts::{Facts, Said};
use super::heard::Heard;
use super::held::Held;
use super::statuses::Statuses;
use crate::Settings;
use crate::value::Value;
use holdpoint_policy::condition::{Atom, Because, Condition, Requirement};
use holdpoint_policy::model::{
    ActionId, ClauseId, LevelDefinition, LevelId, PartyId, Policy, ScoreId, StandardId, StandardParts,
};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::record::Compute;
use std::ops::Not;

/// A moment, as a condition sees it.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) policy: &'a Policy,
    pub(super) settings: &'a Settings,
    pub(super) facts: &'a Facts,
    pub(super) heard: &'a Heard,
    pub(super) start: Date,
    pub(super) now: Date,
    /// The moment before.
    pub(super) before: Date,
    /// Those of the moment before for a clause, those of this moment for a question.
    pub(super) statuses: &'a Statuses,
    /// Since when the conditions of `for at least` have been true, seen with the same statuses.
    pub(super) held: &'a Held,
}

impl View<'_> {
    pub(super) fn value(&self, condition: &Condition) -> Value {
        match condition {
            Condition::All(parts) => Value::all(parts.iter().map(|it| self.value(it))),
            Condition::Any(parts) => Value::any(parts.iter().map(|it| self.value(it))),
            Condition::Not(inner) => self.value(inner).not(),
            Condition::ForAtLeast(inner, duration) => self.held.for_at_least(inner, *duration, self.now),
            Condition::Atom(atom) => self.atom(atom),
        }
    }

    /// An absent condition holds.
    pub(super) fn value_if_any(&self, condition: Option<&Condition>) -> Value {
        condition.map_or(Value::True, |it| self.value(it))
    }

    pub(super) fn atom(&self, atom: &Atom) -> Value {
        let policy = self.policy;
        match atom {
            Atom::Met(requirement) => self.met(*requirement),
            Atom::Indicated { subject, by } => self.is_indicated(*subject, *by),
            Atom::RuledOut { subject, by } => self.is_ruled_out(*subject, *by),
            // No record shows what is true of the world and not known.
            Atom::Reached(_) => Value::NotKnown,
            Atom::LevelDefined(level) => self.level_defined(*level),
            Atom::StandardDefined(standard) => self.standard_defined(*standard),
            Atom::Holds(fact) => {
                let (said, fact) = (&self.facts.hold[fact.index()], &policy.facts[fact.index()]);
                match fact.permanent {
                    true => self.once(said, fact.decided_by),
                    false => self.at_present(said, fact.decided_by),
                }
            }
            Atom::Approved { party, approval } => {
                let by = policy.approvals[approval.index()].by;
                Value::of(by == *party).and(self.once(&self.facts.approved[approval.index()], Some(by)))
            }
            Atom::Attempted(safeguard) => {
                let by = policy.safeguards[safeguard.index()].by;
                self.once(&self.facts.attempted[safeguard.index()], Some(by))
            }
            Atom::ComputeAtLeast(factor) => {
                let is_reached = self.facts.compute.is_at_least(*factor, &Compute::start());
                self.grown(is_reached)
            }
            Atom::ScoreAtMost(score, grade) => self.score(*score, |it| it <= *grade),
            Atom::ScoreAtLeast(score, grade) => self.score(*score, |it| it >= *grade),
            Atom::GoingOn(action) => self.statuses.going_on[action.index()],
            Atom::Paused { action, because } => self.is_paused(*action, *because),
            Atom::Breached(clause) => self.statuses.breached[clause.index()],
            Atom::Announced(that) => self.announced(that),
        }
    }

    pub(super) fn met(&self, requirement: Requirement) -> Value {
        let policy = self.policy;
        match requirement {
            Requirement::Safeguard(it) => self.at_present(
                &self.facts.in_place[it.index()],
                Some(policy.safeguards[it.index()].by),
            ),
            Requirement::Standard(it) => self.standard_in_place(it),
            Requirement::Task(it) => {
                self.once(&self.facts.done[it.index()], Some(policy.tasks[it.index()].by))
            }
            Requirement::Determination(it) => {
                let determination = &policy.determinations[it.index()];
                let found = self.once(&self.facts.found[it.index()], Some(determination.by));
                // A run that nobody has recorded yet would have ended it.
                let of = determination.of.map(|it| policy.evaluations[it.index()].by);
                match of.is_some_and(|it| self.is_silent(Some(it))) && found == Value::True {
                    true => Value::NotKnown,
                    false => found,
                }
            }
        }
    }

    fn standard_in_place(&self, standard: StandardId) -> Value {
        match &self.policy.standards[standard.index()].parts {
            Some(parts) => self.parts_met(parts),
            None => {
                let said = &self.facts.standards_in_place[standard.index()];
                self.standard_defined(standard).and(self.at_present(said, None))
            }
        }
    }

    fn parts_met(&self, parts: &StandardParts) -> Value {
        match parts {
            StandardParts::One(requirement) => self.met(*requirement),
            StandardParts::All(parts) => Value::all(parts.iter().map(|it| self.parts_met(it))),
            StandardParts::Any(parts) => Value::any(parts.iter().map(|it| self.parts_met(it))),
        }
    }

    pub(super) fn level_defined(&self, level: LevelId) -> Value {
        let it = &self.policy.levels[level.index()];
        match it.definition {
            LevelDefinition::Undefined => self.once(&self.facts.levels_defined[level.index()], Some(it.by)),
            _ => Value::True,
        }
    }

    fn standard_defined(&self, standard: StandardId) -> Value {
        match &self.policy.standards[standard.index()].parts {
            Some(_) => Value::True,
            None => self.once(&self.facts.standards_defined[standard.index()], None),
        }
    }

    fn score(&self, score: ScoreId, fits: impl Fn(holdpoint_policy::model::Grade) -> bool) -> Value {
        let by = self.policy.scores[score.index()].by;
        let by = self.policy.evaluations[by.index()].by;
        match &self.facts.scores[score.index()] {
            _ if self.is_silent(Some(by)) => Value::NotKnown,
            Some(run) => run.is(fits),
            None => Value::False,
        }
    }

    fn is_paused(&self, action: ActionId, because: Option<Because>) -> Value {
        let bars = &self.statuses.barred[action.index()];
        let barred = match because {
            None => Value::any(bars.iter().copied()),
            Some(Because { clause, only }) => {
                let others = bars
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| *index != clause.index());
                let alone = !only || others.clone().all(|(_, it)| *it == Value::False);
                let alone = match alone {
                    true => Value::True,
                    false => Value::any(others.map(|(_, it)| *it)).not(),
                };
                bars[clause.index()].and(alone)
            }
        };
        barred.and(self.is_wanted(action))
    }

    /// No task has ended it.
    pub(super) fn is_wanted(&self, action: ActionId) -> Value {
        let tasks = self.policy.tasks.iter().zip(&self.facts.done);
        let ending = tasks.filter(|(task, _)| task.ends.contains(&action));
        Value::any(ending.map(|(task, said)| self.once(said, Some(task.by)))).not()
    }

    fn announced(&self, that: &Condition) -> Value {
        let known = self.facts.announced.iter().find(|it| it.that == *that);
        match known {
            Some(it) => it.said.value,
            None if self.is_silent(None) => Value::NotKnown,
            None => Value::False,
        }
    }

    /// The clause has not been switched off.
    pub(super) fn is_active(&self, clause: ClauseId) -> Value {
        self.facts.switched_off[clause.index()].value.not()
    }

    /// What can turn back is known only as long as whoever says so is heard.
    pub(super) fn at_present(&self, said: &Said, by: Option<PartyId>) -> Value {
        match self.is_silent(by) {
            true => said.value.or_perhaps(Value::NotKnown, Value::NotKnown),
            false => said.value,
        }
    }

    /// What stays so once it is.
    pub(super) fn once(&self, said: &Said, by: Option<PartyId>) -> Value {
        match said.value {
            Value::False if self.is_silent(by) => Value::NotKnown,
            known => known,
        }
    }

    /// Compute only grows: it has come so far, or it is not known how far it has come.
    pub(super) fn grown(&self, so_far: bool) -> Value {
        match so_far {
            true => Value::True,
            false if self.is_silent(None) => Value::NotKnown,
            false => Value::False,
        }
    }

    pub(super) fn is_silent(&self, by: Option<PartyId>) -> bool {
        self.heard.is_silent(by, self.now)
    }
}
