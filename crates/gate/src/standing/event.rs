//! What an entry says, at the moment from which it counts.
//!
//! It must not know how entries are written down.

use holdpoint_policy::quantity::Date;
use holdpoint_policy::record::Happening;

/// One thing that an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// From when on it counts.
    pub at: Date,
    /// The entry that says so.
    pub entry: u64,
    pub statement: Statement,
    /// The entry by which somebody disputes it.
    pub disputed_by: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    Happened(Happening),
    /// Said of a time before it was recorded, and not countersigned: until then it may be so or not.
    Perhaps(Happening),
    /// The entry vouched for it until now.
    NoLongerVouched,
}
