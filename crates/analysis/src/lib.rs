//! What a policy really binds: grades, verdicts, findings, plays.
//!
//! It must never know the ledger or the market.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod board;
mod check;
pub mod comparison;
mod compute;
mod coverage;
mod difference;
pub mod export;
mod findings;
mod grades;
mod hands;
mod joined;
mod known;
mod ladder;
mod matrix;
mod overview;
mod plays;
mod property;
mod readings;
pub mod report;
mod schedule;
mod sensitivity;
mod setting;
mod strength;
mod waits;
#[doc(hidden)]
pub mod witness;
mod words;

#[cfg(test)]
mod worked;

pub use check::{CheckOptions, ask, check};
pub use difference::difference;
pub use overview::overview;
pub use sensitivity::{SensitivityOptions, known_ids, sensitivity};
