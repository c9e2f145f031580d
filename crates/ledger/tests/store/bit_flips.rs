//! Single bits of the file are flipped, and the entry or checkpoint that they belong to is named.

use crate::kept::{Kept, N, fold_log};
use crate::place::Host;
use crate::{Case, cases};
use holdpoint_ledger::verify::{Fault, Trust};
use holdpoint_ledger::{Entry, Hash, Sqlite, Store};

/// Of files alone.
pub(crate) const CASES: &[Case] = cases![
    every_flipped_bit_of_an_entry_is_found_and_the_entry_named,
    every_flipped_bit_of_a_checkpoint_is_found_and_the_checkpoint_named
];

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

fn every_flipped_bit_of_an_entry_is_found_and_the_entry_named(host: &Host) {
    let kept = Kept::new(host);
    let store = Sqlite::open(kept.place.file().unwrap()).unwrap();
    let entries = store.entries(0..N).unwrap();
    drop(store);
    fold_log(kept.place.file().unwrap());
    let file = std::fs::read(kept.place.file().unwrap()).unwrap();
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
        let path = kept
            .place
            .file()
            .unwrap()
            .with_file_name(format!("flipped-{seed}.db"));
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

fn every_flipped_bit_of_a_checkpoint_is_found_and_the_checkpoint_named(host: &Host) {
    let kept = Kept::new(host);
    let file = std::fs::read(kept.place.file().unwrap()).unwrap();
    let store = Sqlite::open(kept.place.file().unwrap()).unwrap();
    let checkpoints = store.checkpoints().unwrap();
    drop(store);
    for seed in 0..100 {
        let number = drawn(seed, "checkpoint", checkpoints.len());
        let note = checkpoints[number].to_string().into_bytes();
        let at = place_of(&file, &note) + drawn(seed, "byte", note.len());
        let mut flipped = file.clone();
        flipped[at] ^= 1 << drawn(seed, "bit", 8);
        let path = kept
            .place
            .file()
            .unwrap()
            .with_file_name(format!("flipped-{seed}.db"));
        std::fs::write(&path, flipped).unwrap();
        let faults = Sqlite::examine(&path, &kept.trust(false)).unwrap().faults;
        let named = |it: &Fault| matches!(it, Fault::Checkpoint { number: n, .. } if *n == number as i64);
        assert!(faults.iter().any(named), "seed {seed}: {faults:?}");
    }
}
