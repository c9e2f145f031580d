//! A writing process is killed at any moment, again and again: nothing that was acknowledged is lost, nothing
//! is half there, and what was sent again is stored once.
//!
//! Killing a process does not lose what the system has taken and not yet written to disk; a power cut would,
//! and is replayed in `tests/injected/`.

use holdpoint_ledger::verify::Trust;
use holdpoint_ledger::{Body, Hash, RequestKey, Secret, Sqlite, Store, Submission};
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

/// Says that this process is the one that writes: to the ledger at the path behind it, so many requests, from
/// the number that comes last.
const WRITE: &str = "--write";
/// More than anybody writes before the kill.
const WITHOUT_END: u64 = 1_000_000;
const ROUNDS: u64 = 25;
const ROUNDS_MAX: u64 = 500;
/// Acknowledgements, in all rounds, that show something.
const ENOUGH: usize = 100;
const WRITERS: u64 = 4;

type Outcome<T> = Result<T, Failed>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    if let [_, word, path, n, start] = &words[..]
        && word == WRITE
    {
        let number = |it: &String| it.parse::<u64>().expect("a number");
        write(Path::new(path), number(n), number(start));
        return ExitCode::SUCCESS;
    }
    let trials = vec![
        Trial::test("what_was_acknowledged_survives_a_kill", survive_kills),
        Trial::test("four_processes_share_one_order", share_one_order),
        Trial::test("what_eight_processes_send_alike_is_stored_once", send_alike),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Several threads, so that commits are of groups. A line on standard output is an acknowledgement.
fn write(path: &Path, n: u64, start: u64) {
    let store = Sqlite::open(path).expect("the ledger opens");
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let store = &store;
            scope.spawn(move || {
                for number in (start + writer..start + n).step_by(WRITERS as usize) {
                    let receipts = store.append(vec![submission(number)], number);
                    let receipt = &receipts.expect("nothing is in the way")[0];
                    let line = format!("{number} {} {}\n", receipt.index, receipt.commitment);
                    std::io::stdout()
                        .write_all(line.as_bytes())
                        .expect("somebody reads");
                }
            });
        }
    });
}

fn submission(number: u64) -> Submission {
    let body = format!(
        "{{\"number\":{number},\"text\":\"{}\"}}",
        "x".repeat(drawn(number, 3000))
    );
    Submission {
        request_key: RequestKey::new(&number.to_string()).expect("digits are a key"),
        secret: Secret::draw(|it| it.copy_from_slice(Hash::of(&[&number.to_be_bytes()]).as_bytes())),
        body: Body::read(body.as_bytes()).expect("an object"),
    }
}

/// A number that is drawn from `seed`, below `end`.
fn drawn(seed: u64, end: usize) -> usize {
    let hash = Hash::of(&[b"drawn", &seed.to_be_bytes()]);
    usize::from(u16::from_be_bytes([hash.as_bytes()[0], hash.as_bytes()[1]])) % end
}

fn survive_kills() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ledger.db");
    let mut acknowledged = BTreeMap::new();
    let mut rounds = 0..ROUNDS_MAX;
    while rounds.start < ROUNDS || acknowledged.len() < ENOUGH {
        let round = rounds.next().ok_or("the machine is too slow to show anything")?;
        let start = acknowledged.keys().max().map_or(0, |it| it + 1);
        // Opening takes some of the time; the rest is spent writing.
        let patience = Duration::from_millis(20 + drawn(round, 200) as u64);
        let mut child = writing(&path, WITHOUT_END, start)?;
        let lines = acknowledgements(&mut child)?;
        std::thread::sleep(patience);
        child.kill()?;
        child.wait()?;
        acknowledged.extend(read(lines)?);
        all_there(&path, &acknowledged)?;
    }
    sent_again(&path, &acknowledged)
}

