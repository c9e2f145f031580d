//! `holdpoint diff`.

use crate::commands::json;
use crate::render::{diagnostics, difference};
use crate::terminal::Terminal;
use crate::wait::with_bar;
use clap::ValueEnum;
use holdpoint_app::{DiffFiles, Diffed, Outcome};
use std::path::PathBuf;

/// What became of a policy in its next version?
///
/// Says for each action whether the new text is stronger, weaker, equal or incomparable (by the histories that each
/// permits, with a shortest one that the other bars), and for each clause and for what clauses speak of what moved:
/// scope, trigger, actor, modality, disclosure, consequence, clock, decider. The exit code is 0 where nothing
/// differs, 1 where something does, 2 where a file cannot be used.
#[derive(clap::Args)]
pub(crate) struct Diff {
    old: PathBuf,
    new: PathBuf,
    #[arg(long, default_value = "text")]
    format: Format,
    /// Show every play, and clauses that did not change.
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    /// One page to pass on.
    Html,
    /// For a pull request or a job summary.
    Markdown,
}

impl Diff {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let call = DiffFiles {
            old: self.old.clone(),
            new: self.new.clone(),
        };
        let diffed = with_bar("comparing", |progress| call.run(progress));
        for side in [&diffed.old, &diffed.new] {
            terminal.talk(&diagnostics(
                &side.files,
                &side.diagnostics,
                terminal.talk_has_colour,
            ));
        }
        self.print(terminal, &diffed);
        diffed.outcome
    }

    fn print(&self, terminal: &Terminal, diffed: &Diffed) {
        match self.format {
            Format::Json => terminal.print(&json(&diffed.json())),
            Format::Html => terminal.print(&diffed.html()),
            Format::Markdown => terminal.print(&diffed.markdown()),
            Format::Text => {
                if let Some(it) = &diffed.difference {
                    terminal.print(&difference(it, terminal, self.verbose));
                }
            }
        }
    }
}
