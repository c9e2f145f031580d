//! What would open: evidence that would let an action go on, found by supposing it.
//!
//! Ways are read off the clauses and then tried on the record itself, so that what is offered does open. It must not
//! know how long anything takes.

use super::ways::{Ways, wanted};
use super::{Answer, answer};
use crate::evidence::{Said, owner};
use crate::line::Line;
use crate::standing::Standing;
use holdpoint_policy::model::{ActionId, PartyId, Policy};
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

/// Evidence that would let the action go on at `now` by each of these lines, in at most `most` ways, of each of which every
/// part is needed: the smallest first, of those that the clauses name, and those that overturn what an evaluation indicates
/// after all others. None if it may go on already, or where only time, or what the language cannot record, would open.
///
/// The lines are of one record under several readings of one policy, so that things have the same ids in all of them.
pub fn openings(lines: &mut [&mut Line], action: ActionId, now: Date, most: usize) -> Vec<Opening> {
    let mut openings: Vec<Opening> = Vec::new();
    let is_open = |it: &mut &mut Line| answer(&it.looked_at(now), action) == Answer::Proceed;
    if lines.iter_mut().all(is_open) {
        return openings;
    }
    let supposed = Supposed {
        lines: lines.iter().map(|it| &**it).collect(),
        action,
        now,
    };
    let parties = supposed.parties();
    let told = supposed.lines.iter().map(|it| it.supposing(now, &[], &parties));
    let told: Vec<Standing> = told.collect();
    let overturns = |set: &[Happening]| set.iter().any(|it| told.iter().any(|told| overturns(told, it)));
    let ways = told.iter().map(|it| wanted(it, action));
    let Ways { mut sets } = ways.fold(Ways::nothing_needed(), Ways::and);
    sets.sort_by_key(|it| (overturns(it), it.len()));
    for set in sets.into_iter().take(TRIED_MAX) {
        if openings.len() == most {
            break;
        }
        if !supposed.opens(&set, &parties) {
            continue;
        }
        let set = without_what_is_idle(set, |it| supposed.opens(it, &parties));
        let vouching = without_what_is_idle(parties.clone(), |it| supposed.opens(&set, it));
        let opening = Opening {
            overturns: overturns(&set),
            needs: supposed.needs(set, vouching),
        };
        if !openings.contains(&opening) {
            openings.push(opening);
        }
    }
    openings
}

/// What is supposed to come now.
struct Supposed<'a> {
    lines: Vec<&'a Line>,
    action: ActionId,
    now: Date,
}

impl Supposed<'_> {
    fn policy(&self) -> &Policy {
        self.lines[0].policy()
    }

    fn parties(&self) -> Vec<PartyId> {
        (0..self.policy().parties.len()).map(PartyId::from).collect()
    }

    /// Whether it opens by every line.
    fn opens(&self, set: &[Happening], parties: &[PartyId]) -> bool {
        let says: Vec<Said> = set.iter().cloned().map(Said::Happened).collect();
        let opens =
            |it: &&Line| answer(&it.supposing(self.now, &says, parties), self.action) == Answer::Proceed;
        self.lines.iter().all(opens)
    }

    /// Each with whose it is to say.
    fn needs(&self, set: Vec<Happening>, vouching: Vec<PartyId>) -> Vec<Need> {
        let of = |it: Happening| {
            let by = owner(self.policy(), &it).or(self.lines[0].heard().developer());
            Need::Happening(it, by.unwrap_or(PartyId(0)))
        };
        let happenings = set.into_iter().map(of);
        happenings
            .chain(vouching.into_iter().map(Need::Complete))
            .collect()
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
