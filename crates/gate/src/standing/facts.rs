//! What is on record at a moment, thing by thing: what was said of it last, and by which entry.
//!
//! It must not know clauses, or who has been heard up to when.

use super::event::{Event, Statement};
use crate::value::Value;
use holdpoint_policy::condition::Condition;
use holdpoint_policy::model::{DeterminationId, EvaluationId, Grade, Policy};
use holdpoint_policy::quantity::{Date, Decimal, Factor};
use holdpoint_policy::record::{Answer, Compute, Happening};

/// Everything that has been said and still stands; positions are those of the policy's lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) in_place: Vec<Said>,
    pub(super) attempted: Vec<Said>,
    pub(super) standards_in_place: Vec<Said>,
    /// When each task was done last.
    pub(super) done: Vec<Said>,
    /// The latest run of each evaluation.
    pub(super) completed: Vec<Option<Completion>>,
    pub(super) scores: Vec<Option<Scored>>,
    pub(super) levels_defined: Vec<Said>,
    pub(super) standards_defined: Vec<Said>,
    pub(super) found: Vec<Said>,
    pub(super) hold: Vec<Said>,
    pub(super) approved: Vec<Said>,
    pub(super) exercised: Vec<Said>,
    pub(super) goes_on: Vec<Said>,
    pub(super) switched_off: Vec<Said>,
    pub(super) announced: Vec<Announced>,
    pub(super) compute: Compute,
    pub(super) compute_said: Said,
}

/// What was said of one thing last; of what nothing was said it is not so.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    pub(super) value: Value,
    pub(super) at: Option<Date>,
    pub(super) entry: Option<u64>,
    /// The other entry of the same instant, or the one that disputes it.
    pub(super) against: Option<u64>,
}

/// A run of an evaluation.
#[derive(Clone, Debug)]
pub(super) struct Completion {
    pub(super) at: Date,
    /// More than one where entries of one instant disagree.
    pub(super) answers: Vec<Answer>,
    /// Compute at that moment.
    pub(super) compute: Compute,
    pub(super) said: Said,
}

/// The grade of a run.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    /// More than one where entries of one instant disagree.
    pub(super) grades: Vec<Grade>,
    pub(super) said: Said,
}

#[derive(Clone, Debug)]
pub(super) struct Announced {
    pub(super) that: Condition,
    /// It has been so since it was announced.
    pub(super) was_true: Value,
    pub(super) said: Said,
}

impl Said {
    /// What entries of one instant leave open counts as torn, and what is disputed as in conflict.
    fn say(&mut self, event: &Event, value: Value) {
        let disputed = event.disputed_by.is_some();
        let torn = self.at == Some(event.at) && self.value != value && self.entry.is_some();
        *self = Said {
            value: match (disputed, torn) {
                (true, _) => Value::InConflict,
                (false, true) => Value::Torn,
                (false, false) => value,
            },
            at: Some(event.at),
            against: event.disputed_by.or(self.entry.filter(|_| torn)),
            entry: Some(event.entry),
        };
    }

    /// What was found stays so, whatever is found anew.
    fn find(&mut self, event: &Event, can_be: Value) {
        let value = self.value.or(can_be);
        *self = Said::default();
        self.say(event, value);
    }

    fn perhaps(&mut self, event: &Event, value: Value) {
        self.value = self.value.or_perhaps(value, Value::Torn);
        self.against = Some(event.entry);
    }
}

impl Facts {
    pub(super) fn new(policy: &Policy) -> Facts {
        let nothing = |n: usize| vec![Said::default(); n];
        Facts {
            in_place: nothing(policy.safeguards.len()),
            attempted: nothing(policy.safeguards.len()),
            standards_in_place: nothing(policy.standards.len()),
            done: nothing(policy.tasks.len()),
            completed: vec![None; policy.evaluations.len()],
            scores: vec![None; policy.scores.len()],
            levels_defined: nothing(policy.levels.len()),
            standards_defined: nothing(policy.standards.len()),
            found: nothing(policy.determinations.len()),
            hold: nothing(policy.facts.len()),
            approved: nothing(policy.approvals.len()),
            exercised: nothing(policy.exceptions.len()),
            goes_on: nothing(policy.actions.len()),
            switched_off: nothing(policy.clauses.len()),
            announced: Vec::new(),
            compute: Compute::start(),
            compute_said: Said::default(),
        }
    }

