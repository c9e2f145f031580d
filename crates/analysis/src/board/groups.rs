//! Safeguards that count only together, as one: when the group may be, can be or must be in place.
//!
//! It must not know which clause wants the group.

use super::Board;
use super::terms::Pace;
use super::truth::Now;
use super::vars::{Slot, State};
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

/// Who has the last word on whether the work succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    /// Our side gets there by effort.
    Certain,
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
    pub(super) fn group_value(&self, group: usize, now: Now<'_>) -> Option<bool> {
        match self.availability(group, now.state) {
            Availability::InPlace => Some(true),
            Availability::Missing => Some(false),
            Availability::Open(_) if now.open => None,
            Availability::Open(_) => Some(now.state.is(self.groups[group].in_place)),
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
            (Hold::Certain, Some(ready)) => open_from(ready, preparing, Side::Ours),
            (Hold::Certain, None) if self.is_released(state) => Availability::Open(Side::Ours),
            _ => Availability::Missing,
        }
    }

    fn is_released(&self, state: &State) -> bool {
        self.slots.released.is_some_and(|slot| state.is(slot))
    }

    /// Every way to choose the groups on which something depends in this step, with the side that chooses.
    pub(super) fn group_choices(&self, state: &State) -> (Side, Vec<State>) {
        let mut chooser = Side::Theirs;
        let mut states = vec![*state];
        if self.groups.is_empty() {
            return (chooser, states);
        }
        let live = self.live_groups(state);
        for group in (0..self.groups.len()).filter(|it| live & (1 << it) != 0) {
            let Availability::Open(side) = self.availability(group, state) else {
                continue;
            };
            chooser = side;
            let slot = self.groups[group].in_place;
            states = states
                .iter()
                .flat_map(|it| [it.with(slot, 0), it.with(slot, 1)])
                .collect();
        }
        if self.options.pace == Pace::Together {
            states.retain(|it| self.is_closed(it));
        }
        (chooser, states)
    }

    /// Groups whose choice decides a bar or a watched condition in this state, as bits.
    fn live_groups(&self, state: &State) -> u128 {
        let now = Now {
            state,
            act: None,
            open: true,
        };
        let latches = self.latches.iter().flat_map(|it| [&it.fires, &it.until]);
        let bars = self.bars.iter().map(|it| &it.blocked);
        let undecided = bars.chain(latches).filter(|cond| self.value(cond, now).is_none());
        undecided.fold(self.always_live, |live, cond| live | group_bits(cond))
    }

    /// Groups on which what is read at every beat depends.
    pub(super) fn always_live(&self) -> u128 {
        self.remembered().fold(0, |live, cond| live | group_bits(cond))
    }

    /// Conditions that are read at the beat whatever the bars say.
    fn remembered(&self) -> impl Iterator<Item = &super::truth::Cond> {
        let tracked = self
            .statuses
            .iter()
            .chain(&self.held)
            .chain(&self.announced)
            .map(|it| &it.cond);
        let owed = self.owed.iter().flat_map(|it| [&it.fires, &it.met]);
        let exceptions = self.exceptions.iter().map(|it| &it.when);
        self.watches.iter().chain(tracked).chain(owed).chain(exceptions)
    }

    /// A group all of whose work is finished for the sake of others is itself in place.
    fn is_closed(&self, state: &State) -> bool {
        let finished: BTreeSet<SafeguardId> = (self.groups.iter())
            .filter(|group| state.is(group.in_place))
            .flat_map(|group| group.closure.iter().copied())
            .collect();
        (self.groups.iter()).all(|group| state.is(group.in_place) || !group.items.is_subset(&finished))
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
