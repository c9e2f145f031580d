//! How strictly an answer of the gate is followed: the same words wherever the gate is asked.
//!
//! It must not know what is asked.

use clap::ValueEnum;
use holdpoint_app::{Mode, Problem};

#[derive(clap::Args)]
pub(crate) struct Strictness {
    /// How strictly the answer is followed, whatever the policy says.
    #[arg(long, default_value = "absolute")]
    mode: Word,
    /// With --mode overridable: the public key of somebody of whom two may open what is shut, by `holdpoint override`. To
    /// be given for each.
    #[arg(long, value_name = "KEY")]
    approver: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Word {
    /// Only proceed opens.
    Absolute,
    /// Two approvers may open what is shut.
    Overridable,
    /// Work goes on whatever the answer, which is on record.
    WatchOnly,
}

impl Strictness {
    pub(crate) fn mode(&self) -> Result<Mode, Problem> {
        match self.mode {
            Word::Overridable => Mode::overridable(self.approver.clone()),
            _ if !self.approver.is_empty() => Err(Problem::new(
                "approvers are of --mode overridable",
                "add it, or leave --approver out",
            )),
            Word::Absolute => Ok(Mode::Absolute),
            Word::WatchOnly => Ok(Mode::WatchOnly),
        }
    }
}
