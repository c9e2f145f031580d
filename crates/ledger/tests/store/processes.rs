//! A writing process is killed at any moment, again and again: nothing that was acknowledged is lost, nothing
//! is half there, and what was sent again is stored once.
//!
//! Killing a process does not lose what the system has taken and not yet written to disk; a power cut would,
//! and is replayed in `tests/injected/`.

use crate::place::{Host, Ledger, Place};
use crate::{Case, cases};
use holdpoint_ledger::store::AppendError;
use holdpoint_ledger::verify::Trust;
use holdpoint_ledger::{Body, Hash, Receipt, RequestKey, Secret, Submission};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

pub(crate) const CASES: &[Case] = cases![
    what_was_acknowledged_survives_a_kill,
    four_processes_share_one_order,
    what_eight_processes_send_alike_is_stored_once,
];

/// Says that this process is one that writes: to the ledger at the place behind it, so many requests, from the
/// number that comes next; and tells the root when there are as many entries as comes last.
const WRITE: &str = "--write";
/// The same, and what is not stored, or may not be, is sent until it is.
pub(crate) const INSIST: &str = "--insist";
/// More than anybody writes before the kill.
pub(crate) const WITHOUT_END: u64 = 1_000_000;
const ROUNDS: u64 = 25;
const ROUNDS_MAX: u64 = 500;
/// Acknowledgements, in all rounds, that show something.
const ENOUGH: usize = 100;
pub(crate) const WRITERS: u64 = 4;
/// Times that something is tried before it is given up, and the pause before each.
const TIMES_MAX: u32 = 3000;
const PAUSE: Duration = Duration::from_millis(20);

/// Request to index and commitment.
pub(crate) type Acknowledged = BTreeMap<u64, (u64, String)>;

/// Does this process only write?
pub(crate) fn is_one(words: &[String]) -> bool {
    words.get(1).is_some_and(|it| it == WRITE || it == INSIST)
}

/// Writes. A line on standard output is an acknowledgement, or the root at the end.
pub(crate) fn run(words: &[String]) {
    let [_, word, place, n, start, total] = words else {
        panic!("what is to be written?");
    };
    let number = |it: &String| it.parse::<u64>().unwrap();
    let store = Place::named(place).open().unwrap();
    write(&store, word == INSIST, number(start)..number(start) + number(n));
    if let total @ 1.. = number(total) {
        let is_full = |_: &u32| {
            std::thread::sleep(PAUSE);
            store.size().unwrap() >= total
        };
        (0..TIMES_MAX).find(is_full).expect("the others write too");
        println!("root {total} {}", store.root_at(total).unwrap().unwrap());
    }
}

/// Several threads, so that commits are of groups.
fn write(store: &Ledger, insists: bool, numbers: std::ops::Range<u64>) {
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let numbers = (numbers.start + writer..numbers.end).step_by(WRITERS as usize);
            scope.spawn(move || {
                for number in numbers {
                    let receipt = sent(store, insists, number);
                    let line = format!("{number} {} {}\n", receipt.index, receipt.commitment);
                    said(&line);
                }
            });
        }
    });
}

fn sent(store: &Ledger, insists: bool, number: u64) -> Receipt {
    for _ in 0..TIMES_MAX {
        match store.append(vec![submission(number)], number) {
            Ok(mut receipts) => return receipts.remove(0),
            Err(AppendError::NotStored { .. } | AppendError::Unsure { .. }) if insists => {
                said(&format!("again {number}\n"))
            }
            Err(error) => panic!("request {number}: {error}"),
        }
        std::thread::sleep(PAUSE);
    }
    panic!("request {number} was sent {TIMES_MAX} times, and is not stored");
}

/// In one piece, whoever else says something.
fn said(line: &str) {
    std::io::stdout().write_all(line.as_bytes()).unwrap();
}

pub(crate) fn submission(number: u64) -> Submission {
    let body = format!(
        "{{\"number\":{number},\"text\":\"{}\"}}",
        "x".repeat(drawn(number, 3000))
    );
    Submission {
        request_key: RequestKey::new(&number.to_string()).unwrap(),
        secret: Secret::draw(|it| it.copy_from_slice(Hash::of(&[&number.to_be_bytes()]).as_bytes())),
        body: Body::read(body.as_bytes()).unwrap(),
    }
}

/// A number that is drawn from `seed`, below `end`.
pub(crate) fn drawn(seed: u64, end: usize) -> usize {
    let hash = Hash::of(&[b"drawn", &seed.to_be_bytes()]);
    usize::from(u16::from_be_bytes([hash.as_bytes()[0], hash.as_bytes()[1]])) % end
}

