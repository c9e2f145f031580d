//! A ledger is changed in every way that somebody with the file, or the tables, can think of, and each change is found.

use crate::kept::{Kept, N, checkpoint_at, signer, submission};
use crate::place::Host;
use crate::{Case, cases};
use holdpoint_ledger::note::{Algorithm, Signer};
use holdpoint_ledger::store::OpenError;
use holdpoint_ledger::verify::{Fault, Fork, Pin, Trust, Unfollowed, follow};
use holdpoint_ledger::{Body, Checkpoint, Entry, Hash};

pub(crate) const CASES: &[Case] = cases![
    an_untouched_ledger_has_no_faults,
    a_change_of_a_row_is_named_without_any_pin,
    what_cannot_be_read_is_named_with_the_reason,
    an_edit_with_new_hashes_is_named_by_a_copy,
    a_removal_with_new_hashes_is_named_by_a_copy,
    an_insertion_with_new_hashes_is_named_by_a_copy,
    a_reordering_with_new_hashes_is_named_by_a_copy,
    kept_checkpoints_narrow_down_where_something_was_rewritten,
    checkpoints_that_were_written_anew_do_not_hide_where_something_changed,
    a_ledger_set_back_to_an_old_copy_is_found,
    two_checkpoints_of_one_size_are_evidence_for_anybody,
    checkpoints_that_are_not_the_ledgers_are_named,
    a_copy_that_is_not_its_checkpoints_is_not_believed
];

fn new_entry() -> Entry {
    let submission = submission(1000);
    Entry {
        index: 0,
        received_ms: 1_000_015,
        request_key: submission.request_key,
        secret: submission.secret,
        body: submission.body,
    }
}

fn an_untouched_ledger_has_no_faults(host: &Host) {
    let kept = Kept::new(host);
    assert_eq!(kept.faults(true), []);
    assert_eq!(kept.faults(false), []);
    kept.rewrite(|_| {});
    assert_eq!(kept.faults(true), []);
}

fn a_change_of_a_row_is_named_without_any_pin(host: &Host) {
    let changes = [
        (
            "UPDATE entry SET body = '{\"number\":1}' WHERE number = 15",
            Fault::Edited { index: 15 },
        ),
        (
            "UPDATE entry SET received_ms = received_ms + 1 WHERE number = 39",
            Fault::Edited { index: 39 },
        ),
        (
            "UPDATE entry SET request_key = 'x' WHERE number = 0",
            Fault::Edited { index: 0 },
        ),
        (
            "UPDATE entry SET secret = {zeros} WHERE number = 7",
            Fault::Edited { index: 7 },
        ),
        (
            "UPDATE entry SET commitment = {zeros} WHERE number = 7",
            Fault::Edited { index: 7 },
        ),
        (
            "DELETE FROM entry WHERE number = 15",
            Fault::Missing { first: 15, last: 15 },
        ),
        (
            "DELETE FROM entry WHERE number IN (0, 1, 2)",
            Fault::Missing { first: 0, last: 2 },
        ),
        (
            "UPDATE entry SET number = -1 WHERE number = 15",
            Fault::OutOfPlace { number: -1 },
        ),
        (
            "UPDATE entry SET number = 99 WHERE number = 15",
            Fault::Edited { index: 99 },
        ),
        (
            "UPDATE entry SET received_ms = 5 WHERE number = 15",
            Fault::TimeRunsBack { index: 15 },
        ),
    ];
    for (change, fault) in changes {
        let kept = Kept::new(host);
        kept.run(change);
        let report = kept.place.examine(&Trust::default()).unwrap();
        assert!(report.faults.contains(&fault), "{change}: {:?}", report.faults);
        assert!(
            matches!(kept.place.open(), Err(OpenError::Damaged(_))),
            "{change}"
        );
    }
}

fn what_cannot_be_read_is_named_with_the_reason(host: &Host) {
    let changes = [
        (
            "UPDATE entry SET body = '{\"a\":1.5}' WHERE number = 15",
            "its body is no body: `1.5` is no integer",
        ),
        (
            "UPDATE entry SET secret = {byte} WHERE number = 15",
            "its secret is not 32 bytes",
        ),
        (
            "UPDATE entry SET commitment = {byte} WHERE number = 15",
            "its commitment is not 32 bytes",
        ),
        (
            "UPDATE entry SET request_key = '' WHERE number = 15",
            "its request key is none",
        ),
        (
            "UPDATE entry SET received_ms = -1 WHERE number = 15",
            "its time is no number",
        ),
    ];
    for (change, words) in changes {
        let kept = Kept::new(host);
        kept.run(change);
        let faults = kept.faults(false);
        let [
            Fault::Unreadable { index: 15, why },
            Fault::Rewritten { first: 10, last: 19 },
        ] = &faults[..]
        else {
            panic!("{change}: {faults:?}");
        };
        assert!(why.starts_with(words), "{why}");
    }
}

