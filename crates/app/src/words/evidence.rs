//! Verdicts of the gate in words.
//!
//! It must not know where the words go.

use crate::files::Files;
use crate::gate::{GroundJson, NeedJson, OpeningJson, ReasonJson};
use crate::moment;
use holdpoint_gate::{Answer, Ground, Need, Opening, Part, Reason, Value};
use holdpoint_policy::condition::{Atom, Condition};
use holdpoint_policy::encoding::{PolicyEncoding, Reading};
use holdpoint_policy::model::{Clause, EvaluationId, Policy};
use holdpoint_policy::quantity::Factor;
use holdpoint_policy::record::{Answer as Says, Happening};
use holdpoint_policy::words;

pub(crate) fn answer(it: Answer) -> &'static str {
    match it {
        Answer::Proceed => "proceed",
        Answer::Pause => "pause",
        Answer::Undecided => "undecided",
    }
}

pub(crate) fn value(it: Value) -> &'static str {
    match it {
        Value::True => "true",
        Value::False => "false",
        Value::Torn => "torn",
        Value::NotKnown => "not known",
        Value::InConflict => "in conflict",
    }
}

/// `ASL-3-security: "checklist", overly-conservative: "as found"`: every choice, also that of the base.
pub(crate) fn reading(encoding: &PolicyEncoding, reading: &Reading) -> String {
    let chosen = encoding.slots.iter().zip(&reading.0);
    let chosen = chosen.map(|(slot, option)| format!("{}: \"{}\"", slot.name, slot.options[*option]));
    chosen.collect::<Vec<_>>().join(", ")
}

/// The clause's statement, on one line.
pub(crate) fn clause(files: &Files, clause: &Clause) -> String {
    let place = clause.named.place;
    let text = &files.get(place.file).text;
    let span = place.span.start as usize..place.span.end as usize;
    let statement = text.get(span).unwrap_or_default();
    statement.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn ground(policy: &Policy, files: &Files, it: &Ground) -> GroundJson {
    let of = &policy.clauses[it.clause.index()];
    GroundJson {
        clause: of.named.name.clone(),
        bars: value(it.bars).to_owned(),
        words: clause(files, of),
        reasons: it.reasons.iter().map(|it| reason(policy, it)).collect(),
    }
}

fn reason(policy: &Policy, it: &Reason) -> ReasonJson {
    ReasonJson {
        part: part(policy, &it.part),
        value: value(it.value).to_owned(),
        entries: it.entries.clone(),
        unheard: it.unheard.map(|it| policy.parties[it.index()].named.name.clone()),
    }
}

fn part(policy: &Policy, it: &Part) -> String {
    match it {
        Part::Condition(it) => words::condition(policy, it),
        Part::Overdue(evaluation, at) => {
            let name = &policy.evaluations[evaluation.index()].named.name;
            match at {
                Some(at) => format!("{name} is overdue, by the calendar from {}", moment::words(*at)),
                None => format!("{name} is overdue"),
            }
        }
        Part::GoesOn(action) => format!("{} is going on", policy.actions[action.index()].named.name),
        Part::DeadlinePassed => "the time that the clause gives is over".to_owned(),
    }
}

pub(crate) fn opening(policy: &Policy, it: &Opening) -> OpeningJson {
    let name = |it: holdpoint_policy::model::PartyId| policy.parties[it.index()].named.name.clone();
    let need = |it: &Need| match it {
        Need::Happening(it, by) => NeedJson {
            what: happening(policy, it),
            by: name(*by),
        },
        Need::Complete(by) => NeedJson {
            what: "a watermark: that its record is complete until now".to_owned(),
            by: name(*by),
        },
    };
    OpeningJson {
        needs: it.needs.iter().map(need).collect(),
        overturns: it.overturns,
    }
}

pub(crate) fn compute_clock(policy: &Policy, (evaluation, factor): &(EvaluationId, Factor)) -> String {
    let name = &policy.evaluations[evaluation.index()].named.name;
    format!(
        "{}x the compute at the last run of {name}",
        words::decimal(factor.0)
    )
}

/// What an entry would say.
fn happening(policy: &Policy, it: &Happening) -> String {
    let atom = |it: Atom| words::condition(policy, &Condition::Atom(it));
    use holdpoint_policy::condition::Requirement::{Determination, Safeguard, Standard, Task};
    match it {
        Happening::InPlace(it) => atom(Atom::Met(Safeguard(*it))),
        Happening::NoLongerInPlace(it) => words::atom(policy, &Atom::Met(Safeguard(*it)), true),
        Happening::Attempted { safeguard, .. } => atom(Atom::Attempted(*safeguard)),
        Happening::StandardInPlace(it) => atom(Atom::Met(Standard(*it))),
        Happening::StandardNoLongerInPlace(it) => words::atom(policy, &Atom::Met(Standard(*it)), true),
        Happening::Done(it) => atom(Atom::Met(Task(*it))),
        Happening::Found(it) => atom(Atom::Met(Determination(*it))),
        Happening::LevelDefined(it) => atom(Atom::LevelDefined(*it)),
        Happening::StandardDefined(it) => atom(Atom::StandardDefined(*it)),
        Happening::Turned { fact, holds } => words::atom(policy, &Atom::Holds(*fact), !holds),
        Happening::Approved(it) => {
            let party = policy.approvals[it.index()].by;
            atom(Atom::Approved { party, approval: *it })
        }
        Happening::GoesOn(it) => atom(Atom::GoingOn(*it)),
        Happening::Stops(it) => words::atom(policy, &Atom::GoingOn(*it), true),
        Happening::Announced(that) => atom(Atom::Announced(Box::new(that.clone()))),
        Happening::Evaluated { evaluation, answer } => {
            let name = &policy.evaluations[evaluation.index()].named.name;
            match answer {
                Says::Indicates(_) => format!("a run of {name} that indicates"),
                Says::RulesOut => format!("a run of {name} that rules out"),
                Says::Inconclusive => format!("a run of {name}"),
            }
        }
        Happening::Scored(score, grade) => {
            let score = &policy.scores[score.index()];
            let grade = score
                .grades
                .get(usize::from(grade.0))
                .map_or("", |it| it.as_str());
            format!("{} {grade}", score.named.name)
        }
        Happening::Exercised(it) => format!("{} exercised", policy.exceptions[it.index()].named.name),
        Happening::ExceptionEnded(it) => format!("{} ended", policy.exceptions[it.index()].named.name),
        Happening::Compute(_) => "a training checkpoint".to_owned(),
        Happening::SwitchedOff(it) => format!("{} switched off", policy.clauses[it.index()].named.name),
        Happening::Reached(it) => words::subject(policy, *it),
    }
}