fn what_was_acknowledged_survives_a_kill(host: &Host) {
    let place = host.place();
    let mut acknowledged = Acknowledged::new();
    let mut rounds = 0..ROUNDS_MAX;
    while rounds.start < ROUNDS || acknowledged.len() < ENOUGH {
        let round = rounds.next().expect("the machine is too slow to show anything");
        let start = acknowledged.keys().max().map_or(0, |it| it + 1);
        // Opening takes some of the time; the rest is spent writing.
        let patience = Duration::from_millis(20 + drawn(round, 200) as u64);
        let process = Process::start(WRITE, &place, WITHOUT_END, start, 0);
        std::thread::sleep(patience);
        acknowledged.extend(process.kill().acknowledged);
        all_there(&place, &acknowledged);
    }
    sent_again(&place, &acknowledged);
}

fn four_processes_share_one_order(host: &Host) {
    const N: u64 = 24;
    let place = host.place();
    let processes = [0, 1, 2, 3].map(|it| Process::start(WRITE, &place, N, it * N, 4 * N));
    let mut acknowledged = Acknowledged::new();
    let mut roots = BTreeSet::new();
    for process in processes {
        let told = process.end();
        acknowledged.extend(told.acknowledged);
        roots.insert(told.root.expect("it told the root"));
    }
    let indices: BTreeSet<u64> = acknowledged.values().map(|it| it.0).collect();
    assert!(
        indices.into_iter().eq(0..4 * N),
        "not every request got a place of its own"
    );
    assert_eq!(roots.len(), 1, "not all saw one order: {roots:?}");
    all_there(&place, &acknowledged);
}

fn what_eight_processes_send_alike_is_stored_once(host: &Host) {
    const N: u64 = 12;
    let place = host.place();
    let processes = [(); 8].map(|()| Process::start(WRITE, &place, N, 0, 0));
    let told = processes.map(|it| it.end().acknowledged);
    assert!(
        told.iter().all(|it| *it == told[0]),
        "one request has two receipts"
    );
    assert_eq!(told[0].len() as u64, N);
    assert_eq!(
        place.open().unwrap().size(),
        Ok(N),
        "one request was stored twice"
    );
    all_there(&place, &told[0]);
}

/// A process that writes, no longer than this is kept.
pub(crate) struct Process {
    child: Child,
    /// Reads what it says beside it, so that it never waits.
    lines: Option<JoinHandle<Vec<String>>>,
}

/// What a process said.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) acknowledged: Acknowledged,
    root: Option<String>,
    /// Times that something had to be sent again.
    pub(crate) n_again: u64,
}

impl Process {
    pub(crate) fn start(word: &str, place: &Place, n: u64, start: u64, total: u64) -> Process {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([word, &place.name()])
            .args([n, start, total].map(|it| it.to_string()))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let lines = std::thread::spawn(move || {
            let (mut lines, mut line) = (Vec::new(), String::new());
            while output.read_line(&mut line).is_ok_and(|it| it > 0) {
                lines.push(std::mem::take(&mut line));
            }
            lines
        });
        Process {
            child,
            lines: Some(lines),
        }
    }

    /// What it said before it was killed, which is now.
    pub(crate) fn kill(mut self) -> Told {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.told()
    }

    /// What it said, when it has ended.
    fn end(mut self) -> Told {
        assert!(self.child.wait().unwrap().success(), "a process stopped");
        self.told()
    }

    fn told(&mut self) -> Told {
        let mut told = Told::default();
        for line in self.lines.take().unwrap().join().unwrap() {
            // The last line may have been cut off.
            let Some(line) = line.strip_suffix('\n') else {
                break;
            };
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["root", _, hash] => told.root = Some(hash.to_owned()),
                ["again", _] => told.n_again += 1,
                [request, index, commitment] => {
                    let receipt = (index.parse().unwrap(), commitment.to_owned());
                    told.acknowledged.insert(request.parse().unwrap(), receipt);
                }
                _ => panic!("`{line}` is no acknowledgement"),
            }
        }
        told
    }
}

impl Drop for Process {
    /// A case that failed leaves nobody behind who writes.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn all_there(place: &Place, acknowledged: &Acknowledged) {
    assert_eq!(place.faults(&Trust::default()), []);
    let store = place.open().unwrap();
    for (request, (index, commitment)) in acknowledged {
        let entry = store.entries(*index..*index + 1).unwrap().pop();
        let entry = entry.unwrap_or_else(|| panic!("entry {index} is lost"));
        assert_eq!(entry.request_key.as_str(), request.to_string(), "entry {index}");
        assert_eq!(entry.commitment().to_string(), *commitment, "entry {index}");
    }
}

pub(crate) fn sent_again(place: &Place, acknowledged: &Acknowledged) {
    let store = place.open().unwrap();
    let size = store.size();
    let batch = acknowledged.keys().map(|it| submission(*it)).collect();
    let receipts = store.append(batch, 0).unwrap();
    for (receipt, (index, commitment)) in receipts.iter().zip(acknowledged.values()) {
        let found = (receipt.index, receipt.commitment.to_string());
        assert_eq!(found, (*index, commitment.clone()), "a receipt changed");
    }
    assert_eq!(store.size(), size, "what was sent again was stored again");
}
