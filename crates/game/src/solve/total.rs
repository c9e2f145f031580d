//! The least that a side must pay, in all, for a play without end that stays inside.
//!
//! Prices are settled from the least to the largest. A node has the price `p` if the side can see to it that
//! the play either goes on for ever without paying and without coming to a cheaper node, or pays, as it comes
//! to a settled node, no more than `p` with what is paid from there on. The next `p` is a cost at which some
//! node can move to a settled one; only nodes that come to such a node without paying can have it.

use super::reach::n_moves;
use super::stay::stay;
use super::total_pressure::pressure;
use crate::arena::Arena;
use crate::board::Side;
use crate::length::Sum;
use crate::nodes::{NodeId, NodeSet};
use std::collections::BTreeMap;

/// For every node the least sum of the weights of all moves to come that `side` can guarantee while it keeps
/// the play in `within` for ever, if the other side wants the sum large. `Endless` where it cannot stay in,
/// and where it would have to pay again and again.
///
/// Sums are to stay below `u64::MAX`.
#[must_use]
pub fn least_total<'a, W>(arena: &'a Arena, side: Side, within: &NodeSet, weight: W) -> Total<'a, W>
where
    W: Fn(NodeId, NodeId) -> u64,
{
    let mut prices = Prices::new(arena, side, stay(arena, side, within).region, &weight);
    prices.settle_all();
    let price = prices.price;
    let mut total = Total {
        arena,
        side,
        within: within.clone(),
        weight,
        price,
        pressure: Vec::new(),
    };
    total.pressure = pressure(&total);
    total
}

pub(super) const NEVER: u64 = u64::MAX;

/// The answer of [`least_total`].
pub struct Total<'a, W> {
    pub(super) arena: &'a Arena,
    pub(super) side: Side,
    pub(super) within: NodeSet,
    pub(super) weight: W,
    /// What is still to be paid from each node on; `NEVER` if it has no bound.
    pub(super) price: Vec<u64>,
    /// After how many moves the other side can force one that pays, or leads to a dearer node; not meaningful
    /// at price 0.
    pub(super) pressure: Vec<u32>,
}

impl<W: Fn(NodeId, NodeId) -> u64> Total<'_, W> {
    /// What is paid from a node on.
    #[must_use]
    pub fn value(&self, node: NodeId) -> Sum {
        match self.price[node.index()] {
            NEVER => Sum::Endless,
            sum => Sum::Finite(sum),
        }
    }

    /// The best move at a node for the side that moves there: the cheapest for the side, the dearest for the
    /// other, and among these the one after which payment comes soonest.
    #[must_use]
    pub fn next(&self, node: NodeId) -> NodeId {
        let moves = self.arena.successors(node).iter().copied();
        let is_of_payer = self.arena.side(node) == self.side;
        let best = if is_of_payer {
            moves.min_by_key(|next| self.cost(node, *next))
        } else {
            moves
                .rev()
                .max_by_key(|next| (self.cost(node, *next), std::cmp::Reverse(self.delay(node, *next))))
        };
        best.expect("every position of a board has a move")
    }

    /// The play from a node in which both sides play well. It ends at the second visit to a node, from where
    /// it repeats; if the total is finite, nothing is paid in between.
    #[must_use]
    pub fn play(&self, from: NodeId) -> Vec<NodeId> {
        let mut seen = NodeSet::empty(self.arena.len());
        let mut play = vec![from];
        let mut here = from;
        while seen.insert(here) {
            here = self.next(here);
            play.push(here);
        }
        play
    }

    /// What is paid from `node` on if play moves to `next` now.
    pub(super) fn cost(&self, node: NodeId, next: NodeId) -> u64 {
        (self.weight)(node, next).saturating_add(self.price[next.index()])
    }

    /// Is something paid on the move, or is what is still to be paid more than before?
    pub(super) fn presses(&self, node: NodeId, next: NodeId) -> bool {
        (self.weight)(node, next) > 0 || self.price[next.index()] > self.price[node.index()]
    }

    fn delay(&self, node: NodeId, next: NodeId) -> u32 {
        if self.presses(node, next) {
            0
        } else {
            self.pressure[next.index()].saturating_add(1)
        }
    }
}

