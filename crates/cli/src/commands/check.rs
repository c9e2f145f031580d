//! `holdpoint check`.

use crate::commands::json;
use crate::render::{diagnostics, report};
use crate::terminal::Terminal;
use crate::wait::with_bar;
use clap::ValueEnum;
use holdpoint_app::{CheckFiles, Checked, Outcome};
use std::path::PathBuf;

/// What do these policies bind, and is every claim about them as expected?
///
/// Prints, for each policy, the ladder (each action at each level in each world: its grade, how long it waits,
/// who can end that), the findings, and the verdict of every `check` statement. With `X.md`, the files
/// `X.*.md` beside it that `use` it are read too.
#[derive(clap::Args)]
pub(crate) struct Check {
    /// Policy documents.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(long, default_value = "text")]
    format: Format,
    /// Show the grades of this world only.
    #[arg(long, value_name = "NAME")]
    world: Option<String>,
    /// A published text on this machine: hold the pinned hash and every quotation against it.
    #[arg(long, value_name = "FILE")]
    source: Vec<PathBuf>,
    /// Say of each grade why, what it depends on, and how to make it binding.
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    /// For code scanning.
    Sarif,
    /// Workflow commands: annotations beside the lines.
    Github,
    /// One page to pass on.
    Html,
}

impl Check {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let call = CheckFiles {
            paths: self.files.clone(),
            sources: self.source.clone(),
            world: self.world.clone(),
        };
        let checked = with_bar("checking", |progress| call.run(progress));
        self.print(terminal, &checked);
        checked.outcome
    }

    fn print(&self, terminal: &Terminal, checked: &Checked) {
        match self.format {
            Format::Json => terminal.print(&json(&checked.json())),
            Format::Sarif => terminal.print(&json(&checked.sarif())),
            Format::Github => terminal.print(&checked.github()),
            Format::Html => terminal.print(&checked.html()),
            Format::Text => {
                terminal.talk(&diagnostics(
                    &checked.files,
                    &checked.diagnostics,
                    terminal.talk_has_colour,
                ));
                terminal.print(&report(checked, terminal, self.verbose));
            }
        }
    }
}
