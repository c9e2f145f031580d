//! Reads certificates against the board they speak of, move by move.
//!
//! This file is the only one that has to be right for a certified answer to be right. So it knows the rules
//! of play and the certificates, nothing of arenas and solvers, and does not care where a certificate comes
//! from. Each check is a condition on one position and its moves, and says in a comment why that is enough.

use crate::board::{Board, Marks, Position, Side};
use crate::certificate::{
    Cease, Reach, Recur, RunAtLeast, RunAtMost, RunEndless, Stay, TotalAtLeast, TotalAtMost, WaitAtLeast,
    WaitAtMost,
};
use crate::length::{Length, Sum};
use std::collections::BTreeMap;
use std::fmt;

/// Why a certificate does not show what it claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Where.
    pub position: Position,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The claim is about a position that is not listed.
    NotListed,
    /// The position is not inside.
    NotInside,
    /// What is listed for it contradicts the claim by itself.
    Contradiction,
    /// The board has no move there.
    NoMoves,
    /// The side has no move that the claim survives.
    NoGoodMove,
    /// The claim does not survive this move of the other side, or this one that the certificate tells the
    /// side to make.
    BadMove {
        /// Where the move leads.
        to: Position,
    },
    /// Play can go round without ever passing a beat.
    NoBeat,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {:#x}: ", self.position)?;
        match self.fault {
            Fault::NotListed => f.write_str("the position is not listed"),
            Fault::NotInside => f.write_str("the position is not inside"),
            Fault::Contradiction => f.write_str("what is listed contradicts the claim"),
            Fault::NoMoves => f.write_str("the board has no move"),
            Fault::NoGoodMove => f.write_str("no move keeps the claim"),
            Fault::BadMove { to } => write!(f, "the move to {to:#x} breaks the claim"),
            Fault::NoBeat => f.write_str("play can go round without a beat"),
        }
    }
}

impl std::error::Error for Flaw {}

/// Does the certificate show that `goal` is visited?
///
/// Off the goal the number of moves falls with every move, and it cannot fall for ever.
pub fn reach(board: &impl Board, certificate: &Reach, goal: impl Fn(Position) -> bool) -> Result<(), Flaw> {
    for (position, moves) in certificate.moves.iter().filter(|(position, _)| !goal(**position)) {
        answered(board, certificate.side, *position, |to| {
            is_less(&certificate.moves, to, *moves)
        })?;
    }
    Ok(())
}

/// Does the certificate show that play stays in `within`?
///
/// Every listed position is inside, and every move from one, of those that are made, leads to one.
pub fn stay(board: &impl Board, certificate: &Stay, within: impl Fn(Position) -> bool) -> Result<(), Flaw> {
    for (position, next) in &certificate.next {
        ensure(within(*position), *position, Fault::NotInside)?;
        let is_listed = |to: Position| certificate.next.contains_key(&to);
        answered(board, certificate.side, *position, |to| {
            is_listed(to) && next.is_none_or(|next| next == to)
        })?;
        let is_of_side = board.side(*position) == certificate.side;
        ensure(next.is_some() == is_of_side, *position, Fault::Contradiction)?;
    }
    Ok(())
}

/// Does the certificate show that `accept` is visited again and again?
///
/// Off the accepted positions the number of moves falls, so one is visited; from there play comes to a listed
/// position, so another is.
pub fn recur(board: &impl Board, certificate: &Recur, accept: impl Fn(Position) -> bool) -> Result<(), Flaw> {
    for (position, moves) in &certificate.moves {
        let is_accepted = accept(*position);
        let keeps = |to| {
            certificate.moves.contains_key(&to) && (is_accepted || is_less(&certificate.moves, to, *moves))
        };
        answered(board, certificate.side, *position, keeps)?;
    }
    Ok(())
}

/// Does the certificate show that `accept` is visited only finitely often?
///
/// The measure never rises, and falls at each visit; it cannot fall for ever.
pub fn cease(board: &impl Board, certificate: &Cease, accept: impl Fn(Position) -> bool) -> Result<(), Flaw> {
    ceases(board, certificate.side, &certificate.measure, accept)
}

