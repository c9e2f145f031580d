//! The right edge of a tree: enough to append to it and to know its root, without its leaves.
//!
//! It must not know proofs: those need the whole [`super::Tree`].

use super::{empty_root, leaf_hash, node_hash};
use crate::hash::Hash;

/// An append-only tree of which the roots of its complete subtrees are kept, at most 64.
#[derive(Debug, Clone, Default)]
pub struct Frontier {
    /// The largest subtree first. INVARIANT: one for each bit that is set in `size`.
    subtrees: Vec<Hash>,
    size: u64,
}

impl Frontier {
    /// The tree without leaves.
    pub fn new() -> Frontier {
        Frontier::default()
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Puts a leaf behind all others.
    pub fn append(&mut self, leaf: &[u8]) {
        let n_joined = self.size.trailing_ones() as usize;
        let joined = self.subtrees.split_off(self.subtrees.len() - n_joined);
        let above = |right, left: &Hash| node_hash(*left, right);
        self.subtrees
            .push(joined.iter().rev().fold(leaf_hash(leaf), above));
        self.size += 1;
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        let above = |right, left: Hash| node_hash(left, right);
        let smallest_first = self.subtrees.iter().rev().copied();
        smallest_first.reduce(above).unwrap_or_else(empty_root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tree;

    #[test]
    fn the_edge_has_the_root_of_the_whole_tree_at_every_size() {
        let (mut tree, mut edge) = (Tree::new(), Frontier::new());
        for leaf in 0..300u32 {
            assert_eq!((edge.size(), edge.root()), (tree.size(), tree.root()));
            tree.append(&leaf.to_be_bytes());
            edge.append(&leaf.to_be_bytes());
        }
    }
}
