//! What has to be remembered of each clause from one moment to the next: since when its duty is owed.
//!
//! It must not know what follows from a duty that is owed.

use super::clocks::Clock;
use super::view::View;
use crate::calendar::last_instant;
use crate::model::{ActionId, Clause, Deadline, Frame, Modal, TaskId, What};
use crate::quantity::Date;
use std::collections::BTreeSet;

/// What is remembered of one clause.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Memory {
    /// Whether its frame's condition held when it was last looked at.
    was: bool,
    /// `None` when the duty is not owed, or no longer.
    pub(super) owed_since: Option<Date>,
    /// When a duty that is done once was done.
    pub(super) met_at: Option<Date>,
    /// Since when a clock has run out, for an evaluation that is to be run again and again.
    pub(super) overdue_since: Option<Date>,
    /// The clause is breached at this moment.
    pub(super) breached: bool,
    /// When it was first breached; stays, whatever is done later.
    pub(super) first_breach: Option<Date>,
}

impl Memory {
    /// What is remembered after a look at the clause.
    pub(super) fn after(self, view: &View<'_>, clause: &Clause, going_on: &BTreeSet<ActionId>) -> Memory {
        let now = view.now;
        let frame = view.frame_holds(clause, going_on);
        let mut after = Memory { was: frame, ..self };
        if frame && !self.was && self.owed_since.is_none() {
            after.owed_since = Some(now);
            after.met_at = None;
        }
        if !frame && !is_fired(clause) {
            after.owed_since = None;
        }
        if let Some(since) = after.owed_since {
            let done = view.is_done_with(clause, since);
            after.met_at = done.then_some(now);
            let ended = clause.until.as_ref().is_some_and(|it| view.holds(it));
            after.owed_since = (!done && !ended).then_some(since);
        }
        let out = Clock::of(&clause.what).is_some_and(|it| view.has_run_out(&it));
        after.overdue_since = out.then(|| self.overdue_since.unwrap_or(now));
        after
    }

    /// What is remembered after it was found whether the clause is breached.
    pub(super) fn judged(self, breached: bool, now: Date) -> Memory {
        let first_breach = self.first_breach.or(breached.then_some(now));
        Memory {
            breached,
            first_breach,
            ..self
        }
    }

    /// The last instant at which what is owed can still be done in time.
    pub(super) fn last_instant(&self, clause: &Clause) -> Option<Date> {
        last_instant(clause.deadline.as_ref()?, self.owed_since?)
    }

    /// The deadline as people state it: the day of `by DATE`, not its last instant.
    pub(super) fn deadline(&self, clause: &Clause) -> Option<Date> {
        match clause.deadline.as_ref()? {
            Deadline::By(date) => self.owed_since.map(|_| *date),
            _ => self.last_instant(clause),
        }
    }
}

/// `when C, … must …`: owed from the moment at which C becomes true, whatever becomes of C.
pub(super) fn is_fired(clause: &Clause) -> bool {
    matches!(clause.frame, Frame::When(_)) && matches!(clause.modal, Modal::Must | Modal::IntendsTo)
}

impl View<'_> {
    /// The frame's condition; for `while A` also that A goes on.
    fn frame_holds(&self, clause: &Clause, going_on: &BTreeSet<ActionId>) -> bool {
        match &clause.frame {
            Frame::AtAllTimes => true,
            Frame::When(when) => self.holds(when),
            Frame::Before { when, .. } => self.holds_if_any(when.as_ref()),
            Frame::While { actions, when } => {
                actions.iter().any(|it| going_on.contains(it)) && self.holds_if_any(when.as_ref())
            }
        }
    }

    /// A fired duty that is done once has been done.
    fn is_done_with(&self, clause: &Clause, since: Date) -> bool {
        is_fired(clause)
            && match &clause.what {
                What::Have(goal) => self.holds(goal),
                What::Do(task) => self.done_since(*task, since),
                What::Pause(_) | What::Continue(_) | What::Run { .. } => false,
            }
    }

    /// Done then or later; what cannot be undone need not be done again.
    fn done_since(&self, task: TaskId, since: Date) -> bool {
        let irreversible = self.policy.tasks[task.index()].irreversible;
        self.facts
            .done
            .get(&task)
            .is_some_and(|at| irreversible || *at >= since)
    }
}
