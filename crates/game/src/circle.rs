//! Plays without end in which both sides cooperate, as a way in and a circle.

use crate::arena::Arena;
use crate::nodes::{NodeId, NodeSet};
use std::collections::VecDeque;

impl Arena {
    /// An infinite play from a root that stays in `within`: the way to a circle, then the circle, which is
    /// gone round for ever. The first node of the circle follows the last of the way in; the way in is empty
    /// if the circle begins at a root. `None` if every play leaves.
    pub fn endless_play(&self, within: impl Fn(NodeId) -> bool) -> Option<(Vec<NodeId>, Vec<NodeId>)> {
        let lasting = self.lasting(&self.select(within));
        let start = self.roots().iter().find(|root| lasting.contains(**root))?;
        let on_circle = self.wander(*start, &lasting);
        let mut circle =
            self.shortest_path(self.successors(on_circle), &lasting, |node| node == on_circle)?;
        let mut stem = self.shortest_path(self.roots(), &lasting, |node| circle.contains(&node))?;
        let entry = stem.pop()?;
        let turn = circle.iter().position(|node| *node == entry)?;
        circle.rotate_left(turn);
        Some((stem, circle))
    }

    /// The nodes of `within` from which a play can stay in it for ever, both sides helping.
    pub(crate) fn lasting(&self, within: &NodeSet) -> NodeSet {
        let mut lasting = within.clone();
        let mut n_inside: Vec<u32> = vec![0; self.len()];
        let mut dead_ends = Vec::new();
        for node in within.iter() {
            let inside = self
                .successors(node)
                .iter()
                .filter(|next| within.contains(**next))
                .count();
            n_inside[node.index()] = u32::try_from(inside).expect("a node has fewer than 2^32 moves");
            if inside == 0 {
                dead_ends.push(node);
            }
        }
        while let Some(node) = dead_ends.pop() {
            lasting.remove(node);
            for before in self
                .predecessors(node)
                .iter()
                .filter(|before| within.contains(**before))
            {
                n_inside[before.index()] -= 1;
                if n_inside[before.index()] == 0 {
                    dead_ends.push(*before);
                }
            }
        }
        lasting
    }

    /// Does every circle of moves pass a beat?
    pub(crate) fn beats_recur(&self) -> bool {
        self.lasting(&self.select(|node| self.marks(node).is_none()))
            .is_empty()
    }

    /// Walks inside `lasting` until it comes back to where it has been, and says where. Preferring the nodes
    /// that were explored first keeps the circle small.
    fn wander(&self, start: NodeId, lasting: &NodeSet) -> NodeId {
        let mut seen = NodeSet::empty(self.len());
        let mut here = start;
        while seen.insert(here) {
            let mut inside = self
                .successors(here)
                .iter()
                .filter(|next| lasting.contains(**next));
            here = *inside.next().expect("every lasting node has a lasting successor");
        }
        here
    }

    fn shortest_path(
        &self,
        from: &[NodeId],
        within: &NodeSet,
        goal: impl Fn(NodeId) -> bool,
    ) -> Option<Vec<NodeId>> {
        let mut before = vec![None; self.len()];
        let mut queue = VecDeque::new();
        for node in from.iter().filter(|node| within.contains(**node)) {
            before[node.index()] = Some(*node);
            queue.push_back(*node);
        }
        while let Some(node) = queue.pop_front() {
            if goal(node) {
                return Some(path_back(node, &before));
            }
            for next in self
                .successors(node)
                .iter()
                .filter(|next| within.contains(**next))
            {
                if before[next.index()].is_none() {
                    before[next.index()] = Some(node);
                    queue.push_back(*next);
                }
            }
        }
        None
    }
}

fn path_back(end: NodeId, before: &[Option<NodeId>]) -> Vec<NodeId> {
    let mut path = vec![end];
    let mut last = end;
    while let Some(earlier) = before[last.index()].filter(|earlier| *earlier != last) {
        path.push(earlier);
        last = earlier;
    }
    path.reverse();
    path
}
