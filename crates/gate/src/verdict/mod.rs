//! May an action go on: the answer, the clauses that stand against it, and what each rests on.
//!
//! Only an answer that is certain opens: what is not known, or in conflict, never does. It must not know how entries
//! are written down, or who asks.

mod closing;
mod opening;
#[cfg(test)]
mod tests;
mod ways;

pub use closing::{Closing, Lease};
pub use opening::{Need, Opening, Openings};

use crate::line::Line;
use crate::standing::{Reason, Standing};
use crate::value::Value;
use holdpoint_policy::model::{ActionId, ClauseId};
use holdpoint_policy::quantity::Date;

/// The answer to `may this action go on?`
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// No clause bars it.
    Proceed,
    /// A clause bars it, or would by the safer of two readings.
    Pause,
    /// Whether a clause bars it cannot be said from what is on record.
    Undecided,
}

/// An answer with its grounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What was asked about.
    pub action: ActionId,
    /// The moment that was asked about.
    pub at: Date,
    /// The number of entries of the ledger that it rests on.
    pub size: u64,
    /// May it go on?
    pub answer: Answer,
    /// The clauses that bar it, or may; in the policy's order, none if it may proceed.
    pub grounds: Vec<Ground>,
}

/// A clause that stands against an action.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// Which clause.
    pub clause: ClauseId,
    /// Whether it bars the action.
    pub bars: Value,
    /// What makes it so.
    pub reasons: Vec<Reason>,
}

impl Line {
    /// May the action go on at that moment, by the entries that were taken?
    pub fn verdict(&mut self, action: ActionId, now: Date) -> Verdict {
        let standing = self.standing(now);
        Verdict {
            action,
            at: now,
            size: self.size(),
            answer: answer(&standing, action),
            grounds: grounds(&standing, action),
        }
    }
}

pub(crate) fn answer(standing: &Standing, action: ActionId) -> Answer {
    let bars = &standing.statuses().barred[action.index()];
    if bars.iter().any(|it| matches!(it, Value::True | Value::Torn)) {
        return Answer::Pause;
    }
    match bars.iter().all(|it| *it == Value::False) {
        true => Answer::Proceed,
        false => Answer::Undecided,
    }
}

fn grounds(standing: &Standing, action: ActionId) -> Vec<Ground> {
    let clauses = (0..standing.policy().clauses.len()).map(ClauseId::from);
    let barring = clauses.map(|it| (it, standing.bars(it, action)));
    barring
        .filter(|(_, bars)| bars.may_be())
        .map(|(clause, bars)| Ground {
            clause,
            bars,
            reasons: standing.why(clause, action),
        })
        .collect()
}
