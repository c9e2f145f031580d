//! A policy in a world as a board to play on: the steps, moves and marks of 3-meaning.
//!
//! `compile` gathers only the variables that the question needs; `turns` says who may do what; `act` carries out
//! actions; `clock` lets time pass. It must not know grades, properties or how a board is solved.

mod act;
mod alike;
mod answers;
mod attempts;
mod choices;
mod clauses;
mod clock;
mod compile;
mod contradiction;
mod duties;
mod groups;
mod items;
mod key;
mod prepare;
mod probes;
mod read;
mod ready;
mod show;
mod terms;
mod truth;
mod turns;
mod vars;

pub(crate) use compile::{BoardError, Watch};
pub(crate) use contradiction::contradicts_itself;
pub(crate) use groups::Group;
pub(crate) use key::Key;
pub(crate) use show::Stretch;
pub(crate) use terms::{Coalition, Options, Pace, Plays, Terms, others};

use crate::setting::{Setting, Use};
use choices::Choices;
use holdpoint_game::Side;
use holdpoint_policy::model::{
    ActionId, ApprovalId, CapabilityId, ClauseId, DeterminationId, EvaluationId, ExceptionId, FactId,
    LevelId, Policy, SafeguardId, ScoreId, StandardId, TaskId,
};
use probes::{Probe, Signs};
use std::cell::Cell;
use std::collections::BTreeSet;
use truth::Cond;
use vars::{Slot, Vars};

/// A policy, a world and a question, compiled.
pub(crate) struct Board<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) setting: &'a Setting,
    pub(crate) options: Options,
    vars: Vars,
    slots: Slots,
    actions: Vec<Action>,
    bars: Vec<Bar>,
    latches: Vec<Latch>,
    evaluations: Vec<Evaluation>,
    probes: Vec<Probe>,
    pub(crate) groups: Vec<Group>,
    /// Groups that may be finished for the sake of others, where that is played.
    implied: Vec<groups::Implied>,
    /// Groups that matter only together, as bits.
    alike: Vec<u128>,
    /// Bit for each group that is read at every beat.
    always_live: u128,
    /// Compute grows when a side says so, whatever bars the actions that scale.
    free_growth: bool,
    /// Bit for each part of a step in which something can happen.
    parts: u8,
    /// Memory of the last position's moves, for those of the next: of the part that is played, and of the parts after it.
    workspace: Cell<(Choices, Choices)>,
    /// Bit for each bar that is kept.
    enforced: u128,
    evaluates_first: bool,
    /// Something is asked for that the policy names and does not define.
    has_undefined: bool,
    /// No effort begins before this step.
    found_from: u32,
    /// Every safeguard that a group of the board holds.
    wanted: BTreeSet<SafeguardId>,
    /// Those of them that the bars ask for of which the question speaks.
    first: BTreeSet<SafeguardId>,
    /// Capabilities that a clause or the question looks at by name.
    mentioned: BTreeSet<CapabilityId>,
    items: Vec<items::Item>,
    tasks: Vec<Task>,
    determinations: Vec<Determination>,
    facts: Vec<Fact>,
    approvals: Vec<Approval>,
    definitions: Vec<Definition>,
    scores: Vec<Score>,
    attempts: Vec<attempts::Attempt>,
    exceptions: Vec<Exception>,
    amendable: Vec<(ClauseId, Slot)>,
    statuses: Vec<Tracked>,
    held: Vec<Tracked>,
    announced: Vec<Tracked>,
    owed: Vec<Owed>,
    watches: Vec<Cond>,
    /// What the world says about each of these has been used.
    pub(crate) used: BTreeSet<Use>,
}

/// Variables that exist once.
#[derive(Clone, Debug, Hash)]
struct Slots {
    phase: Slot,
    marks: Slot,
    growth: Option<Slot>,
    /// Where a side says whether compute grows, and that side is ours.
    grows: Option<Slot>,
    preparing: Option<Slot>,
    effort: Option<Slot>,
    released: Option<Slot>,
    slip: Option<Slot>,
}

#[derive(Clone, Debug)]
struct Action {
    id: ActionId,
    scales: bool,
    /// Bit for each bar of this action.
    bars: u128,
    /// Any of these ends it.
    ended: Cond,
    went_on: Slot,
}

