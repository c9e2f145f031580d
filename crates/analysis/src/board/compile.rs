//! From a policy and a question to a board: demands every variable that an answer can depend on, and no other.
//!
//! It must not know how the variables change; that is `prepare`, `answers`, `act` and `clock`.

use super::groups::{Group, Hold};
use super::probes::Signs;
use super::terms::{Options, Pace};
use super::truth::{By, Cond};
use super::vars::{Slot, Var, Vars};
use super::{
    Action, Approval, Bar, Board, Defined, Definition, Determination, Evaluation, Exception, Fact, Owner,
    Score, Slots, Task, Tracked,
};
use crate::ladder;
use crate::schedule::Schedule;
use crate::setting::{Setting, Use};
use holdpoint_game::Side;
use holdpoint_policy::condition::{Atom, Because, Condition, Requirement, Subject};
use holdpoint_policy::model::{
    ActionId, CapabilityId, ClauseId, DeterminationId, EvaluationId, LevelId, PartyId, Policy, SafeguardId,
    StandardParts, TaskId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Why a question cannot be put on a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BoardError {
    /// A position would need more bits than there are.
    TooWide { bits: u32 },
    /// More of something than a board has room for.
    TooMany(&'static str),
}

/// A condition of the beat that the solver is to see.
#[derive(Clone, Debug)]
pub(crate) enum Watch {
    /// A pause of the action by clauses at the level.
    Pause {
        action: ActionId,
        level: Option<LevelId>,
    },
    Condition(Condition),
    /// A pause by these clauses was there a step ago, the action goes on, and the condition holds.
    EndsWhile {
        action: ActionId,
        clauses: BTreeSet<ClauseId>,
        condition: Condition,
    },
    /// The action is wanted in this step.
    Wanted(ActionId),
    /// The action goes on although one of these clauses bars it.
    Against(ActionId, BTreeSet<ClauseId>),
    /// Some work of unstated length has not been finished.
    Unreleased,
}

impl Watch {
    /// It asks about an action that does not make compute grow, and about nothing else.
    fn is_of_other_actions(&self, policy: &Policy) -> bool {
        match self {
            Watch::Pause { action, .. } | Watch::Wanted(action) => !policy.actions[action.index()].scales,
            Watch::Unreleased => true,
            Watch::Condition(_) | Watch::EndsWhile { .. } | Watch::Against(..) => false,
        }
    }
}

/// No step of a play.
const NEVER: u32 = u32::MAX;

/// Whether a condition is read at the beat or by a clause, which sees the step before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Clause,
    Watch,
}

impl<'a> Board<'a> {
    /// Compiles the part of the policy on which `watches` depend; mark `i` of a beat is watch `i`.
    pub(crate) fn new(
        policy: &'a Policy,
        setting: &'a Setting,
        options: Options,
        watches: &[Watch],
    ) -> Result<Board<'a>, BoardError> {
        let drafted = Board::gathered(policy, setting, options.clone(), watches, Vars::default());
        drafted.check_size()?;
        let vars = drafted
            .vars
            .settled()
            .map_err(|bits| BoardError::TooWide { bits })?;
        let mut board = Board::gathered(policy, setting, options, watches, vars);
        board.implied = board.implied();
        board.always_live = board.always_live();
        board.enforced = board.enforced();
        board.alike = board.alike();
        board.evaluates_first = board.may_evaluate_first();
        board.parts = board.find_parts();
        Ok(board)
    }

    /// Everything that the watches depend on, with the variables given so far.
    pub(super) fn gathered(
        policy: &'a Policy,
        setting: &'a Setting,
        options: Options,
        watches: &[Watch],
        vars: Vars,
    ) -> Board<'a> {
        let mut board = Board::empty(policy, setting, options, watches, vars);
        board.free_growth = board.options.grows_freely
            || (board.options.may_free_growth() && watches.iter().all(|it| it.is_of_other_actions(policy)));
        if board.free_growth && board.options.pace == Pace::Ahead {
            board.slots.grows = Some(board.vars.need(Var::Grows, 1));
        }
        for watch in watches {
            let cond = board.watch(watch);
            board.watches.push(cond);
        }
        board.name_bars();
        board.gather_groups();
        if board.options.finite && board.has_unstated_work() {
            board.slots.released = Some(board.vars.need(Var::Released, 1));
        }
        board
    }

    /// Clauses become bars once all of them are known; a pause that no bar can bring about is never there.
    fn name_bars(&mut self) {
        let bars: Vec<ClauseId> = self.bars.iter().map(|it| it.clause).collect();
        let of_action: Vec<u128> = self.actions.iter().map(|it| it.bars).collect();
        let named = |action: usize, by: By| match by {
            By::Any => of_action[action],
            By::Bars(bits) => bits,
            By::Clauses(clauses) => {
                let chosen = bars.iter().enumerate().filter(|(_, it)| clauses.contains(it));
                chosen.fold(0, |bits, (index, _)| bits | bit(index)) & of_action[action]
            }
        };
        self.each_cond(&mut |cond| match cond {
            Cond::Paused { action, by, only } => match named(action, by) {
                0 => Cond::Const(false),
                bits => Cond::Paused {
                    action,
                    by: By::Bars(bits),
                    only,
                },
            },
            Cond::Against { action, by } => match named(action, by) {
                0 => Cond::Const(false),
                bits => Cond::Against {
                    action,
                    by: By::Bars(bits),
                },
            },
            other => other,
        });
    }

    /// No play comes to a beat at which the first watch holds, whatever anybody does.
    pub(crate) fn never_marks(&self) -> bool {
        self.watches.first() == Some(&Cond::Const(false))
    }

    pub(super) fn check_size(&self) -> Result<(), BoardError> {
        let room = [
            (self.vars.is_too_long, "steps to count"),
            (self.bars.len() > 128, "clauses that bar"),
            (self.actions.len() > 32, "actions"),
            (self.groups.len() > 128, "groups of safeguards"),
            (self.probes.len() > 128, "capabilities"),
        ];
        match room.into_iter().find(|(is_over, _)| *is_over) {
            Some((_, what)) => Err(BoardError::TooMany(what)),
            None => Ok(()),
        }
    }

    fn empty(
        policy: &'a Policy,
        setting: &'a Setting,
        options: Options,
        watches: &[Watch],
        mut vars: Vars,
    ) -> Board<'a> {
        let slots = Slots {
            phase: vars.need(Var::Phase, 6),
            marks: vars.need(Var::Marks, (1 << watches.len()) - 1),
            growth: None,
            grows: None,
            preparing: None,
            effort: options.effort.then(|| vars.need(Var::Effort, 1)),
            released: None,
            slip: None,
        };
        Board {
            policy,
            setting,
            options,
            vars,
            mentioned: mentioned(watches),
            slots,
            actions: Vec::new(),
            bars: Vec::new(),
            latches: Vec::new(),
            evaluations: Vec::new(),
            probes: Vec::new(),
            groups: Vec::new(),
            implied: Vec::new(),
            alike: Vec::new(),
            always_live: 0,
            enforced: u128::MAX,
            evaluates_first: false,
            has_undefined: false,
            found_from: 0,
            free_growth: false,
            parts: 0,
            workspace: Default::default(),
            wanted: BTreeSet::new(),
            first: BTreeSet::new(),
            items: Vec::new(),
            tasks: Vec::new(),
            determinations: Vec::new(),
            facts: Vec::new(),
            approvals: Vec::new(),
            definitions: Vec::new(),
            scores: Vec::new(),
            attempts: Vec::new(),
            exceptions: Vec::new(),
            amendable: Vec::new(),
            statuses: Vec::new(),
            held: Vec::new(),
            announced: Vec::new(),
            owed: Vec::new(),
            watches: Vec::new(),
            used: BTreeSet::from([Use::Step]),
        }
    }

    fn watch(&mut self, watch: &Watch) -> Cond {
        match watch {
            Watch::Pause { action, level } => {
                let at = ladder::clauses_at(self.policy, *level);
                self.paused_by(*action, Some(&at), false)
            }
            Watch::Condition(condition) => self.condition(condition, Role::Watch),
            Watch::EndsWhile {
                action,
                clauses,
                condition,
            } => {
                let pause = self.paused_by(*action, Some(clauses), false);
                let was_paused = self.status(pause.clone(), Role::Clause);
                let condition = self.condition(condition, Role::Watch);
                let goes_on = Cond::GoingOn(self.need_action(*action));
                Cond::all(vec![was_paused, goes_on, condition])
            }
            Watch::Wanted(action) => Cond::Wanted(self.need_action(*action)),
            Watch::Against(action, clauses) => {
                let action = self.need_action(*action);
                Cond::Against {
                    action,
                    by: By::Clauses(clauses.clone()),
                }
            }
            Watch::Unreleased if self.options.pace == Pace::Each => self.unstated_work_under_way(),
            Watch::Unreleased => {
                let released = self.vars.need(Var::Released, 1);
                self.slots.released = Some(released);
                Cond::not(Cond::Is(released))
            }
        }
    }

    pub(super) fn paused_by(
        &mut self,
        action: ActionId,
        clauses: Option<&BTreeSet<ClauseId>>,
        only: bool,
    ) -> Cond {
        let action = self.need_action(action);
        let by = clauses.map_or(By::Any, |it| By::Clauses(it.clone()));
        Cond::Paused { action, by, only }
    }

    /// The action's position; its bars are compiled when it is first asked for.
    pub(super) fn need_action(&mut self, id: ActionId) -> usize {
        if let Some(known) = self.actions.iter().position(|it| it.id == id) {
            return known;
        }
        let index = self.actions.len();
        let scales = self.policy.actions[id.index()].scales;
        let went_on = self.vars.need(Var::WentOn(id), 1);
        self.actions.push(Action {
            id,
            scales,
            bars: 0,
            ended: Cond::Const(false),
            went_on,
        });
        let ending: Vec<TaskId> = (self.policy.tasks.iter().enumerate())
            .filter(|(_, task)| task.ends.contains(&id))
            .map(|(index, _)| TaskId::from(index))
            .collect();
        let ended = ending.into_iter().map(|task| self.task_done(task)).collect();
        self.actions[index].ended = Cond::any(ended);
        if let Some(end) = self.setting.ends_after.filter(|_| scales && !self.is_endless()) {
            self.need_growth(end);
        }
        // Where compute grows by itself, what bars training matters only to a question about training.
        if !(scales && self.free_growth && !self.options.grows_freely) {
            self.compile_bars(index);
        }
        index
    }

    /// The world's end of training is not on the board. Where compute grows by itself and the opponent says when, it
    /// gives the opponent no less.
    pub(super) fn is_endless(&self) -> bool {
        self.options.endless || (self.free_growth && self.options.pace == Pace::Behind)
    }

    /// Growth is watched at least up to `until` steps; with it comes every action that makes compute grow.
    pub(super) fn need_growth(&mut self, until: u32) -> Slot {
        let first = self.slots.growth.is_none();
        let slot = self.vars.need(Var::Growth, until.max(1));
        self.slots.growth = Some(slot);
        self.used.insert(Use::Growth);
        if first && !self.free_growth {
            let scaling: Vec<ActionId> = (self.policy.actions.iter().enumerate())
                .filter(|(_, action)| action.scales)
                .map(|(index, _)| ActionId::from(index))
                .collect();
            for action in scaling {
                self.need_action(action);
            }
        }
        slot
    }

    pub(super) fn condition(&mut self, condition: &Condition, role: Role) -> Cond {
        match condition {
            Condition::All(parts) => Cond::all(parts.iter().map(|it| self.condition(it, role)).collect()),
            Condition::Any(parts) => Cond::any(parts.iter().map(|it| self.condition(it, role)).collect()),
            Condition::Not(inner) => Cond::not(self.condition(inner, role)),
            Condition::ForAtLeast(inner, duration) => {
                let now = self.condition(inner, role);
                let at_the_beat = self.condition(inner, Role::Watch);
                let steps = u16::try_from(self.setting.rounded_up(*duration)).unwrap_or(u16::MAX);
                let held = self.track_held(at_the_beat, steps);
                let lasted = Cond::HeldFor {
                    held,
                    steps,
                    counting_now: role == Role::Watch,
                };
                Cond::all(vec![now, lasted])
            }
            Condition::Atom(atom) => self.atom(atom, role),
        }
    }

    fn track_held(&mut self, cond: Cond, steps: u16) -> usize {
        let known = self.held.iter().position(|it| it.cond == cond);
        let index = known.unwrap_or(self.held.len());
        let slot = self.vars.need(Var::Held(index), u32::from(steps));
        if known.is_none() {
            self.held.push(Tracked { cond, slot });
        }
        index
    }

    fn atom(&mut self, atom: &Atom, role: Role) -> Cond {
        match atom {
            Atom::Met(requirement) => self.requirement(*requirement),
            Atom::Indicated { subject, by } => self.indicated(*subject, *by),
            Atom::RuledOut { subject, by } => self.ruled_out(*subject, *by),
            Atom::Reached(subject) => self.reached(*subject),
            Atom::LevelDefined(level) => self.defined(Defined::Level(*level)),
            Atom::StandardDefined(standard) => self.defined(Defined::Standard(*standard)),
            Atom::Holds(fact) => self.fact(*fact),
            Atom::Approved { approval, .. } => self.approval(*approval),
            Atom::Attempted(safeguard) => self.attempted(*safeguard),
            Atom::ComputeAtLeast(factor) => {
                let steps = self
                    .setting
                    .growth
                    .steps_to(crate::compute::Ratio::of(factor.0).at_least_one());
                let growth = self.need_growth(steps);
                Cond::AtLeast(growth, u16::try_from(steps).unwrap_or(u16::MAX))
            }
            Atom::ScoreAtMost(score, grade) => {
                let slot = self.score(*score);
                Cond::all(vec![Cond::Is(slot), Cond::AtMost(slot, u16::from(grade.0) + 1)])
            }
            Atom::ScoreAtLeast(score, grade) => Cond::AtLeast(self.score(*score), u16::from(grade.0) + 1),
            Atom::GoingOn(action) => {
                let action = self.need_action(*action);
                self.status(Cond::GoingOn(action), role)
            }
            Atom::Paused { action, because } => self.paused(*action, *because, role),
            Atom::Breached(clause) if role == Role::Clause => self.was_breached(*clause),
            Atom::Breached(clause) => self.breached(*clause),
            Atom::Announced(inner) => self.announced(inner),
        }
    }

    fn paused(&mut self, action: ActionId, because: Option<Because>, role: Role) -> Cond {
        let only = because.is_some_and(|it| it.only);
        let clauses = because.map(|it| BTreeSet::from([it.clause]));
        let cond = self.paused_by(action, clauses.as_ref(), only);
        self.status(cond, role)
    }

    /// A clause that asks what is paused or going on sees the step before.
    fn status(&mut self, cond: Cond, role: Role) -> Cond {
        if role == Role::Watch || matches!(cond, Cond::Const(_)) {
            return cond;
        }
        let known = self.statuses.iter().position(|it| it.cond == cond);
        let index = known.unwrap_or_else(|| {
            let index = self.statuses.len();
            let slot = self.vars.need(Var::Status(index), 1);
            self.statuses.push(Tracked { cond, slot });
            index
        });
        Cond::Is(self.statuses[index].slot)
    }

    /// A clause sees the step before here too. Clauses may chase one another: what is asked for already is not looked into.
    fn was_breached(&mut self, clause: ClauseId) -> Cond {
        let slot = self.vars.need(Var::Breached(clause), 1);
        if !self.statuses.iter().any(|it| it.slot == slot) {
            let index = self.statuses.len();
            let cond = Cond::Const(false);
            self.statuses.push(Tracked { cond, slot });
            self.statuses[index].cond = self.breached(clause);
        }
        Cond::Is(slot)
    }

    fn announced(&mut self, inner: &Condition) -> Cond {
        let cond = self.condition(inner, Role::Watch);
        let known = self.announced.iter().position(|it| it.cond == cond);
        let index = known.unwrap_or_else(|| {
            let index = self.announced.len();
            let slot = self.vars.need(Var::Announced(index), 2);
            self.announced.push(Tracked { cond, slot });
            index
        });
        Cond::Equal(self.announced[index].slot, 2)
    }

    fn undefined(&mut self) -> Cond {
        self.has_undefined = true;
        Cond::Undefined
    }

    pub(super) fn requirement(&mut self, requirement: Requirement) -> Cond {
        match requirement {
            Requirement::Safeguard(it) if self.policy.safeguards[it.index()].undefined => self.undefined(),
            Requirement::Safeguard(it) => self.safeguard(it),
            Requirement::Standard(it) => match self.policy.standards[it.index()].parts.clone() {
                None => self.undefined(),
                Some(parts) => self.parts(&parts),
            },
            Requirement::Task(it) => self.task_done(it),
            Requirement::Determination(it) => self.found(it),
        }
    }

    fn parts(&mut self, parts: &StandardParts) -> Cond {
        match parts {
            StandardParts::One(requirement) => self.requirement(*requirement),
            StandardParts::All(parts) => Cond::all(parts.iter().map(|it| self.parts(it)).collect()),
            StandardParts::Any(parts) => Cond::any(parts.iter().map(|it| self.parts(it)).collect()),
        }
    }

    fn safeguard(&mut self, safeguard: SafeguardId) -> Cond {
        if self.options.pace == Pace::Each {
            self.need_item(safeguard);
        }
        Cond::Item(safeguard)
    }

    pub(super) fn task_done(&mut self, id: TaskId) -> Cond {
        let index = self.need_task(id);
        let slot = self.tasks[index].progress;
        Cond::Equal(slot, self.vars.most(slot))
    }

    pub(super) fn need_task(&mut self, id: TaskId) -> usize {
        if let Some(known) = self.tasks.iter().position(|it| it.id == id) {
            return known;
        }
        let takes = self.setting.task_takes(id);
        self.used
            .insert(Use::Takes(holdpoint_policy::world::Work::Task(id)));
        let progress = self.vars.need(Var::Task(id), progress_values(takes));
        let owner = self.owner(self.policy.tasks[id.index()].by);
        self.tasks.push(Task {
            id,
            owner,
            progress,
            fresh: None,
            takes,
            ends_an_action: !self.policy.tasks[id.index()].ends.is_empty(),
        });
        self.tasks.len() - 1
    }

    fn found(&mut self, id: DeterminationId) -> Cond {
        if let Some(known) = self.determinations.iter().find(|it| it.id == id) {
            return Cond::Is(known.found);
        }
        let declared = &self.policy.determinations[id.index()];
        let ours = self.side_of(self.owner(declared.by)) == Side::Ours;
        if declared.only_if_true && ours && self.options.drops_what_nature_must_allow() {
            return Cond::Const(false);
        }
        let (of, requires, by) = (declared.of, declared.requires, declared.by);
        let only_if_true = declared.only_if_true;
        let found = self.vars.need(Var::Found(id), 1);
        let asked = only_if_true.then(|| self.vars.need(Var::Asked(id), 1));
        let owner = self.owner(by);
        self.determinations.push(Determination {
            id,
            owner,
            found,
            asked,
            of: None,
            requires: None,
        });
        let index = self.determinations.len() - 1;
        self.determinations[index].of = of.map(|it| self.need_evaluation(it));
        self.determinations[index].requires = requires.map(|task| self.need_task(task));
        if let (Some(task), Some(_)) = (self.determinations[index].requires, of) {
            let fresh = self.vars.need(Var::TaskFresh(self.tasks[task].id), 1);
            self.tasks[task].fresh = Some(fresh);
        }
        Cond::Is(found)
    }

    pub(super) fn defined(&mut self, what: Defined) -> Cond {
        if let Some(known) = self.definitions.iter().find(|it| it.what == what) {
            return Cond::Equal(known.progress, self.vars.most(known.progress));
        }
        let (var, takes, by, work) = match what {
            Defined::Level(level) if !ladder::is_undefined(self.policy, level) => return Cond::Const(true),
            Defined::Level(level) => (
                Var::LevelDefined(level),
                self.setting.defining_level_takes(level),
                Some(self.policy.levels[level.index()].by),
                holdpoint_policy::world::Work::DefiningLevel(level),
            ),
            Defined::Standard(standard) if self.policy.standards[standard.index()].parts.is_some() => {
                return Cond::Const(true);
            }
            Defined::Standard(standard) => (
                Var::StandardDefined(standard),
                self.setting.defining_standard_takes(standard),
                None,
                holdpoint_policy::world::Work::DefiningStandard(standard),
            ),
        };
        let progress = self.vars.need(var, progress_values(takes));
        self.used.insert(Use::Takes(work));
        let owner = by.map_or(Owner::Developer, |by| self.owner(by));
        self.definitions.push(Definition {
            what,
            owner,
            progress,
            takes,
        });
        Cond::Equal(progress, self.vars.most(progress))
    }

    fn fact(&mut self, id: holdpoint_policy::model::FactId) -> Cond {
        if let Some(known) = self.facts.iter().find(|it| it.id == id) {
            return Cond::Is(known.holds);
        }
        let declared = &self.policy.facts[id.index()];
        let owner = declared.decided_by.map_or(Owner::Nature, |by| self.owner(by));
        let turns = !self.setting.never_turns.contains(&id);
        let starts = self.setting.starts_true.get(&id).copied().unwrap_or(false);
        self.used.insert(Use::Starts(id));
        if !turns || self.options.opponent_facts_rest && self.side_of(owner) == Side::Theirs {
            return Cond::Const(starts);
        }
        let holds = self.vars.need(Var::Holds(id), 1);
        self.facts.push(Fact {
            id,
            owner,
            holds,
            permanent: declared.permanent,
            starts,
        });
        Cond::Is(holds)
    }

    fn approval(&mut self, id: holdpoint_policy::model::ApprovalId) -> Cond {
        if let Some(known) = self.approvals.iter().find(|it| it.id == id) {
            return Cond::Is(known.approved);
        }
        let approved = self.vars.need(Var::Approved(id), 1);
        let owner = self.owner(self.policy.approvals[id.index()].by);
        self.approvals.push(Approval { id, owner, approved });
        Cond::Is(approved)
    }

    fn score(&mut self, id: holdpoint_policy::model::ScoreId) -> Slot {
        if let Some(known) = self.scores.iter().find(|it| it.id == id) {
            return known.value;
        }
        let declared = &self.policy.scores[id.index()];
        let (n_grades, by) = (declared.grades.len() as u16, declared.by);
        let value = self.vars.need(Var::Score(id), u32::from(n_grades));
        let index = self.scores.len();
        self.scores.push(Score {
            id,
            evaluation: 0,
            value,
            n_grades,
        });
        let evaluation = self.need_evaluation(by);
        self.scores[index].evaluation = evaluation;
        value
    }

    /// `None` where it can never be exercised by anybody who would: it waits for the approval of an opponent, who gains
    /// nothing by giving it, since whoever has the power may leave it unused.
    pub(super) fn need_exception(&mut self, id: holdpoint_policy::model::ExceptionId) -> Option<Slot> {
        let declared = &self.policy.exceptions[id.index()];
        let ours = self.side_of(self.owner(declared.who)) == Side::Ours;
        let is_refused = ours && !self.options.begins_in_any_way() && self.waits_for_opponent(&declared.when);
        if is_refused || self.never_holds(&declared.when) {
            return None;
        }
        if let Some(known) = self.exceptions.iter().find(|it| it.id == id) {
            return Some(known.exercised);
        }
        let exercised = self.vars.need(Var::Exercised(id), 1);
        let declared = &self.policy.exceptions[id.index()];
        let owner = self.owner(declared.who);
        self.exceptions.push(Exception {
            id,
            owner,
            exercised,
            when: Cond::Const(false),
        });
        let index = self.exceptions.len() - 1;
        let when = self.condition(&declared.when, Role::Clause);
        self.exceptions[index].when = when;
        Some(exercised)
    }

    fn waits_for_opponent(&self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().any(|it| self.waits_for_opponent(it)),
            Condition::Any(parts) => parts.iter().all(|it| self.waits_for_opponent(it)),
            Condition::Atom(Atom::Approved { party, .. }) => self.side_of(self.owner(*party)) == Side::Theirs,
            _ => false,
        }
    }

    /// It names a fact that stays untrue on this board.
    fn never_holds(&mut self, condition: &Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().any(|it| self.never_holds(it)),
            Condition::Any(parts) => parts.iter().all(|it| self.never_holds(it)),
            Condition::Atom(Atom::Holds(fact)) => self.fact(*fact) == Cond::Const(false),
            _ => false,
        }
    }

    pub(super) fn owner(&self, party: PartyId) -> Owner {
        if self.policy.parties[party.index()].kind.is_developer_side() {
            return Owner::Developer;
        }
        let coalition = &self.options.coalition;
        Owner::Other(coalition.side(coalition.others.contains(&party)))
    }

    /// Some work that effort alone finishes is of unstated length.
    pub(crate) fn has_unstated_work(&self) -> bool {
        let gathered = self
            .groups
            .iter()
            .any(|it| matches!(it.hold, Hold::Certain | Hold::Contested) && it.ready.is_none());
        gathered || self.has_unstated_item()
    }

    fn gather_groups(&mut self) {
        if self.options.pace == Pace::Each {
            self.finish_items();
            return;
        }
        let mut gathered = Gathered {
            is_plain: self.plain_safeguards(),
            groups: Vec::new(),
        };
        self.each_cond(&mut |cond| gathered.rewrite(cond));
        let all = gathered.groups;
        let mut kept: Vec<usize> = Vec::new();
        self.each_cond(&mut |cond| match cond {
            Cond::Group(old) => {
                let new = kept.iter().position(|it| *it == old).unwrap_or_else(|| {
                    kept.push(old);
                    kept.len() - 1
                });
                Cond::Group(new)
            }
            other => other,
        });
        self.wanted = kept.iter().flat_map(|it| all[*it].iter().copied()).collect();
        self.first = self.asked_first(&kept, &all);
        for index in kept {
            let group = self.group(all[index].clone());
            self.groups.push(group);
        }
        let soonest = |it: &Group| {
            if self.options.at_any_time {
                0
            } else {
                it.finished.least
            }
        };
        if self.options.found_late {
            self.found_from = self.late_enough().unwrap_or(NEVER);
        }
        let timed = self
            .groups
            .iter()
            .map(|it| it.ready.unwrap_or(0).max(soonest(it)))
            .max();
        if let Some(most) = timed
            .max(Some(self.found_from))
            .filter(|most| (1..NEVER).contains(most))
        {
            self.slots.preparing = Some(self.vars.need(Var::Preparing, most));
        }
    }

    /// Safeguards that the bars ask for of which the question speaks: those that a plan serves first.
    fn asked_first(&self, kept: &[usize], all: &[BTreeSet<SafeguardId>]) -> BTreeSet<SafeguardId> {
        let Some(Cond::Paused {
            by: By::Bars(bars), ..
        }) = self.watches.first()
        else {
            return self.wanted.clone();
        };
        let mut items = BTreeSet::new();
        for (_, bar) in self
            .bars
            .iter()
            .enumerate()
            .filter(|(it, _)| bars & bit(*it) != 0)
        {
            bar.blocked
                .groups(&mut |group| items.extend(all[kept[group]].iter().copied()));
        }
        items
    }

    /// Safeguards that the developer's effort alone puts in place and that stay there.
    fn plain_safeguards(&self) -> BTreeSet<SafeguardId> {
        let ids = (0..self.policy.safeguards.len()).map(SafeguardId::from);
        ids.filter(|it| self.is_plain(*it)).collect()
    }

    fn is_plain(&self, id: SafeguardId) -> bool {
        let declared = &self.policy.safeguards[id.index()];
        let tried = declared.may_fail && !self.setting.succeeds_for_certain(id);
        let lapses = self.setting.may_lapse.contains(&id);
        !tried && !lapses && !declared.undefined && self.owner(declared.by) == Owner::Developer
    }

    fn group(&mut self, items: BTreeSet<SafeguardId>) -> Group {
        let schedule = Schedule {
            setting: self.setting,
        };
        let closure = schedule.closure(&items);
        let finished = schedule.finished(&items, &BTreeSet::new());
        for item in &closure {
            self.used
                .insert(Use::Takes(holdpoint_policy::world::Work::Safeguard(*item)));
            self.used.insert(Use::Lapse(*item));
        }
        let finished = self.limited(&items, finished);
        let hold = self.hold(&items, &closure);
        let ready = self.ready(&items, finished);
        let index = self.groups.len();
        let in_place = self.vars.need(Var::Group(index), 1);
        Group {
            items,
            closure,
            hold,
            finished,
            ready,
            in_place,
        }
    }

    /// Visits every condition of the board to rewrite it.
    fn each_cond(&mut self, change: &mut impl FnMut(Cond) -> Cond) {
        let mut rewrite = |cond: &mut Cond| {
            let taken = std::mem::replace(cond, Cond::Const(false));
            *cond = taken.map(change);
        };
        self.bars.iter_mut().for_each(|it| rewrite(&mut it.blocked));
        self.bars.iter_mut().for_each(|it| rewrite(&mut it.lifted));
        self.latches.iter_mut().for_each(|it| {
            rewrite(&mut it.fires);
            rewrite(&mut it.until);
        });
        for evaluation in &mut self.evaluations {
            evaluation.clocks.iter_mut().for_each(|it| rewrite(&mut it.when));
        }
        self.exceptions.iter_mut().for_each(|it| rewrite(&mut it.when));
        let tracked = self
            .statuses
            .iter_mut()
            .chain(&mut self.held)
            .chain(&mut self.announced);
        tracked.for_each(|it| rewrite(&mut it.cond));
        self.owed.iter_mut().for_each(|it| {
            rewrite(&mut it.fires);
            rewrite(&mut it.ends);
        });
        self.attempts.iter_mut().for_each(|it| rewrite(&mut it.in_place));
        self.watches.iter_mut().for_each(&mut rewrite);
        self.actions.iter_mut().for_each(|it| rewrite(&mut it.ended));
    }

    /// Safeguards that a bar of the action at the level asks for, gathered by where they are asked for: those of one
    /// set are asked for together everywhere, and what holds of one holds of each.
    pub(crate) fn safeguards_at(
        &self,
        action: ActionId,
        level: Option<LevelId>,
    ) -> Vec<BTreeSet<SafeguardId>> {
        let mut asked: BTreeMap<SafeguardId, BTreeSet<usize>> = BTreeMap::new();
        for bar in self.bars_at(action, level) {
            bar.blocked.groups(&mut |group| {
                for item in &self.groups[group].items {
                    asked.entry(*item).or_default().insert(group);
                }
            });
        }
        let mut gathered: BTreeMap<BTreeSet<usize>, BTreeSet<SafeguardId>> = BTreeMap::new();
        for (item, groups) in asked {
            gathered.entry(groups).or_default().insert(item);
        }
        gathered.into_values().collect()
    }

    fn bars_at(&self, action: ActionId, level: Option<LevelId>) -> impl Iterator<Item = &Bar> {
        let bits = self
            .actions
            .iter()
            .find(|it| it.id == action)
            .map_or(0, |it| it.bars);
        let of_action = self
            .bars
            .iter()
            .enumerate()
            .filter(move |(index, _)| bits & (1 << index) != 0);
        of_action
            .map(|(_, bar)| bar)
            .filter(move |bar| ladder::is_at(self.policy, bar.clause, level))
    }

    /// Can the party move anything on the board?
    pub(crate) fn has_move_of(&self, party: PartyId) -> bool {
        let policy = self.policy;
        let works = |id: &SafeguardId| policy.safeguards[id.index()].by == party;
        let defines = |it: &Definition| matches!(it.what, Defined::Level(level) if policy.levels[level.index()].by == party);
        self.groups.iter().any(|it| it.closure.iter().any(works))
            || self.definitions.iter().any(defines)
            || (self.tasks.iter()).any(|it| policy.tasks[it.id.index()].by == party)
            || (self.evaluations.iter()).any(|it| policy.evaluations[it.id.index()].by == party)
            || (self.determinations.iter()).any(|it| policy.determinations[it.id.index()].by == party)
            || (self.facts.iter()).any(|it| policy.facts[it.id.index()].decided_by == Some(party))
            || (self.approvals.iter()).any(|it| policy.approvals[it.id.index()].by == party)
            || (self.exceptions.iter()).any(|it| policy.exceptions[it.id.index()].who == party)
    }

    /// Does a bar of the action at the level ask for what nobody has defined?
    pub(crate) fn asks_for_undefined(&self, action: ActionId, level: Option<LevelId>) -> bool {
        self.bars_at(action, level)
            .any(|bar| bar.blocked.names_undefined())
    }

    /// Could the lack of a safeguard bring something about, besides a bar? Then the times of overlapping work matter
    /// one by one; else it is always possible to have begun what is wanted at once, and the rest never.
    pub(crate) fn lack_may_serve(&self) -> bool {
        let overlap = self.groups.iter().enumerate().any(|(index, one)| {
            self.groups[..index]
                .iter()
                .any(|other| !one.closure.is_disjoint(&other.closure))
        });
        let wants_it = |cond: &Cond| cond.names_group(true);
        let triggers = self
            .latches
            .iter()
            .map(|it| &it.fires)
            .chain(self.exceptions.iter().map(|it| &it.when));
        let serves = self.bars.iter().any(|it| wants_it(&it.blocked)) || triggers.into_iter().any(wants_it);
        overlap && serves
    }

    /// Who moves for nature.
    pub(super) fn natures_side(&self) -> Side {
        self.options.coalition.side(self.options.coalition.nature)
    }

    pub(super) fn developers_side(&self) -> Side {
        self.options.coalition.side(self.options.coalition.developer)
    }

    pub(super) fn side_of(&self, owner: Owner) -> Side {
        match owner {
            Owner::Developer => self.developers_side(),
            Owner::Other(side) => side,
            Owner::Nature => self.natures_side(),
        }
    }
}

