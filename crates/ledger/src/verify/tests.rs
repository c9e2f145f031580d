//! A ledger is changed in every way that somebody with the file can think of, and each change is found.

use super::*;
use crate::note::{Algorithm, KeyName, Signer};
use crate::store::{OpenError, Sqlite, Store, Submission};
use crate::{Body, Secret};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

const N: u64 = 40;
/// Sizes at which a head is kept.
const HEADS: [u64; 3] = [10, 20, 40];

fn signer() -> Signer {
    let name = KeyName::new("example.org/ledger").unwrap();
    Signer::new(name, Algorithm::Ed25519, &[3; 32])
}

fn head_at(store: &Sqlite, size: u64) -> Checkpoint {
    let origin = signer().verifier().name().clone();
    Checkpoint::new(origin, size, store.root_at(size).unwrap().unwrap())
}

fn submission(number: u64) -> Submission {
    let body = format!("{{\"note\":\"entry number {number}\",\"number\":{number}}}");
    Submission {
        request_key: RequestKey::new(&format!("request-{number}")).unwrap(),
        secret: Secret::draw(|it| it.copy_from_slice(Hash::of(&[&number.to_be_bytes()]).as_bytes())),
        body: Body::read(body.as_bytes()).unwrap(),
    }
}

/// A ledger of `N` entries with its heads, closed, and what a follower knows of it.
struct Kept {
    _folder: tempfile::TempDir,
    path: PathBuf,
    head: Checkpoint,
    commitments: Vec<Hash>,
}

impl Kept {
    fn new() -> Kept {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let store = Sqlite::open(&path).unwrap();
        for number in 0..N {
            store
                .append(vec![submission(number)], 1_000_000 + number)
                .unwrap();
            if HEADS.contains(&(number + 1)) {
                let note = head_at(&store, number + 1).sign(&signer(), 0);
                store.keep_head(&note).unwrap();
            }
        }
        let entries = store.entries(0..N).unwrap();
        let head = head_at(&store, N);
        drop(store);
        fold_log(&path);
        Kept {
            _folder: folder,
            path,
            head,
            commitments: entries.iter().map(Entry::commitment).collect(),
        }
    }

    fn trust(&self, with_copy: bool) -> Trust {
        let pin = Pin {
            checkpoint: self.head.clone(),
            commitments: with_copy.then(|| self.commitments.clone()),
        };
        Trust {
            key: Some(signer().verifier().clone()),
            pins: vec![pin],
        }
    }

    fn faults(&self, with_copy: bool) -> Vec<Fault> {
        Sqlite::examine(&self.path, &self.trust(with_copy))
            .unwrap()
            .faults
    }

    /// The entries as they are in the file, to be changed and written back with all hashes computed anew.
    fn rewrite(&self, change: impl FnOnce(&mut Vec<Entry>)) {
        let store = Sqlite::open(&self.path).unwrap();
        let mut entries = store.entries(0..N).unwrap();
        drop(store);
        change(&mut entries);
        let db = self.unlocked();
        db.execute("DELETE FROM entry", []).unwrap();
        for (index, entry) in (0..).zip(entries) {
            let entry = Entry { index, ..entry };
            db.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
                rusqlite::params![
                    index,
                    entry.received_ms,
                    entry.request_key.as_str(),
                    entry.secret.as_bytes(),
                    entry.body.text(),
                    entry.commitment().as_bytes(),
                ],
            )
            .unwrap();
        }
    }

    fn run(&self, sql: &str) {
        self.unlocked().execute_batch(sql).unwrap();
    }

    /// The file, without the triggers that stop slips of the hand.
    fn unlocked(&self) -> Connection {
        let db = Connection::open(&self.path).unwrap();
        for trigger in [
            "entry_is_not_changed",
            "entry_is_not_deleted",
            "head_is_not_changed",
            "head_is_not_deleted",
        ] {
            db.execute_batch(&format!("DROP TRIGGER IF EXISTS {trigger}"))
                .unwrap();
        }
        db
    }
}

/// Everything into the file itself, written in order.
fn fold_log(path: &Path) {
    let db = Connection::open(path).unwrap();
    db.execute_batch("VACUUM").unwrap();
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
}

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

