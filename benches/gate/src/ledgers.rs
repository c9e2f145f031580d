//! Ledgers of some size: appends beside those of the store itself, opening, proofs, the full check, a replay, one answer of
//! the command line, and the memory of a gate that is kept open on a long stream.
//!
//! It must not know what an answer is.

use crate::clock;
use crate::lines::{Lines, date};
use crate::row::Row;
use crate::workload::{Event, Kind, START_MS, body, model_name, policy_text};
use holdpoint_app::{AsOf, KeptGate, Mode, PublishPolicy, Question};
use holdpoint_ledger::verify::Trust;
use holdpoint_ledger::{Body, Hash, RequestKey, Secret, Sqlite, Store, Submission};
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};
use std::process::Command;

fn said(why: impl std::fmt::Display) -> String {
    why.to_string()
}

fn submission(n: usize, event: &Event) -> Result<Submission, String> {
    let key = RequestKey::new(&format!("request-{n}")).ok_or("it is no key")?;
    let secret = Hash::of(&[&n.to_be_bytes()]);
    Ok(Submission {
        request_key: key,
        secret: Secret::draw(|it| it.copy_from_slice(secret.as_bytes())),
        body: Body::read(body(event).as_bytes()).map_err(said)?,
    })
}

/// So many commits of so many entries each, by the ledger and by SQLite with the same columns, index and commit policy. Both
/// take turns, so that a busy disk is busy for both.
pub(crate) fn appends(events: &[Event], folder: &Path) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    for (in_one, commits) in [(1, 600), (100, 60)] {
        let ledger = Sqlite::open(&folder.join(format!("appends-{in_one}.db"))).map_err(said)?;
        let mut raw = raw(&folder.join(format!("raw-{in_one}.db"))).map_err(said)?;
        let (mut of_ledger, mut of_raw) = (Vec::new(), Vec::new());
        for commit in 0..commits {
            let numbers = commit * in_one..(commit + 1) * in_one;
            let batch: Result<Vec<Submission>, String> =
                numbers.clone().map(|it| submission(it, &events[it])).collect();
            let batch = batch?;
            let copy = batch.clone();
            let (done, seconds) = clock::wall(|| ledger.append(copy, START_MS));
            done.map_err(said)?;
            of_ledger.push(seconds);
            let (done, seconds) = clock::wall(|| insert(&mut raw, numbers.start, &batch));
            done.map_err(said)?;
            of_raw.push(seconds);
        }
        let per_second = |times: Vec<f64>| in_one as f64 / clock::median_and_p99(times).0;
        let (ledger, raw) = (per_second(of_ledger), per_second(of_raw));
        let what = format!("durable appends, {in_one} in a commit (median)");
        rows.push(Row::new(
            "appends",
            "SQLite alone",
            what.clone(),
            raw,
            "entries/s",
        ));
        let bar = format!("within 20 % of SQLite: {:.0} %", ledger / raw * 100.0);
        rows.push(Row::new("appends", "ledger", what, ledger, "entries/s").with(bar, ledger >= 0.8 * raw));
    }
    Ok(rows)
}

fn raw(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open(path)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.execute_batch(
        "CREATE TABLE entry (number INTEGER PRIMARY KEY, received_ms INTEGER NOT NULL, request_key TEXT NOT NULL UNIQUE,
         secret BLOB NOT NULL, body TEXT NOT NULL, commitment BLOB NOT NULL) STRICT",
    )?;
    Ok(db)
}

fn insert(db: &mut Connection, first: usize, batch: &[Submission]) -> rusqlite::Result<()> {
    let transaction = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for (number, it) in (first..).zip(batch) {
        let mut statement = transaction.prepare_cached("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)")?;
        let (secret, number) = (it.secret.as_bytes(), i64::try_from(number).unwrap_or(i64::MAX));
        let row = params![number, 1, it.request_key.as_str(), secret, it.body.text(), secret];
        statement.execute(row)?;
    }
    transaction.commit()
}

/// A ledger with the policy and these events, many in a commit.
pub(crate) fn build(events: &[Event], folder: &Path, name: &str) -> Result<PathBuf, String> {
    let path = folder.join(name);
    begin(&path, folder)?;
    let ledger = Sqlite::open(&path).map_err(said)?;
    for (first, some) in (0..).step_by(2000).zip(events.chunks(2000)) {
        append(&ledger, first, some)?;
    }
    Ok(path)
}

fn begin(path: &Path, folder: &Path) -> Result<(), String> {
    let policy = folder.join("p1.hold");
    std::fs::write(&policy, policy_text()).map_err(said)?;
    drop(Sqlite::open(path).map_err(said)?);
    let publish = PublishPolicy {
        roots: None,
        path: path.to_owned(),
        policy,
        from: None,
        readings: Vec::new(),
        key: None,
        now: Some(date(START_MS)),
    };
    publish.run().map(drop).map_err(|it| format!("{it:?}"))
}

fn append(ledger: &Sqlite, first: usize, events: &[Event]) -> Result<(), String> {
    // All that is in one commit is received at one time, that of the last.
    let Some(last) = events.last() else { return Ok(()) };
    let batch: Result<Vec<Submission>, String> =
        (first..).zip(events).map(|(n, it)| submission(n, it)).collect();
    ledger.append(batch?, last.at_ms).map(drop).map_err(said)
}

