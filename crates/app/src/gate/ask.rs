//! Asking the gate, and putting its answer on record.

use super::decision::Decision;
use super::kept::{KeptGate, Question};
use super::{AsOf, Mode};
use crate::outcome::Outcome;
use crate::problem::Problem;
use holdpoint_policy::quantity::Date;
use std::path::PathBuf;

/// May an action go on?
#[derive(Clone, Debug)]
pub struct AskGate {
    /// The file of the ledger, or of a bundle of it, which records nothing.
    pub path: PathBuf,
    /// The file of the root keys; without it nobody looks at who signed.
    pub roots: Option<PathBuf>,
    /// Of a bundle: the ledger's public key.
    pub verifier: Option<String>,
    /// The action, by its name in the policy.
    pub action: String,
    /// The model line.
    pub line: String,
    /// Which entries count, and the moment that is asked about.
    pub as_of: AsOf,
    /// How strictly the answer is followed.
    pub mode: Mode,
    /// The answer is put on record.
    pub is_recorded: bool,
    /// The file of the secret key that signs the record.
    pub key: Option<PathBuf>,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What was decided, and on which grounds.
    pub decision: Decision,
    /// The entry that says so, if it was recorded.
    pub entry: Option<u64>,
    /// Fine only for `proceed`, unless the mode lets work go on.
    pub outcome: Outcome,
}

impl AskGate {
    /// Asks.
    pub fn run(&self) -> Result<Decided, Problem> {
        self.ask(&mut KeptGate::open(
            &self.path,
            self.verifier.as_deref(),
            self.roots.as_deref(),
        )?)
    }

    /// Asks a gate that is kept open, of the same ledger.
    pub fn ask(&self, gate: &mut KeptGate) -> Result<Decided, Problem> {
        let decision = gate.decide(&Question {
            action: &self.action,
            line: &self.line,
            as_of: self.as_of,
            mode: &self.mode,
            now: self.now,
        })?;
        let record = || gate.record(&decision, self.key.as_deref(), self.now);
        let entry = self.is_recorded.then(record).transpose()?;
        Ok(Decided {
            outcome: outcome(&decision),
            decision,
            entry,
        })
    }
}

fn outcome(decision: &Decision) -> Outcome {
    if decision.mode == Mode::WatchOnly || !decision.overridden_by.is_empty() {
        return Outcome::Fine;
    }
    match decision.answer.as_str() {
        "proceed" => Outcome::Fine,
        "pause" => Outcome::Paused,
        _ => Outcome::Undecided,
    }
}
