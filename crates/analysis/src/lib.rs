//! What a policy really binds: grades, verdicts, findings, plays.
//!
//! It must never know the ledger or the market.

mod board;
mod compute;
mod ladder;
pub mod report;
mod schedule;
mod setting;
mod waits;
#[cfg(test)]
mod worked;
