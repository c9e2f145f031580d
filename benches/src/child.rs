//! Runs a program and says what it took: processor time, peak memory, and what it printed, within limits.
//!
//! The system adds up what *all* children of a process took. So each run has a process of its own between it and us:
//! this program again, as `holdpoint-bench measured PROGRAM…`, whose only child is the one measured. It must not know
//! what is run.

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::signal::{Signal, killpg};
use nix::sys::time::TimeValLike;
use nix::unistd::Pid;
use std::fs;
use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// How much a run may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) seconds: u64,
    pub(crate) mebibytes: u64,
}

/// What a run took.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub(crate) end: End,
    pub(crate) output: String,
    /// Wall clock.
    pub(crate) seconds: f64,
    /// Of the processors, of all its processes.
    pub(crate) cpu_seconds: f64,
    /// Of the largest of its processes.
    pub(crate) peak_mebibytes: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With any code: ours says with it whether there are findings.
    Finished,
    /// Not started, or stopped by a signal.
    Failed,
    OutOfTime,
    OutOfMemory,
}

/// What the process in between writes last.
const MARK: &str = "measured:";

/// Runs the command; an error where it cannot be started at all.
pub(crate) fn run(command: &[String], limits: Limits) -> io::Result<Taken> {
    let output = tempfile::NamedTempFile::new()?;
    let begun = Instant::now();
    let mut child = Command::new(std::env::current_exe()?)
        .arg("measured")
        .args(command)
        .stdin(Stdio::null())
        .stdout(output.reopen()?)
        .stderr(output.reopen()?)
        .process_group(0)
        .spawn()?;
    let (stopped, seen) = watch(&mut child, begun, limits)?;
    let seconds = begun.elapsed().as_secs_f64();
    let mut bytes = Vec::new();
    output.reopen()?.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(taken(text, stopped, seconds, seen))
}

/// The part in between: runs the command and adds a line about it.
pub(crate) fn measured(command: &[String]) -> ExitCode {
    let Some((program, arguments)) = command.split_first() else {
        return ExitCode::from(2);
    };
    let status = Command::new(program).args(arguments).status();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).expect("one may ask about one's own children");
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    let ended = status.map_or(-1, |it| it.code().unwrap_or(-1));
    println!("\n{MARK} {ended} {cpu} {}", usage.max_rss());
    ExitCode::SUCCESS
}

/// Waits for the end; the most memory that was seen on the way, in kibibytes.
fn watch(child: &mut Child, begun: Instant, limits: Limits) -> io::Result<(Option<End>, u64)> {
    let mut most = 0;
    loop {
        if child.try_wait()?.is_some() {
            return Ok((None, most));
        }
        most = most.max(resident_kibibytes(child.id()));
        let over = if begun.elapsed() > Duration::from_secs(limits.seconds) {
            Some(End::OutOfTime)
        } else {
            (most > limits.mebibytes * 1024).then_some(End::OutOfMemory)
        };
        if over.is_some() {
            stop(child)?;
            return Ok((over, most));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Stops the process in between and all that it began.
fn stop(child: &mut Child) -> io::Result<()> {
    let group = i32::try_from(child.id()).map_err(io::Error::other)?;
    killpg(Pid::from_raw(group), Signal::SIGKILL).map_err(io::Error::from)?;
    child.wait().map(|_| ())
}

/// Of all processes of a group; 0 where the system does not say.
fn resident_kibibytes(group: u32) -> u64 {
    let Ok(entries) = fs::read_dir("/proc") else {
        return 0;
    };
    let processes = entries.flatten().map(|it| it.path());
    let own = processes.filter(|it| is_of_group(it, group));
    own.filter_map(|it| resident(&it)).sum()
}

fn is_of_group(process: &Path, group: u32) -> bool {
    // `pid (name) state parent group …`, and a name may hold anything but a last `)`.
    let stat = fs::read_to_string(process.join("stat")).unwrap_or_default();
    let after_name = stat.rsplit_once(')').map_or("", |(_, after)| after);
    after_name.split_whitespace().nth(2) == Some(group.to_string().as_str())
}

fn resident(process: &Path) -> Option<u64> {
    let status = fs::read_to_string(process.join("status")).ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn taken(text: String, stopped: Option<End>, seconds: f64, seen_kibibytes: u64) -> Taken {
    let (output, said) = text.rsplit_once(MARK).map_or((text.as_str(), ""), |it| it);
    let numbers: Vec<i64> = said.split_whitespace().filter_map(|it| it.parse().ok()).collect();
    let (end, cpu_seconds, kibibytes) = match (stopped, numbers.as_slice()) {
        (None, [ended, cpu, peak]) => {
            let end = if *ended < 0 { End::Failed } else { End::Finished };
            (end, *cpu as f64 / 1e6, (*peak as f64).max(seen_kibibytes as f64))
        }
        (stopped, _) => (stopped.unwrap_or(End::Failed), seconds, seen_kibibytes as f64),
    };
    Taken {
        end,
        output: output.to_owned(),
        seconds,
        cpu_seconds,
        peak_mebibytes: kibibytes / 1024.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_process_in_between_says_is_read() {
        let of = |text: &str, stopped| taken(text.to_owned(), stopped, 3.0, 10);
        let good = of("hello\nmeasured: 0 1500000 2048", None);
        assert_eq!(
            (good.end, good.cpu_seconds, good.peak_mebibytes),
            (End::Finished, 1.5, 2.0)
        );
        assert_eq!(good.output, "hello\n");
        assert_eq!(of("\nmeasured: -1 1500000 2048", None).end, End::Failed);
        assert_eq!(of("half a li", Some(End::OutOfTime)).end, End::OutOfTime);
        assert_eq!(of("", None).end, End::Failed);
    }
}
