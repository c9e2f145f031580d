//! A log that is an archive: a head, and a member for each sample, read one after the other.
//!
//! It must not know what the results mean.

use super::head::{self, ERROR, EVAL, Head, RESULTS};
use super::recompute::measurements;
use super::reductions::{REDUCTIONS, SUMMARIES, agree, summarise};
use super::samples::{SAMPLE, Samples};
use crate::archive::Archive;
use crate::json::{Source, View, Want, read as read_json};
use crate::measurement::{Measurement, Record};
use crate::refusal::{Reason, Refusal};

const HEAD: Want = Want::Members(&[
    ("version", &Want::All),
    ("status", &Want::All),
    ("error", &ERROR),
    ("invalidated", &Want::All),
    ("eval", &EVAL),
    ("results", &RESULTS),
]);
const START: Want = Want::Members(&[("eval", &EVAL)]);

pub(super) fn read(record: Record<'_>) -> Result<Vec<Measurement>, Refusal> {
    let archive = Archive::open(record.file, record.bytes)?;
    let Some(bytes) = archive.read("header.json")? else {
        return Err(unfinished(&record));
    };
    let source = Source::of_bytes(record.file, Some("header.json"), &bytes)?;
    let node = read_json(&source, &HEAD)?;
    let head = head::read(&record, View::new(&source, &node))?;
    with(&archive, &record, "_journal/start.json", &START, |it| {
        same_eval(&head, it)
    })?;
    let mut samples = Samples::of(&head);
    for name in archive.names().filter(|it| it.starts_with("samples/")) {
        with(&archive, &record, name, &SAMPLE, |it| samples.add(it))?;
    }
    let measurements = measurements(&head, &samples)?;
    with(&archive, &record, "reductions.json", &REDUCTIONS, |it| {
        agree(&head, &samples, it)
    })?;
    with(&archive, &record, "summaries.json", &SUMMARIES, |it| {
        summarise(&samples, it)
    })?;
    Ok(measurements)
}

/// Does something with the member of that name, if there is one.
fn with(
    archive: &Archive<'_>,
    record: &Record<'_>,
    name: &str,
    want: &'static Want,
    mut work: impl FnMut(View<'_, '_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let Some(bytes) = archive.read(name)? else {
        return Ok(());
    };
    let source = Source::of_bytes(record.file, Some(name), &bytes)?;
    let node = read_json(&source, want)?;
    work(View::new(&source, &node))
}

fn same_eval(head: &Head<'_, '_>, start: View<'_, '_>) -> Result<(), Refusal> {
    let id = start.member("eval")?.member("eval_id")?;
    let (began, ended) = (id.text()?, &head.identity.record);
    if began == ended {
        return Ok(());
    }
    let problem = format!("it began as `{began}`, and its head is that of `{ended}`");
    Err(id.refuse(
        Reason::Contradicts,
        problem,
        "send the archive as the tool wrote it",
    ))
}

fn unfinished(record: &Record<'_>) -> Refusal {
    let problem = "there is no `header.json` in it, which is written when a run ends".to_owned();
    let cure = "run it to its end (`inspect eval-retry`) and send that log";
    Refusal::whole(record.file, Reason::Unfinished, problem, cure)
}
