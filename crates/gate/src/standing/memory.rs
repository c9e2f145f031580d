//! What has to be remembered of each clause from one moment to the next: whether its duty is owed, and since when.
//!
//! It must not know what follows from a duty that is owed.

use super::clocks::Clock;
use super::view::View;
use crate::value::Value;
use holdpoint_policy::calendar::last_instant;
use holdpoint_policy::model::{Clause, Deadline, Frame, Modal, TaskId, What};
use holdpoint_policy::quantity::Date;
use std::ops::Not;

/// What is remembered of one clause.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Memory {
    /// Whether its frame's condition held when it was last looked at.
    was: Value,
    /// Whether the duty is owed.
    pub(super) owed: Value,
    /// Since when, if it is or may be owed: at the earliest and at the latest.
    since: Option<[Date; 2]>,
    /// When a duty that is done once was done.
    pub(super) met_at: Option<Date>,
    /// Since when a clock has run out, for an evaluation that is to be run again and again.
    pub(super) overdue_since: Option<Date>,
    /// The clause is breached at this moment.
    pub(super) breached: Value,
    /// When it was first breached for certain; stays, whatever is done later.
    pub(super) first_breach: Option<Date>,
    /// It was or may have been breached at some moment.
    pub(super) ever_breached: Value,
}

impl Memory {
    /// It is known whether the duty is owed and whether its frame's condition held.
    pub(super) fn is_known(&self) -> bool {
        self.was.is_known() && self.owed.is_known()
    }

    /// What is remembered after a look at the clause.
    pub(super) fn after(self, view: &View<'_>, clause: &Clause, going_on: &[Value]) -> Memory {
        let frame = view.frame(clause, going_on);
        let mut after = Memory { was: frame, ..self };
        // What is not known may have become so, and have ceased to be, at any time since the last look.
        let earliest = if self.was.is_known() {
            view.now
        } else {
            view.before
        };
        after.fire(
            frame.and(self.was.not()).and(self.owed.not()),
            [earliest, view.now],
        );
        if !is_fired(clause) {
            after.owed = after.owed.and(frame);
        }
        if after.owed.may_be() {
            let done = view.is_done_with(clause, after.since);
            if done == Value::True {
                after.met_at = Some(view.now);
            }
            let ended = clause.until.as_ref().map_or(Value::False, |it| view.value(it));
            after.owed = after.owed.and(done.not()).and(ended.not());
        }
        if !after.owed.may_be() {
            after.since = None;
        }
        let out = Clock::of(&clause.what).map_or(Value::False, |it| view.has_run_out(&it));
        after.overdue_since = (out == Value::True).then(|| self.overdue_since.unwrap_or(view.now));
        after
    }

    fn fire(&mut self, fires: Value, [earliest, now]: [Date; 2]) {
        match fires {
            Value::False => {}
            Value::True => {
                self.owed = Value::True;
                self.since = Some([now; 2]);
                self.met_at = None;
            }
            perhaps => {
                self.owed = self.owed.or(perhaps);
                self.since = Some([self.since.map_or(earliest, |it| it[0]), now]);
            }
        }
    }

    /// What is remembered after it was found whether the clause is breached.
    pub(super) fn judged(self, breached: Value, now: Date) -> Memory {
        let surely = (breached == Value::True).then_some(now);
        Memory {
            breached,
            first_breach: self.first_breach.or(surely),
            ever_breached: self.ever_breached.or(breached),
            ..self
        }
    }

    /// The last instants at which what is owed can still be done in time: the earliest and the latest that it may be.
    pub(super) fn last_instants(&self, clause: &Clause) -> Option<[Date; 2]> {
        let deadline = clause.deadline.as_ref()?;
        let [earliest, latest] = self.since?;
        Some([last_instant(deadline, earliest)?, last_instant(deadline, latest)?])
    }

    /// Whether the deadline has passed; `None` where there is none.
    pub(super) fn is_late(&self, clause: &Clause, now: Date) -> Option<Value> {
        let late = self.last_instants(clause)?.map(|it| Value::of(now > it));
        Some(late[0].or_perhaps(late[1], Value::NotKnown))
    }

    /// The deadline as people state it: the day of `by DATE`, not its last instant; the earliest that it may be.
    pub(super) fn deadline(&self, clause: &Clause) -> Option<Date> {
        match clause.deadline.as_ref()? {
            Deadline::By(date) => self.since.map(|_| *date),
            _ => self.last_instants(clause).map(|it| it[0]),
        }
    }
}

/// `when C, … must …`: owed from the moment at which C becomes true, whatever becomes of C.
pub(super) fn is_fired(clause: &Clause) -> bool {
    matches!(clause.frame, Frame::When(_)) && matches!(clause.modal, Modal::Must | Modal::IntendsTo)
}

impl View<'_> {
    /// The frame's condition; for `while A` also that A goes on.
    fn frame(&self, clause: &Clause, going_on: &[Value]) -> Value {
        match &clause.frame {
            Frame::AtAllTimes => Value::True,
            Frame::When(when) => self.value(when),
            Frame::Before { when, .. } => self.value_if_any(when.as_ref()),
            Frame::While { actions, when } => {
                let any = Value::any(actions.iter().map(|it| going_on[it.index()]));
                any.and(self.value_if_any(when.as_ref()))
            }
        }
    }

    /// A fired duty that is done once has been done.
    fn is_done_with(&self, clause: &Clause, since: Option<[Date; 2]>) -> Value {
        match &clause.what {
            What::Have(goal) if is_fired(clause) => self.value(goal),
            What::Do(task) if is_fired(clause) => self.done_since(*task, since),
            _ => Value::False,
        }
    }

    /// Done then or later; what cannot be undone need not be done again.
    fn done_since(&self, task: TaskId, since: Option<[Date; 2]>) -> Value {
        let said = &self.facts.done[task.index()];
        let it = &self.policy.tasks[task.index()];
        let is_in_time =
            |since: Date| Value::of(it.irreversible || said.at.is_some_and(|at| at >= since)).and(said.value);
        let [earliest, latest] = since.map_or([Value::False; 2], |it| it.map(is_in_time));
        self.unless_silent(earliest.or_perhaps(latest, Value::NotKnown), it.by)
    }
}
