//! Builds what is measured as people run it, and measures it.
//!
//! It must not know what is measured, or how.

use crate::cargo::cargo;

/// `gate` first among the options: the gate and the ledger; else the solver.
pub(crate) fn run(options: &[String]) -> Result<(), String> {
    let (package, options) = match options.split_first() {
        Some((first, rest)) if first == "gate" => ("holdpoint-gate-bench", rest),
        _ => ("holdpoint-benches", options),
    };
    cargo(["build", "--release", "-p", "holdpoint-cli", "-p", package])?;
    let run = ["run", "--release", "-p", package, "--"];
    cargo(run.into_iter().chain(options.iter().map(String::as_str)))
}
