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
pub use opening::{Need, Opening, openings};

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

/// The last verdict of each action, and how long it is sure to be the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Remembered(Vec<Option<Lasting>>);

#[derive(Clone, Debug)]
struct Lasting {
    verdict: Verdict,
    /// How much the line had taken.
    n_taken: u64,
    /// The next moment at which anything may change.
    until: Option<Date>,
}

impl Line {
    /// May the action go on at that moment, by the entries that were taken?
    pub fn verdict(&mut self, action: ActionId, now: Date) -> &Verdict {
        let (size, n_taken) = (self.size(), self.n_taken());
        let index = action.index();
        let remembered = &mut self.remembered().0;
        if remembered.len() <= index {
            remembered.resize(index + 1, None);
        }
        if !remembered[index]
            .as_ref()
            .is_some_and(|it| it.lasts(n_taken, now))
        {
            let lasting = self.look(action, now);
            self.remembered().0[index] = Some(lasting);
        }
        let lasting = self.remembered().0[index].as_mut();
        let verdict = &mut lasting.expect("it was put there above").verdict;
        verdict.at = now;
        verdict.size = size;
        verdict
    }

    fn look(&mut self, action: ActionId, now: Date) -> Lasting {
        let (size, n_taken) = (self.size(), self.n_taken());
        let standing = self.looked_at(now);
        let verdict = Verdict {
            action,
            at: now,
            size,
            answer: answer(&standing, action),
            grounds: grounds(&standing, action),
        };
        // What is not known may come out otherwise at another look, and a record must replay to the same bytes.
        let change = standing
            .is_known()
            .then(|| (standing.next_change(), standing.now()));
        let until = match change {
            Some((next, seen)) => next.into_iter().chain(self.next_said(seen)).min(),
            None => Some(now),
        };
        Lasting {
            verdict,
            n_taken,
            until,
        }
    }
}

impl Lasting {
    fn lasts(&self, n_taken: u64, now: Date) -> bool {
        let is_before_change = self.until.is_none_or(|it| now < it);
        self.n_taken == n_taken && (self.verdict.at == now || self.verdict.at < now && is_before_change)
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
