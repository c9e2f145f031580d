//! Builds what is measured as people run it, and measures it.
//!
//! It must not know what is measured, or how.

use crate::cargo::cargo;

const BUILD: [&str; 6] = [
    "build",
    "--release",
    "-p",
    "holdpoint-cli",
    "-p",
    "holdpoint-benches",
];
const RUN: [&str; 5] = ["run", "--release", "-p", "holdpoint-benches", "--"];

pub(crate) fn run(options: &[String]) -> Result<(), String> {
    cargo(BUILD)?;
    cargo(RUN.into_iter().chain(options.iter().map(String::as_str)))
}
