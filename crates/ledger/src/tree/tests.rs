//! The tree held against the recursive definition, an independent crate and public vectors.

use super::*;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;

fn tree_of(leaves: &[Vec<u8>]) -> Tree {
    let mut tree = Tree::new();
    for leaf in leaves {
        tree.append(leaf);
    }
    tree
}

/// RFC 6962, section 2.1, word by word.
fn naive_root(leaves: &[Vec<u8>]) -> Hash {
    match leaves {
        [] => Hash::of(&[]),
        [leaf] => leaf_hash(leaf),
        _ => {
            let (left, right) = leaves.split_at(naive_split(leaves.len()));
            node_hash(naive_root(left), naive_root(right))
        }
    }
}

/// RFC 6962, section 2.1.1.
fn naive_path(index: usize, leaves: &[Vec<u8>]) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let middle = naive_split(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut path, other) = if index < middle {
        (naive_path(index, left), right)
    } else {
        (naive_path(index - middle, right), left)
    };
    path.push(naive_root(other));
    path
}

/// RFC 6962, section 2.1.2; `whole`: the old root is the asker's own.
fn naive_consistency(old: usize, leaves: &[Vec<u8>], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole {
            Vec::new()
        } else {
            vec![naive_root(leaves)]
        };
    }
    let middle = naive_split(leaves.len());
    let (left, right) = leaves.split_at(middle);
    let (mut path, other) = if old <= middle {
        (naive_consistency(old, left, whole), right)
    } else {
        (naive_consistency(old - middle, right, false), left)
    };
    path.push(naive_root(other));
    path
}

fn naive_split(size: usize) -> usize {
    let mut split = 1;
    while split * 2 < size {
        split *= 2;
    }
    split
}

fn leaves(n: usize) -> Vec<Vec<u8>> {
    (0..n).map(|index| index.to_string().into_bytes()).collect()
}

#[test]
fn all_small_trees_are_as_defined_and_their_proofs_hold() {
    let leaves = leaves(40);
    let tree = tree_of(&leaves);
    for size in 0..=leaves.len() {
        let root = tree.root_at(size as u64).unwrap();
        assert_eq!(root, naive_root(&leaves[..size]));
        for (index, leaf) in leaves[..size].iter().enumerate() {
            let path = tree.inclusion(index as u64, size as u64).unwrap();
            assert_eq!(path, naive_path(index, &leaves[..size]));
            let holds = verify_inclusion(leaf_hash(leaf), index as u64, size as u64, &path, root);
            assert_eq!(holds, Ok(()));
        }
        for old in 1..=size {
            let path = tree.consistency(old as u64, size as u64).unwrap();
            assert_eq!(path, naive_consistency(old, &leaves[..size], true));
        }
        for old in 0..=size {
            let path = tree.consistency(old as u64, size as u64).unwrap();
            let old_root = tree.root_at(old as u64).unwrap();
            assert_eq!(
                verify_consistency(old as u64, old_root, size as u64, root, &path),
                Ok(())
            );
        }
    }
    assert_eq!(tree.root_at(41), None);
    assert_eq!(tree.inclusion(3, 3), None);
    assert_eq!(tree.inclusion(3, 41), None);
    assert_eq!(tree.consistency(4, 3), None);
}

#[test]
fn a_proof_is_of_one_leaf_at_one_place_at_one_size() {
    let leaves = leaves(20);
    let tree = tree_of(&leaves);
    let root = tree.root();
    for index in 0..20 {
        let path = tree.inclusion(index, 20).unwrap();
        let holds = |leaf: usize, index, size, path: &[Hash], root| {
            verify_inclusion(leaf_hash(&leaves[leaf]), index, size, path, root).is_ok()
        };
        let mine = usize::try_from(index).unwrap();
        assert!(holds(mine, index, 20, &path, root));
        assert!(!holds((mine + 1) % 20, index, 20, &path, root));
        assert!(!holds(mine, index, 20, &path, tree.root_at(19).unwrap()));
        assert!(!holds(mine, index, 20, &path[1..], root));
        let longer = [path.clone(), vec![root]].concat();
        assert!(!holds(mine, index, 20, &longer, root));
        for other in (0..20).filter(|it| *it != index) {
            assert!(!holds(mine, other, 20, &path, root), "{index} is not {other}");
        }
    }
    assert_eq!(verify_inclusion(root, 0, 0, &[], root), Err(Broken::OutOfRange));
}

