//! One file a command; its doc comment is its help.

mod ask;
mod check;
mod compare;
mod diff;
mod explain;
mod export;
mod fmt;
mod new;
mod overview;
mod sensitivity;
mod test;

use crate::terminal::Terminal;
use holdpoint_app::Outcome;
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
        };
        ExitCode::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Faulty => 1,
            Outcome::Unusable => 2,
        })
    }
}

/// A call that cannot be served as it was made.
fn refuse(terminal: &Terminal, message: &str) -> Outcome {
    terminal.talk(&format!("error: {message}\n"));
    Outcome::Unusable
}

/// A value as the program's JSON is printed everywhere.
fn json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("our own shapes have only string keys");
    format!("{text}\n")
}
