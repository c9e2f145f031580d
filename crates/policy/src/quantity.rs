//! Numbers with units: exact decimals, durations, factors of compute, money, dates.
//!
//! It must not know a step of the game: rounding to steps is the checker's business.

pub use holdpoint_syntax::ast::{Decimal, Unit};

/// A moment as a document states it: a civil date, or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub jiff::civil::DateTime);

/// A factor of effective compute, `4x`; greater than zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factor(pub Decimal);

/// A length of time as stated, `3 months`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    pub amount: Decimal,
    pub unit: Unit,
}

/// Whole units of a currency times 10^-2 (so `40 M USD` is 4_000_000_000).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    pub cents: u64,
    pub currency: String,
}

/// Parts in a million, 0 to 1_000_000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probability(pub u32);
