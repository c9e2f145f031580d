//! Which thing of the second encoding is which of the first, so that both can be said in one vocabulary.
//!
//! By hand, by name, then by likeness: of names, of titles, or of what a thing is made of. Clauses are aligned
//! elsewhere. It must not know what follows from a name.

use super::kinds::Kind;
use crate::difference::{Formula, likest, shared};
use crate::report::comparison::{SameBy, SameName};
use holdpoint_policy::model::{LevelDefinition, Named, PartyKind, Policy};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Vocabulary {
    pairs: Vec<(Kind, usize, usize, SameBy)>,
}

impl Vocabulary {
    pub(super) fn of(first: &Policy, second: &Policy, by_hand: &[(Kind, usize, usize)]) -> Vocabulary {
        let mut vocabulary = Vocabulary { pairs: Vec::new() };
        for kind in Kind::ALL.into_iter().filter(|it| *it != Kind::Clause) {
            let said = by_hand.iter().filter(|it| it.0 == kind);
            let said = said.map(|(kind, one, other)| (*kind, *one, *other, SameBy::Hand));
            vocabulary.pairs.extend(said);
            vocabulary.by_name(kind, first, second);
            // What a thing is made of is compared in the first's words, as far as they go.
            let second = vocabulary.translated(first, second);
            vocabulary.by_likeness(kind, first, &second);
        }
        vocabulary
    }

    fn by_name(&mut self, kind: Kind, first: &Policy, second: &Policy) {
        let (one, other) = (kind.named(first), kind.named(second));
        for place in self.free(kind, 1, other.len()) {
            let free = self.free(kind, 0, one.len());
            let its = free.into_iter().find(|it| one[*it].name == other[place].name);
            self.pairs.extend(its.map(|it| (kind, it, place, SameBy::Name)));
        }
    }

    fn by_likeness(&mut self, kind: Kind, first: &Policy, second: &Policy) {
        let (one, other) = (kind.named(first), kind.named(second));
        let (free_first, free_second) = (self.free(kind, 0, one.len()), self.free(kind, 1, other.len()));
        let percent = |place: usize, its: usize| {
            let made_of = match (made_of(first, kind, place), made_of(second, kind, its)) {
                (some, same) if !some.is_empty() => shared(&some, &same),
                _ => 0,
            };
            names_alike(one[place], other[its]).max(made_of)
        };
        let likest = likest(&free_first, &free_second, percent).into_iter();
        self.pairs
            .extend(likest.map(|(place, its, percent)| (kind, place, its, SameBy::Likeness(percent))));
    }

    /// Positions that have found nothing yet; `which` is 0 for the first and 1 for the second.
    fn free(&self, kind: Kind, which: usize, n: usize) -> Vec<usize> {
        let is_taken = |place: usize| {
            let mut its = self.pairs.iter().filter(|it| it.0 == kind);
            its.any(|it| [it.1, it.2][which] == place)
        };
        (0..n).filter(|it| !is_taken(*it)).collect()
    }

    /// The second with the first's names; what is another thing of the same name gets a name of its own.
    pub(super) fn translated(&self, first: &Policy, second: &Policy) -> Policy {
        let mut policy = second.clone();
        for kind in Kind::ALL.into_iter().filter(|it| *it != Kind::Clause) {
            let names = kind.named(first);
            let pairs = self.pairs.iter().filter(|it| it.0 == kind);
            let mine: BTreeMap<usize, &str> = pairs.map(|it| (it.2, names[it.1].name.as_str())).collect();
            for (place, named) in kind.named_mut(&mut policy).into_iter().enumerate() {
                match mine.get(&place) {
                    Some(name) => (*name).clone_into(&mut named.name),
                    None if names.iter().any(|it| it.name == named.name) => {
                        named.name = format!("{} of {}", named.name, second.name);
                    }
                    None => {}
                }
            }
        }
        policy
    }

    /// What is called otherwise in the second, or was said to be the same.
    pub(super) fn names(&self, first: &Policy, second: &Policy) -> Vec<SameName> {
        let said = self.pairs.iter().filter(|it| it.3 != SameBy::Name);
        said.map(|(kind, one, other, by)| SameName {
            kind: kind.word(),
            names: [
                kind.named(first)[*one].name.clone(),
                kind.named(second)[*other].name.clone(),
            ],
            by: *by,
        })
        .collect()
    }

    /// What only one of them names: 0 the first, 1 the second.
    pub(super) fn only(&self, policy: &Policy, which: usize) -> Vec<(&'static str, String)> {
        let mut only = Vec::new();
        for kind in Kind::ALL.into_iter().filter(|it| *it != Kind::Clause) {
            let named = kind.named(policy);
            let free = self.free(kind, which, named.len()).into_iter();
            only.extend(free.map(|place| (kind.word(), named[place].name.clone())));
        }
        only
    }
}

fn names_alike(one: &Named, other: &Named) -> u8 {
    let in_names = shared(&words(&one.name), &words(&other.name));
    let in_titles = match (&one.title, &other.title) {
        (Some(one), Some(other)) => shared(&words(one), &words(other)),
        _ => 0,
    };
    in_names.max(in_titles)
}

/// Small letters, without what stands between words.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    let words = text.split(|it: char| !it.is_alphanumeric());
    words.filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
}

/// Names of what a thing is made of or belongs to; empty where that tells nothing.
fn made_of(policy: &Policy, kind: Kind, place: usize) -> BTreeSet<String> {
    let owned = |formula: &Formula| {
        let mut names = BTreeSet::new();
        formula.names(&mut names);
        names.into_iter().map(str::to_owned).collect()
    };
    match kind {
        Kind::Party if policy.parties[place].kind == PartyKind::Developer => {
            BTreeSet::from(["the developer".to_owned()])
        }
        Kind::Level => match &policy.levels[place].definition {
            LevelDefinition::When(condition) => owned(&Formula::of_capabilities(policy, condition)),
            LevelDefinition::Base => BTreeSet::from(["the lowest".to_owned()]),
            LevelDefinition::Undefined => undefined_above(policy, place),
        },
        Kind::Evaluation => BTreeSet::from([policy.subject_name(policy.evaluations[place].of)]),
        Kind::Standard => match &policy.standards[place].parts {
            Some(parts) => owned(&Formula::of_parts(policy, parts)),
            None => BTreeSet::new(),
        },
        _ => BTreeSet::new(),
    }
}

fn undefined_above(policy: &Policy, place: usize) -> BTreeSet<String> {
    let below = policy.levels[place]
        .above
        .map(|it| &policy.levels[it.index()].named.name);
    let words = below.map(|it| format!("undefined above {it}"));
    words.into_iter().collect()
}