/// One clause barring one action.
#[derive(Clone, Debug, Hash)]
struct Bar {
    clause: ClauseId,
    blocked: Cond,
    /// Exercised exceptions, amendments and permissions that take it away.
    lifted: Cond,
}

/// What is remembered of a bar that is fired, that `until` ends, or that has a time of grace.
#[derive(Clone, Debug, Hash)]
struct Latch {
    clause: ClauseId,
    fires: Cond,
    until: Cond,
    /// Whatever becomes of what fired it.
    stays: bool,
    /// Steps for which it has been owed, this one with it, up to those that matter.
    latch: Slot,
    was: Slot,
}

#[derive(Clone, Debug)]
struct Evaluation {
    id: EvaluationId,
    /// Who orders it.
    owner: Owner,
    answer: Slot,
    ordered: Slot,
    since_growth: Slot,
    since_time: Slot,
    clocks: Vec<RunClock>,
    /// Bit for each probe that it looks at.
    looks_at: u128,
    indicates: Signs,
    /// The probe whose grade is the answer, for an evaluation of a graded capability as a whole.
    grade_of: Option<usize>,
    may_be_inconclusive: bool,
    /// Some condition tells "rules out" from "not yet run".
    rules_out_matters: bool,
    /// Some condition asks whether the lowest grade is indicated, which is told from "rules out" only then.
    lowest_matters: bool,
    /// It may say no until compute has grown for so many steps past the signs.
    miss_steps: u16,
}

/// `run E every 4x compute and every 3 months`, of one clause.
#[derive(Clone, Debug, Hash)]
struct RunClock {
    growth: Option<u16>,
    time: Option<u16>,
    /// The clause is a gate: these actions are barred while it is overdue and `when` holds.
    gates: Option<u32>,
    when: Cond,
}

/// Who moves a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Owner {
    Developer,
    /// Independent or outside, on this side.
    Other(Side),
    Nature,
}

#[derive(Clone, Debug)]
struct Task {
    id: TaskId,
    owner: Owner,
    progress: Slot,
    /// Done since the latest answer of these evaluations.
    fresh: Option<Slot>,
    takes: Option<crate::setting::Steps>,
    /// Some action is over once it is done.
    ends_an_action: bool,
}

#[derive(Clone, Debug)]
struct Determination {
    id: DeterminationId,
    owner: Owner,
    found: Slot,
    asked: Option<Slot>,
    /// Position of the evaluation that it is about.
    of: Option<usize>,
    /// Position in `tasks`.
    requires: Option<usize>,
}

#[derive(Clone, Debug)]
struct Fact {
    id: FactId,
    owner: Owner,
    holds: Slot,
    permanent: bool,
    starts: bool,
}

#[derive(Clone, Debug)]
struct Approval {
    id: ApprovalId,
    owner: Owner,
    approved: Slot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Defined {
    Level(LevelId),
    Standard(StandardId),
}

#[derive(Clone, Debug)]
struct Definition {
    what: Defined,
    owner: Owner,
    progress: Slot,
    takes: Option<crate::setting::Steps>,
}

#[derive(Clone, Debug)]
struct Score {
    id: ScoreId,
    evaluation: usize,
    value: Slot,
    n_grades: u16,
}

#[derive(Clone, Debug)]
struct Exception {
    id: ExceptionId,
    owner: Owner,
    exercised: Slot,
    when: Cond,
}

/// A condition of a beat that later steps remember.
#[derive(Clone, Debug, Hash)]
struct Tracked {
    cond: Cond,
    slot: Slot,
}

/// What is remembered from beat to beat of a duty that can be breached.
#[derive(Clone, Debug, Hash)]
struct Owed {
    fires: Cond,
    /// It is done, or its `until` has come.
    ends: Cond,
    /// Whatever becomes of what fired it.
    stays: bool,
    /// Beats at which it was owed, up to those that matter.
    slot: Slot,
    was: Slot,
}

impl Evaluation {
    fn is_overdue(&self, state: &vars::State) -> bool {
        self.clocks.iter().any(|clock| self.has_run_out(clock, state))
    }

    fn has_run_out(&self, clock: &RunClock, state: &vars::State) -> bool {
        clock
            .growth
            .is_some_and(|steps| state.get(self.since_growth) >= steps)
            || clock
                .time
                .is_some_and(|steps| state.get(self.since_time) >= steps)
    }
}
