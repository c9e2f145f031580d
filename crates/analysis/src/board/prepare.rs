//! Phase 1: what the developer, and then others, may start, define, determine, order, exercise and announce.
//!
//! It must not know what is worth doing.

use super::answers::fact_values;
use super::choices::Choices;
use super::terms::Pace;
use super::vars::State;
use super::{Board, Evaluation, Owner, Task};

impl Board<'_> {
    /// Every set of moves that the owner may make in its part of phase 1.
    pub(super) fn preparations(&self, states: &mut Choices, owner: Owner) {
        if owner == Owner::Developer && self.options.has_passive_developer() {
            self.order_evaluations(states, owner);
            return;
        }
        self.begin_tasks(states, owner);
        self.begin_definitions(states, owner);
        self.make_determinations(states, owner);
        self.exercise_exceptions(states, owner);
        self.begin_items(states, owner);
        if owner == Owner::Developer {
            self.let_compute_grow(states);
            self.amend(states);
            self.decide(states);
            self.announce(states);
            self.attempt(states);
        }
        self.order_evaluations(states, owner);
    }

    fn begin_tasks(&self, states: &mut Choices, owner: Owner) {
        for task in self
            .tasks
            .iter()
            .filter(|it| it.owner == owner && !self.gives_up(it))
        {
            states.or(|state| (state.get(task.progress) == 0).then(|| self.task_begun(task, state)));
        }
    }

    /// "Can" means while it goes on scaling: a developer does not win by ending what it was asked about.
    fn gives_up(&self, task: &Task) -> bool {
        let coalition = &self.options.coalition;
        let asked_for = coalition.developer && !(coalition.nature && self.options.pace == Pace::Together);
        asked_for && task.ends_an_action
    }

    /// A task of which the world does not say how long it takes is done at once.
    fn task_begun(&self, task: &Task, state: &State) -> State {
        let mut begun = state.with(task.progress, 1);
        if let (None, Some(fresh)) = (task.takes, task.fresh) {
            begun.set(fresh, 1);
        }
        begun
    }

    fn begin_definitions(&self, states: &mut Choices, owner: Owner) {
        for definition in self.definitions.iter().filter(|it| it.owner == owner) {
            states.or(|state| {
                (state.get(definition.progress) == 0).then(|| state.with(definition.progress, 1))
            });
        }
    }

    fn make_determinations(&self, states: &mut Choices, owner: Owner) {
        for determination in self.determinations.iter().filter(|it| it.owner == owner) {
            let made = determination.asked.unwrap_or(determination.found);
            let evaluation = determination.of.map(|it| &self.evaluations[it]);
            let task = determination.requires.map(|it| &self.tasks[it]);
            states.or(|state| {
                let indicated = evaluation.is_none_or(|it| state.get(it.answer) >= 3);
                let prepared = task.is_none_or(|task| self.serves(task, state));
                let open = !state.is(determination.found) && !state.is(made);
                (open && indicated && prepared).then(|| state.with(made, 1))
            });
        }
    }

    /// The task is done, and since the latest answer where that is asked.
    fn serves(&self, task: &Task, state: &State) -> bool {
        let done = state.get(task.progress) == self.vars.most(task.progress);
        done && task.fresh.is_none_or(|fresh| state.is(fresh))
    }

    fn exercise_exceptions(&self, states: &mut Choices, owner: Owner) {
        for exception in self.exceptions.iter().filter(|it| it.owner == owner) {
            states.or(|state| {
                let may = !state.is(exception.exercised) && self.is_true(&exception.when, state);
                may.then(|| state.with(exception.exercised, 1))
            });
        }
    }

    fn let_compute_grow(&self, states: &mut Choices) {
        if let Some(grows) = self.slots.grows {
            states.or(|state| Some(state.with(grows, 1)));
        }
    }

    fn amend(&self, states: &mut Choices) {
        for (_, off) in &self.amendable {
            states.or(|state| (!state.is(*off)).then(|| state.with(*off, 1)));
        }
    }

    /// Facts and approvals that are the developer's to decide.
    fn decide(&self, states: &mut Choices) {
        for fact in self.facts.iter().filter(|it| it.owner == Owner::Developer) {
            states.each(|state, into| fact_values(state, fact, into));
        }
        for approval in self.approvals.iter().filter(|it| it.owner == Owner::Developer) {
            states.or(|state| (!state.is(approval.approved)).then(|| state.with(approval.approved, 1)));
        }
    }

    fn announce(&self, states: &mut Choices) {
        for announced in &self.announced {
            states.or(|state| (state.get(announced.slot) == 1).then(|| state.with(announced.slot, 2)));
        }
    }

    fn order_evaluations(&self, states: &mut Choices, owner: Owner) {
        let first = states.states().first();
        let is_held = self
            .slots
            .effort
            .is_none_or(|slot| first.is_some_and(|it| it.is(slot)));
        if owner == Owner::Developer && self.options.together && is_held {
            self.order_all_or_none(states);
            return;
        }
        for evaluation in self.evaluations.iter().filter(|it| it.owner == owner) {
            let only_due =
                self.options.only_due_evaluations && is_held || self.options.has_passive_developer();
            states.forced_or(|state| {
                let ordered = state.with(evaluation.ordered, 1);
                if owner == Owner::Developer && self.must_order(evaluation, state) {
                    *state = ordered;
                    return None;
                }
                (!only_due).then_some(ordered)
            });
        }
    }

    fn order_all_or_none(&self, states: &mut Choices) {
        let own = || self.evaluations.iter().filter(|it| it.owner == Owner::Developer);
        let ordered = |state: &State| own().fold(*state, |state, it| state.with(it.ordered, 1));
        if own().next().is_none() {
            return;
        }
        states.forced_or(|state| {
            if own().any(|it| self.must_order(it, state)) {
                *state = ordered(state);
                return None;
            }
            (!self.options.only_due_evaluations).then(|| ordered(state))
        });
    }

    /// The developer is eager: what would be overdue and bar an action that it wants it orders; and it keeps the duty
    /// to evaluate where its strategies are asked for.
    fn must_order(&self, evaluation: &Evaluation, state: &State) -> bool {
        evaluation.clocks.iter().any(|clock| {
            let out = evaluation.has_run_out(clock, state);
            let wanted = match clock.gates {
                Some(actions) => {
                    (0..self.actions.len()).any(|it| actions & (1 << it) != 0 && self.is_wanted(it, state))
                }
                None => self.options.coalition.developer && !self.options.coalition.nature,
            };
            out && wanted && self.is_true(&clock.when, state)
        })
    }

    /// Not ended by a task, and not past the world's end of training.
    pub(super) fn is_wanted(&self, action: usize, state: &State) -> bool {
        let action = &self.actions[action];
        let grown = self.slots.growth.map_or(0, |slot| u32::from(state.get(slot)));
        let end = self
            .setting
            .ends_after
            .filter(|_| action.scales && !self.is_endless());
        let at_its_end = end.is_some_and(|end| grown >= end);
        !at_its_end && !self.is_true(&action.ended, state)
    }
}
