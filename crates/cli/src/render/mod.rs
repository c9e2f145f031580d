//! Text for a terminal: diagnostics, tables, the report of a check.
//!
//! It must not know how anything was found.

mod claims;
mod comparison;
mod decision;
pub(crate) mod decision_ci;
mod diagnostic;
mod difference;
mod examined;
mod explanation;
mod findings;
pub(crate) mod ladder;
mod overview;
mod readings;
mod report;
mod sensitivity;
mod standing;
pub(crate) mod style;
pub(crate) mod table;

pub(crate) use comparison::comparison;
pub(crate) use decision::decision;
pub(crate) use diagnostic::diagnostics;
pub(crate) use difference::difference;
pub(crate) use examined::{examined, plural};
pub(crate) use explanation::{answer, explanation};
pub(crate) use overview::overview;
pub(crate) use report::report;
pub(crate) use sensitivity::sensitivity;
pub(crate) use standing::standing;
