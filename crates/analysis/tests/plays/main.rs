//! Two readers of a policy, and the one definition between them: the board, which looks at every future, and the gate,
//! which looks at the one past, held against each other on plays that chance makes.
//!
//! **What is compared.** Chance makes every move of a play on a board of everybody together. The play is told as any
//! play is told, and each step's words are read back as happenings. All that came about since the beat before, phases 1
//! and 2 with it, happens at the date of the step and is recorded then, everybody vouching up to then: once as evidence
//! that `holdpoint_gate::Line` folds, once as a `Record` of `policy::permission`. Then, at the moment before any action
//! is carried out, for each action that is wanted: the clauses that bar it by the label of the beat, by the gate's
//! verdict (all certain, with the answer that fits) and by the definition. And once the actions of the step have been
//! recorded to go on or to have stopped: what is indicated and ruled out, and which clauses are breached, by the marks
//! of the beat and by the definition; and each status of the policy by the gate and by the definition.
//!
//! **What a step is to a date.** Steps are months of the calendar, and clocks and deadlines of whole months run out on
//! the date of a step, so nothing is lost by rounding. Compute is recorded as the exact power that the board counts in
//! steps of growth. An evaluation that no board needs, because it is run in time whatever happens, is recorded as run
//! in each step and as inconclusive.
//!
//! **What is left out, and why.**
//! - Actions that are not wanted: the board's label has no clauses for them.
//! - What of a play cannot be recorded: signs that nobody has seen, what is reached, amendment, exceptions, announcements.
//! - The gate where a clause looks at what is paused, going on or breached: the gate's clauses look again as soon as a
//!   status changes, the board's once a step. The definition has both, and is held against the board in steps, with the
//!   developer carrying out whatever it may.
//! - A task with a deadline that can be undone and done again: on the board it is done once.
//! - `by DATE`: the board does not know dates; a pause bars at once there, and no duty is late.

#[path = "../naive/draw.rs"]
mod draw;
#[path = "../shared/text.rs"]
mod text;

mod dice;
mod follow;
mod published;
mod readers;
mod separating;
mod told;
mod wider;

use dice::Dice;
use follow::{Followed, Tally};
use holdpoint_analysis::witness::{Course, walks};
use holdpoint_policy::condition::{Atom, Condition, Subject};
use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::model::{ActionId, ClauseId, EvaluationId, FactId, LevelId, Policy, What};
use holdpoint_policy::world::{Assumed, World};
use std::sync::Arc;
use text::encoding;

/// Watched at once, as many as a board takes.
const MOST_WATCHED: usize = 15;

#[test]
fn gates_that_are_drawn_are_read_alike() {
    let tally = drawn(0..200, &draw::policy);
    assert!(tally.plays > 2000 && tally.pauses > 3000, "{tally:?}");
    assert_eq!(tally.by_gate, tally.verdicts);
}

#[test]
fn clauses_of_every_kind_are_read_alike() {
    let tally = drawn(1000..1200, &wider::policy);
    assert!(tally.plays > 2000 && tally.pauses > 8000, "{tally:?}");
    assert!(tally.breached > 1000 && tally.by_gate > 9_000, "{tally:?}");
}

#[test]
fn published_policies_are_read_alike() {
    let mut tally = Tally::default();
    for (name, encoding) in published::policies() {
        let coded = &encoding.policies[0];
        for world in std::iter::once(None).chain(coded.worlds.iter().map(Some)) {
            for watched in watched_one_by_one(&coded.base) {
                let course = Course {
                    world,
                    watched: &watched,
                    one_by_one: false,
                    n_walks: 2,
                    n_steps: 20,
                };
                alike(name, coded, course, &mut tally);
                // Safeguards that may be begun one by one at any time are too many to choose from.
                if world.is_some() {
                    let one_by_one = true;
                    alike(name, coded, Course { one_by_one, ..course }, &mut tally);
                }
            }
        }
    }
    assert!(tally.plays > 1000 && tally.pauses > 2500, "{tally:?}");
}

