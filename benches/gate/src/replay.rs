//! A replay of the whole workload: the events folded and every question answered, from memory, from lines of JSON under a
//! chain of hashes, and by DuckDB.
//!
//! It must not know how a ledger is stored.

use crate::clock;
use crate::lines::{Lines, date};
use crate::row::Row;
use crate::workload::{Event, Kind, body};
use holdpoint_gate::evidence::Evidence;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Our rows; whether every answer is right; events a second of the fold with reading and hashes.
pub(crate) fn ours(
    events: &[Event],
    n_models: usize,
    right: &[u32],
) -> Result<(Vec<Row>, bool, f64), String> {
    let n = events.len() as f64;
    let texts: Vec<String> = events.iter().map(body).collect();
    let read = |lines: &Lines, index: usize| {
        let event = &events[index];
        lines.read(event.model, index as u64, event.at_ms, &texts[index])
    };
    let mut lines = Lines::new(n_models)?;
    let evidence: Result<Vec<Option<Evidence>>, String> = (0..events.len())
        .map(|it| match events[it].kind {
            Kind::Asked => Ok(None),
            _ => read(&lines, it).map(Some),
        })
        .collect();
    let mut evidence = evidence?;
    let (folded, seconds) = clock::cpu(|| answers(events, &mut lines, |_, it| Ok(evidence[it].take())));
    let mut agrees = folded? == right;
    let memory = Row::new("replay", "gate", "fold, from memory", n / seconds, "events/s");

    let head = chain(&texts);
    let mut lines = Lines::new(n_models)?;
    let (read, seconds) = clock::cpu(|| {
        if chain(&texts) != head {
            return Err("a line was changed".to_owned());
        }
        answers(events, &mut lines, |lines, it| match events[it].kind {
            Kind::Asked => Ok(None),
            _ => read(lines, it).map(Some),
        })
    });
    agrees &= read? == right;
    let per_second = n / seconds;
    let json = Row::new(
        "replay",
        "gate",
        "fold, from JSON lines with the hashes",
        per_second,
        "events/s",
    );
    Ok((vec![memory, json.at_least(3e6)], agrees, per_second))
}

fn answers(
    events: &[Event],
    lines: &mut Lines,
    mut evidence: impl FnMut(&Lines, usize) -> Result<Option<Evidence>, String>,
) -> Result<Vec<u32>, String> {
    let mut answers = Vec::new();
    for (index, event) in events.iter().enumerate() {
        match evidence(lines, index)? {
            Some(it) => lines.take(event.model, it),
            None => answers.push(lines.barred(event.model, index as u64, date(event.at_ms))?),
        }
    }
    Ok(answers)
}

fn chain(texts: &[String]) -> [u8; 32] {
    texts.iter().fold([0; 32], |head, text| {
        let mut hasher = Sha256::new();
        hasher.update(head);
        hasher.update(text);
        hasher.finalize().into()
    })
}

const SCRIPT: &str = include_str!("duckdb.py");

/// DuckDB on the same events, as lines of JSON; `None` where there is none. Gives its events a second with loading, too.
pub(crate) fn duckdb(
    events: &[Event],
    right: &[u32],
    folder: &Path,
) -> Result<Option<(Vec<Row>, bool, f64)>, String> {
    let python = std::env::var("HOLDPOINT_DUCKDB").unwrap_or_else(|_| "python3".to_owned());
    let has = Command::new(&python).args(["-c", "import duckdb"]).output();
    if !has.is_ok_and(|it| it.status.success()) {
        return Ok(None);
    }
    let mut text = String::new();
    for (n, event) in events
        .iter()
        .enumerate()
        .filter(|(_, it)| it.kind != Kind::Vouched)
    {
        let (kind, safeguard) = match event.kind {
            Kind::Checkpoint(_) => ("train", 0),
            Kind::Passed => ("eval", 0),
            Kind::Attested(it) => ("attest", it),
            Kind::Revoked(it) => ("revoke", it),
            Kind::Asked | Kind::Vouched => ("deploy", 0),
        };
        let (at, model) = (event.at_ms, event.model);
        writeln!(
            text,
            r#"{{"n":{n},"t":{at},"m":{model},"k":"{kind}","i":{safeguard}}}"#
        )
        .map_err(|it| it.to_string())?;
    }
    let file = folder.join("events.jsonl");
    std::fs::write(&file, text).map_err(|it| it.to_string())?;
    let run = Command::new(&python)
        .arg("-c")
        .arg(SCRIPT)
        .arg(&file)
        .output()
        .map_err(|it| it.to_string())?;
    let said: Value = serde_json::from_slice(&run.stdout)
        .map_err(|_| format!("DuckDB: {}: {}", run.status, String::from_utf8_lossy(&run.stderr)))?;
    let asked = events.iter().enumerate().filter(|(_, it)| it.kind == Kind::Asked);
    let open = asked
        .zip(right)
        .filter(|(_, it)| **it == 0)
        .map(|((n, _), _)| n as u64);
    let expected = json!({"asked": right.len(), "open": open.clone().count(), "sum": open.sum::<u64>()});
    let agrees = ["asked", "open", "sum"].iter().all(|it| said[it] == expected[it]);
    let seconds = |name: &str| said[name].as_f64().unwrap_or(f64::NAN);
    let n = events.len() as f64;
    let with_loading = n / (seconds("loading") + seconds("query"));
    let name = format!("DuckDB {}", said["version"].as_str().unwrap_or("?"));
    let rows = vec![
        Row::new(
            "replay",
            &name,
            "window functions, loaded before",
            n / seconds("query"),
            "events/s",
        ),
        Row::new(
            "replay",
            &name,
            "with loading from JSON lines",
            with_loading,
            "events/s",
        ),
    ];
    Ok(Some((rows, agrees, with_loading)))
}