/// Prices being settled.
struct Prices<'a, W> {
    arena: &'a Arena,
    side: Side,
    weight: &'a W,
    price: Vec<u64>,
    /// Nodes that have no price yet, from where the side can stay inside.
    unsettled: NodeSet,
    /// For each cost, the nodes that were not settled when a move of theirs to a settled node was found to
    /// cost it.
    exits: BTreeMap<u64, Vec<NodeId>>,
    n_moves: Vec<u32>,
    /// Of the candidates of a pass, the number of ways that are still hopeful.
    n_ways: Vec<u32>,
}

impl<'a, W: Fn(NodeId, NodeId) -> u64> Prices<'a, W> {
    fn new(arena: &'a Arena, side: Side, inside: NodeSet, weight: &'a W) -> Prices<'a, W> {
        let (price, n_ways) = (vec![NEVER; arena.len()], vec![0; arena.len()]);
        let (exits, n_moves) = (BTreeMap::new(), n_moves(arena));
        Prices {
            arena,
            side,
            weight,
            price,
            unsettled: inside,
            exits,
            n_moves,
            n_ways,
        }
    }

    fn settle_all(&mut self) {
        let inside: Vec<NodeId> = self.unsettled.iter().collect();
        self.settle(0, &inside);
        while let Some((price, nodes)) = self.exits.pop_first() {
            let candidates = self.upstream(nodes);
            self.settle(price, &candidates);
        }
    }

    /// The unsettled nodes from which one comes to one of `nodes` without paying.
    fn upstream(&self, nodes: Vec<NodeId>) -> Vec<NodeId> {
        let mut seen = NodeSet::empty(self.arena.len());
        let mut found: Vec<NodeId> = nodes
            .into_iter()
            .filter(|n| self.unsettled.contains(*n) && seen.insert(*n))
            .collect();
        let mut n_done = 0;
        while n_done < found.len() {
            let node = found[n_done];
            n_done += 1;
            for before in self.arena.predecessors(node) {
                if self.unsettled.contains(*before)
                    && (self.weight)(*before, node) == 0
                    && seen.insert(*before)
                {
                    found.push(*before);
                }
            }
        }
        found
    }

    /// Gives the price to all candidates that have it.
    fn settle(&mut self, price: u64, candidates: &[NodeId]) {
        let hopeful = self.hopeful(price, candidates);
        for node in hopeful.iter() {
            self.price[node.index()] = price;
            self.unsettled.remove(node);
        }
        for node in hopeful.iter() {
            for before in self.arena.predecessors(node) {
                let cost = (self.weight)(*before, node).saturating_add(price);
                if self.unsettled.contains(*before) && cost > price {
                    self.exits.entry(cost).or_default().push(*before);
                }
            }
        }
    }

    /// The largest set of candidates in which the side can go on for nothing, or leave for no more than the
    /// price.
    fn hopeful(&mut self, price: u64, candidates: &[NodeId]) -> NodeSet {
        let mut hopeful = NodeSet::empty(self.arena.len());
        for node in candidates {
            hopeful.insert(*node);
        }
        for node in candidates {
            let ways = self
                .arena
                .successors(*node)
                .iter()
                .filter(|next| self.is_way(*node, **next, price, &hopeful));
            self.n_ways[node.index()] =
                u32::try_from(ways.count()).expect("a node has fewer than 2^32 moves");
        }
        let mut doomed: Vec<NodeId> = candidates
            .iter()
            .copied()
            .filter(|node| self.is_doomed(*node))
            .collect();
        for node in &doomed {
            hopeful.remove(*node);
        }
        while let Some(node) = doomed.pop() {
            for before in self.arena.predecessors(node) {
                if !hopeful.contains(*before) || (self.weight)(*before, node) > 0 {
                    continue;
                }
                self.n_ways[before.index()] -= 1;
                if self.is_doomed(*before) {
                    hopeful.remove(*before);
                    doomed.push(*before);
                }
            }
        }
        hopeful
    }

    fn is_way(&self, node: NodeId, next: NodeId, price: u64, hopeful: &NodeSet) -> bool {
        let weight = (self.weight)(node, next);
        let is_cheap = weight.saturating_add(self.price[next.index()]) <= price;
        is_cheap || (weight == 0 && hopeful.contains(next))
    }

    /// The side needs one way; the other side must find nothing but ways.
    fn is_doomed(&self, node: NodeId) -> bool {
        let needed = if self.arena.side(node) == self.side {
            1
        } else {
            self.n_moves[node.index()]
        };
        self.n_ways[node.index()] < needed
    }
}
