//! Where a side can force that some nodes are visited again and again, for ever.
//!
//! The classical way is to repeat: find from where the side can force one visit; all the rest is a trap, and
//! from wherever the other side can force the play into the trap, the side has lost; take that away and look
//! again. Looking again from scratch would cost a pass over the whole arena each time. Here each node from
//! which a visit can be forced remembers the move that it relies on, so that after taking a region away only
//! the nodes that relied on it, one through the other, are looked at again.

use super::reach::{Reach, n_moves};
use crate::arena::Arena;
use crate::board::Side;
use crate::nodes::{NodeId, NodeSet};
use std::collections::VecDeque;

/// Where `side` can force that nodes of `accept` are visited infinitely often.
#[must_use]
pub fn recur(arena: &Arena, side: Side, accept: &NodeSet) -> Recur {
    let mut sieve = Sieve::new(arena, side, accept);
    let mut trap = sieve.attach(accept.complement().iter().collect());
    while !trap.is_empty() {
        let lost = sieve.expel(trap);
        let adrift = sieve.detach(&lost);
        trap = sieve.attach(adrift);
    }
    sieve.into_answer()
}

/// The answer of [`recur`].
pub struct Recur {
    /// The side that was asked for.
    pub side: Side,
    /// The nodes that are to be visited again and again.
    pub accept: NodeSet,
    /// Where the side can force it; everywhere else the other side can prevent it.
    pub region: NodeSet,
    /// In the region, the number of moves to the next accepted node, this one included, if the side hurries.
    /// Outside, a measure that the other side can keep from rising, while it falls at each accepted node.
    pub rank: Vec<u32>,
}

impl Recur {
    /// A good move at a node for the side that moves there: in the region one that stays in it and, for the
    /// side, comes closer to the next accepted node; outside one that, for the other side, lets the measure
    /// fall furthest.
    #[must_use]
    pub fn next(&self, arena: &Arena, node: NodeId) -> NodeId {
        let is_won = self.region.contains(node);
        let moves = arena.successors(node).iter().copied();
        let good = moves.filter(|next| self.region.contains(*next) == is_won);
        let is_of_winner = (arena.side(node) == self.side) == is_won;
        let best = if is_of_winner {
            good.min_by_key(|next| self.rank[next.index()])
        } else {
            good.rev().max_by_key(|next| self.rank[next.index()])
        };
        best.expect("the winner has a move that keeps winning, and the loser has none that stops losing")
    }
}

struct Sieve<'a> {
    arena: &'a Arena,
    side: Side,
    accept: &'a NodeSet,
    /// The nodes not lost yet.
    left: NodeSet,
    /// The nodes from which a visit can be forced among those left.
    attached: NodeSet,
    /// The successor that an attached node of the side relies on.
    // INVARIANT: following these, and all moves of the other side, one comes to an accepted node and never to
    // a circle.
    relies_on: Vec<NodeId>,
    /// For each node of the side, the number of its moves to nodes that are left.
    n_left: Vec<u32>,
    /// For each unattached node of the other side that is being looked at, the number of its moves to others.
    n_unattached: Vec<u32>,
    measure: Vec<u32>,
    measure_next: u32,
}

impl<'a> Sieve<'a> {
    fn new(arena: &'a Arena, side: Side, accept: &'a NodeSet) -> Sieve<'a> {
        Sieve {
            arena,
            side,
            accept,
            left: NodeSet::full(arena.len()),
            attached: accept.clone(),
            relies_on: arena.nodes().collect(),
            n_left: n_moves(arena),
            n_unattached: vec![0; arena.len()],
            measure: vec![0; arena.len()],
            measure_next: 0,
        }
    }

    /// Attaches those of the `adrift` nodes, which are all that are left unattached, from which a visit can
    /// be forced, and returns the others: a trap.
    fn attach(&mut self, adrift: Vec<NodeId>) -> Vec<NodeId> {
        let mut fresh: VecDeque<NodeId> = adrift
            .iter()
            .copied()
            .filter(|node| self.can_attach(*node))
            .collect();
        for node in &fresh {
            self.attached.insert(*node);
        }
        while let Some(node) = fresh.pop_front() {
            for before in self.arena.predecessors(node) {
                if self.left.contains(*before)
                    && !self.attached.contains(*before)
                    && self.relies(*before, node)
                {
                    self.attached.insert(*before);
                    fresh.push_back(*before);
                }
            }
        }
        adrift
            .into_iter()
            .filter(|node| !self.attached.contains(*node))
            .collect()
    }

    /// Can the node be attached to what was attached before? Notes what that depends on.
    fn can_attach(&mut self, node: NodeId) -> bool {
        let moves = self.arena.successors(node).iter().copied();
        if self.arena.side(node) == self.side {
            let support = moves.into_iter().find(|next| self.attached.contains(*next));
            self.relies_on[node.index()] = support.unwrap_or(node);
            support.is_some()
        } else {
            let n_unattached = moves.filter(|next| !self.attached.contains(*next)).count();
            self.n_unattached[node.index()] =
                u32::try_from(n_unattached).expect("a node has fewer than 2^32 moves");
            n_unattached == 0
        }
    }

    /// Can the unattached node be attached, now that its successor is?
    fn relies(&mut self, node: NodeId, successor: NodeId) -> bool {
        if self.arena.side(node) == self.side {
            self.relies_on[node.index()] = successor;
            true
        } else {
            self.n_unattached[node.index()] -= 1;
            self.n_unattached[node.index()] == 0
        }
    }

    /// Takes away the trap and all from where the other side can force the play into it.
    fn expel(&mut self, trap: Vec<NodeId>) -> Vec<NodeId> {
        let mut lost = trap;
        for node in &lost {
            self.lose(*node, self.measure_next);
        }
        let mut n_done = 0;
        while n_done < lost.len() {
            let node = lost[n_done];
            n_done += 1;
            self.measure_next = self.measure[node.index()] + 1;
            for before in self.arena.predecessors(node) {
                if !self.left.contains(*before) {
                    continue;
                }
                self.n_left[before.index()] -= 1;
                if self.arena.side(*before) != self.side || self.n_left[before.index()] == 0 {
                    self.lose(*before, self.measure_next);
                    lost.push(*before);
                }
            }
        }
        lost
    }

    fn lose(&mut self, node: NodeId, measure: u32) {
        self.left.remove(node);
        self.attached.remove(node);
        self.measure[node.index()] = measure;
    }

    /// Detaches every node that relied on a lost one, one through the other, and returns them.
    fn detach(&mut self, lost: &[NodeId]) -> Vec<NodeId> {
        let mut adrift: Vec<NodeId> = Vec::new();
        let mut gone = lost.to_vec();
        while let Some(node) = gone.pop() {
            for before in self.arena.predecessors(node) {
                let relied = self.arena.side(*before) != self.side || self.relies_on[before.index()] == node;
                if relied && !self.accept.contains(*before) && self.attached.remove(*before) {
                    adrift.push(*before);
                    gone.push(*before);
                }
            }
        }
        adrift
    }

    fn into_answer(self) -> Recur {
        let accept = self.accept.intersection(&self.left);
        let visit = Reach::new(self.arena, self.side, &accept, |node| self.left.contains(node));
        let mut rank = self.measure;
        for node in self.left.iter() {
            rank[node.index()] = visit.rank[node.index()];
        }
        Recur {
            side: self.side,
            accept: self.accept.clone(),
            region: self.left,
            rank,
        }
    }
}
