//! How things stand at a moment, as far as is known: what was said, folded moment by moment under one policy.
//!
//! The same statements as `holdpoint_policy::permission` makes of a record that is whole, made of one that has gaps: where
//! a value here is true or false it is so however the gaps are filled. It shares no evaluator with that definition, so
//! that each can be held against the other. It must not know how entries are written down, or what may happen next.

mod bars;
mod bearing;
mod clocks;
mod duties;
mod event;
mod facts;
mod heard;
mod held;
mod indication;
mod memory;
mod statuses;
mod view;
mod why;

#[cfg(test)]
pub(crate) mod tests;

pub use duties::DutyState;
pub use event::{Event, Statement};
pub use heard::Heard;
pub use statuses::Statuses;
pub use why::{Part, Reason};

use crate::Settings;
use crate::value::Value;
use bars::Clauses;
use bearing::Bearing;
use clocks::Clock;
use facts::Facts;
use held::Held;
use holdpoint_policy::calendar::just_after;
use holdpoint_policy::condition::{Atom, Condition, Subject};
use holdpoint_policy::model::{
    ActionId, Clause, ClauseId, DeterminationId, EvaluationId, Frame, Modal, Policy, What,
};
use holdpoint_policy::quantity::Date;
use memory::Memory;
use std::sync::Arc;
use view::View;

/// How things stand under a policy, after what has been said so far. It can be kept, and advanced as entries come.
#[derive(Clone, Debug)]
pub struct Standing {
    policy: Arc<Policy>,
    settings: Settings,
    start: Date,
    /// The latest moment that was looked at.
    now: Option<Date>,
    /// The moment before that.
    before: Option<Date>,
    facts: Facts,
    heard: Heard,
    memory: Vec<Memory>,
    statuses: Statuses,
    /// The conditions of clauses, which see the statuses of the moment before.
    held: Held,
    /// Some clause looks at statuses, so that a look may change what the next one sees.
    looks_at_statuses: bool,
    /// Which clauses need looking at when something is said; `None` if all do.
    bearing: Option<Arc<Bearing>>,
    /// INVARIANT: the next date at which time alone may change something, as `next_change` says of `now`.
    next: Option<Date>,
    /// All was known at the last look, so that clauses on which nothing bears stay as they are.
    is_settled: bool,
}

impl Standing {
    /// Before anything is looked at, with nobody heard.
    pub fn new(policy: Arc<Policy>, start: Date, settings: Settings) -> Standing {
        let looks_at_statuses = looks_at_statuses(&policy);
        Standing {
            bearing: Bearing::of(&policy, looks_at_statuses).map(Arc::new),
            next: None,
            is_settled: false,
            settings,
            start,
            now: None,
            before: None,
            facts: Facts::new(&policy),
            heard: Heard::nobody(&policy),
            memory: vec![Memory::default(); policy.clauses.len()],
            statuses: Statuses::none(&policy),
            held: Held::of(conditions(&policy)),
            looks_at_statuses,
            policy,
        }
    }

    /// Who vouches until when; for moments that are yet to be looked at.
    pub fn hear(&mut self, heard: &Heard) {
        if self.heard != *heard {
            self.heard.clone_from(heard);
            self.is_settled = false;
            self.next = self.next_of_all();
        }
    }

    /// Goes on to a moment, not before the one that was looked at last nor before the start, of which this is said.
    pub fn advance(&mut self, at: Date, events: &[&Event]) {
        if self.now.is_none() && at > self.start {
            self.look_at(self.start, &[]);
        }
        while let Some(change) = self.next.filter(|it| *it < at) {
            self.look_at(change, &[]);
        }
        // A second look at one moment would show a clause the statuses of that very moment.
        if self.now != Some(at) || !events.is_empty() {
            self.look_at(at, events);
        }
    }

