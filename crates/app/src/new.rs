//! The use case `new`: a commented policy to start from.
//!
//! It must not know what is in it: the template is a case of the test suite.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

pub const TEMPLATE: &str = include_str!("new_policy.md");

/// Writes the template to a file that does not exist yet.
#[derive(Clone, Debug)]
pub struct NewPolicy {
    pub path: PathBuf,
}

impl NewPolicy {
    /// Never overwrites; the error says why nothing was written.
    pub fn run(&self) -> Result<(), String> {
        let name = self.path.display();
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&self.path)
            .map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists => format!("`{name}` exists, and is not overwritten"),
                _ => format!("`{name}` cannot be written: {error}"),
            })?;
        file.write_all(TEMPLATE.as_bytes())
            .map_err(|error| format!("`{name}` cannot be written: {error}"))
    }
}