/// Plays on the boards of drawn policies, each in its world and with nothing assumed.
fn drawn(seeds: std::ops::Range<u64>, draw: &dyn Fn(u64) -> String) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let text = draw(seed);
        let encoding = encoding(&text);
        let coded = &encoding.policies[0];
        let watched = all_watched(&coded.base);
        let world = coded.worlds.first();
        for (world, one_by_one) in [(None, true), (world, true), (world, false)] {
            let course = Course {
                world,
                watched: &watched,
                one_by_one,
                n_walks: 4,
                n_steps: 16,
            };
            alike(&format!("seed {seed}\n{text}"), coded, course, &mut tally);
        }
    }
    tally
}

/// No disagreement on any of the plays; a board that there cannot be has none.
fn alike(what: &str, coded: &PolicyEncoding, course: Course<'_>, tally: &mut Tally) {
    let policy = Arc::new(coded.base.clone());
    let mut dice = Dice::new(tally.plays as u64);
    let Ok(walks) = walks(&policy, &course, &mut |n| dice.below(n)) else {
        return;
    };
    let followed = Followed {
        policy: &policy,
        starts_true: &starts_true(course.world),
        watched: course.watched,
    };
    for walk in &walks.walks {
        let found = followed.follow(&walks, walk, tally);
        assert!(
            found.is_empty(),
            "{what}\nin {:?}, one by one {}:\n{}\n{:#?}",
            course.world.map(|it| &it.named.name),
            course.one_by_one,
            found.join("\n"),
            walk.play.steps
        );
    }
}

/// Everything that can be compared on one board; the first brings every action and evaluation onto it.
fn all_watched(policy: &Policy) -> Vec<Condition> {
    let atom = Condition::Atom;
    let evaluations = (0..policy.evaluations.len()).map(EvaluationId::from);
    let ruled_out = evaluations.map(|by| {
        let subject = policy.evaluations[by.index()].of;
        atom(Atom::RuledOut {
            subject,
            by: Some(by),
        })
    });
    let ruled_out: Vec<Condition> = ruled_out.collect();
    let everything = Condition::Any(paused(policy).chain(ruled_out.iter().cloned()).collect());
    let levels = (0..policy.levels.len()).map(|it| Subject::Level(LevelId::from(it)));
    let said = levels.flat_map(|subject| {
        [
            atom(Atom::Indicated { subject, by: None }),
            atom(Atom::RuledOut { subject, by: None }),
        ]
    });
    let all = std::iter::once(everything).chain(ruled_out.clone()).chain(said);
    all.chain(breaches(policy)).take(MOST_WATCHED).collect()
}

/// A board for each action and for each clause that can be breached: none for all would be small enough.
fn watched_one_by_one(policy: &Policy) -> Vec<Vec<Condition>> {
    let actions = paused(policy).map(|it| vec![it]);
    actions
        .chain(breaches(policy).map(|it| vec![it.clone(), it]))
        .collect()
}

fn paused(policy: &Policy) -> impl Iterator<Item = Condition> {
    let actions = (0..policy.actions.len()).map(ActionId::from);
    actions.map(|action| {
        Condition::Atom(Atom::Paused {
            action,
            because: None,
        })
    })
}

fn breaches(policy: &Policy) -> impl Iterator<Item = Condition> {
    let clauses = (0..policy.clauses.len()).map(ClauseId::from);
    let on_the_board = clauses.filter(|it| !asks_to_do_again(policy, *it));
    on_the_board.map(|it| Condition::Atom(Atom::Breached(it)))
}

/// It has something done in time that can be undone and done again: on the board it is done once.
fn asks_to_do_again(policy: &Policy, clause: ClauseId) -> bool {
    let clause = &policy.clauses[clause.index()];
    let What::Do(task) = clause.what else {
        return false;
    };
    clause.deadline.is_some() && !policy.tasks[task.index()].irreversible
}

fn starts_true(world: Option<&World>) -> Vec<FactId> {
    let assumptions = world.into_iter().flat_map(|it| &it.assumptions);
    let true_ones = assumptions.filter_map(|it| match it.what {
        Assumed::StartsAs {
            fact, value: true, ..
        } => Some(fact),
        _ => None,
    });
    true_ones.collect()
}
