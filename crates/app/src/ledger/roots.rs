//! The root keys in a file, as they are given with a call.
//!
//! They are never kept with the ledger: a ledger that said itself whom to believe would say so too after somebody had put
//! another in its place. It must not know what they are used for.

use super::verify::text_of;
use crate::problem::Problem;
use holdpoint_ledger::Roots;
use std::path::Path;

/// Reads them.
pub(crate) fn read(path: &Path) -> Result<Roots, Problem> {
    Roots::parse(&text_of(path)?).map_err(|why| Problem::of(format!("{}: {why}", path.display())))
}
