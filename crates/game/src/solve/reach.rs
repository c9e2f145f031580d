//! Where a side can force that a goal is visited, and in how many moves.

use crate::arena::Arena;
use crate::board::Side;
use crate::nodes::{NodeId, NodeSet};
use std::collections::VecDeque;

/// Where `side` can force that a node of `goal` is visited. Goal nodes themselves count, whoever moves there.
#[must_use]
pub fn reach(arena: &Arena, side: Side, goal: &NodeSet) -> Reach {
    Reach::new(arena, side, goal, |_| true)
}

/// The answer of [`reach`].
pub struct Reach {
    /// The side that was asked for.
    pub side: Side,
    /// Where it can force a visit.
    pub region: NodeSet,
    /// For each node the number of moves after which the goal is visited if the side hurries and the other
    /// delays; [`Reach::NEVER`] outside the region.
    pub rank: Vec<u32>,
}

impl Reach {
    /// The rank of a node from which the visit cannot be forced.
    pub const NEVER: u32 = u32::MAX;

    /// Like [`reach`], in the part of the arena where `inside` holds; the other side must have no move out of
    /// it.
    pub(crate) fn new(arena: &Arena, side: Side, goal: &NodeSet, inside: impl Fn(NodeId) -> bool) -> Reach {
        let mut rank = vec![Reach::NEVER; arena.len()];
        let mut region = goal.clone();
        let mut queue: VecDeque<NodeId> = goal.iter().collect();
        for node in &queue {
            rank[node.index()] = 0;
        }
        let mut n_escapes = n_moves(arena);
        while let Some(node) = queue.pop_front() {
            for before in arena
                .predecessors(node)
                .iter()
                .copied()
                .filter(|before| inside(*before))
            {
                n_escapes[before.index()] -= 1;
                let is_forced = arena.side(before) == side || n_escapes[before.index()] == 0;
                if is_forced && region.insert(before) {
                    rank[before.index()] = rank[node.index()] + 1;
                    queue.push_back(before);
                }
            }
        }
        Reach { side, region, rank }
    }

    /// The best move at a node of the region: the quickest for the side, the slowest for the other. `None` at
    /// a goal node, where there is nothing left to do, and outside the region.
    #[must_use]
    pub fn next(&self, arena: &Arena, node: NodeId) -> Option<NodeId> {
        if matches!(self.rank[node.index()], 0 | Reach::NEVER) {
            return None;
        }
        let moves = arena.successors(node).iter().copied();
        if arena.side(node) == self.side {
            moves.min_by_key(|next| self.rank[next.index()])
        } else {
            moves.rev().max_by_key(|next| self.rank[next.index()])
        }
    }

    /// The play from a node to the goal in which the side hurries and the other delays; `None` outside the
    /// region.
    #[must_use]
    pub fn play(&self, arena: &Arena, from: NodeId) -> Option<Vec<NodeId>> {
        let start = self.region.contains(from).then_some(from);
        start.map(|start| std::iter::successors(Some(start), |node| self.next(arena, *node)).collect())
    }
}

/// For each node the number of its moves.
pub(crate) fn n_moves(arena: &Arena) -> Vec<u32> {
    let count = |node| u32::try_from(arena.successors(node).len()).expect("a node has fewer than 2^32 moves");
    arena.nodes().map(count).collect()
}
