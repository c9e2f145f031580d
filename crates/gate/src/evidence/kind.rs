//! The kinds of evidence, and what each says.
//!
//! It must not know who may say it.

use super::object::Object;
use super::{Complete, Correction, Said, Wrong};
use crate::standing::conditions;
use holdpoint_policy::condition::{Atom, Condition, Subject};
use holdpoint_policy::model::{
    ActionId, EvaluationId, ExceptionId, FactId, Grade, Policy, SafeguardId, ScoreId, StandardId,
};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::record::{Answer, Happening};
use holdpoint_policy::suggest::{cure, nearest};
use holdpoint_policy::words;
use num_bigint::BigUint;

/// What an entry of some kind says.
#[derive(Default)]
pub(super) struct Told {
    pub(super) says: Vec<Said>,
    /// The day that it is about, where the kind has one.
    pub(super) day: Option<Date>,
    pub(super) correction: Option<Correction>,
}

type Reader = fn(&Policy, &Object<'_>) -> Result<Told, Wrong>;

/// Every kind, with what reads it.
const READERS: [(&str, Reader); 16] = [
    ("evaluation", evaluation),
    ("safeguard-status", safeguard_status),
    ("training-checkpoint", training_checkpoint),
    ("deployment", deployment),
    ("determination", determination),
    ("approval", approval),
    ("fact", fact),
    ("task-done", task_done),
    ("incident", incident),
    ("definition", definition),
    ("exception", exception),
    ("announcement", announcement),
    ("status-period", status_period),
    ("watermark", watermark),
    ("retraction", retraction),
    ("dispute", dispute),
];

/// The names of all kinds.
pub const KINDS: [&str; 16] = {
    let mut names = [""; READERS.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = READERS[index].0;
        index += 1;
    }
    names
};

/// Reads what an entry of this kind says.
pub(super) fn read(policy: &Policy, kind: &str, it: &Object<'_>) -> Result<Told, Wrong> {
    let reader = READERS.iter().find(|(name, _)| *name == kind);
    match reader {
        Some((_, read)) => read(policy, it),
        None => Err(it.wrong(
            "predicateType",
            format!("there is no kind of evidence `{kind}`"),
            &cure(kind, KINDS.iter().copied()),
        )),
    }
}

/// Up to when the party vouches that it has recorded all.
pub(super) fn complete(it: &Object<'_>) -> Result<Option<Complete>, Wrong> {
    let Some(inner) = it.object("complete")? else {
        return Ok(None);
    };
    let until = inner.required_date("until")?;
    let holds_until = inner.date("holds_until")?.unwrap_or(until);
    if holds_until < until {
        let problem = "it is before `until`".to_owned();
        return Err(inner.wrong("holds_until", problem, "write a later date, or leave it out"));
    }
    let entries = inner.required_number("entries")?;
    inner.nothing_else()?;
    Ok(Some(Complete {
        until,
        holds_until,
        entries,
    }))
}

fn evaluation(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let evaluation: EvaluationId =
        it.named("evaluation", "evaluation", &policy.evaluations, |it| &it.named)?;
    let answers = [
        ("indicates", Answer::Indicates(None)),
        ("rules-out", Answer::RulesOut),
        ("inconclusive", Answer::Inconclusive),
    ];
    let answer = match it.word("answer", &answers)? {
        Answer::Indicates(_) => Answer::Indicates(grade_seen(policy, evaluation, it)?),
        other => other,
    };
    // Kept with the evidence for whoever replays the answer; no clause sees it.
    it.note("measured");
    let mut says = vec![Happening::Evaluated { evaluation, answer }];
    if let Some(scores) = it.object("scores")? {
        for name in scores.names() {
            says.push(score(policy, evaluation, &scores, name)?);
        }
    }
    Ok(Told::of(says))
}

/// The grade that was seen, of an evaluation of a graded capability as a whole.
fn grade_seen(policy: &Policy, evaluation: EvaluationId, it: &Object<'_>) -> Result<Option<Grade>, Wrong> {
    let Subject::Capability(capability, None) = policy.evaluations[evaluation.index()].of else {
        return Ok(None);
    };
    let grades = &policy.capabilities[capability.index()].grades;
    match grades.is_empty() {
        true => Ok(None),
        false => it.grade("grade", grades).map(Some),
    }
}

fn score<'a>(
    policy: &Policy,
    evaluation: EvaluationId,
    scores: &Object<'a>,
    name: &'a str,
) -> Result<Happening, Wrong> {
    let id: ScoreId = scores.find(name, name, "score", &policy.scores, |it| &it.named)?;
    let score = &policy.scores[id.index()];
    if score.by != evaluation {
        let by = &policy.evaluations[score.by.index()].named.name;
        let problem = format!("`{name}` is a score of another evaluation");
        return Err(scores.wrong(name, problem, &format!("record it with a run of `{by}`")));
    }
    Ok(Happening::Scored(id, scores.grade(name, &score.grades)?))
}

