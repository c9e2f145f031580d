//! Phases 4 and 5: compute grows, hidden moments come, work advances, clocks run.
//!
//! It must not know who gains by it.

use super::Board;
use super::choices::Choices;
use super::terms::Pace;
use super::vars::{Slot, State};
use crate::setting::Steps;

impl Board<'_> {
    /// Every state in which the next step may begin.
    pub(super) fn next_steps(&self, beat: &State, states: &mut Choices) {
        let mut next = *beat;
        let trained = self.actions.iter().any(|it| it.scales && beat.is(it.went_on));
        let grew = trained && !self.free_growth;
        let said = self.slots.grows.is_some_and(|slot| beat.is(slot));
        let may_grow = self.free_growth && self.slots.grows.is_none();
        let grew = grew || said;
        self.forget_the_step(&mut next);
        let mut grown = next;
        self.run_clocks(&mut next, grew);
        states.begin(next);
        if may_grow {
            self.run_clocks(&mut grown, true);
            states.extend([grown]);
        }
        if grew && self.options.hidden_moments {
            self.pass_hidden_moments(states);
        }
        self.advance_tasks(states);
        self.advance_items(states);
        self.release(states);
    }

    fn forget_the_step(&self, state: &mut State) {
        state.set(self.slots.marks, 0);
        self.slots.grows.into_iter().for_each(|slot| state.set(slot, 0));
        self.actions.iter().for_each(|it| state.set(it.went_on, 0));
        if self.options.pace != Pace::Together {
            self.groups.iter().for_each(|it| state.set(it.in_place, 0));
        }
    }

    fn run_clocks(&self, state: &mut State, grew: bool) {
        let stands = self.evaluates_first && self.slots.effort.is_some_and(|slot| !state.is(slot));
        for evaluation in self.evaluations.iter().filter(|_| !stands) {
            self.count(state, evaluation.since_time);
            if grew {
                self.count(state, evaluation.since_growth);
            }
        }
        if self.found_from > 0 || self.slots.effort.is_none_or(|slot| state.is(slot)) {
            self.slots
                .preparing
                .into_iter()
                .for_each(|slot| self.count(state, slot));
        }
        if grew {
            self.slots
                .growth
                .into_iter()
                .for_each(|slot| self.count(state, slot));
            for probe in &self.probes {
                state.set(probe.looked, 0);
                if let Some((age, _)) = probe.miss_age.filter(|(age, _)| state.is(*age)) {
                    self.count(state, age);
                }
            }
        }
    }

    /// One more, up to the last value that matters.
    fn count(&self, state: &mut State, slot: Slot) {
        state.set(slot, (state.get(slot) + 1).min(self.vars.most(slot)));
    }

    /// Signs come, and what they are signs of, as far as the world admits.
    fn pass_hidden_moments(&self, states: &mut Choices) {
        for index in 0..self.probes.len() {
            states.each(|state, into| self.moments(state, index, into));
        }
    }

    fn moments(&self, state: State, index: usize, into: &mut Vec<State>) {
        let probe = &self.probes[index];
        let Some(hidden) = probe.hidden else {
            into.push(state);
            return;
        };
        let growth = self.slots.growth.map_or(0, |slot| state.get(slot));
        let mut aged = state;
        if aged.is(hidden.signs_age) {
            self.count(&mut aged, hidden.signs_age);
        }
        let timely = probe.signs_from.is_some_and(|from| growth >= from);
        let may_show = timely && probe.is_defined(&aged) && self.below_holds(probe, &aged);
        let seen = aged.get(probe.signs);
        let most = if may_show { probe.top } else { seen };
        for grade in seen..=most {
            let mut shown = aged.with(probe.signs, grade);
            if grade > 0 && !shown.is(hidden.signs_age) {
                shown.set(hidden.signs_age, 1);
            }
            self.arrive(&shown, index, growth, into);
        }
    }

    /// With no buffer it is there with its signs; else at some time after the buffer.
    fn arrive(&self, shown: &State, index: usize, growth: u16, outcomes: &mut Vec<State>) {
        let probe = &self.probes[index];
        let Some(hidden) = probe.hidden else { return };
        let signs = shown.get(probe.signs);
        if !self.below_reached(probe, shown) {
            outcomes.push(*shown);
            return;
        }
        if probe.buffer == 0 {
            outcomes.push(shown.with(hidden.reached, signs));
            return;
        }
        let old_enough = shown.get(hidden.signs_age) > probe.buffer;
        let may_be_there = old_enough && probe.there_from.is_some_and(|from| growth >= from);
        let most = if may_be_there {
            signs
        } else {
            shown.get(hidden.reached)
        };
        outcomes.extend((shown.get(hidden.reached)..=most).map(|grade| shown.with(hidden.reached, grade)));
    }

    fn advance_tasks(&self, states: &mut Choices) {
        for task in &self.tasks {
            let Some(takes) = task.takes else { continue };
            let done = self.vars.most(task.progress);
            states.each(|state, into| {
                let n_before = into.len();
                progressed(state, task.progress, takes, done, into);
                if let Some(fresh) = task.fresh.filter(|_| state.get(task.progress) != done) {
                    let just_done = into[n_before..]
                        .iter_mut()
                        .filter(|it| it.get(task.progress) == done);
                    just_done.for_each(|it| it.set(fresh, 1));
                }
            });
        }
        for definition in &self.definitions {
            let Some(takes) = definition.takes else { continue };
            let done = self.vars.most(definition.progress);
            states.each(|it, into| progressed(it, definition.progress, takes, done, into));
        }
    }

    /// All work of unstated length is finished now, or not yet.
    fn release(&self, states: &mut Choices) {
        let Some(released) = self.slots.released.filter(|_| self.options.finite) else {
            return;
        };
        states.or(|it| (!it.is(released)).then(|| it.with(released, 1)));
    }
}

/// Values: 0 not begun, then steps done plus one, then done.
fn progressed(state: State, slot: Slot, takes: Steps, done: u16, into: &mut Vec<State>) {
    let value = state.get(slot);
    if value == 0 || value == done {
        into.push(state);
        return;
    }
    let elapsed = u32::from(value);
    let may_finish = elapsed >= takes.least;
    let must_finish = elapsed >= takes.most.unwrap_or(takes.least);
    if may_finish || must_finish {
        into.push(state.with(slot, done));
    }
    if !must_finish {
        into.push(state.with(slot, value + 1));
    }
}
