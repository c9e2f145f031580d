//! What a play tells, as happenings of a record: the words of its events read back into the things of a policy.
//!
//! It must not know what follows from a happening. Words that it does not know stop the test.

use holdpoint_analysis::report::{Event, PlayStep};
use holdpoint_policy::model::{EvaluationId, FactId, Grade, Named, Policy, SafeguardId};
use holdpoint_policy::record::{Answer, Happening};

/// What happened before the actions of the step, in the order in which it is told, and stands at the end of it: what is
/// found and lapses within one step, by a new answer, is no happening of that moment.
pub(crate) fn happenings(policy: &Policy, step: &PlayStep) -> Vec<Happening> {
    let mut happened: Vec<Happening> = Vec::new();
    for event in &step.events {
        if let Some(lapsed) = event
            .text
            .strip_suffix(" lapses")
            .filter(|_| event.fact.is_none())
        {
            let lapsed = named(&policy.determinations, lapsed, |it| &it.named).map(Happening::Found);
            happened.retain(|it| Some(it) != lapsed.as_ref());
        }
        let next = happening(policy, event);
        if let Some(Happening::NoLongerInPlace(lost)) = next {
            had_for_no_time(&mut happened, lost);
        }
        happened.extend(next);
    }
    happened
}

/// What comes to be in place and is lost within one step was tried out, and no more.
fn had_for_no_time(happened: &mut [Happening], lost: SafeguardId) {
    let had = happened.iter_mut().filter(|it| **it == Happening::InPlace(lost));
    had.for_each(|it| {
        *it = Happening::Attempted {
            safeguard: lost,
            succeeded: false,
        }
    });
}

fn happening(policy: &Policy, event: &Event) -> Option<Happening> {
    read(policy, event).unwrap_or_else(|| panic!("not known: {event:?}"))
}

/// What an event is to a policy, nothing for what is not recorded; `None`: the policy has no such thing.
pub(crate) fn read(policy: &Policy, event: &Event) -> Option<Option<Happening>> {
    match &event.fact {
        Some(fact) => of_fact(policy, fact).map(Some),
        None => of_move(policy, &event.text),
    }
}

/// What makes no condition true: mostly nothing that is recorded.
fn of_move(policy: &Policy, text: &str) -> Option<Option<Happening>> {
    if let Some(name) = text.strip_suffix(" is inconclusive") {
        let evaluation = named(&policy.evaluations, name, |it| &it.named)?;
        let answer = Answer::Inconclusive;
        return Some(Some(Happening::Evaluated { evaluation, answer }));
    }
    // A determination lapses by the answer that is told beside it.
    let is_nothing =
        text.starts_with("begins ") || text.ends_with(" lapses") || text == "all work slips by a step";
    is_nothing.then_some(None)
}

fn of_fact(policy: &Policy, fact: &str) -> Option<Happening> {
    let safeguard = |name| named(&policy.safeguards, name, |it| &it.named);
    let ends = |end: &str| fact.strip_suffix(end);
    if let Some(name) = ends(" is in place") {
        return safeguard(name).map(Happening::InPlace);
    }
    if let Some(name) = ends(" is not in place") {
        return safeguard(name).map(Happening::NoLongerInPlace);
    }
    if let Some(name) = ends(" has been attempted") {
        let succeeded = false;
        return safeguard(name).map(|safeguard| Happening::Attempted { safeguard, succeeded });
    }
    if let Some(name) = ends(" is done") {
        return named(&policy.tasks, name, |it| &it.named).map(Happening::Done);
    }
    if let Some(name) = ends(" is found") {
        return named(&policy.determinations, name, |it| &it.named).map(Happening::Found);
    }
    if let Some(name) = ends(" is defined") {
        let level = named(&policy.levels, name, |it| &it.named).map(Happening::LevelDefined);
        return level
            .or_else(|| named(&policy.standards, name, |it| &it.named).map(Happening::StandardDefined));
    }
    if let Some(name) = ends(" does not hold") {
        return turned(policy, name, false);
    }
    if let Some(name) = ends(" holds") {
        return turned(policy, name, true);
    }
    of_two(policy, fact)
}

/// Facts that name two things.
fn of_two(policy: &Policy, fact: &str) -> Option<Happening> {
    if let Some((_, name)) = fact.split_once(" has approved ") {
        return named(&policy.approvals, name, |it| &it.named).map(Happening::Approved);
    }
    if let Some((name, grade)) = fact.split_once(" is at most ") {
        let score = named(&policy.scores, name, |it| &it.named)?;
        let grades = &policy.scores[holdpoint_policy::model::ScoreId::index(score)].grades;
        let grade = grades.iter().position(|it| it == grade)?;
        return Some(Happening::Scored(score, Grade(u8::try_from(grade).ok()?)));
    }
    let (name, said) = fact
        .split_once(" indicates ")
        .or(fact.split_once(" rules out "))?;
    let evaluation: EvaluationId = named(&policy.evaluations, name, |it| &it.named)?;
    let answer = match fact.contains(" rules out ") {
        true => Answer::RulesOut,
        false => Answer::Indicates(grade(policy, evaluation, said)),
    };
    Some(Happening::Evaluated { evaluation, answer })
}

/// The grade that was seen, where the capability is evaluated as a whole.
fn grade(policy: &Policy, evaluation: EvaluationId, said: &str) -> Option<Grade> {
    let of = policy.subject_name(policy.evaluations[evaluation.index()].of);
    let seen = said.strip_prefix(&of)?.strip_prefix(" at ")?;
    let all = policy.capabilities.iter().find(|it| it.named.name == of)?;
    let position = all.grades.iter().position(|it| it == seen)?;
    u8::try_from(position).ok().map(Grade)
}

fn turned(policy: &Policy, name: &str, holds: bool) -> Option<Happening> {
    let fact: FactId = named(&policy.facts, name, |it| &it.named)?;
    Some(Happening::Turned { fact, holds })
}

fn named<T, Id: From<usize>>(things: &[T], name: &str, of: impl Fn(&T) -> &Named) -> Option<Id> {
    things.iter().position(|it| of(it).name == name).map(Id::from)
}
