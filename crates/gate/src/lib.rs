//! May we, given what is on record as of then.
//!
//! It must never know the database, the clock, or solvers.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod evidence;
mod line;
mod settings;
mod standing;
mod value;
mod verdict;

pub use line::{Item, Line};
pub use settings::Settings;
pub use standing::{DutyState, Event, Heard, Part, Reason, Standing, Statement, Statuses};
pub use value::Value;
pub use verdict::{Answer, Closing, Ground, Lease, Need, Opening, Verdict, openings};
