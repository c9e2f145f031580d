//! Every safeguard's own progress, for boards on which work is not gathered.
//!
//! It must not know what a safeguard is for.

use super::choices::Choices;
use super::terms::Pace;
use super::truth::Cond;
use super::vars::{Slot, State, Var};
use super::{Board, Owner};
use crate::setting::{Steps, Use};
use holdpoint_game::Side;
use holdpoint_policy::model::SafeguardId;
use holdpoint_policy::world::Work;

/// A safeguard's values: 0 idle, 1 to `last` under way (steps done plus one), `last + 1` waiting for nature's answer
/// if it may fail, then in place.
#[derive(Clone, Debug, Hash)]
pub(super) struct Item {
    pub(super) id: SafeguardId,
    pub(super) slot: Slot,
    owner: Owner,
    takes: Steps,
    may_fail: bool,
    may_lapse: bool,
    cannot_succeed: bool,
    /// Positions in the board's items.
    before: Vec<usize>,
}

impl Item {
    fn last(&self) -> u16 {
        u16::try_from(self.takes.most.unwrap_or(self.takes.least))
            .unwrap_or(u16::MAX - 2)
            .max(1)
    }

    fn in_place(&self) -> u16 {
        self.last() + 1 + u16::from(self.may_fail)
    }

    fn is_under_way(&self, state: &State) -> bool {
        (1..=self.last()).contains(&state.get(self.slot))
    }

    fn is_waiting(&self, state: &State) -> bool {
        self.may_fail && state.get(self.slot) == self.last() + 1
    }
}

