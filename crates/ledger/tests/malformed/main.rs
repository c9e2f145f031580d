//! A thousand changed inputs for each reader: none makes it stop, each refusal says where, what is taken is written
//! as it was, and the largest inputs of the worst kind fit into 256 MB and five seconds.

#![allow(clippy::unwrap_used, reason = "what a test cannot set up stops it")]

mod mutation;
mod readers;
mod stopwatch;
mod worst;

use mutation::mutated;
use readers::{Reader, Verdict, all};
use std::time::Duration;
use stopwatch::Stopwatch;

const N: u64 = 1000;
/// For one input of the largest, or a thousand small ones.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// What a reader said to all of its inputs.
fn said(reader: &Reader) -> Vec<(Vec<u8>, Verdict)> {
    let inputs = (0..N).map(|seed| mutated(&reader.good, seed));
    inputs
        .map(|input| {
            let verdict = (reader.read)(&input);
            (input, verdict)
        })
        .collect()
}

#[test]
fn what_is_good_is_taken() {
    for reader in all() {
        for good in &reader.good {
            let verdict = (reader.read)(good);
            assert!(
                matches!(verdict, Verdict::Taken { .. }),
                "{}: {verdict:?}",
                reader.name
            );
        }
    }
}

#[test]
fn a_thousand_changed_inputs_are_refused_where_they_are_wrong_or_written_as_they_were() {
    for reader in all() {
        let start = Stopwatch::start();
        let mut n_refused = 0;
        for (input, verdict) in said(&reader) {
            let shown = String::from_utf8_lossy(&input);
            match verdict {
                Verdict::Taken { again } => {
                    assert!(again.is_none_or(|it| it == input), "{}: {shown}", reader.name)
                }
                Verdict::Refused { has_place, why } => {
                    n_refused += 1;
                    assert!(has_place, "{}: {why}\n{shown}", reader.name);
                }
            }
        }
        assert!(n_refused > N / 2, "{}: {n_refused} refused", reader.name);
        assert!(
            start.elapsed() < PATIENCE,
            "{}: {:?}",
            reader.name,
            start.elapsed()
        );
    }
}
