//! What a policy says: names resolved, levels ordered, units checked; the one definition of permission.
//!
//! It must never know the clock, evidence itself, or solvers.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod calendar;
pub mod condition;
pub mod encoding;
pub mod errors;
pub mod findings;
pub mod inquiry;
pub mod model;
pub mod permission;
pub mod quantity;
pub mod record;
pub mod resolve;
pub mod scenario;
pub mod suggest;
pub mod words;
pub mod world;

pub use resolve::{SourceFile, resolve};

pub use holdpoint_syntax::{Diagnostic, FileId, Place, Severity, Span};
