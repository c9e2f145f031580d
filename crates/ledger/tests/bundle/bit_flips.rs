//! Single bits of a bundle are flipped, and the entry or checkpoint that they belong to is named.

use crate::cases::mixed;
use crate::made::{Case, SIZES, entries, text, values};
use holdpoint_ledger::Hash;
use holdpoint_ledger::bundle::{Answer, Report, verify};
use holdpoint_ledger::verify::Fault;

pub(crate) const N_FLIPS: u64 = 400;

/// A number that is drawn from `seed`, below `end`.
pub(crate) fn drawn(seed: u64, role: &str, end: usize) -> usize {
    let hash = Hash::of(&[&seed.to_be_bytes(), role.as_bytes()]);
    let (bytes, _) = hash.as_bytes().split_first_chunk::<4>().unwrap();
    u32::from_be_bytes(*bytes) as usize % end
}

pub(crate) fn whole() -> Case {
    Case::new("bit-flip", text(&values(&entries(), &SIZES, mixed))).not_shown()
}

/// The bytes, and the number of the line that was flipped; the first is 0.
pub(crate) fn flipped(bundle: &str, seed: u64) -> (Vec<u8>, usize) {
    let at = drawn(seed, "byte", bundle.len());
    let mut bytes = bundle.as_bytes().to_vec();
    bytes[at] ^= 1 << drawn(seed, "bit", 8);
    let line = bundle.as_bytes()[..at].iter().filter(|it| **it == b'\n').count();
    (bytes, line)
}

fn names(report: &Report, line: usize) -> bool {
    let is_named = |fault: &Fault| match fault {
        Fault::File { why } => line == 0 && why.starts_with("line 1"),
        Fault::Checkpoint { number, .. } => *number + 1 == line as i64,
        fault => fault.entries().is_some_and(|(first, last)| {
            let index = (line as u64).checked_sub(1 + SIZES.len() as u64);
            first == last && index == Some(first)
        }),
    };
    report.faults.iter().any(is_named)
}

#[test]
fn every_flipped_bit_is_found_and_its_entry_or_checkpoint_named() {
    let case = whole();
    assert_eq!(case.report().answer(), Answer::NotShown);
    let known = case.known();
    for seed in 0..N_FLIPS {
        let (bytes, line) = flipped(&case.bundle, seed);
        let report = verify(&bytes[..], &known).unwrap();
        assert_eq!(report.answer(), Answer::Fails, "seed {seed}");
        assert!(
            names(&report, line),
            "seed {seed}, line {line}: {:?}",
            report.faults
        );
    }
}
