//! When a clause is breached: what it asks for is owed, its time is over, and it is not the case.
//!
//! It must not know who wants what.

use super::clauses::is_fired;
use super::compile::Role;
use super::truth::Cond;
use super::vars::Var;
use super::{Board, Owed};
use crate::ladder;
use holdpoint_policy::model::{ActionId, Clause, ClauseId, Deadline, Frame, Modal, What};

impl Board<'_> {
    /// `CLAUSE is breached`: in this step, or overdue.
    pub(super) fn breached(&mut self, id: ClauseId) -> Cond {
        let clause = &self.policy.clauses[id.index()];
        if !self.options.terms.counts(id, clause) || clause.modal == Modal::May {
            return Cond::Const(false);
        }
        let Some(grace) = self.time_to_do_it(clause) else {
            return Cond::Const(false);
        };
        let Some(missing) = self.failing(clause) else {
            return Cond::Const(false);
        };
        let fires = self.frame_at_the_beat(id, clause);
        let owed = self.owed_at_the_beat(id, clause, fires, grace);
        let waived = [
            self.carved_out(clause),
            self.suspended(id),
            self.is_lifted_by_permission(id),
        ];
        Cond::all(vec![owed, missing, Cond::not(Cond::any(waived.to_vec()))])
    }

    /// Steps after that in which it is owed and in which it is not breached; `None`: never late.
    fn time_to_do_it(&self, clause: &Clause) -> Option<u16> {
        match &clause.deadline {
            None => is_asked_at_once(clause).then_some(0),
            Some(Deadline::Within(duration)) => {
                let steps = self.setting.rounded_down(*duration);
                Some(u16::try_from(steps + 1).unwrap_or(u16::MAX - 1))
            }
            Some(Deadline::By(_) | Deadline::Unspecified(_)) => None,
        }
    }

    /// What is asked for is not the case at the beat; `None` of a bar, against which nobody acts on a board.
    fn failing(&mut self, clause: &Clause) -> Option<Cond> {
        let is_forbidden = clause.modal == Modal::MustNot;
        let is_a_duty_of_an_action = matches!(clause.frame, Frame::While { .. });
        match &clause.what {
            What::Pause(_) if !is_forbidden && !is_a_duty_of_an_action => None,
            What::Continue(_) if is_forbidden && !is_a_duty_of_an_action => None,
            What::Pause(action) => Some(self.goes_on(*action, !is_forbidden)),
            What::Continue(action) => Some(self.goes_on(*action, is_forbidden)),
            What::Have(_) | What::Do(_) | What::Run { .. } => Some(self.missing(clause)),
        }
    }

    fn goes_on(&mut self, action: ActionId, wanted: bool) -> Cond {
        let goes_on = Cond::GoingOn(self.need_action(action));
        match wanted {
            true => goes_on,
            false => Cond::not(goes_on),
        }
    }

    /// The frame with the actions of this very step, one that no permission lets go on.
    fn frame_at_the_beat(&mut self, id: ClauseId, clause: &Clause) -> Cond {
        let when = ladder::frame_condition(&clause.frame)
            .map_or(Cond::Const(true), |it| self.condition(it, Role::Clause));
        let Frame::While { actions, .. } = &clause.frame else {
            return when;
        };
        let at_fault = actions.iter().map(|it| {
            let goes_on = self.goes_on(*it, true);
            Cond::all(vec![goes_on, Cond::not(self.overridden(id, *it))])
        });
        let at_fault = Cond::any(at_fault.collect());
        Cond::all(vec![when, at_fault])
    }

    /// Owed for more steps than the time that there is.
    fn owed_at_the_beat(&mut self, id: ClauseId, clause: &Clause, fires: Cond, grace: u16) -> Cond {
        let stays = is_fired(clause);
        let needs_memory = stays || clause.until.is_some() || grace > 0;
        if !needs_memory || fires == Cond::Const(false) {
            return fires;
        }
        let until = self.until(clause, Role::Clause);
        let done = match &clause.what {
            What::Have(_) | What::Do(_) if stays => Cond::not(self.missing(clause)),
            _ => Cond::Const(false),
        };
        let slot = self.vars.need(Var::Owed(id), u32::from(grace).max(1));
        let was = self.vars.need(Var::WasOwed(id), 1);
        if !self.owed.iter().any(|it| it.slot == slot) {
            self.owed.push(Owed {
                fires: fires.clone(),
                ends: Cond::any(vec![until.clone(), done]),
                stays,
                slot,
                was,
            });
        }
        let since_before = match grace {
            0 => {
                let fires_now = Cond::all(vec![fires.clone(), Cond::not(Cond::Is(was))]);
                Cond::any(vec![Cond::Is(slot), fires_now])
            }
            steps => Cond::AtLeast(slot, steps),
        };
        let still = if stays { Cond::Const(true) } else { fires };
        Cond::all(vec![since_before, still, Cond::not(until)])
    }
}

/// Without a deadline: a state is asked for at once, something to be done is not, and a gate asks of the action.
fn is_asked_at_once(clause: &Clause) -> bool {
    let is_forbidden = clause.modal == Modal::MustNot;
    match (&clause.frame, &clause.what) {
        (Frame::Before { .. }, _) => false,
        (Frame::When(_), What::Have(_) | What::Do(_)) | (Frame::AtAllTimes, What::Do(_)) => is_forbidden,
        _ => true,
    }
}
