//! A policy with every name resolved: who and what there is, what is promised.
//!
//! One `Policy` is one reading: every name has exactly one meaning (`Encoding` holds the others). It must
//! not know how the world behaves, what is on record, or how a verdict is reached.

use crate::condition::{Condition, Requirement, Subject};
use crate::quantity::{Date, Decimal, Duration, Factor};
use holdpoint_syntax::Place;

pub use holdpoint_syntax::ast::Comparison;

/// Declares a position in one of the lists of a `Policy`.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl From<usize> for $name {
            fn from(index: usize) -> Self {
                $name(u32::try_from(index).expect("a document has fewer than 2^32 declarations"))
            }
        }
    )*};
}

ids! {
    PartyId, ActionId, CapabilityId, LevelId, SafeguardId, StandardId, EvaluationId, ScoreId,
    DeterminationId, TaskId, FactId, ApprovalId, ClauseId, ExceptionId,
}

/// What every declaration has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub title: Option<String>,
    /// The reading under which the thing has this meaning.
    pub reading: Option<String>,
    /// The whole statement.
    pub place: Place,
    /// Its name within it.
    pub name_place: Place,
}

impl Named {
    /// The title if there is one, else the name: what a sentence for people uses.
    pub fn words(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }
}

/// One policy under one reading of every name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Its label, `rsp-1.0`.
    pub name: String,
    pub title: Option<String>,
    pub effective: Option<Date>,
    pub supersedes: Option<String>,
    /// Who may amend it; empty means the developer with its internal parties.
    pub amended_by: Vec<PartyId>,
    pub sources: Vec<Source>,
    pub parties: Vec<Party>,
    pub actions: Vec<Action>,
    pub capabilities: Vec<Capability>,
    pub levels: Vec<Level>,
    pub safeguards: Vec<Safeguard>,
    pub standards: Vec<Standard>,
    pub evaluations: Vec<Evaluation>,
    pub scores: Vec<Score>,
    pub determinations: Vec<Determination>,
    pub tasks: Vec<Task>,
    pub facts: Vec<Fact>,
    pub approvals: Vec<Approval>,
    pub clauses: Vec<Clause>,
    pub exceptions: Vec<Exception>,
    pub not_encoded: Vec<NotEncoded>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub location: String,
    /// Lower-case hexadecimal, 64 digits when well formed.
    pub sha256: Option<String>,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartyKind {
    Developer,
    /// Moves with the developer.
    Internal,
    Independent,
    Outside,
}

