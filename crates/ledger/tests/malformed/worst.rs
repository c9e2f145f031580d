//! The largest inputs of the worst kind, read by a process that may have 256 MB.
//!
//! It must not know why they are refused, or whether.

use crate::PATIENCE;
use crate::readers::{Reader, all};
use crate::stopwatch::Stopwatch;
use std::process::Command;

/// Says that this process is the one with little memory.
const POOR: &str = "HOLDPOINT_TEST_POOR";
/// In units of 1024 bytes, as the shell counts.
const MEMORY_KIB: u32 = 256 * 1024;

/// Just below what readers of text take, and readers of JSON.
const LENGTHS: [usize; 2] = [999_000, 4_190_000];

/// What an input begins with, what it is full of, and what it ends with.
const KINDS: [(&[u8], &[u8], &[u8]); 18] = [
    (b"[", b"0,", b"0]"),
    (b"{\"a\":[", b"0,", b"0],\"sum\":\"0\"}\n"),
    (b"{\"a\":[", b"[],", b"[]],\"sum\":\"0\"}\n"),
    (b"{\"fields\":[", b"{\"a\":0},", b"0]}"),
    (b"[", b"[[0]],", b"0]"),
    (b"[", b"[0,0],", b"0]"),
    (b"[", b"{\"\":0},", b"0]"),
    (b"", b"[", b""),
    (b"{\"a\":\"", b"a", b"\"}\n"),
    (b"{\"a\":\"", b"\\\\", b"\"}\n"),
    (b"", b"\n", b""),
    (b"a\n\n", "\u{2014} n AAAAAAA=\n".as_bytes(), b""),
    (
        b"old 1\n",
        b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        b"\n",
    ),
    (b"", b"group a all b\n", b""),
    (b"", b"#\n", b"quorum none\n"),
    (b"threshold 1\n", b"root a+b+c\n", b""),
    (b"", b"\0", b""),
    (b"", b"\xff", b""),
];

/// What they are read by; of a bundle they are the lines behind the first.
fn read_all(reader: &Reader) {
    let header = reader.good[0].split_inclusive(|it| *it == b'\n').next().unwrap();
    for (length, (begin, unit, end)) in LENGTHS
        .into_iter()
        .flat_map(|length| KINDS.map(|kind| (length, kind)))
    {
        let full = unit.repeat(length / unit.len());
        let of_bundle = reader.name.starts_with("bundle");
        let input = [if of_bundle { header } else { b"" }, begin, &full, end].concat();
        let start = Stopwatch::start();
        drop((reader.read)(&input));
        let (kind, taken) = (String::from_utf8_lossy(unit), start.elapsed());
        assert!(taken < PATIENCE, "{}, {kind}, {length}: {taken:?}", reader.name);
    }
}

#[test]
fn the_worst_inputs_fit_into_256_mb_and_five_seconds() {
    if std::env::var_os(POOR).is_some() {
        all().iter().for_each(read_all);
        return;
    }
    let name = "worst::the_worst_inputs_fit_into_256_mb_and_five_seconds";
    let limited = format!("ulimit -v {MEMORY_KIB} && exec \"$0\" --exact {name} --test-threads 1");
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(limited)
        .arg(std::env::current_exe().unwrap())
        .env(POOR, "yes");
    // What an arena sets aside for later is no memory yet.
    shell.env("MALLOC_ARENA_MAX", "1");
    if cfg!(not(unix)) {
        eprintln!("SKIPPED: no `ulimit` here, so memory was not limited");
        return;
    }
    let output = shell.output().unwrap();
    let (said, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{said}\n{errors}");
    assert!(said.contains("1 passed"), "{said}");
}
