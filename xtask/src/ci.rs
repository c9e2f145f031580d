//! The one command that does all that CI does.

use crate::cargo::cargo;
use crate::tidy;

/// The ledger's second store; where PostgreSQL is not installed, its cases say that they skip. Without it the
/// ledger is built by the last steps.
const POSTGRES: &str = "--features=holdpoint-ledger/postgres,holdpoint-app/postgres";

/// In the order in which a person would like to hear of trouble.
const STEPS: [&[&str]; 4] = [
    &["fmt", "--all", "--check"],
    &[
        "clippy",
        "--workspace",
        POSTGRES,
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ],
    &["test", "--workspace", POSTGRES],
    // What people run is the release build; it must say the same.
    &["test", "--release", "-p", "holdpoint-analysis"],
];

pub(crate) fn run() -> Result<(), String> {
    tidy::run()?;
    STEPS
        .iter()
        .try_for_each(|arguments| cargo(arguments.iter().copied()))
}
