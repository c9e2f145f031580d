//! The Merkle tree of RFC 6962 with SHA-256: append, root at any size, proofs of inclusion and consistency.
//!
//! It must not know what a leaf stands for.
//!
//! Every complete subtree's hash is kept, one list a height, so that any root and any proof is a walk along
//! the edge of the tree and never a pass over the leaves:
//!
//! ```text
//! height 2        h0123
//!                /     \
//! height 1    h01       h23        (h45: not until leaf 5)
//!            /   \     /   \
//! height 0  h0   h1   h2   h3   h4
//! ```

mod frontier;
mod verify;

pub use frontier::Frontier;
pub use verify::{Broken, verify_consistency, verify_inclusion};

use crate::hash::Hash;

/// An append-only tree. Holds two hashes for each leaf.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// INVARIANT: `levels[h].len() == levels[0].len() >> h`.
    levels: Vec<Vec<Hash>>,
}

/// The hash that stands for `leaf` in the tree.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    Hash::of(&[&[0], leaf])
}

fn node_hash(left: Hash, right: Hash) -> Hash {
    Hash::of(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// The root of the tree without leaves.
fn empty_root() -> Hash {
    Hash::of(&[])
}

impl Tree {
    /// The tree without leaves.
    pub fn new() -> Tree {
        Tree::default()
    }

    /// The number of leaves.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, Vec::len) as u64
    }

    /// Puts a leaf behind all others and returns its index.
    pub fn append(&mut self, leaf: &[u8]) -> u64 {
        let index = self.size();
        let mut hash = leaf_hash(leaf);
        let mut height = 0;
        loop {
            if height == self.levels.len() {
                self.levels.push(Vec::new());
            }
            let level = &mut self.levels[height];
            level.push(hash);
            if level.len() % 2 == 1 {
                return index;
            }
            hash = node_hash(level[level.len() - 2], hash);
            height += 1;
        }
    }

    /// The hash that stands for leaf `index`; `None` if there are not so many.
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        self.levels.first()?.get(usize::try_from(index).ok()?).copied()
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        self.root_of(0, self.size())
    }

    /// The root as it was at `size` leaves; `None` if there have not been so many yet.
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        (size <= self.size()).then(|| self.root_of(0, size))
    }

    /// The hashes that lead from leaf `index` to the root at `size`, lowest first; `None` unless
    /// `index < size` and the tree has `size` leaves.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let (mut start, mut end, mut path) = (0, size, Vec::new());
        while end - start > 1 {
            let middle = start + split(end - start);
            if index < middle {
                path.push(self.root_of(middle, end));
                end = middle;
            } else {
                path.push(self.root_of(start, middle));
                start = middle;
            }
        }
        path.reverse();
        Some(path)
    }

    /// The hashes that show that the tree at `new` leaves begins with the tree at `old` leaves; `None`
    /// unless `old <= new` and the tree has `new` leaves. Empty if `old` is 0 or `new`.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        if old > new || new > self.size() {
            return None;
        }
        if old == 0 || old == new {
            return Some(Vec::new());
        }
        let (mut start, mut end, mut path) = (0, new, Vec::new());
        while old != end {
            let middle = start + split(end - start);
            if old <= middle {
                path.push(self.root_of(middle, end));
                end = middle;
            } else {
                path.push(self.root_of(start, middle));
                start = middle;
            }
        }
        // The old tree's own root is known to whoever asks; of a part of it, the hash must be told.
        if start > 0 {
            path.push(self.root_of(start, end));
        }
        path.reverse();
        Some(path)
    }

    /// The hash over the leaves from `start` to before `end`; `start` is where a subtree of that size begins.
    fn root_of(&self, start: u64, end: u64) -> Hash {
        let size = end - start;
        if size == 0 {
            return empty_root();
        }
        if size.is_power_of_two() {
            let height = size.trailing_zeros();
            return self.levels[height as usize][(start >> height) as usize];
        }
        let middle = start + split(size);
        node_hash(self.root_of(start, middle), self.root_of(middle, end))
    }
}

/// The largest power of two below `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (u64::BITS - 1 - (size - 1).leading_zeros())
}

#[cfg(test)]
mod tests;
