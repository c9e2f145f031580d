//! What a position of the board remembers, and how it is packed into a number.
//!
//! It must not know what the variables mean or how they change.

use holdpoint_game::Position;
use holdpoint_policy::model::{
    ActionId, ApprovalId, ClauseId, DeterminationId, EvaluationId, ExceptionId, FactId, LevelId, SafeguardId,
    ScoreId, StandardId, TaskId,
};
use std::collections::BTreeMap;

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
    /// Steps for which a bar that is remembered has been owed.
    Latch(usize),
    /// Whether what fires it was true a step ago.
    Was(usize),
    Exercised(ExceptionId),
    Off(ClauseId),
    /// At a beat: the action was carried out in this step.
    WentOn(ActionId),
    /// A status (paused, going on) a step ago.
    Status(usize),
    /// Whether a clause was breached a step ago.
    Breached(ClauseId),
    /// For how many steps a condition has been true.
    Held(usize),
    /// 0 not true, 1 true and not announced, 2 announced.
    Announced(usize),
    /// Beats at which a duty was owed.
    Owed(ClauseId),
    /// Whether what fires a duty was true at the last beat.
    WasOwed(ClauseId),
    Marks,
}

/// The bits of a variable in a state; while a board is only drafted, its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot {
    start: u16,
    width: u16,
}

/// Variables are gathered twice: a first draft of the board learns how wide each is, the second knows its bits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vars {
    slots: BTreeMap<Var, usize>,
    names: Vec<(Var, Slot)>,
    /// Largest value of each.
    most: Vec<u16>,
    /// By first bit, the largest value of the variable there.
    most_at: Vec<u16>,
    /// The first bit that is free; `None` in a draft.
    end: Option<u32>,
    /// From the draft.
    known_most: BTreeMap<Var, u16>,
    /// More was to be counted than a variable holds.
    pub(crate) is_too_long: bool,
}

impl Vars {
    /// The slot of a variable whose values are 0 to `most`; asking again may only widen it.
    pub(crate) fn need(&mut self, var: Var, most: u32) -> Slot {
        self.is_too_long |= most > u32::from(u16::MAX);
        let most = u16::try_from(most).unwrap_or(u16::MAX);
        let index = match self.slots.get(&var) {
            Some(index) => *index,
            None => self.add(var),
        };
        self.most[index] = self.most[index].max(most);
        self.names[index].1
    }

    fn add(&mut self, var: Var) -> usize {
        let index = self.names.len();
        let known = self.known_most.get(&var).copied().unwrap_or(0);
        let slot = match &mut self.end {
            None => Slot {
                start: u16::try_from(index).unwrap_or(u16::MAX),
                width: 0,
            },
            Some(end) => {
                let width = width(known);
                // A variable with one value has no bits, and must not stand past the last.
                let start = (*end).min(Position::BITS - 1) as u16;
                *end += u32::from(width);
                self.most_at.resize(usize::from(start) + 1, 0);
                self.most_at[usize::from(start)] = known;
                Slot { start, width }
            }
        };
        self.slots.insert(var, index);
        self.names.push((var, slot));
        self.most.push(known);
        index
    }

    pub(crate) fn most(&self, slot: Slot) -> u16 {
        match (self.end, slot.width) {
            (None, _) => self.most[usize::from(slot.start)],
            (Some(_), 0) => 0,
            (Some(_), _) => self.most_at[usize::from(slot.start)],
        }
    }

    /// The largest value of each, in order.
    pub(crate) fn largest(&self) -> &[u16] {
        &self.most
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Var, Slot)> + '_ {
        self.names.iter().copied()
    }

    /// The same variables to be gathered again, each at its bits; or how many bits that would take if they are more
    /// than a position has.
    pub(crate) fn settled(&self) -> Result<Vars, u32> {
        let total: u32 = self.most.iter().map(|most| u32::from(width(*most))).sum();
        if total > Position::BITS {
            return Err(total);
        }
        let known = self.names.iter().zip(&self.most);
        Ok(Vars {
            end: Some(0),
            known_most: known.map(|((var, _), most)| (*var, *most)).collect(),
            ..Vars::default()
        })
    }
}

fn width(most: u16) -> u16 {
    (u16::BITS - most.leading_zeros()) as u16
}

/// Every variable of a position, side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct State(pub(crate) Position);

impl State {
    pub(crate) const EMPTY: State = State(0);

    #[inline]
    pub(crate) fn get(self, slot: Slot) -> u16 {
        ((self.0 >> slot.start) as u32 & ((1u32 << slot.width) - 1)) as u16
    }

    #[inline]
    pub(crate) fn is(self, slot: Slot) -> bool {
        self.get(slot) != 0
    }

    #[inline]
    pub(crate) fn set(&mut self, slot: Slot, value: u16) {
        let mask = ((1u128 << slot.width) - 1) << slot.start;
        self.0 = self.0 & !mask | (Position::from(value) << slot.start) & mask;
    }

    #[inline]
    #[must_use]
    pub(crate) fn with(mut self, slot: Slot, value: u16) -> State {
        self.set(slot, value);
        self
    }
}
