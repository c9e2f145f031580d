//! Chores of the repository: `cargo xtask ci`, `cargo xtask tidy`, `cargo xtask bench`.
//!
//! It must not know what the product does, only how its tree should look.

mod bench;
mod cargo;
mod ci;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "usage: cargo xtask ci | tidy | bench [OPTION…]

  ci     all that must pass: layout, lints, every test
  tidy   what the tree promises about itself (also one of the tests)
  bench  our solver and others' side by side, or with `bench gate` the gate and the ledger beside others; `--help` lists
         the options";

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let done = match task.as_str() {
        "ci" => ci::run(),
        "tidy" => tidy::run(),
        "bench" => bench::run(&std::env::args().skip(2).collect::<Vec<String>>()),
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
