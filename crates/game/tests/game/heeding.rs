//! Who heeds a strategy gets what its solver promised, whatever the other side does.

use crate::boards::{Table, at, chosen, chosen_fields, field_of, field_weight, tables};
use crate::naive;
use holdpoint_game::solve::{Run, least_total, longest_run, reach, recur, stay, wait};
use holdpoint_game::{Arena, Marks, NodeId, Side};
use proptest::prelude::*;
use std::collections::BTreeSet;

const SIDES: [Side; 2] = [Side::Ours, Side::Theirs];

/// The board left when `side` makes the moves that `next` names.
fn heeded(table: &Table, arena: &Arena, side: Side, next: impl Fn(NodeId) -> Option<NodeId>) -> Table {
    table.advised(side, |field| Some(field_of(arena, next(arena.find(at(field))?)?)))
}

/// The fields that can be reached, which are those that advice is about.
fn fields(arena: &Arena) -> Vec<usize> {
    arena.nodes().map(|node| field_of(arena, node)).collect()
}

fn assert_same<T: PartialEq + std::fmt::Debug>(arena: &Arena, promised: &[T], kept: &[T], what: &str) {
    for n in fields(arena) {
        assert_eq!(promised[n], kept[n], "{what} at field {n}");
    }
}

fn check_regions(table: &Table, bits: u32) {
    let arena = table.arena();
    let (nodes, goal) = (chosen(&arena, bits), chosen_fields(table, bits));
    for side in SIDES {
        let promised = naive::moves_to(table, side, &goal);
        let solved = reach(&arena, side, &nodes);
        for heeding in SIDES {
            let kept = naive::moves_to(
                &heeded(table, &arena, heeding, |node| solved.next(&arena, node)),
                side,
                &goal,
            );
            assert_same(&arena, &promised, &kept, "reach");
        }
        let solved = stay(&arena, side, &nodes);
        let kept = naive::stay(
            &heeded(table, &arena, side, |node| solved.next(&arena, node)),
            side,
            &goal,
        );
        assert_same(&arena, &naive::stay(table, side, &goal), &kept, "stay");

        let solved = recur(&arena, side, &nodes);
        for heeding in SIDES {
            let kept = naive::recur(
                &heeded(table, &arena, heeding, |n| Some(solved.next(&arena, n))),
                side,
                &goal,
            );
            assert_same(&arena, &naive::recur(table, side, &goal), &kept, "recur");
        }
    }
}

fn check_waits(table: &Table, mark: Marks) {
    let arena = table.arena();
    for side in SIDES {
        let solved = wait(&arena, side, mark);
        for heeding in SIDES {
            let kept = naive::wait(
                &heeded(table, &arena, heeding, |node| Some(solved.next(node))),
                side,
                mark,
            );
            assert_same(&arena, &naive::wait(table, side, mark), &kept, "wait");
        }
    }
}

fn check_totals(table: &Table, bits: u32, weight: impl Fn(usize, usize) -> u64 + Copy) {
    let arena = table.arena();
    let within = chosen_fields(table, bits);
    let paid = |from: NodeId, to: NodeId| weight(field_of(&arena, from), field_of(&arena, to));
    for side in SIDES {
        let solved = least_total(&arena, side, &chosen(&arena, bits), paid);
        let promised = naive::least_total(table, side, &within, 40, weight);
        for heeding in SIDES {
            let advised = heeded(table, &arena, heeding, |node| Some(solved.next(node)));
            assert_same(
                &arena,
                &promised,
                &naive::least_total(&advised, side, &within, 40, weight),
                "total",
            );
        }
    }
}

fn check_runs(table: &Table, mark: Marks) {
    let arena = table.arena();
    for side in SIDES {
        let runs = longest_run(&arena, side, mark);
        for root in arena.nodes() {
            check_keeping(&arena, side, &runs, root);
            check_forcing(&arena, side, &runs, root);
            check_prolonging(table, &arena, side, mark, &runs, root);
        }
    }
}

/// Every (node, current run) that play can come to from the root if `side` heeds `next`; runs end play at
/// `run_end`.
fn visited(
    arena: &Arena,
    side: Side,
    runs: &Run<'_>,
    root: NodeId,
    run_end: u32,
    next: impl Fn(NodeId, u32) -> Option<NodeId>,
) -> BTreeSet<(NodeId, u32)> {
    let mut visited = BTreeSet::new();
    let mut open = vec![(root, 0)];
    while let Some((node, run)) = open.pop() {
        if !visited.insert((node, run)) || run >= run_end {
            continue;
        }
        let advised: Vec<NodeId> = next(node, run).into_iter().collect();
        let moves = if arena.side(node) == side {
            &advised
        } else {
            arena.successors(node)
        };
        open.extend(moves.iter().map(|to| (*to, runs.run_at(*to, run))));
    }
    visited
}

fn check_keeping(arena: &Arena, side: Side, runs: &Run<'_>, root: NodeId) {
    let Some(keeping) = runs.keeping(root) else { return };
    for (node, run) in visited(arena, side, runs, root, keeping.bound() + 1, |node, run| {
        keeping.next(node, run)
    }) {
        assert!(run <= keeping.bound() && keeping.is_safe(node, run));
        assert!(
            keeping
                .next(node, run)
                .is_some_and(|next| arena.successors(node).contains(&next))
        );
    }
}

/// The number of moves left falls on every move until the run is as long as promised.
fn check_forcing(arena: &Arena, side: Side, runs: &Run<'_>, root: NodeId) {
    let Some(forcing) = runs.forcing(root) else { return };
    let places = visited(arena, side.other(), runs, root, forcing.length(), |node, run| {
        forcing.next(node, run)
    });
    for (node, run) in places.into_iter().filter(|(_, run)| *run < forcing.length()) {
        let left = forcing.moves(node, run);
        let advised: Vec<NodeId> = forcing.next(node, run).into_iter().collect();
        let moves = if arena.side(node) == side {
            arena.successors(node)
        } else {
            &advised
        };
        assert!(
            !moves.is_empty()
                && moves
                    .iter()
                    .all(|to| forcing.moves(*to, runs.run_at(*to, run)) < left)
        );
    }
}

/// What is endless stays so if the other side heeds the advice; what is not, if the side does.
fn check_prolonging(table: &Table, arena: &Arena, side: Side, mark: Marks, runs: &Run<'_>, root: NodeId) {
    let is_endless = runs.value(root).finite().is_none();
    let heeding = if is_endless { side.other() } else { side };
    let advised = heeded(table, arena, heeding, |node| Some(runs.prolong(node)));
    let value = naive::longest_run(&advised, side, mark, field_of(arena, root));
    assert_eq!(value.finite().is_none(), is_endless);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn strategies_for_regions_keep_their_promise(table in tables(10), bits: u32) {
        check_regions(&table, bits);
    }

    #[test]
    fn strategies_for_waits_keep_their_promise(table in tables(10), mark in 1u16..4) {
        check_waits(&table, mark);
    }

    #[test]
    fn strategies_for_runs_keep_their_promise(table in tables(8), mark in 1u16..4) {
        check_runs(&table, mark);
    }

    #[test]
    fn strategies_for_totals_keep_their_promise(table in tables(8), bits: u32, is_all: bool, seed: u64) {
        let bits = if is_all { u32::MAX } else { bits };
        check_totals(&table, bits, |from, to| field_weight(seed, 40, from, to));
    }
}
