//! From when on a statement counts: at once if it was recorded in time, later if it was not.
//!
//! It must not know what is said.

use crate::Settings;
use crate::evidence::Evidence;
use crate::standing::{Event, Statement};
use holdpoint_policy::calendar::later;

/// What is recorded within the lag counts from its time. What is recorded later counts from when it was received, and
/// between the two only where that is the safer reading.
pub(super) fn events(evidence: &Evidence, statement: &Statement, settings: &Settings) -> Vec<Event> {
    let event = |at, statement| Event {
        at,
        entry: evidence.entry,
        statement,
        disputed_by: None,
    };
    let is_in_time = later(evidence.from, settings.lag) >= evidence.received;
    match statement {
        Statement::Happened(happening) if !is_in_time => vec![
            event(evidence.from, Statement::Perhaps(happening.clone())),
            event(evidence.received, statement.clone()),
        ],
        _ => vec![event(evidence.from, statement.clone())],
    }
}