/// A draft may hold more than there are bits; its size is checked before anything is read.
pub(super) fn bit(index: usize) -> u128 {
    1u128.checked_shl(index as u32).unwrap_or(0)
}

/// Capabilities that the question asks about by name: whether they are truly there.
fn mentioned(watches: &[Watch]) -> BTreeSet<CapabilityId> {
    let mut mentioned = BTreeSet::new();
    for watch in watches {
        if let Watch::Condition(condition) | Watch::EndsWhile { condition, .. } = watch {
            condition.atoms(&mut |atom| {
                if let Atom::Reached(Subject::Capability(capability, _)) = atom {
                    mentioned.insert(*capability);
                }
            });
        }
    }
    mentioned
}

/// 0 not begun, then steps under way plus one, then done.
fn progress_values(takes: Option<crate::setting::Steps>) -> u32 {
    match takes {
        None => 1,
        Some(steps) => steps.most.unwrap_or(1) + 1,
    }
}

/// Gathers safeguards that stand side by side in an `and` into one.
struct Gathered {
    is_plain: BTreeSet<SafeguardId>,
    groups: Vec<BTreeSet<SafeguardId>>,
}

impl Gathered {
    fn rewrite(&mut self, cond: Cond) -> Cond {
        match cond {
            Cond::Item(item) => self.group(BTreeSet::from([item])),
            Cond::All(parts) => self.together(parts),
            other => other,
        }
    }

