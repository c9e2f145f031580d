//! What can be true of a moment: the words of a condition with their names resolved.
//!
//! It must not know where the facts come from: a record, a board and a question ask the same words.

use crate::model::{
    ActionId, ApprovalId, CapabilityId, ClauseId, DeterminationId, EvaluationId, FactId, Grade, LevelId,
    PartyId, SafeguardId, ScoreId, StandardId, TaskId,
};
use crate::quantity::{Duration, Factor};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// True now and without a break for at least so long.
    ForAtLeast(Box<Condition>, Duration),
    Atom(Atom),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Atom {
    /// A safeguard, standard, … is in place (done, found) as a part of a standard would be.
    Met(Requirement),
    /// `W indicates L` when an evaluation is named, else `L is indicated` by the latest of any.
    Indicated {
        subject: Subject,
        by: Option<EvaluationId>,
    },
    RuledOut {
        subject: Subject,
        by: Option<EvaluationId>,
    },
    /// True in the world, known or not.
    Reached(Subject),
    LevelDefined(LevelId),
    StandardDefined(StandardId),
    Holds(FactId),
    Approved {
        party: PartyId,
        approval: ApprovalId,
    },
    Attempted(SafeguardId),
    ComputeAtLeast(Factor),
    ScoreAtMost(ScoreId, Grade),
    ScoreAtLeast(ScoreId, Grade),
    GoingOn(ActionId),
    Paused {
        action: ActionId,
        because: Option<Because>,
    },
    Breached(ClauseId),
    Announced(Box<Condition>),
}

/// A thing that a standard can be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Requirement {
    Safeguard(SafeguardId),
    Standard(StandardId),
    Task(TaskId),
    Determination(DeterminationId),
}

/// What an evaluation is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    Level(LevelId),
    /// With a grade, and above, when the capability is graded.
    Capability(CapabilityId, Option<Grade>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Because {
    pub clause: ClauseId,
    /// The set of clauses that bars is this one alone.
    pub only: bool,
}

impl Condition {
    /// Visits every atom, also those inside `announced` and `for at least`.
    pub fn atoms<'a>(&'a self, visit: &mut impl FnMut(&'a Atom)) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|it| it.atoms(visit)),
            Condition::Not(inner) | Condition::ForAtLeast(inner, _) => inner.atoms(visit),
            Condition::Atom(atom) => {
                visit(atom);
                if let Atom::Announced(inner) = atom {
                    inner.atoms(visit);
                }
            }
        }
    }
}
