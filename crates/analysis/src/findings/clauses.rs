//! Findings about clauses beside each other: contradictions, and clauses that change nothing.
//!
//! It must not know grades.

use super::{Found, Scope};
use crate::board::Watch;
use crate::ladder;
use crate::property::{Context, Reach, implies, reach};
use crate::report::Verdict;
use holdpoint_policy::Severity;
use holdpoint_policy::condition::{Atom, Because, Condition};
use holdpoint_policy::inquiry::ClauseOf;
use holdpoint_policy::model::{ActionId, Clause, ClauseId, Frame, Modal, Policy, What};

/// Two clauses that cannot both be kept, and a play in which both are owed.
pub(super) fn double_bind(scope: &Scope<'_, '_>) -> Vec<Found> {
    let context = scope.context;
    let policy = &context.policy;
    let mut found = Vec::new();
    for one in ladder::clause_ids(policy) {
        for other in ladder::clause_ids(policy).filter(|it| it.0 > one.0) {
            let pair = [&policy.clauses[one.index()], &policy.clauses[other.index()]];
            if !contradict(pair[0], pair[1]) || despite(pair[0], other) || despite(pair[1], one) {
                continue;
            }
            let both = Condition::All(pair.iter().map(|it| owed(policy, it)).collect());
            if let Reach::Play { play, .. } = reach(context, Watch::Condition(both), false) {
                let message = format!(
                    "`{}` and `{}` can be owed at once and cannot both be kept",
                    pair[0].named.name, pair[1].named.name
                );
                let names = pair.iter().map(|it| it.named.name.clone()).collect();
                let here = Found::new(Severity::Error, pair[1].named.name_place, message).clauses(names);
                found.push(
                    here.help("add `unless …` to one of them, or `despite …`")
                        .play(Some(*play)),
                );
            }
        }
    }
    found
}

fn contradict(one: &Clause, other: &Clause) -> bool {
    let opposite = matches!(
        (one.modal, other.modal),
        (Modal::Must, Modal::MustNot) | (Modal::MustNot, Modal::Must)
    );
    let same = match (&one.what, &other.what) {
        (What::Have(a), What::Have(b)) => a == b,
        (What::Do(a), What::Do(b)) => a == b,
        (What::Pause(a), What::Pause(b)) | (What::Continue(a), What::Continue(b)) => a == b,
        _ => false,
    };
    // Two gates that contradict each other bar for ever, which is another finding; nobody has to breach one.
    let gates = matches!(
        (&one.frame, &other.frame),
        (Frame::Before { .. }, Frame::Before { .. })
    );
    opposite && same && !gates
}

fn despite(clause: &Clause, overridden: ClauseId) -> bool {
    clause.despite.contains(&overridden)
}

/// When the clause asks something of somebody.
fn owed(policy: &Policy, clause: &Clause) -> Condition {
    let mut parts: Vec<Condition> = ladder::frame_condition(&clause.frame)
        .cloned()
        .into_iter()
        .collect();
    if let Frame::While { actions, .. } = &clause.frame {
        parts.push(Condition::Any(
            actions
                .iter()
                .map(|it| Condition::Atom(Atom::GoingOn(*it)))
                .collect(),
        ));
    }
    debug_assert!(policy.clauses.iter().any(|it| it.named.name == clause.named.name));
    parts.extend(clause.unless.clone().map(|it| Condition::Not(Box::new(it))));
    Condition::All(parts)
}

/// Clauses that bar each action.
fn bars(context: &Context<'_>, action: ActionId) -> Vec<ClauseId> {
    let policy = &context.policy;
    ladder::clause_ids(policy)
        .filter(|it| {
            let clause = &policy.clauses[it.index()];
            context.terms.counts(*it, clause) && ladder::barred_actions(clause).contains(&action)
        })
        .collect()
}

fn bars_somewhere(context: &Context<'_>, action: ActionId, clause: ClauseId, only: bool) -> Option<bool> {
    let paused = Condition::Atom(Atom::Paused {
        action,
        because: Some(Because { clause, only }),
    });
    match reach(context, Watch::Condition(paused), false) {
        Reach::Play { .. } => Some(true),
        Reach::None { .. } => Some(false),
        Reach::Unknown(_) => None,
    }
}

/// A clause that bars, and never alone.
fn never_alone(scope: &Scope<'_, '_>) -> Vec<(ClauseId, Vec<ClauseId>)> {
    let context = scope.context;
    let policy = &context.policy;
    let mut found = Vec::new();
    for id in ladder::clause_ids(policy) {
        let actions = ladder::barred_actions(&policy.clauses[id.index()]);
        if actions.is_empty() || !context.terms.counts(id, &policy.clauses[id.index()]) {
            continue;
        }
        let changes_something = |action: &ActionId| bars_somewhere(context, *action, id, true) != Some(false);
        let bars_at_all = |action: &ActionId| bars_somewhere(context, *action, id, false) == Some(true);
        if actions.iter().any(bars_at_all) && !actions.iter().any(changes_something) {
            let beside = actions
                .iter()
                .flat_map(|it| bars(context, *it))
                .filter(|it| *it != id)
                .collect();
            found.push((id, beside));
        }
    }
    found
}

/// Another clause asks at least as much.
pub(super) fn redundant_clause(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let mut found = Vec::new();
    for (id, beside) in never_alone(scope) {
        if let Some(stronger) = beside.into_iter().find(|it| is_implied(scope.context, *it, id)) {
            let (name, stronger) = (
                &policy.clauses[id.index()].named,
                &policy.clauses[stronger.index()].named.name,
            );
            let message = format!("`{}` adds nothing to `{stronger}`", name.name);
            let names = vec![name.name.clone(), stronger.clone()];
            found.push(Found::new(Severity::Note, name.name_place, message).clauses(names));
        }
    }
    found
}

/// Others together bar whenever it does.
pub(super) fn shadowed_clause(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let mut found = Vec::new();
    for (id, beside) in never_alone(scope) {
        if beside.iter().all(|it| !is_implied(scope.context, *it, id)) {
            let name = &policy.clauses[id.index()].named;
            let message = format!(
                "`{}` never bars alone: whenever it does, other clauses do",
                name.name
            );
            found.push(Found::new(Severity::Note, name.name_place, message).clauses(vec![name.name.clone()]));
        }
    }
    found
}

fn is_implied(context: &Context<'_>, stronger: ClauseId, weaker: ClauseId) -> bool {
    let of = |clause| ClauseOf {
        policy: context.id,
        clause,
    };
    implies(context, of(stronger), of(weaker)).verdict == Verdict::Yes
}

/// What it waits for can never come.
pub(super) fn never_fires(scope: &Scope<'_, '_>) -> Vec<Found> {
    let context = scope.context;
    let policy = &context.policy;
    let mut found = Vec::new();
    for id in ladder::clause_ids(policy) {
        let clause = &policy.clauses[id.index()];
        let Some(condition) = ladder::frame_condition(&clause.frame) else {
            continue;
        };
        if let Reach::None { .. } = reach(context, Watch::Condition(condition.clone()), false) {
            let message = format!("what `{}` waits for can never come about", clause.named.name);
            let own = vec![clause.named.name.clone()];
            found.push(Found::new(Severity::Warning, clause.named.name_place, message).clauses(own));
        }
    }
    found
}