    /// The next date at which time alone may change something: a clock, a deadline, a `for at least` runs out, or somebody
    /// has not been heard for too long.
    pub fn next_change(&self) -> Option<Date> {
        self.next
    }

    /// Whether a look at a moment, of which nothing is said, would find all as it is.
    pub(crate) fn stays_until(&self, at: Date) -> bool {
        let is_before_change = self.now.is_some_and(|now| now < at) && self.next.is_none_or(|it| at < it);
        self.now == Some(at) || is_before_change && self.is_settled && self.bearing.is_some()
    }

    fn next_of_all(&self) -> Option<Date> {
        let now = self.now?;
        let clauses = || self.policy.clauses.iter().zip(&self.memory);
        let deadlines = clauses()
            .filter_map(|(clause, memory)| memory.last_instants(clause))
            .flatten()
            .map(just_after);
        let view = self.view(&self.statuses);
        let clocks = clauses().filter_map(|(clause, _)| view.runs_out(&Clock::of(&clause.what)?));
        let ripe = self.held.ripens();
        let silences = self.heard.ends().map(just_after);
        (deadlines.chain(clocks).chain(ripe).chain(silences))
            .filter(|it| *it > now)
            .min()
    }

    /// The moment that was looked at last; `None` before the first.
    pub fn now(&self) -> Option<Date> {
        self.now
    }

    /// The policy under which it is folded.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Whether a clause bars an action.
    pub fn bars(&self, clause: ClauseId, action: ActionId) -> Value {
        self.statuses.barred[action.index()][clause.index()]
    }

    /// What makes a clause bar an action, or may: the parts of its conditions with the entries that they rest on.
    pub fn why(&self, clause: ClauseId, action: ActionId) -> Vec<Reason> {
        self.clauses(&self.statuses).why(clause, action)
    }

    /// How a clause's duty stands.
    pub fn duty(&self, clause: ClauseId) -> DutyState {
        match self.now {
            Some(_) => self.clauses(&self.statuses).duty(clause, &self.statuses),
            None => DutyState::NotTriggered,
        }
    }

    /// Whether of every clause and action it is known how it stands.
    pub(crate) fn is_known(&self) -> bool {
        self.statuses.is_known()
    }

    /// Whether a condition is so, with the statuses of the moment itself.
    pub(crate) fn value(&self, condition: &Condition) -> Value {
        self.view(&self.statuses).value(condition)
    }

    /// Whether what an evaluation says counts for a level or a capability.
    pub(crate) fn bears_on(&self, evaluation: EvaluationId, subject: Subject) -> bool {
        self.view(&self.statuses).bears_on(evaluation, subject)
    }

    /// Whether the latest run of an evaluation indicates what it is of.
    pub(crate) fn indicates(&self, evaluation: EvaluationId) -> bool {
        let atom = Atom::Indicated {
            subject: self.policy.evaluations[evaluation.index()].of,
            by: Some(evaluation),
        };
        self.value(&Condition::Atom(atom)) == Value::True
    }

    /// Whether the policy lets a determination be made now.
    pub(crate) fn can_be_found(&self, determination: DeterminationId) -> Value {
        self.facts.can_be_made(&self.policy, determination)
    }

    /// What is paused, going on and breached.
    pub fn statuses(&self) -> &Statuses {
        &self.statuses
    }

    /// One moment: takes in what is said of it, then lets the clauses look until no status changes.
    fn look_at(&mut self, at: Date, events: &[&Event]) {
        let is_in_between = self.is_settled && self.next.is_none_or(|it| at < it) && self.now < Some(at);
        self.before = self.now;
        self.now = Some(at);
        if is_in_between
            && let [event] = events
            && self.look_only_where(at, event)
        {
            return;
        }
        self.facts.take_in(&self.policy.clone(), at, events);
        let mut seen: Vec<Statuses> = Vec::new();
        loop {
            let before = std::mem::take(&mut self.statuses);
            self.look(&before);
            if !self.looks_at_statuses || self.statuses == before {
                break;
            }
            if let Some(first) = seen.iter().position(|it| *it == self.statuses) {
                self.settle_among(&seen[first..]);
                break;
            }
            seen.push(before);
        }
        self.settle(at);
        self.next = self.next_of_all();
        self.is_settled = self.is_settled();
    }

