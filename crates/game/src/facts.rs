//! Boards whose positions are all the ways in which some facts may hold, played sixty-four positions at once.
//!
//! Where every fact may bear on every other there is no structure to use, and naming each position costs more than
//! playing it. So positions are numbered by their facts, each fact's next value is a formula worked out for a word of
//! positions at a time, and a set of positions is a bit each: no position and no move is ever stored. Nothing here
//! knows what a fact stands for.

use crate::board::Side;

/// More facts than this have too many positions to keep a bit for each in the room that there is.
pub const MOST_FACTS: usize = 32;

/// Where one finds a formula's value: the facts first, then the bits of the choice made, then the gates in order.
pub type Wire = u32;

/// One step of a formula, over wires that come before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Both hold.
    And(Wire, Wire),
    /// At least one holds.
    Or(Wire, Wire),
    /// Exactly one holds.
    Xor(Wire, Wire),
    /// It does not hold.
    Not(Wire),
}

/// A board: position *p* is the one in which fact *i* holds if bit *i* of *p* is set.
#[derive(Clone, Debug)]
pub struct FactBoard {
    /// From 1 to [`MOST_FACTS`].
    pub n_facts: usize,
    /// Bits by which the mover chooses: two to that power moves at every position. At most 8.
    pub n_choice_bits: usize,
    /// Formulas, each over wires before it.
    pub gates: Vec<Gate>,
    /// For each fact, whether it holds after the move.
    pub next: Vec<Wire>,
    /// Whether it is our side's move.
    pub ours: Wire,
    /// The positions that are asked about.
    pub goal: Wire,
}

/// A set of positions of one [`FactBoard`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactSet {
    words: Vec<u64>,
}

/// Where each of the six lowest facts holds within a word of positions.
const WITHIN: [u64; 6] = [
    0xaaaa_aaaa_aaaa_aaaa,
    0xcccc_cccc_cccc_cccc,
    0xf0f0_f0f0_f0f0_f0f0,
    0xff00_ff00_ff00_ff00,
    0xffff_0000_ffff_0000,
    0xffff_ffff_0000_0000,
];

impl FactBoard {
    /// Where `side` can force that a position of the goal is visited; those of the goal count.
    ///
    /// # Panics
    /// If a wire is not before the gate that reads it, or the board has more facts, fewer facts or more choices than it
    /// may.
    #[must_use]
    pub fn reach(&self, side: Side) -> FactSet {
        self.assert_well_formed();
        let mut region = self.goal_set();
        let mut play = Play::new(self, side);
        while play.sweep(&mut region) {}
        region
    }

    fn assert_well_formed(&self) {
        assert!((1..=MOST_FACTS).contains(&self.n_facts) && self.next.len() == self.n_facts);
        assert!(self.n_choice_bits <= 8);
        let first = self.n_facts + self.n_choice_bits;
        for (index, gate) in self.gates.iter().enumerate() {
            let (one, other) = gate.wires();
            assert!(
                (one.max(other) as usize) < first + index,
                "a gate reads wires before it"
            );
        }
        let ends = self.next.iter().chain([&self.ours, &self.goal]);
        assert!(ends.copied().all(|it| (it as usize) < first + self.gates.len()));
    }

    fn goal_set(&self) -> FactSet {
        let mut wires = vec![0; self.n_facts + self.n_choice_bits + self.gates.len()];
        let words = (0..self.n_words()).map(|word| {
            self.work_out(&mut wires, word, 0);
            wires[self.goal as usize] & self.positions_within()
        });
        FactSet {
            words: words.collect(),
        }
    }

    fn n_words(&self) -> usize {
        1 << self.n_facts.saturating_sub(6)
    }

    /// The bits of a word that stand for a position.
    fn positions_within(&self) -> u64 {
        if self.n_facts >= 6 {
            u64::MAX
        } else {
            (1 << (1 << self.n_facts)) - 1
        }
    }

    /// Every wire's value at sixty-four positions.
    fn work_out(&self, wires: &mut [u64], word: usize, choice: usize) {
        for (fact, wire) in wires[..self.n_facts].iter_mut().enumerate() {
            *wire = match WITHIN.get(fact) {
                Some(pattern) => *pattern,
                None => spread(word >> (fact - 6)),
            };
        }
        let first = self.n_facts + self.n_choice_bits;
        for bit in 0..self.n_choice_bits {
            wires[self.n_facts + bit] = spread(choice >> bit);
        }
        for (index, gate) in self.gates.iter().enumerate() {
            let at = |wire: Wire| wires[wire as usize];
            wires[first + index] = match *gate {
                Gate::And(one, other) => at(one) & at(other),
                Gate::Or(one, other) => at(one) | at(other),
                Gate::Xor(one, other) => at(one) ^ at(other),
                Gate::Not(one) => !at(one),
            };
        }
    }
}

