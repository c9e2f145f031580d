//! What a process does to the files of one folder, as `strace` writes it down.
//!
//! It must not know what a disk makes of it.

use crate::{Outcome, WRITE};
use std::path::Path;
use std::process::{Command, Stdio};

/// One thing that was done. Files are called by their names within the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The file is opened, and made if it is not there.
    Create(String),
    Write {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Resize {
        file: String,
        length: usize,
    },
    Sync(String),
    SyncFolder,
    Remove(String),
    /// A line on standard output.
    Said(String),
}

/// Runs the child, which writes to the ledger at `path`.
pub(crate) fn record(path: &Path) -> Outcome<Vec<Step>> {
    let trace = path.with_extension("trace");
    let ended = Command::new("strace")
        .args(["-f", "-qq", "-y", "-xx", "-s", "1000000", "-e"])
        .arg("trace=openat,write,pwrite64,pwritev,writev,fsync,fdatasync,ftruncate,unlink,rename")
        .arg("-o")
        .arg(&trace)
        .arg(std::env::current_exe()?)
        .arg(WRITE)
        .arg(path)
        .stdout(Stdio::null())
        .status()?;
    if !ended.success() {
        return Err("the child did not end well".into());
    }
    let folder = path.parent().ok_or("the ledger is in a folder")?.canonicalize()?;
    let folder = folder.to_str().ok_or("the folder has a name in UTF-8")?;
    let text = std::fs::read_to_string(&trace)?;
    std::fs::remove_file(trace)?;
    let mut steps = Vec::new();
    for line in whole(&text) {
        steps.extend(step(&line, folder)?);
    }
    Ok(steps)
}

/// Calls that others came between are put together, where they ended.
fn whole(text: &str) -> Vec<String> {
    let mut begun: Vec<(&str, &str)> = Vec::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let (process, call) = line.split_once(' ').unwrap_or((line, ""));
        let call = call.trim_start();
        if let Some(begin) = call.strip_suffix(" <unfinished ...>") {
            begun.push((process, begin));
        } else if let Some((_, end)) = call.split_once(" resumed>") {
            let at = begun.iter().position(|it| it.0 == process);
            let begin = at.map_or("", |at| begun.swap_remove(at).1);
            lines.push(format!("{begin}{end}"));
        } else {
            lines.push(call.to_owned());
        }
    }
    lines
}

/// `None` of calls that failed or are on other files.
fn step(line: &str, folder: &str) -> Outcome<Option<Step>> {
    let Some((call, rest)) = line.split_once('(') else {
        return Ok(None);
    };
    let Some((words, result)) = rest.rsplit_once(") = ") else {
        return Ok(None);
    };
    if result.starts_with('-') {
        return Ok(None);
    }
    let is_output = words.starts_with("1<");
    let name = |path: Vec<u8>| {
        let path = String::from_utf8_lossy(&path).into_owned();
        path.strip_prefix(folder)
            .map(|it| it.trim_start_matches('/').to_owned())
    };
    let file = || {
        words
            .split_once('<')
            .and_then(|it| it.1.split_once('>'))
            .and_then(|it| name(bytes(it.0)))
    };
    let text = || words.split('"').nth(1).map(bytes).unwrap_or_default();
    let last = || words.rsplit(", ").next().and_then(|it| it.parse::<usize>().ok());
    Ok(match call {
        "write" if is_output => Some(Step::Said(String::from_utf8(text())?.trim_end().to_owned())),
        "openat" if words.contains("O_CREAT") => name(text()).map(Step::Create),
        "unlink" => name(text()).map(Step::Remove),
        "fsync" | "fdatasync" => file().map(|it| {
            if it.is_empty() {
                Step::SyncFolder
            } else {
                Step::Sync(it)
            }
        }),
        "ftruncate" => match (file(), last()) {
            (Some(file), Some(length)) => Some(Step::Resize { file, length }),
            _ => None,
        },
        "pwrite64" => match (file(), last()) {
            (Some(file), Some(at)) => Some(Step::Write {
                file,
                at,
                bytes: text(),
            }),
            _ => None,
        },
        "write" | "writev" | "pwritev" | "rename" if file().is_some() || call == "rename" => {
            return Err(format!("`{call}` on the ledger is not replayed").into());
        }
        _ => None,
    })
}

/// As strace writes them: `\x61\x62`.
fn bytes(shown: &str) -> Vec<u8> {
    let digits = shown.split("\\x").skip(1);
    digits.filter_map(|it| u8::from_str_radix(it, 16).ok()).collect()
}
