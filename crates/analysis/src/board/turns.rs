//! The order of play within a step: developer, others, answers, groups, the beat; who moves when and where moves lead.
//!
//! A part in which there is only one way to go is passed over, so that a play has no idle positions. It must not know
//! what a move means.

use super::choices::Choices;
use super::vars::State;
use super::{Board, Owner};
use holdpoint_game::{Marks, Position, Side};

/// The parts of a step, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    Developer,
    TheirOthers,
    OurOthers,
    TheirAnswers,
    OurAnswers,
    Groups,
    Beat,
}

impl Phase {
    const ALL: [Phase; 7] = [
        Phase::Developer,
        Phase::TheirOthers,
        Phase::OurOthers,
        Phase::TheirAnswers,
        Phase::OurAnswers,
        Phase::Groups,
        Phase::Beat,
    ];

    fn of(value: u16) -> Phase {
        Phase::ALL[usize::from(value)]
    }

    pub(super) fn next(self) -> Phase {
        Phase::ALL[(self as usize + 1) % Phase::ALL.len()]
    }
}

impl Board<'_> {
    /// Where every play begins.
    pub(crate) fn roots(&self) -> Vec<Position> {
        vec![self.step_begins(self.start())]
    }

    /// A play never begins at a beat, also where the first step leaves no choice: its first pause counts.
    fn step_begins(&self, state: State) -> Position {
        state.with(self.slots.phase, Phase::Developer as u16).0
    }

    pub(super) fn start(&self) -> State {
        let mut start = State::EMPTY;
        for fact in &self.facts {
            start.set(fact.holds, u16::from(fact.starts));
        }
        if let Some(slip) = self.slots.slip {
            start.set(slip, self.vars.most(slip));
        }
        start
    }

    /// Where the developer, found at this beat, sets about ending the pause.
    pub(crate) fn effort_from(&self, beat: Position) -> Vec<Position> {
        let Some(effort) = self.slots.effort else {
            return Vec::new();
        };
        let passed = self.slots.preparing.map_or(0, |slot| State(beat).get(slot));
        if u32::from(passed) < self.found_from {
            return Vec::new();
        }
        let mut states = Choices::default();
        self.next_steps(&State(beat), &mut states);
        let begun = states.states().iter().map(|next| {
            let mut next = next.with(effort, 1);
            self.slots
                .preparing
                .into_iter()
                .for_each(|slot| next.set(slot, 0));
            if self.evaluates_first {
                let own = self.evaluations.iter().filter(|it| it.owner == Owner::Developer);
                own.for_each(|it| next.set(it.ordered, 1));
            }
            self.step_begins(next)
        });
        begun.collect()
    }

    pub(crate) fn phase(&self, position: Position) -> Phase {
        Phase::of(State(position).get(self.slots.phase))
    }

    /// The states that a part of the step leads to.
    pub(super) fn choose(&self, state: &State, phase: Phase, states: &mut Choices) {
        states.begin(*state);
        match phase {
            Phase::Developer => self.preparations(states, Owner::Developer),
            Phase::TheirOthers => self.preparations(states, Owner::Other(Side::Theirs)),
            Phase::OurOthers => self.preparations(states, Owner::Other(Side::Ours)),
            Phase::TheirAnswers => self.answer(states, Side::Theirs),
            Phase::OurAnswers => self.answer(states, Side::Ours),
            Phase::Groups => self.choose_groups(state, states),
            Phase::Beat => self.next_steps(state, states),
        }
    }

    /// Whether anything on the board can happen in this part of a step.
    pub(super) fn has_part(&self, phase: Phase) -> bool {
        self.parts & (1 << phase as u8) != 0
    }

    /// Bit for each part of a step in which something can happen.
    pub(super) fn find_parts(&self) -> u8 {
        let moves = |owner: Owner| {
            self.tasks.iter().any(|it| it.owner == owner)
                || self.definitions.iter().any(|it| it.owner == owner)
                || self.determinations.iter().any(|it| it.owner == owner)
                || self.exceptions.iter().any(|it| it.owner == owner)
                || self.evaluations.iter().any(|it| it.owner == owner)
                || self.has_item_of(owner)
        };
        let answers = |side: Side| {
            let natures = self.natures_side() == side
                && (!self.evaluations.is_empty() || !self.determinations.is_empty() || self.has_items());
            let facts = self.facts.iter().any(|it| self.side_of(it.owner) == side);
            let approvals = self.approvals.iter().any(|it| self.side_of(it.owner) == side);
            natures || facts || approvals || self.is_told_of_attempts(side)
        };
        let parts = [
            (Phase::Developer, true),
            (Phase::TheirOthers, moves(Owner::Other(Side::Theirs))),
            (Phase::OurOthers, moves(Owner::Other(Side::Ours))),
            (Phase::TheirAnswers, answers(Side::Theirs)),
            (Phase::OurAnswers, answers(Side::Ours)),
            (Phase::Groups, !self.groups.is_empty()),
        ];
        parts
            .into_iter()
            .filter(|(_, any)| *any)
            .fold(0, |bits, (phase, _)| bits | 1 << phase as u8)
    }

    fn answer(&self, states: &mut Choices, side: Side) {
        self.answers(states, side);
        self.answer_items(states, side);
        self.answer_attempts(states, side);
    }

    /// Goes on through the parts of the step that leave no choice.
    fn settle(&self, mut state: State, mut phase: Phase, states: &mut Choices) -> State {
        while phase != Phase::Beat {
            if !self.has_part(phase) {
                phase = phase.next();
                continue;
            }
            self.choose(&state, phase, states);
            let Some(only) = states.only() else {
                return state.with(self.slots.phase, phase as u16);
            };
            state = only;
            phase = phase.next();
        }
        self.act(&state).with(self.slots.phase, Phase::Beat as u16)
    }
}

impl holdpoint_game::Board for Board<'_> {
    fn side(&self, position: Position) -> Side {
        match self.phase(position) {
            Phase::Developer => self.developers_side(),
            Phase::TheirOthers | Phase::TheirAnswers => Side::Theirs,
            Phase::OurOthers | Phase::OurAnswers => Side::Ours,
            Phase::Groups => self.chooser_of_groups(&State(position)),
            Phase::Beat => self.natures_side(),
        }
    }

    fn moves(&self, position: Position, into: &mut Vec<Position>) {
        let state = State(position);
        let phase = Phase::of(state.get(self.slots.phase));
        let (mut states, mut later) = self.workspace.take();
        self.choose(&state, phase, &mut states);
        let next = phase.next();
        let settled = states
            .states()
            .iter()
            .map(|it| self.settle(*it, next, &mut later).0);
        into.extend(settled);
        self.workspace.set((states, later));
    }

    fn marks(&self, position: Position) -> Option<Marks> {
        (self.phase(position) == Phase::Beat).then(|| State(position).get(self.slots.marks))
    }
}