#[test]
fn an_untouched_ledger_has_no_faults() {
    let kept = Kept::new();
    assert_eq!(kept.faults(true), []);
    assert_eq!(kept.faults(false), []);
    kept.rewrite(|_| {});
    assert_eq!(kept.faults(true), []);
}

#[test]
fn a_change_of_a_row_is_named_without_any_pin() {
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
            "UPDATE entry SET secret = zeroblob(32) WHERE number = 7",
            Fault::Edited { index: 7 },
        ),
        (
            "UPDATE entry SET commitment = zeroblob(32) WHERE number = 7",
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
        let kept = Kept::new();
        kept.run(change);
        let report = Sqlite::examine(&kept.path, &Trust::default()).unwrap();
        assert!(report.faults.contains(&fault), "{change}: {:?}", report.faults);
        assert!(
            matches!(Sqlite::open(&kept.path), Err(OpenError::Damaged(_))),
            "{change}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_named_with_the_reason() {
    let changes = [
        (
            "UPDATE entry SET body = '{\"a\":1.5}' WHERE number = 15",
            "its body is no body: `1.5` is no integer",
        ),
        (
            "UPDATE entry SET secret = x'00' WHERE number = 15",
            "its secret is not 32 bytes",
        ),
        (
            "UPDATE entry SET commitment = x'00' WHERE number = 15",
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
        let kept = Kept::new();
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

/// Hashes are computed anew, and the ledger agrees with itself: a pinned head says that something changed and
/// between which heads, a copy says what.
#[track_caller]
fn rewritten(change: impl FnOnce(&mut Vec<Entry>), expected: &[Fault]) {
    let kept = Kept::new();
    kept.rewrite(change);
    kept.run("DELETE FROM head WHERE number > 0");
    let alone = Sqlite::examine(&kept.path, &Trust::default()).unwrap().faults;
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

#[test]
fn an_edit_with_new_hashes_is_named_by_a_copy() {
    let edit = |entries: &mut Vec<Entry>| entries[15].body = Body::read(b"{\"number\":16}").unwrap();
    rewritten(edit, &[Fault::Replaced { index: 15 }]);
    let last = |entries: &mut Vec<Entry>| entries[39].body = Body::padding();
    rewritten(last, &[Fault::Replaced { index: 39 }]);
    let redate = |entries: &mut Vec<Entry>| entries[15].received_ms -= 1;
    rewritten(redate, &[Fault::Replaced { index: 15 }]);
}

#[test]
fn a_removal_with_new_hashes_is_named_by_a_copy() {
    let remove = |entries: &mut Vec<Entry>| drop(entries.remove(15));
    rewritten(remove, &[Fault::Removed { index: 15 }]);
    let several = |entries: &mut Vec<Entry>| drop(entries.drain(15..18));
    let removed = [15, 16, 17].map(|index| Fault::Removed { index });
    rewritten(several, &removed);
    let tail = |entries: &mut Vec<Entry>| entries.truncate(38);
    rewritten(
        tail,
        &[Fault::Removed { index: 38 }, Fault::Removed { index: 39 }],
    );
}

#[test]
fn an_insertion_with_new_hashes_is_named_by_a_copy() {
    rewritten(|it| it.insert(15, new_entry()), &[Fault::Inserted { index: 15 }]);
}

#[test]
fn a_reordering_with_new_hashes_is_named_by_a_copy() {
    let reorder = |entries: &mut Vec<Entry>| {
        entries.iter_mut().for_each(|it| it.received_ms = 1_000_000);
        let entry = entries.remove(15);
        entries.insert(25, entry);
    };
    // All were received at one time, or the new order would show by itself.
    let kept = Kept::new();
    kept.rewrite(|entries| entries.iter_mut().for_each(|it| it.received_ms = 1_000_000));
    kept.run("DELETE FROM head");
    let store = Sqlite::open(&kept.path).unwrap();
    let (head, entries) = (head_at(&store, N), store.entries(0..N).unwrap());
    drop(store);
    kept.rewrite(reorder);
    let pin = Pin {
        checkpoint: head,
        commitments: Some(entries.iter().map(Entry::commitment).collect()),
    };
    let trust = Trust {
        key: None,
        pins: vec![pin],
    };
    let faults = Sqlite::examine(&kept.path, &trust).unwrap().faults;
    assert_eq!(
        faults,
        [
            Fault::Rewritten { first: 0, last: 39 },
            Fault::Moved { index: 25, was: 15 }
        ]
    );
}

#[test]
fn kept_heads_narrow_down_where_something_was_rewritten() {
    let kept = Kept::new();
    kept.rewrite(|entries| entries[15].body = Body::padding());
    assert_eq!(kept.faults(false), [Fault::Rewritten { first: 10, last: 19 }]);
}

#[test]
fn a_ledger_set_back_to_an_old_copy_is_found() {
    let kept = Kept::new();
    let old = kept.path.with_file_name("old.db");
    std::fs::copy(&kept.path, &old).unwrap();
    let store = Sqlite::open(&kept.path).unwrap();
    store.append(vec![submission(N)], 2_000_000).unwrap();
    let last = head_at(&store, N + 1);
    drop(store);
    let pin = Pin {
        checkpoint: last.clone(),
        commitments: None,
    };
    let trust = Trust {
        key: None,
        pins: vec![pin],
    };
    assert_eq!(Sqlite::examine(&kept.path, &trust).unwrap().faults, []);
    let faults = Sqlite::examine(&old, &trust).unwrap().faults;
    assert_eq!(
        faults,
        [Fault::RolledBack {
            size: N,
            pinned: N + 1
        }]
    );
    // The signer remembers what it signed last.
    let old = Sqlite::open(&old).unwrap();
    let (last_size, size) = (N + 1, N);
    assert_eq!(
        follow(&last, &head_at(&old, N), &[]),
        Err(Unfollowed::Older {
            last: last_size,
            size
        })
    );
    // Grown again to the same size with something else, it is a fork.
    old.append(vec![submission(2000)], 2_000_000).unwrap();
    let other = head_at(&old, N + 1);
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
    assert_eq!(follow(&last, &head_at(&old, N + 2), &path), Err(rewritten));
    assert_eq!(follow(&other, &head_at(&old, N + 2), &path), Ok(()));
}

#[test]
fn two_heads_of_one_size_are_evidence_for_anybody() {
    let (kept, signer) = (Kept::new(), signer());
    let origin = signer.verifier().name().clone();
    let other = Checkpoint::new(origin, N, Hash::of(&[b"other"]));
    let (one, two) = (kept.head.sign(&signer, 0), other.sign(&signer, 0));
    let fork = Fork::of(&one, &two, signer.verifier()).unwrap();
    assert_eq!((fork.size(), fork.notes()), (N, [&one, &two]));
    assert_eq!(Fork::of(&one, &one, signer.verifier()), None);
    let smaller = Checkpoint::new(signer.verifier().name().clone(), N - 1, Hash::of(&[]));
    assert_eq!(Fork::of(&one, &smaller.sign(&signer, 0), signer.verifier()), None);
    let stranger = Signer::new(signer.verifier().name().clone(), Algorithm::Ed25519, &[4; 32]);
    assert_eq!(Fork::of(&one, &other.sign(&stranger, 0), signer.verifier()), None);
    // The same inside a ledger: a kept head that is of another history than the pinned one.
    kept.run(&format!(
        "DELETE FROM head WHERE number = 2; INSERT INTO head VALUES (2, '{two}')"
    ));
    assert_eq!(kept.faults(false), [Fault::Forked { size: N }]);
}

#[test]
fn heads_that_are_not_the_ledgers_are_named() {
    let head = |change: &str| {
        let kept = Kept::new();
        kept.run(change);
        let found = kept.faults(false).into_iter().map(|it| it.to_string());
        found.collect::<Vec<_>>()
    };
    let cut = head("UPDATE head SET note = 'cut' WHERE number = 1");
    assert!(cut[0].starts_with("head 1: line 1: no blank line"), "{cut:?}");
    let gap = head("DELETE FROM head WHERE number = 1");
    assert_eq!(gap, ["head 2: stands where head 1 belongs"]);
    let back = head("INSERT INTO head SELECT 3, note FROM head WHERE number = 0");
    assert_eq!(back, ["head 3: is of 10 entries, and the one before it of 40"]);
    let resized = head("UPDATE head SET note = replace(note, '20', '21') WHERE number = 1");
    assert!(resized[0].contains("is not one of this text"), "{resized:?}");
}

#[test]
fn a_copy_that_is_not_its_heads_is_not_believed() {
    let kept = Kept::new();
    let mut trust = kept.trust(true);
    trust.pins[0].commitments.as_mut().unwrap().swap(3, 4);
    let faults = Sqlite::examine(&kept.path, &trust).unwrap().faults;
    assert_eq!(faults, [Fault::WrongCopy { size: N }]);
}

/// A number that is drawn from `seed`, below `end`.
fn drawn(seed: u64, role: &str, end: usize) -> usize {
    let hash = Hash::of(&[&seed.to_be_bytes(), role.as_bytes()]);
    let (bytes, _) = hash.as_bytes().split_first_chunk::<4>().unwrap();
    u32::from_be_bytes(*bytes) as usize % end
}

/// The last place: when a table's first page was full, it went to a later one, and old bytes stayed behind.
fn place_of(file: &[u8], wanted: &[u8]) -> usize {
    file.windows(wanted.len()).rposition(|it| it == wanted).unwrap()
}

/// Where the cell of an entry lies in the file: length, number, header and columns. SQLite does not read the
/// header's byte for the number, which it takes from the cell; that byte is told apart.
fn cell(file: &[u8], entry: &Entry) -> (std::ops::Range<usize>, usize) {
    const TIME: usize = 3;
    const HEADER: usize = 7;
    let secret = place_of(file, entry.secret.as_bytes());
    let header = secret - entry.request_key.as_str().len() - TIME - HEADER;
    assert_eq!(usize::from(file[header]), HEADER, "the layout is as thought");
    let number = header - 1;
    assert_eq!(u64::from(file[number]), entry.index, "the layout is as thought");
    let end = secret + 32 + entry.body.text().len() + 32;
    let length_bytes = if end - header < 128 { 1 } else { 2 };
    (number - length_bytes..end, header + 1)
}

fn names(fault: &Fault, entry: u64) -> bool {
    match fault {
        Fault::Edited { index } | Fault::Unreadable { index, .. } => *index == entry,
        Fault::Missing { first, last } => (*first..=*last).contains(&entry),
        _ => false,
    }
}

#[test]
fn every_flipped_bit_of_an_entry_is_found_and_the_entry_named() {
    let kept = Kept::new();
    let store = Sqlite::open(&kept.path).unwrap();
    let entries = store.entries(0..N).unwrap();
    drop(store);
    fold_log(&kept.path);
    let file = std::fs::read(&kept.path).unwrap();
    let trust = Trust::default();
    for seed in 0..400 {
        let entry = &entries[drawn(seed, "entry", entries.len())];
        let (cell, unread) = cell(&file, entry);
        let mut at = cell.start + drawn(seed, "byte", cell.len());
        if at == unread {
            at += 1;
        }
        let bit = drawn(seed, "bit", 8);
        let mut flipped = file.clone();
        flipped[at] ^= 1 << bit;
        let path = kept.path.with_file_name(format!("flipped-{seed}.db"));
        std::fs::write(&path, flipped).unwrap();
        let faults = Sqlite::examine(&path, &trust).unwrap().faults;
        let found = faults.iter().any(|it| names(it, entry.index));
        let place = at - cell.start;
        assert!(
            found,
            "seed {seed}, entry {}, byte {place}, bit {bit}: {faults:?}",
            entry.index
        );
        assert!(Sqlite::open(&path).is_err(), "seed {seed}");
    }
}

#[test]
fn every_flipped_bit_of_a_head_is_found_and_the_head_named() {
    let kept = Kept::new();
    let file = std::fs::read(&kept.path).unwrap();
    let store = Sqlite::open(&kept.path).unwrap();
    let heads = store.heads().unwrap();
    drop(store);
    for seed in 0..100 {
        let number = drawn(seed, "head", heads.len());
        let note = heads[number].to_string().into_bytes();
        let at = place_of(&file, &note) + drawn(seed, "byte", note.len());
        let mut flipped = file.clone();
        flipped[at] ^= 1 << drawn(seed, "bit", 8);
        let path = kept.path.with_file_name(format!("flipped-{seed}.db"));
        std::fs::write(&path, flipped).unwrap();
        let faults = Sqlite::examine(&path, &kept.trust(false)).unwrap().faults;
        let named = |it: &Fault| matches!(it, Fault::Head { number: n, .. } if *n == number as i64);
        assert!(faults.iter().any(named), "seed {seed}: {faults:?}");
    }
}
