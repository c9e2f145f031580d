//! Conditions in the words of the language, and what is the case where one does not hold.
//!
//! It must not know why it is asked.

use crate::condition::{Atom, Condition, Requirement, Subject};
use crate::model::{ActionId, ClauseId, DeterminationId, EvaluationId, Policy, StandardParts};
use crate::permission::{DutyState, Permission, Standing};
use crate::quantity::Date;
use crate::record::Answer;
use crate::words::{action, atom, clause, condition, duration, name_of, requirement, subject, task};

/// What is the case where a condition does not hold: a sentence for each part that fails; none if it holds.
pub(super) fn instead(policy: &Policy, standing: &Standing<'_>, wanted: &Condition) -> Vec<String> {
    if standing.holds(wanted) {
        return Vec::new();
    }
    match wanted {
        Condition::All(parts) | Condition::Any(parts) => parts
            .iter()
            .flat_map(|it| instead(policy, standing, it))
            .collect(),
        Condition::Not(inner) => denied(policy, standing, inner),
        Condition::ForAtLeast(inner, lasting) if standing.holds(inner) => {
            vec![format!(
                "{}, but not yet for {}",
                condition(policy, inner),
                duration(*lasting)
            )]
        }
        Condition::ForAtLeast(inner, _) => instead(policy, standing, inner),
        Condition::Atom(atom) => vec![what_is(policy, standing, atom)],
    }
}

/// What is the case where a condition that holds was not to.
fn denied(policy: &Policy, standing: &Standing<'_>, inner: &Condition) -> Vec<String> {
    match inner {
        Condition::Not(inner) => instead(policy, standing, inner),
        Condition::Atom(atom) => vec![what_is(policy, standing, atom)],
        Condition::All(parts) | Condition::Any(parts) => {
            let true_parts = parts.iter().filter(|it| standing.holds(it));
            true_parts.flat_map(|it| denied(policy, standing, it)).collect()
        }
        Condition::ForAtLeast(..) => vec![condition(policy, inner)],
    }
}

/// What is the case in a matter, whether or not the atom is true.
pub(super) fn what_is(policy: &Policy, standing: &Standing<'_>, about: &Atom) -> String {
    let is_so = standing.holds(&Condition::Atom(about.clone()));
    match about {
        Atom::Paused { action: it, .. } | Atom::GoingOn(it) => {
            format!(
                "{} {}",
                action(policy, *it),
                state_of_action(policy, standing, *it)
            )
        }
        Atom::Indicated { subject, by } | Atom::RuledOut { subject, by } => {
            answers(policy, standing, *subject, *by)
        }
        Atom::Met(requirement) if !is_so => missing(policy, standing, *requirement),
        Atom::Breached(clause) => state_of_clause(policy, standing, *clause),
        Atom::ComputeAtLeast(_) => format!("compute is {}", standing.compute()),
        Atom::ScoreAtMost(it, _) | Atom::ScoreAtLeast(it, _) => {
            let score = &policy.scores[it.index()];
            match standing
                .score(*it)
                .and_then(|it| score.grades.get(usize::from(it.0)))
            {
                Some(grade) => format!("{} is {grade}", score.named.name),
                None => format!("{} has no result yet", score.named.name),
            }
        }
        _ if is_so => atom(policy, about, false),
        _ => atom(policy, about, true),
    }
}

/// `is paused because of evaluate, secure-first`.
pub(super) fn state_of_action(policy: &Policy, standing: &Standing<'_>, it: ActionId) -> String {
    if !standing.is_wanted(it) {
        return "has ended".to_owned();
    }
    match standing.permission(it) {
        Permission::Paused(clauses) => {
            let names: Vec<_> = clauses.iter().map(|it| clause(policy, *it)).collect();
            format!("is paused because of {}", names.join(", "))
        }
        Permission::Allowed if standing.statuses().going_on.contains(&it) => "is going on".to_owned(),
        Permission::Allowed => "is not going on".to_owned(),
    }
}

fn state_of_clause(policy: &Policy, standing: &Standing<'_>, it: ClauseId) -> String {
    let state = match standing.duty(it) {
        DutyState::NotOwed => "asks for nothing now".to_owned(),
        DutyState::Open => "is owed, with no date".to_owned(),
        DutyState::Due(by) => format!("is due by {}", date(by)),
        DutyState::Overdue(since) => format!("is overdue since {}", date(since)),
        DutyState::Met => "is kept".to_owned(),
        DutyState::Breached if standing.statuses().breached.contains(&it) => "is breached".to_owned(),
        DutyState::Breached => "was breached and is kept now".to_owned(),
    };
    format!("{} {state}", clause(policy, it))
}

