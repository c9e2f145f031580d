//! What is true at a moment, given the facts on record and the statuses to look at.
//!
//! It must not know how the moment was come to.

use super::facts::Facts;
use super::held::Held;
use super::options::Options;
use super::standing::Statuses;
use crate::condition::{Atom, Because, Condition, Requirement};
use crate::model::{
    ActionId, ClauseId, DeterminationId, EvaluationId, Grade, Level, LevelDefinition, LevelId, Policy,
    SafeguardId, ScoreId, StandardId, StandardParts,
};
use crate::quantity::Date;
use crate::record::Compute;

/// A moment, as a condition sees it.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) policy: &'a Policy,
    pub(super) options: &'a Options,
    pub(super) facts: &'a Facts,
    pub(super) start: Date,
    pub(super) now: Date,
    /// Those of the moment before for a clause, those of this moment for a question.
    pub(super) statuses: &'a Statuses,
    /// Since when the conditions of `for at least` have been true, seen with the same statuses.
    pub(super) held: &'a Held,
}

impl View<'_> {
    pub(super) fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|it| self.holds(it)),
            Condition::Any(parts) => parts.iter().any(|it| self.holds(it)),
            Condition::Not(inner) => !self.holds(inner),
            Condition::ForAtLeast(inner, duration) => {
                self.holds(inner) && self.held.for_at_least(inner, *duration, self.now)
            }
            Condition::Atom(atom) => self.atom(atom),
        }
    }

    /// An absent condition holds.
    pub(super) fn holds_if_any(&self, condition: Option<&Condition>) -> bool {
        condition.is_none_or(|it| self.holds(it))
    }

    fn atom(&self, atom: &Atom) -> bool {
        match atom {
            Atom::Met(requirement) => self.met(*requirement),
            Atom::Indicated { subject, by } => self.is_indicated(*subject, *by),
            Atom::RuledOut { subject, by } => self.is_ruled_out(*subject, *by),
            Atom::Reached(subject) => self.is_reached(*subject),
            Atom::LevelDefined(level) => self.level_defined(*level),
            Atom::StandardDefined(standard) => self.standard_defined(*standard),
            Atom::Holds(fact) => self.facts.hold.contains(fact),
            Atom::Approved { party, approval } => {
                self.facts.approved.contains(approval) && self.policy.approvals[approval.index()].by == *party
            }
            Atom::Attempted(safeguard) => self.facts.attempted.contains(safeguard),
            Atom::ComputeAtLeast(factor) => self.facts.compute.is_at_least(*factor, &Compute::start()),
            Atom::ScoreAtMost(score, grade) => self.score(*score).is_some_and(|it| it <= *grade),
            Atom::ScoreAtLeast(score, grade) => self.score(*score).is_some_and(|it| it >= *grade),
            Atom::GoingOn(action) => self.statuses.going_on.contains(action),
            Atom::Paused { action, because } => self.is_paused(*action, *because),
            Atom::Breached(clause) => self.statuses.breached.contains(clause),
            Atom::Announced(that) => self.facts.announced.iter().any(|(it, _)| it == that.as_ref()),
        }
    }

    pub(super) fn met(&self, requirement: Requirement) -> bool {
        match requirement {
            Requirement::Safeguard(safeguard) => self.in_place(safeguard),
            Requirement::Standard(standard) => self.standard_in_place(standard),
            Requirement::Task(task) => self.facts.done.contains_key(&task),
            Requirement::Determination(determination) => self.found(determination),
        }
    }

    fn in_place(&self, safeguard: SafeguardId) -> bool {
        self.facts.in_place.contains(&safeguard)
    }

    fn found(&self, determination: DeterminationId) -> bool {
        self.facts.found.contains(&determination)
    }

    fn standard_in_place(&self, standard: StandardId) -> bool {
        match &self.policy.standards[standard.index()].parts {
            Some(parts) => self.parts_met(parts),
            None => self.standard_defined(standard) && self.facts.standards_in_place.contains(&standard),
        }
    }

    fn parts_met(&self, parts: &StandardParts) -> bool {
        match parts {
            StandardParts::One(requirement) => self.met(*requirement),
            StandardParts::All(parts) => parts.iter().all(|it| self.parts_met(it)),
            StandardParts::Any(parts) => parts.iter().any(|it| self.parts_met(it)),
        }
    }

    pub(super) fn level_defined(&self, level: LevelId) -> bool {
        let Level { definition, .. } = &self.policy.levels[level.index()];
        *definition != LevelDefinition::Undefined || self.facts.levels_defined.contains(&level)
    }

    fn standard_defined(&self, standard: StandardId) -> bool {
        let content = &self.policy.standards[standard.index()].parts;
        content.is_some() || self.facts.standards_defined.contains(&standard)
    }

    fn score(&self, score: ScoreId) -> Option<Grade> {
        self.facts.scores.get(&score).copied()
    }

    fn is_paused(&self, action: ActionId, because: Option<Because>) -> bool {
        let Some(bars) = self.statuses.paused.get(&action) else {
            return false;
        };
        because.is_none_or(|it| bars.contains(&it.clause) && (!it.only || bars.len() == 1))
    }

    /// The clause is part of the text that counts, and has not been switched off.
    pub(super) fn is_active(&self, clause: ClauseId) -> bool {
        !self.options.ignored.contains(&clause) && !self.facts.switched_off.contains(&clause)
    }

    /// The latest run says it is not there, and is not overdue.
    pub(super) fn is_fresh(&self, evaluation: EvaluationId) -> bool {
        !self.clocks_of(evaluation).any(|clock| self.has_run_out(&clock))
    }
}
