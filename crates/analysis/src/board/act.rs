//! Phase 3: which clauses bar, which actions are carried out, and what later steps remember of it.
//!
//! It must not know how time passes.

use super::Board;
use super::truth::{Act, Now};
use super::vars::State;

impl Board<'_> {
    /// The beat: every choice of the step has been made.
    pub(super) fn act(&self, state: &State) -> State {
        let mut after = *state;
        self.fire_latches(&mut after);
        let act = self.carried_out(&after);
        for (index, action) in self.actions.iter().enumerate() {
            after.set(action.went_on, u16::from(act.went_on & (1 << index) != 0));
        }
        let before = after;
        let now = Now {
            state: &before,
            act: Some(&act),
        };
        after.set(self.slots.marks, self.read_marks(now));
        self.remember(&mut after, now);
        after
    }

    /// A pause is fired when its condition becomes true; it ends when `until` holds.
    pub(super) fn fire_latches(&self, state: &mut State) {
        for latch in &self.latches {
            let fires = self.is_true(&latch.fires, state);
            let risen = fires && !state.is(latch.was);
            let held = (risen || state.is(latch.latch)) && (fires || latch.stays);
            let ended = held && self.is_true(&latch.until, state);
            let most = self.vars.most(latch.latch);
            let steps = if held && !ended {
                (state.get(latch.latch) + 1).min(most)
            } else {
                0
            };
            state.set(latch.was, u16::from(fires));
            state.set(latch.latch, steps);
        }
    }

    pub(super) fn carried_out(&self, state: &State) -> Act {
        let mut act = Act::default();
        for (index, bar) in self.bars.iter().enumerate() {
            if self.is_true(&bar.blocked, state) && !self.is_true(&bar.lifted, state) {
                act.bars |= 1 << index;
            }
        }
        for (index, action) in self.actions.iter().enumerate() {
            if self.is_wanted(index, state) {
                act.wanted |= 1 << index;
                if act.bars & action.bars & self.enforced == 0 {
                    act.went_on |= 1 << index;
                }
            }
        }
        act
    }

    /// Bit for each bar that is kept.
    pub(super) fn enforced(&self) -> u128 {
        let read_only = self
            .bars
            .iter()
            .enumerate()
            .filter(|(_, bar)| self.options.unenforced.contains(&bar.clause));
        read_only.fold(u128::MAX, |bits, (index, _)| bits & !(1 << index))
    }

    fn read_marks(&self, now: Now<'_>) -> u16 {
        let marks = self.watches.iter().enumerate();
        marks.fold(0, |bits, (index, watch)| {
            bits | u16::from(self.holds(watch, now)) << index
        })
    }

    fn remember(&self, after: &mut State, now: Now<'_>) {
        for status in &self.statuses {
            after.set(status.slot, u16::from(self.holds(&status.cond, now)));
        }
        for held in &self.held {
            let most = self.vars.most(held.slot);
            let so_far = if self.holds(&held.cond, now) {
                now.state.get(held.slot) + 1
            } else {
                0
            };
            after.set(held.slot, so_far.min(most));
        }
        for announced in &self.announced {
            let value = match (self.holds(&announced.cond, now), now.state.get(announced.slot)) {
                (false, _) => 0,
                (true, 2) => 2,
                (true, _) => 1,
            };
            after.set(announced.slot, value);
        }
        for owed in &self.owed {
            self.remember_duty(after, owed, now);
        }
        self.remember_attempts(after, now);
        for exception in &self.exceptions {
            if !self.is_true(&exception.when, now.state) {
                after.set(exception.exercised, 0);
            }
        }
    }

    fn remember_duty(&self, after: &mut State, owed: &super::Owed, now: Now<'_>) {
        let fires = self.holds(&owed.fires, now);
        let risen = fires && !now.state.is(owed.was);
        let held = (risen || now.state.is(owed.slot)) && (fires || owed.stays);
        let beats = if held && !self.holds(&owed.ends, now) {
            (now.state.get(owed.slot) + 1).min(self.vars.most(owed.slot))
        } else {
            0
        };
        after.set(owed.was, u16::from(fires));
        after.set(owed.slot, beats);
    }
}
