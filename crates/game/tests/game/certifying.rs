//! The audit accepts what the solvers show, and refuses everything better than that.

use crate::boards::{Table, at, chosen, field, field_of, field_weight, tables, tiny_tables};
use holdpoint_game::audit::{self, Fault, Flaw};
use holdpoint_game::certificate::{
    Cease, Reach, Recur, RunAtLeast, RunAtMost, RunEndless, Stay, TotalAtLeast, TotalAtMost, WaitAtLeast,
    WaitAtMost,
};
use holdpoint_game::solve::{Forcing, Keeping, least_total, longest_run, reach, recur, stay, wait};
use holdpoint_game::{Length, Marks, NodeId, NodeSet, Position, Side, Sum};
use proptest::prelude::*;
use std::collections::BTreeMap;

const SIDES: [Side; 2] = [Side::Ours, Side::Theirs];

fn positions(arena: &holdpoint_game::Arena, nodes: &NodeSet) -> Vec<Position> {
    let mut positions: Vec<Position> = nodes.iter().map(|node| arena.position(node)).collect();
    positions.sort_unstable();
    positions
}

fn keys<T>(listed: &BTreeMap<Position, T>) -> Vec<Position> {
    listed.keys().copied().collect()
}

/// Every certificate that differs from this one by one entry, changed by `change` or, where it was missing,
/// given by `invent`; only those that really differ.
fn variants<K: Ord + Copy, V: Clone>(
    listed: &BTreeMap<K, V>,
    all: impl IntoIterator<Item = K>,
    change: impl Fn(&V) -> Option<V>,
    invent: Option<V>,
) -> Vec<BTreeMap<K, V>> {
    let variant = |key: K| {
        let value = listed.get(&key).map_or_else(|| invent.clone(), &change)?;
        let mut variant = listed.clone();
        variant.insert(key, value);
        Some(variant)
    };
    all.into_iter().filter_map(variant).collect()
}

/// All positions that can be reached.
fn all(table: &Table) -> Vec<Position> {
    let arena = table.arena();
    arena.nodes().map(|node| arena.position(node)).collect()
}

fn one_less(number: &u32) -> Option<u32> {
    number.checked_sub(1)
}

fn refuse<C>(variants: impl IntoIterator<Item = C>, audit: impl Fn(&C) -> Result<(), Flaw>) {
    for variant in variants {
        assert!(audit(&variant).is_err(), "a claim that is too good was accepted");
    }
}

fn check_regions(table: &Table, bits: u32) {
    let arena = table.arena();
    let nodes = chosen(&arena, bits);
    let holds = |position: Position| bits >> field(position) & 1 == 1;
    for side in SIDES {
        let solved = reach(&arena, side, &nodes);
        let shown = solved.certificate(&arena);
        assert_eq!(keys(&shown.moves), positions(&arena, &solved.region));
        let read = |moves: &BTreeMap<_, _>| {
            audit::reach(
                table,
                &Reach {
                    side,
                    moves: moves.clone(),
                },
                holds,
            )
        };
        assert_eq!(read(&shown.moves), Ok(()));
        refuse(variants(&shown.moves, all(table), one_less, Some(0)), read);

        let solved = stay(&arena, side, &nodes);
        let shown = solved.certificate(&arena);
        assert_eq!(keys(&shown.next), positions(&arena, &solved.region));
        let read = |next: &BTreeMap<_, _>| {
            audit::stay(
                table,
                &Stay {
                    side,
                    next: next.clone(),
                },
                holds,
            )
        };
        assert_eq!(read(&shown.next), Ok(()));
        refuse(
            variants(&shown.next, all(table), |next| next.map(|_| None), Some(None)),
            read,
        );
        refuse(
            variants(&shown.next, all(table), |_| Some(Some(at(31))), Some(Some(at(0)))),
            read,
        );

        let solved = recur(&arena, side, &nodes);
        let shown = solved.certificate(&arena);
        assert_eq!(keys(&shown.moves), positions(&arena, &solved.region));
        let read = |moves: &BTreeMap<_, _>| {
            audit::recur(
                table,
                &Recur {
                    side,
                    moves: moves.clone(),
                },
                holds,
            )
        };
        assert_eq!(read(&shown.moves), Ok(()));
        refuse(variants(&shown.moves, all(table), one_less, Some(0)), read);

        let shown = solved.certificate_of_rest(&arena);
        assert_eq!(
            keys(&shown.measure),
            positions(&arena, &solved.region.complement())
        );
        let side = side.other();
        let read = |measure: &BTreeMap<_, _>| {
            audit::cease(
                table,
                &Cease {
                    side,
                    measure: measure.clone(),
                },
                holds,
            )
        };
        assert_eq!(read(&shown.measure), Ok(()));
        for invented in [0, 1, 1000] {
            refuse(
                variants(&shown.measure, all(table), |_| None, Some(invented)),
                read,
            );
        }
    }
}

