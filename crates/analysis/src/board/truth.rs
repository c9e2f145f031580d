//! Conditions over the variables of a board, and their value in a state: true, false, or open while a choice that
//! they depend on has not been made.
//!
//! It must not know how a condition was written.

use super::Board;
use super::vars::{Slot, State};
use holdpoint_policy::model::{ClauseId, SafeguardId};
use std::collections::BTreeSet;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Cond {
    Const(bool),
    All(Vec<Cond>),
    Any(Vec<Cond>),
    Not(Box<Cond>),
    Is(Slot),
    AtLeast(Slot, u16),
    AtMost(Slot, u16),
    Equal(Slot, u16),
    /// A single safeguard, until safeguards are gathered into groups.
    Item(SafeguardId),
    Group(usize),
    /// Named by the policy and not specified; in place only if somebody gives it.
    Undefined,
    /// Any of the evaluation's clocks has run out.
    Overdue(usize),
    /// Position in the board's actions.
    GoingOn(usize),
    /// Wanted and barred, by one of these bars, `only`: and by no other.
    Paused {
        action: usize,
        by: By,
        only: bool,
    },
    Wanted(usize),
    /// Carried out although one of these bars it.
    Against {
        action: usize,
        by: By,
    },
    /// The condition has held for this many steps before the present one.
    HeldFor {
        held: usize,
        steps: u16,
        counting_now: bool,
    },
}

/// Which bars a condition speaks of: clauses, until all bars are known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum By {
    Any,
    Clauses(BTreeSet<ClauseId>),
    /// Bit for each bar.
    Bars(u128),
}

impl By {
    fn bits(&self) -> u128 {
        match self {
            By::Bars(bits) => *bits,
            By::Any | By::Clauses(_) => unreachable!("bars are named when the board is made"),
        }
    }
}

/// What was carried out in a step.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Act {
    /// Bit for each action: it is wanted.
    pub(crate) wanted: u32,
    /// Bit for each action: it was carried out.
    pub(crate) went_on: u32,
    /// Bit for each bar that bars.
    pub(crate) bars: u128,
}

/// A moment at which a condition is asked.
#[derive(Clone, Copy)]
pub(crate) struct Now<'a> {
    pub(crate) state: &'a State,
    pub(crate) act: Option<&'a Act>,
}

impl Cond {
    pub(crate) fn all(parts: Vec<Cond>) -> Cond {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Cond::Const(true) => {}
                Cond::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.contains(&Cond::Const(false)) {
            return Cond::Const(false);
        }
        match flat.len() {
            0 => Cond::Const(true),
            1 => flat.remove(0),
            _ => Cond::All(flat),
        }
    }

    pub(crate) fn any(parts: Vec<Cond>) -> Cond {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Cond::Const(false) => {}
                Cond::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.contains(&Cond::Const(true)) {
            return Cond::Const(true);
        }
        match flat.len() {
            0 => Cond::Const(false),
            1 => flat.remove(0),
            _ => Cond::Any(flat),
        }
    }

    pub(crate) fn not(inner: Cond) -> Cond {
        match inner {
            Cond::Const(value) => Cond::Const(!value),
            Cond::Not(inner) => *inner,
            other => Cond::Not(Box::new(other)),
        }
    }

    /// Every group that the condition names.
    pub(crate) fn groups(&self, visit: &mut impl FnMut(usize)) {
        match self {
            Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|it| it.groups(visit)),
            Cond::Not(inner) => inner.groups(visit),
            Cond::Group(group) => visit(*group),
            _ => {}
        }
    }

    /// Whether a group stands where its being in place makes the condition true (or, with `false`, untrue).
    pub(crate) fn names_group(&self, positively: bool) -> bool {
        match self {
            Cond::All(parts) | Cond::Any(parts) => parts.iter().any(|it| it.names_group(positively)),
            Cond::Not(inner) => inner.names_group(!positively),
            Cond::Group(_) => positively,
            _ => false,
        }
    }

    pub(crate) fn names_undefined(&self) -> bool {
        match self {
            Cond::All(parts) | Cond::Any(parts) => parts.iter().any(Cond::names_undefined),
            Cond::Not(inner) => inner.names_undefined(),
            other => *other == Cond::Undefined,
        }
    }

    /// Rewrites every part, innermost first.
    pub(crate) fn map(self, change: &mut impl FnMut(Cond) -> Cond) -> Cond {
        let inner = match self {
            Cond::All(parts) => Cond::all(parts.into_iter().map(|it| it.map(change)).collect()),
            Cond::Any(parts) => Cond::any(parts.into_iter().map(|it| it.map(change)).collect()),
            Cond::Not(inner) => Cond::not(inner.map(change)),
            leaf => leaf,
        };
        change(inner)
    }
}

