//! Until when a proceed holds if nothing more is recorded, and what ends it.
//!
//! It must not know what evidence would prolong it.

use super::{Answer, Ground, answer, grounds};
use crate::line::Line;
use holdpoint_policy::calendar::later;
use holdpoint_policy::model::{ActionId, Clause, EvaluationId, Frame, What};
use holdpoint_policy::quantity::{Date, Decimal, Duration, Factor, Unit};

/// How long a proceed holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Lease {
    /// From when on it may not go on, or not all that have been heard still are, if nothing more is recorded until then;
    /// `None` if time alone does not end it within five years.
    pub closing: Option<Closing>,
    /// The evaluations whose clock on compute ends it too, each with the factor over the compute of its last run.
    pub compute: Vec<(EvaluationId, Factor)>,
}

/// What ends a proceed.
#[derive(Clone, Debug, PartialEq)]
pub struct Closing {
    /// When.
    pub at: Date,
    /// What the answer is then; `Proceed` where only somebody has to vouch anew.
    pub answer: Answer,
    /// Why.
    pub grounds: Vec<Ground>,
}

/// Nobody plans further ahead.
const HORIZON: Duration = Duration {
    amount: Decimal { digits: 5, places: 0 },
    unit: Unit::Year,
};

impl Line {
    /// Until when the action may go on from `now`, if it may go on now.
    pub fn lease(&mut self, action: ActionId, now: Date) -> Option<Lease> {
        if answer(&self.looked_at(now), action) != Answer::Proceed {
            return None;
        }
        let compute = compute_clocks(self, action);
        let horizon = later(now, HORIZON);
        let mut standing = self.folded(now).into_owned();
        while standing.now() <= Some(now) || answer(&standing, action) == Answer::Proceed {
            let change = self.next_change(&standing).filter(|it| *it <= horizon);
            let Some(change) = change else {
                return Some(Lease {
                    closing: None,
                    compute,
                });
            };
            self.go_on(&mut standing, change);
            // Beyond that too little is known for anything to be promised, whether or not it would bar.
            if change > now && self.heard().ends().any(|it| it >= now && it < change) {
                break;
            }
        }
        let closing = Closing {
            at: standing.now()?,
            answer: answer(&standing, action),
            grounds: grounds(&standing, action),
        };
        Some(Lease {
            closing: Some(closing),
            compute,
        })
    }
}

/// Clauses that keep the action waiting for an evaluation as compute grows.
fn compute_clocks(line: &Line, action: ActionId) -> Vec<(EvaluationId, Factor)> {
    let clauses = line.policy().clauses.iter();
    let is_gate =
        |it: &&Clause| matches!(it.frame, Frame::Before { .. }) && it.frame.actions().contains(&action);
    let framed = clauses.filter(is_gate);
    framed
        .filter_map(|it| match &it.what {
            What::Run {
                evaluation,
                compute: Some(factor),
                ..
            } => Some((*evaluation, *factor)),
            _ => None,
        })
        .collect()
}
