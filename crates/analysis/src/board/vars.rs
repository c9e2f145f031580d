//! What a position of the board remembers, and how it is packed into a number.
//!
//! It must not know what the variables mean or how they change.

use holdpoint_game::Position;
use holdpoint_policy::model::{
    ActionId, ApprovalId, ClauseId, DeterminationId, EvaluationId, ExceptionId, FactId, LevelId, SafeguardId,
    ScoreId, StandardId, TaskId,
};
use std::collections::BTreeMap;

/// More variables than this do not fit a position anyway.
pub(crate) const MAX_VARS: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Var {
    /// Whose turn it is within a step, see `Phase`.
    Phase,
    /// Steps of growth so far, up to the last one that matters.
    Growth,
    /// Steps since preparations began, up to the last one that matters.
    Preparing,
    /// 1 once the developer, found in a pause, sets about ending it.
    Effort,
    /// 1 once all work of unstated length is finished.
    Released,
    SlipLeft,
    /// 0 none, 1 rules out, 2 inconclusive, 3 + grade indicates.
    Answer(EvaluationId),
    Ordered(EvaluationId),
    SinceGrowth(EvaluationId),
    SinceTime(EvaluationId),
    /// Grade of the signs that have been seen, 0 none.
    Signs(usize),
    /// 1 while compute has not grown since the last look.
    Looked(usize),
    /// Growth since the first sign was seen, 0 while none.
    MissAge(usize),
    /// Our side lets compute grow in this step.
    Grows,
    /// With hidden moments on the board: growth since the signs appeared, plus one.
    SignsAge(usize),
    Reached(usize),
    /// Whether a group of safeguards is in place.
    Group(usize),
    /// One safeguard's own progress, see `items`.
    Item(SafeguardId),
    Attempted(SafeguardId),
    /// 0, then steps under way plus one, then done.
    Task(TaskId),
    /// Done since the latest answer of the evaluation that a determination is about.
    TaskFresh(TaskId),
    Found(DeterminationId),
    Asked(DeterminationId),
    Holds(FactId),
    Approved(ApprovalId),
    LevelDefined(LevelId),
    StandardDefined(StandardId),
    Score(ScoreId),
    /// A pause that has been fired and not ended.
    Latch(usize),
    /// Whether what fires it was true a step ago.
    Was(usize),
    Exercised(ExceptionId),
    Off(ClauseId),
    /// At a beat: the action was carried out in this step.
    WentOn(ActionId),
    /// A status (paused, going on) a step ago.
    Status(usize),
    /// For how many steps a condition has been true.
    Held(usize),
    /// 0 not true, 1 true and not announced, 2 announced.
    Announced(usize),
    /// Steps since a duty was fired, plus one; the last value is overdue.
    Owed(ClauseId),
    Marks,
}

/// The place of a variable in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot(pub(crate) u16);

#[derive(Clone, Debug, Default)]
pub(crate) struct Vars {
    slots: BTreeMap<Var, Slot>,
    names: Vec<Var>,
    /// Largest value of each.
    most: Vec<u16>,
}

impl Vars {
    /// The slot of a variable whose values are 0 to `most`; asking again may only widen it.
    pub(crate) fn need(&mut self, var: Var, most: u32) -> Slot {
        let most = u16::try_from(most).unwrap_or(u16::MAX);
        let next = Slot(self.names.len() as u16);
        let slot = *self.slots.entry(var).or_insert(next);
        if slot == next {
            self.names.push(var);
            self.most.push(most);
        }
        let kept = &mut self.most[slot.0 as usize];
        *kept = (*kept).max(most);
        slot
    }

    pub(crate) fn most(&self, slot: Slot) -> u16 {
        self.most[slot.0 as usize]
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Var, Slot)> + '_ {
        self.names
            .iter()
            .enumerate()
            .map(|(index, var)| (*var, Slot(index as u16)))
    }

    /// The layout, or how many bits it would take if they are more than a position has.
    pub(crate) fn layout(&self) -> Result<Layout, u32> {
        let widths: Vec<u8> = self
            .most
            .iter()
            .map(|most| (16 - most.leading_zeros()) as u8)
            .collect();
        let total: u32 = widths.iter().map(|it| u32::from(*it)).sum();
        let starts = widths.iter().scan(0u32, |at, width| {
            Some(std::mem::replace(at, *at + u32::from(*width)))
        });
        let starts = starts.collect();
        let fits = total <= Position::BITS && widths.len() <= MAX_VARS;
        if fits {
            Ok(Layout { widths, starts })
        } else {
            Err(total)
        }
    }
}

/// How many bits each variable takes, in order.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    widths: Vec<u8>,
    /// The first bit of each.
    starts: Vec<u32>,
}

/// Every variable of a position, unpacked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct State {
    values: [u16; MAX_VARS],
}

impl State {
    pub(crate) const EMPTY: State = State {
        values: [0; MAX_VARS],
    };

    pub(crate) fn get(&self, slot: Slot) -> u16 {
        self.values[slot.0 as usize]
    }

    pub(crate) fn is(&self, slot: Slot) -> bool {
        self.get(slot) != 0
    }

    pub(crate) fn set(&mut self, slot: Slot, value: u16) {
        self.values[slot.0 as usize] = value;
    }

    #[must_use]
    pub(crate) fn with(mut self, slot: Slot, value: u16) -> State {
        self.set(slot, value);
        self
    }
}

impl Layout {
    pub(crate) fn pack(&self, state: &State) -> Position {
        let mut position: Position = 0;
        let mut at = 0;
        for (value, width) in state.values.iter().zip(&self.widths) {
            position |= Position::from(*value) << at;
            at += u32::from(*width);
        }
        position
    }

    /// One variable of a packed position.
    pub(crate) fn read(&self, position: Position, slot: Slot) -> u16 {
        let index = usize::from(slot.0);
        ((position >> self.starts[index]) & ((1 << self.widths[index]) - 1)) as u16
    }

    pub(crate) fn unpack(&self, position: Position) -> State {
        let mut state = State::EMPTY;
        let mut rest = position;
        for (value, width) in state.values.iter_mut().zip(&self.widths) {
            *value = (rest & ((1 << *width) - 1)) as u16;
            rest >>= *width;
        }
        state
    }
}
