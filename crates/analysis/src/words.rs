//! Conditions and duties said in the language's own words.
//!
//! It must not know where the words are shown.

use holdpoint_policy::condition::{Atom, Condition, Requirement};
use holdpoint_policy::model::{Clause, Deadline, Modal, Policy, What};
use holdpoint_policy::quantity::{Decimal, Duration, Unit};

pub(crate) fn condition(policy: &Policy, it: &Condition) -> String {
    match it {
        Condition::All(parts) => joined(policy, parts, " and "),
        Condition::Any(parts) => joined(policy, parts, " or "),
        Condition::Not(inner) => format!("not ({})", condition(policy, inner)),
        Condition::ForAtLeast(inner, time) => {
            format!("{} for at least {}", part(policy, inner), duration(*time))
        }
        Condition::Atom(it) => atom(policy, it),
    }
}

fn joined(policy: &Policy, parts: &[Condition], with: &str) -> String {
    parts
        .iter()
        .map(|it| part(policy, it))
        .collect::<Vec<_>>()
        .join(with)
}

fn part(policy: &Policy, it: &Condition) -> String {
    match it {
        Condition::All(_) | Condition::Any(_) => format!("({})", condition(policy, it)),
        _ => condition(policy, it),
    }
}

fn atom(policy: &Policy, it: &Atom) -> String {
    match it {
        Atom::Met(requirement) => met(policy, *requirement),
        Atom::Indicated { subject, by: None } => indicated(policy.subject_name(*subject), "is indicated"),
        Atom::Indicated {
            subject,
            by: Some(by),
        } => {
            format!(
                "{} indicates {}",
                policy.evaluations[by.index()].named.name,
                policy.subject_name(*subject)
            )
        }
        Atom::RuledOut { subject, by: None } => indicated(policy.subject_name(*subject), "is ruled out"),
        Atom::RuledOut {
            subject,
            by: Some(by),
        } => {
            format!(
                "{} rules out {}",
                policy.evaluations[by.index()].named.name,
                policy.subject_name(*subject)
            )
        }
        Atom::Reached(subject) => indicated(policy.subject_name(*subject), "is reached"),
        Atom::LevelDefined(it) => format!("{} is defined", policy.levels[it.index()].named.name),
        Atom::StandardDefined(it) => format!("{} is defined", policy.standards[it.index()].named.name),
        Atom::Holds(it) => format!("{} holds", policy.facts[it.index()].named.name),
        Atom::Approved { party, approval } => format!(
            "{} has approved {}",
            policy.parties[party.index()].named.name,
            policy.approvals[approval.index()].named.name
        ),
        Atom::Attempted(it) => format!("{} has been attempted", policy.safeguards[it.index()].named.name),
        Atom::ComputeAtLeast(factor) => format!("compute is at least {}x", decimal(factor.0)),
        Atom::ScoreAtMost(it, grade) => {
            let score = &policy.scores[it.index()];
            format!(
                "{} is at most {}",
                score.named.name,
                score.grades[usize::from(grade.0)]
            )
        }
        Atom::ScoreAtLeast(it, grade) => {
            let score = &policy.scores[it.index()];
            format!(
                "{} is at least {}",
                score.named.name,
                score.grades[usize::from(grade.0)]
            )
        }
        Atom::GoingOn(it) => format!("{} is going on", policy.actions[it.index()].named.name),
        Atom::Paused { action, because } => {
            let action = &policy.actions[action.index()].named.name;
            match because {
                None => format!("{action} is paused"),
                Some(it) => {
                    let only = if it.only { " only" } else { "" };
                    format!(
                        "{action} is paused because of {}{only}",
                        policy.clauses[it.clause.index()].named.name
                    )
                }
            }
        }
        Atom::Breached(it) => format!("{} is breached", policy.clauses[it.index()].named.name),
        Atom::Announced(inner) => format!("it is announced that {}", part(policy, inner)),
    }
}

/// `cyber is indicated at high`: the grade stands at the end.
fn indicated(subject: String, verb: &str) -> String {
    match subject.split_once(" at ") {
        Some((name, grade)) => format!("{name} {verb} at {grade}"),
        None => format!("{subject} {verb}"),
    }
}

fn met(policy: &Policy, requirement: Requirement) -> String {
    match requirement {
        Requirement::Safeguard(it) => format!("{} is in place", policy.safeguards[it.index()].named.name),
        Requirement::Standard(it) => format!("{} is in place", policy.standards[it.index()].named.name),
        Requirement::Task(it) => format!("{} is done", policy.tasks[it.index()].named.name),
        Requirement::Determination(it) => {
            format!("{} is found", policy.determinations[it.index()].named.name)
        }
    }
}

/// What a clause asks for, without its frame: `have ASL-3-security in place`.
pub(crate) fn asks(policy: &Policy, clause: &Clause) -> String {
    let not = if clause.modal == Modal::MustNot {
        "not "
    } else {
        ""
    };
    let what = match &clause.what {
        What::Have(goal) => condition(policy, goal),
        What::Pause(action) => format!("pause {}", policy.actions[action.index()].named.name),
        What::Continue(action) => format!("continue {}", policy.actions[action.index()].named.name),
        What::Do(task) => format!("do {}", policy.tasks[task.index()].named.name),
        What::Run {
            evaluation,
            compute,
            calendar,
        } => {
            let name = &policy.evaluations[evaluation.index()].named.name;
            let clocks = [
                compute.map(|it| format!("every {}x compute", decimal(it.0))),
                calendar.map(|it| format!("every {}", duration(it))),
            ];
            format!(
                "run {name} {}",
                clocks.into_iter().flatten().collect::<Vec<_>>().join(" and ")
            )
        }
    };
    format!("{not}{what}")
}

pub(crate) fn deadline(clause: &Clause) -> String {
    match &clause.deadline {
        None => String::new(),
        Some(Deadline::Within(time)) => format!("within {}", duration(*time)),
        Some(Deadline::Unspecified(word)) => format!("unspecified (\"{word}\")"),
        Some(Deadline::By(date)) => format!("by {}", date.0.date()),
    }
}

pub(crate) fn duration(time: Duration) -> String {
    let unit = match time.unit {
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
        Unit::Step => "step",
    };
    let number = decimal(time.amount);
    if number == "1" {
        format!("1 {unit}")
    } else {
        format!("{number} {unit}s")
    }
}

pub(crate) fn decimal(number: Decimal) -> String {
    let scale = 10u64.pow(u32::from(number.places));
    let (whole, rest) = (number.digits / scale, number.digits % scale);
    if rest == 0 {
        return whole.to_string();
    }
    let digits = format!("{rest:0width$}", width = usize::from(number.places));
    format!("{whole}.{}", digits.trim_end_matches('0'))
}