fn safeguard_status(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    #[derive(Clone, Copy)]
    enum Status {
        InPlace,
        NotInPlace,
        Failed,
    }
    let words = [
        ("in-place", Status::InPlace),
        ("not-in-place", Status::NotInPlace),
        ("attempt-failed", Status::Failed),
    ];
    if it.has("standard") {
        let standard: StandardId = it.named("standard", "standard", &policy.standards, |it| &it.named)?;
        if policy.standards[standard.index()].parts.is_some() {
            let problem = "what is in it is given by the policy".to_owned();
            return Err(it.wrong("standard", problem, "record each of its safeguards"));
        }
        return Ok(Told::of([match it.word("status", &words[..2])? {
            Status::InPlace => Happening::StandardInPlace(standard),
            _ => Happening::StandardNoLongerInPlace(standard),
        }]));
    }
    let safeguard: SafeguardId = it.named("safeguard", "safeguard", &policy.safeguards, |it| &it.named)?;
    Ok(Told::of([match it.word("status", &words)? {
        Status::InPlace => Happening::InPlace(safeguard),
        Status::NotInPlace => Happening::NoLongerInPlace(safeguard),
        Status::Failed => Happening::Attempted {
            safeguard,
            succeeded: false,
        },
    }]))
}

fn training_checkpoint(_: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let text = it.text("compute")?;
    let flop = whole(text).ok_or_else(|| {
        let problem = format!("`{text}` is no whole number of FLOP above zero");
        it.wrong("compute", problem, "write it as `2.5e26`")
    })?;
    it.note("weights");
    Ok(Told {
        says: vec![Said::Compute(flop)],
        ..Told::default()
    })
}

/// `2.5e26` as a whole number, of at most 60 digits.
fn whole(text: &str) -> Option<BigUint> {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (units, places) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: usize = exponent.parse().ok().filter(|it| *it <= 60)?;
    let zeros = exponent.checked_sub(places.len())?;
    let is_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let fits = !units.is_empty() && is_digits(units) && is_digits(places) && units.len() + exponent <= 60;
    let digits = format!("{units}{places}{}", "0".repeat(zeros));
    let number: BigUint = digits.parse().ok().filter(|_| fits)?;
    (number != BigUint::ZERO).then_some(number)
}

fn deployment(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let action: ActionId = it.named("action", "action", &policy.actions, |it| &it.named)?;
    let goes_on = it.word("status", &[("goes-on", true), ("stops", false)])?;
    Ok(Told::of([goes_on_or_stops(action, goes_on)]))
}

fn goes_on_or_stops(action: ActionId, goes_on: bool) -> Happening {
    match goes_on {
        true => Happening::GoesOn(action),
        false => Happening::Stops(action),
    }
}

fn determination(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let found = it.named("determination", "determination", &policy.determinations, |it| {
        &it.named
    })?;
    Ok(Told::of([Happening::Found(found)]))
}

fn approval(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let approved = it.named("approval", "approval", &policy.approvals, |it| &it.named)?;
    Ok(Told::of([Happening::Approved(approved)]))
}

fn fact(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let fact: FactId = it.named("fact", "fact", &policy.facts, |it| &it.named)?;
    let holds = it.flag("holds")?;
    if policy.facts[fact.index()].permanent && !holds {
        let problem = "the fact is permanent: it does not turn back".to_owned();
        return Err(it.wrong(
            "holds",
            problem,
            "retract the entry that says it holds, if that was an error",
        ));
    }
    Ok(Told::of([Happening::Turned { fact, holds }]))
}

