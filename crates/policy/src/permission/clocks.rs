//! The clocks of `run E every 4x compute and every 3 months`.
//!
//! Both start at the beginning of the record, and again whenever the evaluation is completed. It must not know
//! what an overdue evaluation leads to.

use super::view::View;
use crate::calendar::later;
use crate::model::{ClauseId, EvaluationId, Modal, What};
use crate::quantity::{Date, Duration, Factor};
use crate::record::Compute;

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
    /// The clocks of every clause that counts and has the evaluation run.
    pub(super) fn clocks_of(&self, evaluation: EvaluationId) -> impl Iterator<Item = Clock> + '_ {
        let clauses = self.policy.clauses.iter().enumerate();
        let counting = clauses.filter(|(index, clause)| {
            let binds = clause.modal != Modal::MustNot && self.options.binds(clause.modal);
            binds && self.is_active(ClauseId::from(*index))
        });
        counting
            .filter_map(|(_, clause)| Clock::of(&clause.what))
            .filter(move |it| it.evaluation == evaluation)
    }

    /// One of the two clocks has run out; an evaluation that is completed at this very moment is in time.
    pub(super) fn has_run_out(&self, clock: &Clock) -> bool {
        let latest = self.facts.completed.get(&clock.evaluation);
        if latest.is_some_and(|it| it.at == self.now) {
            return false;
        }
        let start = Compute::start();
        let then = latest.map_or(&start, |it| &it.compute);
        let grown = clock
            .compute
            .is_some_and(|factor| self.facts.compute.is_at_least(factor, then));
        grown || self.runs_out(clock).is_some_and(|at| at <= self.now)
    }

    /// When the calendar's clock runs out.
    pub(super) fn runs_out(&self, clock: &Clock) -> Option<Date> {
        let latest = self
            .facts
            .completed
            .get(&clock.evaluation)
            .map_or(self.start, |it| it.at);
        clock.calendar.map(|interval| later(latest, interval))
    }
}
