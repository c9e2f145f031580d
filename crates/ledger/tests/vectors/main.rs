//! Proofs of the Merkle tree that others made, good ones and broken ones.

#![allow(clippy::unwrap_used, reason = "what a test cannot set up stops it")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use holdpoint_ledger::Hash;
use holdpoint_ledger::tree::{verify_consistency, verify_inclusion};
use serde_json::Value;

/// What is not 32 bytes cannot be asked here, and is replaced by a hash that differs where it does.
fn hash(value: &Value) -> Hash {
    let bytes = STANDARD.decode(value.as_str().unwrap_or("")).unwrap();
    let whole: Option<[u8; 32]> = bytes.as_slice().try_into().ok();
    whole.map_or_else(|| Hash::of(&[b"not 32 bytes: ", &bytes]), Hash::from_bytes)
}

/// A leaf that cannot be asked is no root that cannot be asked.
fn leaf(value: &Value) -> Hash {
    let found = hash(value);
    let is_whole = value
        .as_str()
        .is_some_and(|it| STANDARD.decode(it).unwrap().len() == 32);
    if is_whole {
        found
    } else {
        Hash::of(&[found.as_bytes()])
    }
}

fn path(value: &Value) -> Vec<Hash> {
    let items = value.as_array().map_or(&[][..], Vec::as_slice);
    items.iter().map(hash).collect()
}

fn vectors(text: &str) -> Vec<Value> {
    text.lines().map(|it| serde_json::from_str(it).unwrap()).collect()
}

fn number(vector: &Value, name: &str) -> u64 {
    vector[name].as_u64().unwrap()
}

#[test]
fn proofs_of_inclusion_are_judged_as_others_judge_them() {
    let vectors = vectors(include_str!("merkle/inclusion.jsonl"));
    for vector in &vectors {
        let (leaf_hash, root) = (leaf(&vector["leafHash"]), hash(&vector["root"]));
        let (index, size) = (number(vector, "leafIdx"), number(vector, "treeSize"));
        let found = verify_inclusion(leaf_hash, index, size, &path(&vector["proof"]), root);
        assert_eq!(found.is_err(), vector["wantErr"], "{}", vector["file"]);
    }
    assert_eq!(vectors.len(), 98);
}

/// Of growth from nothing they say that it shows nothing; the witness protocol says that it needs no proof, and so
/// it is here, if the old root is that of nothing.
#[test]
fn proofs_of_consistency_are_judged_as_others_judge_them() {
    let vectors = vectors(include_str!("merkle/consistency.jsonl"));
    let mut from_nothing = Vec::new();
    for vector in &vectors {
        let (one, other) = (hash(&vector["root1"]), hash(&vector["root2"]));
        let (old, new) = (number(vector, "size1"), number(vector, "size2"));
        let found = verify_consistency(old, one, new, other, &path(&vector["proof"]));
        if old == 0 && found.is_ok() {
            from_nothing.push(vector["file"].as_str().unwrap());
            continue;
        }
        assert_eq!(found.is_err(), vector["wantErr"], "{}", vector["file"]);
    }
    assert_eq!(vectors.len(), 98);
    assert_eq!(
        from_nothing,
        ["testdata/consistency/additional/size1-is-zero-and-size2-is-not-zero.json"]
    );
}
