//! Every system call of an append by which bytes come to the disk fails once, fails from then on, or is the last one
//! of the process: nothing that was acknowledged is lost, nothing that was said not to be stored is there, and
//! what is sent again is stored once.
//!
//! The calls are made to fail by `strace`; where there is none, or it may not trace, nothing is shown, and the
//! test says so.

mod child;
mod power_loss;
mod recording;

use child::{N_BATCHES, found, hold, submission, write};
use holdpoint_ledger::{Sqlite, Store};
use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

/// Says that this process is the one that writes, to the ledger at the path behind it.
const WRITE: &str = "--write";
/// Entries that are there before.
const N_BEFORE: u64 = 3;
/// By which bytes come to the disk, or a file gets its size.
const CALLS: [&str; 7] = [
    "write",
    "pwrite64",
    "writev",
    "pwritev",
    "fsync",
    "fdatasync",
    "ftruncate",
];

type Outcome<T> = Result<T, Failed>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    if let [_, word, path] = &words[..]
        && word == WRITE
    {
        write(Path::new(path));
        return ExitCode::SUCCESS;
    }
    let mut trials = Vec::new();
    if can_trace() {
        for harm in Harm::ALL {
            let name = format!("an_append_survives_{}_at_every_call", harm.name);
            trials.push(Trial::test(name, move || survive(harm)));
        }
        trials.push(Trial::test("a_ledger_is_begun_or_not_at_all", begin));
        trials.push(Trial::test("the_power_may_go_at_any_moment", power_loss::survive));
        trials.push(Trial::test(
            "without_syncs_the_power_may_not_go",
            power_loss::control,
        ));
    } else {
        eprintln!("SKIPPED: `strace` is not here or may not trace, so no system call was made to fail");
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// What happens at a call.
#[derive(Clone, Copy)]
struct Harm {
    name: &'static str,
    /// As strace has it.
    inject: &'static str,
    /// It happens at every later call of that kind too.
    stays: bool,
}

impl Harm {
    const ALL: [Harm; 4] = [
        Harm::new("eio", "error=EIO", false),
        Harm::new("enospc", "error=ENOSPC", false),
        Harm::new("enospc_that_stays", "error=ENOSPC", true),
        Harm::new("kill", "signal=KILL", false),
    ];

    const fn new(name: &'static str, inject: &'static str, stays: bool) -> Harm {
        Harm { name, inject, stays }
    }
}

fn can_trace() -> bool {
    let traced = Command::new("strace").args(["-o", "/dev/null", "true"]).output();
    traced.is_ok_and(|it| it.status.success())
}

/// A ledger with some entries, in a folder of its own.
fn kept(folder: &Path) -> Outcome<PathBuf> {
    let path = folder.join("ledger.db");
    let store = Sqlite::open(&path)?;
    for number in 0..N_BEFORE {
        store.append(vec![submission(number)], number)?;
    }
    Ok(path)
}

/// Runs the child under strace, which looks at calls on the ledger's files alone.
fn traced(path: &Path, options: &[String]) -> Outcome<Vec<String>> {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o"])
        .arg(path.with_extension("trace"));
    let log = format!("{}-wal", path.display());
    let folder = path.parent().ok_or("the ledger is in a folder")?;
    for file in [path, Path::new(&log), folder] {
        command.arg("-P").arg(file);
    }
    command
        .args(options)
        .arg(std::env::current_exe()?)
        .arg(WRITE)
        .arg(path);
    let output = command.stderr(Stdio::null()).output()?;
    Ok(String::from_utf8(output.stdout)?
        .lines()
        .map(str::to_owned)
        .collect())
}

/// How often the child makes each of the calls when nothing is in the way.
fn counts(path: &Path) -> Outcome<Vec<(&'static str, usize)>> {
    let said = traced(path, &["-e".to_owned(), format!("trace={}", CALLS.join(","))])?;
    if said.len() as u64 != N_BATCHES || !said.iter().all(|it| it.starts_with("stored ")) {
        return Err(format!("without any harm: {said:?}").into());
    }
    let trace = std::fs::read_to_string(path.with_extension("trace"))?;
    let made = |call: &str| {
        let begins = format!("{call}(");
        let calls = trace.lines().filter_map(|it| it.split_once(char::is_whitespace));
        calls.filter(|it| it.1.trim_start().starts_with(&begins)).count()
    };
    Ok(CALLS.map(|call| (call, made(call))).to_vec())
}

fn survive(harm: Harm) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let counts = counts(&kept(folder.path())?)?;
    let n_synced: usize = counts
        .iter()
        .filter(|it| it.0.ends_with("sync"))
        .map(|it| it.1)
        .sum();
    if (n_synced as u64) < N_BATCHES {
        return Err(format!("fewer calls than commits: {counts:?}").into());
    }
    let mut n_harmed = 0;
    for (call, n) in counts {
        for at in 1..=n {
            let folder = tempfile::tempdir()?;
            let path = kept(folder.path())?;
            let more = if harm.stays { "+" } else { "" };
            let inject = format!("inject={call}:{}:when={at}{more}", harm.inject);
            let said = traced(
                &path,
                &["-e".to_owned(), format!("trace={call}"), "-e".to_owned(), inject],
            )?;
            let told = |failed: Failed| format!("{call} {at}: {said:?}: {}", failed.message().unwrap_or(""));
            hold(&path, &said, N_BEFORE).map_err(told)?;
            n_harmed +=
                usize::from(said.iter().filter(|it| it.starts_with("stored ")).count() as u64 != N_BATCHES);
        }
    }
    // Calls that fail while the ledger is closed do no harm; those of the appends do.
    if n_harmed < N_BATCHES as usize {
        return Err(format!("{n_harmed} runs were harmed: the calls did not fail").into());
    }
    Ok(())
}

/// The same where there is no ledger yet: whatever fails, what is there afterwards can be opened.
fn begin() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    for (call, n) in counts(&folder.path().join("ledger.db"))? {
        for (at, inject) in (1..=n).flat_map(|at| [(at, "error=EIO"), (at, "signal=KILL")]) {
            let folder = tempfile::tempdir()?;
            let path = folder.path().join("ledger.db");
            let inject = format!("inject={call}:{inject}:when={at}");
            let said = traced(
                &path,
                &["-e".to_owned(), format!("trace={call}"), "-e".to_owned(), inject],
            )?;
            let store = Sqlite::open(&path).map_err(|error| format!("{call} {at}: {said:?}: {error}"))?;
            for line in said.iter().filter_map(|it| it.strip_prefix("stored ")) {
                let (batch, receipts) = line.split_once(' ').ok_or("a line of three words")?;
                if found(&store, batch.parse()?)? != Some(receipts.to_owned()) {
                    return Err(format!("{call} {at}: batch {batch} is lost").into());
                }
            }
        }
    }
    Ok(())
}