impl PartyKind {
    /// Whether the party's moves are the developer's own.
    pub fn is_developer_side(self) -> bool {
        matches!(self, PartyKind::Developer | PartyKind::Internal)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub named: Named,
    pub kind: PartyKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub named: Named,
    /// Carrying it out makes compute grow.
    pub scales: bool,
}

/// Position in a graded thing's list, lowest 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grade(pub u8);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capability {
    pub named: Named,
    /// Lowest first; empty when not graded. The lowest grade is where every model starts.
    pub grades: Vec<String>,
    pub may_fall: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    pub named: Named,
    pub above: Option<LevelId>,
    pub definition: LevelDefinition,
    /// Who defines it, when it is undefined; the developer if not said.
    pub by: PartyId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LevelDefinition {
    /// No condition: the base of a ladder, always reached.
    Base,
    /// Reached when this holds of the capabilities.
    When(CapabilityCondition),
    Undefined,
}

/// `and`/`or` over capabilities (with a grade for graded ones).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CapabilityCondition {
    One(CapabilityId, Option<Grade>),
    All(Vec<CapabilityCondition>),
    Any(Vec<CapabilityCondition>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safeguard {
    pub named: Named,
    pub by: PartyId,
    pub may_fail: bool,
    pub undefined: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standard {
    pub named: Named,
    /// `None`: named and not specified; it cannot be in place.
    pub parts: Option<StandardParts>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StandardParts {
    One(Requirement),
    All(Vec<StandardParts>),
    Any(Vec<StandardParts>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    pub named: Named,
    pub of: Subject,
    pub buffer: Option<Factor>,
    /// Who runs it; the developer if not said.
    pub by: PartyId,
    pub may_be_inconclusive: bool,
    pub rules: Vec<EvaluationRule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationRule {
    /// `true`: `indicated when …`; `false`: `ruled out when …`.
    pub indicates: bool,
    pub quantity: String,
    pub comparison: Comparison,
    pub bound: Decimal,
    pub percent: bool,
    pub estimator: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    pub named: Named,
    pub grades: Vec<String>,
    pub by: EvaluationId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Determination {
    pub named: Named,
    /// Made only while this evaluation indicates; lapses when it is completed again.
    pub of: Option<EvaluationId>,
    pub by: PartyId,
    pub requires: Option<TaskId>,
    /// Nature says whether it can be made.
    pub only_if_true: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub named: Named,
    pub by: PartyId,
    pub irreversible: bool,
    pub ends: Vec<ActionId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub named: Named,
    /// `None`: nature.
    pub decided_by: Option<PartyId>,
    pub permanent: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    pub named: Named,
    pub by: PartyId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The title of a clause is its citation, `p. 8`.
    pub named: Named,
    /// A clause of the superseded policy.
    pub supersedes: Option<String>,
    /// Clauses that this permission overrides.
    pub despite: Vec<ClauseId>,
    pub frame: Frame,
    pub who: PartyId,
    pub modal: Modal,
    pub what: What,
    pub deadline: Option<Deadline>,
    pub unless: Option<Condition>,
    pub until: Option<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A gate: the actions may go on only in states where the duty holds.
    Before {
        actions: Vec<ActionId>,
        when: Option<Condition>,
    },
    /// A duty while the actions go on; never a gate.
    While {
        actions: Vec<ActionId>,
        when: Option<Condition>,
    },
    /// Fires when the condition becomes true.
    When(Condition),
    AtAllTimes,
}

impl Frame {
    /// The actions before or during which the clause speaks; none if it does not speak of any.
    pub fn actions(&self) -> &[ActionId] {
        match self {
            Frame::Before { actions, .. } | Frame::While { actions, .. } => actions,
            Frame::When(_) | Frame::AtAllTimes => &[],
        }
    }

    /// The condition under which it does; `None` if it always does.
    pub fn when(&self) -> Option<&Condition> {
        match self {
            Frame::Before { when, .. } | Frame::While { when, .. } => when.as_ref(),
            Frame::When(when) => Some(when),
            Frame::AtAllTimes => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modal {
    Must,
    MustNot,
    /// Recorded; never bars unless asked (`counting intends`).
    IntendsTo,
    May,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A state to be true.
    Have(Condition),
    Pause(ActionId),
    Continue(ActionId),
    Do(TaskId),
    /// Whichever clock runs out first; at least one is given.
    Run {
        evaluation: EvaluationId,
        compute: Option<Factor>,
        calendar: Option<Duration>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deadline {
    Within(Duration),
    /// The policy's own word for "soon".
    Unspecified(String),
    By(Date),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    pub named: Named,
    pub when: Condition,
    pub who: PartyId,
    /// `None`: all clauses.
    pub suspends: Option<Vec<ClauseId>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotEncoded {
    pub source: String,
    pub because: String,
    pub place: Place,
}

impl Policy {
    /// The name of what an evaluation is of: `ASL-3`, `cyber at high`.
    pub fn subject_name(&self, subject: Subject) -> String {
        match subject {
            Subject::Level(level) => self.levels[level.index()].named.name.clone(),
            Subject::Capability(id, None) => self.capabilities[id.index()].named.name.clone(),
            Subject::Capability(id, Some(grade)) => {
                let capability = &self.capabilities[id.index()];
                format!(
                    "{} at {}",
                    capability.named.name,
                    capability.grades[usize::from(grade.0)]
                )
            }
        }
    }
}
