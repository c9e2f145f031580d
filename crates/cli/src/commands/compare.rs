//! `holdpoint compare`.

use crate::commands::json;
use crate::render::{comparison, diagnostics};
use crate::terminal::Terminal;
use crate::wait::with_bar;
use clap::ValueEnum;
use holdpoint_app::{CompareFiles, Compared, Outcome};
use std::path::PathBuf;

/// Where do two encodings of the same text agree, and where do they not?
///
/// For what two people made of one text. Says what each does with a section or a sentence, clause by clause what
/// differs, for each action what one permits and the other bars (with a shortest history), which grades and which
/// verdicts of claims that both make differ, and whether one is the other under some of its readings. Things are the
/// same by name, else by likeness; `--same` says so by hand. The exit code is 0 where they agree in all that was
/// compared, 1 where they do not, 2 where a file or a name cannot be used.
#[derive(clap::Args)]
pub(crate) struct Compare {
    first: PathBuf,
    second: PathBuf,
    #[arg(long, default_value = "text")]
    format: Format,
    /// What the first calls so is what the second calls so; may be given again.
    #[arg(long, value_name = "NAME=NAME", value_parser = two_names)]
    same: Vec<(String, String)>,
    /// Show every play, and what is alike.
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

fn two_names(words: &str) -> Result<(String, String), String> {
    match words.split_once('=') {
        Some((first, second)) if !first.is_empty() && !second.is_empty() => {
            Ok((first.to_owned(), second.to_owned()))
        }
        _ => Err("a name of the first document, `=`, and a name of the second".to_owned()),
    }
}

impl Compare {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let call = CompareFiles {
            files: [self.first.clone(), self.second.clone()],
            same: self.same.clone(),
        };
        let compared = with_bar("comparing", |progress| call.run(progress));
        for side in &compared.sides {
            terminal.talk(&diagnostics(
                &side.files,
                &side.diagnostics,
                terminal.talk_has_colour,
            ));
        }
        self.print(terminal, &compared);
        compared.outcome
    }

    fn print(&self, terminal: &Terminal, compared: &Compared) {
        match self.format {
            Format::Json => terminal.print(&json(&compared.json())),
            Format::Html => terminal.print(&compared.html()),
            Format::Markdown => terminal.print(&compared.markdown()),
            Format::Text => {
                if let Some(it) = &compared.comparison {
                    terminal.print(&comparison(it, terminal, self.verbose));
                }
            }
        }
    }
}
