//! `holdpoint ask`.

use crate::commands::json;
use crate::render::{answer, diagnostics};
use crate::terminal::Terminal;
use crate::wait::with_bar;
use clap::ValueEnum;
use holdpoint_app::{AskFile, Outcome};
use std::path::PathBuf;

/// Does this property hold of the policy?
///
/// Takes whatever may stand in a `check` statement, as in
/// holdpoint ask FILE 'Lab can avoid any pause of training at ASL-3'. With an expectation
/// (`…, expect yes in slow`) the scope is asked as well, and the exit code says whether it came out.
#[derive(clap::Args)]
pub(crate) struct Ask {
    file: PathBuf,
    property: String,
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Ask {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let call = AskFile {
            path: self.file.clone(),
            property: self.property.clone(),
        };
        let asked = with_bar("solving", |progress| call.run(progress));
        match self.format {
            Format::Json => terminal.print(&json(&asked.json())),
            Format::Text => {
                terminal.talk(&diagnostics(
                    &asked.files,
                    &asked.diagnostics,
                    terminal.talk_has_colour,
                ));
                if let Some(check) = &asked.answer {
                    terminal.print(&answer(check, terminal));
                }
            }
        }
        asked.outcome
    }
}
