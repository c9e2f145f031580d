//! Every solver says what its definition says.

use crate::boards::{Table, chosen, chosen_fields, field_of, field_weight, tables, tiny_tables};
use crate::naive;
use holdpoint_game::solve::{least_total, longest_run, longest_run_near, reach, recur, stay, wait};
use holdpoint_game::{Arena, Length, NodeId, NodeSet, Side, Sum};
use proptest::prelude::*;

const SIDES: [Side; 2] = [Side::Ours, Side::Theirs];

fn assert_region(arena: &Arena, region: &NodeSet, fields: &[bool], what: &str) {
    for node in arena.nodes() {
        assert_eq!(
            region.contains(node),
            fields[field_of(arena, node)],
            "{what} at field {}",
            field_of(arena, node)
        );
    }
}

fn check_regions(table: &Table, bits: u32) {
    let arena = table.arena();
    let (nodes, fields) = (chosen(&arena, bits), chosen_fields(table, bits));
    for side in SIDES {
        let reached = reach(&arena, side, &nodes);
        assert_region(
            &arena,
            &reached.region,
            &naive::reach(table, side, &fields),
            "reach",
        );
        let moves = naive::moves_to(table, side, &fields);
        for node in arena.nodes() {
            let rank = Some(reached.rank[node.index()]).filter(|_| reached.region.contains(node));
            assert_eq!(rank, moves[field_of(&arena, node)]);
        }
        assert_region(
            &arena,
            &stay(&arena, side, &nodes).region,
            &naive::stay(table, side, &fields),
            "stay",
        );
        assert_region(
            &arena,
            &recur(&arena, side, &nodes).region,
            &naive::recur(table, side, &fields),
            "recur",
        );
    }
}

fn check_waits(table: &Table, mark: u16) {
    let arena = table.arena();
    for side in SIDES {
        let (waits, expected) = (wait(&arena, side, mark), naive::wait(table, side, mark));
        for node in arena.nodes() {
            assert_eq!(
                waits.value(node),
                expected[field_of(&arena, node)],
                "wait at field {}",
                field_of(&arena, node)
            );
            assert_wait_is_shown(&arena, mark, waits.value(node), &waits.play(node));
        }
    }
}

fn assert_wait_is_shown(arena: &Arena, mark: u16, value: Length, play: &[NodeId]) {
    assert_is_play(arena, play);
    let read: Vec<bool> = play[1..]
        .iter()
        .filter_map(|node| arena.marks(*node))
        .map(|marks| marks & mark != 0)
        .collect();
    match value {
        Length::Finite(beats) => assert_eq!(read, [vec![true; beats as usize], vec![false]].concat()),
        Length::Endless => {
            assert!(read.iter().all(|is_marked| *is_marked));
            assert_repeats(play);
        }
    }
}

fn assert_is_play(arena: &Arena, play: &[NodeId]) {
    for step in play.windows(2) {
        assert!(
            arena.successors(step[0]).contains(&step[1]),
            "the play goes where moves go"
        );
    }
}

/// Where the node that the play ends at was before.
fn assert_repeats(play: &[NodeId]) -> usize {
    let (last, before) = play.split_last().expect("a play has a node");
    before
        .iter()
        .position(|node| node == last)
        .expect("an endless play comes back")
}

fn check_runs(table: &Table, mark: u16) {
    let arena = table.arena();
    for side in SIDES {
        let runs = longest_run(&arena, side, mark);
        for guess in 1..5 {
            let near = longest_run_near(&arena, side, mark, guess);
            let same = |root: &NodeId| near.value(*root) == runs.value(*root);
            assert!(arena.roots().iter().all(same), "guessing {guess}");
        }
        for node in arena.nodes() {
            let value = runs.value(node);
            assert_eq!(
                value,
                naive::longest_run(table, side, mark, field_of(&arena, node))
            );
            assert_run_is_shown(&arena, mark, value, &runs.play_worst(node));
        }
    }
}

