//! How levels are ordered, and at which levels a clause stands.
//!
//! It must not know the game.

use holdpoint_policy::condition::{Atom, Condition, Subject};
use holdpoint_policy::inquiry::At;
use holdpoint_policy::model::{
    ActionId, CapabilityCondition, CapabilityId, Clause, ClauseId, EvaluationId, Frame, Grade,
    LevelDefinition, LevelId, Modal, Policy, What,
};
use std::collections::BTreeSet;

/// The level and every level above it on its ladder.
pub(crate) fn at_or_above(policy: &Policy, level: LevelId) -> Vec<LevelId> {
    levels(policy)
        .filter(|it| at_or_below(policy, *it).contains(&level))
        .collect()
}

/// The level and every level below it on its ladder, highest first.
pub(crate) fn at_or_below(policy: &Policy, level: LevelId) -> Vec<LevelId> {
    let mut down = vec![level];
    while let Some(next) = policy.levels[down[down.len() - 1].index()].above {
        if down.contains(&next) {
            break;
        }
        down.push(next);
    }
    down
}

pub(crate) fn levels(policy: &Policy) -> impl Iterator<Item = LevelId> + use<> {
    (0..policy.levels.len()).map(LevelId::from)
}

/// Where clauses are asked for: at each level, or nowhere in particular where the policy has none.
pub(crate) fn places(policy: &Policy) -> Vec<At> {
    match policy.levels.is_empty() {
        true => vec![None],
        false => levels(policy).map(Some).collect(),
    }
}

pub(crate) fn clause_ids(policy: &Policy) -> impl Iterator<Item = ClauseId> + use<> {
    (0..policy.clauses.len()).map(ClauseId::from)
}

pub(crate) fn is_undefined(policy: &Policy, level: LevelId) -> bool {
    policy.levels[level.index()].definition == LevelDefinition::Undefined
}

/// Nothing above it, or all above undefined.
pub(crate) fn has_no_upper_bound(policy: &Policy, level: LevelId) -> bool {
    at_or_above(policy, level)
        .into_iter()
        .filter(|it| *it != level)
        .all(|it| is_undefined(policy, it))
}

/// Every capability (with its grade) that a level's condition names.
pub(crate) fn capabilities_of(policy: &Policy, level: LevelId) -> Vec<(CapabilityId, Option<Grade>)> {
    fn collect(condition: &CapabilityCondition, into: &mut Vec<(CapabilityId, Option<Grade>)>) {
        match condition {
            CapabilityCondition::One(capability, grade) => into.push((*capability, *grade)),
            CapabilityCondition::All(parts) | CapabilityCondition::Any(parts) => {
                parts.iter().for_each(|it| collect(it, into));
            }
        }
    }
    let mut all = Vec::new();
    if let LevelDefinition::When(condition) = &policy.levels[level.index()].definition {
        collect(condition, &mut all);
    }
    all
}

/// The levels that a clause names; `None` when it names none, and so stands at every level.
pub(crate) fn levels_named(policy: &Policy, clause: &Clause) -> Option<BTreeSet<LevelId>> {
    let mut named = BTreeSet::new();
    if let Some(condition) = frame_condition(&clause.frame) {
        condition.atoms(&mut |atom| named.extend(levels_of_atom(policy, atom)));
    }
    if let What::Run { evaluation, .. } = &clause.what {
        named.extend(levels_of_evaluation(policy, *evaluation));
    }
    if named.is_empty() { None } else { Some(named) }
}

/// Does the clause stand at this level? Every clause stands at no level in particular.
pub(crate) fn is_at(policy: &Policy, clause: ClauseId, level: Option<LevelId>) -> bool {
    match (level, levels_named(policy, &policy.clauses[clause.index()])) {
        (None, _) | (_, None) => true,
        (Some(level), Some(named)) => named.contains(&level),
    }
}

/// Every clause that stands at the level.
pub(crate) fn clauses_at(policy: &Policy, level: Option<LevelId>) -> BTreeSet<ClauseId> {
    clause_ids(policy)
        .filter(|it| is_at(policy, *it, level))
        .collect()
}

pub(crate) fn frame_condition(frame: &Frame) -> Option<&Condition> {
    match frame {
        Frame::Before { when, .. } | Frame::While { when, .. } => when.as_ref(),
        Frame::When(condition) => Some(condition),
        Frame::AtAllTimes => None,
    }
}

/// The actions that the frame names.
pub(crate) fn framed_actions(frame: &Frame) -> &[ActionId] {
    match frame {
        Frame::Before { actions, .. } | Frame::While { actions, .. } => actions,
        Frame::When(_) | Frame::AtAllTimes => &[],
    }
}

/// The actions that a clause can bar, whether or not its modality counts.
pub(crate) fn barred_actions(clause: &Clause) -> Vec<ActionId> {
    let bars = matches!(clause.modal, Modal::Must | Modal::MustNot | Modal::IntendsTo);
    match (&clause.what, &clause.frame) {
        // `while` is a duty and never bars.
        (_, Frame::While { .. }) => Vec::new(),
        (What::Pause(action), _) if bars && clause.modal != Modal::MustNot => vec![*action],
        (What::Continue(action), _) if clause.modal == Modal::MustNot => vec![*action],
        (What::Have(_) | What::Do(_) | What::Run { .. }, Frame::Before { actions, .. }) if bars => {
            actions.clone()
        }
        _ => Vec::new(),
    }
}

/// Does the clause frame or bar the action?
pub(crate) fn bears_on(clause: &Clause, action: ActionId) -> bool {
    framed_actions(&clause.frame).contains(&action) || barred_actions(clause).contains(&action)
}

fn levels_of_atom(policy: &Policy, atom: &Atom) -> Vec<LevelId> {
    match atom {
        Atom::Indicated {
            subject,
            by: Some(evaluation),
        }
        | Atom::RuledOut {
            subject,
            by: Some(evaluation),
        } => {
            let mut levels = levels_of_subject(policy, *subject);
            if levels.is_empty() {
                levels = levels_of_evaluation(policy, *evaluation);
            }
            levels
        }
        Atom::Indicated { subject, by: None }
        | Atom::RuledOut { subject, by: None }
        | Atom::Reached(subject) => levels_of_subject(policy, *subject),
        Atom::LevelDefined(level) => vec![*level],
        _ => Vec::new(),
    }
}

fn levels_of_evaluation(policy: &Policy, evaluation: EvaluationId) -> Vec<LevelId> {
    levels_of_subject(policy, policy.evaluations[evaluation.index()].of)
}

fn levels_of_subject(policy: &Policy, subject: Subject) -> Vec<LevelId> {
    match subject {
        Subject::Level(level) => vec![level],
        Subject::Capability(capability, grade) => levels(policy)
            .filter(|level| {
                let named = capabilities_of(policy, *level);
                named
                    .iter()
                    .any(|(it, at)| *it == capability && (grade.is_none() || at.is_none() || *at == grade))
            })
            .collect(),
    }
}
