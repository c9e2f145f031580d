//! A writing process is killed at any moment, again and again: nothing that was acknowledged is lost, nothing
//! is half there, and what was sent again is stored once.
//!
//! Killing a process does not lose what the system has taken and not yet written to disk; a power cut would,
//! and is not tried here.

use holdpoint_ledger::verify::Trust;
use holdpoint_ledger::{Body, Hash, RequestKey, Secret, Sqlite, Store, Submission};
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

/// Says that this process is the one that writes, to the ledger at the path behind it, from the request
/// behind that.
const WRITE: &str = "--write-until-killed";
const ROUNDS: u64 = 25;
const WRITERS: u64 = 4;

type Outcome<T> = Result<T, Failed>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    if let [_, word, path, start] = &words[..]
        && word == WRITE
    {
        write_until_killed(Path::new(path), start.parse().expect("a number"));
    }
    let trials = vec![
        Trial::test("what_was_acknowledged_survives_a_kill", survive_kills),
        Trial::test("four_processes_share_one_order", share_one_order),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Several threads, so that commits are of groups. A line on standard output is an acknowledgement.
fn write_until_killed(path: &Path, start: u64) -> ! {
    let store = Sqlite::open(path).expect("the ledger opens");
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let store = &store;
            scope.spawn(move || {
                for number in (start + writer..).step_by(WRITERS as usize) {
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
    unreachable!("there is always a next request")
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
    for round in 0..ROUNDS {
        let start = acknowledged.keys().max().map_or(0, |it| it + 1);
        // Opening takes some of the time; the rest is spent writing.
        let patience = Duration::from_millis(20 + drawn(round, 200) as u64);
        acknowledged.extend(killed_after(&path, start, patience)?);
        all_there(&path, &acknowledged)?;
    }
    if acknowledged.len() < 100 {
        return Err(format!(
            "{} acknowledgements are too few to show anything",
            acknowledged.len()
        )
        .into());
    }
    sent_again(&path, &acknowledged)
}

fn share_one_order() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("ledger.db");
    let patience = Duration::from_millis(1500);
    let acknowledged: Vec<Outcome<_>> = std::thread::scope(|scope| {
        let processes = (0..4u64).map(|process| {
            let path = &path;
            scope.spawn(move || killed_after(path, process * 1_000_000, patience))
        });
        let processes: Vec<_> = processes.collect();
        let ended = processes.into_iter().map(|it| it.join());
        ended
            .map(|it| it.unwrap_or_else(|_| Err("a thread stopped".into())))
            .collect()
    });
    let mut all = BTreeMap::new();
    for one in acknowledged {
        let one = one?;
        if one.is_empty() {
            return Err("one of the processes never got to write".into());
        }
        all.extend(one);
    }
    all_there(&path, &all)
}

/// Request to index and commitment, as the child acknowledged them.
fn killed_after(path: &Path, start: u64, patience: Duration) -> Outcome<BTreeMap<u64, (u64, String)>> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(WRITE)
        .arg(path)
        .arg(start.to_string())
        .stdout(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().ok_or("the output is piped")?;
    let reader = std::thread::spawn(move || {
        let mut lines = Vec::new();
        let mut output = BufReader::new(output);
        let mut line = String::new();
        while output.read_line(&mut line).is_ok_and(|it| it > 0) {
            lines.push(std::mem::take(&mut line));
        }
        lines
    });
    std::thread::sleep(patience);
    child.kill()?;
    child.wait()?;
    let lines = reader.join().map_err(|_| "the reader stopped")?;
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
