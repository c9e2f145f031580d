//! Runs cargo in the root, saying with what.
//!
//! It must not know why.

use crate::tidy;
use std::process::Command;

pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Result<(), String> {
    let arguments: Vec<&str> = arguments.into_iter().collect();
    let call = format!("cargo {}", arguments.join(" "));
    eprintln!("$ {call}");
    let status = Command::new(env!("CARGO"))
        .args(&arguments)
        .current_dir(tidy::root())
        .status()
        .map_err(|error| format!("`{call}` could not be started: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{call}` failed"))
    }
}
