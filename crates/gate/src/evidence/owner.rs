//! Who may say what: whose business a thing is under the policy.
//!
//! It must not know who signed an entry.

use super::Said;
use holdpoint_policy::model::{PartyId, PartyKind, Policy};
use holdpoint_policy::record::Happening;

/// Why a party may not say so.
pub(super) struct NotTheirs {
    pub(super) problem: String,
    pub(super) cure: String,
}

/// What is a party's own to say, only that party says; all else the developer.
pub(super) fn may_say(policy: &Policy, by: PartyId, said: &Said) -> Result<(), NotTheirs> {
    let owner = match said {
        Said::Happened(it) => owner(policy, it),
        Said::Compute(_) => None,
    };
    let name = |it: PartyId| &policy.parties[it.index()].named.name;
    let is_developer = policy.parties[by.index()].kind == PartyKind::Developer;
    match owner {
        Some(owner) if owner == by => Ok(()),
        None if is_developer => Ok(()),
        Some(owner) => Err(NotTheirs {
            problem: format!("`{}` may not say so", name(by)),
            cure: format!("under the policy it is for `{}` to say", name(owner)),
        }),
        None => Err(NotTheirs {
            problem: format!("`{}` may not say so", name(by)),
            cure: "under the policy it is for the developer to say".to_owned(),
        }),
    }
}

/// Whose it is; `None` of what is nobody's in particular.
pub(crate) fn owner(policy: &Policy, it: &Happening) -> Option<PartyId> {
    match it {
        Happening::InPlace(it)
        | Happening::NoLongerInPlace(it)
        | Happening::Attempted { safeguard: it, .. } => Some(policy.safeguards[it.index()].by),
        Happening::Done(it) => Some(policy.tasks[it.index()].by),
        Happening::Evaluated { evaluation, .. } => Some(policy.evaluations[evaluation.index()].by),
        Happening::Scored(it, _) => {
            let by = policy.scores[it.index()].by;
            Some(policy.evaluations[by.index()].by)
        }
        Happening::LevelDefined(it) => Some(policy.levels[it.index()].by),
        Happening::Found(it) => Some(policy.determinations[it.index()].by),
        Happening::Turned { fact, .. } => policy.facts[fact.index()].decided_by,
        Happening::Approved(it) => Some(policy.approvals[it.index()].by),
        Happening::Exercised(it) | Happening::ExceptionEnded(it) => Some(policy.exceptions[it.index()].who),
        Happening::StandardInPlace(_)
        | Happening::StandardNoLongerInPlace(_)
        | Happening::StandardDefined(_)
        | Happening::GoesOn(_)
        | Happening::Stops(_)
        | Happening::Announced(_)
        | Happening::Compute(_)
        | Happening::SwitchedOff(_)
        | Happening::Reached(_) => None,
    }
}
