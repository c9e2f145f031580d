//! From when on a statement counts: at once if it was recorded in time, later if it was not.
//!
//! It must not know what is said.

use crate::Settings;
use crate::evidence::Evidence;
use crate::standing::{Event, Statement};
use holdpoint_policy::calendar::later;

/// What is recorded within the lag counts from its time. What is recorded later counts from when it was received, and
/// between the two only where that is the safer reading.
pub(super) fn events(
    evidence: &Evidence,
    statement: Statement,
    settings: &Settings,
) -> impl Iterator<Item = Event> + use<> {
    let entry = evidence.entry;
    let event = |at, statement| Event {
        at,
        entry,
        statement,
        disputed_by: None,
    };
    let is_in_time =
        evidence.from == evidence.received || later(evidence.from, settings.lag) >= evidence.received;
    let both = match statement {
        Statement::Happened(happening) if !is_in_time => [
            Some(event(evidence.from, Statement::Perhaps(happening.clone()))),
            Some(event(evidence.received, Statement::Happened(happening))),
        ],
        statement => [Some(event(evidence.from, statement)), None],
    };
    both.into_iter().flatten()
}
