//! Names for the nodes of an arena, and sets of them.

/// A node of one arena: its number in the order in which exploring first saw it, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// The node's place in a vector that has one entry for each node of the arena.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    pub(crate) fn new(index: usize) -> NodeId {
        NodeId(u32::try_from(index).expect("an arena holds fewer than 2^32 nodes"))
    }
}

/// A set of nodes of one arena, one bit a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeSet {
    words: Vec<u64>,
    /// The number of nodes of the arena, in the set or not.
    // INVARIANT: no bit at or past it is set.
    n_nodes: usize,
}

impl NodeSet {
    /// The set with none of `n_nodes` nodes in it.
    #[must_use]
    pub fn empty(n_nodes: usize) -> NodeSet {
        NodeSet {
            words: vec![0; n_nodes.div_ceil(64)],
            n_nodes,
        }
    }

    /// The set with all of `n_nodes` nodes in it.
    #[must_use]
    pub fn full(n_nodes: usize) -> NodeSet {
        NodeSet::empty(n_nodes).complement()
    }

    /// Puts a node in; true if it was not in before.
    pub fn insert(&mut self, node: NodeId) -> bool {
        let (word, bit) = self.place(node);
        let is_new = self.words[word] & bit == 0;
        self.words[word] |= bit;
        is_new
    }

    /// Takes a node out; true if it was in before.
    pub fn remove(&mut self, node: NodeId) -> bool {
        let (word, bit) = self.place(node);
        let was_in = self.words[word] & bit != 0;
        self.words[word] &= !bit;
        was_in
    }

    /// Is the node in the set?
    #[must_use]
    pub fn contains(&self, node: NodeId) -> bool {
        let (word, bit) = self.place(node);
        self.words[word] & bit != 0
    }

    /// How many nodes are in the set.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Is no node in the set?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// The nodes in the set, lowest number first.
    pub fn iter(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.words
            .iter()
            .enumerate()
            .flat_map(|(place, word)| Ones(*word).map(move |bit| NodeId::new(place * 64 + bit)))
    }

    /// The nodes of the arena that are not in the set.
    #[must_use]
    pub fn complement(&self) -> NodeSet {
        let mut words: Vec<u64> = self.words.iter().map(|word| !word).collect();
        if let (Some(last), rest @ 1..) = (words.last_mut(), self.n_nodes % 64) {
            *last &= (1 << rest) - 1;
        }
        NodeSet {
            words,
            n_nodes: self.n_nodes,
        }
    }

    /// The nodes in both sets.
    #[must_use]
    pub fn intersection(&self, other: &NodeSet) -> NodeSet {
        self.combine(other, |left, right| left & right)
    }

    /// The nodes in either set.
    #[must_use]
    pub fn union(&self, other: &NodeSet) -> NodeSet {
        self.combine(other, |left, right| left | right)
    }

    /// Is every node of this set in the other?
    #[must_use]
    pub fn is_subset(&self, other: &NodeSet) -> bool {
        self.words
            .iter()
            .zip(&other.words)
            .all(|(left, right)| left & !right == 0)
    }

    fn combine(&self, other: &NodeSet, with: impl Fn(u64, u64) -> u64) -> NodeSet {
        assert_eq!(
            self.n_nodes, other.n_nodes,
            "sets of two different arenas do not mix"
        );
        let words = self
            .words
            .iter()
            .zip(&other.words)
            .map(|(left, right)| with(*left, *right))
            .collect();
        NodeSet {
            words,
            n_nodes: self.n_nodes,
        }
    }

    fn place(&self, node: NodeId) -> (usize, u64) {
        debug_assert!(
            node.index() < self.n_nodes,
            "the node belongs to the arena of the set"
        );
        (node.index() / 64, 1 << (node.index() % 64))
    }
}

/// The places of the ones in a word, lowest first.
struct Ones(u64);

impl Iterator for Ones {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let lowest = (self.0 != 0).then(|| self.0.trailing_zeros() as usize)?;
        self.0 &= self.0 - 1;
        Some(lowest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(n_nodes: usize, nodes: &[usize]) -> NodeSet {
        let mut set = NodeSet::empty(n_nodes);
        for node in nodes {
            assert!(set.insert(NodeId::new(*node)));
        }
        set
    }

    #[test]
    fn a_full_set_holds_every_node_and_no_bit_more() {
        for n_nodes in [0, 1, 63, 64, 65, 128, 130] {
            let full = NodeSet::full(n_nodes);
            assert_eq!(full.len(), n_nodes);
            assert_eq!(
                full.iter().map(NodeId::index).collect::<Vec<_>>(),
                (0..n_nodes).collect::<Vec<_>>()
            );
            assert!(full.complement().is_empty());
        }
    }

    #[test]
    fn sets_combine_as_sets_do() {
        let (left, right) = (set(70, &[0, 3, 64, 69]), set(70, &[3, 65, 69]));
        assert_eq!(left.intersection(&right), set(70, &[3, 69]));
        assert_eq!(left.union(&right), set(70, &[0, 3, 64, 65, 69]));
        assert!(set(70, &[3]).is_subset(&right));
        assert!(!left.is_subset(&right));
    }

    #[test]
    fn a_node_can_be_taken_out_again() {
        let mut nodes = set(5, &[1, 4]);
        assert!(nodes.remove(NodeId::new(4)));
        assert!(!nodes.remove(NodeId::new(4)));
        assert!(!nodes.insert(NodeId::new(1)));
        assert_eq!(nodes, set(5, &[1]));
    }
}
