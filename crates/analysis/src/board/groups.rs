//! Safeguards that count only together, as one: when the group may be, can be or must be in place.
//!
//! It must not know which clause wants the group.

use super::choices::Choices;
use super::terms::Pace;
use super::vars::{Slot, State};
use super::{Board, probes};
use crate::schedule::Finished;
use holdpoint_game::Side;
use holdpoint_policy::model::SafeguardId;
use std::collections::BTreeSet;

#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) items: BTreeSet<SafeguardId>,
    /// They and everything that comes before them.
    pub(crate) closure: BTreeSet<SafeguardId>,
    pub(crate) hold: Hold,
    /// When all are in place if all is begun at once.
    pub(crate) finished: Finished,
    /// All `most` times with slips, limits and delays; `None`: not stated.
    pub(crate) ready: Option<u32>,
    pub(super) in_place: Slot,
}

/// A group that is in place as soon as each of its safeguards is finished for the sake of some other group.
#[derive(Clone, Debug)]
pub(super) struct Implied {
    group: usize,
    /// For each of its safeguards the other groups, as bits, that finish it.
    finishers: Vec<u128>,
}

/// Who has the last word on whether the work succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Hold {
    /// Our side gets there by effort.
    Certain,
    /// By effort as well, as far as this can be told: something that only comes before it may lapse, and whether it can be had
    /// when it is needed is for a board to say on which each safeguard is played.
    Contested,
    /// Their side can see to it that it never is in place.
    Withheld,
    /// Nobody can bring it about.
    Never,
}

/// What can be said of a group in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Availability {
    InPlace,
    Missing,
    /// The side's choice in this step.
    Open(Side),
}

