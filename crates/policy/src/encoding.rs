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

/// So many combinations of readings are looked at in full; of more, only those that change one name or two.
pub const MOST_COMBINATIONS: u64 = 64;

/// One option for each slot of a `PolicyEncoding`; all zero is the base.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reading(pub Vec<usize>);

impl Reading {
    /// The same with another option for one slot.
    pub fn with(&self, slot: usize, option: usize) -> Reading {
        let mut changed = self.clone();
        changed.0[slot] = option;
        changed
    }
}

impl Encoding {
    pub fn policy(&self, id: PolicyId) -> &PolicyEncoding {
        &self.policies[id.0 as usize]
    }
}

impl PolicyEncoding {
    pub fn base_reading(&self) -> Reading {
        Reading(vec![0; self.slots.len()])
    }

    /// How many combinations of readings there are: at least 1, and `u64::MAX` where there are no fewer than that.
    pub fn n_combinations(&self) -> u64 {
        let options = self.slots.iter().map(|it| it.options.len() as u64);
        options.fold(1, u64::saturating_mul)
    }

    /// The combinations of readings to look at, the base first: all where there are at most `MOST_COMBINATIONS`, else
    /// those that change one name and then those that change two.
    pub fn readings(&self) -> Vec<Reading> {
        match self.n_combinations() <= MOST_COMBINATIONS {
            true => self.all_readings(),
            false => self.near_readings(),
        }
    }

    fn all_readings(&self) -> Vec<Reading> {
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

    fn near_readings(&self) -> Vec<Reading> {
        let base = self.base_reading();
        let changed_after = |reading: &Reading, first: usize| {
            let mut found = Vec::new();
            for (slot, its) in self.slots.iter().enumerate().skip(first) {
                found.extend((1..its.options.len()).map(|option| (slot, reading.with(slot, option))));
            }
            found
        };
        let one = changed_after(&base, 0);
        let two = one
            .iter()
            .flat_map(|(slot, reading)| changed_after(reading, slot + 1));
        let near: Vec<(usize, Reading)> = one.iter().cloned().chain(two).collect();
        std::iter::once(base)
            .chain(near.into_iter().map(|(_, it)| it))
            .collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn with_options(counts: &[usize]) -> PolicyEncoding {
        let slot = |(index, n): (usize, &usize)| ReadingSlot {
            name: format!("name-{index}"),
            options: (0..*n).map(|it| format!("option {it}")).collect(),
        };
        PolicyEncoding {
            slots: counts.iter().enumerate().map(slot).collect(),
            ..PolicyEncoding::default()
        }
    }

    #[test]
    fn few_combinations_are_all_there_the_base_first() {
        let coded = with_options(&[2, 3, 2]);
        let readings = coded.readings();
        assert_eq!(readings[0], coded.base_reading());
        assert_eq!(readings.len(), 12);
        assert_eq!(readings.iter().collect::<BTreeSet<_>>().len(), 12);
    }

    #[test]
    fn of_too_many_those_are_looked_at_that_change_one_name_or_two() {
        let coded = with_options(&[2, 3, 2, 2, 2, 2, 2]);
        assert_eq!(coded.n_combinations(), 192);
        let readings = coded.readings();
        // Eight single changes; pairs: those of six names with one change each, and of each with two.
        assert_eq!(readings.len(), 1 + 8 + 15 + 12);
        assert_eq!(readings.iter().collect::<BTreeSet<_>>().len(), readings.len());
        let changes = |it: &Reading| it.0.iter().filter(|option| **option != 0).count();
        assert!(readings.is_sorted_by_key(changes));
        assert_eq!(readings.iter().map(changes).max(), Some(2));
    }

    #[test]
    fn more_combinations_than_can_be_counted_are_no_trouble() {
        assert_eq!(with_options(&[2; 70]).n_combinations(), u64::MAX);
    }
}
