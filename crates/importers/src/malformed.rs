//! A thousand garbled inputs for each reader, the same ones in every run: an answer or a refusal, never a panic,
//! never much memory, never long.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test may look at the clock and at its own process"
)]

use crate::estimator::{Bound, Estimator, Method};
use crate::measurement::Measurement;
use crate::refusal::Refusal;
use crate::testing::{DEFLATE, EVAL, JSON_WITH_FAILED, Members, as_json, members, packed, record};
use crate::{ControlStatus, controls, every_eval_ever, inspect, lm_eval, oscal};
use std::time::Instant;

const ROUNDS: usize = 1000;
const SECONDS_MAX: u64 = 5;
const KILOBYTES_MAX: u64 = 256 << 10;

const RESULTS: &[u8] = include_bytes!("../tests/lm_eval/results.json");
const PROBE: &[u8] = include_bytes!("../tests/lm_eval/samples_probe.jsonl");
const RECORD: &[u8] = include_bytes!("../tests/every_eval_ever/record.json");
const INSTANCES: &[u8] = include_bytes!("../tests/every_eval_ever/instances.jsonl");
const OSCAL: &[u8] = include_bytes!("../tests/oscal/assessment-results.json");
const TABLE: &[u8] = include_bytes!("../tests/controls/controls.csv");
const LIST: &[u8] = br#"{"controls": [{"control": "a", "status": "satisfied", "assessed": "2026-01-31"}]}"#;

/// What is put into texts: what readers trip over.
const TOKENS: [&[u8]; 24] = [
    b"NaN",
    b"-Infinity",
    b"1e999999999",
    b"1e-300",
    b"-1",
    b"0",
    b"99999999999999999999",
    b"null",
    b"\"\"",
    b"{",
    b"[",
    b"}",
    b"]",
    b"\"",
    b"\\u",
    b"\\ud800",
    b",",
    b":",
    b"\n",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\0",
    b"{\"a\":{\"a\":",
    b"\"C\",\"C\"",
];

/// SplitMix64: the same numbers from the same seed, everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length);
        start..(start + 1 + self.below(40)).min(length)
    }
}

/// One to four changes: a bit, a piece less, a piece twice, a piece moved, a token, the end cut off.
fn garbled(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        let range = dice.range(bytes.len());
        let at = dice.below(bytes.len());
        match dice.below(8) {
            0 | 1 if !bytes.is_empty() => bytes[at] ^= 1 << dice.below(8),
            2 => drop(bytes.drain(range)),
            3 => {
                let piece = bytes[range].to_vec();
                bytes.splice(at..at, piece);
            }
            4 if !bytes.is_empty() && dice.below(8) == 0 => bytes.truncate(at),
            5 => drop(
                bytes
                    .splice(range, TOKENS[dice.below(TOKENS.len())].iter().copied())
                    .count(),
            ),
            _ => drop(
                bytes
                    .splice(at..at, TOKENS[dice.below(TOKENS.len())].iter().copied())
                    .count(),
            ),
        }
    }
    bytes
}

/// Runs a reader over garbled forms of an input; gives how many were taken.
fn run(seed: u64, input: &[u8], mut reader: impl FnMut(&[u8]) -> bool) -> usize {
    let mut dice = Dice(seed);
    let mut taken = 0;
    for round in 0..ROUNDS {
        let bytes = garbled(input, &mut dice);
        let start = Instant::now();
        taken += usize::from(reader(&bytes));
        let spent = start.elapsed().as_secs();
        assert!(spent < SECONDS_MAX, "round {round} of seed {seed} took {spent} s");
    }
    bounded();
    taken
}

/// The most memory that this process has held so far, where the system says so.
fn bounded() {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else {
        return;
    };
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let kilobytes: u64 = peak
        .and_then(|it| it.trim().strip_suffix(" kB"))
        .and_then(|it| it.parse().ok())
        .unwrap_or(0);
    assert!(kilobytes < KILOBYTES_MAX, "{kilobytes} kB");
}

/// Whether it was taken; whatever was taken is also asked for every bound, and every refusal is written out.
fn asked(read: Result<Vec<Measurement>, Refusal>) -> bool {
    let Ok(Estimator::Bound(bound)) = Estimator::named("upper-95") else {
        panic!("a bound")
    };
    match &read {
        Ok(all) => all.iter().for_each(|it| every_bound(it, &bound)),
        Err(refusal) => assert!(!refusal.to_string().is_empty() && !refusal.cure.is_empty()),
    }
    read.is_ok()
}

/// The unharmed inputs' own counts are asked in other tests.
fn every_bound(measurement: &Measurement, bound: &Bound) {
    if matches!(measurement.evidence.counts(), Some((6 | 7 | 9, 12))) {
        return;
    }
    for method in Method::ALL {
        match measurement.bound(method, bound) {
            Ok(found) => assert!(found.low <= found.high),
            Err(refusal) => assert!(!refusal.cure.is_empty()),
        }
    }
}