impl Board<'_> {
    pub(super) fn group_in_place(&self, group: usize, state: &State) -> bool {
        self.group_before_choice(group, state)
            .unwrap_or_else(|| state.is(self.groups[group].in_place))
    }

    /// `None` while a side may still choose.
    pub(super) fn group_before_choice(&self, group: usize, state: &State) -> Option<bool> {
        match self.availability(group, state) {
            Availability::InPlace => Some(true),
            Availability::Missing => Some(false),
            Availability::Open(_) => None,
        }
    }

    fn availability(&self, index: usize, state: &State) -> Availability {
        let group = &self.groups[index];
        if self.options.pace == Pace::Together && state.is(group.in_place) {
            return Availability::InPlace;
        }
        let preparing = self.slots.preparing.map_or(0, |slot| u32::from(state.get(slot)));
        let before_effort = self.slots.effort.is_some_and(|slot| !state.is(slot));
        match (self.options.pace, group.hold) {
            (_, Hold::Never) => Availability::Missing,
            // More than anybody could have finished by then: found unprepared means prepared in any way.
            (Pace::Behind, _) if before_effort => Availability::Open(Side::Ours),
            (Pace::Ahead, _) if before_effort => Availability::Missing,
            (Pace::Together, _) if self.options.at_any_time => Availability::Open(Side::Ours),
            (Pace::Together, _) => open_from(group.finished.least, preparing, Side::Ours),
            (Pace::Behind, hold) => self.behind(group, hold, preparing, state),
            (Pace::Ahead, hold) => self.ahead(group, hold, preparing, state),
            (Pace::Each, _) => unreachable!("safeguards are not grouped when each is played"),
        }
    }

    /// No better for our side than the best plan of its own work.
    fn behind(&self, group: &Group, hold: Hold, preparing: u32, state: &State) -> Availability {
        let any_time = self.slots.effort.is_some() || self.options.at_any_time;
        let soonest = if any_time { 0 } else { group.finished.least };
        match hold {
            Hold::Certain => match group.ready {
                Some(ready) if preparing >= ready => Availability::InPlace,
                None if self.is_released(state) => Availability::InPlace,
                _ => open_from(soonest, preparing, Side::Theirs),
            },
            _ => open_from(soonest, preparing, Side::Theirs),
        }
    }

    /// No worse for our side than any plan of its own work.
    fn ahead(&self, group: &Group, hold: Hold, preparing: u32, state: &State) -> Availability {
        match (hold, group.ready) {
            (Hold::Certain | Hold::Contested, Some(ready)) => open_from(ready, preparing, Side::Ours),
            (Hold::Certain | Hold::Contested, None) if self.is_released(state) => {
                Availability::Open(Side::Ours)
            }
            _ => Availability::Missing,
        }
    }

    fn is_released(&self, state: &State) -> bool {
        self.slots.released.is_some_and(|slot| state.is(slot))
    }

    /// Who chooses which groups are in place, where that is open.
    pub(super) fn chooser_of_groups(&self, state: &State) -> Side {
        let before_effort = self.slots.effort.is_some_and(|slot| !state.is(slot));
        if self.options.pace == Pace::Behind && !before_effort {
            Side::Theirs
        } else {
            Side::Ours
        }
    }

    /// Every way to choose the groups on which something depends in this step.
    pub(super) fn choose_groups(&self, state: &State, states: &mut Choices) {
        let open = (0..self.groups.len()).filter(|it| self.is_open(*it, state));
        let open: u128 = open.fold(0, |bits, it| bits | 1 << it);
        if open == 0 {
            return;
        }
        let (by_itself, together) = self.chosen_together(open & self.live_groups(state));
        let one_by_one = probes::each(by_itself).map(|it| 1 << it);
        for groups in one_by_one.chain(together) {
            states.each(|it, into| into.extend([0, 1].map(|value| self.with_groups(it, groups, value))));
        }
        if !self.implied.is_empty() {
            states.each(|it, into| into.push(self.closed(it)));
            states.drop_repeated();
        }
    }

    fn with_groups(&self, state: State, groups: u128, value: u16) -> State {
        probes::each(groups).fold(state, |it, group| it.with(self.groups[group].in_place, value))
    }

    fn is_open(&self, group: usize, state: &State) -> bool {
        match self.availability(group, state) {
            Availability::Open(side) => {
                debug_assert_eq!(side, self.chooser_of_groups(state));
                true
            }
            Availability::InPlace | Availability::Missing => false,
        }
    }

    /// Groups that may be finished for the sake of others.
    pub(super) fn implied(&self) -> Vec<Implied> {
        if self.options.pace != Pace::Together {
            return Vec::new();
        }
        let finishers = |index: usize, item: &SafeguardId| {
            let others = self.groups.iter().enumerate().filter(|(it, _)| *it != index);
            let finishing = others.filter(|(_, other)| other.closure.contains(item));
            finishing.fold(0, |bits, (it, _)| bits | 1 << it)
        };
        let each = self.groups.iter().enumerate().map(|(index, group)| Implied {
            group: index,
            finishers: group.items.iter().map(|it| finishers(index, it)).collect(),
        });
        each.filter(|it| !it.finishers.contains(&0)).collect()
    }

    /// Groups whose choice decides a bar or a watched condition in this state, as bits.
    fn live_groups(&self, state: &State) -> u128 {
        let latches = self.latches.iter().flat_map(|it| [&it.fires, &it.until]);
        let bars = self.bars.iter().map(|it| &it.blocked);
        // Latches fire after the choice: what a bar asks for may matter that no latch lets matter yet.
        let fired = self
            .latches
            .iter()
            .fold(*state, |state, it| state.with(it.latch, self.vars.most(it.latch)));
        let undecided = bars
            .chain(latches)
            .filter(|cond| self.value(cond, state).is_none() || self.value(cond, &fired).is_none());
        undecided.fold(self.always_live, |live, cond| live | group_bits(cond))
    }

    /// Groups on which what is read at every beat depends.
    pub(super) fn always_live(&self) -> u128 {
        self.remembered().fold(0, |live, cond| live | group_bits(cond))
    }

    /// Conditions that are read at the beat whatever the bars say.
    pub(super) fn remembered(&self) -> impl Iterator<Item = &super::truth::Cond> {
        let tracked = self
            .statuses
            .iter()
            .chain(&self.held)
            .chain(&self.announced)
            .map(|it| &it.cond);
        let owed = self.owed.iter().flat_map(|it| [&it.fires, &it.ends]);
        let exceptions = self.exceptions.iter().map(|it| &it.when);
        self.watches.iter().chain(tracked).chain(owed).chain(exceptions)
    }

    /// A group all of whose work is finished for the sake of others is itself in place, whether or not it matters yet.
    fn closed(&self, state: State) -> State {
        let groups = self.groups.iter().enumerate();
        let in_place = groups.filter(|(_, group)| state.is(group.in_place));
        let in_place: u128 = in_place.fold(0, |bits, (it, _)| bits | 1 << it);
        let is_finished = |it: &&Implied| it.finishers.iter().all(|bits| bits & in_place != 0);
        let finished = self.implied.iter().filter(is_finished);
        // Whoever finishes it has all of its work among their own: what it would itself finish they finish as well.
        finished.fold(state, |state, it| state.with(self.groups[it.group].in_place, 1))
    }
}

fn group_bits(cond: &super::truth::Cond) -> u128 {
    let mut bits = 0;
    cond.groups(&mut |group| bits |= 1 << group);
    bits
}

fn open_from(soonest: u32, preparing: u32, side: Side) -> Availability {
    if preparing >= soonest {
        Availability::Open(side)
    } else {
        Availability::Missing
    }
}
