//! The grounds of an answer, as plain data about positions. No solver is known here, and no way to check
//! anything: that is [`audit`](crate::audit)'s.
//!
//! In every certificate `side` is the side that can make the claim come true, whatever the other side does,
//! and the claim is made of every position that is listed.

use crate::board::{Marks, Position, Side};
use crate::length::{Length, Sum};
use std::collections::BTreeMap;

/// The side can force that the goal is visited, from each position within so many moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The side that forces it.
    pub side: Side,
    /// For each position a number of moves.
    pub moves: BTreeMap<Position, u32>,
}

/// The side can force that the play stays inside for ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The side that keeps it inside.
    pub side: Side,
    /// For each position the move to make there; `None` where the other side moves.
    pub next: BTreeMap<Position, Option<Position>>,
}

/// The side can force that accepted positions are visited again and again, from each position within so many
/// moves for the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recur {
    /// The side that forces it.
    pub side: Side,
    /// For each position a number of moves.
    pub moves: BTreeMap<Position, u32>,
}

/// The side can force that accepted positions are visited only finitely often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cease {
    /// The side that forces it.
    pub side: Side,
    /// A number that the side can keep from ever rising, while every accepted position lowers it.
    pub measure: BTreeMap<Position, u32>,
}

/// The side can keep every run of marked beats short, when play begins at the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunAtMost {
    /// The side that keeps runs short.
    pub side: Side,
    /// A beat is marked if it has any of these marks.
    pub mark: Marks,
    /// Where play begins, with a current run of 0.
    pub root: Position,
    /// No run is longer than so many beats.
    pub bound: u32,
    /// For each position the longest current run with which the bound can still be kept.
    pub longest_safe: BTreeMap<Position, u32>,
}

/// The side can force a long run of marked beats, when play begins at the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunAtLeast {
    /// The side that forces it.
    pub side: Side,
    /// A beat is marked if it has any of these marks.
    pub mark: Marks,
    /// Where play begins, with a current run of 0.
    pub root: Position,
    /// Some run is so many beats long.
    pub length: u32,
    /// For each position and current run there, the number of moves within which the run is as long as that.
    pub moves: BTreeMap<(Position, u32), u32>,
}

/// The side can force a run of marked beats that never ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunEndless {
    /// The side that forces it.
    pub side: Side,
    /// A beat is marked if it has any of these marks.
    pub mark: Marks,
    /// A number that the side can keep from ever rising, while every unmarked beat lowers it.
    pub measure: BTreeMap<Position, u32>,
}

/// The side can force that an unmarked beat comes, from each position after no more than so many marked ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitAtMost {
    /// The side that wants the wait short.
    pub side: Side,
    /// A beat is marked if it has any of these marks.
    pub mark: Marks,
    /// For each position the number of further marked beats, and a number that falls while there are no fewer
    /// to come.
    pub beats: BTreeMap<Position, (u32, u32)>,
}

/// The side can force that no unmarked beat comes, from each position, before so many marked ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitAtLeast {
    /// The side that wants the wait long.
    pub side: Side,
    /// A beat is marked if it has any of these marks.
    pub mark: Marks,
    /// For each position the number of further marked beats; `Endless` if no unmarked beat need ever come.
    pub beats: BTreeMap<Position, Length>,
}

/// The side can stay inside for ever, and pay no more than so much in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalAtMost {
    /// The side that pays.
    pub side: Side,
    /// For each position what is paid from there on.
    pub total: BTreeMap<Position, u64>,
}

/// The side can force that the other side, if it stays inside, pays no less than so much in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalAtLeast {
    /// The side that wants the total large.
    pub side: Side,
    /// For each position what is paid from there on, and a number that falls while nothing is paid.
    pub total: BTreeMap<Position, (Sum, u32)>,
}
