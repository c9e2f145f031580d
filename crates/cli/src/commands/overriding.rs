//! `holdpoint override`.

use crate::commands::refused;
use crate::terminal::Terminal;
use holdpoint_app::{Date, Outcome, OverrideGate, read_moment};
use std::path::PathBuf;

/// As one of two approvers, open a gate that is shut, with a reason that is signed and on record.
///
/// Counts where the gate is asked with --mode overridable and the keys of both as approvers. The answer stays what it is.
#[derive(clap::Args)]
pub(crate) struct Override {
    ledger: PathBuf,
    action: String,
    /// The file of the root keys: only what is signed by a key that speaks for whom it names counts.
    #[arg(long, value_name = "FILE")]
    roots: Option<PathBuf>,
    /// The model line.
    #[arg(long, value_name = "LINE")]
    model: String,
    /// Why it may go on all the same.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Until when.
    #[arg(long, value_name = "DATE", value_parser = read_moment)]
    until: Date,
    /// The file of the approver's secret key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Go by this moment instead of the clock, for a rehearsal.
    #[arg(long, value_name = "DATE", value_parser = read_moment)]
    now: Option<Date>,
}

impl Override {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let call = OverrideGate {
            roots: self.roots.clone(),
            path: self.ledger.clone(),
            action: self.action.clone(),
            line: self.model.clone(),
            reason: self.reason.clone(),
            until: self.until,
            key: self.key.clone(),
            now: self.now,
        };
        match call.run() {
            Ok(entry) => {
                terminal.print(&format!(
                    "entry {entry}: override of {} for {}\n",
                    self.action, self.model
                ));
                Outcome::Fine
            }
            Err(problem) => refused(terminal, &problem),
        }
    }
}
