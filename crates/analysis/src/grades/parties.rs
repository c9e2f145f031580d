//! Who can end every pause: the smallest sets of parties.
//!
//! It must not know what the parties would do.

use crate::board::{Coalition, Pace, others};
use crate::property::Context;
use crate::report::Wait;
use crate::waits::Pauses;
use holdpoint_policy::model::{PartyId, PartyKind, Policy};
use std::cell::Cell;
use std::collections::BTreeSet;

/// One that moves by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Member {
    Developer,
    Other(PartyId),
    Nature,
}

/// Who can end every pause that can be reached.
#[derive(Clone, Debug, Default)]
pub(crate) struct Enders {
    /// Minimal sets, smallest first.
    pub(crate) sets: Vec<Vec<String>>,
    /// Of some set it could not be said: smaller or further sets may be able to.
    pub(crate) is_open: bool,
}

/// `alone` is how long the developer alone takes, which its row knows already.
pub(crate) fn smallest(context: &Context<'_>, pauses: &Pauses, alone: Wait) -> Enders {
    let search = Search {
        context,
        pauses,
        alone,
        is_open: Cell::new(false),
    };
    let name = |member: &Member| member_name(&context.policy, *member);
    let sets = search.smallest();
    Enders {
        sets: sets.iter().map(|set| set.iter().map(name).collect()).collect(),
        is_open: search.is_open.get(),
    }
}

struct Search<'a, 'b> {
    context: &'b Context<'a>,
    pauses: &'b Pauses,
    alone: Wait,
    /// Whether some set was asked about in vain.
    is_open: Cell<bool>,
}

impl Search<'_, '_> {
    fn smallest(&self) -> Vec<BTreeSet<Member>> {
        let everybody: BTreeSet<Member> = members(self.context, self.pauses).into_iter().collect();
        let developer = BTreeSet::from([Member::Developer]);
        // Whoever is missed by everybody else together is missed by every coalition.
        let is_needed = |member: &&Member| {
            let others = everybody.iter().filter(|it| it != member).copied().collect();
            !self.can_end(&others)
        };
        let needed: BTreeSet<Member> = if self.can_end(&developer) && is_needed(&&Member::Developer) {
            developer
        } else if self.can_end(&everybody) {
            everybody.iter().filter(is_needed).copied().collect()
        } else {
            return Vec::new();
        };
        let optional: Vec<Member> = everybody.difference(&needed).copied().collect();
        let mut found: Vec<BTreeSet<Member>> = Vec::new();
        for chosen in subsets(&optional) {
            let set: BTreeSet<Member> = chosen.union(&needed).copied().collect();
            let redundant = found.iter().any(|known| known.is_subset(&set));
            if !set.is_empty() && !redundant && self.can_end(&set) {
                found.push(set);
            }
        }
        found
    }

    /// Only what is shown counts.
    fn can_end(&self, set: &BTreeSet<Member>) -> bool {
        let shown = match (self.alone, *set == BTreeSet::from([Member::Developer])) {
            (Wait::Never, true) => Some(false),
            // Bounds that leave it open how long do not say that it never ends.
            (Wait::Between { most: None, .. }, _) | (_, false) => {
                let coalition = coalition(set);
                self.context.scene().ends_every_pause(&coalition, self.pauses)
            }
            (_, true) => Some(true),
        };
        self.is_open.set(self.is_open.get() || shown.is_none());
        shown == Some(true)
    }
}

/// Whoever has a move that bears on the pause: a smallest coalition has no other member.
fn members(context: &Context<'_>, pauses: &Pauses) -> Vec<Member> {
    let policy = &context.policy;
    let scene = context.scene();
    let options = scene.options(Pace::Behind, &Coalition::everyone(policy));
    let board = scene.board(options, std::slice::from_ref(&pauses.watch));
    let moves = |party: &PartyId| board.as_ref().is_none_or(|it| it.has_move_of(*party));
    let mut members = vec![Member::Developer];
    members.extend(others(policy).filter(moves).map(Member::Other));
    members.push(Member::Nature);
    members
}

fn coalition(set: &BTreeSet<Member>) -> Coalition {
    let other = |it: &Member| match it {
        Member::Other(party) => Some(*party),
        Member::Developer | Member::Nature => None,
    };
    Coalition {
        developer: set.contains(&Member::Developer),
        nature: set.contains(&Member::Nature),
        others: set.iter().filter_map(other).collect(),
    }
}

/// Every set, smallest first.
fn subsets(members: &[Member]) -> Vec<BTreeSet<Member>> {
    let mut all: Vec<BTreeSet<Member>> = (0u32..1 << members.len())
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
