//! Asking the gate, and putting its answer on record.

use super::decision::{DECISION, Decision, decide};
use super::lines::Lines;
use super::{AsOf, Mode};
use crate::ledger::{entries_of, open, read_key};
use crate::moment;
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::record::{Written, append, frame, from_serde};
use holdpoint_policy::quantity::Date;
use std::path::PathBuf;

/// May an action go on?
#[derive(Clone, Debug)]
pub struct AskGate {
    /// The file of the ledger, or of a bundle of it, which records nothing.
    pub path: PathBuf,
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
        let entries = entries_of(&self.path, self.verifier.as_deref())?;
        let cut = self.as_of.cut(&*entries, self.now)?;
        let mut lines = Lines::at(&*entries, cut.size, cut.at, &self.line)?;
        let mut decision = decide(&mut lines, &self.action, cut, &self.mode)?;
        decision.overridden_by = self.mode.overriding(&*entries, cut, (&self.action, &self.line))?;
        let mut entry = None;
        if self.is_recorded {
            let key = self.key.as_deref().map(read_key).transpose()?;
            let mut members = from_serde(&decision)?;
            members.extend(frame(DECISION, &lines.revision));
            let body = Written::new(members)?;
            let store = open(&self.path)?;
            entry = Some(append(&store, &body, key.as_ref(), moment::now_ms(self.now)?)?.index);
        }
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
