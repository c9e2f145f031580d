//! Conditions as the language writes them.
//!
//! It must not know where the words are shown, or whether a condition holds.

use crate::condition::{Atom, Because, Condition, Requirement, Subject};
use crate::model::{ActionId, CapabilityId, ClauseId, Grade, Policy, TaskId};
use crate::quantity::{Decimal, Duration, Unit};

/// A condition as the language writes it.
pub fn condition(policy: &Policy, it: &Condition) -> String {
    match it {
        Condition::All(parts) => joined(policy, parts, " and "),
        Condition::Any(parts) => joined(policy, parts, " or "),
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Atom(inner) => atom(policy, inner, true),
            other => format!("not ({})", condition(policy, other)),
        },
        Condition::ForAtLeast(inner, lasting) => {
            format!(
                "({}) for at least {}",
                condition(policy, inner),
                duration(*lasting)
            )
        }
        Condition::Atom(it) => atom(policy, it, false),
    }
}

fn joined(policy: &Policy, parts: &[Condition], word: &str) -> String {
    let part = |it: &Condition| match it {
        Condition::All(_) | Condition::Any(_) => format!("({})", condition(policy, it)),
        _ => condition(policy, it),
    };
    parts.iter().map(part).collect::<Vec<_>>().join(word)
}

/// What is so, or `denied`: what is not so.
pub fn atom(policy: &Policy, it: &Atom, denied: bool) -> String {
    let not = if denied { " not" } else { "" };
    match it {
        Atom::Met(it) => requirement(policy, *it, denied),
        Atom::Indicated {
            subject: of,
            by: Some(by),
        } => {
            let not = if denied { "not " } else { "" };
            format!(
                "{not}{} indicates {}",
                policy.evaluations[by.index()].named.name,
                subject(policy, *of)
            )
        }
        Atom::RuledOut {
            subject: of,
            by: Some(by),
        } => {
            let not = if denied { "not " } else { "" };
            format!(
                "{not}{} rules out {}",
                policy.evaluations[by.index()].named.name,
                subject(policy, *of)
            )
        }
        Atom::Indicated {
            subject: of,
            by: None,
        } => predicate(policy, *of, not, "indicated"),
        Atom::RuledOut {
            subject: of,
            by: None,
        } => predicate(policy, *of, not, "ruled out"),
        Atom::Reached(of) => predicate(policy, *of, not, "reached"),
        Atom::LevelDefined(it) => format!("{} is{not} defined", policy.levels[it.index()].named.name),
        Atom::StandardDefined(it) => format!("{} is{not} defined", policy.standards[it.index()].named.name),
        Atom::Holds(it) => {
            let verb = if denied { "does not hold" } else { "holds" };
            format!("{} {verb}", policy.facts[it.index()].named.name)
        }
        Atom::Approved { party, approval } => {
            let (who, what) = (
                &policy.parties[party.index()],
                &policy.approvals[approval.index()],
            );
            format!("{} has{not} approved {}", who.named.name, what.named.name)
        }
        Atom::Attempted(it) => format!(
            "{} has{not} been attempted",
            policy.safeguards[it.index()].named.name
        ),
        Atom::ComputeAtLeast(factor) => {
            let not = if denied { "not " } else { "" };
            format!("{not}compute is at least {}x", decimal(factor.0))
        }
        Atom::ScoreAtMost(score, grade) | Atom::ScoreAtLeast(score, grade) => {
            let bound = if matches!(it, Atom::ScoreAtMost(..)) {
                "most"
            } else {
                "least"
            };
            let score = &policy.scores[score.index()];
            format!(
                "{} is{not} at {bound} {}",
                score.named.name,
                grade_name(&score.grades, *grade)
            )
        }
        Atom::GoingOn(it) => format!("{} is{not} going on", action(policy, *it)),
        Atom::Paused { action: it, because } => {
            format!(
                "{} is{not} paused{}",
                action(policy, *it),
                reason(policy, *because)
            )
        }
        Atom::Breached(it) => format!("{} is{not} breached", clause(policy, *it)),
        Atom::Announced(that) => format!("it is{not} announced that ({})", condition(policy, that)),
    }
}

pub(crate) fn requirement(policy: &Policy, it: Requirement, denied: bool) -> String {
    let not = if denied { " not" } else { "" };
    let state = match it {
        Requirement::Safeguard(_) | Requirement::Standard(_) => "in place",
        Requirement::Task(_) => "done",
        Requirement::Determination(_) => "found",
    };
    format!("{} is{not} {state}", name_of(policy, it))
}

pub(crate) fn name_of(policy: &Policy, it: Requirement) -> &str {
    match it {
        Requirement::Safeguard(it) => &policy.safeguards[it.index()].named.name,
        Requirement::Standard(it) => &policy.standards[it.index()].named.name,
        Requirement::Task(it) => task(policy, it),
        Requirement::Determination(it) => &policy.determinations[it.index()].named.name,
    }
}

/// `cyber is not indicated at high`.
fn predicate(policy: &Policy, of: Subject, not: &str, state: &str) -> String {
    match of {
        Subject::Level(it) => format!("{} is{not} {state}", policy.levels[it.index()].named.name),
        Subject::Capability(it, at) => {
            format!(
                "{} is{not} {state}{}",
                policy.capabilities[it.index()].named.name,
                at_grade(policy, it, at)
            )
        }
    }
}

/// `cyber at high`.
pub fn subject(policy: &Policy, of: Subject) -> String {
    match of {
        Subject::Level(it) => policy.levels[it.index()].named.name.clone(),
        Subject::Capability(it, at) => {
            format!(
                "{}{}",
                policy.capabilities[it.index()].named.name,
                at_grade(policy, it, at)
            )
        }
    }
}

fn at_grade(policy: &Policy, it: CapabilityId, at: Option<Grade>) -> String {
    let grades = &policy.capabilities[it.index()].grades;
    at.map_or(String::new(), |at| format!(" at {}", grade_name(grades, at)))
}

fn grade_name(grades: &[String], grade: Grade) -> &str {
    grades
        .get(usize::from(grade.0))
        .map_or("an unknown grade", String::as_str)
}

fn reason(policy: &Policy, because: Option<Because>) -> String {
    because.map_or(String::new(), |it| {
        let only = if it.only { " only" } else { "" };
        format!(" because of {}{only}", clause(policy, it.clause))
    })
}

pub(crate) fn action(policy: &Policy, it: ActionId) -> &str {
    &policy.actions[it.index()].named.name
}

pub(crate) fn clause(policy: &Policy, it: ClauseId) -> &str {
    &policy.clauses[it.index()].named.name
}

pub(crate) fn task(policy: &Policy, it: TaskId) -> &str {
    &policy.tasks[it.index()].named.name
}

pub fn duration(it: Duration) -> String {
    let unit = match it.unit {
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
        Unit::Step => "step",
    };
    let number = decimal(it.amount);
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

/// Without zeros that say nothing: `1.5`, `4`.
pub fn decimal(it: Decimal) -> String {
    let scale = 10u64.pow(u32::from(it.places));
    let (whole, rest) = (it.digits / scale, it.digits % scale);
    if rest == 0 {
        return whole.to_string();
    }
    let digits = format!("{rest:0width$}", width = usize::from(it.places));
    format!("{whole}.{}", digits.trim_end_matches('0'))
}
