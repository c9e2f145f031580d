//! Edges of a graph packed one node after the other, and the same edges the other way round.

use crate::nodes::NodeId;

/// For each node the nodes at the far end of its edges.
pub(crate) struct Edges {
    /// Where each node's edges end in `ends`; they begin where those of the node before end.
    stops: Vec<usize>,
    ends: Vec<NodeId>,
}

impl Edges {
    pub(crate) fn new() -> Edges {
        Edges {
            stops: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Adds the edges of the next node; sorts them and drops duplicates.
    pub(crate) fn push_node(&mut self, ends: &mut Vec<NodeId>) {
        ends.sort_unstable();
        ends.dedup();
        self.ends.extend_from_slice(ends);
        self.stops.push(self.ends.len());
    }

    pub(crate) fn of(&self, node: NodeId) -> &[NodeId] {
        let start = node.index().checked_sub(1).map_or(0, |before| self.stops[before]);
        &self.ends[start..self.stops[node.index()]]
    }

    /// The same edges, each from its end to its start.
    pub(crate) fn reversed(&self) -> Edges {
        let mut stops = self.starts_by_end();
        let mut ends = vec![NodeId::new(0); self.ends.len()];
        for node in (0..self.stops.len()).map(NodeId::new) {
            for end in self.of(node) {
                ends[stops[end.index()]] = node;
                stops[end.index()] += 1;
            }
        }
        Edges { stops, ends }
    }

    /// Where the reversed edges of each node begin. Filling them in moves each entry to where they stop.
    fn starts_by_end(&self) -> Vec<usize> {
        let mut starts = vec![0; self.stops.len()];
        for end in &self.ends {
            starts[end.index()] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += std::mem::replace(start, sum);
        }
        starts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reversing_twice_gives_the_same_edges() {
        let lists = [vec![2, 0, 2], vec![2], vec![0, 1, 3], vec![3]];
        let mut edges = Edges::new();
        for list in &lists {
            edges.push_node(&mut list.iter().map(|end| NodeId::new(*end)).collect());
        }
        let listed = |edges: &Edges, node| {
            edges
                .of(NodeId::new(node))
                .iter()
                .map(|n| n.index())
                .collect::<Vec<_>>()
        };
        assert_eq!(listed(&edges, 0), [0, 2]);
        let reversed = edges.reversed();
        assert_eq!(
            [0, 1, 2, 3].map(|n| listed(&reversed, n)),
            [vec![0, 2], vec![2], vec![0, 1], vec![2, 3]]
        );
        let again = reversed.reversed();
        assert_eq!(
            [0, 1, 2, 3].map(|n| listed(&again, n)),
            [0, 1, 2, 3].map(|n| listed(&edges, n))
        );
    }
}
