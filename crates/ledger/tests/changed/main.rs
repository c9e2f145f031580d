//! Ledgers that somebody changed, and what is found.

#![allow(clippy::unwrap_used, reason = "what a test cannot set up stops it")]

mod bit_flips;
mod kept;
mod tampering;
