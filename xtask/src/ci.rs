//! The one command that does all that CI does.

use crate::tidy;
use std::process::Command;

/// In the order in which a person would like to hear of trouble.
const STEPS: [&[&str]; 4] = [
    &["fmt", "--all", "--check"],
    &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
    &["test", "--workspace"],
    // What people run is the release build; it must say the same.
    &["test", "--release", "-p", "holdpoint-analysis"],
];

pub(crate) fn run() -> Result<(), String> {
    tidy::run()?;
    STEPS.iter().try_for_each(|arguments| cargo(arguments))
}

fn cargo(arguments: &[&str]) -> Result<(), String> {
    let call = format!("cargo {}", arguments.join(" "));
    eprintln!("$ {call}");
    let status = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(tidy::root())
        .status()
        .map_err(|error| format!("`{call}` could not be started: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{call}` failed"))
    }
}
