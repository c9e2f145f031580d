//! What a document asks of its policies: checks, scenarios, questions, with their names resolved.
//!
//! It must not know how an answer is found.

use crate::condition::Condition;
use crate::model::{ActionId, ClauseId, Grade, LevelId, Named, PartyId};
use crate::quantity::{Date, Duration, Probability};
use holdpoint_syntax::Place;

pub use holdpoint_syntax::ast::{Answer, Outcome};

/// Which policy of the encoding a statement speaks of: position in `Encoding::policies`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PolicyId(pub u32);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub named: Named,
    pub policy: PolicyId,
    pub said_by: Option<String>,
    pub property: Property,
    /// The property as written, white space folded.
    pub property_text: String,
    pub property_place: Place,
    pub expects: Vec<Expect>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    pub answer: Answer,
    pub scope: Scope,
    pub place: Place,
}

/// Under what an answer is asked; the default is nothing assumed, base readings, the text as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Index in the encoding's `worlds`; `None`: nothing assumed.
    pub world: Option<usize>,
    /// Readings other than the base: (slot, option), see `Encoding::slots`.
    pub readings: Vec<(usize, usize)>,
    pub with_amendment: bool,
    /// Only these clauses count.
    pub with_only: Option<Vec<ClauseId>>,
    pub without: Vec<ClauseId>,
    pub counting_intends: bool,
}

/// Where a level is asked: `at L`, or `at cyber-high`-like grades are not levels; `None`: all levels.
pub type At = Option<LevelId>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Property {
    Possible(Condition),
    NeverPossible(Condition),
    Inevitable(Condition),
    Can {
        who: Who,
        ability: Ability,
    },
    PauseLastsAtMost {
        action: ActionId,
        at: At,
        at_most: Duration,
    },
    PauseCanEndWhile {
        action: ActionId,
        at: At,
        condition: Condition,
    },
    NoUpperBound(LevelId),
    DependsOn {
        action: ActionId,
        on: Thing,
    },
    Graded {
        action: ActionId,
        at: At,
        grade: Strength,
    },
    SilentOn {
        action: ActionId,
        at: At,
    },
    LeavesUndefined {
        action: ActionId,
        at: At,
    },
    Implies {
        first: ClauseOf,
        second: ClauseOf,
    },
    /// `action` is named in both policies.
    AsStrong {
        first: PolicyId,
        second: PolicyId,
        action: String,
    },
    ProbabilityAtMost {
        that: Condition,
        deadline: Option<Horizon>,
        at_most: Probability,
    },
    FindingReported {
        finding: String,
        not: bool,
        action: Option<ActionId>,
        at: At,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Horizon {
    Within(Duration),
    By(Date),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClauseOf {
    pub policy: PolicyId,
    pub clause: ClauseId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// All that no party owns.
    Nature,
    Parties(Vec<PartyId>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ability {
    AvoidPause {
        action: ActionId,
        at: At,
    },
    Avoid(Condition),
    Ensure(Condition),
    Force {
        that: Condition,
        lasting: Lasting,
    },
    EndEveryPause {
        action: ActionId,
        at: At,
        within: Option<Duration>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    Once,
    For(Duration),
    Ever,
}

/// The ladder of grades, weakest first; `undefined` stands apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    Silent,
    Vacuous,
    Avoidable,
    SelfClearing,
    Binding,
    Undefined,
}

impl Strength {
    pub const ALL: [Strength; 6] = [
        Strength::Silent,
        Strength::Vacuous,
        Strength::Avoidable,
        Strength::SelfClearing,
        Strength::Binding,
        Strength::Undefined,
    ];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Strength::Silent => "silent",
            Strength::Vacuous => "vacuous",
            Strength::Avoidable => "avoidable",
            Strength::SelfClearing => "self-clearing",
            Strength::Binding => "binding",
            Strength::Undefined => "undefined",
        }
    }
}

/// Anything that an action may depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    Party(PartyId),
    Action(ActionId),
    Capability(crate::model::CapabilityId, Option<Grade>),
    Level(LevelId),
    Safeguard(crate::model::SafeguardId),
    Standard(crate::model::StandardId),
    Evaluation(crate::model::EvaluationId),
    Score(crate::model::ScoreId),
    Determination(crate::model::DeterminationId),
    Task(crate::model::TaskId),
    Fact(crate::model::FactId),
    Approval(crate::model::ApprovalId),
    Clause(ClauseId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    pub name: String,
    pub policy: PolicyId,
    pub steps: Vec<ScenarioStep>,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioStep {
    pub kind: StepKind,
    pub condition: Condition,
    pub text: String,
    pub place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// True from the start.
    Given,
    /// Expected now.
    Then,
    /// Becomes true on this date.
    On(Date),
}

/// Parsed, resolved and type-checked; linted and traded elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub named: Named,
    pub policy: PolicyId,
    pub outcomes: Vec<(Outcome, Trigger, Place)>,
    /// How long after the event evidence of it still counts.
    pub evidence_until: Option<Duration>,
    pub if_superseded: Option<IfSuperseded>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    When(Condition),
    By(Date),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfSuperseded {
    Void,
    FollowSuccessorOrElseVoid,
}
