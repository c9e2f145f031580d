//! May we, given what is on record as of then.
//!
//! It must never know the database, the clock, or solvers.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod settings;
mod standing;
mod value;

pub use settings::Settings;
pub use standing::{DutyState, Event, Heard, Standing, Statement, Statuses};
pub use value::Value;
