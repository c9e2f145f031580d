//! What texts resolve to, and what is said about those that do not.
//!
//! Everything goes in as text and comes out as text, so that the inside may change. Most cases stand in
//! `cases/*.md`.

mod cases;
mod language;
mod layout;
mod set;
mod show;