impl Board<'_> {
    /// The value of a condition once every choice of the step has been made.
    pub(crate) fn holds(&self, cond: &Cond, now: Now<'_>) -> bool {
        match cond {
            Cond::All(parts) => parts.iter().all(|it| self.holds(it, now)),
            Cond::Any(parts) => parts.iter().any(|it| self.holds(it, now)),
            Cond::Not(inner) => !self.holds(inner, now),
            leaf => self.leaf(leaf, now),
        }
    }

    /// The value of a condition before groups are chosen; `None` while it depends on that choice.
    pub(crate) fn value(&self, cond: &Cond, state: &State) -> Option<bool> {
        match cond {
            Cond::All(parts) => self.joined(parts, state, false),
            Cond::Any(parts) => self.joined(parts, state, true),
            Cond::Not(inner) => self.value(inner, state).map(|it| !it),
            Cond::Group(group) => self.group_before_choice(*group, state),
            leaf => Some(self.leaf(leaf, Now { state, act: None })),
        }
    }

    /// `and` stops at the first false, `or` at the first true.
    fn joined(&self, parts: &[Cond], state: &State, stops_at: bool) -> Option<bool> {
        let mut result = Some(!stops_at);
        for part in parts {
            match self.value(part, state) {
                Some(value) if value == stops_at => return Some(stops_at),
                Some(_) => {}
                None => result = None,
            }
        }
        result
    }

    fn leaf(&self, cond: &Cond, now: Now<'_>) -> bool {
        let state = now.state;
        match cond {
            Cond::Const(value) => *value,
            Cond::Group(group) => self.group_in_place(*group, state),
            Cond::Is(slot) => state.is(*slot),
            Cond::AtLeast(slot, least) => state.get(*slot) >= *least,
            Cond::AtMost(slot, most) => state.get(*slot) <= *most,
            Cond::Equal(slot, value) => state.get(*slot) == *value,
            Cond::Item(item) => self.item_in_place(*item, state),
            Cond::Undefined => self.options.gift && self.slots.effort.is_some_and(|slot| state.is(slot)),
            Cond::Overdue(evaluation) => self.evaluations[*evaluation].is_overdue(state),
            Cond::GoingOn(action) => now.act.is_some_and(|act| act.went_on & (1 << action) != 0),
            Cond::Paused { action, by, only } => now
                .act
                .is_some_and(|act| self.is_paused(act, *action, by.bits(), *only)),
            Cond::Wanted(action) => now.act.is_some_and(|act| act.wanted & (1 << action) != 0),
            Cond::Against { action, by } => now
                .act
                .is_some_and(|act| act.went_on & (1 << action) != 0 && act.bars & by.bits() != 0),
            Cond::HeldFor {
                held,
                steps,
                counting_now,
            } => state.get(self.held[*held].slot) + u16::from(*counting_now) >= *steps,
            Cond::All(_) | Cond::Any(_) | Cond::Not(_) => unreachable!("has parts"),
        }
    }

    /// Wanted and not carried out, with these bars among those that bar it.
    pub(crate) fn is_paused(&self, act: &Act, action: usize, by: u128, only: bool) -> bool {
        let barring = act.bars & self.actions[action].bars;
        let paused = act.wanted & (1 << action) != 0 && barring != 0;
        let by_no_other = !only || barring & !by == 0;
        paused && barring & by != 0 && by_no_other
    }
}
