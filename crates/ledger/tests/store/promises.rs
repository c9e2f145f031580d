//! What a store promises: nothing twice, nothing half, times in order, the same after it was opened anew.

use crate::place::{Host, Ledger};
use crate::{Case, cases};
use holdpoint_ledger::note::{Algorithm, KeyName, Note, Signer};
use holdpoint_ledger::store::{AppendError, CheckpointError, OpenError};
use holdpoint_ledger::{Body, Checkpoint, Hash, Receipt, RequestKey, Secret, Sqlite, Submission};
use std::sync::Barrier;

pub(crate) const CASES: &[Case] = cases![
    what_was_stored_is_there_when_it_is_opened_anew,
    a_request_that_is_sent_again_gives_the_same_receipt,
    another_body_under_a_known_key_is_refused_and_the_batch_with_it,
    received_times_never_decrease,
    proofs_hold_against_checkpoints,
    only_checkpoints_of_this_ledger_are_kept_and_none_older,
    one_request_of_eight_clients_is_stored_once,
    many_clients_of_two_openings_share_one_order,
    slips_of_the_hand_are_refused_by_the_place_itself,
    a_ledger_that_was_set_back_is_neither_read_nor_written,
];

/// Of files alone.
pub(crate) const OF_FILES: &[Case] = cases![what_is_no_ledger_is_not_opened];

fn submission(key: &str, body: &str) -> Submission {
    Submission {
        request_key: RequestKey::new(key).unwrap(),
        secret: Secret::draw(|it| it.copy_from_slice(Hash::of(&[key.as_bytes()]).as_bytes())),
        body: Body::read(body.as_bytes()).unwrap(),
    }
}

fn numbered(n: std::ops::Range<u32>) -> Vec<Submission> {
    n.map(|it| submission(&format!("r-{it}"), &format!("{{\"n\":{it}}}")))
        .collect()
}

fn origin() -> KeyName {
    KeyName::new("example.org/ledger").unwrap()
}

fn checkpoint(store: &Ledger, size: u64) -> Checkpoint {
    Checkpoint::new(origin(), size, store.root_at(size).unwrap().unwrap())
}