    /// Takes in everything that is said of one moment, in an order that does not depend on which came first.
    pub(super) fn take_in(&mut self, policy: &Policy, at: Date, events: &[&Event]) {
        let finding = |event: &Event| match event.statement {
            Statement::Happened(Happening::Found(it)) => Some(it),
            _ => None,
        };
        let found: Vec<_> = (events.iter())
            .filter_map(|it| Some((*it, finding(it)?)))
            .collect();
        let could_be: Vec<Value> = found
            .iter()
            .map(|(_, it)| self.can_be_made(policy, *it))
            .collect();
        for event in events {
            self.record(policy, event);
        }
        // Compute may be recorded after the evaluation of the same moment.
        for completion in self.completed.iter_mut().flatten().filter(|it| it.at == at) {
            completion.compute = self.compute.clone();
        }
        for ((event, determination), could_be) in found.into_iter().zip(could_be) {
            let can_be = self.can_be_made(policy, determination);
            // Beside a new run nobody says of which answer it was found; of the one before, it has lapsed.
            let value = match self.is_run_at(policy, determination, at) && could_be.may_be() {
                true => can_be.or_perhaps(Value::False, Value::Torn),
                false => can_be,
            };
            self.found[determination.index()].find(event, value);
        }
    }

    fn record(&mut self, policy: &Policy, event: &Event) {
        match &event.statement {
            Statement::Happened(it) => self.happened(policy, event, it),
            Statement::Perhaps(it) => self.perhaps(policy, event, it),
            Statement::NoLongerVouched => self.expire(event.entry),
        }
    }

    fn happened(&mut self, policy: &Policy, event: &Event, happening: &Happening) {
        match happening {
            Happening::Evaluated { evaluation, answer } => self.complete(policy, event, *evaluation, *answer),
            Happening::Scored(score, grade) => self.score(event, score.index(), *grade),
            Happening::Compute(compute) => self.compute(event, compute),
            Happening::Announced(that) => self.announce(event, that),
            // Seen after the evaluations of the moment.
            Happening::Found(_) => {}
            Happening::Attempted { safeguard, succeeded } => {
                self.attempted[safeguard.index()].say(event, Value::True);
                if *succeeded {
                    self.in_place[safeguard.index()].say(event, Value::True);
                }
            }
            other => {
                if let Happening::InPlace(safeguard) = other {
                    self.attempted[safeguard.index()].say(event, Value::True);
                }
                if let Some((said, value)) = self.turned(policy, other) {
                    said.say(event, Value::of(value));
                }
            }
        }
    }

    /// It may have been so already: what can turn is torn; all else waits for the time of its recording.
    fn perhaps(&mut self, policy: &Policy, event: &Event, happening: &Happening) {
        if let Some((said, value)) = self.turned(policy, happening) {
            said.perhaps(event, Value::of(value));
        }
    }

    /// What is said of a thing that is so or not; `None` for a permanent fact that is said to have turned back.
    fn turned(&mut self, policy: &Policy, happening: &Happening) -> Option<(&mut Said, bool)> {
        Some(match happening {
            Happening::InPlace(it) => (&mut self.in_place[it.index()], true),
            Happening::NoLongerInPlace(it) => (&mut self.in_place[it.index()], false),
            Happening::StandardInPlace(it) => (&mut self.standards_in_place[it.index()], true),
            Happening::StandardNoLongerInPlace(it) => (&mut self.standards_in_place[it.index()], false),
            Happening::Done(it) => (&mut self.done[it.index()], true),
            Happening::LevelDefined(it) => (&mut self.levels_defined[it.index()], true),
            Happening::StandardDefined(it) => (&mut self.standards_defined[it.index()], true),
            Happening::Turned { fact, holds } => {
                let said = &mut self.hold[fact.index()];
                let stays = policy.facts[fact.index()].permanent && !holds;
                return (!stays).then_some((said, *holds));
            }
            Happening::Approved(it) => (&mut self.approved[it.index()], true),
            Happening::Exercised(it) => (&mut self.exercised[it.index()], true),
            Happening::ExceptionEnded(it) => (&mut self.exercised[it.index()], false),
            Happening::GoesOn(it) => (&mut self.goes_on[it.index()], true),
            Happening::Stops(it) => (&mut self.goes_on[it.index()], false),
            Happening::SwitchedOff(it) => (&mut self.switched_off[it.index()], true),
            _ => return None,
        })
    }

