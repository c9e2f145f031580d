//! Who can end every pause: the smallest sets of parties.
//!
//! It must not know what the parties would do.

use crate::board::{Coalition, others};
use crate::property::Context;
use crate::report::Wait;
use crate::waits::Pauses;
use holdpoint_policy::model::{PartyId, PartyKind, Policy};
use std::collections::BTreeSet;

/// One that moves by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Member {
    Developer,
    Other(PartyId),
    Nature,
}

/// Minimal coalitions, smallest first, that can end every pause that can be reached.
///
/// `alone` is how long the developer alone takes, which its row knows already.
pub(crate) fn smallest(context: &Context<'_>, pauses: &Pauses, alone: Wait) -> Vec<Vec<String>> {
    let policy = &context.policy;
    let mut members = vec![Member::Developer];
    members.extend(others(policy).map(Member::Other));
    members.push(Member::Nature);
    let everybody_else: BTreeSet<Member> = members.iter().copied().skip(1).collect();
    let without_developer = can_end(context, pauses, &everybody_else);
    let mut found: Vec<BTreeSet<Member>> = Vec::new();
    for set in subsets(&members) {
        let redundant = found.iter().any(|known| known.is_subset(&set));
        let hopeless = !without_developer && !set.contains(&Member::Developer);
        let ends = || match set.len() == 1 && set.contains(&Member::Developer) {
            true => ends(alone),
            false => can_end(context, pauses, &set),
        };
        if !redundant && !hopeless && ends() {
            found.push(set);
        }
    }
    let name = |member: &Member| member_name(policy, *member);
    found.iter().map(|set| set.iter().map(name).collect()).collect()
}

fn can_end(context: &Context<'_>, pauses: &Pauses, set: &BTreeSet<Member>) -> bool {
    let coalition = Coalition {
        developer: set.contains(&Member::Developer),
        nature: set.contains(&Member::Nature),
        others: set
            .iter()
            .filter_map(|it| {
                if let Member::Other(party) = it {
                    Some(*party)
                } else {
                    None
                }
            })
            .collect(),
    };
    context.scene().ends_every_pause(&coalition, pauses)
}

fn ends(wait: Wait) -> bool {
    !matches!(wait, Wait::Never | Wait::Between { most: None, .. })
}

/// Every set that is not empty, smallest first.
fn subsets(members: &[Member]) -> Vec<BTreeSet<Member>> {
    let mut all: Vec<BTreeSet<Member>> = (1u32..1 << members.len())
        .map(|bits| {
            (members.iter().enumerate())
                .filter(|(index, _)| bits & (1 << index) != 0)
                .map(|(_, it)| *it)
                .collect()
        })
        .collect();
    all.sort_by_key(|it: &BTreeSet<Member>| (it.len(), it.iter().copied().collect::<Vec<_>>()));
    all
}

fn member_name(policy: &Policy, member: Member) -> String {
    match member {
        Member::Developer => policy
            .parties
            .iter()
            .find(|it| it.kind == PartyKind::Developer)
            .map_or_else(|| "the developer".to_owned(), |it| it.named.name.clone()),
        Member::Other(party) => policy.parties[party.index()].named.name.clone(),
        Member::Nature => "nature".to_owned(),
    }
}
