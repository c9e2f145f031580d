//! What happened, in order of time: the history on which permission is asked.
//!
//! It must not know what a happening means for a policy; `permission` folds it.

mod compute;

pub use compute::Compute;

use crate::condition::{Condition, Subject};
use crate::model::{
    ActionId, ApprovalId, ClauseId, DeterminationId, EvaluationId, ExceptionId, FactId, Grade, LevelId,
    SafeguardId, ScoreId, StandardId, TaskId,
};
use crate::quantity::Date;
use std::fmt;

/// A history so far: a start, and dated happenings whose dates never decrease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    start: Date,
    // INVARIANT: no happening is earlier than the start or than the one before it.
    happenings: Vec<Dated>,
}

/// A happening and when it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// When it became true.
    pub at: Date,
    /// What became true.
    pub happening: Happening,
}

/// One thing that can be recorded. Nothing is true until it is recorded.
///
/// INVARIANT: an id is one of the policy under which the record is folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A safeguard is in place from now on.
    InPlace(SafeguardId),
    /// A safeguard is no longer in place.
    NoLongerInPlace(SafeguardId),
    /// A safeguard has been tried; a success puts it in place.
    Attempted {
        /// What was tried.
        safeguard: SafeguardId,
        /// Whether it is in place now.
        succeeded: bool,
    },
    /// A standard whose content the policy does not give is in place: counts once it is defined.
    StandardInPlace(StandardId),
    /// Such a standard is no longer in place.
    StandardNoLongerInPlace(StandardId),
    /// A task is done; it may be done again.
    Done(TaskId),
    /// An evaluation is completed, with its answer.
    Evaluated {
        /// What was run.
        evaluation: EvaluationId,
        /// What it says.
        answer: Answer,
    },
    /// A run gave this grade of a score.
    Scored(ScoreId, Grade),
    /// A level that the policy leaves undefined has been defined.
    LevelDefined(LevelId),
    /// A standard that the policy leaves undefined has been defined.
    StandardDefined(StandardId),
    /// A determination is found. It has no effect when the policy does not let it be made now.
    Found(DeterminationId),
    /// A fact turned.
    Turned {
        /// Which fact.
        fact: FactId,
        /// Whether it holds from now on; a permanent fact never turns back.
        holds: bool,
    },
    /// An approval is given by the party whose it is.
    Approved(ApprovalId),
    /// An exception is exercised from now on.
    Exercised(ExceptionId),
    /// An exception is no longer exercised.
    ExceptionEnded(ExceptionId),
    /// An action begins, or is seen to go on.
    GoesOn(ActionId),
    /// An action stops.
    Stops(ActionId),
    /// It is announced that something is so.
    Announced(Condition),
    /// Effective compute, relative to the start.
    Compute(Compute),
    /// An amendment switched a clause off.
    SwitchedOff(ClauseId),
    /// It is true in the world, known or not. No clause sees it.
    Reached(Subject),
}

/// What a completed evaluation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// It is there; with the grade that was seen when what it is of is graded.
    Indicates(Option<Grade>),
    /// It is not there.
    RulesOut,
    /// Neither.
    Inconclusive,
}

/// A happening that is earlier than what the record already holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfOrder {
    /// The date of the happening that was refused.
    pub at: Date,
    /// The latest date on record.
    pub latest: Date,
}

impl Record {
    /// A history in which nothing has happened yet; clocks run from its start.
    pub fn new(start: Date) -> Self {
        Record {
            start,
            happenings: Vec::new(),
        }
    }

    /// When the history begins.
    pub fn start(&self) -> Date {
        self.start
    }

    /// The latest date on record.
    pub fn latest(&self) -> Date {
        self.happenings.last().map_or(self.start, |it| it.at)
    }

    /// Everything on record, in order.
    pub fn happenings(&self) -> &[Dated] {
        &self.happenings
    }

    /// Adds what happened; refused, and the record left as it was, when it is earlier than the latest.
    pub fn apply(&mut self, at: Date, happening: Happening) -> Result<(), OutOfOrder> {
        let latest = self.latest();
        if at < latest {
            return Err(OutOfOrder { at, latest });
        }
        self.happenings.push(Dated { at, happening });
        Ok(())
    }
}

impl fmt::Display for OutOfOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a happening of {} is earlier than the record, which has come to {}",
            self.at.0, self.latest.0
        )
    }
}

impl std::error::Error for OutOfOrder {}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i8) -> Date {
        Date(jiff::civil::date(2024, 1, day).at(0, 0, 0, 0))
    }

    #[test]
    fn a_record_only_grows_forwards() {
        let mut record = Record::new(day(2));
        let happening = Happening::Done(TaskId(0));
        assert_eq!(record.apply(day(3), happening.clone()), Ok(()));
        assert_eq!(record.apply(day(3), happening.clone()), Ok(()));
        let refused = record.apply(day(1), happening.clone());
        assert_eq!(
            refused,
            Err(OutOfOrder {
                at: day(1),
                latest: day(3)
            })
        );
        assert_eq!(record.happenings().len(), 2);
        assert!(Record::new(day(2)).apply(day(1), happening).is_err());
    }
}
