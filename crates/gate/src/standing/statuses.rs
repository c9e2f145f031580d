//! What is paused, going on and breached at a moment, as far as is known.
//!
//! It must not know how that came about.

use crate::value::Value;
use holdpoint_policy::model::Policy;

/// Positions are those of the policy's lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statuses {
    /// For each action, which clauses bar it, whether or not anybody wants it.
    pub barred: Vec<Vec<Value>>,
    /// For each action, whether it goes on.
    pub going_on: Vec<Value>,
    /// For each clause, whether it is not kept, or overdue.
    pub breached: Vec<Value>,
}

impl Statuses {
    /// Nothing is paused, going on or breached.
    pub(super) fn none(policy: &Policy) -> Statuses {
        Statuses {
            barred: vec![vec![Value::False; policy.clauses.len()]; policy.actions.len()],
            going_on: vec![Value::False; policy.actions.len()],
            breached: vec![Value::False; policy.clauses.len()],
        }
    }

    pub(super) fn is_known(&self) -> bool {
        let bars = self.barred.iter().flatten();
        let all = bars.chain(&self.going_on).chain(&self.breached);
        all.copied().all(Value::is_known)
    }

    /// Either of the two, and which is not known.
    pub(super) fn or_perhaps(&self, other: &Statuses) -> Statuses {
        Statuses {
            barred: (self.barred.iter().zip(&other.barred))
                .map(|(one, other)| joined(one, other))
                .collect(),
            going_on: joined(&self.going_on, &other.going_on),
            breached: joined(&self.breached, &other.breached),
        }
    }
}

fn joined(one: &[Value], other: &[Value]) -> Vec<Value> {
    let both = one.iter().zip(other);
    both.map(|(one, other)| one.or_perhaps(*other, Value::NotKnown))
        .collect()
}