fn check_runs(table: &Table, mark: Marks) {
    let arena = table.arena();
    for side in SIDES {
        let runs = longest_run(&arena, side, mark);
        let endless = runs.certificate_of_endless();
        assert_eq!(audit::run_endless(table, &endless), Ok(()));
        let read = |measure: &BTreeMap<_, _>| {
            audit::run_endless(
                table,
                &RunEndless {
                    measure: measure.clone(),
                    ..endless
                },
            )
        };
        refuse(variants(&endless.measure, all(table), |_| None, Some(1000)), read);
        for node in arena.nodes() {
            let is_endless = endless.measure.contains_key(&arena.position(node));
            let (keeping, forcing) = (runs.keeping(node), runs.forcing(node));
            match runs.value(node) {
                Length::Endless => assert!(is_endless && keeping.is_none() && forcing.is_none()),
                Length::Finite(length) => {
                    assert!(!is_endless);
                    check_keeping(table, &keeping.expect("a bound is kept"), length);
                    assert_eq!(forcing.is_some(), length > 0);
                    forcing
                        .iter()
                        .for_each(|forcing| check_forcing(table, forcing, length));
                }
            }
        }
    }
}

fn check_keeping(table: &Table, keeping: &Keeping<'_>, bound: u32) {
    let shown = keeping.certificate();
    assert_eq!(shown.bound, bound);
    assert_eq!(audit::run_at_most(table, &shown), Ok(()));
    let with = |longest_safe| RunAtMost {
        longest_safe,
        ..shown.clone()
    };
    let better = variants(
        &shown.longest_safe,
        all(table),
        |longest| Some(longest + 1),
        Some(0),
    )
    .into_iter()
    .map(with);
    let without_root = [RunAtMost {
        longest_safe: BTreeMap::new(),
        ..shown.clone()
    }];
    let shorter = bound.checked_sub(1).map(|bound| RunAtMost {
        bound,
        ..shown.clone()
    });
    refuse(better.chain(without_root).chain(shorter), |certificate| {
        audit::run_at_most(table, certificate)
    });
}

fn check_forcing(table: &Table, forcing: &Forcing<'_>, length: u32) {
    let shown = forcing.certificate();
    assert_eq!(shown.length, length);
    assert_eq!(audit::run_at_least(table, &shown), Ok(()));
    let with = |moves| RunAtLeast {
        moves,
        ..shown.clone()
    };
    let faster = variants(&shown.moves, shown.moves.keys().copied(), one_less, None)
        .into_iter()
        .map(with);
    let without_root = [with(BTreeMap::new())];
    let longer = [RunAtLeast {
        length: length + 1,
        ..shown.clone()
    }];
    refuse(faster.chain(without_root).chain(longer), |certificate| {
        audit::run_at_least(table, certificate)
    });
}

fn check_waits(table: &Table, mark: Marks) {
    let arena = table.arena();
    for side in SIDES {
        let waits = wait(&arena, side, mark);
        let (most, least) = (waits.certificate_at_most(), waits.certificate_at_least());
        assert_eq!(
            keys(&most.beats),
            positions(&arena, &arena.select(|node| waits.value(node) != Length::Endless))
        );
        for node in arena.nodes() {
            let (position, value) = (arena.position(node), waits.value(node));
            assert_eq!(most.beats.get(&position).map(|beats| beats.0), value.finite());
            assert_eq!(
                least.beats.get(&position).copied().unwrap_or(Length::Finite(0)),
                value
            );
        }
        assert_eq!(audit::wait_at_most(table, &most), Ok(()));
        let read = |beats: &BTreeMap<_, _>| {
            audit::wait_at_most(
                table,
                &WaitAtMost {
                    beats: beats.clone(),
                    ..most
                },
            )
        };
        let shorter = |beats: &(u32, u32)| Some((beats.0.checked_sub(1)?, beats.1));
        refuse(variants(&most.beats, all(table), shorter, Some((0, 0))), read);
        assert_eq!(audit::wait_at_least(table, &least), Ok(()));
        let read = |beats: &BTreeMap<_, _>| {
            audit::wait_at_least(
                table,
                &WaitAtLeast {
                    beats: beats.clone(),
                    ..least
                },
            )
        };
        let longer = |beats: &Length| beats.finite().map(|beats| Length::Finite(beats + 1));
        refuse(
            variants(&least.beats, all(table), longer, Some(Length::Finite(1))),
            read,
        );
        let endless = |beats: &Length| beats.finite().map(|_| Length::Endless);
        refuse(
            variants(&least.beats, all(table), endless, Some(Length::Endless)),
            read,
        );
    }
}

