//! What is on record at a moment: the happenings so far, folded.
//!
//! It must not know clauses, or how an answer is read.

use crate::condition::{Condition, Subject};
use crate::model::{
    ActionId, ApprovalId, ClauseId, DeterminationId, EvaluationId, ExceptionId, FactId, Grade, LevelId,
    Policy, SafeguardId, ScoreId, StandardId, TaskId,
};
use crate::quantity::Date;
use crate::record::{Answer, Compute, Happening};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that has been recorded and still stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) in_place: BTreeSet<SafeguardId>,
    pub(super) attempted: BTreeSet<SafeguardId>,
    pub(super) standards_in_place: BTreeSet<StandardId>,
    /// When each task was done last.
    pub(super) done: BTreeMap<TaskId, Date>,
    /// The latest run of each evaluation.
    pub(super) completed: BTreeMap<EvaluationId, Completion>,
    pub(super) scores: BTreeMap<ScoreId, Grade>,
    pub(super) levels_defined: BTreeSet<LevelId>,
    pub(super) standards_defined: BTreeSet<StandardId>,
    pub(super) found: BTreeSet<DeterminationId>,
    pub(super) hold: BTreeSet<FactId>,
    pub(super) approved: BTreeSet<ApprovalId>,
    pub(super) exercised: BTreeSet<ExceptionId>,
    /// What was last said of each action: `true` goes on, `false` has stopped.
    pub(super) said_to_go_on: BTreeMap<ActionId, bool>,
    /// With whether it has been true since it was announced.
    pub(super) announced: Vec<(Condition, bool)>,
    pub(super) compute: Compute,
    pub(super) switched_off: BTreeSet<ClauseId>,
    pub(super) reached: BTreeSet<Subject>,
}

/// A run of an evaluation.
#[derive(Clone, Debug)]
pub(super) struct Completion {
    pub(super) at: Date,
    pub(super) answer: Answer,
    /// Compute at that moment.
    pub(super) compute: Compute,
}

impl Facts {
    /// Takes in everything that happened at one moment.
    pub(super) fn take_in(&mut self, policy: &Policy, at: Date, happenings: &[Happening]) {
        let found_before = self.found.clone();
        happenings.iter().for_each(|it| self.record(policy, at, it));
        // Compute may be recorded after the evaluation of the same moment.
        for completion in self.completed.values_mut().filter(|it| it.at == at) {
            completion.compute = self.compute.clone();
        }
        let made_now: Vec<_> = self.found.difference(&found_before).copied().collect();
        for determination in made_now {
            if !self.can_be_made(policy, determination) {
                self.found.remove(&determination);
            }
        }
    }

    fn record(&mut self, policy: &Policy, at: Date, happening: &Happening) {
        match happening {
            Happening::InPlace(safeguard) => self.try_out(*safeguard, true),
            Happening::NoLongerInPlace(safeguard) => drop(self.in_place.remove(safeguard)),
            Happening::Attempted { safeguard, succeeded } => self.try_out(*safeguard, *succeeded),
            Happening::StandardInPlace(standard) => drop(self.standards_in_place.insert(*standard)),
            Happening::StandardNoLongerInPlace(standard) => drop(self.standards_in_place.remove(standard)),
            Happening::Done(task) => drop(self.done.insert(*task, at)),
            Happening::Evaluated { evaluation, answer } => self.complete(policy, at, *evaluation, *answer),
            Happening::Scored(score, grade) => drop(self.scores.insert(*score, *grade)),
            Happening::LevelDefined(level) => drop(self.levels_defined.insert(*level)),
            Happening::StandardDefined(standard) => drop(self.standards_defined.insert(*standard)),
            Happening::Found(determination) => drop(self.found.insert(*determination)),
            Happening::Turned { fact, holds } => self.turn(policy, *fact, *holds),
            Happening::Approved(approval) => drop(self.approved.insert(*approval)),
            Happening::Exercised(exception) => drop(self.exercised.insert(*exception)),
            Happening::ExceptionEnded(exception) => drop(self.exercised.remove(exception)),
            Happening::GoesOn(action) => drop(self.said_to_go_on.insert(*action, true)),
            Happening::Stops(action) => drop(self.said_to_go_on.insert(*action, false)),
            Happening::Announced(that) => self.announce(that),
            Happening::Compute(compute) => self.compute = compute.clone(),
            Happening::SwitchedOff(clause) => drop(self.switched_off.insert(*clause)),
            Happening::Reached(subject) => drop(self.reached.insert(*subject)),
        }
    }

    fn try_out(&mut self, safeguard: SafeguardId, succeeded: bool) {
        self.attempted.insert(safeguard);
        if succeeded {
            self.in_place.insert(safeguard);
        }
    }

    fn complete(&mut self, policy: &Policy, at: Date, evaluation: EvaluationId, answer: Answer) {
        let completion = Completion {
            at,
            answer,
            compute: self.compute.clone(),
        };
        self.completed.insert(evaluation, completion);
        self.found
            .retain(|it| policy.determinations[it.index()].of != Some(evaluation));
    }

    fn announce(&mut self, that: &Condition) {
        self.announced.retain(|(known, _)| known != that);
        self.announced.push((that.clone(), false));
    }

    fn turn(&mut self, policy: &Policy, fact: FactId, holds: bool) {
        if holds {
            self.hold.insert(fact);
        } else if !policy.facts[fact.index()].permanent {
            self.hold.remove(&fact);
        }
    }

    /// Made only while its evaluation indicates, and with its task done, after that indication.
    pub(super) fn can_be_made(&self, policy: &Policy, determination: DeterminationId) -> bool {
        let determination = &policy.determinations[determination.index()];
        let done = determination.requires.map(|task| self.done.get(&task).copied());
        match determination.of {
            None => done != Some(None),
            Some(evaluation) => self.completed.get(&evaluation).is_some_and(|run| {
                let after = done.is_none_or(|at| at.is_some_and(|at| at >= run.at));
                matches!(run.answer, Answer::Indicates(_)) && after
            }),
        }
    }

    /// A task has ended the action for good.
    pub(super) fn is_ended(&self, policy: &Policy, action: ActionId) -> bool {
        self.done
            .keys()
            .any(|task| policy.tasks[task.index()].ends.contains(&action))
    }
}
