//! What clauses speak of: levels, standards, evaluations, who decides; what of it is another in the new text.
//!
//! It must not know clauses.

use super::logic::{Compared, Formula, compared};
use super::party::{self, Standing};
use crate::report::difference::{Change, Dimension, Direction, Moved, ThingChange};
use crate::words;
use holdpoint_policy::model::*;
use std::collections::BTreeMap;

pub(crate) fn changed(old: &Policy, new: &Policy) -> Vec<ThingChange> {
    let sides = Sides { old, new };
    let mut changes = Vec::new();
    changes.extend(sides.each("action", |it| named(&it.actions, |it| &it.named), action));
    changes.extend(sides.each(
        "capability",
        |it| named(&it.capabilities, |it| &it.named),
        capability,
    ));
    changes.extend(sides.each("level", |it| named(&it.levels, |it| &it.named), level));
    changes.extend(sides.each("safeguard", |it| named(&it.safeguards, |it| &it.named), safeguard));
    changes.extend(sides.each("standard", |it| named(&it.standards, |it| &it.named), standard));
    changes.extend(sides.each(
        "evaluation",
        |it| named(&it.evaluations, |it| &it.named),
        evaluation,
    ));
    changes.extend(sides.each(
        "determination",
        |it| named(&it.determinations, |it| &it.named),
        determination,
    ));
    changes.extend(sides.each("task", |it| named(&it.tasks, |it| &it.named), task));
    changes.extend(sides.each("fact", |it| named(&it.facts, |it| &it.named), fact));
    changes.extend(sides.each("approval", |it| named(&it.approvals, |it| &it.named), approval));
    changes.extend(sides.each("exception", |it| named(&it.exceptions, |it| &it.named), exception));
    changes.extend(amendment(old, new));
    changes
}

/// What there is of one kind, by name.
fn named<'a, T>(things: &'a [T], named: impl Fn(&'a T) -> &'a Named) -> Vec<(&'a str, &'a T)> {
    things.iter().map(|it| (named(it).name.as_str(), it)).collect()
}

struct Sides<'a> {
    old: &'a Policy,
    new: &'a Policy,
}

/// One thing in both texts.
struct Both<'a, T> {
    old: &'a Policy,
    new: &'a Policy,
    from: &'a T,
    to: &'a T,
}

impl<'a> Sides<'a> {
    fn each<T: 'a>(
        &self,
        kind: &'static str,
        things: impl Fn(&'a Policy) -> Vec<(&'a str, &'a T)>,
        moved: impl Fn(&Both<'a, T>) -> Vec<Moved>,
    ) -> Vec<ThingChange> {
        let (old, new) = (things(self.old), things(self.new));
        let before: BTreeMap<&str, &T> = old.iter().copied().collect();
        let after: BTreeMap<&str, &T> = new.iter().copied().collect();
        let change = |name: &str, change, moved| ThingChange {
            kind,
            name: name.to_owned(),
            change,
            moved,
        };
        let mut changes = Vec::new();
        for (name, to) in new {
            let Some(from) = before.get(name) else {
                changes.push(change(name, Change::Added, Vec::new()));
                continue;
            };
            let both = Both {
                old: self.old,
                new: self.new,
                from: *from,
                to,
            };
            let moved = moved(&both);
            if !moved.is_empty() {
                changes.push(change(name, super::summed(&moved), moved));
            }
        }
        let gone = old.iter().filter(|(name, _)| !after.contains_key(name));
        changes.extend(gone.map(|(name, _)| change(name, Change::Removed, Vec::new())));
        changes
    }
}

impl<T> Both<'_, T> {
    fn decider(&self, by: impl Fn(&T) -> PartyId) -> Option<Moved> {
        self.moved_party(Dimension::Decider, by)
    }

    fn actor(&self, by: impl Fn(&T) -> PartyId) -> Option<Moved> {
        self.moved_party(Dimension::Actor, by)
    }

    fn moved_party(&self, dimension: Dimension, by: impl Fn(&T) -> PartyId) -> Option<Moved> {
        let from = Standing::of(self.old, by(self.from));
        let to = Standing::of(self.new, by(self.to));
        party::moved(dimension, &from, &to)
    }

    /// A property that it has or has not; `direction` is that of getting it.
    fn flag(
        &self,
        dimension: Dimension,
        has: impl Fn(&T) -> bool,
        words: (&str, &str),
        direction: Option<Direction>,
    ) -> Option<Moved> {
        let (from, to) = (has(self.from), has(self.to));
        let said = |has: bool| if has { words.0 } else { words.1 }.to_owned();
        (from != to).then(|| Moved {
            dimension,
            from: said(from),
            to: said(to),
            direction: if to {
                direction
            } else {
                direction.map(Direction::reversed)
            },
        })
    }

    fn words(&self, dimension: Dimension, words: impl Fn(&Policy, &T) -> String) -> Option<Moved> {
        let (from, to) = (words(self.old, self.from), words(self.new, self.to));
        (from != to).then_some(Moved {
            dimension,
            from,
            to,
            direction: None,
        })
    }
}

