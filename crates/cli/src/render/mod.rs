//! Text for a terminal: diagnostics, tables, the report of a check.
//!
//! It must not know how anything was found.

mod claims;
mod comparison;
mod diagnostic;
mod difference;
mod explanation;
mod findings;
mod ladder;
mod overview;
mod readings;
mod report;
mod sensitivity;
mod style;
mod table;

pub(crate) use comparison::comparison;
pub(crate) use diagnostic::diagnostics;
pub(crate) use difference::difference;
pub(crate) use explanation::{answer, explanation};
pub(crate) use overview::overview;
pub(crate) use report::report;
pub(crate) use sensitivity::sensitivity;
