//! Whether a safeguard that may fail has been attempted: it was tried out, whatever came of that, or was in place.
//!
//! Where each safeguard is played, that is seen. Where work is gathered, an attempt is over no sooner than the work can be,
//! and by the time at which the work is ready it has been made. It must not know what an attempt is for.

use super::Board;
use super::choices::Choices;
use super::terms::Pace;
use super::truth::{Cond, Now};
use super::vars::{Slot, State, Var};
use holdpoint_game::Side;
use holdpoint_policy::condition::Requirement;
use holdpoint_policy::model::SafeguardId;

#[derive(Clone, Debug)]
pub(super) struct Attempt {
    pub(super) id: SafeguardId,
    pub(super) attempted: Slot,
    /// What is in place has been attempted.
    pub(super) in_place: Cond,
}

impl Board<'_> {
    pub(super) fn attempted(&mut self, safeguard: SafeguardId) -> Cond {
        let attempted = self.vars.need(Var::Attempted(safeguard), 1);
        let in_place = self.requirement(Requirement::Safeguard(safeguard));
        if !self.attempts.iter().any(|it| it.id == safeguard) {
            self.attempts.push(Attempt {
                id: safeguard,
                attempted,
                in_place: in_place.clone(),
            });
        }
        Cond::any(vec![Cond::Is(attempted), in_place])
    }

    /// The developer has tried it out, without success.
    pub(super) fn attempt(&self, states: &mut Choices) {
        for attempt in &self.attempts {
            states.or(|state| {
                let may = !state.is(attempt.attempted) && self.may_have_tried(attempt, state);
                may.then(|| state.with(attempt.attempted, 1))
            });
        }
    }

    fn may_have_tried(&self, attempt: &Attempt, state: &State) -> bool {
        let before_effort = self.slots.effort.is_some_and(|slot| !state.is(slot));
        match self.options.pace {
            Pace::Each => false,
            Pace::Together => self.has_passed(state, self.times(attempt).map(|(least, _)| least)),
            // No worse for our side than any plan.
            Pace::Ahead => true,
            Pace::Behind => before_effort,
        }
    }

    /// Whether what was begun at once has been tried out by now is, within its times, for the opponent to say.
    pub(super) fn answer_attempts(&self, states: &mut Choices, side: Side) {
        if !self.is_told_of_attempts(side) {
            return;
        }
        let before_effort = |state: &State| self.slots.effort.is_some_and(|slot| !state.is(slot));
        for attempt in &self.attempts {
            let (least, ready) = self.times(attempt).unzip();
            states.forced_or(|state| {
                if before_effort(state) || !self.has_passed(state, least) {
                    return None;
                }
                let tried = state.with(attempt.attempted, 1);
                if self.has_passed(state, ready.flatten()) {
                    *state = tried;
                    return None;
                }
                (!state.is(attempt.attempted)).then_some(tried)
            });
        }
    }

    pub(super) fn is_told_of_attempts(&self, side: Side) -> bool {
        self.options.pace == Pace::Behind && side == Side::Theirs && !self.attempts.is_empty()
    }

    /// The soonest that the work may be finished, and when it is ready, where that is stated.
    fn times(&self, attempt: &Attempt) -> Option<(u32, Option<u32>)> {
        let Cond::Group(group) = attempt.in_place else {
            return None;
        };
        let group = &self.groups[group];
        let any_time =
            self.options.at_any_time || self.options.pace == Pace::Behind && self.slots.effort.is_some();
        let least = if any_time { 0 } else { group.finished.least };
        Some((least, group.ready))
    }

    fn has_passed(&self, state: &State, steps: Option<u32>) -> bool {
        let preparing = self.slots.preparing.map_or(0, |slot| u32::from(state.get(slot)));
        steps.is_some_and(|it| preparing >= it)
    }

    pub(super) fn remember_attempts(&self, after: &mut State, now: Now<'_>) {
        for attempt in &self.attempts {
            if self.holds(&attempt.in_place, now) {
                after.set(attempt.attempted, 1);
            }
        }
    }
}
