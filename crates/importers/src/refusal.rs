//! Why a record is not taken: where it says so, which word it is, and what to do about it.
//!
//! It must not know any format.

use std::fmt;

/// A record that is not taken, or not for this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file as the caller called it.
    pub file: String,
    /// In a box, so that a result is not large because of what seldom happens.
    pub place: Box<Place>,
    pub reason: Reason,
    /// What is the matter, with the record's own words in backticks.
    pub problem: String,
    /// What to do about it.
    pub cure: String,
}

/// Where in a file; what is not known is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The member of a zip archive.
    pub member: Option<String>,
    /// Line and column, both from 1; columns are counted in characters.
    pub line_column: Option<(usize, usize)>,
    /// The JSON pointer (RFC 6901) of the value; empty for the whole.
    pub pointer: Option<String>,
}

/// The kinds of trouble, each with a fixture in the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Not the format at all: cut off, garbled, not UTF-8.
    Malformed,
    /// Larger, deeper or with more parts than is read.
    TooLarge,
    /// `NaN`, `Infinity` or `-Infinity` where a number belongs.
    NotANumber,
    /// One name twice in an object, one member twice in an archive, one column twice in a table.
    NamedTwice,
    /// A member that must be there is not, or has another kind of value.
    Missing,
    /// A name that the format does not have.
    Unknown,
    /// A version of the format that is not read.
    Version,
    /// The run did not end in success.
    Unfinished,
    /// It says success, and samples ended in an error.
    Failed,
    /// It says success, and samples or the whole were invalidated afterwards.
    Invalidated,
    /// Samples that the record itself announces are not in it.
    SamplesMissing,
    /// One sample is there twice.
    SampleTwice,
    /// A sample has no score, or one that is no number.
    Unscored,
    /// A number in the record is not the one that its samples give.
    Differs,
    /// Two parts of one record contradict each other.
    Contradicts,
    /// Two contents under one identity.
    Edited,
    /// An archive that says one thing in its directory and another in its members.
    Archive,
    /// The record does not carry what the asked bound is computed from.
    NoBound,
    /// A standard error of zero is no certainty.
    ZeroSpread,
    /// An estimator that is not known.
    Estimator,
}

impl Refusal {
    /// Trouble with a file as a whole.
    pub(crate) fn whole(file: &str, reason: Reason, problem: String, cure: &str) -> Refusal {
        Refusal {
            file: file.to_owned(),
            place: Box::default(),
            reason,
            problem,
            cure: cure.to_owned(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(member) = &self.member {
            write!(f, ", member `{member}`")?;
        }
        if let Some((line, column)) = self.line_column {
            write!(f, ", line {line}, column {column}")?;
        }
        match self.pointer.as_deref() {
            None | Some("") => Ok(()),
            Some(pointer) => write!(f, ", at {pointer}"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Refusal {
            file,
            place,
            problem,
            cure,
            ..
        } = self;
        write!(f, "{file}{place}: {problem}\nhelp: {cure}")
    }
}

impl std::error::Error for Refusal {}