impl Board<'_> {
    pub(super) fn need_item(&mut self, id: SafeguardId) -> usize {
        if let Some(known) = self.items.iter().position(|it| it.id == id) {
            return known;
        }
        let declared = &self.policy.safeguards[id.index()];
        let takes = self.setting.safeguard_takes(id);
        let may_fail = declared.may_fail && !self.setting.succeeds_for_certain(id);
        self.used
            .extend([Use::Takes(Work::Safeguard(id)), Use::Lapse(id)]);
        let cannot_succeed = self.setting.no_success.contains(&id)
            || self.options.never_begun.contains(&id)
            || declared.undefined;
        let index = self.items.len();
        let item = Item {
            id,
            // Widened below, when its values are known.
            slot: self.vars.need(Var::Item(id), 0),
            owner: self.owner(declared.by),
            takes,
            may_fail,
            may_lapse: self.setting.may_lapse.contains(&id),
            cannot_succeed,
            before: Vec::new(),
        };
        self.vars.need(Var::Item(id), u32::from(item.in_place()));
        self.items.push(item);
        let before = self.setting.after.get(&id).cloned().unwrap_or_default();
        self.items[index].before = before.into_iter().map(|it| self.need_item(it)).collect();
        index
    }

    pub(super) fn finish_items(&mut self) {
        if self.options.all_work {
            for id in (0..self.policy.safeguards.len()).map(SafeguardId::from) {
                self.need_item(id);
            }
        }
        if self.setting.slip > 0 && !self.items.is_empty() {
            self.used.insert(Use::Slip);
            self.slots.slip = Some(self.vars.need(Var::SlipLeft, self.setting.slip));
        }
        if self.setting.at_most_under_way.is_some() {
            self.used.insert(Use::UnderWay);
        }
        if self.options.delay > 0 {
            self.slots.preparing = Some(self.vars.need(Var::Preparing, self.options.delay));
        }
    }

    pub(super) fn item_in_place(&self, id: SafeguardId, state: &State) -> bool {
        let item = self
            .items
            .iter()
            .find(|it| it.id == id)
            .expect("every safeguard asked for is an item");
        state.get(item.slot) == item.in_place()
    }

    pub(super) fn has_items(&self) -> bool {
        !self.items.is_empty()
    }

    pub(super) fn has_item_of(&self, owner: Owner) -> bool {
        self.items.iter().any(|it| it.owner == owner)
    }

    pub(super) fn has_unstated_item(&self) -> bool {
        self.items
            .iter()
            .any(|it| it.takes.most.is_none() && !it.may_fail && !it.may_lapse)
    }

    /// Work of unstated length that effort alone finishes is under way: it will be finished some time.
    pub(super) fn unstated_work_under_way(&self) -> Cond {
        let unstated = self
            .items
            .iter()
            .filter(|it| it.takes.most.is_none() && !it.may_fail && !it.may_lapse);
        let under_way =
            unstated.map(|it| Cond::all(vec![Cond::Is(it.slot), Cond::AtMost(it.slot, it.last())]));
        Cond::any(under_way.collect())
    }

    /// Every set of safeguards that the owner may begin now.
    pub(super) fn begin_items(&self, states: &mut Choices, owner: Owner) {
        if self.options.pace != Pace::Each {
            return;
        }
        for item in self
            .items
            .iter()
            .filter(|it| it.owner == owner && !it.cannot_succeed)
        {
            states.each(|state, into| {
                if self.may_begin(item, &state) {
                    into.push(state.with(item.slot, 1));
                }
                into.push(state);
            });
        }
    }

    fn may_begin(&self, item: &Item, state: &State) -> bool {
        let under_way = self.items.iter().filter(|it| it.is_under_way(state)).count();
        let room = self
            .setting
            .at_most_under_way
            .is_none_or(|limit| under_way < limit as usize);
        let ready = item
            .before
            .iter()
            .all(|it| state.get(self.items[*it].slot) == self.items[*it].in_place());
        let allowed = self
            .slots
            .preparing
            .is_none_or(|slot| u32::from(state.get(slot)) >= self.options.delay);
        state.get(item.slot) == 0 && room && ready && allowed
    }

    /// Attempts succeed or fail; what may lapse lapses.
    pub(super) fn answer_items(&self, states: &mut Choices, side: Side) {
        if self.natures_side() != side {
            return;
        }
        for item in &self.items {
            states.each(|state, into| {
                if item.is_waiting(&state) {
                    let attempt = self.attempts.iter().find(|it| it.id == item.id);
                    let tried = attempt.map_or(state, |it| state.with(it.attempted, 1));
                    into.push(tried.with(item.slot, 0));
                    into.push(tried.with(item.slot, item.in_place()));
                } else {
                    into.push(state);
                    if item.may_lapse && state.get(item.slot) == item.in_place() {
                        into.push(state.with(item.slot, 0));
                    }
                }
            });
        }
    }

    /// Work under way advances by one step, or all of it slips.
    pub(super) fn advance_items(&self, states: &mut Choices) {
        let Some(before) = states.states().first().copied() else {
            return;
        };
        let any = self.items.iter().any(|it| it.is_under_way(&before));
        let slipped: Vec<State> = match self.slots.slip {
            Some(slip) if any => {
                let may_slip = states.states().iter().filter(|it| it.get(slip) > 0);
                may_slip.map(|it| it.with(slip, it.get(slip) - 1)).collect()
            }
            _ => Vec::new(),
        };
        for item in &self.items {
            states.each(|state, into| advanced(item, state, into));
        }
        states.extend(slipped);
    }
}

fn advanced(item: &Item, state: State, into: &mut Vec<State>) {
    if !item.is_under_way(&state) {
        into.push(state);
        return;
    }
    let elapsed = state.get(item.slot);
    let finished = state.with(item.slot, item.last() + 1);
    let further = state.with(item.slot, (elapsed + 1).min(item.last()));
    let may_finish = u32::from(elapsed) >= item.takes.least;
    let must_finish = item.takes.most.is_some_and(|most| u32::from(elapsed) >= most);
    if may_finish || must_finish {
        into.push(finished);
    }
    if !must_finish {
        into.push(further);
    }
}
