//! Findings about who may loosen the text.
//!
//! It must not know what loosening leads to.

use super::{Found, Scope};
use crate::ladder;
use holdpoint_policy::Severity;
use holdpoint_policy::condition::{Atom, Condition, Requirement};
use holdpoint_policy::model::{DeterminationId, PartyId, Policy};

/// A way to loosen the text for which nobody apart from the developer has to agree and nothing has to be true.
pub(super) fn loosening_without_independent_check(scope: &Scope<'_, '_>) -> Vec<Found> {
    let policy = &scope.context.policy;
    let mut found = Vec::new();
    found.extend(amendment(policy));
    for exception in &policy.exceptions {
        if is_developers(policy, exception.who) && is_at_will(policy, &exception.when) {
            let message = format!(
                "`{}` can be exercised by the developer alone",
                exception.named.name
            );
            let help = "make it depend on somebody who does not move with the developer";
            found.push(Found::new(Severity::Warning, exception.named.name_place, message).help(help));
        }
    }
    for (index, determination) in policy.determinations.iter().enumerate() {
        let clauses = carved_out_by(policy, index.into());
        if !determination.only_if_true && is_developers(policy, determination.by) && !clauses.is_empty() {
            let message = format!(
                "`{}` lifts {} and is the developer's own finding, true or not",
                determination.named.name,
                clauses.join(", ")
            );
            let help = "say `only if true`, or let somebody else make it";
            found.push(
                Found::new(Severity::Warning, determination.named.name_place, message)
                    .clauses(clauses)
                    .help(help),
            );
        }
    }
    found
}

fn amendment(policy: &Policy) -> Option<Found> {
    let alone = policy.amended_by.iter().all(|it| is_developers(policy, *it));
    let place = policy.parties.first()?.named.name_place;
    (alone && !policy.clauses.is_empty()).then(|| {
        let message = format!(
            "`{}` can be amended by the developer with its internal parties alone",
            policy.name
        );
        Found::new(Severity::Note, place, message).help("say `amended by …` in the policy statement")
    })
}

fn is_developers(policy: &Policy, party: PartyId) -> bool {
    policy.parties[party.index()].kind.is_developer_side()
}

/// The developer alone can make it true.
fn is_at_will(policy: &Policy, condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().all(|it| is_at_will(policy, it)),
        Condition::Any(parts) => parts.iter().any(|it| is_at_will(policy, it)),
        Condition::Not(_) => false,
        Condition::ForAtLeast(inner, _) => is_at_will(policy, inner),
        Condition::Atom(atom) => match atom {
            Atom::Met(Requirement::Determination(it)) => {
                let declared = &policy.determinations[it.index()];
                !declared.only_if_true && is_developers(policy, declared.by)
            }
            Atom::Met(Requirement::Task(it)) => is_developers(policy, policy.tasks[it.index()].by),
            Atom::Met(Requirement::Safeguard(it)) => {
                let declared = &policy.safeguards[it.index()];
                !declared.may_fail && is_developers(policy, declared.by)
            }
            Atom::Holds(it) => policy.facts[it.index()]
                .decided_by
                .is_some_and(|by| is_developers(policy, by)),
            Atom::Approved { party, .. } => is_developers(policy, *party),
            Atom::LevelDefined(it) => is_developers(policy, policy.levels[it.index()].by),
            _ => false,
        },
    }
}

fn carved_out_by(policy: &Policy, determination: DeterminationId) -> Vec<String> {
    let wanted = Requirement::Determination(determination);
    let names = |condition: &Condition| {
        let mut found = false;
        condition.atoms(&mut |atom| found |= matches!(atom, Atom::Met(it) if *it == wanted));
        found
    };
    ladder::clause_ids(policy)
        .map(|it| &policy.clauses[it.index()])
        .filter(|clause| [&clause.unless, &clause.until].into_iter().flatten().any(&names))
        .map(|clause| clause.named.name.clone())
        .collect()
}
