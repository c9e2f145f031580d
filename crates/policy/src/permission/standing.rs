//! How things stand at a moment: a record folded, moment by moment, under one policy.
//!
//! It must not know what will happen.

use super::Permission;
use super::bars::{Bars, Clauses};
use super::clocks::Clock;
use super::duties::DutyState;
use super::facts::Facts;
use super::held::Held;
use super::memory::Memory;
use super::options::{Conduct, Options};
use super::view::View;
use crate::calendar::just_after;
use crate::condition::Condition;
use crate::model::{
    ActionId, Clause, ClauseId, DeterminationId, EvaluationId, ExceptionId, Frame, Grade, Modal, Policy,
    ScoreId, What,
};
use crate::quantity::Date;
use crate::record::{Answer, Compute, Dated, Happening, OutOfOrder, Record};
use std::collections::{BTreeMap, BTreeSet};

/// How things stand under a policy, after what has happened so far.
///
/// It can be kept and advanced as things happen; a date between two happenings gives the same answers.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    policy: &'a Policy,
    options: Options,
    start: Date,
    /// The latest moment that was looked at.
    now: Option<Date>,
    facts: Facts,
    memory: Vec<Memory>,
    statuses: Statuses,
    /// The conditions of clauses, which see the statuses of the moment before.
    held_of_clauses: Held,
    /// The conditions that are asked from outside, which see those of this moment.
    held_of_watched: Held,
}

/// What is paused, going on and breached at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statuses {
    /// The clauses that bar each action, whether or not anybody wants it.
    pub barred: BTreeMap<ActionId, Vec<ClauseId>>,
    /// The same for actions that are wanted: they are paused.
    pub paused: BTreeMap<ActionId, Vec<ClauseId>>,
    /// What goes on.
    pub going_on: BTreeSet<ActionId>,
    /// Clauses that are not kept, or overdue.
    pub breached: BTreeSet<ClauseId>,
}

impl Statuses {
    /// The clauses that bar an action.
    pub fn bars_of(&self, action: ActionId) -> &[ClauseId] {
        self.barred.get(&action).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Standing<'a> {
    /// How things stand at a date, given what is on record up to and including it.
    pub fn at(policy: &'a Policy, record: &Record, now: Date, options: &Options) -> Self {
        Self::watching(policy, record, now, options, [])
    }

    /// The same, with conditions watched so that their `for at least` can be asked.
    pub fn watching<'c>(
        policy: &'a Policy,
        record: &Record,
        now: Date,
        options: &Options,
        watched: impl IntoIterator<Item = &'c Condition>,
    ) -> Self {
        let mut standing = Standing::new(policy, record.start(), options, watched);
        let known = record.happenings().partition_point(|it| it.at <= now);
        for moment in record.happenings()[..known].chunk_by(|one, other| one.at == other.at) {
            let happenings: Vec<Happening> = moment
                .iter()
                .map(|Dated { happening, .. }| happening.clone())
                .collect();
            standing.go_to(moment[0].at, &happenings);
        }
        if now >= record.start() {
            standing.go_to(now, &[]);
        }
        standing
    }

