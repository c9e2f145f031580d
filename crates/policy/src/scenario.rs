//! Scenarios: a history told in a document, and what is expected of it.
//!
//! What is not said has not happened. The developer is eager: it wants every action, which goes on whenever it
//! may, and it exercises every exception of its own that it may. It must not know how a result is shown.

mod errors;
mod said;
mod trace;
mod words;

#[cfg(test)]
mod tests;

pub use errors::CODES;
pub use trace::{Trace, TraceEntry};

use crate::inquiry::{Scenario, ScenarioStep, StepKind};
use crate::model::Policy;
use crate::permission::{Conduct, Options, Standing};
use crate::quantity::Date;
use crate::record::Happening;
use holdpoint_syntax::{Diagnostic, Place};

/// What came of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioOutcome {
    /// One for each `then` that was come to, in order.
    pub expectations: Vec<Expectation>,
    /// What happened, and what followed.
    pub trace: Trace,
    /// Why the history cannot be told as it is written; what follows the first one was not played.
    pub problems: Vec<Diagnostic>,
}

/// A `then`, and whether it is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// Where it is written.
    pub place: Place,
    /// As it is written.
    pub text: String,
    /// The date of which it speaks.
    pub at: Date,
    /// What is the case instead, in sentences; empty when it is as expected.
    pub instead: Vec<String>,
}

impl Expectation {
    /// Whether it is as expected.
    pub fn is_met(&self) -> bool {
        self.instead.is_empty()
    }
}

impl ScenarioOutcome {
    /// The history could be told, and everything is as expected.
    pub fn passed(&self) -> bool {
        self.problems.is_empty() && self.expectations.iter().all(Expectation::is_met)
    }
}

/// Plays a scenario on a policy.
pub fn run(policy: &Policy, scenario: &Scenario) -> ScenarioOutcome {
    let options = Options {
        conduct: Conduct::Eager,
        ..Options::default()
    };
    let start = policy.effective.or_else(|| first_date(scenario));
    let watched = scenario.steps.iter().map(|it| &it.condition);
    let play = |start| Telling {
        standing: Standing::new(policy, start, &options, watched),
        policy,
        at: start,
        pending: Vec::new(),
        outcome: nothing_yet(),
    };
    match start {
        Some(start) => play(start).all(&scenario.steps),
        None => ScenarioOutcome {
            problems: vec![errors::no_date(scenario.place, policy)],
            ..nothing_yet()
        },
    }
}

fn nothing_yet() -> ScenarioOutcome {
    ScenarioOutcome {
        expectations: Vec::new(),
        trace: Trace::default(),
        problems: Vec::new(),
    }
}

fn first_date(scenario: &Scenario) -> Option<Date> {
    scenario.steps.iter().find_map(|it| match it.kind {
        StepKind::On(date) => Some(date),
        StepKind::Given | StepKind::Then => None,
    })
}

/// A scenario while it is told.
struct Telling<'a> {
    policy: &'a Policy,
    standing: Standing<'a>,
    /// The date of the steps that have been said and not played yet, or of the latest moment.
    at: Date,
    /// Steps of one date are one moment.
    pending: Vec<&'a ScenarioStep>,
    outcome: ScenarioOutcome,
}

impl<'a> Telling<'a> {
    fn all(mut self, steps: &'a [ScenarioStep]) -> ScenarioOutcome {
        for step in steps {
            self.step(step);
            if !self.outcome.problems.is_empty() {
                return self.outcome;
            }
        }
        self.play_pending();
        self.outcome
    }

    fn step(&mut self, step: &'a ScenarioStep) {
        match step.kind {
            StepKind::Given => self.given(step),
            StepKind::On(date) => self.on(date, step),
            StepKind::Then => self.then(step),
        }
    }

    fn given(&mut self, step: &'a ScenarioStep) {
        let is_first =
            self.standing.now().is_none() && self.pending.iter().all(|it| it.kind == StepKind::Given);
        if is_first {
            self.pending.push(step);
        } else {
            self.outcome.problems.push(errors::given_too_late(step.place));
        }
    }

    fn on(&mut self, date: Date, step: &'a ScenarioStep) {
        if date < self.at {
            let is_start = self.standing.now().is_none();
            self.outcome
                .problems
                .push(errors::date_goes_back(step.place, date, self.at, is_start));
            return;
        }
        if date > self.at {
            self.play_pending();
            self.at = date;
        }
        self.pending.push(step);
    }

    fn then(&mut self, step: &ScenarioStep) {
        self.play_pending();
        if self.outcome.problems.is_empty() {
            let instead = words::instead(self.policy, &self.standing, &step.condition);
            let (place, text, at) = (step.place, step.text.clone(), self.at);
            self.outcome.expectations.push(Expectation {
                place,
                text,
                at,
                instead,
            });
        }
    }

    /// Plays everything that was said of one date, and before it what time alone changes.
    fn play_pending(&mut self) {
        let steps = std::mem::take(&mut self.pending);
        if steps.is_empty() && self.standing.now().is_some() {
            return;
        }
        match said::happenings(self.policy, &steps) {
            Ok(happenings) => {
                self.let_time_pass();
                self.play(self.at, &happenings, &steps);
                self.outcome
                    .problems
                    .extend(said::contradictions(self.policy, &self.standing, &steps));
            }
            Err(problem) => self.outcome.problems.push(*problem),
        }
    }

    fn let_time_pass(&mut self) {
        while let Some(change) = self.standing.next_change().filter(|it| *it < self.at) {
            self.play(change, &[], &[]);
        }
    }

    fn play(&mut self, at: Date, happenings: &[Happening], steps: &[&ScenarioStep]) {
        self.standing
            .advance(at, happenings)
            .expect("a step that goes back in time was refused");
        let said = steps.iter().map(|it| it.text.clone()).collect();
        self.outcome.trace.note(self.policy, &self.standing, at, said);
    }
}
