//! The rows of the strength ladder: for each action, level and world the grade and all that goes with it.
//!
//! It must not know checks or findings.

mod costs;
mod parties;
mod played;
mod repair;
mod row;

pub(crate) use row::{rows, safeguards_asked};
