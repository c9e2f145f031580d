//! The shortest way to open: the least evidence that would let an action go on, found by supposing it.
//!
//! Ways are read off the clauses and then tried on the record itself, so that what is offered does open. It must not
//! know how long anything takes.

use super::ways::{Ways, wanted};
use super::{Answer, answer};
use crate::evidence::{Said, owner};
use crate::line::Line;
use crate::standing::Standing;
use holdpoint_policy::model::{ActionId, PartyId, PartyKind, Policy};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::record::Happening;

/// One piece of evidence that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// That this has happened, said by whose business it is.
    Happening(Happening, PartyId),
    /// That the party's record is complete until now.
    Complete(PartyId),
}

/// What would open, if it came now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// In the policy's order, parties that have to vouch at the end.
    pub needs: Vec<Need>,
    /// An evaluation that indicates would have to say otherwise.
    pub overturns: bool,
}

/// Ways that are tried, at most.
const TRIED_MAX: usize = 400;

impl Line {
    /// Evidence that would let the action go on at `now`, in at most `most` ways, of each of which every part is needed:
    /// the smallest first, of those that the clauses name, and those that overturn what an evaluation indicates after all
    /// others. None if it may go on already, or where only time, or what the language cannot record, would open.
    pub fn openings(&mut self, action: ActionId, now: Date, most: usize) -> Vec<Opening> {
        let mut openings: Vec<Opening> = Vec::new();
        if answer(&self.standing(now), action) == Answer::Proceed {
            return openings;
        }
        let parties: Vec<PartyId> = (0..self.policy().parties.len()).map(PartyId::from).collect();
        let told = self.supposing(now, &[], &parties);
        let Ways { mut sets } = wanted(&told, action);
        let overturns = |set: &[Happening]| set.iter().any(|it| overturns(&told, it));
        sets.sort_by_key(|it| (overturns(it), it.len()));
        let opens = |set: &[Happening], parties: &[PartyId]| {
            let says: Vec<Said> = set.iter().cloned().map(Said::Happened).collect();
            answer(&self.supposing(now, &says, parties), action) == Answer::Proceed
        };
        for set in sets.into_iter().take(TRIED_MAX) {
            if openings.len() == most {
                break;
            }
            if !opens(&set, &parties) {
                continue;
            }
            let set = without_what_is_idle(set, |it| opens(it, &parties));
            let vouching = without_what_is_idle(parties.clone(), |it| opens(&set, it));
            let opening = Opening {
                overturns: overturns(&set),
                needs: needs(self.policy(), set, vouching),
            };
            if !openings.contains(&opening) {
                openings.push(opening);
            }
        }
        openings
    }
}

/// An evaluation that indicates would say otherwise.
fn overturns(standing: &Standing, it: &Happening) -> bool {
    match it {
        Happening::Evaluated { evaluation, answer } => {
            !matches!(answer, holdpoint_policy::record::Answer::Indicates(_))
                && standing.indicates(*evaluation)
        }
        _ => false,
    }
}

/// Leaves out one after the other what is not needed.
fn without_what_is_idle<T: Clone>(mut all: Vec<T>, is_enough: impl Fn(&[T]) -> bool) -> Vec<T> {
    let mut index = 0;
    while index < all.len() {
        let mut fewer = all.clone();
        fewer.remove(index);
        match is_enough(&fewer) {
            true => all = fewer,
            false => index += 1,
        }
    }
    all
}

fn needs(policy: &Policy, set: Vec<Happening>, vouching: Vec<PartyId>) -> Vec<Need> {
    let of = |it: Happening| {
        let by = owner(policy, &it).unwrap_or_else(|| developer(policy));
        Need::Happening(it, by)
    };
    let happenings = set.into_iter().map(of);
    happenings
        .chain(vouching.into_iter().map(Need::Complete))
        .collect()
}

fn developer(policy: &Policy) -> PartyId {
    let position = policy
        .parties
        .iter()
        .position(|it| it.kind == PartyKind::Developer);
    PartyId::from(position.unwrap_or(0))
}