fn what_was_stored_is_there_when_it_is_opened_anew(host: &Host) {
    let (place, store) = host.begin();
    let receipts = store.append(numbered(0..5), 100).unwrap();
    let indices: Vec<u64> = receipts.iter().map(|it| it.index).collect();
    assert_eq!(indices, [0, 1, 2, 3, 4]);
    let (entries, root) = (store.entries(1..3).unwrap(), store.root_at(5).unwrap());
    assert_eq!(entries[1].body.text(), r#"{"n":2}"#);
    assert_eq!(entries[1].commitment(), receipts[2].commitment);
    drop(store);
    let store = place.open().unwrap();
    assert_eq!(store.size(), Ok(5));
    assert_eq!(store.entries(1..3), Ok(entries));
    assert_eq!(store.root_at(5), Ok(root));
    assert_eq!(store.receipt(&receipts_key(3)), Ok(Some(receipts[3].clone())));
    assert_eq!(store.receipt(&receipts_key(9)), Ok(None));
    assert_eq!(store.entries(4..100).unwrap().len(), 1);
}

fn receipts_key(n: u32) -> RequestKey {
    RequestKey::new(&format!("r-{n}")).unwrap()
}

fn a_request_that_is_sent_again_gives_the_same_receipt(host: &Host) {
    let (_place, store) = host.begin();
    let first = store.append(numbered(0..3), 100).unwrap();
    let mut again = numbered(0..3);
    again[1].secret = Secret::draw(|it| it.fill(1));
    assert_eq!(store.append(again, 200).unwrap(), first);
    let twice = vec![submission("t", "{}"), submission("t", "{}")];
    let twice = store.append(twice, 200).unwrap();
    assert_eq!(twice[0], twice[1]);
    assert_eq!(store.size(), Ok(4));
}

fn another_body_under_a_known_key_is_refused_and_the_batch_with_it(host: &Host) {
    let (_place, store) = host.begin();
    store.append(numbered(0..3), 100).unwrap();
    let batch = vec![submission("new", "{}"), submission("r-1", r#"{"n":7}"#)];
    let refused = store.append(batch, 100).unwrap_err();
    let request_key = receipts_key(1);
    assert_eq!(
        refused,
        AppendError::KeyTaken {
            request_key,
            index: 1
        }
    );
    assert_eq!(store.size(), Ok(3));
    assert_eq!(
        store.append(vec![submission("new", "{}")], 100).unwrap()[0].index,
        3
    );
}

fn received_times_never_decrease(host: &Host) {
    let (_place, store) = host.begin();
    let received = |key: &str, at| store.append(vec![submission(key, "{}")], at).unwrap()[0].received_ms;
    assert_eq!(received("a", 100), 100);
    assert_eq!(received("b", 90), 100);
    assert_eq!(received("c", 101), 101);
}

fn proofs_hold_against_checkpoints(host: &Host) {
    let (_place, store) = host.begin();
    let receipts = store.append(numbered(0..20), 100).unwrap();
    for size in 1..=20 {
        for receipt in &receipts[..size as usize] {
            let proof = store.proof(receipt.index, size).unwrap().unwrap();
            assert_eq!(
                proof.verify(receipt.commitment, &checkpoint(&store, size)),
                Ok(())
            );
            let other = checkpoint(&store, size % 20 + 1);
            assert!(proof.verify(receipt.commitment, &other).is_err());
        }
    }
    assert_eq!(store.proof(20, 20), Ok(None));
    assert_eq!(store.consistency(3, 21), Ok(None));
}

fn only_checkpoints_of_this_ledger_are_kept_and_none_older(host: &Host) {
    let (place, store) = host.begin();
    store.append(numbered(0..9), 100).unwrap();
    let signer = Signer::new(origin(), Algorithm::Ed25519, &[3; 32]);
    let signed = |checkpoint: &Checkpoint| checkpoint.sign(&signer, 0);
    let kept = signed(&checkpoint(&store, 5));
    assert_eq!(store.keep_checkpoint(&kept), Ok(()));
    assert_eq!(
        store.keep_checkpoint(&signed(&checkpoint(&store, 4))),
        Err(CheckpointError::Older { kept: 5 })
    );
    let foreign = Checkpoint::new(origin(), 9, Hash::of(&[b"other"]));
    let refused = store.keep_checkpoint(&signed(&foreign)).unwrap_err();
    assert_eq!(refused, CheckpointError::NotOfThisLedger(foreign));
    let early = Checkpoint::new(origin(), 10, Hash::of(&[]));
    assert!(matches!(
        store.keep_checkpoint(&signed(&early)),
        Err(CheckpointError::NotOfThisLedger(_))
    ));
    let no_checkpoint = Note::new("a\n").unwrap();
    assert!(matches!(
        store.keep_checkpoint(&no_checkpoint),
        Err(CheckpointError::Malformed(_))
    ));
    drop(store);
    assert_eq!(place.open().unwrap().checkpoints(), Ok(vec![kept]));
}

fn one_request_of_eight_clients_is_stored_once(host: &Host) {
    let (place, store) = host.begin();
    let second = place.open().unwrap();
    let barrier = Barrier::new(8);
    let receipts: Vec<Receipt> = std::thread::scope(|scope| {
        let clients = (0..8u8).map(|n| {
            let (store, barrier) = (if n % 2 == 0 { &store } else { &second }, &barrier);
            scope.spawn(move || {
                barrier.wait();
                let secret = Secret::draw(|it| it.fill(n));
                let submission = Submission {
                    secret,
                    ..submission("same", "{}")
                };
                store.append(vec![submission], u64::from(n)).unwrap().remove(0)
            })
        });
        let clients: Vec<_> = clients.collect();
        clients.into_iter().map(|it| it.join().unwrap()).collect()
    });
    assert!(receipts.iter().all(|it| *it == receipts[0]), "{receipts:?}");
    assert_eq!((store.size(), second.size()), (Ok(1), Ok(1)));
}

fn many_clients_of_two_openings_share_one_order(host: &Host) {
    let (place, store) = host.begin();
    let second = place.open().unwrap();
    std::thread::scope(|scope| {
        for client in 0..6 {
            let store = if client % 2 == 0 { &store } else { &second };
            scope.spawn(move || {
                for n in 0..10 {
                    let key = format!("{client}-{n}");
                    let body = format!("{{\"client\":{client},\"n\":{n}}}");
                    let receipts = store.append(vec![submission(&key, &body)], n).unwrap();
                    let entry = store.entries(receipts[0].index..receipts[0].index + 1).unwrap();
                    assert_eq!(entry[0].body.text(), body);
                }
            });
        }
    });
    assert_eq!((store.size(), second.size()), (Ok(60), Ok(60)));
    assert_eq!(store.root_at(60), second.root_at(60));
    drop((store, second));
    assert_eq!(place.open().unwrap().size(), Ok(60));
}

fn what_is_no_ledger_is_not_opened(_: &Host) {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("text.db");
    std::fs::write(
        &text,
        "not a database, and long enough to see that it is none".repeat(40),
    )
    .unwrap();
    assert!(matches!(Sqlite::open(&text), Err(OpenError::NotALedger { .. })));
    let other = folder.path().join("other.db");
    let db = rusqlite::Connection::open(&other).unwrap();
    db.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(db);
    let before = std::fs::read(&other).unwrap();
    assert!(matches!(Sqlite::open(&other), Err(OpenError::NotALedger { .. })));
    assert_eq!(std::fs::read(&other).unwrap(), before, "it was left as it was");
    let newer = folder.path().join("newer.db");
    drop(Sqlite::open(&newer).unwrap());
    let db = rusqlite::Connection::open(&newer).unwrap();
    db.pragma_update(None, "user_version", 2).unwrap();
    assert!(matches!(Sqlite::open(&newer), Err(OpenError::NotALedger { .. })));
    let nowhere = folder.path().join("no").join("ledger.db");
    assert!(matches!(Sqlite::open(&nowhere), Err(OpenError::Disk { .. })));
}

fn slips_of_the_hand_are_refused_by_the_place_itself(host: &Host) {
    let (place, store) = host.begin();
    store.append(numbered(0..2), 100).unwrap();
    let signer = Signer::new(origin(), Algorithm::Ed25519, &[3; 32]);
    store
        .keep_checkpoint(&checkpoint(&store, 2).sign(&signer, 0))
        .unwrap();
    for slip in [
        "DELETE FROM entry",
        "UPDATE entry SET received_ms = 1 WHERE number = 0",
        "DELETE FROM checkpoint",
        "UPDATE checkpoint SET note = ''",
    ] {
        let refused = place.run(slip).unwrap_err();
        assert!(refused.contains(" is never "), "{slip}: {refused}");
    }
    assert_eq!(store.entries(0..2).unwrap().len(), 2);
    assert_eq!(store.checkpoints().unwrap().len(), 1);
}

fn a_ledger_that_was_set_back_is_neither_read_nor_written(host: &Host) {
    let (place, store) = host.begin();
    store.append(numbered(0..3), 1).unwrap();
    assert_eq!(store.size(), Ok(3));
    place.run_unlocked("DELETE FROM entry WHERE number = 2");
    let gone = store.size().unwrap_err().why;
    assert!(gone.starts_with("entry 2 is gone"), "{gone}");
    let refused = store.append(numbered(9..10), 1).unwrap_err();
    assert!(matches!(refused, AppendError::NotStored { .. }), "{refused:?}");
    // Whoever opens it now has nothing to hold it against, which is what pins are for.
    place.open().unwrap().append(numbered(9..10), 1).unwrap();
    let other = store.size().unwrap_err().why;
    assert!(other.starts_with("entry 2 is not the one"), "{other}");
}
