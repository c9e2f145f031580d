//! The game as 3-meaning tells it, one step after the other, played on the policy's own words.
//!
//! It knows the part of the language that `draw` writes and stops at anything else. It must not know how a game is
//! solved.

use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::model::{
    ActionId, CapabilityCondition, CapabilityId, Clause, Deadline, EvaluationId, Frame, LevelDefinition,
    LevelId, Modal, PartyId, Policy, StandardParts, What,
};
use holdpoint_policy::quantity::{Decimal, Duration, Factor, Unit};
use holdpoint_policy::world::{Assumed, Time, Work, World};
use std::collections::BTreeSet;

/// More of one kind of thing than a small policy has.
const MANY: usize = 4;
const MANY_CLAUSES: usize = 8;

/// Work: 0 is not begun, otherwise one more than the steps that have passed, or one of these two.
const TO_BE_ANSWERED: u8 = 254;
const DONE: u8 = 255;

/// What an evaluation has said last; of a graded capability the grade is added.
const NOTHING: u8 = 0;
const RULES_OUT: u8 = 1;
const NEITHER: u8 = 2;
const INDICATES: u8 = 3;

/// A moment of a play, each thing in its place of the policy's lists.
/// The bit of every step before the world's end of training.
pub(crate) const TRAINING: u32 = 1 << 31;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct State {
    growth: u8,
    safeguards: [u8; MANY],
    tasks: [u8; MANY],
    /// Done since the latest answer of each evaluation, a bit for each.
    done_since: [u8; MANY],
    levels_defined: [u8; MANY],
    /// By sign: capabilities, then levels that are defined later.
    /// The grade of the sign, 0 none.
    seen: [u8; 2 * MANY],
    looked_since_growth: [bool; 2 * MANY],
    ordered: [bool; MANY],
    answers: [u8; MANY],
    growth_since: [u8; MANY],
    months_since: [u8; MANY],
    found: [bool; MANY],
    asked_for: [bool; MANY],
    approved: [bool; MANY],
    holds: [bool; MANY],
    attempted: [bool; MANY],
    slips_left: u8,
    /// By clause that is remembered: for how many steps it has been owed, and whether its frame held.
    owed: [u8; MANY_CLAUSES],
    was: [bool; MANY_CLAUSES],
}

/// How long something takes, least and most.
type Takes = (u8, u8);

