//! The clocks of `run E every 4x compute and every 3 months`.
//!
//! Both start at the beginning of the record, and again whenever the evaluation is completed. It must not know what an
//! overdue evaluation leads to.

use super::view::View;
use crate::value::Value;
use holdpoint_policy::calendar::later;
use holdpoint_policy::model::{EvaluationId, Modal, What};
use holdpoint_policy::quantity::{Date, Duration, Factor};
use holdpoint_policy::record::Compute;
use std::ops::Not;

/// The clocks of one clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) evaluation: EvaluationId,
    pub(super) compute: Option<Factor>,
    pub(super) calendar: Option<Duration>,
}

impl Clock {
    /// The clocks that a clause states, if it is one that has an evaluation run.
    pub(super) fn of(what: &What) -> Option<Clock> {
        match what {
            What::Run {
                evaluation,
                compute,
                calendar,
            } => Some(Clock {
                evaluation: *evaluation,
                compute: *compute,
                calendar: *calendar,
            }),
            _ => None,
        }
    }
}

impl View<'_> {
    /// No clause that counts and has the evaluation run finds its clocks run out.
    pub(super) fn is_fresh(&self, evaluation: EvaluationId) -> Value {
        let clauses = self.policy.clauses.iter().enumerate();
        let binding = clauses.filter(|(_, it)| it.modal != Modal::MustNot && self.settings.binds(it.modal));
        let clocks = binding.filter_map(|(index, it)| Some((index, Clock::of(&it.what)?)));
        let run_out = clocks
            .filter(|(_, it)| it.evaluation == evaluation)
            .map(|(index, clock)| self.is_active(index.into()).and(self.has_run_out(&clock)));
        Value::any(run_out).not()
    }

    /// One of the two clocks has run out; an evaluation that is completed at this very moment is in time.
    pub(super) fn has_run_out(&self, clock: &Clock) -> Value {
        let latest = self.facts.completed[clock.evaluation.index()].as_ref();
        let disputed = latest.is_some_and(|it| it.said.value == Value::InConflict);
        let run_out = match latest {
            Some(run) if run.at == self.now => Value::False,
            _ => {
                let late = self.runs_out(clock).is_some_and(|at| at <= self.now);
                Value::of(late).or(self.has_outgrown(clock))
            }
        };
        match run_out {
            Value::False if disputed => Value::InConflict,
            // A run that nobody has recorded yet would have set them back.
            Value::True if self.is_silent(Some(self.evaluation(clock.evaluation).by)) => Value::NotKnown,
            known => known,
        }
    }

    fn has_outgrown(&self, clock: &Clock) -> Value {
        let start = Compute::start();
        let latest = self.facts.completed[clock.evaluation.index()].as_ref();
        let then = latest.map_or(&start, |it| &it.compute);
        let outgrown = |factor| self.grown(self.facts.compute.is_at_least(factor, then));
        clock.compute.map_or(Value::False, outgrown)
    }

    /// When the calendar's clock runs out.
    pub(super) fn runs_out(&self, clock: &Clock) -> Option<Date> {
        let latest = self.facts.completed[clock.evaluation.index()].as_ref();
        let latest = latest.map_or(self.start, |it| it.at);
        clock.calendar.map(|interval| later(latest, interval))
    }
}
