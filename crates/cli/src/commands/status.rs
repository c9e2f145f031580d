//! `holdpoint status`.

use crate::commands::{as_of, json, refused};
use crate::render::standing;
use crate::terminal::Terminal;
use clap::ValueEnum;
use holdpoint_app::{AsOf, Date, Outcome, StatusOfLine, read_moment};
use std::path::PathBuf;

/// How does a model line stand: what may go on, which duties are open, due or overdue, who has been heard?
#[derive(clap::Args)]
pub(crate) struct Status {
    #[arg(long, value_name = "FILE")]
    ledger: PathBuf,
    /// The model line.
    #[arg(long, value_name = "LINE")]
    model: String,
    /// Of a bundle of a ledger: the ledger's public key, `NAME+ID+KEY`.
    #[arg(long, value_name = "KEY")]
    verifier: Option<String>,
    /// By the first so many entries, or by what had been received at a moment.
    #[arg(long, value_name = "SIZE|DATE", value_parser = as_of)]
    as_of: Option<AsOf>,
    /// Go by this moment instead of the clock, for a rehearsal.
    #[arg(long, value_name = "DATE", value_parser = read_moment)]
    now: Option<Date>,
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    /// A calendar of what is due, for calendar programs.
    Ics,
}

impl Status {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let call = StatusOfLine {
            path: self.ledger.clone(),
            verifier: self.verifier.clone(),
            line: self.model.clone(),
            as_of: self.as_of.unwrap_or(AsOf::Now),
            now: self.now,
        };
        match call.run() {
            Ok(found) => {
                terminal.print(&match self.format {
                    Format::Text => standing(&found, terminal),
                    Format::Json => json(&found),
                    Format::Ics => found.calendar(),
                });
                Outcome::Fine
            }
            Err(problem) => refused(terminal, &problem),
        }
    }
}