/// A policy in a world.
pub(crate) struct Reading<'a> {
    pub policy: &'a Policy,
    growth_ends: u8,
    safeguard_takes: Vec<Takes>,
    after: Vec<Vec<usize>>,
    at_most_under_way: usize,
    task_takes: Vec<Option<Takes>>,
    defining_takes: Vec<Option<Takes>>,
    /// By sign.
    shows_from: Vec<u8>,
    starts_true: Vec<bool>,
    may_lapse: Vec<bool>,
    slips: u8,
    /// The longest clocks: what has run longer has run as long.
    longest_growth: u8,
    longest_months: u8,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(policy: &'a Policy, world: &World) -> Reading<'a> {
        let n_signs = policy.capabilities.len() + policy.levels.len();
        let mut reading = Reading {
            policy,
            growth_ends: u8::MAX,
            safeguard_takes: vec![(0, 0); policy.safeguards.len()],
            after: vec![Vec::new(); policy.safeguards.len()],
            at_most_under_way: usize::MAX,
            task_takes: vec![None; policy.tasks.len()],
            defining_takes: vec![None; policy.levels.len()],
            shows_from: vec![1; n_signs],
            starts_true: vec![false; policy.facts.len()],
            may_lapse: vec![false; policy.safeguards.len()],
            slips: 0,
            longest_growth: 1,
            longest_months: 1,
        };
        world
            .assumptions
            .iter()
            .for_each(|it| reading.assume(&it.what, world));
        for clause in &policy.clauses {
            let (growth, months) = clocks(clause);
            reading.longest_growth = reading.longest_growth.max(growth.unwrap_or(0));
            reading.longest_months = reading.longest_months.max(months.unwrap_or(0));
        }
        reading
    }

    fn assume(&mut self, what: &Assumed, world: &World) {
        match what {
            Assumed::Step(step) => assert_eq!(whole_steps(*step), 1, "a step is a month"),
            Assumed::Doubles { every, ends_at, .. } => {
                assert_eq!(whole_steps(*every), 1, "compute doubles in each step");
                self.growth_ends = ends_at.map_or(u8::MAX, |it| doublings(it, ONE));
            }
            Assumed::Takes {
                work,
                time: Time::Range { least, most },
                after,
                ..
            } => {
                let takes = (whole_steps(*least), whole_steps(*most));
                match work {
                    Work::Safeguard(it) => {
                        self.safeguard_takes[it.index()] = takes;
                        self.after[it.index()] = after.iter().map(|it| it.index()).collect();
                    }
                    Work::Task(it) => self.task_takes[it.index()] = Some(takes),
                    Work::DefiningLevel(it) => self.defining_takes[it.index()] = Some(takes),
                    Work::DefiningStandard(_) => panic!("not drawn"),
                }
            }
            Assumed::Appears {
                capability,
                not_before,
                ..
            } => {
                let buffer = self.buffer(*capability, world).unwrap_or(ONE);
                self.shows_from[capability.index()] = doublings(*not_before, buffer).max(1);
            }
            Assumed::KeepsBuffer(_) => {}
            Assumed::AtMostUnderWay(n) => self.at_most_under_way = *n as usize,
            Assumed::StartsAs { fact, value, .. } => self.starts_true[fact.index()] = *value,
            Assumed::MayLapse(it) => self.may_lapse[it.index()] = true,
            Assumed::MaySlip(steps) => self.slips = whole_steps(*steps),
            other => panic!("not drawn: {other:?}"),
        }
    }

    /// The buffer that an evaluation of the capability's level keeps.
    fn buffer(&self, capability: CapabilityId, world: &World) -> Option<Factor> {
        let keeps = |it: &EvaluationId| {
            let evaluation = &self.policy.evaluations[it.index()];
            let Subject::Level(level) = evaluation.of else {
                return false;
            };
            match &self.policy.levels[level.index()].definition {
                LevelDefinition::When(condition) => names(condition, capability),
                _ => false,
            }
        };
        world.assumptions.iter().find_map(|it| match &it.what {
            Assumed::KeepsBuffer(evaluation) if keeps(evaluation) => {
                self.policy.evaluations[evaluation.index()].buffer
            }
            _ => None,
        })
    }

    pub(crate) fn start(&self) -> State {
        let mut start = State::default();
        for (index, value) in self.starts_true.iter().enumerate() {
            start.holds[index] = *value;
        }
        start.slips_left = self.slips;
        start
    }

    /// Phase 1: any subset of what the developer may do, but for the evaluations that it orders because they are due.
    pub(crate) fn prepare(&self, state: &State) -> Vec<State> {
        let mut ways = vec![*state];
        for (index, takes) in self.task_takes.iter().enumerate() {
            let begin = |it: &State| (it.tasks[index] == 0).then(|| begun_task(it, index, *takes));
            branch(&mut ways, |it| {
                begin(it).filter(|_| self.is_developers(self.policy.tasks[index].by))
            });
        }
        for (index, level) in self.policy.levels.iter().enumerate() {
            let takes = self.defining_takes[index];
            let mine = level.definition == LevelDefinition::Undefined && self.is_developers(level.by);
            branch(&mut ways, |it| {
                let mut after = *it;
                after.levels_defined[index] = if takes.is_none() { DONE } else { 1 };
                (mine && it.levels_defined[index] == 0).then_some(after)
            });
        }
        for index in 0..self.policy.determinations.len() {
            branch(&mut ways, |it| self.determined(it, index));
        }
        for index in 0..self.policy.safeguards.len() {
            branch(&mut ways, |it| self.begun_safeguard(it, index));
        }
        for index in 0..self.policy.evaluations.len() {
            self.order(&mut ways, index);
        }
        ways
    }

    fn determined(&self, state: &State, index: usize) -> Option<State> {
        let declared = &self.policy.determinations[index];
        let of = declared.of.map(|it| it.index());
        let indicates = of.is_none_or(|it| state.answers[it] >= INDICATES);
        let done = declared.requires.map(|it| it.index()).is_none_or(|task| {
            state.tasks[task] == DONE && of.is_none_or(|it| state.done_since[task] & (1 << it) != 0)
        });
        let mut after = *state;
        if declared.only_if_true {
            after.asked_for[index] = true;
        } else {
            after.found[index] = true;
        }
        (self.is_developers(declared.by) && !state.found[index] && indicates && done).then_some(after)
    }

    fn begun_safeguard(&self, state: &State, index: usize) -> Option<State> {
        let ready = self.after[index].iter().all(|it| state.safeguards[*it] == DONE);
        let under_way = state.safeguards.iter().filter(|it| is_under_way(**it)).count();
        let mut after = *state;
        after.safeguards[index] = 1;
        (state.safeguards[index] == 0 && ready && under_way < self.at_most_under_way).then_some(after)
    }

    fn order(&self, ways: &mut Vec<State>, index: usize) {
        let mut also = Vec::new();
        for way in ways.iter_mut() {
            let mut ordered = *way;
            ordered.ordered[index] = true;
            let fired = self.fired(way);
            if (0..self.policy.clauses.len()).any(|it| self.would_be_barred(it, &fired, index)) {
                *way = ordered;
            } else {
                also.push(ordered);
            }
        }
        ways.extend(also);
    }

    /// Would a wanted action be barred, by this clause, for want of this evaluation?
    fn would_be_barred(&self, index: usize, state: &State, evaluation: usize) -> bool {
        let clause = &self.policy.clauses[index];
        let wanted = || gated(clause).iter().any(|it| self.is_wanted(*it, state));
        matches!(&clause.what, What::Run { evaluation: it, .. } if it.index() == evaluation)
            && self.is_overdue(clause, evaluation, state)
            && self.is_owed(index, state)
            && wanted()
    }

    fn is_overdue(&self, clause: &Clause, evaluation: usize, state: &State) -> bool {
        let (growth, months) = clocks(clause);
        growth.is_some_and(|it| state.growth_since[evaluation] >= it)
            || months.is_some_and(|it| state.months_since[evaluation] >= it)
    }

    /// Phase 2: every way in which nature and the other parties may answer.
    pub(crate) fn answer(&self, prepared: &State) -> Vec<State> {
        let mut ways = vec![*prepared];
        let ordered: Vec<usize> = (0..self.policy.evaluations.len())
            .filter(|it| prepared.ordered[*it])
            .collect();
        let looked_at: BTreeSet<usize> = ordered.iter().flat_map(|it| self.looks_at(*it)).collect();
        for sign in looked_at {
            let shown: Vec<State> = ways.iter().flat_map(|it| self.shown(it, sign)).collect();
            ways.extend(shown);
            ways.iter_mut().for_each(|it| it.looked_since_growth[sign] = true);
        }
        for evaluation in ordered {
            ways = ways
                .iter()
                .flat_map(|it| self.completed(it, evaluation))
                .collect();
        }
        for index in 0..self.policy.determinations.len() {
            branch(&mut ways, |it| {
                let mut after = *it;
                after.found[index] = true;
                it.asked_for[index].then_some(after)
            });
            ways.iter_mut().for_each(|it| it.asked_for[index] = false);
        }
        self.others(&mut ways);
        self.lapses(&mut ways);
        self.attempts(&mut ways);
        ways.iter().map(|it| self.fired(it)).collect()
    }

    /// Nature may show a sign, or more of one, that was not seen, if compute has grown since somebody last looked for it.
    fn shown(&self, state: &State, sign: usize) -> Vec<State> {
        let n_capabilities = self.policy.capabilities.len();
        let (open, top) = match sign.checked_sub(n_capabilities) {
            None => (true, self.top(sign)),
            Some(level) => {
                let below = self.policy.levels[level]
                    .above
                    .expect("a level defined later is above one");
                let is_defined = state.levels_defined[level] == DONE;
                (is_defined && self.level_shows(below, state), 1)
            }
        };
        let may = open && state.growth >= self.shows_from[sign] && !state.looked_since_growth[sign];
        let more = state.seen[sign] + 1..=if may { top } else { 0 };
        let show = |grade| {
            let mut after = *state;
            after.seen[sign] = grade;
            after
        };
        more.map(show).collect()
    }

    /// The highest grade of a capability, 1 if it has none.
    fn top(&self, capability: usize) -> u8 {
        let grades = self.policy.capabilities[capability].grades.len();
        u8::try_from(grades.max(2) - 1).expect("there are few grades")
    }

    fn completed(&self, state: &State, evaluation: usize) -> Vec<State> {
        let declared = &self.policy.evaluations[evaluation];
        let mut after = *state;
        after.ordered[evaluation] = false;
        (after.growth_since[evaluation], after.months_since[evaluation]) = (0, 0);
        for (index, determination) in self.policy.determinations.iter().enumerate() {
            after.found[index] &= determination.of.is_none_or(|it| it.index() != evaluation);
        }
        after
            .done_since
            .iter_mut()
            .for_each(|it| *it &= !(1 << evaluation));
        let says = match declared.of {
            Subject::Level(level) => {
                let mut levels = self.at_or_above(level).into_iter();
                match levels.any(|it| self.level_shows(it, state)) {
                    true => INDICATES,
                    false => RULES_OUT,
                }
            }
            Subject::Capability(it, None) => match state.seen[it.index()] {
                0 => RULES_OUT,
                grade => INDICATES + grade,
            },
            Subject::Capability(_, Some(_)) => panic!("not drawn"),
        };
        let mut answers = vec![says];
        answers.extend(declared.may_be_inconclusive.then_some(NEITHER));
        answers
            .into_iter()
            .map(|answer| with_answer(after, evaluation, answer))
            .collect()
    }

    /// Facts turn or are held; approvals are given or not, and stay.
    fn others(&self, ways: &mut Vec<State>) {
        for (index, fact) in self.policy.facts.iter().enumerate() {
            branch(ways, |it| {
                let mut after = *it;
                after.holds[index] = !it.holds[index];
                (!fact.permanent || !it.holds[index]).then_some(after)
            });
        }
        for index in 0..self.policy.approvals.len() {
            branch(ways, |it| {
                let mut after = *it;
                after.approved[index] = true;
                (!it.approved[index]).then_some(after)
            });
        }
    }

    /// What is in place may be lost.
    fn lapses(&self, ways: &mut Vec<State>) {
        for index in (0..self.policy.safeguards.len()).filter(|it| self.may_lapse[*it]) {
            branch(ways, |it| {
                let mut after = *it;
                after.safeguards[index] = 0;
                (it.safeguards[index] == DONE).then_some(after)
            });
        }
    }

    /// An attempt that is finished succeeds or fails.
    fn attempts(&self, ways: &mut Vec<State>) {
        for index in 0..self.policy.safeguards.len() {
            for way in ways.iter_mut() {
                way.attempted[index] |= way.safeguards[index] == TO_BE_ANSWERED;
            }
            branch(ways, |it| {
                let mut after = *it;
                after.safeguards[index] = 0;
                (it.safeguards[index] == TO_BE_ANSWERED).then_some(after)
            });
            for way in ways
                .iter_mut()
                .filter(|it| it.safeguards[index] == TO_BE_ANSWERED)
            {
                way.safeguards[index] = DONE;
            }
        }
    }

    /// Phase 3: the marks of all rows whose action is paused by a clause at their level.
    pub(crate) fn pauses(&self, state: &State) -> u32 {
        let actions = (0..self.policy.actions.len()).map(ActionId::from);
        let mut marks = if self.is_still_training(state) {
            TRAINING
        } else {
            0
        };
        for action in actions.filter(|it| self.is_wanted(*it, state)) {
            let barring = (0..self.policy.clauses.len()).filter(|it| self.bars(*it, action, state));
            let barring: Vec<&Clause> = barring.map(|it| &self.policy.clauses[it]).collect();
            for level in (0..self.policy.levels.len()).map(LevelId::from) {
                if barring.iter().any(|it| self.is_at(it, level)) {
                    marks |= self.mark(action, level);
                }
            }
        }
        marks
    }

    /// The world has not ended it.
    fn is_still_training(&self, state: &State) -> bool {
        let actions = (0..self.policy.actions.len()).map(ActionId::from);
        let mut scaling = actions.filter(|it| self.policy.actions[it.index()].scales);
        scaling.any(|it| self.is_wanted(it, state))
    }

    /// Training has an end in this world, and the action is training.
    pub(crate) fn comes_to_an_end(&self, action: ActionId) -> bool {
        self.policy.actions[action.index()].scales && self.growth_ends < u8::MAX
    }

    /// The bit of a row.
    pub(crate) fn mark(&self, action: ActionId, level: LevelId) -> u32 {
        1 << (action.index() * self.policy.levels.len() + level.index())
    }

    /// Phases 4 and 5: compute grows if training went on; work and clocks advance.
    pub(crate) fn grow_and_clock(&self, answered: &State) -> Vec<State> {
        let mut next = *answered;
        if self.trains(answered) {
            next.growth += 1;
            next.looked_since_growth = Default::default();
            next.growth_since
                .iter_mut()
                .for_each(|it| *it = (*it + 1).min(self.longest_growth));
        }
        next.months_since
            .iter_mut()
            .for_each(|it| *it = (*it + 1).min(self.longest_months));
        let mut ways = vec![next];
        // All safeguards under way may stand still.
        let mut slipped = next;
        slipped.slips_left = slipped.slips_left.saturating_sub(1);
        let may_slip = next.slips_left > 0 && next.safeguards.iter().any(|it| is_under_way(*it));
        for (index, takes) in self.safeguard_takes.iter().enumerate() {
            let finished = if self.policy.safeguards[index].may_fail {
                TO_BE_ANSWERED
            } else {
                DONE
            };
            advance(&mut ways, *takes, finished, |it| &mut it.safeguards[index]);
        }
        ways.extend(may_slip.then_some(slipped));
        for (index, takes) in self.task_takes.iter().enumerate() {
            let Some(takes) = takes else { continue };
            advance(&mut ways, *takes, DONE, |it| &mut it.tasks[index]);
            let just_done = |it: &&mut State| it.tasks[index] == DONE && answered.tasks[index] != DONE;
            ways.iter_mut()
                .filter(just_done)
                .for_each(|it| it.done_since[index] = u8::MAX);
        }
        for (index, takes) in self.defining_takes.iter().enumerate() {
            let Some(takes) = takes else { continue };
            advance(&mut ways, *takes, DONE, |it| &mut it.levels_defined[index]);
        }
        ways
    }

    fn trains(&self, state: &State) -> bool {
        (0..self.policy.actions.len()).map(ActionId::from).any(|it| {
            let barred = || (0..self.policy.clauses.len()).any(|clause| self.bars(clause, it, state));
            self.policy.actions[it.index()].scales && self.is_wanted(it, state) && !barred()
        })
    }

    fn is_wanted(&self, action: ActionId, state: &State) -> bool {
        !self.policy.actions[action.index()].scales || state.growth < self.growth_ends
    }

    /// What is remembered of clauses, after a look at the moment; a second look at it changes nothing but how long.
    fn fired(&self, state: &State) -> State {
        let mut after = *state;
        for (index, clause) in self.policy.clauses.iter().enumerate() {
            if !is_remembered(clause) {
                continue;
            }
            let frame = self.frame_holds(clause, state);
            let begins = frame && !state.was[index];
            let goes_on = state.owed[index] > 0 && (frame || matches!(clause.frame, Frame::When(_)));
            let ended = clause.until.as_ref().is_some_and(|it| self.holds(it, state));
            after.was[index] = frame;
            after.owed[index] = match (begins || goes_on) && !ended {
                true => (state.owed[index] + 1).min(grace(clause) + 1),
                false => 0,
            };
        }
        after
    }

    fn is_owed(&self, index: usize, state: &State) -> bool {
        let clause = &self.policy.clauses[index];
        match is_remembered(clause) {
            true => state.owed[index] > grace(clause),
            false => self.frame_holds(clause, state),
        }
    }

    fn bars(&self, index: usize, action: ActionId, state: &State) -> bool {
        let clause = &self.policy.clauses[index];
        assert_eq!(clause.modal, Modal::Must, "not drawn");
        let lacks = || match &clause.what {
            What::Have(goal) => !self.holds(goal, state),
            What::Run { evaluation, .. } => self.is_overdue(clause, evaluation.index(), state),
            What::Pause(_) => true,
            other => panic!("not drawn: {other:?}"),
        };
        let carved_out = || clause.unless.as_ref().is_some_and(|it| self.holds(it, state));
        gated(clause).contains(&action) && self.is_owed(index, state) && lacks() && !carved_out()
    }

    fn frame_holds(&self, clause: &Clause, state: &State) -> bool {
        frame_condition(clause).is_none_or(|it| self.holds(it, state))
    }

    fn holds(&self, condition: &Condition, state: &State) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|it| self.holds(it, state)),
            Condition::Any(parts) => parts.iter().any(|it| self.holds(it, state)),
            Condition::Not(inner) => !self.holds(inner, state),
            Condition::Atom(atom) => self.is_true(atom, state),
            Condition::ForAtLeast(..) => panic!("not drawn"),
        }
    }

    fn is_true(&self, atom: &Atom, state: &State) -> bool {
        match atom {
            Atom::Met(requirement) => self.is_met(*requirement, state),
            Atom::Indicated { subject, by: None } => self.is_indicated(*subject, state),
            Atom::RuledOut { subject, by: None } => self.is_ruled_out(*subject, state),
            Atom::Attempted(it) => state.attempted[it.index()] || state.safeguards[it.index()] == DONE,
            Atom::LevelDefined(level) => {
                let declared = &self.policy.levels[level.index()];
                declared.definition != LevelDefinition::Undefined
                    || state.levels_defined[level.index()] == DONE
            }
            Atom::Holds(fact) => state.holds[fact.index()],
            Atom::Approved { approval, .. } => state.approved[approval.index()],
            other => panic!("not drawn: {other:?}"),
        }
    }

    /// Whoever says so of a level says so of those below; and a level is indicated when its capabilities are.
    fn is_indicated(&self, subject: Subject, state: &State) -> bool {
        let levels = match subject {
            Subject::Level(level) => self.at_or_above(level),
            Subject::Capability(..) => Vec::new(),
        };
        let evaluations = self.policy.evaluations.iter().enumerate();
        let mut said = evaluations.filter(|(it, _)| state.answers[*it] >= INDICATES);
        said.any(|(index, evaluation)| match (evaluation.of, subject) {
            (Subject::Level(of), _) => levels.contains(&of),
            (Subject::Capability(of, _), Subject::Capability(it, at)) => {
                of == it && state.answers[index] - INDICATES >= at.map_or(1, |it| it.0)
            }
            (Subject::Capability(of, _), Subject::Level(_)) => {
                let grade = state.answers[index] - INDICATES;
                levels.iter().any(|it| self.is_shown_by(*it, of, grade))
            }
        })
    }

    /// The level is there when this one capability is, at such a grade.
    fn is_shown_by(&self, level: LevelId, capability: CapabilityId, grade: u8) -> bool {
        match &self.policy.levels[level.index()].definition {
            LevelDefinition::When(CapabilityCondition::One(it, at)) => {
                *it == capability && grade >= at.map_or(1, |it| it.0)
            }
            LevelDefinition::When(condition) if names(condition, capability) => panic!("not drawn"),
            _ => false,
        }
    }

    fn is_ruled_out(&self, subject: Subject, state: &State) -> bool {
        let says = |it: &usize| !self.any_overdue(*it, state);
        let by_evaluation = match subject {
            Subject::Level(level) => {
                assert_eq!(
                    self.policy.evaluations.len(),
                    1,
                    "one evaluation where it matters what is ruled out"
                );
                let below = self.at_or_below(level);
                let mut evaluations = self.evaluations_of(&below).filter(says);
                evaluations.any(|it| state.answers[it] == RULES_OUT)
            }
            Subject::Capability(capability, at) => {
                let of = |it: &usize| matches!(self.policy.evaluations[*it].of, Subject::Capability(of, _) if of == capability);
                let less = |answer: u8| {
                    answer == RULES_OUT || answer >= INDICATES && answer - INDICATES < at.map_or(1, |it| it.0)
                };
                let mut evaluations = (0..self.policy.evaluations.len()).filter(of).filter(says);
                evaluations.any(|it| less(state.answers[it]))
            }
        };
        by_evaluation && !self.is_indicated(subject, state)
    }

    fn any_overdue(&self, evaluation: usize, state: &State) -> bool {
        let runs =
            |it: &&Clause| matches!(&it.what, What::Run { evaluation: of, .. } if of.index() == evaluation);
        self.policy
            .clauses
            .iter()
            .filter(runs)
            .any(|it| self.is_overdue(it, evaluation, state))
    }

    fn is_met(&self, requirement: Requirement, state: &State) -> bool {
        match requirement {
            Requirement::Safeguard(it) => state.safeguards[it.index()] == DONE,
            Requirement::Standard(it) => {
                let parts = self.policy.standards[it.index()]
                    .parts
                    .as_ref()
                    .expect("every standard drawn has parts");
                self.parts_met(parts, state)
            }
            Requirement::Task(it) => state.tasks[it.index()] == DONE,
            Requirement::Determination(it) => state.found[it.index()],
        }
    }

    fn parts_met(&self, parts: &StandardParts, state: &State) -> bool {
        match parts {
            StandardParts::One(requirement) => self.is_met(*requirement, state),
            StandardParts::All(parts) => parts.iter().all(|it| self.parts_met(it, state)),
            StandardParts::Any(parts) => parts.iter().any(|it| self.parts_met(it, state)),
        }
    }

    fn evaluations_of<'b>(&'b self, levels: &'b [LevelId]) -> impl Iterator<Item = usize> + 'b {
        let all = self.policy.evaluations.iter().enumerate();
        all.filter(|(_, it)| matches!(it.of, Subject::Level(level) if levels.contains(&level)))
            .map(|(index, _)| index)
    }

    /// The signs that an evaluation looks at: of its level and those above, and of what a level defined later needs.
    fn looks_at(&self, evaluation: usize) -> Vec<usize> {
        let mut levels = match self.policy.evaluations[evaluation].of {
            Subject::Level(level) => self.at_or_above(level),
            Subject::Capability(it, _) => return vec![it.index()],
        };
        let later = levels.iter().filter(|it| self.is_undefined(**it));
        let needed: Vec<LevelId> = later.flat_map(|it| self.at_or_below(*it)).collect();
        levels.extend(needed);
        levels.into_iter().flat_map(|it| self.signs_of(it)).collect()
    }

    fn signs_of(&self, level: LevelId) -> Vec<usize> {
        match &self.policy.levels[level.index()].definition {
            LevelDefinition::Base => Vec::new(),
            LevelDefinition::Undefined => vec![self.policy.capabilities.len() + level.index()],
            LevelDefinition::When(condition) => {
                let all = (0..self.policy.capabilities.len()).map(CapabilityId::from);
                all.filter(|it| names(condition, *it))
                    .map(|it| it.index())
                    .collect()
            }
        }
    }

    fn level_shows(&self, level: LevelId, state: &State) -> bool {
        match &self.policy.levels[level.index()].definition {
            LevelDefinition::Base => true,
            LevelDefinition::Undefined => state.seen[self.policy.capabilities.len() + level.index()] > 0,
            LevelDefinition::When(condition) => shows(condition, state),
        }
    }

    fn is_undefined(&self, level: LevelId) -> bool {
        self.policy.levels[level.index()].definition == LevelDefinition::Undefined
    }

    fn at_or_below(&self, level: LevelId) -> Vec<LevelId> {
        let below = self.policy.levels[level.index()]
            .above
            .map_or(Vec::new(), |it| self.at_or_below(it));
        std::iter::once(level).chain(below).collect()
    }

    fn at_or_above(&self, level: LevelId) -> Vec<LevelId> {
        let all = (0..self.policy.levels.len()).map(LevelId::from);
        all.filter(|it| self.at_or_below(*it).contains(&level)).collect()
    }

    fn is_developers(&self, party: PartyId) -> bool {
        self.policy.parties[party.index()].kind.is_developer_side()
    }

    /// A clause is at the levels that its frame names or its evaluation is of; at every level if there is none.
    fn is_at(&self, clause: &Clause, level: LevelId) -> bool {
        let mut named = Vec::new();
        if let Some(condition) = frame_condition(clause) {
            condition.atoms(&mut |atom| match atom {
                Atom::Indicated { subject, .. } | Atom::RuledOut { subject, .. } => {
                    named.extend(self.levels_of(*subject))
                }
                Atom::LevelDefined(it) => named.push(*it),
                _ => {}
            });
        }
        if let What::Run { evaluation, .. } = &clause.what {
            named.extend(self.levels_of(self.policy.evaluations[evaluation.index()].of));
        }
        named.is_empty() || named.contains(&level)
    }

    /// The level itself, or those that need the capability at that grade.
    fn levels_of(&self, subject: Subject) -> Vec<LevelId> {
        let (capability, grade) = match subject {
            Subject::Level(level) => return vec![level],
            Subject::Capability(capability, grade) => (capability, grade),
        };
        let all = (0..self.policy.levels.len()).map(LevelId::from);
        all.filter(|it| match &self.policy.levels[it.index()].definition {
            LevelDefinition::When(CapabilityCondition::One(of, at)) => {
                *of == capability && (grade.is_none() || at.is_none() || *at == grade)
            }
            LevelDefinition::When(condition) if names(condition, capability) => panic!("not drawn"),
            _ => false,
        })
        .collect()
    }

    pub(crate) fn has_clause(&self, action: ActionId, level: LevelId) -> bool {
        self.policy
            .clauses
            .iter()
            .any(|it| gated(it).contains(&action) && self.is_at(it, level))
    }

    /// The level is defined later, and a clause bears on the action above the last defined level.
    pub(crate) fn is_undefined_with_a_clause(&self, action: ActionId, level: LevelId) -> bool {
        let beyond = (0..self.policy.levels.len())
            .map(LevelId::from)
            .filter(|it| self.is_undefined(*it));
        let mut beyond = beyond.collect::<Vec<_>>().into_iter();
        self.is_undefined(level) && beyond.any(|it| self.has_clause(action, it))
    }
}

