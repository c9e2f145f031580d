//! `holdpoint fmt`.

use crate::commands::refuse;
use crate::render::diagnostics;
use crate::terminal::Terminal;
use holdpoint_app::{FormatFiles, Formatted, Outcome, format_text};
use std::io::Read;
use std::path::{Path, PathBuf};

/// Lay out the encoded blocks one way. Prose stays as it is.
///
/// Files with errors of syntax stay as they are. `-` reads standard input and prints the result.
#[derive(clap::Args)]
pub(crate) struct Fmt {
    /// Policy documents, or `-`.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Change nothing, and exit with 1 when something would change.
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        if self.files == [Path::new("-")] {
            return self.stdin(terminal);
        }
        let call = FormatFiles {
            paths: self.files.clone(),
            is_check: self.check,
        };
        let each = call
            .run()
            .into_iter()
            .map(|(path, it)| self.tell(&path, &it, terminal));
        each.max().unwrap_or(Outcome::Fine)
    }

    fn stdin(&self, terminal: &Terminal) -> Outcome {
        let mut text = String::new();
        if let Err(error) = std::io::stdin().lock().read_to_string(&mut text) {
            return refuse(terminal, &format!("standard input cannot be read: {error}"));
        }
        let formatted = format_text("standard input", text);
        terminal.talk(&diagnostics(
            &formatted.files,
            &formatted.diagnostics,
            terminal.talk_has_colour,
        ));
        match &formatted.text {
            Some(_) if self.check && formatted.is_changed => Outcome::Faulty,
            Some(text) if !self.check => {
                terminal.print(text);
                formatted.outcome
            }
            _ => formatted.outcome,
        }
    }

    fn tell(&self, path: &Path, formatted: &Formatted, terminal: &Terminal) -> Outcome {
        terminal.talk(&diagnostics(
            &formatted.files,
            &formatted.diagnostics,
            terminal.talk_has_colour,
        ));
        if let Some(refusal) = &formatted.refusal {
            return refuse(terminal, refusal);
        }
        if formatted.is_changed {
            let done = if self.check { "would lay out" } else { "laid out" };
            terminal.talk(&format!("{done} {}\n", path.display()));
        }
        formatted.outcome
    }
}
