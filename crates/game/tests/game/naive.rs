//! What the solvers should answer, written as the definitions: full sweeps until nothing changes, the current
//! run as part of the place one is at. Slow, and meant to be obviously right.

use crate::boards::Table;
use holdpoint_game::{Length, Marks, Side, Sum};

/// `side` picks the best of what its moves lead to, the other side the worst; larger is better for `side`.
fn best_for<T: Ord + Copy>(table: &Table, side: Side, field: usize, led_to: impl Fn(usize) -> T) -> T {
    let field = &table.fields[field];
    let values = field.moves.iter().map(|to| led_to(*to));
    if field.side == side {
        values.max()
    } else {
        values.min()
    }
    .expect("a board has moves")
}

fn until_stable<T: PartialEq>(mut value: T, sweep: impl Fn(&T) -> T) -> T {
    loop {
        let next = sweep(&value);
        if next == value {
            return value;
        }
        value = next;
    }
}

pub(crate) fn reach(table: &Table, side: Side, goal: &[bool]) -> Vec<bool> {
    until_stable(vec![false; table.len()], |won| {
        (0..table.len())
            .map(|n| goal[n] || best_for(table, side, n, |to| won[to]))
            .collect()
    })
}

/// In how many moves the goal is come to, if `side` hurries and the other delays.
pub(crate) fn moves_to(table: &Table, side: Side, goal: &[bool]) -> Vec<Option<u32>> {
    let mut won: Vec<bool> = goal.to_vec();
    let mut moves: Vec<Option<u32>> = goal.iter().map(|is_goal| is_goal.then_some(0)).collect();
    for round in 1..=table.len() as u32 {
        let next: Vec<bool> = (0..table.len())
            .map(|n| won[n] || best_for(table, side, n, |to| won[to]))
            .collect();
        for n in (0..table.len()).filter(|n| next[*n] && !won[*n]) {
            moves[n] = Some(round);
        }
        won = next;
    }
    moves
}

pub(crate) fn stay(table: &Table, side: Side, within: &[bool]) -> Vec<bool> {
    until_stable(vec![true; table.len()], |kept| {
        (0..table.len())
            .map(|n| within[n] && best_for(table, side, n, |to| kept[to]))
            .collect()
    })
}

/// The largest set from which `side` can force a further visit to an accepted field of the set.
pub(crate) fn recur(table: &Table, side: Side, accept: &[bool]) -> Vec<bool> {
    until_stable(vec![true; table.len()], |again| {
        until_stable(vec![false; table.len()], |won| {
            let step = |n: usize| {
                if accept[n] {
                    best_for(table, side, n, |to| again[to])
                } else {
                    best_for(table, side, n, |to| won[to])
                }
            };
            (0..table.len()).map(step).collect()
        })
    })
}

/// The current run after moving to a field.
pub(crate) fn run_at(table: &Table, mark: Marks, to: usize, run: usize) -> usize {
    match table.fields[to].marks {
        None => run,
        Some(marks) if marks & mark != 0 => run + 1,
        Some(_) => 0,
    }
}

/// For each field and each current run up to `bound`: can `side` keep every run from there on at `bound` or
/// less?
pub(crate) fn is_kept(table: &Table, side: Side, mark: Marks, bound: usize) -> Vec<Vec<bool>> {
    until_stable(vec![vec![true; bound + 1]; table.len()], |kept| {
        let safe = |to: usize, run: usize| {
            run_at(table, mark, to, run) <= bound && kept[to][run_at(table, mark, to, run)]
        };
        let row = |n: usize| {
            (0..=bound)
                .map(|run| best_for(table, side, n, |to| safe(to, run)))
                .collect()
        };
        (0..table.len()).map(row).collect()
    })
}

/// A side that can bound its runs at all can come to an unmarked beat without passing a field twice.
pub(crate) fn longest_run(table: &Table, side: Side, mark: Marks, from: usize) -> Length {
    let bound = (0..=table.len()).find(|bound| is_kept(table, side, mark, *bound)[from][0]);
    bound.map_or(Length::Endless, |bound| Length::Finite(bound as u32))
}

/// Values of plays cut off after more and more moves, where a play that is cut off before an unmarked beat is
/// endless.
pub(crate) fn wait(table: &Table, side: Side, mark: Marks) -> Vec<Length> {
    until_stable(vec![Length::Endless; table.len()], |wait| {
        let entering = |to: usize| match (table.fields[to].marks, wait[to]) {
            (Some(marks), _) if marks & mark == 0 => Length::Finite(0),
            (Some(_), Length::Finite(beats)) => Length::Finite(beats + 1),
            (_, beats) => beats,
        };
        (0..table.len())
            .map(|n| best_for(table, side.other(), n, entering))
            .collect()
    })
}

/// Values of plays cut off after more and more moves. A finite total is paid without going round any circle
/// that costs, so it is no more than the largest weight for each field.
pub(crate) fn least_total(
    table: &Table,
    side: Side,
    within: &[bool],
    weight_max: u64,
    weight: impl Fn(usize, usize) -> u64,
) -> Vec<Sum> {
    let most = weight_max * table.len() as u64;
    let inside = |n: usize, sum: Sum| if within[n] { sum } else { Sum::Endless };
    let start = (0..table.len()).map(|n| inside(n, Sum::Finite(0))).collect();
    until_stable(start, |total: &Vec<Sum>| {
        let paid = |n: usize, to: usize| match total[to] {
            Sum::Finite(rest) if rest + weight(n, to) <= most => Sum::Finite(rest + weight(n, to)),
            _ => Sum::Endless,
        };
        (0..table.len())
            .map(|n| inside(n, best_for(table, side.other(), n, |to| paid(n, to))))
            .collect()
    })
}