fn with_answer(mut state: State, evaluation: usize, answer: u8) -> State {
    debug_assert_ne!(answer, NOTHING);
    state.answers[evaluation] = answer;
    state
}

fn begun_task(state: &State, index: usize, takes: Option<Takes>) -> State {
    let mut after = *state;
    after.tasks[index] = if takes.is_none() { DONE } else { 1 };
    after.done_since[index] = if takes.is_none() { u8::MAX } else { 0 };
    after
}

fn is_under_way(work: u8) -> bool {
    work != 0 && work < TO_BE_ANSWERED
}

/// Work under way is one step older, and nature says, within its times, whether it is finished.
fn advance(ways: &mut Vec<State>, takes: Takes, finished: u8, part: impl Fn(&mut State) -> &mut u8) {
    let mut also = Vec::new();
    for way in ways.iter_mut() {
        let passed = *part(way);
        if !is_under_way(passed) {
            continue;
        }
        if passed >= takes.0 && passed < takes.1 {
            let mut longer = *way;
            *part(&mut longer) = passed + 1;
            also.push(longer);
        }
        *part(way) = if passed >= takes.0 { finished } else { passed + 1 };
    }
    ways.extend(also);
}

/// Each way goes on as it is, and also with the change if there is one.
fn branch(ways: &mut Vec<State>, change: impl Fn(&State) -> Option<State>) {
    let changed: Vec<State> = ways.iter().filter_map(change).collect();
    ways.extend(changed);
}

