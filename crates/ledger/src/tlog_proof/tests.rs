//! Proofs that are passed on: written, read and verified, and everything that is none.

use super::*;
use crate::checkpoint::Checkpoint;
use crate::note::{Algorithm, KeyName, Signer, Unverified};
use crate::tree::Tree;

const SIZE: u64 = 7;

fn signer(name: &str, algorithm: Algorithm) -> Signer {
    Signer::new(KeyName::new(name).unwrap(), algorithm, &[5; 32])
}

fn log() -> Signer {
    signer("example.org/ledger", Algorithm::Ed25519)
}

fn commitment(index: u64) -> Hash {
    Hash::of(&[&index.to_be_bytes()])
}

fn tree() -> Tree {
    let mut tree = Tree::new();
    for index in 0..SIZE {
        tree.append(commitment(index).as_bytes());
    }
    tree
}

fn note(size: u64) -> Note {
    let root = tree().root_at(size).unwrap();
    Checkpoint::new(log().verifier().name().clone(), size, root).sign(&log(), 0)
}

fn proof(index: u64, size: u64) -> Proof {
    let path = tree().inclusion(index, size).unwrap();
    Proof { index, size, path }
}

fn policy() -> TrustPolicy {
    TrustPolicy::of_logs(vec![log().verifier().clone()])
}

#[test]
fn every_entry_is_proved_from_the_text_alone() {
    for size in 1..=SIZE {
        for index in 0..size {
            for extra in [None, Some(&b""[..]), Some(&[0, 255, 10][..])] {
                let whole = TlogProof::new(&proof(index, size), &note(size), extra).unwrap();
                let read = TlogProof::parse(whole.to_string().as_bytes()).unwrap();
                assert_eq!(read, whole);
                assert_eq!(read.extra(), extra);
                let vouched = read.verify(commitment(index), &policy()).unwrap();
                assert_eq!(vouched.checkpoint.size(), size);
                let other = read.verify(commitment(index + 1), &policy());
                assert_eq!(other, Err(Unproved::Broken(Broken::NewRoot)));
            }
        }
    }
}

#[test]
fn a_proof_is_under_the_checkpoint_that_stands_below_it_or_none() {
    assert_eq!(
        TlogProof::new(&proof(2, 5), &note(6), None).unwrap_err().problem,
        "a checkpoint of 6 entries, and a proof for 5"
    );
    let whole = TlogProof::new(&proof(2, 5), &note(5), None).unwrap().to_string();
    let below = whole.split_once("\n\n").unwrap().0;
    let replayed = TlogProof::parse(format!("{below}\n\n{}", note(4)).as_bytes()).unwrap();
    assert!(matches!(
        replayed.verify(commitment(2), &policy()),
        Err(Unproved::Broken(_))
    ));
}

#[test]
fn a_proof_counts_only_by_the_trust_policy() {
    let whole = TlogProof::new(&proof(2, 5), &note(5), None).unwrap();
    let stranger = signer("example.net/other", Algorithm::Ed25519);
    let strange = TrustPolicy::of_logs(vec![stranger.verifier().clone()]);
    let origin = log().verifier().name().clone();
    assert_eq!(
        whole.verify(commitment(2), &strange),
        Err(Unproved::Unvouched(Unvouched::UnknownLog(origin.clone())))
    );
    let forged = whole.to_string().replace("\n5\n", "\n6\n");
    let forged = TlogProof::parse(forged.as_bytes()).unwrap();
    assert_eq!(
        forged.verify(commitment(2), &policy()),
        Err(Unproved::Unvouched(Unvouched::Unverified(
            Unverified::WrongSignature(origin)
        )))
    );
}

#[test]
fn what_is_no_proof_is_refused_at_its_line() {
    let whole = TlogProof::new(&proof(2, 5), &note(5), Some(b"abc"))
        .unwrap()
        .to_string();
    let n_hashes = proof(2, 5).path.len();
    let changed = |was: &str, is: &str| {
        let text = whole.replacen(was, is, 1);
        assert_ne!(text, whole);
        let malformed = TlogProof::parse(text.as_bytes()).expect_err(is);
        (malformed.line, malformed.problem)
    };
    assert_eq!(changed("@v1", "@v2").0, 1);
    assert_eq!(
        changed("extra YWJj", "extra YWJ"),
        (2, "`YWJ` is no base64 of extra data".to_owned())
    );
    assert_eq!(
        changed("extra YWJj", "more YWJj"),
        (2, "`more YWJj` where `index` and a number belong".to_owned())
    );
    assert_eq!(changed("index 2", "index 02").0, 3);
    assert_eq!(changed("index 2", "index 18446744073709551616").0, 3);
    assert_eq!(
        changed("index 2", "index 5"),
        (3, "entry 5 is not among the 5 of the checkpoint".to_owned())
    );
    assert_eq!(changed("=\n", "\n").0, 4);
    assert_eq!(changed("\n\n", "\n").0, whole.lines().count());
    assert_eq!(changed("\n5\n", "\nfive\n").0, 4 + n_hashes + 2);
    let hash = format!("{}\n", commitment(0).base64());
    let many = whole.replacen("index 2\n", &format!("index 2\n{}", hash.repeat(64)), 1);
    assert_eq!(TlogProof::parse(many.as_bytes()).unwrap_err().line, 3 + 64);
}