    /// The same where the event bears on some clauses, all was known before, and time alone changes nothing: the others see
    /// what they saw. Gives back whether that was enough.
    fn look_only_where(&mut self, at: Date, event: &Event) -> bool {
        let Some(bearing) = self.bearing.clone() else {
            return false;
        };
        let Some(touched) = bearing.touched(event) else {
            return false;
        };
        let safeguard = |facts: &Facts| {
            let it = touched.safeguard?.index();
            Some([facts.in_place[it].value, facts.attempted[it].value])
        };
        let was = safeguard(&self.facts);
        self.facts.take_in(&self.policy.clone(), at, &[event]);
        if was.is_some() && safeguard(&self.facts) == was {
            return true;
        }
        let mut has_time = false;
        for id in touched.clauses {
            self.look_again(*id, at);
            let clause = &self.policy.clauses[id.index()];
            has_time |= clause.deadline.is_some() || matches!(clause.what, What::Run { .. });
        }
        if has_time {
            self.next = self.next_of_all();
        }
        self.is_settled = self.is_settled();
        true
    }

    /// One clause looks, with what goes on as it was.
    fn look_again(&mut self, id: ClauseId, at: Date) {
        let mut statuses = std::mem::take(&mut self.statuses);
        let clause = &self.policy.clauses[id.index()];
        let memory = self.memory[id.index()];
        self.memory[id.index()] = memory.after(&self.view(&statuses), clause, &statuses.going_on);
        let n_actions = statuses.barred.len();
        for action in (0..n_actions).map(ActionId::from) {
            let bars = self.clauses(&statuses).bars_action(id, action);
            statuses.barred[action.index()][id.index()] = bars;
        }
        let breached = self
            .clauses(&statuses)
            .is_breached(id, &statuses.barred, &statuses.going_on);
        statuses.breached[id.index()] = breached;
        self.memory[id.index()] = self.memory[id.index()].judged(breached, at);
        self.statuses = statuses;
    }

    fn is_settled(&self) -> bool {
        self.statuses.is_known() && self.memory.iter().all(|it| it.is_known())
    }

    /// The clauses chase one another's statuses. Where all is known the last look counts; where not,
    /// any may.
    fn settle_among(&mut self, going_round: &[Statuses]) {
        if self.heard.is_anybody_silent(self.date()) || !going_round.iter().all(Statuses::is_known) {
            let all = going_round
                .iter()
                .fold(self.statuses.clone(), |all, it| all.or_perhaps(it));
            self.statuses = all;
        }
    }

    /// Every clause looks once.
    fn look(&mut self, before: &Statuses) {
        let mut held = std::mem::take(&mut self.held);
        held.look(self.date(), |held, condition| {
            View {
                held,
                ..self.view(before)
            }
            .value(condition)
        });
        self.held = held;

        self.remember(before, &before.going_on, |it| !is_duty_of_an_action(it));
        let barred = self.clauses(before).bars();
        let said = self.policy.actions.iter().zip(&self.facts.goes_on);
        let view = self.view(before);
        let going_on: Vec<Value> = said.map(|(_, said)| view.at_present(said, None)).collect();

        self.remember(before, &going_on, is_duty_of_an_action);
        let clauses = self.clauses(before);
        let breached = clauses
            .ids()
            .map(|it| clauses.is_breached(it, &barred, &going_on));
        let breached = breached.collect();
        self.end_exceptions(before);
        self.statuses = Statuses {
            barred,
            going_on,
            breached,
        };
    }

