//! `holdpoint gate`.

use crate::commands::asked::Asked;
use crate::commands::strictness::Strictness;
use crate::commands::{json, refused};
use crate::render::{decision, decision_ci};
use crate::terminal::Terminal;
use clap::ValueEnum;
use holdpoint_app::{AsOf, AskGate, Decided, Outcome, Problem, is_bundle};
use std::path::PathBuf;

/// May an action go on now, by what is on record?
///
/// Answers proceed (exit 0), pause (3) or undecided (4), with the clauses that stand against it, the entries that they
/// rest on, and the least evidence that would open. Only proceed opens: whatever goes wrong is undecided. The answer is
/// put on record, so that it can be replayed, unless it is asked about the past, of a bundle, or with --no-record.
#[derive(clap::Args)]
pub(crate) struct Gate {
    action: String,
    #[command(flatten)]
    asked: Asked,
    /// Ask only.
    #[arg(long)]
    no_record: bool,
    #[command(flatten)]
    strictness: Strictness,
    /// Sign the record with the secret key in this file.
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[arg(long, default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// For viewers of findings: one for each clause that stands against it.
    Sarif,
    /// A report of one test, which is passed if work may go on.
    Junit,
}

impl Gate {
    pub(crate) fn run(&self, terminal: &Terminal) -> Outcome {
        let mode = match self.strictness.mode() {
            Ok(mode) => mode,
            Err(problem) => return refused(terminal, &problem),
        };
        let call = AskGate {
            roots: self.asked.roots.clone(),
            path: self.asked.ledger.clone(),
            verifier: self.asked.verifier.clone(),
            action: self.action.clone(),
            line: self.asked.model.clone(),
            as_of: self.asked.as_of.unwrap_or(AsOf::Now),
            mode,
            is_recorded: !self.no_record && self.asked.as_of.is_none() && !is_bundle(&self.asked.ledger),
            key: self.key.clone(),
            now: self.asked.now,
        };
        let asked = call.run();
        self.print(&asked, terminal);
        match asked {
            Ok(decided) => decided.outcome,
            Err(_) => Outcome::Undecided,
        }
    }

    fn print(&self, asked: &Result<Decided, Problem>, terminal: &Terminal) {
        if let Err(problem) = asked {
            terminal.talk(&format!("undecided: {problem}\n"));
        }
        let asked = asked.as_ref();
        terminal.print(&match (self.format, asked) {
            (Format::Github, _) => decision_ci::github(asked),
            (Format::Sarif, _) => json(&decision_ci::sarif(asked)),
            (Format::Junit, _) => decision_ci::junit(asked, (&self.action, &self.asked.model)),
            (Format::Text, Ok(decided)) => decision(decided, terminal),
            (Format::Json, Ok(decided)) => json(&decided.decision),
            (Format::Text | Format::Json, Err(_)) => return,
        });
    }
}