/// Does the certificate show that, from the root on, no run is longer than the bound?
///
/// Every move keeps the current run at what is still safe, and that is never more than the bound. With a
/// shorter run than the longest safe one the same move does, because it then makes no longer one.
pub fn run_at_most(board: &impl Board, certificate: &RunAtMost) -> Result<(), Flaw> {
    let RunAtMost {
        side,
        mark,
        root,
        bound,
        longest_safe,
    } = certificate;
    ensure(longest_safe.contains_key(root), *root, Fault::NotListed)?;
    for (position, longest) in longest_safe {
        ensure(longest <= bound, *position, Fault::Contradiction)?;
        let is_safe = |to, run| longest_safe.get(&to).is_some_and(|longest| run <= *longest);
        answered(board, *side, *position, |to| {
            is_safe(to, run_at(board, *mark, to, *longest))
        })?;
    }
    Ok(())
}

/// Does the certificate show that, from the root on, some run is as long as it says?
///
/// As long as the current run is shorter, the number of moves falls, and it cannot fall for ever.
pub fn run_at_least(board: &impl Board, certificate: &RunAtLeast) -> Result<(), Flaw> {
    let RunAtLeast {
        side,
        mark,
        root,
        length,
        moves,
    } = certificate;
    ensure(
        *length == 0 || moves.contains_key(&(*root, 0)),
        *root,
        Fault::NotListed,
    )?;
    for ((position, run), left) in moves.iter().filter(|((_, run), _)| run < length) {
        let comes_closer = |to| {
            let run = run_at(board, *mark, to, *run);
            *left > 0 && (run >= *length || is_less(moves, (to, run), *left))
        };
        answered(board, *side, *position, comes_closer)?;
    }
    Ok(())
}

/// Does the certificate show that, from every listed position on, some run never ends?
///
/// Unmarked beats come only finitely often, and beats come again and again, so from some time on all are
/// marked.
pub fn run_endless(board: &impl Board, certificate: &RunEndless) -> Result<(), Flaw> {
    let RunEndless { side, mark, measure } = certificate;
    ceases(board, *side, measure, |position| {
        reading(board, *mark, position) == Some(false)
    })?;
    beats(board, measure.keys().copied())
}

/// Does the certificate show that an unmarked beat comes soon enough?
///
/// The pair of numbers falls with every move before it, and the first of them at every marked beat.
pub fn wait_at_most(board: &impl Board, certificate: &WaitAtMost) -> Result<(), Flaw> {
    for (position, left) in &certificate.beats {
        let comes_closer = |to| match reading(board, certificate.mark, to) {
            Some(false) => true,
            Some(true) => certificate.beats.get(&to).is_some_and(|after| after.0 < left.0),
            None => is_less(&certificate.beats, to, *left),
        };
        answered(board, certificate.side, *position, comes_closer)?;
    }
    Ok(())
}

/// Does the certificate show that no unmarked beat comes too soon?
///
/// What is still to come is never less than it was, but for the marked beat just passed; so when an unmarked
/// beat comes, which leaves nothing, all has come.
pub fn wait_at_least(board: &impl Board, certificate: &WaitAtLeast) -> Result<(), Flaw> {
    let listed = |to| certificate.beats.get(&to).copied().unwrap_or(Length::Finite(0));
    let on_entering = |to| match (reading(board, certificate.mark, to), listed(to)) {
        (Some(false), _) => Length::Finite(0),
        (Some(true), Length::Finite(beats)) => Length::Finite(beats.saturating_add(1)),
        (_, beats) => beats,
    };
    for (position, beats) in certificate
        .beats
        .iter()
        .filter(|(_, beats)| **beats > Length::Finite(0))
    {
        answered(board, certificate.side, *position, |to| on_entering(to) >= *beats)?;
    }
    Ok(())
}

/// Does the certificate show that the side can stay in `within` and pay no more than it says?
///
/// What was paid and what is still to be paid are together never more than at the start.
pub fn total_at_most(
    board: &impl Board,
    certificate: &TotalAtMost,
    within: impl Fn(Position) -> bool,
    weight: impl Fn(Position, Position) -> u64,
) -> Result<(), Flaw> {
    for (position, total) in &certificate.total {
        ensure(within(*position), *position, Fault::NotInside)?;
        let rest = |to| {
            certificate
                .total
                .get(&to)
                .and_then(|rest| rest.checked_add(weight(*position, to)))
        };
        answered(board, certificate.side, *position, |to| {
            rest(to).is_some_and(|rest| rest <= *total)
        })?;
    }
    Ok(())
}

