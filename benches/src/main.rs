//! Our solver and others', side by side in one go, on games of growing size: `holdpoint-bench`.
//!
//! Everything is run as a process of its own within limits of time and memory, so that what it took can be told. Ratios
//! within one run count, and no second by itself. It must not know how a policy is solved.

mod child;
mod dense;
mod game;
mod generated;
mod policy_text;
mod prism_model;
mod row;
mod suite;
mod tools;

use std::process::ExitCode;
use suite::Options;

const HELP: &str = "usage: holdpoint-bench [--quick] [--only games|large|dense] [--seconds N] [--mebibytes N] [--json FILE] [--markdown FILE]

  --quick         the smallest sizes only
  --only PART     games: side by side; large: ours alone; dense: random boolean facts
  --seconds N     limit for each run (300)
  --mebibytes N   limit for each run (12288)
  --json FILE     the rows as data
  --markdown FILE the rows as a table

HOLDPOINT names our program (else it is looked for beside this one). Others are found by HOLDPOINT_PRISM_GAMES,
HOLDPOINT_PRISM and HOLDPOINT_STORM (a Python that has stormpy), or on the path; what is not there is left out.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Runs of which this program is the process in between.
    match arguments.split_first() {
        Some((first, rest)) if first == "measured" => return child::measured(rest),
        Some((first, rest)) if first == "dense" => return dense::in_a_process(rest),
        Some((first, _)) if first == "--help" => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    let done =
        Options::read(&arguments).and_then(|options| suite::run(&options).map_err(|it| it.to_string()));
    match done {
        Ok(all_agree) if all_agree => ExitCode::SUCCESS,
        Ok(_) => {
            eprintln!("somebody comes to another value");
            ExitCode::FAILURE
        }
        Err(why) => {
            eprintln!("{why}\n\n{HELP}");
            ExitCode::from(2)
        }
    }
}
