//! Histories and permission: what a policy allows, and what it has one do, after what happened.
//!
//! This is the one definition; the checker's boards and the gate are held against it. It answers by folding
//! a record moment by moment. It must not know how a record came about, or what may happen next.
//!
//! **A moment** is a date on which something is recorded, or on which a clock, a deadline or a `for at least`
//! runs out. All that happens at one moment is taken in first; then every clause looks at it. Between two
//! moments nothing changes.
//!
//! **Statuses.** `is paused`, `is going on` and `is breached` inside a clause look at the status left by the
//! moment before. Where that makes a status change, the clauses look again at once, until nothing changes or
//! a status comes back (a clause that bars only what is not paused has no fixed point); with
//! `Options::stepwise` they look once a moment, as the steps of a game do.
//!
//! **Bars.** Two things bar an action: `before` it, a duty that does not hold; and under `when` or `at all times`,
//! `must pause` or `must not continue` it. `while` never bars. Only `unless`, a permission (`despite … may
//! continue`) and an exercised exception take a bar away.
//!
//! **Owed.** The duty of `before`, `while` and `at all times`, of `must not continue` and of a permission is
//! owed while its `when` holds. Any other duty of `when C` is owed from the moment at which C becomes true
//! until it is done or its `until` holds. An `until` ends what is owed until its `when` becomes true anew.
//! An `unless` lifts a duty while it holds. A task serves a duty that was fired only if it is done since, or
//! cannot be undone.
//!
//! **Deadlines** include their last instant, and `by DATE` the whole day. A `pause` with a deadline bars after
//! it; a gate bars at once, with or without one.

mod bars;
mod clocks;
mod duties;
mod facts;
mod held;
mod indication;
mod memory;
mod options;
mod standing;
mod view;

#[cfg(test)]
mod example;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use duties::DutyState;
pub use options::{Conduct, Options};
pub use standing::{Standing, Statuses};

use crate::condition::Condition;
use crate::model::{ActionId, ClauseId, Policy};
use crate::quantity::Date;
use crate::record::Record;

/// Whether an action may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Permission {
    /// No clause bars it.
    Allowed,
    /// These clauses bar it; at least one, in the order of the policy.
    Paused(Vec<ClauseId>),
}

/// Whether an action may go on at a moment, given what is on record up to and including it.
///
/// Before the record starts everything is allowed.
pub fn permission(
    policy: &Policy,
    record: &Record,
    now: Date,
    action: ActionId,
    options: &Options,
) -> Permission {
    Standing::at(policy, record, now, options).permission(action)
}

/// The state of a clause's duty at a moment, with actions going on as recorded.
pub fn duty(policy: &Policy, record: &Record, now: Date, clause: ClauseId) -> DutyState {
    Standing::at(policy, record, now, &Options::default()).duty(clause)
}

/// Whether a condition holds at a moment; `is paused`, `is going on` and `is breached` are of that moment.
pub fn holds(policy: &Policy, record: &Record, now: Date, condition: &Condition, options: &Options) -> bool {
    Standing::watching(policy, record, now, options, [condition]).holds(condition)
}