/// What the evaluations of a subject said last.
fn answers(policy: &Policy, standing: &Standing<'_>, of: Subject, by: Option<EvaluationId>) -> String {
    if let Subject::Level(level) = of
        && !standing.holds(&Condition::Atom(Atom::LevelDefined(level)))
    {
        return format!("{} is not defined", subject(policy, of));
    }
    let all = (0..policy.evaluations.len()).map(EvaluationId::from);
    let asked = all.filter(|it| by.is_none_or(|by| by == *it));
    let said: Vec<_> = asked
        .filter_map(|it| latest_answer(policy, standing, it))
        .collect();
    match (said.is_empty(), by) {
        (false, _) => list(said.iter().map(String::as_str), "and"),
        (true, Some(it)) => format!(
            "{} has not been completed",
            policy.evaluations[it.index()].named.name
        ),
        (true, None) => format!("no evaluation of {} has been completed", subject(policy, of)),
    }
}

fn latest_answer(policy: &Policy, standing: &Standing<'_>, id: EvaluationId) -> Option<String> {
    let (at, answer) = standing.latest_answer(id)?;
    let evaluation = &policy.evaluations[id.index()];
    let of = match (evaluation.of, answer) {
        (Subject::Capability(capability, None), Answer::Indicates(grade)) => {
            Subject::Capability(capability, grade)
        }
        (of, _) => of,
    };
    let verb = match answer {
        Answer::Indicates(_) => "indicates",
        Answer::RulesOut if standing.is_overdue(id) => "is overdue, and no longer rules out",
        Answer::RulesOut => "rules out",
        Answer::Inconclusive => "is inconclusive on",
    };
    Some(format!(
        "{} of {} {verb} {}",
        evaluation.named.name,
        date(at),
        subject(policy, of)
    ))
}

/// What of a requirement that is not met is missing.
fn missing(policy: &Policy, standing: &Standing<'_>, it: Requirement) -> String {
    let what = requirement(policy, it, true);
    match it {
        Requirement::Standard(standard) => match &policy.standards[standard.index()].parts {
            None => format!("{what}: the policy does not define it"),
            Some(parts) => format!("{what}: {} missing", missing_parts(policy, standing, parts)),
        },
        Requirement::Determination(found) if !standing.can_be_found(found) => {
            format!("{what}: {}", why_not_found(policy, found))
        }
        _ => what,
    }
}

fn missing_parts(policy: &Policy, standing: &Standing<'_>, parts: &StandardParts) -> String {
    match parts {
        StandardParts::One(it) => name_of(policy, *it).to_owned(),
        StandardParts::All(parts) => {
            let open = parts.iter().filter(|it| !parts_met(standing, it));
            let open: Vec<_> = open.map(|it| missing_parts(policy, standing, it)).collect();
            list(open.iter().map(String::as_str), "and")
        }
        StandardParts::Any(parts) => {
            let each: Vec<_> = parts
                .iter()
                .map(|it| missing_parts(policy, standing, it))
                .collect();
            format!("one of ({})", list(each.iter().map(String::as_str), "or"))
        }
    }
}

fn parts_met(standing: &Standing<'_>, parts: &StandardParts) -> bool {
    match parts {
        StandardParts::One(it) => standing.holds(&Condition::Atom(Atom::Met(*it))),
        StandardParts::All(parts) => parts.iter().all(|it| parts_met(standing, it)),
        StandardParts::Any(parts) => parts.iter().any(|it| parts_met(standing, it)),
    }
}

fn why_not_found(policy: &Policy, it: DeterminationId) -> String {
    let determination = &policy.determinations[it.index()];
    let evaluation = determination
        .of
        .map(|it| &policy.evaluations[it.index()].named.name);
    let task = determination.requires.map(|it| task(policy, it));
    match (evaluation, task) {
        (Some(evaluation), Some(task)) => {
            format!("it needs {evaluation} to indicate, and {task} to be done after that")
        }
        (Some(evaluation), None) => format!("it needs {evaluation} to indicate"),
        (None, Some(task)) => format!("it needs {task} to be done first"),
        (None, None) => "nobody has found it".to_owned(),
    }
}

/// The day, with the time of day where it is not midnight; what is less than a second is left out.
pub(super) fn date(it: Date) -> String {
    let second = it.0.with().subsec_nanosecond(0).build().unwrap_or(it.0);
    match second.time() == jiff::civil::Time::midnight() {
        true => second.date().to_string(),
        false => second.to_string(),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list<'a>(items: impl Iterator<Item = &'a str>, word: &str) -> String {
    let items: Vec<_> = items.collect();
    match items.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}
