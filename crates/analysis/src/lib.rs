//! What a policy really binds: grades, verdicts, findings, plays.
//!
//! It must never know the ledger or the market.

pub mod report;
