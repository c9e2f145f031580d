//! Findings: what is worth knowing about a policy without having asked, each with a code, a place and, where one can
//! show it, a play.
//!
//! It must not know how findings are shown.

use crate::property::{Answered, Context};
use holdpoint_policy::inquiry::At;
use holdpoint_policy::model::ActionId;

pub(crate) fn reported(_context: &Context<'_>, _finding: &str, _action: Option<ActionId>, _at: At) -> Answered {
    Answered::undecided("being built")
}