fn listed(read: Result<Vec<ControlStatus>, Refusal>) -> bool {
    if let Err(refusal) = &read {
        assert!(!refusal.to_string().is_empty() && !refusal.cure.is_empty());
    }
    read.is_ok()
}

#[test]
fn garbled_archives_of_logs() {
    run(1, EVAL, |it| asked(inspect::read(record("a.eval", it))));
    let deflated = packed(&members(EVAL), DEFLATE);
    run(2, &deflated, |it| asked(inspect::read(record("a.eval", it))));
}

/// The archive is whole, and what is in it is not.
#[test]
fn whole_archives_of_garbled_logs() {
    let all = members(EVAL);
    let mut dice = Dice(3);
    let mut taken = 0;
    for _ in 0..ROUNDS {
        let mut garbled_members: Members = all.clone();
        let at = dice.below(all.len());
        garbled_members[at].1 = garbled(&all[at].1, &mut dice);
        taken += usize::from(asked(inspect::read(record(
            "a.eval",
            &packed(&garbled_members, crate::testing::STORED),
        ))));
    }
    bounded();
    assert!(
        taken > 0 && taken < ROUNDS,
        "some changes matter and some do not: {taken}"
    );
}

#[test]
fn garbled_logs() {
    let text = as_json(&members(EVAL));
    let taken = run(4, text.as_bytes(), |it| {
        asked(inspect::read(record("a.json", it)))
    });
    assert!(taken > 0 && taken < ROUNDS, "{taken}");
    run(5, JSON_WITH_FAILED, |it| {
        asked(inspect::read(record("a.json", it)))
    });
}

#[test]
fn garbled_results() {
    let probe = [("probe", record("probe.jsonl", PROBE))];
    run(6, RESULTS, |it| {
        asked(lm_eval::read(record("r.json", it), &probe))
    });
    run(7, RESULTS, |it| asked(lm_eval::read(record("r.json", it), &[])));
    run(8, PROBE, |it| {
        asked(lm_eval::read(
            record("r.json", RESULTS),
            &[("probe", record("p.jsonl", it))],
        ))
    });
}

#[test]
fn garbled_records() {
    run(9, RECORD, |it| {
        asked(every_eval_ever::read(record("r.json", it), None))
    });
    run(10, RECORD, |it| {
        asked(every_eval_ever::read(
            record("r.json", it),
            Some(record("i.jsonl", INSTANCES)),
        ))
    });
    run(11, INSTANCES, |it| {
        asked(every_eval_ever::read(
            record("r.json", RECORD),
            Some(record("i.jsonl", it)),
        ))
    });
}

#[test]
fn garbled_controls() {
    run(12, OSCAL, |it| listed(oscal::read(record("o.json", it))));
    run(13, TABLE, |it| listed(controls::read_csv(record("c.csv", it))));
    run(14, LIST, |it| listed(controls::read_json(record("c.json", it))));
}

/// Inputs made to be large inside: each reader gives up on them. Made one after the other, so that it is the
/// readers' memory that is seen.
#[test]
fn inputs_made_to_fill_the_memory() {
    let names = || (0..1 << 20).map(|it| format!("\"{it}\":0,")).collect::<String>();
    let inputs: [&dyn Fn() -> String; 5] = [
        &|| format!("{{\"controls\": [{}0]}}", "0,".repeat(4 << 20)),
        &|| format!("{{{}\"x\":0}}", names()),
        &|| format!("{{\"samples\":{{{}\"x\":0}}}}", names()),
        &|| "[".repeat(8 << 20),
        &|| format!("control,status,assessed\n{}", "\"\",,\n".repeat(1 << 19)),
    ];
    for input in inputs {
        given_up(input().as_bytes());
    }
    let bomb: Members = vec![("header.json".to_owned(), vec![b'['; 40 << 20])];
    let bomb = packed(&bomb, DEFLATE);
    assert!(!asked(inspect::read(record("a.eval", &bomb))));
    bounded();
}

fn given_up(bytes: &[u8]) {
    let start = Instant::now();
    assert!(!asked(inspect::read(record("a", bytes))));
    assert!(!asked(lm_eval::read(record("a", bytes), &[])));
    assert!(!asked(every_eval_ever::read(record("a", bytes), None)));
    assert!(!listed(oscal::read(record("a", bytes))));
    assert!(!listed(controls::read_json(record("a", bytes))));
    assert!(!listed(controls::read_csv(record("a", bytes))));
    assert!(start.elapsed().as_secs() < 6 * SECONDS_MAX);
}
