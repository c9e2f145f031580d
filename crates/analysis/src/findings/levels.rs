//! Findings about levels and what has no bound, no definition, no evaluation, no clause.
//!
//! It must not know plays.

use super::{Found, Scope};
use crate::ladder;
use holdpoint_policy::Severity;
use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::model::{Clause, LevelDefinition, Policy, StandardParts, What};

pub(super) fn no_upper_bound(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let open = scope.levels().filter(|level| {
        let defined = !ladder::is_undefined(policy, *level);
        let next = ladder::at_or_above(policy, *level)
            .into_iter()
            .filter(|it| it != level);
        defined
            && ladder::has_no_upper_bound(policy, *level)
            && next.into_iter().all(|it| ladder::is_undefined(policy, it))
    });
    open.map(|level| {
        let named = &policy.levels[level.index()].named;
        let message = format!(
            "`{}` has no upper bound: whatever is beyond it belongs to it",
            named.name
        );
        Found::new(Severity::Warning, named.name_place, message)
            .help(format!("define a level above `{}`", named.name))
    })
    .collect()
}

pub(super) fn undefined_level(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let undefined = scope.levels().filter(|it| ladder::is_undefined(policy, *it));
    undefined
        .map(|level| {
            let named = &policy.levels[level.index()].named;
            let clauses = clauses_that(policy, |clause| {
                ladder::levels_named(policy, clause).is_some_and(|it| it.contains(&level))
            });
            let message = format!("`{}` is named and not defined", named.name);
            Found::new(Severity::Warning, named.name_place, message).clauses(clauses)
        })
        .collect()
}

pub(super) fn undefined_standard(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let standards = policy
        .standards
        .iter()
        .enumerate()
        .filter(|(_, it)| it.parts.is_none());
    let safeguards = policy
        .safeguards
        .iter()
        .enumerate()
        .filter(|(_, it)| it.undefined);
    let standards = standards.map(|(index, it)| (&it.named, Requirement::Standard(index.into())));
    let safeguards = safeguards.map(|(index, it)| (&it.named, Requirement::Safeguard(index.into())));
    standards
        .chain(safeguards)
        .map(|(named, requirement)| {
            let clauses = clauses_that(policy, |clause| asks_for(policy, clause, requirement));
            let message = format!("`{}` is asked for and nobody has said what it is", named.name);
            Found::new(Severity::Warning, named.name_place, message).clauses(clauses)
        })
        .collect()
}

/// A clause waits for an answer that no evaluation gives, or that nobody has to ask for.
pub(super) fn trigger_without_evaluation(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let mut found = Vec::new();
    for clause in &policy.clauses {
        let mut subjects = Vec::new();
        for condition in conditions(clause) {
            condition.atoms(&mut |atom| {
                if let Atom::Indicated { subject, by: None } | Atom::RuledOut { subject, by: None } = atom {
                    subjects.push(*subject);
                }
            });
        }
        subjects.dedup();
        for subject in subjects {
            found.extend(unanswered(policy, clause, subject));
        }
    }
    found
}

fn unanswered(policy: &Policy, clause: &Clause, subject: Subject) -> Option<Found> {
    if let Subject::Level(level) = subject
        && policy.levels[level.index()].definition == LevelDefinition::Base
    {
        return None;
    }
    let name = policy.subject_name(subject);
    let answering: Vec<usize> = (0..policy.evaluations.len())
        .filter(|it| speaks_of(policy, *it, subject))
        .collect();
    let own = vec![clause.named.name.clone()];
    if answering.is_empty() {
        let message = format!(
            "`{}` waits for `{name}`, and no evaluation looks for it",
            clause.named.name
        );
        let help = format!("declare an evaluation of {name}, and a clause that runs it");
        return Some(
            Found::new(Severity::Warning, clause.named.name_place, message)
                .clauses(own)
                .help(help),
        );
    }
    let is_run = policy.clauses.iter().any(
        |it| matches!(&it.what, What::Run { evaluation, .. } if answering.contains(&evaluation.index())),
    );
    (!is_run).then(|| {
        let message = format!(
            "`{}` waits for `{name}`, and no clause says when to look for it",
            clause.named.name
        );
        let evaluation = &policy.evaluations[answering[0]].named.name;
        let help = format!("add a clause that runs {evaluation}");
        Found::new(Severity::Warning, clause.named.name_place, message)
            .clauses(own)
            .help(help)
    })
}

fn speaks_of(policy: &Policy, evaluation: usize, subject: Subject) -> bool {
    match (policy.evaluations[evaluation].of, subject) {
        (Subject::Level(of), Subject::Level(level)) => ladder::at_or_below(policy, of).contains(&level),
        (Subject::Capability(of, _), Subject::Capability(it, _)) => of == it,
        (Subject::Capability(of, _), Subject::Level(level)) => {
            ladder::at_or_above(policy, level).into_iter().any(|it| {
                ladder::capabilities_of(policy, it)
                    .iter()
                    .any(|(named, _)| *named == of)
            })
        }
        (Subject::Level(_), Subject::Capability(..)) => false,
    }
}

pub(super) fn silent_action(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let actions = policy.actions.iter().enumerate();
    actions
        .filter(|(index, _)| scope.action.is_none_or(|it| it.index() == *index))
        .filter(|(index, _)| {
            policy
                .clauses
                .iter()
                .all(|it| !ladder::bears_on(it, (*index).into()))
        })
        .map(|(index, action)| {
            let message = format!("no clause bears on `{}`", action.named.name);
            Found::new(Severity::Note, action.named.name_place, message).on(index.into(), None)
        })
        .collect()
}

fn conditions(clause: &Clause) -> impl Iterator<Item = &Condition> {
    let goal = if let What::Have(goal) = &clause.what {
        Some(goal)
    } else {
        None
    };
    [
        ladder::frame_condition(&clause.frame),
        clause.unless.as_ref(),
        clause.until.as_ref(),
        goal,
    ]
    .into_iter()
    .flatten()
}

fn clauses_that(policy: &Policy, holds: impl Fn(&Clause) -> bool) -> Vec<String> {
    policy
        .clauses
        .iter()
        .filter(|it| holds(it))
        .map(|it| it.named.name.clone())
        .collect()
}

fn asks_for(policy: &Policy, clause: &Clause, wanted: Requirement) -> bool {
    let mut found = false;
    for condition in conditions(clause) {
        condition.atoms(&mut |atom| {
            if let Atom::Met(requirement) = atom {
                found |= contains(policy, *requirement, wanted);
            }
        });
    }
    found
}

fn contains(policy: &Policy, requirement: Requirement, wanted: Requirement) -> bool {
    fn in_parts(policy: &Policy, parts: &StandardParts, wanted: Requirement) -> bool {
        match parts {
            StandardParts::One(it) => contains(policy, *it, wanted),
            StandardParts::All(parts) | StandardParts::Any(parts) => {
                parts.iter().any(|it| in_parts(policy, it, wanted))
            }
        }
    }
    let inside = match requirement {
        Requirement::Standard(it) => policy.standards[it.index()].parts.as_ref(),
        _ => None,
    };
    requirement == wanted || inside.is_some_and(|it| in_parts(policy, it, wanted))
}
