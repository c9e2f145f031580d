//! Which clauses bar which action, and what takes a bar away: `unless`, a permission, an exercised exception.
//!
//! It must not know whether anybody wants the action.

use super::clocks::Clock;
use super::memory::Memory;
use super::options::Conduct;
use super::view::View;
use crate::model::{ActionId, Clause, ClauseId, Exception, ExceptionId, Frame, Modal, What};
use std::collections::BTreeMap;

/// The clauses that bar each action, in the order of the policy; only actions that some clause bars.
pub(super) type Bars = BTreeMap<ActionId, Vec<ClauseId>>;

/// The clauses of a policy at a moment, each with what is remembered of it.
#[derive(Clone, Copy)]
pub(super) struct Clauses<'a> {
    pub(super) view: View<'a>,
    pub(super) memory: &'a [Memory],
}

impl<'a> Clauses<'a> {
    pub(super) fn bars(&self) -> Bars {
        let actions = (0..self.view.policy.actions.len()).map(ActionId::from);
        let barred = actions.map(|action| {
            (
                action,
                self.ids().filter(|it| self.bars_action(*it, action)).collect(),
            )
        });
        barred
            .filter(|(_, clauses): &(_, Vec<_>)| !clauses.is_empty())
            .collect()
    }

    fn bars_action(&self, id: ClauseId, action: ActionId) -> bool {
        let clause = self.clause(id);
        let counts = self.view.is_active(id) && self.view.options.binds(clause.modal);
        counts
            && self.is_owed(id)
            && self.would_bar(id, clause, action)
            && !self.is_suspended(id)
            && !self.is_overridden(id, action)
    }

    fn would_bar(&self, id: ClauseId, clause: &Clause, action: ActionId) -> bool {
        match (&clause.frame, &clause.what) {
            (Frame::Before { actions, .. }, _) => {
                actions.contains(&action) && !self.duty_holds(clause, action)
            }
            (Frame::While { .. }, _) => false,
            (Frame::When(_) | Frame::AtAllTimes, What::Pause(paused)) => {
                clause.modal != Modal::MustNot && *paused == action && self.grace_is_over(id)
            }
            (Frame::When(_) | Frame::AtAllTimes, What::Continue(continued)) => {
                clause.modal == Modal::MustNot && *continued == action && self.grace_is_over(id)
            }
            (Frame::When(_) | Frame::AtAllTimes, _) => false,
        }
    }

    /// Its duty is owed, and no `unless` lifts it.
    pub(super) fn is_owed(&self, id: ClauseId) -> bool {
        let lifted = self
            .clause(id)
            .unless
            .as_ref()
            .is_some_and(|it| self.view.holds(it));
        self.memory(id).owed_since.is_some() && !lifted
    }

    /// There is no deadline, or it has passed.
    pub(super) fn grace_is_over(&self, id: ClauseId) -> bool {
        self.memory(id)
            .last_instant(self.clause(id))
            .is_none_or(|it| self.view.now > it)
    }

    /// Whether the state that the clause asks for is the case while `action` goes on.
    pub(super) fn duty_holds(&self, clause: &Clause, action: ActionId) -> bool {
        let goes_on = |it: &ActionId| *it == action || self.view.statuses.going_on.contains(it);
        let holds = match &clause.what {
            What::Have(goal) => self.view.holds(goal),
            What::Do(task) => self.view.facts.done.contains_key(task),
            What::Pause(paused) => !goes_on(paused),
            What::Continue(continued) => goes_on(continued),
            What::Run { .. } => Clock::of(&clause.what).is_none_or(|it| !self.view.has_run_out(&it)),
        };
        holds != (clause.modal == Modal::MustNot)
    }

    /// An exception that is exercised, and may be, suspends the clause.
    pub(super) fn is_suspended(&self, id: ClauseId) -> bool {
        let exceptions = self.view.policy.exceptions.iter().enumerate();
        exceptions
            .filter(|(index, it)| self.is_exercised(ExceptionId::from(*index), it))
            .any(|(_, it)| {
                let named = it.suspends.as_ref().is_none_or(|clauses| clauses.contains(&id));
                named && self.view.holds(&it.when)
            })
    }

    fn is_exercised(&self, id: ExceptionId, exception: &Exception) -> bool {
        let by_developer = self.view.policy.parties[exception.who.index()]
            .kind
            .is_developer_side();
        let eagerly = self.view.options.conduct == Conduct::Eager && by_developer;
        eagerly || self.view.facts.exercised.contains(&id)
    }

    /// `despite C1, … may continue A`: a permission in force lets the action go on despite the clause.
    pub(super) fn is_overridden(&self, id: ClauseId, action: ActionId) -> bool {
        self.permissions_despite(id)
            .any(|permission| match &permission.what {
                What::Continue(continued) => *continued == action,
                _ => framed(&permission.frame).contains(&action),
            })
    }

    /// A permission to do what the clause forbids, whatever action goes on.
    pub(super) fn is_lifted_by_permission(&self, id: ClauseId) -> bool {
        let lifts = |it: &Clause| !matches!(it.what, What::Continue(_)) && framed(&it.frame).is_empty();
        self.permissions_despite(id).any(lifts)
    }

    fn permissions_despite(&self, id: ClauseId) -> impl Iterator<Item = &'a Clause> + '_ {
        let permits = move |it: &ClauseId| {
            let permission = self.clause(*it);
            let names_it = permission.modal == Modal::May && permission.despite.contains(&id);
            names_it && self.view.is_active(*it) && self.is_owed(*it) && !self.is_suspended(*it)
        };
        self.ids().filter(permits).map(|it| self.clause(it))
    }

    pub(super) fn clause(&self, id: ClauseId) -> &'a Clause {
        &self.view.policy.clauses[id.index()]
    }

    pub(super) fn memory(&self, id: ClauseId) -> &'a Memory {
        &self.memory[id.index()]
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = ClauseId> + use<> {
        (0..self.memory.len()).map(ClauseId::from)
    }
}

fn framed(frame: &Frame) -> &[ActionId] {
    match frame {
        Frame::Before { actions, .. } | Frame::While { actions, .. } => actions,
        Frame::When(_) | Frame::AtAllTimes => &[],
    }
}
