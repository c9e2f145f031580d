//! How a world is assumed to behave. Never part of the policy.
//!
//! It must not know what the assumptions lead to.

use crate::model::{
    ActionId, CapabilityId, EvaluationId, FactId, LevelId, Named, SafeguardId, StandardId, TaskId,
};
use crate::quantity::{Date, Duration, Factor, Money, Probability};
use holdpoint_syntax::Place;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    pub named: Named,
    pub assumptions: Vec<Assumption>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    pub what: Assumed,
    /// As written, white space folded, without `assume` and the full stop: verdicts list it.
    pub text: String,
    pub source: Option<String>,
    pub as_of: Option<Date>,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assumed {
    Step(Duration),
    Starts(Date),
    Doubles {
        action: ActionId,
        every: Duration,
        ends_at: Option<Factor>,
    },
    /// `after`: everything that must be in place before it is begun.
    Takes {
        work: Work,
        time: Time,
        after: Vec<SafeguardId>,
        costs: Option<Money>,
        succeeds: Option<Probability>,
    },
    Appears {
        capability: CapabilityId,
        not_before: Factor,
        per_doubling: Option<Probability>,
    },
    KeepsBuffer(EvaluationId),
    MayLapse(SafeguardId),
    MayMiss {
        evaluation: EvaluationId,
        up_to: Factor,
    },
    StartsAs {
        fact: FactId,
        value: bool,
        turns: Option<(Probability, holdpoint_syntax::ast::Unit)>,
    },
    AtMostUnderWay(u32),
    MaySlip(Duration),
}

/// What takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Work {
    Safeguard(SafeguardId),
    Task(TaskId),
    DefiningLevel(LevelId),
    DefiningStandard(StandardId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Time {
    Range {
        least: Duration,
        most: Duration,
    },
    /// For forecasts; the checker reads it as not stated.
    Distribution {
        name: String,
        parameters: Vec<(String, Duration)>,
    },
}
