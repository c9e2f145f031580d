//! `holdpoint decision`.

use crate::commands::refused;
use crate::terminal::Terminal;
use holdpoint_app::{Outcome, ReplayDecision};
use std::path::PathBuf;

/// Look again at decisions of the gate that are on record.
#[derive(clap::Args)]
pub(crate) struct Decision {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Make a decision anew from the entries that it rested on. Exit 0 if it comes out the same, byte for byte, 1 if not.
    Replay {
        #[arg(value_name = "LEDGER|BUNDLE")]
        ledger: PathBuf,
        /// The entry of the decision.
        index: u64,
        /// Of a bundle of a ledger: the ledger's public key, `NAME+ID+KEY`.
        #[arg(long, value_name = "KEY")]
        verifier: Option<String>,
        /// The file of the root keys: only what is signed by a key that speaks for whom it names counts.
        #[arg(long, value_name = "FILE")]
        roots: Option<PathBuf>,
    },
}

impl Decision {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let Command::Replay {
            ledger,
            index,
            verifier,
            roots,
        } = &self.command;
        let call = ReplayDecision {
            roots: roots.clone(),
            path: ledger.clone(),
            verifier: verifier.clone(),
            index: *index,
        };
        match call.run() {
            Ok(replayed) => {
                let it = &replayed.recorded;
                let what = format!(
                    "entry {index}: {} of {} at {}, by {} entries",
                    it.action, it.line, it.at, it.size
                );
                if replayed.differences.is_empty() {
                    terminal.print(&format!("{what}: {}, the same byte for byte\n", it.answer));
                }
                for (member, recorded, again) in &replayed.differences {
                    terminal.print(&format!(
                        "{what}: `{member}` is {recorded} on record, and comes out as {again}\n"
                    ));
                }
                replayed.outcome
            }
            Err(problem) => refused(terminal, &problem),
        }
    }
}