/// Opening, a proof, the full check.
pub(crate) fn large(path: &Path, n_entries: usize) -> Result<Vec<Row>, String> {
    let (ledger, opening) = clock::wall(|| Sqlite::open(path));
    let ledger = ledger.map_err(said)?;
    let size = ledger.size().map_err(said)?;
    let proofs = (0..200).map(|it| {
        let index = it * (size / 200);
        clock::wall(|| ledger.proof(index, size)).1
    });
    let proof = clock::median_and_p99(proofs.collect()).0;
    drop(ledger);
    let (report, checking) = clock::wall(|| Sqlite::examine(path, &Trust::default()));
    if !report.map_err(said)?.faults.is_empty() {
        return Err("the ledger does not hold together".to_owned());
    }
    let of = |what: &str| format!("{what}, {n_entries} entries");
    Ok(vec![
        Row::new("ledger", "ledger", of("open, with the full check"), opening, "s").at_most(1.0),
        Row::new("ledger", "ledger", of("proof"), proof * 1e3, "ms").at_most(5.0),
        Row::new("ledger", "ledger", of("full check"), checking, "s").at_most(60.0),
        Row::new("ledger", "ledger", of("peak memory"), clock::memory().1, "MiB"),
    ])
}

/// The replay from a ledger that is open: every entry is read, held against the tree, and folded.
pub(crate) fn replay(
    path: &Path,
    events: &[Event],
    n_models: usize,
    right: &[u32],
) -> Result<(Row, bool, f64), String> {
    let ledger = Sqlite::open(path).map_err(said)?;
    let mut lines = Lines::new(n_models)?;
    let (answers, seconds) = clock::cpu(|| -> Result<Vec<u32>, String> {
        let mut answers = Vec::new();
        // The first entry is the policy.
        for (first, some) in (0..).step_by(1000).zip(events.chunks(1000)) {
            let start = first + 1;
            let entries = ledger.entries(start..start + some.len() as u64).map_err(said)?;
            for (entry, event) in entries.iter().zip(some) {
                match event.kind {
                    Kind::Asked => answers.push(lines.barred(event.model, entry.index, date(event.at_ms))?),
                    _ => {
                        let text = entry.body.text();
                        let evidence = lines.read(event.model, entry.index, event.at_ms, text)?;
                        lines.take(event.model, evidence);
                    }
                }
            }
        }
        Ok(answers)
    });
    let per_second = events.len() as f64 / seconds;
    let row = Row::new(
        "replay",
        "gate",
        "from the ledger, each entry held against its tree",
        per_second,
        "events/s",
    );
    Ok((row, answers? == right, per_second))
}

/// A gate that is kept open while much is recorded: what it takes in memory, and how long an answer takes.
pub(crate) fn stream(events: &[Event], folder: &Path) -> Result<Vec<Row>, String> {
    let path = folder.join("stream.db");
    begin(&path, folder)?;
    let ledger = Sqlite::open(&path).map_err(said)?;
    let mut gate = KeptGate::open(&path, None, None).map_err(said)?;
    let mut resident = Vec::new();
    let mut times = Vec::new();
    let tenth = events.len().div_ceil(10);
    for (part, some) in events.chunks(tenth).enumerate() {
        for (chunk, few) in some.chunks(500).enumerate() {
            append(&ledger, part * tenth + chunk * 500, few)?;
            let Some(last) = few.last() else { continue };
            let line = model_name(last.model);
            let question = Question {
                action: "deployment",
                line: &line,
                as_of: AsOf::Now,
                mode: &Mode::Absolute,
                now: Some(date(last.at_ms)),
            };
            gate.size().map_err(said)?;
            let (decided, seconds) = clock::wall(|| gate.decide(&question));
            decided.map_err(said)?;
            times.push(seconds);
        }
        resident.push(clock::memory().0);
    }
    let first = resident.first().copied().unwrap_or(0.0);
    let last = resident.last().copied().unwrap_or(0.0);
    let n = (events.len() - tenth) as f64;
    let per_entry = (last - first) * 1024.0 * 1024.0 / n;
    Ok(vec![
        Row::new(
            "stream",
            "kept gate",
            format!("memory after {} entries", events.len()),
            last,
            "MiB",
        ),
        Row::new(
            "stream",
            "kept gate",
            "memory for each further entry",
            per_entry,
            "bytes",
        ),
        Row::new(
            "stream",
            "kept gate",
            "whole answer in JSON's shape",
            clock::median_and_p99(times).0 * 1e6,
            "µs p50",
        ),
    ])
}

/// One answer of the program, begun anew each time.
pub(crate) fn cold(path: &Path, n_entries: usize, n_models: usize) -> Result<Option<Row>, String> {
    let named = std::env::var_os("HOLDPOINT")
        .filter(|it| !it.is_empty())
        .map(PathBuf::from);
    let beside = std::env::current_exe().map_err(said)?.with_file_name("holdpoint");
    let program = named.unwrap_or(beside);
    if !program.is_file() {
        return Ok(None);
    }
    let mut times = Vec::new();
    for _ in 0..15 {
        let mut command = Command::new(&program);
        command
            .args(["gate", "deployment", "--no-record", "--model", "m7", "--ledger"])
            .arg(path);
        let (run, seconds) = clock::wall(|| command.output());
        let code = run.map_err(said)?.status.code();
        if !matches!(code, Some(0 | 3 | 4)) {
            return Err(format!("holdpoint gate ended with {code:?}"));
        }
        times.push(seconds);
    }
    let what = format!("cold decision of the command line, {n_models} models, {n_entries} entries");
    let median = clock::median_and_p99(times).0 * 1e3;
    Ok(Some(
        Row::new("cold", "holdpoint gate", what, median, "ms p50").at_most(10.0),
    ))
}