fn some(moved: impl IntoIterator<Item = Option<Moved>>) -> Vec<Moved> {
    moved.into_iter().flatten().collect()
}

fn action(it: &Both<'_, Action>) -> Vec<Moved> {
    let words = ("makes compute grow", "does not make compute grow");
    some([it.flag(Dimension::Scope, |it| it.scales, words, None)])
}

fn capability(it: &Both<'_, Capability>) -> Vec<Moved> {
    let grades = |_: &Policy, it: &Capability| match it.grades.as_slice() {
        [] => "not graded".to_owned(),
        grades => grades.join(", "),
    };
    let words = ("may fall", "never falls");
    some([
        it.words(Dimension::Trigger, grades),
        it.flag(Dimension::Trigger, |it| it.may_fall, words, None),
    ])
}

fn level(it: &Both<'_, Level>) -> Vec<Moved> {
    let above = |policy: &Policy, it: &Level| {
        it.above.map_or("the lowest".to_owned(), |it| {
            format!("above {}", policy.levels[it.index()].named.name)
        })
    };
    let decider = match (&it.from.definition, &it.to.definition) {
        (LevelDefinition::Undefined, LevelDefinition::Undefined) => it.decider(|it| it.by),
        _ => None,
    };
    some([level_definition(it), it.words(Dimension::Scope, above), decider])
}

/// A level that is there more often asks more.
fn level_definition(it: &Both<'_, Level>) -> Option<Moved> {
    let direction = match (&it.from.definition, &it.to.definition) {
        (from, to) if std::mem::discriminant(from) != std::mem::discriminant(to) => None,
        (LevelDefinition::When(from), LevelDefinition::When(to)) => {
            let from = Formula::of_capabilities(it.old, from);
            let to = Formula::of_capabilities(it.new, to);
            match compared(&from, &to) {
                Compared::Same => return None,
                Compared::Wider => Some(Direction::Stronger),
                Compared::Narrower => Some(Direction::Weaker),
                Compared::Different => None,
            }
        }
        _ => return None,
    };
    let said = |policy: &Policy, it: &Level| match &it.definition {
        LevelDefinition::Base => "where every model starts".to_owned(),
        LevelDefinition::Undefined => "not defined".to_owned(),
        LevelDefinition::When(condition) => format!("when {}", words::capabilities(policy, condition)),
    };
    Some(Moved {
        dimension: Dimension::Trigger,
        from: said(it.old, it.from),
        to: said(it.new, it.to),
        direction,
    })
}

fn safeguard(it: &Both<'_, Safeguard>) -> Vec<Moved> {
    some([
        it.actor(|it| it.by),
        it.flag(
            Dimension::Consequence,
            |it| it.may_fail,
            ("may fail", "never fails"),
            None,
        ),
        it.flag(
            Dimension::Consequence,
            |it| it.undefined,
            ("not defined", "defined"),
            None,
        ),
    ])
}

/// More to it is stronger. Whether it is stronger that it is defined depends: what is not defined cannot be in place.
fn standard(it: &Both<'_, Standard>) -> Vec<Moved> {
    let direction = match (&it.from.parts, &it.to.parts) {
        (None, None) => return Vec::new(),
        (Some(from), Some(to)) => {
            let from = Formula::of_parts(it.old, from);
            let to = Formula::of_parts(it.new, to);
            match compared(&from, &to) {
                Compared::Same => return Vec::new(),
                Compared::Wider => Some(Direction::Weaker),
                Compared::Narrower => Some(Direction::Stronger),
                Compared::Different => None,
            }
        }
        _ => None,
    };
    let said = |policy: &Policy, it: &Standard| {
        it.parts
            .as_ref()
            .map_or("not defined".to_owned(), |it| words::parts(policy, it))
    };
    vec![Moved {
        dimension: Dimension::Consequence,
        from: said(it.old, it.from),
        to: said(it.new, it.to),
        direction,
    }]
}

fn evaluation(it: &Both<'_, Evaluation>) -> Vec<Moved> {
    let of = |policy: &Policy, it: &Evaluation| format!("of {}", policy.subject_name(it.of));
    let rules = |_: &Policy, it: &Evaluation| match it.rules.len() {
        0 => "no rule that says what it indicates".to_owned(),
        _ => it.rules.iter().map(words::rule).collect::<Vec<_>>().join("; "),
    };
    let words = ("may be inconclusive", "always says yes or no");
    some([
        it.words(Dimension::Scope, of),
        buffer(it.from, it.to),
        it.decider(|it| it.by),
        it.flag(Dimension::Trigger, |it| it.may_be_inconclusive, words, None),
        it.words(Dimension::Trigger, rules),
    ])
}

