//! `holdpoint status`.

use crate::commands::asked::Asked;
use crate::commands::{json, refused};
use crate::render::standing;
use crate::terminal::Terminal;
use clap::ValueEnum;
use holdpoint_app::{AsOf, Outcome, StatusOfLine};

/// How does a model line stand: what may go on, which duties are open, due or overdue, who has been heard?
#[derive(clap::Args)]
pub(crate) struct Status {
    #[command(flatten)]
    asked: Asked,
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
            roots: self.asked.roots.clone(),
            path: self.asked.ledger.clone(),
            verifier: self.asked.verifier.clone(),
            line: self.asked.model.clone(),
            as_of: self.asked.as_of.unwrap_or(AsOf::Now),
            now: self.asked.now,
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