/// Does the certificate show that whoever stays in `within` pays no less than it says?
///
/// What was paid and what is still to be paid are together never less than at the start. As long as something
/// is still to be paid, moves that pay nothing and do not raise it lower the second number, so payment comes;
/// and it comes without end where it has no bound.
pub fn total_at_least(
    board: &impl Board,
    certificate: &TotalAtLeast,
    within: impl Fn(Position) -> bool,
    weight: impl Fn(Position, Position) -> u64,
) -> Result<(), Flaw> {
    let is_claimed = |position: Position, total: Sum| total > Sum::Finite(0) && within(position);
    for (position, (total, left)) in certificate
        .total
        .iter()
        .filter(|(position, (total, _))| is_claimed(**position, *total))
    {
        let presses = |to| {
            let (rest, left_after) = certificate.total.get(&to).copied().unwrap_or((Sum::Finite(0), 0));
            let paid = weight(*position, to);
            let is_enough = plus(rest, paid) >= *total;
            !within(to) || (is_enough && (paid > 0 || rest > *total || left_after < *left))
        };
        answered(board, certificate.side, *position, presses)?;
    }
    Ok(())
}

/// Does every circle through these positions pass a beat? Circles that also go elsewhere are not looked at.
pub fn beats(board: &impl Board, positions: impl Iterator<Item = Position>) -> Result<(), Flaw> {
    // How many moves lead to each position without a beat from another one of them.
    let mut n_before: BTreeMap<Position, usize> = positions
        .filter(|position| board.marks(*position).is_none())
        .map(|position| (position, 0))
        .collect();
    let listed: Vec<Position> = n_before.keys().copied().collect();
    for position in &listed {
        for to in moves(board, *position) {
            n_before.entry(to).and_modify(|n| *n += 1);
        }
    }
    // What no move leads to is on no circle, and can be left out together with its moves, again and again.
    let mut free: Vec<Position> = listed
        .into_iter()
        .filter(|position| n_before[position] == 0)
        .collect();
    while let Some(position) = free.pop() {
        n_before.remove(&position);
        for to in moves(board, position) {
            if let Some(n) = n_before.get_mut(&to) {
                *n -= 1;
                if *n == 0 {
                    free.push(to);
                }
            }
        }
    }
    n_before.first_key_value().map_or(Ok(()), |(position, _)| {
        Err(Flaw {
            position: *position,
            fault: Fault::NoBeat,
        })
    })
}

fn ceases(
    board: &impl Board,
    side: Side,
    measure: &BTreeMap<Position, u32>,
    accept: impl Fn(Position) -> bool,
) -> Result<(), Flaw> {
    for (position, before) in measure {
        let is_accepted = accept(*position);
        let keeps = |after: &u32| after < before || (after == before && !is_accepted);
        answered(board, side, *position, |to| measure.get(&to).is_some_and(keeps))?;
    }
    Ok(())
}

/// At a position of the side one of its moves must be good; at one of the other side every move must be.
fn answered(
    board: &impl Board,
    side: Side,
    position: Position,
    is_good: impl Fn(Position) -> bool,
) -> Result<(), Flaw> {
    let moves = moves(board, position);
    ensure(!moves.is_empty(), position, Fault::NoMoves)?;
    if board.side(position) == side {
        return ensure(moves.iter().any(|to| is_good(*to)), position, Fault::NoGoodMove);
    }
    let bad = moves.iter().find(|to| !is_good(**to));
    bad.map_or(Ok(()), |to| {
        Err(Flaw {
            position,
            fault: Fault::BadMove { to: *to },
        })
    })
}

fn ensure(holds: bool, position: Position, fault: Fault) -> Result<(), Flaw> {
    if holds {
        Ok(())
    } else {
        Err(Flaw { position, fault })
    }
}

fn moves(board: &impl Board, position: Position) -> Vec<Position> {
    let mut moves = Vec::new();
    board.moves(position, &mut moves);
    moves
}

/// Is there a marked beat? `None` where there is no beat.
fn reading(board: &impl Board, mark: Marks, position: Position) -> Option<bool> {
    board.marks(position).map(|marks| marks & mark != 0)
}

/// The current run after moving to a position.
fn run_at(board: &impl Board, mark: Marks, to: Position, run: u32) -> u32 {
    match reading(board, mark, to) {
        None => run,
        Some(true) => run.saturating_add(1),
        Some(false) => 0,
    }
}

fn is_less<K: Ord, V: Ord>(listed: &BTreeMap<K, V>, key: K, than: V) -> bool {
    listed.get(&key).is_some_and(|value| *value < than)
}

fn plus(sum: Sum, paid: u64) -> Sum {
    match sum {
        Sum::Finite(sum) => Sum::Finite(sum.saturating_add(paid)),
        Sum::Endless => Sum::Endless,
    }
}