/// An incident is a fact of the policy that holds while the incident is open.
fn incident(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let fact = it.named("incident", "fact", &policy.facts, |it| &it.named)?;
    let holds = it.word("status", &[("open", true), ("closed", false)])?;
    it.note("severity");
    Ok(Told::of([Happening::Turned { fact, holds }]))
}

fn task_done(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let task = it.named("task", "task", &policy.tasks, |it| &it.named)?;
    Ok(Told::of([Happening::Done(task)]))
}

fn definition(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    if it.has("standard") {
        let standard = it.named("standard", "standard", &policy.standards, |it| &it.named)?;
        return Ok(Told::of([Happening::StandardDefined(standard)]));
    }
    let level = it.named("level", "level", &policy.levels, |it| &it.named)?;
    Ok(Told::of([Happening::LevelDefined(level)]))
}

fn exception(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let exception: ExceptionId = it.named("exception", "exception", &policy.exceptions, |it| &it.named)?;
    let is_exercised = it.word("status", &[("exercised", true), ("ended", false)])?;
    Ok(Told::of([match is_exercised {
        true => Happening::Exercised(exception),
        false => Happening::ExceptionEnded(exception),
    }]))
}

/// What is announced counts where the policy speaks of that announcement, in the words in which it does.
fn announcement(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let that = it.text("that")?;
    let announcements = announcements(policy);
    if let Some((_, condition)) = announcements.iter().find(|(words, _)| words == that) {
        return Ok(Told::of([Happening::Announced(condition.clone())]));
    }
    match nearest(that, announcements.iter().map(|(words, _)| words.as_str())) {
        None => Ok(Told::default()),
        Some(near) => {
            let problem = format!("the policy does not speak of an announcement that `{that}`");
            Err(it.wrong("that", problem, &format!("did you mean `{near}`?")))
        }
    }
}

/// Every announcement of which a clause or an exception speaks.
fn announcements(policy: &Policy) -> Vec<(String, Condition)> {
    let mut found: Vec<(String, Condition)> = Vec::new();
    for condition in conditions(policy) {
        condition.atoms(&mut |atom| {
            if let Atom::Announced(that) = atom {
                found.push((words::condition(policy, that), that.as_ref().clone()));
            }
        });
    }
    found
}

/// What ran and what was paused on a day: every action is in one of the two.
fn status_period(policy: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    let day = it.required_date("day")?;
    let mut says = Vec::new();
    for (member, goes_on) in [("running", true), ("paused", false)] {
        for name in it.texts(member)? {
            let action: ActionId = it.find(member, name, "action", &policy.actions, |it| &it.named)?;
            says.push((action, goes_on));
        }
    }
    for (index, action) in policy.actions.iter().enumerate() {
        let n = says.iter().filter(|(it, _)| it.index() == index).count();
        if n != 1 {
            let name = &action.named.name;
            let problem = match n {
                0 => format!("it does not say whether `{name}` ran"),
                _ => format!("it says more than once whether `{name}` ran"),
            };
            return Err(it.wrong(
                "running",
                problem,
                "put each action into one of `running` and `paused`",
            ));
        }
    }
    it.note("because");
    Ok(Told {
        day: Some(day),
        ..Told::of(
            says.into_iter()
                .map(|(action, goes_on)| goes_on_or_stops(action, goes_on)),
        )
    })
}

/// Nothing but that the record is complete.
fn watermark(_: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    match it.has("complete") {
        true => Ok(Told::default()),
        false => Err(it.wrong(
            "complete",
            "there is no member `complete`".to_owned(),
            "say up to when the record is complete, and of how many entries",
        )),
    }
}

fn retraction(_: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    Told::correction(it, Correction::Retracts)
}

fn dispute(_: &Policy, it: &Object<'_>) -> Result<Told, Wrong> {
    Told::correction(it, Correction::Disputes)
}

impl Told {
    fn of(says: impl IntoIterator<Item = Happening>) -> Told {
        Told {
            says: says.into_iter().map(Said::Happened).collect(),
            ..Told::default()
        }
    }

    fn correction(it: &Object<'_>, of: impl Fn(u64) -> Correction) -> Result<Told, Wrong> {
        it.note("reason");
        Ok(Told {
            correction: Some(of(it.required_number("entry")?)),
            ..Told::default()
        })
    }
}
