//! One play, step by step: what the board says at each beat beside what the two readers of the past say of that moment.
//!
//! It must not know where a policy or a play comes from.

use crate::readers::Past;
use crate::told;
use holdpoint_analysis::report::{ActionIs, PlayStep};
use holdpoint_analysis::witness::{Walk, Walks};
use holdpoint_gate::Value;
use holdpoint_policy::condition::{Atom, Condition};
use holdpoint_policy::model::{ActionId, EvaluationId, FactId, Policy};
use holdpoint_policy::record::{Answer, Compute, Happening};
use std::sync::Arc;

/// A policy, and all that is asked about each moment.
pub(crate) struct Followed<'a> {
    pub policy: &'a Arc<Policy>,
    /// Facts that hold when a play begins.
    pub starts_true: &'a [FactId],
    /// The first brings things onto the board and is not compared: an action that the world ends is paused no more
    /// there, and the record does not know of that end.
    pub watched: &'a [Condition],
}

/// How much was compared.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub plays: usize,
    pub steps: usize,
    /// Verdicts on an action that was wanted, and how many of them were a pause.
    pub verdicts: usize,
    pub pauses: usize,
    /// Of these the gate was asked for so many.
    pub by_gate: usize,
    /// Conditions of which the board says whether they hold, and how many did.
    pub conditions: usize,
    pub holding: usize,
    /// How many of these were that a clause is breached.
    pub breached: usize,
}

impl Followed<'_> {
    /// Every disagreement, in words.
    pub(crate) fn follow(&self, walks: &Walks, walk: &Walk, tally: &mut Tally) -> Vec<String> {
        let start = walk.play.steps[0].date;
        let mut past = Past::new(self.policy, start);
        let (mut found, mut grown) = (Vec::new(), 0);
        for (index, step) in walk.play.steps.iter().enumerate() {
            let mut happened = vec![Happening::Compute(compute(walks, grown))];
            happened.extend(self.before_acting(walks, index, step));
            past.happens(step.date, &happened);
            found.extend(self.compared_verdicts(&mut past, step, tally));
            past.acts(step.date, &self.acted(step));
            found.extend(self.compared_conditions(&mut past, step, &walk.holds[index], tally));
            grown += u32::from(self.has_grown(step));
            tally.steps += 1;
        }
        tally.plays += 1;
        found
    }

    /// Phases 1 and 2, with what has come about since the last beat.
    fn before_acting(&self, walks: &Walks, index: usize, step: &PlayStep) -> Vec<Happening> {
        let told = told::happenings(self.policy, step);
        let turns = |fact: &FactId| {
            let turned = |it: &Happening| matches!(it, Happening::Turned { fact: it, .. } if it == fact);
            told.iter().any(turned)
        };
        let at_start = self.starts_true.iter().filter(|it| index == 0 && !turns(it));
        let holds = |fact: &FactId| Happening::Turned {
            fact: *fact,
            holds: true,
        };
        let mut all: Vec<Happening> = at_start.map(holds).collect();
        all.extend(told);
        all.extend(self.run_in_time(walks));
        all
    }

    /// What is not on the board is run in time by itself, and what it says matters to nothing that is compared.
    fn run_in_time(&self, walks: &Walks) -> impl Iterator<Item = Happening> {
        let all = (0..self.policy.evaluations.len()).map(EvaluationId::from);
        let unplayed = all.filter(|it| !walks.evaluations.contains(it));
        unplayed.map(|evaluation| Happening::Evaluated {
            evaluation,
            answer: Answer::Inconclusive,
        })
    }

    fn acted(&self, step: &PlayStep) -> Vec<(ActionId, ActionIs)> {
        let each = step.actions.iter();
        each.map(|it| (self.action(&it.action), it.state.clone()))
            .collect()
    }

    fn has_grown(&self, step: &PlayStep) -> bool {
        let acted = self.acted(step);
        let mut going_on = acted.iter().filter(|(_, is)| *is == ActionIs::GoingOn);
        going_on.any(|(it, _)| self.policy.actions[it.index()].scales)
    }

    /// Which clauses bar each action that is wanted, before any is carried out.
    fn compared_verdicts(&self, past: &mut Past, step: &PlayStep, tally: &mut Tally) -> Vec<String> {
        let mut found = Vec::new();
        past.unwanted(step.date, &self.acted(step));
        let defined = past.permissions(step.date);
        for (action, is) in self.acted(step) {
            let board = match is {
                ActionIs::GoingOn => Vec::new(),
                ActionIs::Paused { because } => because,
                ActionIs::NotWanted => continue,
            };
            let mut said = vec![("definition", Ok(defined[action.index()].clone()))];
            if !past.without_gate {
                said.push(("gate", past.verdict(action, step.date)));
                tally.by_gate += 1;
            }
            tally.verdicts += 1;
            tally.pauses += usize::from(!board.is_empty());
            let differ = said.into_iter().filter(|(_, it)| it.as_ref() != Ok(&board));
            found.extend(differ.map(|(who, it)| {
                let name = &self.policy.actions[action.index()].named.name;
                format!(
                    "step {}, {name}: {board:?} bar it on the board, by the {who} {it:?}",
                    step.step
                )
            }));
        }
        found
    }

    /// What is watched, once the actions of the step are carried out; and every status by gate and definition.
    fn compared_conditions(
        &self,
        past: &mut Past,
        step: &PlayStep,
        holds: &[bool],
        tally: &mut Tally,
    ) -> Vec<String> {
        let mut found = Vec::new();
        let gate = past.statuses(step.date);
        let defined = past.watching(step.date, self.watched);
        if let Some(gate) = &gate {
            let theirs = defined.statuses();
            for (clause, value) in gate.breached.iter().enumerate() {
                if *value != Value::of(theirs.breached.contains(&clause.into())) {
                    found.push(format!(
                        "step {}, breach of clause {clause}: gate {value:?}",
                        step.step
                    ));
                }
            }
            for (action, value) in gate.going_on.iter().enumerate() {
                if *value != Value::of(theirs.going_on.contains(&action.into())) {
                    found.push(format!(
                        "step {}, action {action} goes on: gate {value:?}",
                        step.step
                    ));
                }
            }
        }
        for (condition, board) in self.watched.iter().zip(holds).skip(1) {
            let is_breach = matches!(condition, Condition::Atom(Atom::Breached(_)));
            tally.conditions += 1;
            tally.holding += usize::from(*board);
            tally.breached += usize::from(*board && is_breach);
            let defined = defined.holds(condition);
            if defined != *board {
                found.push(format!(
                    "step {}, {condition:?}: {board} on the board, {defined} by the definition",
                    step.step
                ));
            }
        }
        found
    }

    fn action(&self, name: &str) -> ActionId {
        let position = self.policy.actions.iter().position(|it| it.named.name == name);
        ActionId::from(position.expect("an action of the policy"))
    }
}

fn compute(walks: &Walks, grown: u32) -> Compute {
    let (doublings, steps) = walks.growth;
    let steps = u16::try_from(steps).expect("a short doubling");
    Compute::doublings(grown * doublings, steps).expect("not in no time")
}
