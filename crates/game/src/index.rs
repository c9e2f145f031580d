//! Positions numbered in the order in which they are first seen, with far less memory than a map of them.

use crate::board::Position;
use rustc_hash::FxHasher;
use std::hash::Hasher;

const FREE: u32 = u32::MAX;

/// The positions seen so far, each with its number.
pub(crate) struct Index {
    positions: Vec<Position>,
    /// Open addressing: the number of a position, or `FREE`.
    // INVARIANT: the length is a power of two, and at most two thirds of the slots are taken.
    slots: Vec<u32>,
}

impl Index {
    pub(crate) fn new() -> Index {
        Index {
            positions: Vec::new(),
            slots: vec![FREE; 64],
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.positions.len()
    }

    pub(crate) fn position(&self, number: u32) -> Position {
        self.positions[number as usize]
    }

    /// The number of a position that has been seen.
    pub(crate) fn find(&self, position: Position) -> Option<u32> {
        Some(self.slots[self.slot(position)]).filter(|number| *number != FREE)
    }

    /// The number of a position, a new one if it has not been seen; `None` if it would be one too many for
    /// `limit`.
    pub(crate) fn number(&mut self, position: Position, limit: usize) -> Option<u32> {
        let slot = self.slot(position);
        if self.slots[slot] != FREE {
            return Some(self.slots[slot]);
        }
        if self.len() >= limit.min(FREE as usize) {
            return None;
        }
        let number = self.len() as u32;
        self.slots[slot] = number;
        self.positions.push(position);
        if self.len() * 3 > self.slots.len() * 2 {
            self.grow();
        }
        Some(number)
    }

    /// The slot that holds the position, or the free one where it belongs.
    fn slot(&self, position: Position) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash(position) & mask;
        while self.slots[slot] != FREE && self.position(self.slots[slot]) != position {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![FREE; self.slots.len() * 2];
        for number in 0..self.len() as u32 {
            let slot = self.slot(self.position(number));
            self.slots[slot] = number;
        }
    }
}

fn hash(position: Position) -> usize {
    let mut hasher = FxHasher::default();
    hasher.write_u128(position);
    // Boards pack small fields side by side, so the high half of the product carries the mixing.
    (hasher.finish() as usize) ^ ((hasher.finish() >> 32) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_first_sight_and_survive_growth() {
        let mut index = Index::new();
        let positions: Vec<Position> = (0..5000u128).map(|i| (i * i) << (i % 60)).collect();
        let numbers: Vec<_> = positions
            .iter()
            .map(|p| index.number(*p, 5000).expect("within the limit"))
            .collect();
        for (position, number) in positions.iter().zip(&numbers) {
            assert_eq!(index.find(*position), Some(*number));
            assert_eq!(index.position(*number), *position);
        }
        assert_eq!(index.find(7), None);
    }

    #[test]
    fn the_limit_counts_positions_and_not_sightings() {
        let mut index = Index::new();
        assert_eq!(
            [9, 8, 9, 8].map(|p| index.number(p, 2)),
            [Some(0), Some(1), Some(0), Some(1)]
        );
        assert_eq!(index.number(7, 2), None);
        assert_eq!(index.len(), 2);
    }
}