/// Hashes are computed anew, and the ledger agrees with itself: a pinned checkpoint says that something changed and
/// between which checkpoints, a copy says what.
#[track_caller]
fn rewritten(host: &Host, change: impl FnOnce(&mut Vec<Entry>), expected: &[Fault]) {
    let kept = Kept::new(host);
    kept.rewrite(change);
    kept.run("DELETE FROM checkpoint WHERE number > 0");
    let alone = kept.place.examine(&Trust::default()).unwrap().faults;
    assert_eq!(alone, [], "nothing is seen without a pin");
    let pinned = kept.faults(false);
    let is_found = |it: &Fault| {
        matches!(
            it,
            Fault::Rewritten { first: 10, last: 39 } | Fault::RolledBack { .. }
        )
    };
    assert!(!pinned.is_empty() && pinned.iter().all(is_found), "{pinned:?}");
    let named = kept.faults(true);
    let named = named.into_iter().filter(|it| !is_found(it));
    assert_eq!(named.collect::<Vec<_>>(), expected);
}

fn an_edit_with_new_hashes_is_named_by_a_copy(host: &Host) {
    let edit = |entries: &mut Vec<Entry>| entries[15].body = Body::read(b"{\"number\":16}").unwrap();
    rewritten(host, edit, &[Fault::Replaced { index: 15 }]);
    let last = |entries: &mut Vec<Entry>| entries[39].body = Body::padding();
    rewritten(host, last, &[Fault::Replaced { index: 39 }]);
    let redate = |entries: &mut Vec<Entry>| entries[15].received_ms -= 1;
    rewritten(host, redate, &[Fault::Replaced { index: 15 }]);
}

fn a_removal_with_new_hashes_is_named_by_a_copy(host: &Host) {
    let remove = |entries: &mut Vec<Entry>| drop(entries.remove(15));
    rewritten(host, remove, &[Fault::Removed { index: 15 }]);
    let several = |entries: &mut Vec<Entry>| drop(entries.drain(15..18));
    let removed = [15, 16, 17].map(|index| Fault::Removed { index });
    rewritten(host, several, &removed);
    let tail = |entries: &mut Vec<Entry>| entries.truncate(38);
    rewritten(
        host,
        tail,
        &[Fault::Removed { index: 38 }, Fault::Removed { index: 39 }],
    );
}

fn an_insertion_with_new_hashes_is_named_by_a_copy(host: &Host) {
    rewritten(
        host,
        |it| it.insert(15, new_entry()),
        &[Fault::Inserted { index: 15 }],
    );
}

fn a_reordering_with_new_hashes_is_named_by_a_copy(host: &Host) {
    let reorder = |entries: &mut Vec<Entry>| {
        entries.iter_mut().for_each(|it| it.received_ms = 1_000_000);
        let entry = entries.remove(15);
        entries.insert(25, entry);
    };
    // All were received at one time, or the new order would show by itself.
    let kept = Kept::new(host);
    kept.rewrite(|entries| entries.iter_mut().for_each(|it| it.received_ms = 1_000_000));
    kept.run("DELETE FROM checkpoint");
    let store = kept.place.open().unwrap();
    let (checkpoint, entries) = (checkpoint_at(&store, N), store.entries(0..N).unwrap());
    drop(store);
    kept.rewrite(reorder);
    let pin = Pin {
        checkpoint,
        commitments: Some(entries.iter().map(Entry::commitment).collect()),
    };
    let trust = Trust {
        key: None,
        pins: vec![pin],
        roots: None,
    };
    let faults = kept.place.faults(&trust);
    assert_eq!(
        faults,
        [
            Fault::Rewritten { first: 0, last: 39 },
            Fault::Moved { index: 25, was: 15 }
        ]
    );
}

fn kept_checkpoints_narrow_down_where_something_was_rewritten(host: &Host) {
    let kept = Kept::new(host);
    kept.rewrite(|entries| entries[15].body = Body::padding());
    assert_eq!(kept.faults(false), [Fault::Rewritten { first: 10, last: 19 }]);
}

fn checkpoints_that_were_written_anew_do_not_hide_where_something_changed(host: &Host) {
    let kept = Kept::new(host);
    kept.rewrite(|entries| entries[15].body = Body::padding());
    kept.run("DELETE FROM checkpoint WHERE number > 0");
    let store = kept.place.open().unwrap();
    let forger = Signer::new(signer().verifier().name().clone(), Algorithm::Ed25519, &[4; 32]);
    let forged = checkpoint_at(&store, 30).sign(&forger, 0);
    store.keep_checkpoint(&forged).unwrap();
    drop(store);
    let trust = kept.trust(false);
    let faults = kept.place.faults(&trust);
    let [
        Fault::Checkpoint { number: 1, .. },
        Fault::Rewritten { first: 10, last: 39 },
    ] = faults[..]
    else {
        panic!("{faults:?}");
    };
    let without_key = Trust { key: None, ..trust };
    let faults = kept.place.faults(&without_key);
    assert_eq!(faults, [Fault::Rewritten { first: 0, last: 39 }]);
}

