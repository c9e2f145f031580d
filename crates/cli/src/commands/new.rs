//! `holdpoint new`.

use crate::commands::refuse;
use crate::terminal::Terminal;
use holdpoint_app::{NewPolicy, Outcome, TEMPLATE};
use std::path::PathBuf;

/// Begin a policy: a commented document that passes its own checks.
///
/// Without a file it is printed. A file that exists is never overwritten.
#[derive(clap::Args)]
pub(crate) struct New {
    /// Where to write it.
    file: Option<PathBuf>,
}

impl New {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let Some(path) = &self.file else {
            terminal.print(TEMPLATE);
            return Outcome::Fine;
        };
        match (NewPolicy { path: path.clone() }).run() {
            Ok(()) => {
                let name = path.display();
                terminal.talk(&format!("wrote {name}; now try: holdpoint check {name}\n"));
                Outcome::Fine
            }
            Err(message) => refuse(terminal, &message),
        }
    }
}
