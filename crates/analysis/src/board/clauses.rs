//! Clauses as bars and duties: when each bars an action, what takes the bar away, when a duty is breached.
//!
//! It must not know who wants what.

use super::compile::{Role, bit};
use super::truth::Cond;
use super::vars::Var;
use super::{Bar, Board, Latch, Owed, Owner, RunClock};
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
            let blocked = self.blocked(clause);
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
    fn blocked(&mut self, clause: &Clause) -> Cond {
        let when = self.frame_when(&clause.frame);
        let bars = match &clause.what {
            What::Pause(_) if matches!(clause.frame, Frame::When(_)) => return self.latched(clause, when),
            What::Pause(_) | What::Continue(_) => when,
            What::Have(goal) => {
                let goal = self.condition(goal, Role::Clause);
                let missing = if clause.modal == Modal::MustNot {
                    goal
                } else {
                    Cond::not(goal)
                };
                Cond::all(vec![when, missing])
            }
            What::Do(task) => {
                let done = self.task_done(*task);
                let missing = if clause.modal == Modal::MustNot {
                    done
                } else {
                    Cond::not(done)
                };
                Cond::all(vec![when, missing])
            }
            // Run in time by itself, and it never says anything.
            What::Run { evaluation, .. } if self.is_dropped(*evaluation) => Cond::Const(false),
            What::Run { evaluation, .. } if self.is_never_late(clause, *evaluation) => Cond::Const(false),
            What::Run { evaluation, .. } => {
                let overdue = self.overdue_by(clause, *evaluation);
                Cond::all(vec![when, overdue])
            }
        };
        let carved_out = self.carve_out(clause);
        Cond::all(vec![bars, Cond::not(carved_out)])
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

    /// `when C, … must pause A until D`: fired when C becomes true.
    fn latched(&mut self, clause: &Clause, fires: Cond) -> Cond {
        let index = self.latches.len();
        let latch = self.vars.need(Var::Latch(index), 1);
        let was = self.vars.need(Var::Was(index), 1);
        self.latches.push(Latch {
            fires,
            until: Cond::Const(false),
            latch,
            was,
        });
        let until = clause
            .until
            .as_ref()
            .map_or(Cond::Const(false), |it| self.condition(it, Role::Clause));
        self.latches[index].until = until;
        let unless = clause
            .unless
            .as_ref()
            .map_or(Cond::Const(false), |it| self.condition(it, Role::Clause));
        Cond::all(vec![Cond::Is(latch), Cond::not(unless)])
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

    /// `unless` and `until`, as conditions that take the duty away.
    fn carve_out(&mut self, clause: &Clause) -> Cond {
        let both = [&clause.unless, &clause.until];
        let conds = both
            .into_iter()
            .flatten()
            .map(|it| self.condition(it, Role::Clause))
            .collect();
        Cond::any(conds)
    }

    /// The clause's own clocks have run out.
    fn overdue_by(&mut self, clause: &Clause, evaluation: EvaluationId) -> Cond {
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
            let clock = self.run_clock(clause, growth, time);
            self.evaluations[evaluation].clocks.push(clock);
        }
    }

    fn run_clock(&mut self, clause: &Clause, growth: Option<u16>, time: Option<u16>) -> RunClock {
        let when = ladder::frame_condition(&clause.frame)
            .map_or(Cond::Const(true), |it| self.condition(it, Role::Clause));
        let carved_out = self.carve_out(clause);
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
            when: Cond::all(vec![when, Cond::not(carved_out)]),
        }
    }

    /// Exceptions, amendments and permissions that take the clause's bar away.
    fn lifted(&mut self, clause: ClauseId, action: ActionId) -> Cond {
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
        ways.extend(self.permissions(clause, action));
        Cond::any(ways)
    }

    /// Only the developer with its internal parties, unless the policy says who amends it.
    fn may_be_amended(&self) -> bool {
        self.policy
            .amended_by
            .iter()
            .all(|it| self.policy.parties[it.index()].kind.is_developer_side())
    }

    /// `despite C1, … may continue A`: while its frame holds it overrides the clauses that it names.
    fn permissions(&mut self, clause: ClauseId, action: ActionId) -> Vec<Cond> {
        let mut ways = Vec::new();
        for id in ladder::clause_ids(self.policy) {
            let permission = &self.policy.clauses[id.index()];
            let permits = permission.modal == Modal::May
                && permission.despite.contains(&clause)
                && self.options.terms.counts(id, permission);
            let of_this = match &permission.what {
                What::Continue(continued) => *continued == action,
                _ => ladder::framed_actions(&permission.frame).contains(&action),
            };
            if permits && of_this {
                let when = self.frame_when(&permission.frame);
                let carved_out = self.carve_out(permission);
                ways.push(Cond::all(vec![when, Cond::not(carved_out)]));
            }
        }
        ways
    }

    /// `CLAUSE is breached`: in this step, or overdue.
    pub(super) fn breached(&mut self, id: ClauseId) -> Cond {
        let clause = &self.policy.clauses[id.index()];
        if !self.options.terms.counts(id, clause) || clause.modal == Modal::May {
            return Cond::Const(false);
        }
        let carved_out = self.carve_out(clause);
        let breach = match (&clause.frame, &clause.what) {
            // Nobody acts against a bar on the board: a gate or a pause is kept.
            (Frame::Before { .. }, _) | (_, What::Pause(_) | What::Continue(_)) => Cond::Const(false),
            (_, What::Have(_) | What::Do(_))
                if clause.deadline.is_some() || matches!(clause.what, What::Do(_)) =>
            {
                self.overdue_duty(id, clause)
            }
            // Owed until it is done, and never late.
            (Frame::When(_), What::Have(_)) => Cond::Const(false),
            (_, What::Have(goal)) => {
                let goal = self.condition(goal, Role::Watch);
                let missing = if clause.modal == Modal::MustNot {
                    goal
                } else {
                    Cond::not(goal)
                };
                Cond::all(vec![self.fires(clause), missing])
            }
            (_, What::Run { evaluation, .. }) => {
                let overdue = self.overdue_by(clause, *evaluation);
                Cond::all(vec![self.fires(clause), overdue])
            }
            (_, What::Do(_)) => unreachable!("matched with deadlines above"),
        };
        Cond::all(vec![breach, Cond::not(carved_out)])
    }

    /// The frame as it is at the beat.
    fn fires(&mut self, clause: &Clause) -> Cond {
        let when = ladder::frame_condition(&clause.frame)
            .map_or(Cond::Const(true), |it| self.condition(it, Role::Watch));
        let Frame::While { actions, .. } = &clause.frame else {
            return when;
        };
        let going = actions
            .iter()
            .map(|it| Cond::GoingOn(self.need_action(*it)))
            .collect();
        Cond::all(vec![when, Cond::any(going)])
    }

    /// Fired, not met, and its time is over; never without a stated deadline.
    fn overdue_duty(&mut self, id: ClauseId, clause: &Clause) -> Cond {
        let steps = match &clause.deadline {
            Some(Deadline::Within(duration)) => self.setting.rounded_down(*duration),
            _ => return Cond::Const(false),
        };
        let fires = self.fires(clause);
        let met = match &clause.what {
            What::Do(task) => self.task_done(*task),
            What::Have(goal) => self.condition(goal, Role::Watch),
            _ => Cond::Const(false),
        };
        let slot = self.vars.need(Var::Owed(id), steps + 2);
        let was = self.vars.need(Var::Was(1000 + id.index()), 1);
        if !self.owed.iter().any(|it| it.slot == slot) {
            self.owed.push(Owed {
                fires,
                met,
                slot,
                was,
            });
        }
        Cond::AtLeast(slot, u16::try_from(steps + 2).unwrap_or(u16::MAX))
    }
}