fn check_totals(table: &Table, bits: u32, weight: impl Fn(usize, usize) -> u64 + Copy) {
    let arena = table.arena();
    let within = |position: Position| bits >> field(position) & 1 == 1;
    let paid = |from: Position, to: Position| weight(field(from), field(to));
    let paid_between = |from: NodeId, to: NodeId| weight(field_of(&arena, from), field_of(&arena, to));
    for side in SIDES {
        let totals = least_total(&arena, side, &chosen(&arena, bits), paid_between);
        let (most, least) = (totals.certificate_at_most(), totals.certificate_at_least());
        for node in arena.nodes() {
            let (position, value) = (arena.position(node), totals.value(node));
            assert_eq!(most.total.get(&position).copied(), value.finite());
            assert_eq!(
                least.total.get(&position).map_or(Sum::Finite(0), |total| total.0),
                value
            );
        }
        let read = |total: &BTreeMap<_, _>| {
            audit::total_at_most(
                table,
                &TotalAtMost {
                    total: total.clone(),
                    side,
                },
                within,
                paid,
            )
        };
        assert_eq!(read(&most.total), Ok(()));
        refuse(
            variants(&most.total, all(table), |total| total.checked_sub(1), Some(1000)),
            read,
        );
        let side = side.other();
        let read = |total: &BTreeMap<_, _>| {
            audit::total_at_least(
                table,
                &TotalAtLeast {
                    total: total.clone(),
                    side,
                },
                within,
                paid,
            )
        };
        assert_eq!(read(&least.total), Ok(()));
        let more = |total: &(Sum, u32)| Some((Sum::Finite(total.0.finite()? + 1), total.1));
        refuse(
            variants(&least.total, all(table), more, Some((Sum::Finite(1), 1000))),
            read,
        );
        let endless = |total: &(Sum, u32)| Some((total.0.finite().map(|_| Sum::Endless)?, total.1));
        refuse(
            variants(&least.total, all(table), endless, Some((Sum::Endless, 1000))),
            read,
        );
    }
}

#[test]
fn every_tiny_board_is_certified() {
    for table in tiny_tables().step_by(3) {
        for bits in 0..1 << table.len() {
            check_regions(&table, bits);
        }
        check_waits(&table, 1);
        check_runs(&table, 1);
        check_totals(&table, 7, |from, to| field_weight(1, 1, from, to));
    }
}

#[test]
fn a_circle_without_a_beat_is_found() {
    let mut table = Table::of(&[
        ("ours", None, &[1]),
        ("theirs", None, &[2, 0]),
        ("ours", Some(0), &[0]),
    ]);
    let verdict = |table: &Table| audit::beats(table, (0..table.len()).map(at));
    assert_eq!(
        verdict(&table),
        Err(Flaw {
            position: at(0),
            fault: Fault::NoBeat
        })
    );
    table.fields[1].moves.pop();
    assert_eq!(verdict(&table), Ok(()));
}

#[test]
fn a_flaw_says_where_and_what() {
    let table = Table::of(&[("theirs", Some(1), &[0, 1]), ("ours", Some(0), &[1])]);
    let moves = BTreeMap::from([(at(0), 1)]);
    let flaw = audit::reach(
        &table,
        &Reach {
            side: Side::Ours,
            moves,
        },
        |position| position == at(1),
    );
    let flaw = flaw.expect_err("the other side can stay where it is");
    assert_eq!(
        flaw,
        Flaw {
            position: at(0),
            fault: Fault::BadMove { to: at(0) }
        }
    );
    assert_eq!(
        flaw.to_string(),
        format!("at {0:#x}: the move to {0:#x} breaks the claim", at(0))
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_board_is_certified(table in tables(9), bits: u32, mark in 1u16..4, seed: u64, weight_max in 1u64..40) {
        check_regions(&table, bits);
        check_waits(&table, mark);
        check_runs(&table, mark);
        check_totals(&table, bits | 1, |from, to| field_weight(seed, weight_max, from, to));
        check_totals(&table, u32::MAX, |from, to| field_weight(seed, weight_max, from, to));
    }
}
