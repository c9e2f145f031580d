//! The state of each duty, and when a clause is breached.
//!
//! It must not know which actions are wanted.

use super::bars::Clauses;
use super::clocks::Clock;
use super::memory::is_fired;
use super::statuses::Statuses;
use crate::value::Value;
use holdpoint_policy::model::{Clause, ClauseId, Frame, Modal, What};
use holdpoint_policy::quantity::Date;
use std::ops::Not;

/// How a clause's duty stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DutyState {
    /// The clause asks for nothing now: its frame does not hold, an `unless` lifts it, or it is a permission.
    NotTriggered,
    /// Owed, not done, and no date is set for it.
    Open,
    /// To be done by this date; for an evaluation that is run on a calendar, the date of the next run.
    Due(Date),
    /// It was to be done by this date, and is not; for an evaluation, since when its clock has run out.
    Overdue(Date),
    /// Done, or the state that the clause asks for is the case.
    Discharged,
    /// The state that the clause asks for is not the case when it must be, or was not at some time, or what was overdue
    /// has been done since; with the first time.
    Breached(Date),
    /// An exercised exception or a permission takes it away.
    Waived,
    /// It cannot be said from what is on record.
    Undetermined,
}

impl Clauses<'_> {
    /// Whether the clause is breached now: it is not kept, or it is overdue.
    pub(super) fn is_breached(&self, id: ClauseId, barred: &[Vec<Value>], going_on: &[Value]) -> Value {
        let clause = self.clause(id);
        let actions = going_on.iter().zip(barred);
        let against_a_bar = Value::any(actions.map(|(goes_on, bars)| goes_on.and(bars[id.index()])));
        match against_a_bar {
            Value::True => Value::True,
            perhaps => match self.asks_for_something(id, clause) {
                Value::False => perhaps,
                asks => perhaps.or(asks.and(self.is_failed(id, clause, going_on))),
            },
        }
    }

    fn asks_for_something(&self, id: ClauseId, clause: &Clause) -> Value {
        match clause.modal {
            Modal::May => Value::False,
            _ => (self.view.is_active(id).and(self.is_owed(id))).and(self.is_waived(id).not()),
        }
    }

    fn is_waived(&self, id: ClauseId) -> Value {
        self.is_suspended(id).or(self.is_lifted_by_permission(id))
    }

    /// The deadline has passed, or there is none and the state is asked for at once; and it is not so.
    fn is_failed(&self, id: ClauseId, clause: &Clause, going_on: &[Value]) -> Value {
        let late = self.memory(id).is_late(clause, self.view.now);
        // Nobody can say when "promptly" is over.
        let at_once = clause.deadline.is_none() && is_asked_at_once(clause);
        let due = late.unwrap_or(Value::of(at_once));
        let at_fault = match &clause.frame {
            Frame::While { actions, .. } => Value::any(
                (actions.iter()).map(|it| going_on[it.index()].and(self.is_overridden(id, *it).not())),
            ),
            Frame::Before { .. } | Frame::When(_) | Frame::AtAllTimes => Value::of(!is_a_bar(clause)),
        };
        match due.and(at_fault) {
            Value::False => Value::False,
            perhaps => perhaps.and(self.is_kept(clause, going_on).not()),
        }
    }

    /// Whether the state that the clause asks for is the case, with what goes on now. A fired duty that is done is no
    /// longer owed.
    fn is_kept(&self, clause: &Clause, going_on: &[Value]) -> Value {
        match &clause.what {
            What::Do(_) if is_fired(clause) => Value::False,
            _ => self.is_as_asked(clause, |it| going_on[it.index()]),
        }
    }

    /// The state of the clause's duty.
    pub(super) fn duty(&self, id: ClauseId, current: &Statuses) -> DutyState {
        let (clause, memory) = (self.clause(id), self.memory(id));
        if clause.modal == Modal::May || self.view.is_active(id) == Value::False {
            return DutyState::NotTriggered;
        }
        if memory.breached == Value::True {
            let first = memory.first_breach.unwrap_or(self.view.now);
            return self
                .overdue(id, clause)
                .map_or(DutyState::Breached(first), DutyState::Overdue);
        }
        let asks = self.asks_for_something(id, clause);
        let owed = asks.may_be().then(|| self.owed(id, clause, current)).flatten();
        match (memory.breached, asks, owed) {
            (Value::False, Value::True, Some(state)) => state,
            (Value::False, Value::False | Value::True, None) => self.settled(id, asks == Value::True),
            _ => DutyState::Undetermined,
        }
    }

    /// A duty that asks for nothing more.
    fn settled(&self, id: ClauseId, is_kept: bool) -> DutyState {
        let memory = self.memory(id);
        match (memory.first_breach, memory.ever_breached) {
            (Some(first), _) => DutyState::Breached(first),
            (None, Value::False) if is_kept || memory.met_at.is_some() => DutyState::Discharged,
            (None, Value::False) if memory.owed == Value::True && self.is_waived(id) == Value::True => {
                DutyState::Waived
            }
            (None, Value::False) => DutyState::NotTriggered,
            _ => DutyState::Undetermined,
        }
    }

    /// The state of a duty that is owed and not breached; `None` when it is kept.
    fn owed(&self, id: ClauseId, clause: &Clause, current: &Statuses) -> Option<DutyState> {
        if let Some(clock) = Clock::of(&clause.what) {
            return match self.view.has_run_out(&clock) {
                Value::True => self.memory(id).overdue_since.map(DutyState::Overdue),
                Value::False => self.view.runs_out(&clock).map(DutyState::Due),
                _ => Some(DutyState::Undetermined),
            };
        }
        match self.is_kept(clause, &current.going_on) {
            Value::True => None,
            Value::False => {
                let due = self.memory(id).deadline(clause).map(DutyState::Due);
                Some(due.unwrap_or(DutyState::Open))
            }
            _ => Some(DutyState::Undetermined),
        }
    }

    /// By when it was to be done.
    fn overdue(&self, id: ClauseId, clause: &Clause) -> Option<Date> {
        let memory = self.memory(id);
        let passed = memory.is_late(clause, self.view.now) == Some(Value::True);
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
