//! Which clauses bar which action, and what takes a bar away: `unless`, a permission, an exercised exception.
//!
//! It must not know whether anybody wants the action.

use super::clocks::Clock;
use super::memory::Memory;
use super::view::View;
use crate::value::Value;
use holdpoint_policy::model::{ActionId, Clause, ClauseId, Exception, Frame, Modal, What};
use std::ops::Not;

/// The clauses of a policy at a moment, each with what is remembered of it.
#[derive(Clone, Copy)]
pub(super) struct Clauses<'a> {
    pub(super) view: View<'a>,
    pub(super) memory: &'a [Memory],
}

impl<'a> Clauses<'a> {
    /// For each action, whether each clause bars it.
    pub(super) fn bars(&self) -> Vec<Vec<Value>> {
        let actions = (0..self.view.policy.actions.len()).map(ActionId::from);
        let of = |action| self.ids().map(|it| self.bars_action(it, action)).collect();
        actions.map(of).collect()
    }

    pub(super) fn bars_action(&self, id: ClauseId, action: ActionId) -> Value {
        let clause = self.clause(id);
        if !self.view.settings.binds(clause.modal) {
            return Value::False;
        }
        let mut bars = self.would_bar(id, clause, action);
        let lifts: [&dyn Fn() -> Value; 4] = [
            &|| self.view.is_active(id),
            &|| self.is_owed(id),
            &|| self.is_suspended(id).not(),
            &|| self.is_overridden(id, action).not(),
        ];
        for lift in lifts {
            if bars == Value::False {
                break;
            }
            bars = bars.and(lift());
        }
        bars
    }

    fn would_bar(&self, id: ClauseId, clause: &Clause, action: ActionId) -> Value {
        let bars = match (&clause.frame, &clause.what) {
            (Frame::Before { actions, .. }, _) => {
                if !actions.contains(&action) {
                    return Value::False;
                }
                return self.duty_holds(clause, action).not();
            }
            (Frame::While { .. }, _) => false,
            (_, What::Pause(paused)) => clause.modal != Modal::MustNot && *paused == action,
            (_, What::Continue(continued)) => clause.modal == Modal::MustNot && *continued == action,
            _ => false,
        };
        match bars {
            true => self.grace_is_over(id),
            false => Value::False,
        }
    }

    /// Its duty is owed, and no `unless` lifts it.
    pub(super) fn is_owed(&self, id: ClauseId) -> Value {
        let owed = self.memory(id).owed;
        match &self.clause(id).unless {
            Some(unless) if owed.may_be() => owed.and(self.view.value(unless).not()),
            _ => owed,
        }
    }

    /// There is no deadline, or it has passed.
    pub(super) fn grace_is_over(&self, id: ClauseId) -> Value {
        let late = self.memory(id).is_late(self.clause(id), self.view.now);
        late.unwrap_or(Value::True)
    }

    /// Whether the state that the clause asks for is the case while `action` goes on.
    pub(super) fn duty_holds(&self, clause: &Clause, action: ActionId) -> Value {
        self.is_as_asked(clause, |it| match it == action {
            true => Value::True,
            false => self.view.statuses.going_on[it.index()],
        })
    }

    /// Whether what the clause asks for is the case, or what it forbids is not.
    pub(super) fn is_as_asked(&self, clause: &Clause, goes_on: impl Fn(ActionId) -> Value) -> Value {
        let holds = match &clause.what {
            What::Have(goal) => self.view.value(goal),
            What::Do(task) => {
                let by = self.view.policy.tasks[task.index()].by;
                self.view
                    .at_present(&self.view.facts.done[task.index()], Some(by))
            }
            What::Pause(paused) => goes_on(*paused).not(),
            What::Continue(continued) => goes_on(*continued),
            What::Run { .. } => {
                Clock::of(&clause.what).map_or(Value::True, |it| self.view.has_run_out(&it).not())
            }
        };
        match clause.modal == Modal::MustNot {
            true => holds.not(),
            false => holds,
        }
    }

    /// An exception that is exercised, and may be, suspends the clause. A power that nobody has recorded to use is not
    /// used.
    pub(super) fn is_suspended(&self, id: ClauseId) -> Value {
        self.suspension(id, |_| Value::False)
    }

    /// The same of a permission, which must not be taken to stand while somebody may have suspended it unheard.
    fn is_permission_suspended(&self, id: ClauseId) -> Value {
        self.suspension(id, |it| self.view.unless_silent(Value::False, it.who))
    }

    fn suspension(&self, id: ClauseId, unrecorded: impl Fn(&Exception) -> Value) -> Value {
        let exceptions = self.view.policy.exceptions.iter().zip(&self.view.facts.exercised);
        let suspending = exceptions.filter(|(it, _)| suspends(it, id));
        Value::any(suspending.map(|(it, said)| {
            let exercised = match said.value {
                Value::False => unrecorded(it),
                // It may have been laid down since.
                _ => self.view.at_present(said, Some(it.who)),
            };
            match exercised {
                Value::False => Value::False,
                perhaps => perhaps.and(self.view.value(&it.when)),
            }
        }))
    }

    /// `despite C1, … may continue A`: a permission in force lets the action go on despite the clause.
    pub(super) fn is_overridden(&self, id: ClauseId, action: ActionId) -> Value {
        self.permitted_despite(id, |permission| match &permission.what {
            What::Continue(continued) => *continued == action,
            _ => permission.frame.actions().contains(&action),
        })
    }

    /// A permission to do what the clause forbids, whatever action goes on.
    pub(super) fn is_lifted_by_permission(&self, id: ClauseId) -> Value {
        self.permitted_despite(id, |it| {
            !matches!(it.what, What::Continue(_)) && it.frame.actions().is_empty()
        })
    }

    fn permitted_despite(&self, id: ClauseId, is_such: impl Fn(&Clause) -> bool) -> Value {
        let permissions = self.ids().filter(|it| {
            let permission = self.clause(*it);
            permission.modal == Modal::May && permission.despite.contains(&id) && is_such(permission)
        });
        Value::any(permissions.map(|it| {
            let active = self.view.is_active(it).and(self.is_owed(it));
            active.and(self.is_permission_suspended(it).not())
        }))
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

pub(super) fn suspends(exception: &Exception, clause: ClauseId) -> bool {
    let suspends = exception.suspends.as_ref();
    suspends.is_none_or(|clauses| clauses.contains(&clause))
}
