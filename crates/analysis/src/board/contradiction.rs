//! Conditions that no state can meet, found without playing: the words contradict each other, or a clause that bars in
//! the same step.
//!
//! By cases over what a condition looks at, each variable taking any value that it has room for. It must not know which
//! states can be reached.

use super::truth::{By, Cond};
use super::vars::{Slot, Vars};
use super::{Board, Options, Watch, groups};
use crate::setting::{Setting, Use};
use holdpoint_policy::model::Policy;
use std::collections::BTreeSet;

/// Cases looked at before it is left to the search.
const MOST_CASES: usize = 20_000;

/// No beat of any play can be as the watch asks: what the setting says of that has been used. `None` says nothing.
pub(crate) fn contradicts_itself(
    policy: &Policy,
    setting: &Setting,
    options: Options,
    watch: &Watch,
) -> Option<BTreeSet<Use>> {
    let watches = std::slice::from_ref(watch);
    // What a draft knows is enough, and it may need more room than a position has.
    let draft = Board::gathered(policy, setting, options, watches, Vars::default());
    let mut cases = match draft.check_size() {
        Ok(()) => Cases::new(&draft, draft.spelled_out(&draft.watches[0])),
        Err(_) => return None,
    };
    (cases.can_hold() == Some(false)).then_some(draft.used)
}

impl Board<'_> {
    /// What goes on is wanted and not barred; what is paused is wanted and barred.
    fn spelled_out(&self, cond: &Cond) -> Cond {
        cond.clone().map(&mut |leaf| match leaf {
            Cond::GoingOn(action) => self.spelled_going_on(action),
            Cond::Against { action, by } => {
                Cond::all(vec![self.spelled_going_on(action), self.some_bars(bits(&by))])
            }
            Cond::Paused { action, by, only } => {
                let all = self.actions[action].bars;
                let others = if only { all & !bits(&by) } else { 0 };
                Cond::all(vec![
                    Cond::Wanted(action),
                    self.some_bars(all & bits(&by)),
                    Cond::not(self.some_bars(others)),
                ])
            }
            Cond::Group(group) if self.groups[group].hold == groups::Hold::Never => Cond::Const(false),
            Cond::Undefined if !self.options.gift => Cond::Const(false),
            other => other,
        })
    }

    fn spelled_going_on(&self, action: usize) -> Cond {
        let kept = self.actions[action].bars & self.enforced();
        Cond::all(vec![Cond::Wanted(action), Cond::not(self.some_bars(kept))])
    }

    fn some_bars(&self, bits: u128) -> Cond {
        let chosen = self
            .bars
            .iter()
            .enumerate()
            .filter(|(index, _)| bits & 1 << index != 0);
        let barring = chosen.map(|(_, bar)| {
            let barring = Cond::all(vec![bar.blocked.clone(), Cond::not(bar.lifted.clone())]);
            self.spelled_out(&barring)
        });
        Cond::any(barring.collect())
    }
}

fn bits(by: &By) -> u128 {
    match by {
        By::Bars(bits) => *bits,
        By::Any | By::Clauses(_) => unreachable!("bars are named when the board is made"),
    }
}

/// What is assumed so far on the way through the cases.
struct Cases {
    cond: Cond,
    /// Every variable that the condition looks at, with a value for each outcome of what is asked of it.
    values: Vec<(Slot, Vec<u16>)>,
    slots: Vec<(Slot, u16)>,
    /// Leaves that are not of a variable.
    others: Vec<(Cond, bool)>,
    left: usize,
}

