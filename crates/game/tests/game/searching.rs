//! Exploring a board, and plays in which both sides cooperate.

use crate::boards::{Table, at, field, tables};
use holdpoint_game::{Arena, NodeId, TooLarge, shortest_play};
use proptest::prelude::*;

/// The least (beats, moves) of a play from field 0 to the goal: longer and longer plays until none can be
/// shorter.
fn least_cost(table: &Table, goal: usize) -> Option<(usize, usize)> {
    let beat = |n: usize| usize::from(table.fields[n].marks.is_some());
    let mut cost = vec![None; table.len()];
    cost[0] = Some((beat(0), 0));
    for _ in 0..table.len() {
        for n in 0..table.len() {
            let Some((beats, moves)) = cost[n] else { continue };
            for to in &table.fields[n].moves {
                let reached = (beats + beat(*to), moves + 1);
                cost[*to] = Some(cost[*to].map_or(reached, |known: (usize, usize)| known.min(reached)));
            }
        }
    }
    cost[goal]
}

fn cost(table: &Table, play: &[usize]) -> (usize, usize) {
    (
        play.iter().filter(|n| table.fields[**n].marks.is_some()).count(),
        play.len() - 1,
    )
}

fn assert_is_play(table: &Table, play: &[usize]) {
    for step in play.windows(2) {
        assert!(
            table.fields[step[0]].moves.contains(&step[1]),
            "{play:?} goes where moves go"
        );
    }
}

fn fields(arena: &Arena, nodes: &[NodeId]) -> Vec<usize> {
    nodes.iter().map(|node| field(arena.position(*node))).collect()
}

/// Is there a play within for ever: can one make more moves than there are fields?
fn lasts(table: &Table, within: impl Fn(usize) -> bool) -> bool {
    let mut ends: Vec<usize> = [0].into_iter().filter(|n| within(*n)).collect();
    for _ in 0..=table.len() {
        ends = ends
            .iter()
            .flat_map(|n| table.fields[*n].moves.clone())
            .filter(|n| within(*n))
            .collect();
        ends.sort_unstable();
        ends.dedup();
    }
    !ends.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shortest_plays_are_shortest(table in tables(14), goal: prop::sample::Index) {
        let goal = goal.index(table.len());
        let arena = table.arena();
        let explored = arena.shortest_play(|node| arena.position(node) == at(goal));
        let unfolded = shortest_play(&table, &[at(0)], |position, _| position == at(goal), 1000).expect("small");
        let explored = explored.map(|play| fields(&arena, &play));
        let unfolded = unfolded.map(|play| play.into_iter().map(field).collect::<Vec<_>>());
        for play in [&explored, &unfolded].into_iter().flatten() {
            assert_is_play(&table, play);
            prop_assert_eq!((play[0], play[play.len() - 1]), (0, goal));
        }
        prop_assert_eq!(explored.map(|play| cost(&table, &play)), least_cost(&table, goal));
        prop_assert_eq!(unfolded.map(|play| cost(&table, &play)), least_cost(&table, goal));
    }

    #[test]
    fn endless_plays_stay_inside_and_repeat(table in tables(10), bits: u32) {
        let within = |n: usize| bits >> n & 1 == 1;
        let arena = table.arena();
        let lasso = arena.endless_play(|node| within(field(arena.position(node))));
        prop_assert_eq!(lasso.is_some(), lasts(&table, within));
        if let Some((stem, circle)) = lasso {
            let play = fields(&arena, &[&stem[..], &circle[..], &circle[..1]].concat());
            assert_is_play(&table, &play);
            prop_assert_eq!(play[0], 0);
            prop_assert!(play.into_iter().all(within));
        }
    }

    #[test]
    fn an_arena_is_the_board(table in tables(14)) {
        let arena = table.arena();
        prop_assert_eq!(arena.roots(), [arena.find(at(0)).expect("the root is on the arena")]);
        for node in arena.nodes() {
            let here = &table.fields[field(arena.position(node))];
            let mut expected: Vec<usize> = here.moves.clone();
            let mut moves = fields(&arena, arena.successors(node));
            expected.sort_unstable();
            expected.dedup();
            moves.sort_unstable();
            prop_assert_eq!(moves, expected);
            prop_assert_eq!((arena.side(node), arena.marks(node)), (here.side, here.marks));
            prop_assert_eq!(arena.find(arena.position(node)), Some(node));
            for next in arena.successors(node) {
                prop_assert!(arena.predecessors(*next).contains(&node));
            }
        }
    }

    #[test]
    fn a_board_over_the_limit_is_refused(table in tables(14)) {
        let n_nodes = table.arena().len();
        prop_assert!(Arena::explore(&table, &[at(0)], n_nodes).is_ok());
        let limit = n_nodes - 1;
        prop_assert_eq!(Arena::explore(&table, &[at(0)], limit).err(), Some(TooLarge { limit }));
        prop_assert_eq!(shortest_play(&table, &[at(0)], |_, _| false, limit), Err(TooLarge { limit }));
    }
}