fn share_one_order() -> Outcome<()> {
    const N: u64 = 24;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ledger.db");
    let mut processes = Vec::new();
    for process in 0..4 {
        let mut child = writing(&path, N, process * N)?;
        processes.push((acknowledgements(&mut child)?, child));
    }
    let mut acknowledged = BTreeMap::new();
    for (lines, mut child) in processes {
        acknowledged.extend(read(lines)?);
        if !child.wait()?.success() {
            return Err("a process stopped".into());
        }
    }
    let indices: BTreeSet<u64> = acknowledged.values().map(|it| it.0).collect();
    if indices.into_iter().ne(0..4 * N) {
        return Err("not every request got a place of its own".into());
    }
    all_there(&path, &acknowledged)
}

fn send_alike() -> Outcome<()> {
    const N: u64 = 12;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ledger.db");
    let mut processes = Vec::new();
    for _ in 0..8 {
        let mut child = writing(&path, N, 0)?;
        processes.push((acknowledgements(&mut child)?, child));
    }
    let mut told = Vec::new();
    for (lines, mut child) in processes {
        told.push(read(lines)?);
        if !child.wait()?.success() {
            return Err("a process stopped".into());
        }
    }
    if told.iter().any(|it| *it != told[0] || it.len() as u64 != N) {
        return Err("one request has two receipts".into());
    }
    if Sqlite::open(&path)?.size()? != N {
        return Err("one request was stored twice".into());
    }
    all_there(&path, &told[0])
}

fn writing(path: &Path, n: u64, start: u64) -> Outcome<Child> {
    let child = Command::new(std::env::current_exe()?)
        .arg(WRITE)
        .arg(path)
        .args([n.to_string(), start.to_string()])
        .stdout(Stdio::piped())
        .spawn()?;
    Ok(child)
}

/// The lines that the child writes, read beside it so that it never waits.
fn acknowledgements(child: &mut Child) -> Outcome<JoinHandle<Vec<String>>> {
    let output = child.stdout.take().ok_or("the output is piped")?;
    Ok(std::thread::spawn(move || {
        let mut lines = Vec::new();
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|it| it > 0) {
            lines.push(std::mem::take(&mut line));
        }
        lines
    }))
}

/// Request to index and commitment, as the child acknowledged them.
fn read(lines: JoinHandle<Vec<String>>) -> Outcome<BTreeMap<u64, (u64, String)>> {
    let lines = lines.join().map_err(|_| "the reader stopped")?;
    // The last line may have been cut off.
    let whole = lines.iter().filter_map(|it| it.strip_suffix('\n'));
    whole
        .map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            let [request, index, commitment] = words[..] else {
                return Err(format!("`{line}` is no acknowledgement").into());
            };
            Ok((request.parse()?, (index.parse()?, commitment.to_owned())))
        })
        .collect()
}

fn all_there(path: &Path, acknowledged: &BTreeMap<u64, (u64, String)>) -> Outcome<()> {
    let report = Sqlite::examine(path, &Trust::default())?;
    if let Some(fault) = report.faults.first() {
        return Err(fault.to_string().into());
    }
    let store = Sqlite::open(path)?;
    for (request, (index, commitment)) in acknowledged {
        let entry = store.entries(*index..*index + 1)?.pop();
        let entry = entry.ok_or_else(|| format!("entry {index} is lost"))?;
        let is_it = entry.request_key.as_str() == request.to_string()
            && entry.commitment().to_string() == *commitment;
        if !is_it {
            return Err(format!("entry {index} is not what was acknowledged").into());
        }
    }
    Ok(())
}

fn sent_again(path: &Path, acknowledged: &BTreeMap<u64, (u64, String)>) -> Outcome<()> {
    let store = Sqlite::open(path)?;
    let size = store.size()?;
    let batch = acknowledged.keys().map(|it| submission(*it)).collect();
    let receipts = store.append(batch, 0)?;
    for (receipt, (index, commitment)) in receipts.iter().zip(acknowledged.values()) {
        if (receipt.index, receipt.commitment.to_string()) != (*index, commitment.clone()) {
            return Err(format!("the receipt of entry {index} changed").into());
        }
    }
    if store.size()? != size {
        return Err("what was sent again was stored again".into());
    }
    Ok(())
}