/// A wider buffer shows signs earlier.
fn buffer(from: &Evaluation, to: &Evaluation) -> Option<Moved> {
    use std::cmp::Ordering;
    let direction = match (from.buffer, to.buffer) {
        (None, None) => return None,
        (Some(_), None) => Some(Direction::Weaker),
        (None, Some(_)) => Some(Direction::Stronger),
        (Some(a), Some(b)) => match holdpoint_policy::quantity::compare(a.0, b.0) {
            Ordering::Less => Some(Direction::Stronger),
            Ordering::Equal => return None,
            Ordering::Greater => Some(Direction::Weaker),
        },
    };
    let said = |it: &Evaluation| {
        it.buffer.map_or("no buffer".to_owned(), |it| {
            format!("a buffer of {}x", words::decimal(it.0))
        })
    };
    Some(Moved {
        dimension: Dimension::Clock,
        from: said(from),
        to: said(to),
        direction,
    })
}

fn determination(it: &Both<'_, Determination>) -> Vec<Moved> {
    let of = |policy: &Policy, it: &Determination| {
        it.of.map_or("at any time".to_owned(), |it| {
            format!("while {} indicates", policy.evaluations[it.index()].named.name)
        })
    };
    let requires = |policy: &Policy, it: &Determination| {
        it.requires.map_or("requires nothing".to_owned(), |it| {
            format!("requires {}", policy.tasks[it.index()].named.name)
        })
    };
    let words = ("only if true", "true or not");
    let requirement = it.words(Dimension::Trigger, requires).map(|moved| Moved {
        direction: match (it.from.requires, it.to.requires) {
            (Some(_), None) => Some(Direction::Weaker),
            (None, Some(_)) => Some(Direction::Stronger),
            _ => None,
        },
        ..moved
    });
    some([
        it.decider(|it| it.by),
        it.flag(
            Dimension::Decider,
            |it| it.only_if_true,
            words,
            Some(Direction::Stronger),
        ),
        it.words(Dimension::Trigger, of),
        requirement,
    ])
}

fn task(it: &Both<'_, Task>) -> Vec<Moved> {
    let ends = |policy: &Policy, it: &Task| match it.ends.as_slice() {
        [] => "ends nothing".to_owned(),
        ends => {
            let names = ends
                .iter()
                .map(|it| policy.actions[it.index()].named.name.as_str());
            format!("ends {}", names.collect::<Vec<_>>().join(" and "))
        }
    };
    let words = ("cannot be taken back", "can be taken back");
    some([
        it.actor(|it| it.by),
        it.flag(Dimension::Consequence, |it| it.irreversible, words, None),
        it.words(Dimension::Consequence, ends),
    ])
}

fn fact(it: &Both<'_, Fact>) -> Vec<Moved> {
    let by = |policy: &Policy, it: &Fact| {
        it.decided_by
            .map_or_else(Standing::nature, |it| Standing::of(policy, it))
    };
    let words = ("once so, always so", "may turn");
    some([
        party::moved(Dimension::Decider, &by(it.old, it.from), &by(it.new, it.to)),
        it.flag(Dimension::Trigger, |it| it.permanent, words, None),
    ])
}

fn approval(it: &Both<'_, Approval>) -> Vec<Moved> {
    some([it.decider(|it| it.by)])
}

/// What lets one out more easily is weaker.
fn exception(it: &Both<'_, Exception>) -> Vec<Moved> {
    let from = Formula::of(it.old, &it.from.when);
    let to = Formula::of(it.new, &it.to.when);
    let said = |policy: &Policy, it: &Exception| format!("when {}", words::condition(policy, &it.when));
    let direction = match compared(&from, &to) {
        Compared::Same => None,
        Compared::Wider => Some(Some(Direction::Weaker)),
        Compared::Narrower => Some(Some(Direction::Stronger)),
        Compared::Different => Some(None),
    };
    let when = direction.map(|direction| Moved {
        dimension: Dimension::Trigger,
        from: said(it.old, it.from),
        to: said(it.new, it.to),
        direction,
    });
    let suspends = |policy: &Policy, it: &Exception| match &it.suspends {
        None => "suspends everything".to_owned(),
        Some(clauses) => {
            let names = clauses
                .iter()
                .map(|it| policy.clauses[it.index()].named.name.as_str());
            format!("suspends {}", names.collect::<Vec<_>>().join(" and "))
        }
    };
    some([
        when,
        it.decider(|it| it.who),
        it.words(Dimension::Scope, suspends),
    ])
}

/// Who may change the text itself.
fn amendment(old: &Policy, new: &Policy) -> Option<ThingChange> {
    let said = |policy: &Policy| {
        let by = policy.amended_by.iter().map(|it| Standing::of(policy, *it));
        by.collect::<Vec<_>>()
    };
    let (from, to) = (said(old), said(new));
    if from == to {
        return None;
    }
    let moved = party::moved(
        Dimension::Decider,
        &Standing::of_all(&from),
        &Standing::of_all(&to),
    )?;
    Some(ThingChange {
        kind: "policy",
        name: new.name.clone(),
        change: super::summed(std::slice::from_ref(&moved)),
        moved: vec![moved],
    })
}
