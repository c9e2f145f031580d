//! From each node: how many marked beats are still to come before the first unmarked one.

use super::reach::n_moves;
use crate::arena::{Arena, Reading};
use crate::board::{Marks, Side};
use crate::length::Length;
use crate::nodes::{NodeId, NodeSet};
use std::collections::VecDeque;

/// For every node the number of *further* beats with any mark of `mark` before the first beat with none of
/// them, if `side` wants few and the other side wants many. A node's own beat is not counted when one starts
/// on it.
#[must_use]
pub fn wait(arena: &Arena, side: Side, mark: Marks) -> Wait<'_> {
    debug_assert!(arena.beats_recur(), "every circle of a board passes a beat");
    let mut wait = Wait {
        arena,
        side,
        mark,
        value: vec![NEVER; arena.len()],
        order: vec![NEVER; arena.len()],
    };
    wait.settle();
    wait
}

const NEVER: u32 = u32::MAX;

/// The answer of [`wait`].
pub struct Wait<'a> {
    pub(super) arena: &'a Arena,
    pub(super) side: Side,
    pub(super) mark: Marks,
    /// The number of further marked beats; `NEVER` if the side cannot force an unmarked one.
    pub(super) value: Vec<u32>,
    /// When the value was found; on every good move it falls until an unmarked beat is come to.
    pub(super) order: Vec<u32>,
}

impl Wait<'_> {
    /// How long the wait is from a node; `Endless` if the side cannot force an unmarked beat.
    #[must_use]
    pub fn value(&self, node: NodeId) -> Length {
        match self.value[node.index()] {
            NEVER => Length::Endless,
            beats => Length::Finite(beats),
        }
    }

    /// The best move at a node for the side that moves there. Of equally good ones it is an unmarked beat or, failing
    /// that, the one whose value was found first, which keeps plays short.
    #[must_use]
    pub fn next(&self, node: NodeId) -> NodeId {
        let moves = self.arena.successors(node).iter().copied();
        let good = moves.filter(|next| self.on_entering(*next) == self.value(node));
        good.min_by_key(|next| self.place(*next))
            .expect("a value comes from a move")
    }

    /// The play from a node in which both sides play well. It ends at the first unmarked beat after the node;
    /// if the wait is endless, at the second visit to a node, from where it repeats.
    #[must_use]
    pub fn play(&self, from: NodeId) -> Vec<NodeId> {
        let mut play = vec![from];
        let mut seen = NodeSet::empty(self.arena.len());
        let mut here = from;
        while seen.insert(here) {
            here = self.next(here);
            play.push(here);
            if self.reading(here) == Reading::Unmarked {
                break;
            }
        }
        play
    }

    /// The wait of a play that moves to the node now.
    fn on_entering(&self, node: NodeId) -> Length {
        match self.reading(node) {
            Reading::Unmarked => Length::Finite(0),
            Reading::NoBeat => self.value(node),
            Reading::Marked => self.value(node).and_one(),
        }
    }

    fn place(&self, node: NodeId) -> u32 {
        if self.reading(node) == Reading::Unmarked {
            0
        } else {
            self.order[node.index()]
        }
    }

    fn reading(&self, node: NodeId) -> Reading {
        self.arena.reading(node, self.mark)
    }

    /// Finds the values from the least to the largest: when a node is first come to from a settled one, its
    /// side's best move is known; when it is last come to, the other side's is.
    fn settle(&mut self) {
        let mut n_open = n_moves(self.arena);
        let mut now: VecDeque<NodeId> = self
            .arena
            .nodes()
            .filter(|n| self.reading(*n) == Reading::Unmarked)
            .collect();
        let mut after_one_beat = VecDeque::new();
        let (mut beats, mut n_settled) = (0, 0);
        while !now.is_empty() {
            while let Some(node) = now.pop_front() {
                for before in self.arena.predecessors(node) {
                    n_open[before.index()] -= 1;
                    if self.value[before.index()] != NEVER
                        || !self.is_settled(*before, n_open[before.index()])
                    {
                        continue;
                    }
                    self.value[before.index()] = beats;
                    self.order[before.index()] = n_settled;
                    n_settled += 1;
                    match self.reading(*before) {
                        Reading::NoBeat => now.push_back(*before),
                        Reading::Marked => after_one_beat.push_back(*before),
                        // Whoever comes here is done, and was told so at the start.
                        Reading::Unmarked => {}
                    }
                }
            }
            std::mem::swap(&mut now, &mut after_one_beat);
            beats += 1;
        }
    }

    /// Has the node a value, now that it has been come to and `n_open` of its moves lead to nodes without
    /// one?
    fn is_settled(&self, node: NodeId, n_open: u32) -> bool {
        self.arena.side(node) == self.side || n_open == 0
    }
}