    /// Before anything is looked at; `watched` are conditions whose `for at least` will be asked.
    pub fn new<'c>(
        policy: &'a Policy,
        start: Date,
        options: &Options,
        watched: impl IntoIterator<Item = &'c Condition>,
    ) -> Self {
        Standing {
            policy,
            options: options.clone(),
            start,
            now: None,
            facts: Facts::default(),
            memory: vec![Memory::default(); policy.clauses.len()],
            statuses: Statuses::default(),
            held_of_clauses: Held::of(conditions(policy)),
            held_of_watched: Held::of(watched),
        }
    }

    /// Goes on to a moment at which this happens; refused when it is earlier than the latest moment.
    pub fn advance(&mut self, at: Date, happenings: &[Happening]) -> Result<(), OutOfOrder> {
        let latest = self.now.unwrap_or(self.start);
        if at < latest {
            return Err(OutOfOrder { at, latest });
        }
        self.go_to(at, happenings);
        Ok(())
    }

    /// The next date at which time alone may change something: a clock, a deadline, a `for at least` runs out.
    pub fn next_change(&self) -> Option<Date> {
        let now = self.now?;
        let deadlines = self
            .policy
            .clauses
            .iter()
            .zip(&self.memory)
            .filter_map(|(clause, memory)| memory.last_instant(clause).map(just_after));
        let view = self.view(&self.statuses, &self.held_of_clauses);
        let clocks = self
            .policy
            .clauses
            .iter()
            .filter_map(|it| view.runs_out(&Clock::of(&it.what)?));
        let ripe = self.held_of_clauses.ripens().chain(self.held_of_watched.ripens());
        deadlines.chain(clocks).chain(ripe).filter(|it| *it > now).min()
    }

    /// The latest moment that was looked at; `None` before the start.
    pub fn now(&self) -> Option<Date> {
        self.now
    }

    /// Whether an action may go on.
    pub fn permission(&self, action: ActionId) -> Permission {
        match self.statuses.bars_of(action) {
            [] => Permission::Allowed,
            clauses => Permission::Paused(clauses.to_vec()),
        }
    }

    /// How a clause's duty stands.
    pub fn duty(&self, clause: ClauseId) -> DutyState {
        match self.now {
            Some(_) => self.clauses().duty(clause, &self.statuses),
            None => DutyState::NotOwed,
        }
    }

    /// When a clause was first breached; what is done later does not take it away.
    pub fn first_breach(&self, clause: ClauseId) -> Option<Date> {
        self.memory[clause.index()].first_breach
    }

    /// Whether a condition is true at this moment. Its `for at least` is true only if the condition is watched.
    pub fn holds(&self, condition: &Condition) -> bool {
        self.view(&self.statuses, &self.held_of_watched).holds(condition)
    }

    /// What is paused, going on and breached at this moment.
    pub fn statuses(&self) -> &Statuses {
        &self.statuses
    }

    /// Whether an action is still wanted: no task has ended it, and under `Conduct::Eager` nobody stopped it.
    pub fn is_wanted(&self, action: ActionId) -> bool {
        let stopped = self.facts.said_to_go_on.get(&action) == Some(&false);
        let given_up = self.options.conduct == Conduct::Eager && stopped;
        !given_up && !self.facts.is_ended(self.policy, action)
    }

    /// Whether the policy lets a determination be made now.
    pub fn can_be_found(&self, determination: DeterminationId) -> bool {
        self.facts.can_be_made(self.policy, determination)
    }

    /// When an evaluation was completed last, and what it said.
    pub fn latest_answer(&self, evaluation: EvaluationId) -> Option<(Date, Answer)> {
        self.facts.completed.get(&evaluation).map(|it| (it.at, it.answer))
    }

    /// Whether a clock of an evaluation has run out, by any clause that has it run.
    pub fn is_overdue(&self, evaluation: EvaluationId) -> bool {
        !self
            .view(&self.statuses, &self.held_of_clauses)
            .is_fresh(evaluation)
    }

    /// The latest result of a score.
    pub fn score(&self, score: ScoreId) -> Option<Grade> {
        self.facts.scores.get(&score).copied()
    }

    /// Effective compute, relative to the start.
    pub fn compute(&self) -> &Compute {
        &self.facts.compute
    }

    fn go_to(&mut self, at: Date, happenings: &[Happening]) {
        if self.now.is_none() && at > self.start {
            self.look_at(self.start, &[]);
        }
        // A step is a moment: what changes between two of them is seen at the second.
        while let Some(change) = self.next_change().filter(|it| *it < at && !self.options.stepwise) {
            self.look_at(change, &[]);
        }
        // A second look at one moment would show a clause the statuses of that very moment.
        if self.now != Some(at) || !happenings.is_empty() {
            self.look_at(at, happenings);
        }
    }

    /// One moment: takes in what happens, then lets the clauses look until no status changes.
    fn look_at(&mut self, at: Date, happenings: &[Happening]) {
        self.now = Some(at);
        self.facts.take_in(self.policy, at, happenings);
        let mut seen = Vec::new();
        loop {
            let before = std::mem::take(&mut self.statuses);
            self.look(&before);
            if self.options.stepwise || self.statuses == before || seen.contains(&self.statuses) {
                break;
            }
            seen.push(before);
        }
        self.settle(at);
    }

    /// Every clause looks once.
    fn look(&mut self, before: &Statuses) {
        if !self.options.stepwise {
            self.look_how_long(before);
        }
        self.remember(before, &before.going_on, |it| !is_duty_of_an_action(it));
        let barred = self.clauses_seeing(before).bars();
        let wanted = |it: &ActionId| self.is_wanted(*it);
        let paused: Bars = barred
            .iter()
            .filter(|(it, _)| wanted(it))
            .map(|(it, by)| (*it, by.clone()))
            .collect();
        let going_on = self.actions().filter(|it| self.goes_on(*it, &barred)).collect();

        self.remember(before, &going_on, is_duty_of_an_action);
        let mut current = Statuses {
            barred,
            paused,
            going_on,
            breached: BTreeSet::new(),
        };
        let clauses = self.clauses_seeing(before);
        current.breached = clauses
            .ids()
            .filter(|it| clauses.is_breached(*it, &current))
            .collect();
        self.end_exceptions(before);
        self.statuses = current;
    }

    /// Since when the conditions of `for at least` have held.
    fn look_how_long(&mut self, statuses: &Statuses) {
        let mut held = std::mem::take(&mut self.held_of_clauses);
        held.look(self.date(), |held, condition| {
            self.view(statuses, held).holds(condition)
        });
        self.held_of_clauses = held;
    }

    fn remember(&mut self, before: &Statuses, going_on: &BTreeSet<ActionId>, of: impl Fn(&Clause) -> bool) {
        let view = self.view(before, &self.held_of_clauses);
        let clauses = self.policy.clauses.iter().zip(&self.memory);
        let after = clauses.map(|(clause, memory)| match of(clause) {
            true => memory.after(&view, clause, going_on),
            false => *memory,
        });
        self.memory = after.collect();
    }

    fn goes_on(&self, action: ActionId, barred: &Bars) -> bool {
        match self.options.conduct {
            Conduct::Recorded => self.facts.said_to_go_on.get(&action) == Some(&true),
            Conduct::Eager => self.is_wanted(action) && !barred.contains_key(&action),
        }
    }

    /// An exception that may not be exercised any more has to be exercised anew.
    fn end_exceptions(&mut self, before: &Statuses) {
        let view = self.view(before, &self.held_of_clauses);
        let exceptions = self.policy.exceptions.iter().enumerate();
        let ended: Vec<_> = exceptions
            .filter(|(_, it)| !view.holds(&it.when))
            .map(|(index, _)| index)
            .collect();
        for index in ended {
            self.facts.exercised.remove(&ExceptionId::from(index));
        }
    }

    /// What is asked from outside looks at the statuses of the moment itself.
    fn settle(&mut self, now: Date) {
        if self.options.stepwise {
            // What is paused in a step has been so from that step on, although clauses see it in the next.
            let statuses = self.statuses.clone();
            self.look_how_long(&statuses);
        }
        let breached = &self.statuses.breached;
        for (index, memory) in self.memory.iter_mut().enumerate() {
            *memory = memory.judged(breached.contains(&ClauseId::from(index)), now);
        }
        let mut held = std::mem::take(&mut self.held_of_watched);
        held.look(now, |held, condition| {
            self.view(&self.statuses, held).holds(condition)
        });
        self.held_of_watched = held;

        // An announcement speaks of the time until what it says is no longer true.
        let mut announced = std::mem::take(&mut self.facts.announced);
        for (condition, was_true) in &mut announced {
            let is_true = self.holds(condition);
            *was_true |= is_true;
        }
        announced.retain(|(condition, was_true)| !was_true || self.holds(condition));
        self.facts.announced = announced;
    }

    fn clauses(&self) -> Clauses<'_> {
        self.clauses_seeing(&self.statuses)
    }

    fn clauses_seeing<'s>(&'s self, statuses: &'s Statuses) -> Clauses<'s> {
        Clauses {
            view: self.view(statuses, &self.held_of_clauses),
            memory: &self.memory,
        }
    }

    fn view<'s>(&'s self, statuses: &'s Statuses, held: &'s Held) -> View<'s> {
        let (policy, options, facts) = (self.policy, &self.options, &self.facts);
        View {
            policy,
            options,
            facts,
            start: self.start,
            now: self.date(),
            statuses,
            held,
        }
    }

    fn date(&self) -> Date {
        self.now.unwrap_or(self.start)
    }

    fn actions(&self) -> impl Iterator<Item = ActionId> + use<> {
        (0..self.policy.actions.len()).map(ActionId::from)
    }
}

/// A duty that is owed while an action goes on, which is known only once it is known what bars it.
fn is_duty_of_an_action(clause: &Clause) -> bool {
    matches!(clause.frame, Frame::While { .. }) && clause.modal != Modal::May
}

/// Every condition that the text looks at.
fn conditions(policy: &Policy) -> impl Iterator<Item = &Condition> {
    let of_clauses = policy.clauses.iter().flat_map(|clause| {
        let frame = match &clause.frame {
            Frame::Before { when, .. } | Frame::While { when, .. } => when.as_ref(),
            Frame::When(when) => Some(when),
            Frame::AtAllTimes => None,
        };
        let goal = if let What::Have(goal) = &clause.what {
            Some(goal)
        } else {
            None
        };
        [frame, goal, clause.unless.as_ref(), clause.until.as_ref()]
            .into_iter()
            .flatten()
    });
    of_clauses.chain(policy.exceptions.iter().map(|it| &it.when))
}
