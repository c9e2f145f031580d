//! Proofs of the tree, checked by who does not have the tree.
//!
//! It must not know how proofs are made: it follows RFC 9162, sections 2.1.3.2 and 2.1.4.2, bit by bit,
//! where the maker of proofs follows the recursive definition.

use super::{empty_root, node_hash};
use crate::hash::Hash;
use std::fmt;

/// Why a proof does not show what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The index is not below the size, or the old size is above the new one.
    OutOfRange,
    /// The proof has more or fewer hashes than trees of these sizes ask for.
    WrongLength,
    /// The hashes lead to another root than the earlier (or only) one.
    OldRoot,
    /// The hashes lead to another root than the later one.
    NewRoot,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Broken::OutOfRange => "the sizes and the index do not go together",
            Broken::WrongLength => "the proof has too many or too few hashes",
            Broken::OldRoot => "the proof leads to another root than the old one",
            Broken::NewRoot => "the proof leads to another root than the new one",
        })
    }
}

impl std::error::Error for Broken {}

/// Does `path` show that `leaf` (a leaf's hash) is at `index` under `root`, at `size` leaves?
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash], root: Hash) -> Result<(), Broken> {
    if index >= size {
        return Err(Broken::OutOfRange);
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in path {
        if last == 0 {
            return Err(Broken::WrongLength);
        }
        if node % 2 == 1 || node == last {
            hash = node_hash(*sibling, hash);
            climb_right_edge(&mut node, &mut last);
        } else {
            hash = node_hash(hash, *sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    match (last, hash == root) {
        (0, true) => Ok(()),
        (0, false) => Err(Broken::NewRoot),
        _ => Err(Broken::WrongLength),
    }
}

/// Does `path` show that the tree of `new` leaves under `new_root` begins with that of `old` leaves under
/// `old_root`?
pub fn verify_consistency(
    old: u64,
    old_root: Hash,
    new: u64,
    new_root: Hash,
    path: &[Hash],
) -> Result<(), Broken> {
    if old > new {
        return Err(Broken::OutOfRange);
    }
    if old == 0 || old == new {
        return without_path(old, old_root, new, new_root, path);
    }
    let told = if old.is_power_of_two() {
        Some(&old_root)
    } else {
        None
    };
    let mut hashes = told.into_iter().chain(path);
    let first = *hashes.next().ok_or(Broken::WrongLength)?;
    let (mut node, mut last) = (old - 1, new - 1);
    while node % 2 == 1 {
        (node, last) = (node >> 1, last >> 1);
    }
    let (mut old_hash, mut new_hash) = (first, first);
    for sibling in hashes {
        if last == 0 {
            return Err(Broken::WrongLength);
        }
        if node % 2 == 1 || node == last {
            old_hash = node_hash(*sibling, old_hash);
            new_hash = node_hash(*sibling, new_hash);
            climb_right_edge(&mut node, &mut last);
        } else {
            new_hash = node_hash(new_hash, *sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last != 0 {
        return Err(Broken::WrongLength);
    }
    if old_hash != old_root {
        return Err(Broken::OldRoot);
    }
    if new_hash != new_root {
        return Err(Broken::NewRoot);
    }
    Ok(())
}

fn without_path(old: u64, old_root: Hash, new: u64, new_root: Hash, path: &[Hash]) -> Result<(), Broken> {
    if !path.is_empty() {
        return Err(Broken::WrongLength);
    }
    if old == 0 && old_root != empty_root() {
        return Err(Broken::OldRoot);
    }
    if old == new && old_root != new_root {
        return Err(Broken::NewRoot);
    }
    Ok(())
}

/// A node that is last in its row without a right sibling is carried up unhashed.
fn climb_right_edge(node: &mut u64, last: &mut u64) {
    while node.is_multiple_of(2) && *node != 0 {
        (*node, *last) = (*node >> 1, *last >> 1);
    }
}
