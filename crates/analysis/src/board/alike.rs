//! Groups that matter only together: each is asked for by bars of its own, and nobody tells those bars apart.
//!
//! Where such groups are open, all that their choice decides is whether *some* bar of theirs stands. Nothing in place
//! leaves one standing and everything in place leaves none, whatever else is so; choices in between say the same as
//! nothing in place. Where what is in place stays so, they say it at a price: what is not in place yet may still come
//! to be, and only all of it lifts the bars. It must not know how a choice is played.

use super::Board;
use super::truth::{By, Cond};
use std::collections::{BTreeMap, BTreeSet};

/// A group by itself is chosen by itself.
const FEWEST: u32 = 2;

impl Board<'_> {
    /// Sets of groups, as bits, whose members are alike.
    pub(super) fn alike(&self) -> Vec<u128> {
        if !self.implied.is_empty() {
            return Vec::new();
        }
        let spoken_of = self.bars_spoken_of();
        let mut classes: BTreeMap<Signature, u128> = BTreeMap::new();
        for group in (0..self.groups.len()).filter(|it| !self.is_read_by_itself(*it)) {
            if let Some(signature) = self.signature(group, &spoken_of) {
                *classes.entry(signature).or_default() |= 1 << group;
            }
        }
        classes.into_values().collect()
    }

    /// The groups of a choice apart from those that are chosen together, and these.
    pub(super) fn chosen_together(&self, groups: u128) -> (u128, Vec<u128>) {
        let classes = self.alike.iter().map(|it| it & groups);
        let classes: Vec<u128> = classes.filter(|it| it.count_ones() >= FEWEST).collect();
        (classes.iter().fold(groups, |left, it| left & !it), classes)
    }

    /// Something else than a bar's ground depends on it.
    fn is_read_by_itself(&self, group: usize) -> bool {
        let latches = self.latches.iter().flat_map(|it| [&it.fires, &it.until]);
        let lifted = self.bars.iter().map(|it| &it.lifted);
        let ended = self.actions.iter().map(|it| &it.ended);
        let elsewhere = latches.chain(lifted).chain(ended).any(|it| names(it, group));
        self.always_live & (1 << group) != 0 || elsewhere
    }

    /// What its bars do, if all of them do the same and each asks for it and for no other group.
    fn signature(&self, group: usize, spoken_of: &BTreeSet<u128>) -> Option<Signature> {
        let mut own = (0..self.bars.len()).filter(|it| names(&self.bars[*it].blocked, group));
        let first = self.bar_signature(own.next()?, spoken_of)?;
        own.all(|it| self.bar_signature(it, spoken_of).as_ref() == Some(&first))
            .then_some(first)
    }

    fn bar_signature(&self, bar: usize, spoken_of: &BTreeSet<u128>) -> Option<Signature> {
        let (blocked, lifted) = (&self.bars[bar].blocked, &self.bars[bar].lifted);
        let mut groups = BTreeSet::new();
        blocked.groups(&mut |it| {
            groups.insert(it);
        });
        if groups.len() != 1 || blocked.names_group(true) || *lifted != Cond::Const(false) {
            return None;
        }
        let has = |bits: &u128| bits & (1 << bar) != 0;
        Some(Signature {
            actions: self.actions.iter().map(|it| has(&it.bars)).collect(),
            is_enforced: has(&self.enforced),
            spoken_of: spoken_of.iter().map(has).collect(),
        })
    }

    /// Every set of bars, as bits, that some condition speaks of.
    fn bars_spoken_of(&self) -> BTreeSet<u128> {
        let bars = self.bars.iter().flat_map(|it| [&it.blocked, &it.lifted]);
        let latches = self.latches.iter().flat_map(|it| [&it.fires, &it.until]);
        let ended = self.actions.iter().map(|it| &it.ended);
        let clocks = self
            .evaluations
            .iter()
            .flat_map(|it| it.clocks.iter().map(|it| &it.when));
        let mut spoken_of = BTreeSet::new();
        let all = self
            .remembered()
            .chain(bars)
            .chain(latches)
            .chain(ended)
            .chain(clocks);
        all.for_each(|it| sets_of_bars(it, &mut spoken_of));
        spoken_of
    }
}

/// All that tells bars apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Signature {
    /// For each action, whether it is barred.
    actions: Vec<bool>,
    is_enforced: bool,
    /// For each set of bars that is spoken of, whether this one is in it.
    spoken_of: Vec<bool>,
}

fn names(cond: &Cond, group: usize) -> bool {
    let mut found = false;
    cond.groups(&mut |it| found |= it == group);
    found
}

fn sets_of_bars(cond: &Cond, into: &mut BTreeSet<u128>) {
    match cond {
        Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|it| sets_of_bars(it, into)),
        Cond::Not(inner) => sets_of_bars(inner, into),
        Cond::Paused {
            by: By::Bars(bits), ..
        }
        | Cond::Against {
            by: By::Bars(bits), ..
        } => {
            into.insert(*bits);
        }
        _ => {}
    }
}
