//! What texts resolve to, and what is said about those that do not.
//!
//! Everything goes through `set::check`: texts in, words out, so that the inside may change.

mod language;
mod set;
