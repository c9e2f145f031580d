//! What the words rule out, held against the search.

use super::{Reach, ruled_out_by_text, searched};
use crate::board::Watch;
use crate::check::Contexts;
use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::inquiry::{PolicyId, Scope};
use holdpoint_policy::model::Policy;

#[path = "../../../tests/naive/draw.rs"]
mod draw;
#[path = "../../../tests/shared/text.rs"]
mod text;

const N_POLICIES: u64 = 40;

/// Whatever the words rule out no search finds, and they rule out a good part of what no search finds.
#[test]
fn no_search_finds_what_the_words_rule_out() {
    let (mut n_by_text, mut n_by_search) = (0, 0);
    for seed in 0..N_POLICIES {
        let encoding = text::encoding(&draw::policy(seed));
        let context = Contexts::new(&encoding).get(PolicyId(0), &in_its_world(&encoding));
        for condition in pairs(&context.policy) {
            let watch = Watch::Condition(condition.clone());
            let by_text = ruled_out_by_text(&context, &watch, &|it| it).is_some();
            let found = searched(&context, watch, &|it| it);
            assert!(
                !by_text || !matches!(found, Reach::Play { .. }),
                "seed {seed}: {condition:?} is possible after all in\n{}",
                draw::policy(seed)
            );
            n_by_text += usize::from(by_text);
            n_by_search += usize::from(matches!(found, Reach::None { .. }));
        }
    }
    assert!(n_by_text >= 100, "only {n_by_text} of {n_by_search}");
    assert!(2 * n_by_text >= n_by_search, "only {n_by_text} of {n_by_search}");
}

fn in_its_world(encoding: &Encoding) -> Scope {
    Scope {
        world: (!encoding.policies[0].worlds.is_empty()).then_some(0),
        ..Scope::default()
    }
}

/// Every two of what can be so of levels, safeguards and actions, as it is said or denied.
fn pairs(policy: &Policy) -> Vec<Condition> {
    let literals: Vec<Condition> = atoms(policy)
        .into_iter()
        .map(Condition::Atom)
        .flat_map(|it| [it.clone(), Condition::Not(Box::new(it))])
        .collect();
    let each = literals.iter().enumerate();
    each.flat_map(|(index, one)| {
        let others = literals[..index].iter();
        others.map(|other| Condition::All(vec![one.clone(), other.clone()]))
    })
    .collect()
}

fn atoms(policy: &Policy) -> Vec<Atom> {
    let levels = (0..policy.levels.len()).flat_map(|it| {
        let subject = Subject::Level(it.into());
        [
            Atom::Indicated { subject, by: None },
            Atom::RuledOut { subject, by: None },
        ]
    });
    let safeguards = (0..policy.safeguards.len()).map(|it| Atom::Met(Requirement::Safeguard(it.into())));
    let actions = (0..policy.actions.len()).flat_map(|it| {
        let action = it.into();
        [
            Atom::GoingOn(action),
            Atom::Paused {
                action,
                because: None,
            },
        ]
    });
    levels.chain(safeguards).chain(actions).collect()
}
