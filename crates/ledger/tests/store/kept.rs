//! A small ledger that a test may change in any way, and what a follower knows of it.
//!
//! It must not know what is changed.

use crate::place::{Host, Ledger, Place};
use holdpoint_ledger::note::{Algorithm, KeyName, Signer};
use holdpoint_ledger::verify::{Fault, Pin, Trust};
use holdpoint_ledger::{Body, Checkpoint, Entry, Hash, RequestKey, Secret, Submission};
use rusqlite::Connection;
use std::path::Path;

pub(crate) const N: u64 = 40;
/// Sizes at which a checkpoint is kept.
const CHECKPOINTS: [u64; 3] = [10, 20, 40];

pub(crate) fn signer() -> Signer {
    let name = KeyName::new("example.org/ledger").unwrap();
    Signer::new(name, Algorithm::Ed25519, &[3; 32])
}

pub(crate) fn checkpoint_at(store: &Ledger, size: u64) -> Checkpoint {
    let origin = signer().verifier().name().clone();
    Checkpoint::new(origin, size, store.root_at(size).unwrap().unwrap())
}

pub(crate) fn submission(number: u64) -> Submission {
    let body = format!("{{\"note\":\"entry number {number}\",\"number\":{number}}}");
    Submission {
        request_key: RequestKey::new(&format!("request-{number}")).unwrap(),
        secret: Secret::draw(|it| it.copy_from_slice(Hash::of(&[&number.to_be_bytes()]).as_bytes())),
        body: Body::read(body.as_bytes()).unwrap(),
    }
}

/// A ledger of `N` entries with its checkpoints, closed, and what a follower knows of it.
pub(crate) struct Kept {
    pub(crate) place: Place,
    pub(crate) checkpoint: Checkpoint,
    pub(crate) commitments: Vec<Hash>,
}

impl Kept {
    pub(crate) fn new(host: &Host) -> Kept {
        let (place, store) = host.begin();
        for number in 0..N {
            store
                .append(vec![submission(number)], 1_000_000 + number)
                .unwrap();
            if CHECKPOINTS.contains(&(number + 1)) {
                let note = checkpoint_at(&store, number + 1).sign(&signer(), 0);
                store.keep_checkpoint(&note).unwrap();
            }
        }
        let entries = store.entries(0..N).unwrap();
        let checkpoint = checkpoint_at(&store, N);
        drop(store);
        if let Some(path) = place.file() {
            fold_log(path);
        }
        Kept {
            place,
            checkpoint,
            commitments: entries.iter().map(Entry::commitment).collect(),
        }
    }

    pub(crate) fn trust(&self, with_copy: bool) -> Trust {
        let pin = Pin {
            checkpoint: self.checkpoint.clone(),
            commitments: with_copy.then(|| self.commitments.clone()),
        };
        Trust {
            key: Some(signer().verifier().clone()),
            pins: vec![pin],
            roots: None,
        }
    }

    pub(crate) fn faults(&self, with_copy: bool) -> Vec<Fault> {
        self.place.faults(&self.trust(with_copy))
    }

    /// The entries as they are, to be changed and written back with all hashes computed anew.
    pub(crate) fn rewrite(&self, change: impl FnOnce(&mut Vec<Entry>)) {
        let store = self.place.open().unwrap();
        let mut entries = store.entries(0..N).unwrap();
        drop(store);
        change(&mut entries);
        let mut sql = "DELETE FROM entry;".to_owned();
        for (index, entry) in (0..).zip(entries) {
            let entry = Entry { index, ..entry };
            sql += &format!(
                "INSERT INTO entry VALUES ({index}, {}, '{}', {}, '{}', {});",
                entry.received_ms,
                entry.request_key.as_str(),
                self.place.bytes(entry.secret.as_bytes()),
                entry.body.text(),
                self.place.bytes(entry.commitment().as_bytes()),
            );
        }
        self.run(&sql);
    }

    /// In the SQL, `{zeros}` stands for 32 bytes and `{byte}` for one.
    pub(crate) fn run(&self, sql: &str) {
        let sql = sql.replace("{zeros}", &self.place.bytes(&[0; 32]));
        self.place
            .run_unlocked(&sql.replace("{byte}", &self.place.bytes(&[0])));
    }
}

/// Everything into the file itself, written in order.
pub(crate) fn fold_log(path: &Path) {
    let db = Connection::open(path).unwrap();
    db.execute_batch("VACUUM").unwrap();
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
}
