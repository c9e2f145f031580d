//! Boards of facts, against the same boards explored position by position.

use holdpoint_game::facts::{FactBoard, Gate, Wire};
use holdpoint_game::{Arena, Board, Marks, Position, Side, solve};
use proptest::prelude::*;

/// A board of facts whose formulas are read one position at a time.
struct Plainly<'a>(&'a FactBoard);

impl Plainly<'_> {
    fn wire(&self, position: Position, choice: u32, wire: Wire) -> bool {
        let board = self.0;
        let (wire, n_facts) = (wire as usize, board.n_facts);
        if wire < n_facts {
            return position >> wire & 1 == 1;
        }
        if wire < n_facts + board.n_choice_bits {
            return choice >> (wire - n_facts) & 1 == 1;
        }
        let at = |it: Wire| self.wire(position, choice, it);
        match board.gates[wire - n_facts - board.n_choice_bits] {
            Gate::And(one, other) => at(one) && at(other),
            Gate::Or(one, other) => at(one) || at(other),
            Gate::Xor(one, other) => at(one) != at(other),
            Gate::Not(one) => !at(one),
        }
    }
}

impl Board for Plainly<'_> {
    fn side(&self, position: Position) -> Side {
        if self.wire(position, 0, self.0.ours) {
            Side::Ours
        } else {
            Side::Theirs
        }
    }

    fn moves(&self, position: Position, into: &mut Vec<Position>) {
        for choice in 0..1 << self.0.n_choice_bits {
            let facts = self.0.next.iter().enumerate();
            into.push(facts.fold(0, |to, (fact, wire)| {
                to | Position::from(self.wire(position, choice, *wire)) << fact
            }));
        }
    }

    fn marks(&self, position: Position) -> Option<Marks> {
        Some(Marks::from(self.wire(position, 0, self.0.goal)))
    }
}

/// Numbers, of which each picks a gate and its wires, or the wire of a fact's next value.
fn boards() -> impl Strategy<Value = FactBoard> {
    (1usize..9, 0usize..3, 1usize..24).prop_flat_map(|(n_facts, n_choice_bits, n_gates)| {
        let numbers = |n| proptest::collection::vec(any::<u32>(), n);
        (numbers(3 * n_gates), numbers(n_facts + 2)).prop_map(move |(gates, ends)| {
            let first = n_facts + n_choice_bits;
            let gate = |(index, it): (usize, &[u32])| {
                let wire = |number: u32| number % (first + index) as u32;
                match it[0] % 4 {
                    0 => Gate::And(wire(it[1]), wire(it[2])),
                    1 => Gate::Or(wire(it[1]), wire(it[2])),
                    2 => Gate::Xor(wire(it[1]), wire(it[2])),
                    _ => Gate::Not(wire(it[1])),
                }
            };
            let wire = |number: &u32| number % (first + n_gates) as u32;
            // Whose move it is and what is the goal are no matter of the choice made there.
            let fact = |number: &u32| number % n_facts as u32;
            FactBoard {
                n_facts,
                n_choice_bits,
                gates: gates.chunks(3).enumerate().map(gate).collect(),
                next: ends[..n_facts].iter().map(wire).collect(),
                ours: fact(&ends[n_facts]),
                goal: fact(&ends[n_facts + 1]),
            }
        })
    })
}

proptest! {
    #[test]
    fn words_of_positions_say_what_each_position_says(board in boards()) {
        let plainly = Plainly(&board);
        let all: Vec<Position> = (0..1 << board.n_facts).collect();
        let arena = Arena::explore(&plainly, &all, all.len()).expect("it has so many positions");
        let goal = arena.select(|node| arena.marks(node) == Some(1));
        for side in [Side::Ours, Side::Theirs] {
            let (slow, fast) = (solve::reach(&arena, side, &goal), board.reach(side));
            for node in arena.nodes() {
                let position = u32::try_from(arena.position(node)).expect("few facts");
                prop_assert_eq!(fast.contains(position), slow.region.contains(node));
            }
            prop_assert_eq!(fast.len(), arena.nodes().filter(|it| slow.region.contains(*it)).count() as u64);
            prop_assert_eq!(fast.is_empty(), goal.is_empty());
        }
    }
}