    fn complete(&mut self, policy: &Policy, event: &Event, evaluation: EvaluationId, answer: Answer) {
        let known = &mut self.completed[evaluation.index()];
        let (mut said, mut answers) = match known.take() {
            Some(run) if run.at == event.at => (run.said, run.answers),
            _ => (Said::default(), Vec::new()),
        };
        said.say(event, Value::True);
        if !answers.contains(&answer) {
            answers.push(answer);
        }
        *known = Some(Completion {
            at: event.at,
            answers,
            compute: self.compute.clone(),
            said,
        });
        let found = self.found.iter_mut().zip(&policy.determinations);
        for (found, _) in found.filter(|(_, it)| it.of == Some(evaluation)) {
            *found = Said::default();
        }
    }

    /// It only grows: what is less than was said before is nothing new.
    fn compute(&mut self, event: &Event, compute: &Compute) {
        let once = Factor(Decimal { digits: 1, places: 0 });
        if compute.is_at_least(once, &self.compute) {
            self.compute = compute.clone();
            self.compute_said.say(event, Value::True);
        }
    }

    fn score(&mut self, event: &Event, index: usize, grade: Grade) {
        let (mut said, mut grades) = match self.scores[index].take() {
            Some(run) if run.said.at == Some(event.at) => (run.said, run.grades),
            _ => (Said::default(), Vec::new()),
        };
        said.say(event, Value::True);
        if !grades.contains(&grade) {
            grades.push(grade);
        }
        self.scores[index] = Some(Scored { grades, said });
    }

    fn announce(&mut self, event: &Event, that: &Condition) {
        self.announced.retain(|it| it.that != *that);
        let mut said = Said::default();
        said.say(event, Value::True);
        self.announced.push(Announced {
            that: that.clone(),
            was_true: Value::False,
            said,
        });
    }

    /// What rested on the entry alone is not known from now on.
    fn expire(&mut self, entry: u64) {
        let turning = [
            &mut self.in_place,
            &mut self.standards_in_place,
            &mut self.found,
            &mut self.hold,
            &mut self.approved,
            &mut self.goes_on,
        ];
        let said = turning.into_iter().flatten().filter(|it| it.entry == Some(entry));
        said.for_each(|it| it.value = Value::NotKnown);
        let runs = self.completed.iter_mut().flatten().map(|it| &mut it.said);
        let scores = self.scores.iter_mut().flatten().map(|it| &mut it.said);
        for said in runs.chain(scores).filter(|it| it.entry == Some(entry)) {
            said.value = Value::NotKnown;
        }
    }

    fn is_run_at(&self, policy: &Policy, determination: DeterminationId, at: Date) -> bool {
        let of = policy.determinations[determination.index()].of;
        let run = of.and_then(|it| self.completed[it.index()].as_ref());
        run.is_some_and(|it| it.at == at)
    }

    /// Made only while its evaluation indicates, and with its task done, after that indication.
    pub(super) fn can_be_made(&self, policy: &Policy, determination: DeterminationId) -> Value {
        let determination = &policy.determinations[determination.index()];
        let done = determination.requires.map(|task| self.done[task.index()]);
        let Some(evaluation) = determination.of else {
            return done.map_or(Value::True, |it| it.value);
        };
        let Some(run) = &self.completed[evaluation.index()] else {
            return Value::False;
        };
        let indicates = run.says(|it| matches!(it, Answer::Indicates(_)));
        let after = done.map_or(Value::True, |it| {
            it.value.and(Value::of(it.at.is_some_and(|at| at >= run.at)))
        });
        indicates.and(after)
    }
}

impl Completion {
    /// Whether the answer is of a kind; torn where entries of one instant disagree about it.
    pub(super) fn says(&self, is_of_kind: impl Fn(Answer) -> bool) -> Value {
        agreed(&self.said, self.answers.iter().map(|it| is_of_kind(*it)))
    }
}

impl Scored {
    pub(super) fn is(&self, fits: impl Fn(Grade) -> bool) -> Value {
        agreed(&self.said, self.grades.iter().map(|it| fits(*it)))
    }
}

fn agreed(said: &Said, answers: impl Iterator<Item = bool>) -> Value {
    let all = answers
        .map(Value::of)
        .reduce(|one, other| one.or_perhaps(other, Value::Torn));
    match said.value {
        Value::True | Value::Torn => all.unwrap_or(Value::NotKnown),
        unknown => unknown,
    }
}
