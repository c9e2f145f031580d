//! A log that is one JSON document.
//!
//! It must not know what the results mean.

use super::head::{self, ERROR, EVAL, RESULTS};
use super::recompute::measurements;
use super::reductions::{REDUCTIONS, agree};
use super::samples::{SAMPLE, Samples};
use crate::json::{Source, View, Want, read as read_json};
use crate::measurement::{Measurement, Record};
use crate::refusal::Refusal;

const LOG: Want = Want::Members(&[
    ("version", &Want::All),
    ("status", &Want::All),
    ("error", &ERROR),
    ("invalidated", &Want::All),
    ("eval", &EVAL),
    ("results", &RESULTS),
    ("samples", &Want::Each(&SAMPLE)),
    ("reductions", &REDUCTIONS),
]);

pub(super) fn read(record: Record<'_>) -> Result<Vec<Measurement>, Refusal> {
    let source = Source::of_bytes(record.file, None, record.bytes)?;
    let node = read_json(&source, &LOG)?;
    let log = View::new(&source, &node);
    let head = head::read(&record, log)?;
    let mut samples = Samples::of(&head);
    if let Some(all) = log.optional("samples")? {
        all.items()?.into_iter().try_for_each(|it| samples.add(it))?;
    }
    let measurements = measurements(&head, &samples)?;
    if let Some(reductions) = log.optional("reductions")? {
        agree(&head, &samples, reductions)?;
    }
    Ok(measurements)
}
