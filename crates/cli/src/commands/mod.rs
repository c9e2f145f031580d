//! One file a command; its doc comment is its help.

mod ask;
mod asked;
mod check;
mod compare;
mod decision;
mod diff;
mod explain;
mod export;
mod fmt;
mod gate;
mod import;
mod keys;
mod ledger;
mod new;
mod overriding;
mod overview;
mod record;
mod sensitivity;
mod serve;
mod status;
mod strictness;
mod test;
mod witness;

use crate::terminal::Terminal;
use holdpoint_app::{Outcome, Problem};
use std::process::ExitCode;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    Check(check::Check),
    Diff(diff::Diff),
    Overview(overview::Overview),
    Compare(compare::Compare),
    Ask(ask::Ask),
    Explain(explain::Explain),
    Sensitivity(sensitivity::Sensitivity),
    Export(export::Export),
    Test(test::Test),
    Fmt(fmt::Fmt),
    New(new::New),
    Record(record::Record),
    Import(import::Import),
    Gate(gate::Gate),
    Status(status::Status),
    Override(overriding::Override),
    Serve(serve::Serve),
    Ledger(ledger::Ledger),
    Decision(decision::Decision),
}

impl Command {
    pub(crate) fn run(&self, terminal: &Terminal) -> ExitCode {
        let outcome = match self {
            Command::Check(it) => it.run(terminal),
            Command::Diff(it) => it.run(terminal),
            Command::Overview(it) => it.run(terminal),
            Command::Compare(it) => it.run(terminal),
            Command::Ask(it) => it.run(terminal),
            Command::Explain(it) => it.run(terminal),
            Command::Sensitivity(it) => it.run(terminal),
            Command::Export(it) => it.run(terminal),
            Command::Test(it) => it.run(terminal),
            Command::Fmt(it) => it.run(terminal),
            Command::New(it) => it.run(terminal),
            Command::Record(it) => it.run(terminal),
            Command::Import(it) => it.run(terminal),
            Command::Gate(it) => it.run(terminal),
            Command::Status(it) => it.run(terminal),
            Command::Override(it) => it.run(terminal),
            Command::Serve(it) => it.run(terminal),
            Command::Ledger(it) => it.run(terminal),
            Command::Decision(it) => it.run(terminal),
        };
        ExitCode::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Faulty => 1,
            Outcome::Unusable => 2,
            Outcome::Paused => 3,
            Outcome::Undecided => 4,
        })
    }
}

/// A call that cannot be served as it was made.
fn refuse(terminal: &Terminal, message: &str) -> Outcome {
    terminal.talk(&format!("error: {message}\n"));
    Outcome::Unusable
}

/// The same with its cure.
fn refused(terminal: &Terminal, problem: &Problem) -> Outcome {
    refuse(terminal, &problem.to_string())
}

/// A value as the program's JSON is printed everywhere.
fn json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("our own shapes have only string keys");
    format!("{text}\n")
}