/// Something of the clause outlasts a step: it is fired, or its end is.
fn is_remembered(clause: &Clause) -> bool {
    matches!(clause.frame, Frame::When(_)) || clause.until.is_some()
}

/// Steps for which a pause is owed and does not bar.
fn grace(clause: &Clause) -> u8 {
    match &clause.deadline {
        None => 0,
        Some(Deadline::Within(duration)) => whole_steps(*duration) + 1,
        Some(other) => panic!("not drawn: {other:?}"),
    }
}

fn gated(clause: &Clause) -> &[ActionId] {
    match &clause.frame {
        Frame::Before { actions, .. } => actions,
        Frame::When(_) => match &clause.what {
            What::Pause(action) => std::slice::from_ref(action),
            other => panic!("not drawn: {other:?}"),
        },
        other => panic!("not drawn: {other:?}"),
    }
}

fn frame_condition(clause: &Clause) -> Option<&Condition> {
    match &clause.frame {
        Frame::Before { when, .. } => when.as_ref(),
        Frame::When(when) => Some(when),
        other => panic!("not drawn: {other:?}"),
    }
}

fn names(condition: &CapabilityCondition, capability: CapabilityId) -> bool {
    match condition {
        CapabilityCondition::One(it, _) => *it == capability,
        CapabilityCondition::All(parts) | CapabilityCondition::Any(parts) => {
            parts.iter().any(|it| names(it, capability))
        }
    }
}

