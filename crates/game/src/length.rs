//! How long, and how much: numbers that may have no bound.

use std::fmt;

/// A number of beats, or no bound at all. `Endless` is larger than every number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// So many beats.
    Finite(u32),
    /// More than any number of beats.
    Endless,
}

impl Length {
    /// The number of beats; `None` if there is no bound.
    #[must_use]
    pub fn finite(self) -> Option<u32> {
        match self {
            Length::Finite(beats) => Some(beats),
            Length::Endless => None,
        }
    }

    /// One beat more.
    #[must_use]
    pub(crate) fn and_one(self) -> Length {
        match self {
            Length::Finite(beats) => Length::Finite(beats + 1),
            Length::Endless => Length::Endless,
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Length::Finite(beats) => write!(f, "{beats}"),
            Length::Endless => f.write_str("endless"),
        }
    }
}

/// A sum of weights, in the unit of the weights, or no bound at all. `Endless` is larger than every sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sum {
    /// So much.
    Finite(u64),
    /// More than any sum, or not to be had at any price.
    Endless,
}

impl Sum {
    /// The sum; `None` if there is no bound.
    #[must_use]
    pub fn finite(self) -> Option<u64> {
        match self {
            Sum::Finite(sum) => Some(sum),
            Sum::Endless => None,
        }
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Sum::Finite(sum) => write!(f, "{sum}"),
            Sum::Endless => f.write_str("endless"),
        }
    }
}
