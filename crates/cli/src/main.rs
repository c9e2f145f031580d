//! The binary `holdpoint`: arguments in, exit code and text out.
//!
//! It must not know rules of any kind.

mod commands;
mod render;
mod terminal;
mod wait;

use clap::Parser;
use commands::Command;
use std::process::ExitCode;
use terminal::{Colour, Terminal};

/// Computes what a frontier-AI scaling policy binds.
///
/// Answers go to standard output, talk goes to standard error. The exit code is 0 when all is well, 1 when
/// an error, a finding of severity error or a failed expectation says otherwise, and 2 when the call or a
/// file cannot be used.
#[derive(Parser)]
#[command(
    name = "holdpoint",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Colour,
}

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(apologise));
    let arguments = Arguments::parse();
    arguments.command.run(&Terminal::new(arguments.color))
}

/// What a broken promise of the program looks like to its user.
fn apologise(panic: &std::panic::PanicHookInfo<'_>) {
    eprintln!(
        "holdpoint stopped because of a mistake of its own; sorry. Please report it with the command, the\n\
         file if you may share it, and this line:\nholdpoint {} {panic}",
        env!("CARGO_PKG_VERSION")
    );
}
