//! What a policy really binds: grades, verdicts, findings, plays.
//!
//! It must never know the ledger or the market.

mod board;
mod compute;
mod findings;
mod grades;
mod joined;
mod ladder;
mod plays;
mod property;
pub mod report;
mod schedule;
mod setting;
mod strength;
mod waits;

#[cfg(test)]
mod worked;
