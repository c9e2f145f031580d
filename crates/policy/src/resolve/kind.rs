//! The kinds of names, and what exactly a name stands for.
//!
//! It must not know which name stands for what.

use crate::model::{
    ActionId, ApprovalId, CapabilityId, ClauseId, DeterminationId, EvaluationId, ExceptionId, FactId,
    LevelId, PartyId, SafeguardId, ScoreId, StandardId, TaskId,
};

/// Declares `Kind` and `Target` from one list.
macro_rules! kinds {
    ($($kind:ident($id:ty) $keyword:literal, $one:literal, $many:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Kind { $($kind),* }

        /// A declared name, as its kind and its position among those.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Target { $($kind($id)),* }

        impl Kind {
            /// The word that declares it.
            pub(crate) fn keyword(self) -> &'static str {
                match self { $(Kind::$kind => $keyword),* }
            }

            /// "a safeguard", for a sentence.
            pub(crate) fn one(self) -> &'static str {
                match self { $(Kind::$kind => $one),* }
            }

            /// "safeguards", for a sentence.
            pub(crate) fn many(self) -> &'static str {
                match self { $(Kind::$kind => $many),* }
            }
        }

        impl Target {
            pub(crate) fn new(kind: Kind, index: usize) -> Target {
                match kind { $(Kind::$kind => Target::$kind(<$id>::from(index))),* }
            }

            pub(crate) fn kind(self) -> Kind {
                match self { $(Target::$kind(_) => Kind::$kind),* }
            }
        }
    };
}

kinds! {
    Party(PartyId) "party", "a party", "parties";
    Action(ActionId) "action", "an action", "actions";
    Capability(CapabilityId) "capability", "a capability", "capabilities";
    Level(LevelId) "level", "a level", "levels";
    Safeguard(SafeguardId) "safeguard", "a safeguard", "safeguards";
    Standard(StandardId) "standard", "a standard", "standards";
    Evaluation(EvaluationId) "evaluation", "an evaluation", "evaluations";
    Score(ScoreId) "score", "a score", "scores";
    Determination(DeterminationId) "determination", "a determination", "determinations";
    Task(TaskId) "task", "a task", "tasks";
    Fact(FactId) "fact", "a fact", "facts";
    Approval(ApprovalId) "approval", "an approval", "approvals";
    Clause(ClauseId) "clause", "a clause", "clauses";
    Exception(ExceptionId) "exception", "an exception", "exceptions";
    World(usize) "world", "a world", "worlds";
    Check(usize) "check", "a check", "checks";
    Scenario(usize) "scenario", "a scenario", "scenarios";
    Question(usize) "question", "a question", "questions";
    Policy(usize) "policy", "a policy", "policies";
}

impl Kind {
    /// Clauses, worlds and so on have a name space of their own.
    pub(crate) fn is_label(self) -> bool {
        self >= Kind::Clause
    }

    /// Whether a name of this kind may be declared under several readings.
    pub(crate) fn takes_readings(self) -> bool {
        let single = matches!(self, Kind::Party | Kind::Action | Kind::Approval);
        !single && self <= Kind::Exception
    }

    /// What a condition can say of a name of this kind.
    pub(crate) fn predicate(self) -> Option<&'static str> {
        Some(match self {
            Kind::Action => "is paused` or `is going on",
            Kind::Capability | Kind::Level => "is indicated` or `is ruled out",
            Kind::Safeguard | Kind::Standard => "is in place",
            Kind::Evaluation => "indicates …` or `rules out …",
            Kind::Score => "is at most …` or `is at least …",
            Kind::Determination => "is found",
            Kind::Task => "is done",
            Kind::Fact => "holds",
            Kind::Party => "has approved …",
            Kind::Clause => "is breached",
            _ => return None,
        })
    }
}

/// A place for a name in a sentence: which word asks for it, and the kinds that fit there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Role {
    /// As written in the language, `is in place`.
    pub(crate) word: &'static str,
    pub(crate) kinds: &'static [Kind],
    /// Whether the word is a predicate of a condition, so that another predicate may be meant.
    pub(crate) is_predicate: bool,
}

impl Role {
    pub(crate) const fn new(word: &'static str, kinds: &'static [Kind]) -> Role {
        Role {
            word,
            kinds,
            is_predicate: false,
        }
    }

    pub(crate) const fn predicate(word: &'static str, kinds: &'static [Kind]) -> Role {
        Role {
            word,
            kinds,
            is_predicate: true,
        }
    }

    /// "safeguards and standards".
    pub(crate) fn plural(&self) -> String {
        if self.takes_anything() {
            return "things and clauses".to_owned();
        }
        join(self.kinds.iter().map(|it| it.many()), "and")
    }

    /// "safeguard or standard".
    pub(crate) fn singular(&self) -> String {
        if self.takes_anything() {
            return "thing or clause".to_owned();
        }
        join(self.kinds.iter().map(|it| it.keyword()), "or")
    }

    /// "a safeguard or a standard".
    pub(crate) fn one(&self) -> String {
        if self.takes_anything() {
            return "a thing or a clause".to_owned();
        }
        join(self.kinds.iter().map(|it| it.one()), "or")
    }

    /// A list of all kinds of things would say less than the word.
    pub(crate) fn takes_anything(&self) -> bool {
        self.kinds.len() > 6
    }
}

/// `a, b and c`.
pub(crate) fn join<'w>(words: impl IntoIterator<Item = &'w str>, last: &str) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((end, rest)) => format!("{} {last} {end}", rest.join(", ")),
    }
}
