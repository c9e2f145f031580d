//! The ways in which a part of a step may go, kept in memory that is used again for every position.
//!
//! It must not know what a choice is about.

use super::vars::State;
use rustc_hash::FxHashSet;

/// Ways that stay open, the first first.
#[derive(Debug, Default)]
pub(super) struct Choices {
    states: Vec<State>,
    /// What the next change writes to.
    spare: Vec<State>,
    seen: FxHashSet<State>,
}

impl Choices {
    pub(super) fn begin(&mut self, state: State) {
        self.states.clear();
        self.states.push(state);
    }

    pub(super) fn states(&self) -> &[State] {
        &self.states
    }

    /// The only way to go, if there is but one.
    pub(super) fn only(&self) -> Option<State> {
        match self.states.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// Replaces each state by those that it leads to.
    pub(super) fn each(&mut self, mut lead: impl FnMut(State, &mut Vec<State>)) {
        self.spare.clear();
        for state in &self.states {
            lead(*state, &mut self.spare);
        }
        std::mem::swap(&mut self.states, &mut self.spare);
    }

    /// Each state stays as it is or takes the one change that is possible.
    pub(super) fn or(&mut self, change: impl Fn(&State) -> Option<State>) {
        self.forced_or(|state| change(state));
    }

    /// Likewise, where `change` may first alter the state itself.
    pub(super) fn forced_or(&mut self, mut change: impl FnMut(&mut State) -> Option<State>) {
        for index in 0..self.states.len() {
            let changed = change(&mut self.states[index]);
            self.states.extend(changed);
        }
    }

    /// Leaves out ways that are there already: what ways differ in may have come to matter no more.
    pub(super) fn drop_repeated(&mut self) {
        self.seen.clear();
        let seen = &mut self.seen;
        self.states.retain(|it| seen.insert(*it));
    }

    pub(super) fn extend(&mut self, more: impl IntoIterator<Item = State>) {
        self.states.extend(more);
    }
}