fn assert_run_is_shown(arena: &Arena, mark: u16, value: Length, play: &[NodeId]) {
    assert_is_play(arena, play);
    let Length::Finite(bound) = value else {
        let circle = &play[assert_repeats(play)..];
        let read: Vec<u16> = circle.iter().filter_map(|node| arena.marks(*node)).collect();
        assert!(!read.is_empty() && read.iter().all(|marks| marks & mark != 0));
        return;
    };
    let runs = play[1..].iter().scan(0, |run, node| {
        *run = arena
            .marks(*node)
            .map_or(*run, |marks| if marks & mark != 0 { *run + 1 } else { 0 });
        Some(*run)
    });
    assert_eq!(runs.max().unwrap_or(0), bound);
}

fn check_totals(table: &Table, bits: u32, seed: u64, weight_max: u64) {
    let arena = table.arena();
    let within = chosen_fields(table, bits);
    let field_weight = |from, to| field_weight(seed, weight_max, from, to);
    let weight = |from: NodeId, to: NodeId| field_weight(field_of(&arena, from), field_of(&arena, to));
    for side in SIDES {
        let totals = least_total(&arena, side, &chosen(&arena, bits), weight);
        let expected = naive::least_total(table, side, &within, weight_max, field_weight);
        for node in arena.nodes() {
            assert_eq!(
                totals.value(node),
                expected[field_of(&arena, node)],
                "total at field {}",
                field_of(&arena, node)
            );
            assert_total_is_shown(&arena, totals.value(node), &totals.play(node), weight);
        }
    }
}

fn assert_total_is_shown(arena: &Arena, value: Sum, play: &[NodeId], weight: impl Fn(NodeId, NodeId) -> u64) {
    assert_is_play(arena, play);
    let paid = |part: &[NodeId]| part.windows(2).map(|step| weight(step[0], step[1])).sum::<u64>();
    if let Sum::Finite(total) = value {
        assert_eq!((paid(play), paid(&play[assert_repeats(play)..])), (total, 0));
    }
}

#[test]
fn every_tiny_board_is_solved_as_defined() {
    let mut n_boards = 0;
    for table in tiny_tables() {
        for bits in 0..1 << table.len() {
            check_regions(&table, bits);
        }
        check_waits(&table, 1);
        check_runs(&table, 1);
        check_totals(&table, 7, 1, 1);
        n_boards += 1;
    }
    assert!(n_boards > 10_000, "{n_boards} boards were tried");
}

/// The other side comes to a long run and to a short one, and both come to light in the same number of moves.
#[test]
fn of_two_runs_seen_at_once_the_longer_counts() {
    let table = Table::of(&[
        ("theirs", None, &[1, 5]),
        ("ours", None, &[2]),
        ("ours", None, &[3]),
        ("ours", None, &[4]),
        ("ours", None, &[9]),
        ("ours", None, &[6]),
        ("ours", Some(0), &[7]),
        ("ours", Some(1), &[8]),
        ("ours", Some(1), &[9]),
        ("ours", Some(1), &[10]),
        ("ours", Some(0), &[10]),
    ]);
    let arena = table.arena();
    assert_eq!(
        longest_run(&arena, Side::Ours, 1).value(arena.roots()[0]),
        Length::Finite(3)
    );
    check_runs(&table, 1);
}

#[test]
fn a_wait_that_can_end_at_once_is_shown_without_a_detour() {
    let table = Table::of(&[
        ("ours", None, &[1, 2]),
        ("ours", None, &[2]),
        ("ours", Some(0), &[0]),
    ]);
    let arena = table.arena();
    let play = wait(&arena, Side::Ours, 1).play(arena.roots()[0]);
    assert_eq!(
        play.iter()
            .map(|node| field_of(&arena, *node))
            .collect::<Vec<_>>(),
        [0, 2]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn regions_are_solved_as_defined(table in tables(12), bits: u32) {
        check_regions(&table, bits);
    }

    #[test]
    fn waits_are_solved_as_defined(table in tables(12), mark in 1u16..4) {
        check_waits(&table, mark);
    }

    #[test]
    fn runs_are_solved_as_defined(table in tables(9), mark in 1u16..4) {
        check_runs(&table, mark);
    }

    #[test]
    fn totals_are_solved_as_defined(table in tables(10), bits: u32, all_inside: bool, seed: u64, weight_max in 1u64..40) {
        check_totals(&table, if all_inside { u32::MAX } else { bits }, seed, weight_max);
    }
}