fn a_ledger_set_back_to_an_old_copy_is_found(host: &Host) {
    let kept = Kept::new(host);
    let old = kept.place.copy(host);
    let store = kept.place.open().unwrap();
    store.append(vec![submission(N)], 2_000_000).unwrap();
    let last = checkpoint_at(&store, N + 1);
    drop(store);
    let pin = Pin {
        checkpoint: last.clone(),
        commitments: None,
    };
    let trust = Trust {
        key: None,
        pins: vec![pin],
        roots: None,
    };
    assert_eq!(kept.place.faults(&trust), []);
    let faults = old.faults(&trust);
    assert_eq!(
        faults,
        [Fault::RolledBack {
            size: N,
            pinned: N + 1
        }]
    );
    // The signer remembers what it signed last.
    let old = old.open().unwrap();
    let (last_size, size) = (N + 1, N);
    assert_eq!(
        follow(&last, &checkpoint_at(&old, N), &[]),
        Err(Unfollowed::Older {
            last: last_size,
            size
        })
    );
    // Grown again to the same size with something else, it is a fork.
    old.append(vec![submission(2000)], 2_000_000).unwrap();
    let other = checkpoint_at(&old, N + 1);
    assert_eq!(
        follow(&last, &other, &[]),
        Err(Unfollowed::Forked { size: N + 1 })
    );
    old.append(vec![submission(2001)], 2_000_000).unwrap();
    let path = old.consistency(N + 1, N + 2).unwrap().unwrap();
    let rewritten = Unfollowed::Rewritten {
        last: N + 1,
        size: N + 2,
    };
    assert_eq!(follow(&last, &checkpoint_at(&old, N + 2), &path), Err(rewritten));
    assert_eq!(follow(&other, &checkpoint_at(&old, N + 2), &path), Ok(()));
}

fn two_checkpoints_of_one_size_are_evidence_for_anybody(host: &Host) {
    let (kept, signer) = (Kept::new(host), signer());
    let origin = signer.verifier().name().clone();
    let other = Checkpoint::new(origin, N, Hash::of(&[b"other"]));
    let (one, two) = (kept.checkpoint.sign(&signer, 0), other.sign(&signer, 0));
    let fork = Fork::of(&one, &two, signer.verifier()).unwrap();
    assert_eq!((fork.size(), fork.notes()), (N, [&one, &two]));
    assert_eq!(Fork::of(&one, &one, signer.verifier()), None);
    let smaller = Checkpoint::new(signer.verifier().name().clone(), N - 1, Hash::of(&[]));
    assert_eq!(Fork::of(&one, &smaller.sign(&signer, 0), signer.verifier()), None);
    let stranger = Signer::new(signer.verifier().name().clone(), Algorithm::Ed25519, &[4; 32]);
    assert_eq!(Fork::of(&one, &other.sign(&stranger, 0), signer.verifier()), None);
    // The same inside a ledger: a kept checkpoint that is of another history than the pinned one.
    kept.run(&format!(
        "DELETE FROM checkpoint WHERE number = 2; INSERT INTO checkpoint VALUES (2, '{two}')"
    ));
    assert_eq!(kept.faults(false), [Fault::Forked { size: N }]);
}

fn checkpoints_that_are_not_the_ledgers_are_named(host: &Host) {
    let found = |change: &str| {
        let kept = Kept::new(host);
        kept.run(change);
        let faults = kept.faults(false).into_iter().map(|it| it.to_string());
        faults.collect::<Vec<_>>()
    };
    let cut = found("UPDATE checkpoint SET note = 'cut' WHERE number = 1");
    assert!(
        cut[0].starts_with("checkpoint 1: line 1: no blank line"),
        "{cut:?}"
    );
    let gap = found("DELETE FROM checkpoint WHERE number = 1");
    assert_eq!(gap, ["checkpoint 2: stands where checkpoint 1 belongs"]);
    let back = found("INSERT INTO checkpoint SELECT 3, note FROM checkpoint WHERE number = 0");
    assert_eq!(
        back,
        ["checkpoint 3: is of 10 entries, and the one before it of 40"]
    );
    let resized = found("UPDATE checkpoint SET note = replace(note, '20', '21') WHERE number = 1");
    assert!(resized[0].contains("is not one of this text"), "{resized:?}");
}

fn a_copy_that_is_not_its_checkpoints_is_not_believed(host: &Host) {
    let kept = Kept::new(host);
    let mut trust = kept.trust(true);
    trust.pins[0].commitments.as_mut().unwrap().swap(3, 4);
    let faults = kept.place.faults(&trust);
    assert_eq!(faults, [Fault::WrongCopy { size: N }]);
}
