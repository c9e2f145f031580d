//! Conditions as formulas over what they name, and which of two is true more often.
//!
//! What has the same words is the same thing. It must not know clauses.

use crate::words;
use holdpoint_policy::condition::{Atom, Condition, Requirement};
use holdpoint_policy::model::{CapabilityCondition, Policy, StandardParts};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Formula {
    Always,
    Never,
    Named(String),
    Not(Box<Formula>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
}

/// The second of two formulas beside the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compared {
    Same,
    /// True wherever the first is, and elsewhere too.
    Wider,
    Narrower,
    /// Neither, or there are too many names to tell.
    Different,
}

/// Formulas that name more things than this are told apart by their words only.
const MOST_NAMES: usize = 16;

impl Formula {
    /// Standards are taken apart into what they are made of.
    pub(super) fn of(policy: &Policy, condition: &Condition) -> Formula {
        let each = |parts: &[Condition]| parts.iter().map(|it| Formula::of(policy, it)).collect();
        match condition {
            Condition::All(parts) => Formula::All(each(parts)),
            Condition::Any(parts) => Formula::Any(each(parts)),
            Condition::Not(inner) => Formula::Not(Box::new(Formula::of(policy, inner))),
            Condition::Atom(Atom::Met(Requirement::Standard(it))) => {
                Formula::of_requirement(policy, Requirement::Standard(*it))
            }
            Condition::ForAtLeast(..) | Condition::Atom(_) => {
                Formula::Named(words::condition(policy, condition))
            }
        }
    }

    pub(crate) fn of_parts(policy: &Policy, parts: &StandardParts) -> Formula {
        let each = |parts: &[StandardParts]| parts.iter().map(|it| Formula::of_parts(policy, it)).collect();
        match parts {
            StandardParts::One(requirement) => Formula::of_requirement(policy, *requirement),
            StandardParts::All(parts) => Formula::All(each(parts)),
            StandardParts::Any(parts) => Formula::Any(each(parts)),
        }
    }

    fn of_requirement(policy: &Policy, requirement: Requirement) -> Formula {
        if let Requirement::Standard(it) = requirement
            && let Some(parts) = &policy.standards[it.index()].parts
        {
            return Formula::of_parts(policy, parts);
        }
        let met = Condition::Atom(Atom::Met(requirement));
        Formula::Named(words::condition(policy, &met))
    }

    pub(crate) fn of_capabilities(policy: &Policy, condition: &CapabilityCondition) -> Formula {
        let each = |parts: &[CapabilityCondition]| {
            parts
                .iter()
                .map(|it| Formula::of_capabilities(policy, it))
                .collect()
        };
        match condition {
            CapabilityCondition::One(capability, grade) => {
                let subject = holdpoint_policy::condition::Subject::Capability(*capability, *grade);
                Formula::Named(policy.subject_name(subject))
            }
            CapabilityCondition::All(parts) => Formula::All(each(parts)),
            CapabilityCondition::Any(parts) => Formula::Any(each(parts)),
        }
    }

    /// With everything that is announced taken as announced.
    pub(super) fn but_for_announcements(&self) -> Formula {
        let each = |parts: &[Formula]| parts.iter().map(Formula::but_for_announcements).collect();
        match self {
            Formula::Named(name) if name.starts_with("it is announced that ") => Formula::Always,
            Formula::Not(inner) => Formula::Not(Box::new(inner.but_for_announcements())),
            Formula::All(parts) => Formula::All(each(parts)),
            Formula::Any(parts) => Formula::Any(each(parts)),
            other => other.clone(),
        }
    }

    pub(super) fn words(&self) -> String {
        let each = |parts: &[Formula], with: &str| {
            let part = |it: &Formula| match it {
                Formula::All(_) | Formula::Any(_) => format!("({})", it.words()),
                _ => it.words(),
            };
            parts.iter().map(part).collect::<Vec<_>>().join(with)
        };
        match self {
            Formula::Always => "always".to_owned(),
            Formula::Never => "never".to_owned(),
            Formula::Named(name) => name.clone(),
            Formula::Not(inner) => format!("not ({})", inner.words()),
            Formula::All(parts) => each(parts, " and "),
            Formula::Any(parts) => each(parts, " or "),
        }
    }

    pub(crate) fn names<'a>(&'a self, into: &mut BTreeSet<&'a str>) {
        match self {
            Formula::Always | Formula::Never => {}
            Formula::Named(name) => {
                into.insert(name);
            }
            Formula::Not(inner) => inner.names(into),
            Formula::All(parts) | Formula::Any(parts) => parts.iter().for_each(|it| it.names(into)),
        }
    }

    fn holds(&self, truth: &impl Fn(&str) -> bool) -> bool {
        match self {
            Formula::Always => true,
            Formula::Never => false,
            Formula::Named(name) => truth(name),
            Formula::Not(inner) => !inner.holds(truth),
            Formula::All(parts) => parts.iter().all(|it| it.holds(truth)),
            Formula::Any(parts) => parts.iter().any(|it| it.holds(truth)),
        }
    }
}

/// By every way in which what they name can be true or not.
pub(super) fn compared(first: &Formula, second: &Formula) -> Compared {
    let mut names = BTreeSet::new();
    first.names(&mut names);
    second.names(&mut names);
    if first == second {
        return Compared::Same;
    }
    if names.len() > MOST_NAMES {
        return Compared::Different;
    }
    let places: BTreeMap<&str, usize> = names.into_iter().zip(0..).collect();
    let (mut only_first, mut only_second) = (false, false);
    for bits in 0u32..1 << places.len() {
        let truth = |name: &str| bits & (1 << places[name]) != 0;
        match (first.holds(&truth), second.holds(&truth)) {
            (true, false) => only_first = true,
            (false, true) => only_second = true,
            _ => {}
        }
    }
    match (only_first, only_second) {
        (false, false) => Compared::Same,
        (false, true) => Compared::Wider,
        (true, false) => Compared::Narrower,
        (true, true) => Compared::Different,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Formula {
        Formula::Named(name.to_owned())
    }

    #[test]
    fn a_condition_with_more_to_it_is_narrower() {
        let both = Formula::All(vec![named("a"), named("b")]);
        assert_eq!(compared(&named("a"), &both), Compared::Narrower);
        assert_eq!(compared(&both, &named("a")), Compared::Wider);
        assert_eq!(compared(&named("a"), &named("b")), Compared::Different);
        assert_eq!(compared(&named("a"), &Formula::Always), Compared::Wider);
    }

    #[test]
    fn the_order_of_parts_does_not_matter() {
        let one = Formula::Any(vec![named("a"), Formula::All(vec![named("b"), named("c")])]);
        let other = Formula::All(vec![
            Formula::Any(vec![named("c"), named("a")]),
            Formula::Any(vec![named("a"), named("b")]),
        ]);
        assert_eq!(compared(&one, &other), Compared::Same);
    }

    #[test]
    fn what_is_announced_can_be_left_out() {
        let announced = Formula::All(vec![named("a"), named("it is announced that a is in place")]);
        assert_eq!(
            compared(&announced.but_for_announcements(), &named("a")),
            Compared::Same
        );
        assert_eq!(compared(&announced, &named("a")), Compared::Wider);
    }

    #[test]
    fn too_many_names_are_different_and_not_guessed() {
        let many: Vec<Formula> = (0..20).map(|it| named(&format!("s{it}"))).collect();
        assert_eq!(compared(&Formula::All(many), &named("s0")), Compared::Different);
    }
}