#[test]
fn consistency_is_refused_if_anything_is_changed() {
    let tree = tree_of(&leaves(20));
    for (old, new) in (1..20).flat_map(|old| (old + 1..=20).map(move |new| (old, new))) {
        let (old_root, new_root) = (tree.root_at(old).unwrap(), tree.root_at(new).unwrap());
        let path = tree.consistency(old, new).unwrap();
        let other = Hash::of(&[b"other"]);
        assert!(verify_consistency(old, other, new, new_root, &path).is_err());
        assert!(verify_consistency(old, old_root, new, other, &path).is_err());
        assert!(verify_consistency(old, old_root, new, new_root, &path[1..]).is_err());
        for changed in 0..path.len() {
            let mut path = path.clone();
            path[changed] = other;
            assert!(verify_consistency(old, old_root, new, new_root, &path).is_err());
        }
    }
    let other = Hash::of(&[b"other"]);
    assert_eq!(verify_consistency(0, other, 5, other, &[]), Err(Broken::OldRoot));
    assert_eq!(
        verify_consistency(3, other, 3, tree.root(), &[]),
        Err(Broken::NewRoot)
    );
}

proptest! {
    #[test]
    fn an_independent_tree_agrees(
        leaves in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..300),
        pick in any::<prop::sample::Index>(),
        old in any::<prop::sample::Index>(),
    ) {
        let tree = tree_of(&leaves);
        let mut oracle = MemoryBackedTree::<Sha256, Vec<u8>>::new();
        for leaf in &leaves {
            oracle.push(leaf.clone());
        }
        let bytes = |path: Vec<Hash>| path.iter().flat_map(|it| *it.as_bytes()).collect::<Vec<u8>>();
        let size = leaves.len() as u64;
        let (root, expected) = (tree.root(), oracle.root());
        prop_assert_eq!(&root.as_bytes()[..], &expected.as_bytes()[..]);
        let index = pick.index(leaves.len());
        let inclusion = oracle.prove_inclusion(index);
        prop_assert_eq!(bytes(tree.inclusion(index as u64, size).unwrap()), inclusion.as_bytes());
        let old = old.index(leaves.len()) + 1;
        if old < leaves.len() {
            let consistency = oracle.prove_consistency(leaves.len() - old);
            prop_assert_eq!(bytes(tree.consistency(old as u64, size).unwrap()), consistency.as_bytes());
        }
    }
}

/// The leaves and roots that implementations of certificate transparency share as test vectors.
const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];
const A: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const B: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const C: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
const D: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const E: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const F: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";

#[test]
fn the_public_vectors_come_out() {
    let mut tree = Tree::new();
    for leaf in LEAVES {
        tree.append(leaf);
    }
    for (size, root) in ROOTS.iter().enumerate() {
        assert_eq!(tree.root_at(size as u64).unwrap().to_string(), *root);
    }
    let shown = |path: Option<Vec<Hash>>| {
        let path = path.unwrap();
        path.iter().map(Hash::to_string).collect::<Vec<_>>()
    };
    assert_eq!(shown(tree.inclusion(0, 8)), [A, B, C]);
    assert_eq!(shown(tree.inclusion(5, 8)), [D, E, ROOTS[4]]);
    assert_eq!(shown(tree.inclusion(2, 3)), [ROOTS[2]]);
    assert_eq!(shown(tree.inclusion(1, 5)), [ROOTS[1], B, D]);
    assert_eq!(shown(tree.consistency(1, 8)), [A, B, C]);
    assert_eq!(shown(tree.consistency(6, 8)), [F, E, ROOTS[4]]);
    assert_eq!(shown(tree.consistency(2, 5)), [B, D]);
}
