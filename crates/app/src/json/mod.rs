//! The shapes of what programs read. Each is published as a schema in `docs/schemas/`.
//!
//! It must not know how anything was computed.

pub(crate) mod check;
pub(crate) mod comparison;
pub(crate) mod diagnostics;
pub(crate) mod difference;
pub(crate) mod grades;
pub(crate) mod overview;
pub(crate) mod plays;
pub(crate) mod readings;
pub(crate) mod sensitivity;
pub(crate) mod verdicts;
