//! Chores of the repository: `cargo xtask ci`, `cargo xtask tidy`.
//!
//! It must not know what the product does, only how its tree should look.

mod ci;
mod tidy;

use std::process::ExitCode;

const HELP: &str = "usage: cargo xtask ci | tidy

  ci     all that must pass: layout, lints, every test
  tidy   what the tree promises about itself (also one of the tests)";

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let done = match task.as_str() {
        "ci" => ci::run(),
        "tidy" => tidy::run(),
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