fn shows(condition: &CapabilityCondition, state: &State) -> bool {
    match condition {
        CapabilityCondition::One(it, at) => state.seen[it.index()] >= at.map_or(1, |it| it.0),
        CapabilityCondition::All(parts) => parts.iter().all(|it| shows(it, state)),
        CapabilityCondition::Any(parts) => parts.iter().any(|it| shows(it, state)),
    }
}

/// The clocks of a `run` clause: in doublings, in months.
fn clocks(clause: &Clause) -> (Option<u8>, Option<u8>) {
    match &clause.what {
        What::Run {
            compute, calendar, ..
        } => (
            compute.map(|it| doublings(it, ONE).max(1)),
            calendar.map(whole_steps),
        ),
        _ => (None, None),
    }
}

const ONE: Factor = Factor(Decimal { digits: 1, places: 0 });

/// The least n with 2^n times the second factor at least the first.
fn doublings(factor: Factor, times: Factor) -> u8 {
    assert!(
        factor.0.places == 0 && times.0.places == 0,
        "every factor drawn is whole"
    );
    let reaches = |n: &u8| (1 << n) * times.0.digits >= factor.0.digits;
    (0..40).find(reaches).expect("every factor drawn is small")
}

fn whole_steps(duration: Duration) -> u8 {
    assert!(
        matches!(duration.unit, Unit::Step | Unit::Month) && duration.amount.places == 0,
        "not drawn"
    );
    u8::try_from(duration.amount.digits).expect("every duration drawn is short")
}
