//! Versions of policies drawn from seeds, each with one clause taken away: what is left asks no more than the whole, and
//! seen the other way round the difference is the same. With a permission less it asks no less.

#[path = "../plays/dice.rs"]
mod dice;
#[path = "../naive/draw.rs"]
mod draw;
#[path = "../shared/text.rs"]
mod text;
#[path = "../plays/wider.rs"]
mod wider;

use holdpoint_analysis::difference;
use holdpoint_analysis::report::difference::{Change, Difference, Relation};
use text::encoding;

const SEEDS: std::ops::Range<u64> = 0..60;

#[test]
fn with_a_clause_less_nothing_is_stronger() {
    let (mut n_weaker, mut n_equal) = (0, 0);
    for seed in SEEDS {
        let whole = draw::policy(seed);
        for clause in whole.lines().filter(|it| it.starts_with("clause ")) {
            let less = whole.replace(&format!("{clause}\n"), "");
            let case = format!("seed {seed} without `{clause}`");
            let lost = between(&whole, &less);
            let won = between(&less, &whole);
            let removed = lost.clauses.iter().filter(|it| it.change == Change::Removed);
            assert_eq!(removed.count(), 1, "{case}");
            for (gone, added) in lost.actions.iter().zip(&won.actions) {
                let pair = (gone.relation, added.relation);
                match pair {
                    (Relation::Weaker, Relation::Stronger) => n_weaker += 1,
                    (Relation::Equal, Relation::Equal) => n_equal += 1,
                    _ => panic!("{case}: {} is {pair:?}", gone.action),
                }
                assert_eq!(
                    names(&gone.no_longer_barred),
                    names(&added.newly_barred),
                    "{case}"
                );
            }
        }
    }
    assert!(
        n_weaker > 30 && n_equal > 30,
        "the draw is too poor: {n_weaker}, {n_equal}"
    );
}

#[test]
fn with_a_permission_less_nothing_is_weaker() {
    let (mut n_stronger, mut n_equal) = (0, 0);
    for seed in 0..2500 {
        let whole = wider::policy(seed);
        // What a clause says of statuses may turn either way with what is barred.
        let statuses = ["is paused", "is going on", "is breached"];
        if statuses.iter().any(|it| whole.contains(it)) {
            continue;
        }
        for permission in whole.lines().filter(|it| it.contains(": despite ")) {
            let less = whole.replace(&format!("{permission}\n"), "");
            let case = format!("seed {seed} without `{permission}`\n{whole}");
            let (lost, won) = (between(&whole, &less), between(&less, &whole));
            for (gone, added) in lost.actions.iter().zip(&won.actions) {
                match (gone.relation, added.relation) {
                    (Relation::Stronger, Relation::Weaker) => n_stronger += 1,
                    (Relation::Equal, Relation::Equal) => n_equal += 1,
                    pair => panic!("{case}: {} is {pair:?}", gone.action),
                }
            }
        }
    }
    assert!(
        n_stronger > 20 && n_equal > 20,
        "the draw is too poor: {n_stronger}, {n_equal}"
    );
}

#[test]
fn nothing_differs_from_itself() {
    for seed in SEEDS {
        for text in [draw::policy(seed), wider::policy(seed)] {
            assert!(between(&text, &text).is_equal(), "seed {seed}\n{text}");
        }
    }
}

fn between(old: &str, new: &str) -> Difference {
    let (old, new) = (encoding(old), encoding(new));
    difference(&old.policies[0], &new.policies[0], &mut |_, _| {})
}

fn names(found: &[holdpoint_analysis::report::difference::Separation]) -> Vec<&str> {
    let mut names: Vec<&str> = found.iter().map(|it| it.clause.as_str()).collect();
    names.sort_unstable();
    names
}