    fn remember(&mut self, before: &Statuses, going_on: &[Value], of: impl Fn(&Clause) -> bool) {
        let view = self.view(before);
        let clauses = self.policy.clauses.iter().zip(&self.memory);
        let after = clauses.map(|(clause, memory)| match of(clause) {
            true => memory.after(&view, clause, going_on),
            false => *memory,
        });
        self.memory = after.collect();
    }

    /// An exception that may not be exercised any more has to be exercised anew.
    fn end_exceptions(&mut self, before: &Statuses) {
        let view = self.view(before);
        let exceptions = self.policy.exceptions.iter().zip(&self.facts.exercised);
        let may_be = exceptions.map(|(it, said)| match said.value {
            Value::False => Value::False,
            exercised => exercised.and(view.value(&it.when)),
        });
        let may_be: Vec<Value> = may_be.collect();
        for (said, may_be) in self.facts.exercised.iter_mut().zip(may_be) {
            said.value = may_be;
        }
    }

    /// What is asked from outside looks at the statuses of the moment itself.
    fn settle(&mut self, now: Date) {
        let breached = self.statuses.breached.iter();
        for (memory, breached) in self.memory.iter_mut().zip(breached) {
            *memory = memory.judged(*breached, now);
        }
        // An announcement speaks of the time until what it says is no longer true.
        let mut announced = std::mem::take(&mut self.facts.announced);
        let view = self.view(&self.statuses);
        for it in &mut announced {
            it.was_true = it.was_true.or(view.value(&it.that));
        }
        announced.retain(|it| it.was_true != Value::True || view.value(&it.that).may_be());
        self.facts.announced = announced;
    }

    fn clauses<'s>(&'s self, statuses: &'s Statuses) -> Clauses<'s> {
        Clauses {
            view: self.view(statuses),
            memory: &self.memory,
        }
    }

    fn view<'s>(&'s self, statuses: &'s Statuses) -> View<'s> {
        View {
            policy: &self.policy,
            settings: &self.settings,
            facts: &self.facts,
            heard: &self.heard,
            start: self.start,
            now: self.date(),
            before: self.before.unwrap_or(self.start),
            statuses,
            held: &self.held,
        }
    }

    fn date(&self) -> Date {
        self.now.unwrap_or(self.start)
    }
}

/// A duty that is owed while an action goes on, which is known only once it is known what bars it.
fn is_duty_of_an_action(clause: &Clause) -> bool {
    matches!(clause.frame, Frame::While { .. }) && clause.modal != Modal::May
}

/// A condition names one, a gate asks what goes on besides, or a permission holds while something goes on.
fn looks_at_statuses(policy: &Policy) -> bool {
    let by_itself = |it: &Clause| match it.frame {
        Frame::Before { .. } => matches!(it.what, What::Pause(_) | What::Continue(_)),
        Frame::While { .. } => it.modal == Modal::May,
        Frame::When(_) | Frame::AtAllTimes => false,
    };
    let mut looks = policy.clauses.iter().any(by_itself);
    for condition in conditions(policy) {
        condition.atoms(&mut |atom| {
            looks |= matches!(atom, Atom::Paused { .. } | Atom::Breached(_) | Atom::GoingOn(_));
        });
    }
    looks
}

/// Every condition that the text looks at.
pub(crate) fn conditions(policy: &Policy) -> impl Iterator<Item = &Condition> {
    let of_clauses = policy.clauses.iter().flat_map(of_clause);
    of_clauses.chain(policy.exceptions.iter().map(|it| &it.when))
}

/// Every condition that a clause looks at.
fn of_clause(clause: &Clause) -> impl Iterator<Item = &Condition> {
    let goal = match &clause.what {
        What::Have(goal) => Some(goal),
        _ => None,
    };
    [
        clause.frame.when(),
        goal,
        clause.unless.as_ref(),
        clause.until.as_ref(),
    ]
    .into_iter()
    .flatten()
}