impl Cases {
    fn new(board: &Board<'_>, cond: Cond) -> Cases {
        let mut slots: Vec<(Slot, BTreeSet<u32>)> = Vec::new();
        each_leaf(&cond, &mut |leaf| {
            let Some((slot, turns)) = turning_points(leaf) else {
                return;
            };
            match slots.iter_mut().find(|it| it.0 == slot) {
                Some((_, known)) => known.extend(turns),
                None => slots.push((slot, turns.into_iter().collect())),
            }
        });
        let values = slots.into_iter().map(|(slot, turns)| {
            let most = u32::from(board.vars.most(slot));
            let fitting = turns.into_iter().chain([0]).map(|it| it.min(most) as u16);
            let each: BTreeSet<u16> = fitting.collect();
            (slot, each.into_iter().collect())
        });
        Cases {
            values: values.collect(),
            cond,
            slots: Vec::new(),
            others: Vec::new(),
            left: MOST_CASES,
        }
    }

    /// `None`: too many cases.
    fn can_hold(&mut self) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        let open = match self.value(&self.cond) {
            Ok(value) => return Some(value),
            Err(open) => open.clone(),
        };
        match turning_points(&open) {
            Some((slot, _)) => self.some_value(slot),
            None => self.either(&open),
        }
    }

    fn some_value(&mut self, slot: Slot) -> Option<bool> {
        let known = self.values.iter().find(|it| it.0 == slot);
        let values = known.map(|it| it.1.clone()).unwrap_or_default();
        for value in values {
            self.slots.push((slot, value));
            let held = self.can_hold();
            self.slots.pop();
            if held != Some(false) {
                return held;
            }
        }
        Some(false)
    }

    fn either(&mut self, leaf: &Cond) -> Option<bool> {
        for value in [true, false] {
            self.others.push((leaf.clone(), value));
            let held = self.can_hold();
            self.others.pop();
            if held != Some(false) {
                return held;
            }
        }
        Some(false)
    }

    /// The value in the present case, or the first leaf on which it still hangs.
    fn value<'a>(&self, cond: &'a Cond) -> Result<bool, &'a Cond> {
        match cond {
            Cond::Const(value) => Ok(*value),
            Cond::All(parts) => self.joined(parts, false),
            Cond::Any(parts) => self.joined(parts, true),
            Cond::Not(inner) => self.value(inner).map(|it| !it),
            leaf => self.leaf(leaf).ok_or(leaf),
        }
    }

    /// `and` stops at the first false, `or` at the first true.
    fn joined<'a>(&self, parts: &'a [Cond], stops_at: bool) -> Result<bool, &'a Cond> {
        let mut joined = Ok(!stops_at);
        for part in parts {
            match self.value(part) {
                Ok(value) if value == stops_at => return Ok(stops_at),
                Ok(_) => {}
                Err(open) => joined = joined.and(Err(open)),
            }
        }
        joined
    }

    fn leaf(&self, leaf: &Cond) -> Option<bool> {
        let of = |slot: &Slot| self.slots.iter().find(|it| it.0 == *slot).map(|it| it.1);
        match leaf {
            Cond::Is(slot) => of(slot).map(|it| it > 0),
            Cond::AtLeast(slot, least) => of(slot).map(|it| it >= *least),
            Cond::AtMost(slot, most) => of(slot).map(|it| it <= *most),
            Cond::Equal(slot, value) => of(slot).map(|it| it == *value),
            other => self.others.iter().find(|it| it.0 == *other).map(|it| it.1),
        }
    }
}

/// The variable of a leaf, and values on both sides of where the leaf turns.
fn turning_points(leaf: &Cond) -> Option<(Slot, Vec<u32>)> {
    let (slot, at) = match leaf {
        Cond::Is(slot) => (*slot, 1),
        Cond::AtLeast(slot, least) => (*slot, *least),
        Cond::AtMost(slot, most) => (*slot, *most),
        Cond::Equal(slot, value) => (*slot, *value),
        _ => return None,
    };
    let at = u32::from(at);
    Some((slot, vec![at.saturating_sub(1), at, at + 1]))
}

fn each_leaf(cond: &Cond, visit: &mut impl FnMut(&Cond)) {
    match cond {
        Cond::All(parts) | Cond::Any(parts) => parts.iter().for_each(|it| each_leaf(it, visit)),
        Cond::Not(inner) => each_leaf(inner, visit),
        leaf => visit(leaf),
    }
}
