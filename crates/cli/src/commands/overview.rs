//! `holdpoint overview`.

use crate::commands::json;
use crate::render::{diagnostics, overview};
use crate::terminal::Terminal;
use crate::wait::with_bar;
use clap::ValueEnum;
use holdpoint_app::{Outcome, OverviewFiles, Overviewed};
use std::path::PathBuf;

/// What does each of these policies bind, side by side?
///
/// For each policy and action the grade at every level, who can end every pause and the ways around it, with nothing
/// assumed and under the base reading of every name; and what each text names and does not define. A folder stands for
/// every document in it and below that states a policy. The exit code is 0, or 2 where a file cannot be used.
#[derive(clap::Args)]
pub(crate) struct Overview {
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    /// Tables with one column a policy.
    Markdown,
}

impl Overview {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let call = OverviewFiles {
            paths: self.paths.clone(),
        };
        let seen = with_bar("looking", |progress| call.run(progress));
        for (files, faults) in &seen.faults {
            terminal.talk(&diagnostics(files, faults, terminal.talk_has_colour));
        }
        self.print(terminal, &seen);
        seen.outcome
    }

    fn print(&self, terminal: &Terminal, seen: &Overviewed) {
        match self.format {
            Format::Json => terminal.print(&json(&seen.json())),
            Format::Markdown => terminal.print(&seen.markdown()),
            Format::Text => terminal.print(&overview(&seen.policies, terminal)),
        }
    }
}
