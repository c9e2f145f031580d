//! What a page is made of: the report, and the words that the report does not hold.
//!
//! It must not know how a page looks.

use holdpoint_analysis::report::Report;
use holdpoint_policy::Place;
use holdpoint_policy::quantity::Date;

/// Everything that a page says comes from here.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The heading of the page.
    pub title: &'a str,
    pub report: &'a Report,
    /// The day on which the policy of that label took effect.
    pub effective: &'a dyn Fn(&str) -> Option<Date>,
    /// The heading of the document under which a place stands; claims are grouped by it.
    pub heading_of: &'a dyn Fn(Place) -> Option<String>,
    /// A place for people: `rsp-1.0.thread.md:24`.
    pub place_words: &'a dyn Fn(Place) -> String,
    /// The command line that shows one check's play again, by the check's label.
    pub explain: &'a dyn Fn(&str) -> Option<String>,
    /// How to get the whole again.
    pub commands: &'a [Command],
    /// The program and its version.
    pub made_by: &'a str,
}

/// A command line, and what it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub line: String,
    pub answers: String,
}