impl Gate {
    fn wires(self) -> (Wire, Wire) {
        match self {
            Gate::And(one, other) | Gate::Or(one, other) | Gate::Xor(one, other) => (one, other),
            Gate::Not(one) => (one, one),
        }
    }
}

impl FactSet {
    /// Is the position in the set? False where there is no such position.
    #[must_use]
    pub fn contains(&self, position: u32) -> bool {
        let word = self.words.get(position as usize / 64);
        word.is_some_and(|it| it >> (position % 64) & 1 != 0)
    }

    /// The number of positions in the set.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.words.iter().map(|it| u64::from(it.count_ones())).sum()
    }

    /// Is no position in the set?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|it| *it == 0)
    }
}

/// The lowest bit, in every place.
fn spread(bits: usize) -> u64 {
    (bits as u64 & 1).wrapping_neg()
}

/// Memory that is used again for every word.
struct Play<'a> {
    board: &'a FactBoard,
    side: Side,
    wires: Vec<u64>,
    /// Next positions, as bit columns and then as numbers.
    turned: [u64; 64],
}

impl Play<'_> {
    fn new(board: &FactBoard, side: Side) -> Play<'_> {
        Play {
            board,
            side,
            wires: vec![0; board.n_facts + board.n_choice_bits + board.gates.len()],
            turned: [0; 64],
        }
    }

    /// Adds every position from which one move leads into the region by the side's will or whatever the other does; what
    /// is added counts at once. Whether any was.
    fn sweep(&mut self, region: &mut FactSet) -> bool {
        let within = self.board.positions_within();
        let mut has_grown = false;
        for word in 0..self.board.n_words() {
            let open = !region.words[word] & within;
            let won = if open == 0 {
                0
            } else {
                self.won(region, word, open)
            };
            has_grown |= won != 0;
            region.words[word] |= won;
        }
        has_grown
    }

    /// Which of the open positions of a word are won by one move.
    fn won(&mut self, region: &FactSet, word: usize, open: u64) -> u64 {
        let (mut some, mut every, mut movers) = (0, open, 0);
        for choice in 0..1usize << self.board.n_choice_bits {
            self.board.work_out(&mut self.wires, word, choice);
            let ours = self.wires[self.board.ours as usize];
            movers = if self.side == Side::Ours { ours } else { !ours };
            // Positions that no further choice can decide are left alone.
            let undecided = (movers & !some | !movers & every) & open;
            let led = if undecided == 0 {
                0
            } else {
                self.leads_into(region, undecided)
            };
            some |= led;
            every &= led;
        }
        (movers & some | !movers & every) & open
    }

    /// From which of these positions the move that was worked out leads into the region.
    fn leads_into(&mut self, region: &FactSet, from: u64) -> u64 {
        self.turned.fill(0);
        for (fact, wire) in self.board.next.iter().enumerate() {
            self.turned[fact] = self.wires[*wire as usize];
        }
        transpose(&mut self.turned);
        let mut led = 0;
        let mut left = from;
        while left != 0 {
            let lane = left.trailing_zeros();
            left &= left - 1;
            let to = self.turned[lane as usize] as usize;
            led |= (region.words[to / 64] >> (to % 64) & 1) << lane;
        }
        led
    }
}

/// Rows become columns: halves are exchanged, then quarters within each half, and so on.
fn transpose(square: &mut [u64; 64]) {
    let (mut width, mut mask) = (32, 0x0000_0000_ffff_ffffu64);
    while width != 0 {
        let mut row = 0;
        while row < 64 {
            let moved = (square[row] >> width ^ square[row + width]) & mask;
            square[row] ^= moved << width;
            square[row + width] ^= moved;
            row = (row + width + 1) & !width;
        }
        width /= 2;
        mask ^= mask << width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_columns() {
        let mut square = [0u64; 64];
        for (row, bits) in square.iter_mut().enumerate() {
            *bits = (row as u64 + 3).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        let mut turned = square;
        transpose(&mut turned);
        for (row, bits) in square.iter().enumerate() {
            for (column, other) in turned.iter().enumerate() {
                assert_eq!(other >> row & 1, bits >> column & 1);
            }
        }
    }
}
