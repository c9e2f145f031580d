//! Where a side can keep the play inside for ever.

use super::reach::reach;
use crate::arena::Arena;
use crate::board::Side;
use crate::nodes::{NodeId, NodeSet};

/// Where `side` can force that every node of the play, this one included, is in `within`.
#[must_use]
pub fn stay(arena: &Arena, side: Side, within: &NodeSet) -> Stay {
    let outside = reach(arena, side.other(), &within.complement());
    Stay {
        side,
        region: outside.region.complement(),
    }
}

/// The answer of [`stay`].
pub struct Stay {
    /// The side that was asked for.
    pub side: Side,
    /// Where it can keep the play inside.
    pub region: NodeSet,
}

impl Stay {
    /// A move that stays in the region; `None` outside it. At a node of the other side every move stays, and
    /// this is the first.
    #[must_use]
    pub fn next(&self, arena: &Arena, node: NodeId) -> Option<NodeId> {
        let is_inside = |node: &NodeId| self.region.contains(*node);
        arena
            .successors(node)
            .iter()
            .copied()
            .find(is_inside)
            .filter(|_| is_inside(&node))
    }
}