    /// Innermost parts come first, so single safeguards are groups by now.
    fn together(&mut self, parts: Vec<Cond>) -> Cond {
        let mut items = BTreeSet::new();
        let mut rest = Vec::new();
        for part in parts {
            match part {
                Cond::Group(group) if self.groups[group].is_subset(&self.is_plain) => {
                    items.extend(self.groups[group].iter().copied());
                }
                other => rest.push(other),
            }
        }
        if !items.is_empty() {
            rest.push(self.group(items));
        }
        Cond::all(rest)
    }

    fn group(&mut self, items: BTreeSet<SafeguardId>) -> Cond {
        let known = self.groups.iter().position(|it| *it == items);
        Cond::Group(known.unwrap_or_else(|| {
            self.groups.push(items);
            self.groups.len() - 1
        }))
    }
}

impl Board<'_> {
    pub(super) fn evaluation_index(&self, id: EvaluationId) -> Option<usize> {
        self.evaluations.iter().position(|it| it.id == id)
    }

    pub(super) fn signs_of_level(&mut self, level: LevelId) -> Signs {
        let above = ladder::at_or_above(self.policy, level);
        Signs::Any(above.into_iter().map(|it| self.signs_of_one_level(it)).collect())
    }

    pub(super) fn new_evaluation(&mut self, id: EvaluationId) -> usize {
        let index = self.evaluations.len();
        let (answer, ordered) = (
            self.vars.need(Var::Answer(id), 3),
            self.vars.need(Var::Ordered(id), 1),
        );
        let since_growth = self.vars.need(Var::SinceGrowth(id), 0);
        let since_time = self.vars.need(Var::SinceTime(id), 0);
        let declared = &self.policy.evaluations[id.index()];
        self.evaluations.push(Evaluation {
            id,
            owner: self.owner(declared.by),
            answer,
            ordered,
            since_growth,
            since_time,
            clocks: Vec::new(),
            looks_at: 0,
            indicates: Signs::Always,
            grade_of: None,
            may_be_inconclusive: declared.may_be_inconclusive,
            rules_out_matters: false,
            lowest_matters: false,
            miss_steps: 0,
        });
        index
    }
}
