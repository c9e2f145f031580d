//! Everything that a set of files says: the policies with all their readings, the worlds, what is asked.
//!
//! It must not know how the files were found.

use crate::inquiry::{Check, PolicyId, Question, Scenario};
use crate::model::{
    Capability, CapabilityId, Clause, ClauseId, Determination, DeterminationId, Evaluation, EvaluationId,
    Exception, ExceptionId, Fact, FactId, Level, LevelId, Policy, Safeguard, SafeguardId, Score, ScoreId,
    Standard, StandardId, Task, TaskId,
};
use crate::world::World;
use holdpoint_syntax::Place;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encoding {
    /// In order of their files; the file that was asked for comes first.
    pub policies: Vec<PolicyEncoding>,
    pub checks: Vec<Check>,
    pub scenarios: Vec<Scenario>,
    pub questions: Vec<Question>,
}

/// A policy under its base readings, and what changes under the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyEncoding {
    pub base: Policy,
    /// Names that have more than one meaning.
    pub slots: Vec<ReadingSlot>,
    pub alternatives: Vec<Alternative>,
    pub worlds: Vec<World>,
    /// Source sentences of its files, for coverage.
    pub sentences: Vec<Sentence>,
}

/// A name with several meanings; the first is the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingSlot {
    pub name: String,
    /// At least two, in order of declaration; a declaration without `reading` is called "".
    pub options: Vec<String>,
}

/// What one name means under one option other than the base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    pub slot: usize,
    /// Position in the slot's options; never 0.
    pub option: usize,
    pub meaning: Meaning,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "a policy has few alternatives, and whoever reads one sees it plain"
)]
pub enum Meaning {
    Capability(CapabilityId, Capability),
    Level(LevelId, Level),
    Safeguard(SafeguardId, Safeguard),
    Standard(StandardId, Standard),
    Evaluation(EvaluationId, Evaluation),
    Score(ScoreId, Score),
    Determination(DeterminationId, Determination),
    Task(TaskId, Task),
    Fact(FactId, Fact),
    Clause(ClauseId, Clause),
    Exception(ExceptionId, Exception),
}

/// A block quote of a policy's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    pub text: String,
    pub paraphrase: bool,
    pub place: Place,
    pub encoded: bool,
}

/// One option for each slot of a `PolicyEncoding`; all zero is the base.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reading(pub Vec<usize>);

impl Encoding {
    pub fn policy(&self, id: PolicyId) -> &PolicyEncoding {
        &self.policies[id.0 as usize]
    }
}

impl PolicyEncoding {
    pub fn base_reading(&self) -> Reading {
        Reading(vec![0; self.slots.len()])
    }

    /// Every combination of readings, the base first.
    pub fn readings(&self) -> Vec<Reading> {
        let mut all = vec![Vec::new()];
        for slot in &self.slots {
            all = (all.iter())
                .flat_map(|prefix| {
                    (0..slot.options.len()).map(|option| {
                        let mut longer = prefix.clone();
                        longer.push(option);
                        longer
                    })
                })
                .collect();
        }
        all.into_iter().map(Reading).collect()
    }

    /// The policy with every name in the given meaning.
    pub fn under(&self, reading: &Reading) -> Policy {
        let mut policy = self.base.clone();
        for alternative in &self.alternatives {
            if reading.0.get(alternative.slot) == Some(&alternative.option) {
                alternative.meaning.replace_in(&mut policy);
            }
        }
        policy
    }

    /// `overly-conservative: "at will"`, for people; empty for the base.
    pub fn reading_words(&self, reading: &Reading) -> String {
        let chosen = self
            .slots
            .iter()
            .zip(&reading.0)
            .filter(|(_, option)| **option != 0);
        chosen
            .map(|(slot, option)| format!("{}: \"{}\"", slot.name, slot.options[*option]))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

impl Meaning {
    fn replace_in(&self, policy: &mut Policy) {
        match self.clone() {
            Meaning::Capability(id, it) => policy.capabilities[id.index()] = it,
            Meaning::Level(id, it) => policy.levels[id.index()] = it,
            Meaning::Safeguard(id, it) => policy.safeguards[id.index()] = it,
            Meaning::Standard(id, it) => policy.standards[id.index()] = it,
            Meaning::Evaluation(id, it) => policy.evaluations[id.index()] = it,
            Meaning::Score(id, it) => policy.scores[id.index()] = it,
            Meaning::Determination(id, it) => policy.determinations[id.index()] = it,
            Meaning::Task(id, it) => policy.tasks[id.index()] = it,
            Meaning::Fact(id, it) => policy.facts[id.index()] = it,
            Meaning::Clause(id, it) => policy.clauses[id.index()] = it,
            Meaning::Exception(id, it) => policy.exceptions[id.index()] = it,
        }
    }
}
