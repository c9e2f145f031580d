//! What each of several policies binds, at a glance. Plain data for whoever shows it.
//!
//! It must not know terminals, pages or how a grade was reached.

use super::GradeRow;
use holdpoint_policy::quantity::Date;

/// One policy with nothing assumed, under the base reading of every name.
#[derive(Clone, Debug)]
pub struct PolicyOverview {
    /// The policy's label.
    pub id: String,
    pub title: Option<String>,
    pub effective: Option<Date>,
    /// In the order of the policy.
    pub actions: Vec<ActionOverview>,
    /// What the policy names and does not define: `level ASL-4`, `standard ASL-4-security`.
    pub undefined: Vec<String>,
    /// Who changes the policy; the developer where nobody is said.
    pub amended_by: Vec<String>,
    /// The developer with its internal parties can change it alone.
    pub is_amended_alone: bool,
}

#[derive(Clone, Debug)]
pub struct ActionOverview {
    pub action: String,
    /// One for each level, from the lowest.
    pub rows: Vec<GradeRow>,
    /// Ways around the clauses that bar the action, in the order of the clauses.
    pub escapes: Vec<Escape>,
}

/// One way, and what it is a way around.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Escape {
    /// `unless interim-assurance is in place`, `exception emergency`, `none of its safeguards in place`.
    pub way: String,
    pub clauses: Vec<String>,
}
