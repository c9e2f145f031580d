//! Logs of Inspect AI, as one `.json` or as an `.eval` archive.
//!
//! It must not know what a policy makes of a score.

mod archive;
mod head;
mod json;
mod recompute;
mod reduce;
mod reductions;
mod samples;
mod score;
#[cfg(test)]
mod tests;

use crate::measurement::{Measurement, Record};
use crate::refusal::Refusal;

/// Reads a log of either form: one measurement for each score of its results.
///
/// # Errors
/// Whatever makes the log say more than it knows: see [`Reason`](crate::Reason).
pub fn read(record: Record<'_>) -> Result<Vec<Measurement>, Refusal> {
    match record.bytes.starts_with(b"PK") {
        true => archive::read(record),
        false => json::read(record),
    }
}
