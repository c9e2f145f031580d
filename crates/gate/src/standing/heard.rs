//! Up to when each party has been heard: beyond that, that it said nothing is no evidence.
//!
//! It must not know what a party said.

use holdpoint_policy::model::{PartyId, PartyKind, Policy};
use holdpoint_policy::quantity::Date;

/// The last instant up to which each party vouches that it has recorded all that it has to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    until: Vec<Option<Date>>,
    developer: Option<PartyId>,
    /// What one party of the developer's side vouches for, the others do.
    developers_side: Vec<bool>,
}

impl Heard {
    /// Nobody has been heard.
    pub fn nobody(policy: &Policy) -> Heard {
        let kinds = || policy.parties.iter().map(|it| it.kind);
        Heard {
            until: vec![None; policy.parties.len()],
            developer: kinds()
                .position(|it| it == PartyKind::Developer)
                .map(PartyId::from),
            developers_side: kinds().map(PartyKind::is_developer_side).collect(),
        }
    }

    /// The party vouches for itself until then, whatever it vouched for before.
    pub fn set(&mut self, party: PartyId, until: Option<Date>) {
        self.until[party.index()] = until;
    }

    /// Up to when the party has been heard; nature (`None`) says what it has to say through the developer.
    pub fn until(&self, party: Option<PartyId>) -> Option<Date> {
        let party = party.or(self.developer)?;
        let own = self.until[party.index()];
        let for_it = self.developer.filter(|_| self.developers_side[party.index()]);
        own.max(for_it.and_then(|it| self.until[it.index()]))
    }

    /// Whether that the party says nothing of `now` is no evidence.
    pub fn is_silent(&self, party: Option<PartyId>, now: Date) -> bool {
        self.until(party).is_none_or(|it| now > it)
    }

    /// Whether that is so of any party.
    pub fn is_anybody_silent(&self, now: Date) -> bool {
        (0..self.until.len()).any(|it| self.is_silent(Some(PartyId::from(it)), now))
    }

    /// The last instant up to which both say the same; `None` outside if they always do, inside if from the beginning.
    pub(crate) fn first_difference(&self, other: &Heard) -> Option<Option<Date>> {
        let both = self.until.iter().zip(&other.until);
        both.filter(|(one, other)| one != other)
            .map(|(one, other)| *one.min(other))
            .min()
    }

    /// The instants after which somebody is silent.
    pub fn ends(&self) -> impl Iterator<Item = Date> + '_ {
        self.until.iter().flatten().copied()
    }

    /// Through whom nature speaks.
    pub(crate) fn developer(&self) -> Option<PartyId> {
        self.developer
    }
}
