//! What another tool's record says, or why it cannot be trusted.
//!
//! It must never know files, the clock, or what a policy makes of it.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod archive;
mod bound;
pub mod controls;
mod counted;
mod decision;
mod estimator;
pub mod every_eval_ever;
pub mod inspect;
mod json;
pub mod lm_eval;
#[cfg(test)]
mod malformed;
mod measurement;
mod number;
pub mod oscal;
#[cfg(test)]
mod page;
mod refusal;
mod shelf;
mod statistics;
#[cfg(test)]
mod testing;
mod verified;

pub use controls::{ControlState, ControlStatus};
pub use decision::{Answer, Decision, Reckoning, RuleGround, decide};
pub use estimator::{Bound, Estimator, Method, NoEstimator, Side};
pub use measurement::{Evidence, Identity, Measurement, Record, Stated, Tool};
pub use number::Number;
pub use refusal::{Place, Reason, Refusal};
pub use shelf::{Shelf, Shelved};
pub use statistics::{Enclosure, Unit};
