//! Clauses as bars and duties: when each bars an action, what takes the bar away, when a duty is breached.
//!
//! It must not know who wants what.

use super::compile::{Role, bit};
use super::truth::Cond;
use super::vars::Var;
use super::{Bar, Board, Latch, Owner, RunClock};
use crate::compute::Ratio;
use crate::ladder;
use holdpoint_policy::condition::{Atom, Condition};
use holdpoint_policy::model::{
    ActionId, Clause, ClauseId, Deadline, EvaluationId, ExceptionId, Frame, Modal, What,
};

impl Board<'_> {
    /// Adds a bar for every clause that counts and can bar the action.
    pub(super) fn compile_bars(&mut self, action: usize) {
        let id = self.actions[action].id;
        for clause_id in ladder::clause_ids(self.policy) {
            let clause = &self.policy.clauses[clause_id.index()];
            if !self.options.terms.counts(clause_id, clause) || !ladder::barred_actions(clause).contains(&id)
            {
                continue;
            }
            let blocked = self.blocked(clause_id, clause);
            if blocked == Cond::Const(false) {
                continue;
            }
            let lifted = self.lifted(clause_id, id);
            self.actions[action].bars |= bit(self.bars.len());
            self.bars.push(Bar {
                clause: clause_id,
                blocked,
                lifted,
            });
        }
    }

    /// When the clause bars, but for exceptions and permissions.
    fn blocked(&mut self, id: ClauseId, clause: &Clause) -> Cond {
        let when = self.frame_when(&clause.frame);
        let missing = match &clause.what {
            What::Pause(_) | What::Continue(_) => Cond::Const(true),
            // Run in time by itself, and it never says anything.
            What::Run { evaluation, .. } if self.is_dropped(*evaluation) => Cond::Const(false),
            What::Run { evaluation, .. } if self.is_never_late(clause, *evaluation) => Cond::Const(false),
            What::Have(_) | What::Do(_) | What::Run { .. } => self.missing(clause),
        };
        if missing == Cond::Const(false) {
            return missing;
        }
        let owed = self.owed(id, clause, when);
        let lifted = self.carved_out(clause);
        Cond::all(vec![owed, missing, Cond::not(lifted)])
    }

    /// What the clause asks for, if it is not an action, is not the case.
    pub(super) fn missing(&mut self, clause: &Clause) -> Cond {
        let holds = match &clause.what {
            What::Have(goal) => self.condition(goal, Role::Clause),
            What::Do(task) => self.task_done(*task),
            What::Run { evaluation, .. } => return self.overdue_by(clause, *evaluation),
            What::Pause(_) | What::Continue(_) => return Cond::Const(false),
        };
        match clause.modal {
            Modal::MustNot => holds,
            Modal::Must | Modal::IntendsTo | Modal::May => Cond::not(holds),
        }
    }

    /// The clause is read and not kept.
    fn is_read_only(&self, clause: &Clause) -> bool {
        let mut read_only = self.options.unenforced.iter();
        read_only.any(|it| std::ptr::eq(clause, &self.policy.clauses[it.index()]))
    }

    /// The developer is eager: what it has to run whatever happens it orders in the step in which it would be overdue.
    fn is_never_late(&self, clause: &Clause, evaluation: EvaluationId) -> bool {
        let whatever_happens = ladder::frame_condition(&clause.frame).is_none()
            && !self.is_read_only(clause)
            && clause.unless.is_none()
            && clause.until.is_none();
        let by = self.policy.evaluations[evaluation.index()].by;
        whatever_happens && matches!(clause.frame, Frame::Before { .. }) && self.owner(by) == Owner::Developer
    }

    /// Nothing tells whether the evaluation has been run in time.
    fn bars_nothing_when_late(&self, clause: &Clause, evaluation: EvaluationId) -> bool {
        let is_gate = matches!(clause.frame, Frame::Before { .. });
        let is_told = self.asks_what_is_ruled_out() || self.asks_what_is_breached();
        (!is_gate || self.is_never_late(clause, evaluation)) && !is_told
    }

    /// The clocks of evaluations stand still before the effort, which begins with all of them: no fewer pauses are come to,
    /// where no clause tells whether an evaluation was late.
    pub(super) fn may_evaluate_first(&self) -> bool {
        let runs = self.policy.clauses.iter().all(|it| match it.what {
            What::Run { evaluation, .. } => self.bars_nothing_when_late(it, evaluation),
            _ => true,
        });
        self.options.evaluates_first && runs
    }

    /// The clause is owed, and its time of grace is over: its frame holds, or has held where that fires it, and `until` has
    /// not ended it since. What is so ended is owed again only when the frame comes to hold anew.
    fn owed(&mut self, id: ClauseId, clause: &Clause, fires: Cond) -> Cond {
        let (stays, grace) = (is_fired(clause), self.grace(clause));
        let needs_memory = stays || clause.until.is_some() || grace > 0;
        if !needs_memory || fires == Cond::Const(false) {
            return fires;
        }
        let index = self.latch(id, clause, fires, stays, grace);
        let latch = &self.latches[index];
        if stays || grace > 0 {
            return Cond::AtLeast(latch.latch, grace + 1);
        }
        // Read before the latches of a step fire as well, when it is found what must be evaluated.
        let not_ended = Cond::any(vec![Cond::not(Cond::Is(latch.was)), Cond::Is(latch.latch)]);
        Cond::all(vec![
            latch.fires.clone(),
            not_ended,
            Cond::not(latch.until.clone()),
        ])
    }

    fn latch(&mut self, id: ClauseId, clause: &Clause, fires: Cond, stays: bool, grace: u16) -> usize {
        let is_it = |it: &Latch| it.clause == id && it.fires == fires;
        if let Some(known) = self.latches.iter().position(is_it) {
            return known;
        }
        let index = self.latches.len();
        let latch = self.vars.need(Var::Latch(index), u32::from(grace) + 1);
        let was = self.vars.need(Var::Was(index), 1);
        self.latches.push(Latch {
            clause: id,
            fires,
            until: Cond::Const(false),
            stays,
            latch,
            was,
        });
        self.latches[index].until = self.until(clause, Role::Clause);
        index
    }

    /// Steps after that in which a pause is owed and in which it does not bar yet.
    fn grace(&self, clause: &Clause) -> u16 {
        match (&clause.what, &clause.deadline) {
            // A permission is there at once.
            _ if clause.modal == Modal::May => 0,
            (What::Pause(_) | What::Continue(_), Some(Deadline::Within(duration))) => {
                let steps = self.setting.rounded_down(*duration);
                u16::try_from(steps + 1).unwrap_or(u16::MAX - 1)
            }
            _ => 0,
        }
    }

    pub(super) fn until(&mut self, clause: &Clause, role: Role) -> Cond {
        let until = clause.until.as_ref();
        until.map_or(Cond::Const(false), |it| self.condition(it, role))
    }

    fn frame_when(&mut self, frame: &Frame) -> Cond {
        let when =
            ladder::frame_condition(frame).map_or(Cond::Const(true), |it| self.condition(it, Role::Clause));
        match frame {
            Frame::While { actions, .. } => {
                let going = actions.iter().map(|it| Condition::Atom(Atom::GoingOn(*it)));
                let going = Condition::Any(going.collect());
                Cond::all(vec![when, self.condition(&going, Role::Clause)])
            }
            _ => when,
        }
    }

    /// By its `unless`.
    pub(super) fn carved_out(&mut self, clause: &Clause) -> Cond {
        let unless = clause.unless.as_ref();
        unless.map_or(Cond::Const(false), |it| self.condition(it, Role::Clause))
    }

    /// The clause's own clocks have run out.
    pub(super) fn overdue_by(&mut self, clause: &Clause, evaluation: EvaluationId) -> Cond {
        let index = self.need_evaluation(evaluation);
        let (since_growth, since_time) = (
            self.evaluations[index].since_growth,
            self.evaluations[index].since_time,
        );
        let (growth, time) = self.clock_steps(clause);
        let out = [
            growth.map(|it| Cond::AtLeast(since_growth, it)),
            time.map(|it| Cond::AtLeast(since_time, it)),
        ];
        Cond::any(out.into_iter().flatten().collect())
    }

    /// The clocks of a `run` clause in steps: of growth, of time.
    fn clock_steps(&self, clause: &Clause) -> (Option<u16>, Option<u16>) {
        let What::Run {
            compute, calendar, ..
        } = &clause.what
        else {
            return (None, None);
        };
        let short = |steps: u32| u16::try_from(steps).unwrap_or(u16::MAX);
        let growth = compute.map(|it| short(self.setting.growth.steps_to(Ratio::of(it.0)).max(1)));
        let time = calendar.map(|it| short(self.setting.rounded_down(it)));
        // Compute grows at most once in a step: a compute clock that is no shorter never runs out first.
        let growth = growth.filter(|growth| time.is_none_or(|time| *growth < time));
        (growth, time)
    }

    /// The clocks that every counting `run` clause gives an evaluation.
    pub(super) fn compile_clocks(&mut self, evaluation: usize) {
        let id = self.evaluations[evaluation].id;
        for clause_id in ladder::clause_ids(self.policy) {
            let clause = &self.policy.clauses[clause_id.index()];
            let runs = matches!(&clause.what, What::Run { evaluation, .. } if *evaluation == id);
            if !runs || !self.options.terms.counts(clause_id, clause) || clause.modal == Modal::May {
                continue;
            }
            if self.options.any_evaluations && self.bars_nothing_when_late(clause, id) {
                continue;
            }
            let (growth, time) = self.clock_steps(clause);
            if let Some(steps) = growth {
                self.vars.need(Var::SinceGrowth(id), u32::from(steps));
                self.need_growth(1);
            }
            if let Some(steps) = time {
                self.vars.need(Var::SinceTime(id), u32::from(steps));
            }
            let clock = self.run_clock(clause_id, clause, growth, time);
            self.evaluations[evaluation].clocks.push(clock);
        }
    }

    fn run_clock(
        &mut self,
        id: ClauseId,
        clause: &Clause,
        growth: Option<u16>,
        time: Option<u16>,
    ) -> RunClock {
        let when = ladder::frame_condition(&clause.frame)
            .map_or(Cond::Const(true), |it| self.condition(it, Role::Clause));
        let owed = self.owed(id, clause, when);
        let carved_out = self.carved_out(clause);
        let is_gate = matches!(clause.frame, Frame::Before { .. }) && !self.is_read_only(clause);
        let gates = is_gate.then(|| {
            let actions: Vec<ActionId> = ladder::framed_actions(&clause.frame).to_vec();
            actions
                .into_iter()
                .fold(0, |bits, action| bits | bit(self.need_action(action)) as u32)
        });
        RunClock {
            growth,
            time,
            gates,
            when: Cond::all(vec![owed, Cond::not(carved_out)]),
        }
    }

    /// Exceptions, amendments and permissions that take the clause's bar away.
    fn lifted(&mut self, clause: ClauseId, action: ActionId) -> Cond {
        let suspended = self.suspended(clause);
        Cond::any(vec![suspended, self.overridden(clause, action)])
    }

    /// By an exception that is exercised, or by an amendment.
    pub(super) fn suspended(&mut self, clause: ClauseId) -> Cond {
        let mut ways = Vec::new();
        if self.options.terms.with_exceptions {
            for (index, exception) in self.policy.exceptions.iter().enumerate() {
                if exception.suspends.as_ref().is_none_or(|it| it.contains(&clause)) {
                    ways.extend(self.need_exception(ExceptionId::from(index)).map(Cond::Is));
                }
            }
        }
        if self.options.terms.with_amendment && self.may_be_amended() {
            let off = self.vars.need(Var::Off(clause), 1);
            if !self.amendable.iter().any(|(it, _)| *it == clause) {
                self.amendable.push((clause, off));
            }
            ways.push(Cond::Is(off));
        }
        Cond::any(ways)
    }

    /// Only the developer with its internal parties, unless the policy says who amends it.
    fn may_be_amended(&self) -> bool {
        self.policy
            .amended_by
            .iter()
            .all(|it| self.policy.parties[it.index()].kind.is_developer_side())
    }

    /// `despite C1, … may continue A`: while it is in force it overrides the clauses that it names.
    pub(super) fn overridden(&mut self, clause: ClauseId, action: ActionId) -> Cond {
        self.permitted(clause, &|permission| match &permission.what {
            What::Continue(continued) => *continued == action,
            _ => ladder::framed_actions(&permission.frame).contains(&action),
        })
    }

    /// A permission to do what the clause forbids, whatever action goes on.
    pub(super) fn is_lifted_by_permission(&mut self, clause: ClauseId) -> Cond {
        self.permitted(clause, &|permission| {
            let of_an_action = matches!(permission.what, What::Continue(_));
            !of_an_action && ladder::framed_actions(&permission.frame).is_empty()
        })
    }

    fn permitted(&mut self, clause: ClauseId, is_meant: &impl Fn(&Clause) -> bool) -> Cond {
        let mut ways = Vec::new();
        for id in ladder::clause_ids(self.policy) {
            let permission = &self.policy.clauses[id.index()];
            let permits = permission.modal == Modal::May
                && permission.despite.contains(&clause)
                && self.options.terms.counts(id, permission);
            if permits && is_meant(permission) {
                let when = self.frame_when(&permission.frame);
                let owed = self.owed(id, permission, when);
                let carved_out = self.carved_out(permission);
                let suspended = self.suspended(id);
                ways.push(Cond::all(vec![owed, Cond::not(carved_out), Cond::not(suspended)]));
            }
        }
        Cond::any(ways)
    }
}

/// `when C, … must …`: owed from the step in which C becomes true, whatever becomes of C.
pub(super) fn is_fired(clause: &Clause) -> bool {
    matches!(clause.frame, Frame::When(_)) && matches!(clause.modal, Modal::Must | Modal::IntendsTo)
}
