//! The state of each duty, and when a clause is breached.
//!
//! It must not know which actions are wanted.

use super::bars::Clauses;
use super::clocks::Clock;
use super::memory::is_fired;
use super::standing::Statuses;
use crate::model::{ActionId, Clause, ClauseId, Frame, Modal, What};
use crate::quantity::Date;

/// How a clause's duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyState {
    /// The clause asks for nothing now: its frame does not hold, it is lifted, it is a permission, or it does
    /// not count.
    NotOwed,
    /// Owed, not done, and no date is set for it.
    Open,
    /// To be done by this date; for an evaluation that is run on a calendar, the date of the next run.
    Due(Date),
    /// It was to be done by this date, and is not; for an evaluation, since when its clock has run out.
    Overdue(Date),
    /// Done, or the state that the clause asks for is the case.
    Met,
    /// The state that the clause asks for is not the case when it must be, or was not at some time, or what
    /// was overdue has been done since.
    Breached,
}

impl Clauses<'_> {
    /// Whether the clause is breached now: it is not kept, or it is overdue.
    pub(super) fn is_breached(&self, id: ClauseId, current: &Statuses) -> bool {
        let clause = self.clause(id);
        let against_a_bar = current
            .going_on
            .iter()
            .any(|it| current.bars_of(*it).contains(&id));
        against_a_bar || self.asks_for_something(id, clause) && self.is_failed(id, clause, current)
    }

    fn asks_for_something(&self, id: ClauseId, clause: &Clause) -> bool {
        let in_force = self.view.is_active(id) && clause.modal != Modal::May;
        in_force && self.is_owed(id) && !self.is_suspended(id) && !self.is_lifted_by_permission(id)
    }

    /// The deadline has passed, or there is none and the state is asked for at once; and it is not so.
    fn is_failed(&self, id: ClauseId, clause: &Clause, current: &Statuses) -> bool {
        let due = match self.memory(id).last_instant(clause) {
            Some(last) => self.view.now > last,
            // Nobody can say when "promptly" is over.
            None => clause.deadline.is_none() && is_asked_at_once(clause),
        };
        let at_fault = match &clause.frame {
            Frame::While { actions, .. } => actions
                .iter()
                .any(|it| current.going_on.contains(it) && !self.is_overridden(id, *it)),
            Frame::Before { .. } | Frame::When(_) | Frame::AtAllTimes => !is_a_bar(clause),
        };
        due && at_fault && !self.is_kept(clause, current)
    }

    /// Whether the state that the clause asks for is the case, with what goes on now.
    fn is_kept(&self, clause: &Clause, current: &Statuses) -> bool {
        let goes_on = |it: &ActionId| current.going_on.contains(it);
        let prohibition = clause.modal == Modal::MustNot;
        match &clause.what {
            What::Have(goal) => self.view.holds(goal) != prohibition,
            // A fired duty that is done is no longer owed.
            What::Do(task) => !is_fired(clause) && self.view.facts.done.contains_key(task) != prohibition,
            What::Pause(paused) => goes_on(paused) == prohibition,
            What::Continue(continued) => goes_on(continued) != prohibition,
            What::Run { .. } => {
                let in_time = Clock::of(&clause.what).is_none_or(|it| !self.view.has_run_out(&it));
                in_time != prohibition
            }
        }
    }

    /// The state of the clause's duty.
    pub(super) fn duty(&self, id: ClauseId, current: &Statuses) -> DutyState {
        let (clause, memory) = (self.clause(id), self.memory(id));
        if !self.view.is_active(id) || clause.modal == Modal::May {
            return DutyState::NotOwed;
        }
        if memory.breached {
            return self
                .overdue(id, clause)
                .map_or(DutyState::Breached, DutyState::Overdue);
        }
        let owed = self.asks_for_something(id, clause);
        match owed.then(|| self.owed(id, clause, current)).flatten() {
            Some(state) => state,
            None if memory.first_breach.is_some() => DutyState::Breached,
            None if owed || memory.met_at.is_some() => DutyState::Met,
            None => DutyState::NotOwed,
        }
    }

    /// The state of a duty that is owed and not breached; `None` when it is kept.
    fn owed(&self, id: ClauseId, clause: &Clause, current: &Statuses) -> Option<DutyState> {
        if let Some(clock) = Clock::of(&clause.what) {
            let overdue = self.memory(id).overdue_since.map(DutyState::Overdue);
            return overdue.or(self.view.runs_out(&clock).map(DutyState::Due));
        }
        if self.is_kept(clause, current) {
            return None;
        }
        let due = self.memory(id).deadline(clause).map(DutyState::Due);
        Some(due.unwrap_or(DutyState::Open))
    }

    /// By when it was to be done.
    fn overdue(&self, id: ClauseId, clause: &Clause) -> Option<Date> {
        let memory = self.memory(id);
        let passed = memory.last_instant(clause).is_some_and(|it| self.view.now > it);
        memory
            .overdue_since
            .or(memory.deadline(clause).filter(|_| passed))
    }
}

/// The clause is kept by an action that does not go on: it is breached when one goes on against it.
fn is_a_bar(clause: &Clause) -> bool {
    match (&clause.what, clause.modal) {
        (What::Pause(_), modal) => modal != Modal::MustNot,
        (What::Continue(_), modal) => modal == Modal::MustNot,
        _ => false,
    }
}

/// Without a deadline: a state is asked for at once, something to be done is not, and a gate asks of the action.
fn is_asked_at_once(clause: &Clause) -> bool {
    let positive = clause.modal != Modal::MustNot;
    match (&clause.frame, &clause.what) {
        (Frame::Before { .. }, _) => false,
        (Frame::When(_), What::Have(_) | What::Do(_)) | (Frame::AtAllTimes, What::Do(_)) => !positive,
        _ => true,
    }
}
