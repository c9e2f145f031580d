//! How short a side can keep the runs of consecutive marked beats.

use super::recur::{Recur, recur};
use super::run_levels::{Levels, RunGame};
use crate::arena::{Arena, Reading};
use crate::board::{Marks, Side};
use crate::length::Length;
use crate::nodes::NodeId;

/// How short `side` can keep the runs of consecutive beats that carry any mark of `mark`, from each root of
/// the arena.
#[must_use]
pub fn longest_run(arena: &Arena, side: Side, mark: Marks) -> Run<'_> {
    longest_run_near(arena, side, mark, 0)
}

/// The same, soonest where `guess` is the value.
#[must_use]
pub fn longest_run_near(arena: &Arena, side: Side, mark: Marks, guess: u32) -> Run<'_> {
    debug_assert!(arena.beats_recur(), "every circle of a board passes a beat");
    let game = RunGame { arena, side, mark };
    let breaks = recur(
        arena,
        side,
        &arena.select(|node| arena.reading(node, mark) == Reading::Unmarked),
    );
    let values = arena
        .roots()
        .iter()
        .map(|root| least_bound(game, &breaks, *root, guess))
        .collect();
    Run { game, breaks, values }
}

/// The answer of [`longest_run`], with the strategies of both sides.
///
/// A *current run* at a node is the number of marked beats since the last unmarked one, the node's own beat
/// included. Where play begins, the current run is 0, even on a marked beat.
pub struct Run<'a> {
    pub(super) game: RunGame<'a>,
    /// Where the side can force that runs end again and again.
    pub(super) breaks: Recur,
    /// The value of each root.
    values: Vec<Length>,
}

impl Run<'_> {
    /// The least n such that the side can guarantee, when play begins at `root`, that no run is longer than n
    /// beats; `Endless` if there is none. Quick for the roots of the arena; any other node is solved when it
    /// is asked for.
    #[must_use]
    pub fn value(&self, root: NodeId) -> Length {
        let place = self.game.arena.roots().iter().position(|node| *node == root);
        place.map_or_else(
            || least_bound(self.game, &self.breaks, root, 0),
            |place| self.values[place],
        )
    }

    /// The current run after moving to `node` with a current run of `run` beats.
    #[must_use]
    pub fn run_at(&self, node: NodeId, run: u32) -> u32 {
        self.game.run_at(node, run)
    }
}

fn least_bound(game: RunGame<'_>, breaks: &Recur, root: NodeId, guess: u32) -> Length {
    if breaks.region.contains(root) {
        Length::Finite(least_kept(game, root, guess))
    } else {
        Length::Endless
    }
}

/// The least bound that can be kept from a root from where some bound can be: by doubling the distance from the guess,
/// then by halving.
fn least_kept(game: RunGame<'_>, root: NodeId, guess: u32) -> u32 {
    let is_kept = |bound| Levels::is_kept(game, bound, root);
    let (mut broken_below, mut kept, mut stride) = (0, guess, 1);
    if is_kept(guess) {
        if guess > 0 && !is_kept(guess - 1) {
            return guess;
        }
    } else {
        while !is_kept(kept) {
            broken_below = kept + 1;
            kept = broken_below + stride;
            stride *= 2;
        }
    }
    while broken_below < kept {
        let middle = broken_below + (kept - broken_below) / 2;
        if is_kept(middle) {
            kept = middle;
        } else {
            broken_below = middle + 1;
        }
    }
    kept
}
