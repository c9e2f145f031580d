//! Whether a document states a policy at all.
//!
//! It must not know what is asked of the policy.

use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::{Diagnostic, Place};
use std::path::Path;

/// A document without statements is read as a policy that says nothing.
pub(crate) fn says_something(it: &PolicyEncoding) -> bool {
    !it.base.parties.is_empty() || !it.base.clauses.is_empty()
}

/// `or_else` is what else may be named instead: ` or ...`.
pub(crate) fn states_none(path: &Path, or_else: &str) -> Diagnostic {
    let message = format!("`{}` states no policy", path.display());
    Diagnostic::error("HP0016", Place::default(), message).help(format!(
        "name a document that begins with a `policy` statement{or_else}"
    ))
}
