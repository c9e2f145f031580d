//! Small boards to play on: drawn at random, or listed exhaustively.

use holdpoint_game::{Arena, Board, Marks, NodeId, NodeSet, Position, Side};
use proptest::prelude::*;

/// A board as a table. Field `n` stands at a position that does not look like `n`, so that nobody confuses
/// the two.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) fields: Vec<Field>,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) side: Side,
    pub(crate) marks: Option<Marks>,
    pub(crate) moves: Vec<usize>,
}

pub(crate) fn at(field: usize) -> Position {
    (field as Position + 1) << 67 | 5
}

pub(crate) fn field(position: Position) -> usize {
    (position >> 67) as usize - 1
}

impl Board for Table {
    fn side(&self, position: Position) -> Side {
        self.fields[field(position)].side
    }

    fn moves(&self, position: Position, into: &mut Vec<Position>) {
        into.extend(self.fields[field(position)].moves.iter().map(|field| at(*field)));
    }

    fn marks(&self, position: Position) -> Option<Marks> {
        self.fields[field(position)].marks
    }
}

impl Table {
    /// A board written down: for each field who moves, the marks if it is a beat, and where the moves lead.
    pub(crate) fn of(fields: &[(&str, Option<Marks>, &[usize])]) -> Table {
        let side = |name| if name == "ours" { Side::Ours } else { Side::Theirs };
        let fields = fields.iter().map(|(name, marks, moves)| Field {
            side: side(*name),
            marks: *marks,
            moves: moves.to_vec(),
        });
        Table {
            fields: fields.collect(),
        }
    }

    /// Everything that can be reached from field 0.
    pub(crate) fn arena(&self) -> Arena {
        Arena::explore(self, &[at(0)], 1000).expect("a small board")
    }

    pub(crate) fn len(&self) -> usize {
        self.fields.len()
    }

    /// The same board, but at its fields `side` makes only the moves that `advice` names.
    pub(crate) fn advised(&self, side: Side, advice: impl Fn(usize) -> Option<usize>) -> Table {
        let mut table = self.clone();
        for (n, field) in table
            .fields
            .iter_mut()
            .enumerate()
            .filter(|(_, field)| field.side == side)
        {
            if let Some(to) = advice(n) {
                assert!(field.moves.contains(&to), "advice names a move");
                field.moves = vec![to];
            }
        }
        table
    }

    /// Does every circle pass a beat? Written as a search for a long way without one.
    pub(crate) fn is_sound(&self) -> bool {
        let mut ends: Vec<usize> = (0..self.len())
            .filter(|n| self.fields[*n].marks.is_none())
            .collect();
        for _ in 0..=self.len() {
            ends = ends.iter().flat_map(|n| self.fields[*n].moves.clone()).collect();
            ends.retain(|n| self.fields[*n].marks.is_none());
            ends.sort_unstable();
            ends.dedup();
        }
        ends.is_empty()
    }
}

pub(crate) fn field_of(arena: &Arena, node: NodeId) -> usize {
    field(arena.position(node))
}

/// The nodes of the fields whose bit is set in `bits`.
pub(crate) fn chosen(arena: &Arena, bits: u32) -> NodeSet {
    arena.select(|node| bits >> field_of(arena, node) & 1 == 1)
}

pub(crate) fn chosen_fields(table: &Table, bits: u32) -> Vec<bool> {
    (0..table.len()).map(|field| bits >> field & 1 == 1).collect()
}

/// A weight from 0 to `weight_max` for each pair of fields that looks like chance; half of the time 0.
pub(crate) fn field_weight(seed: u64, weight_max: u64, from: usize, to: usize) -> u64 {
    let pair = from as u64 * 64 + to as u64;
    let scattered =
        (seed ^ pair.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_mul(0xD134_2543_DE82_EF95) >> 40;
    (scattered % (weight_max * 2 + 1)).saturating_sub(weight_max)
}

/// Random boards of up to `n_max` fields in which every circle passes a beat; marks are drawn from two.
pub(crate) fn tables(n_max: usize) -> impl Strategy<Value = Table> {
    let marks = prop_oneof![3 => Just(None), 3 => (1u16..4).prop_map(Some), 2 => Just(Some(0u16))];
    let field = (
        any::<bool>(),
        marks,
        prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    );
    prop::collection::vec(field, 1..=n_max).prop_map(|fields| {
        let n = fields.len();
        let plain = |(ours, marks, moves): (bool, Option<Marks>, Vec<prop::sample::Index>)| Field {
            side: if ours { Side::Ours } else { Side::Theirs },
            marks,
            moves: moves.iter().map(|index| index.index(n)).collect(),
        };
        with_beats_on_circles(Table {
            fields: fields.into_iter().map(plain).collect(),
        })
    })
}

/// A move from a field without a beat to an earlier one without a beat is led on to the next beat instead.
fn with_beats_on_circles(mut table: Table) -> Table {
    let last = table.len() - 1;
    table.fields[last].marks.get_or_insert(1);
    let is_beat: Vec<bool> = table.fields.iter().map(|field| field.marks.is_some()).collect();
    for (number, field) in table
        .fields
        .iter_mut()
        .enumerate()
        .filter(|(number, _)| !is_beat[*number])
    {
        for to in &mut field.moves {
            if !is_beat[*to] && *to <= number {
                *to = (number..)
                    .find(|n| is_beat[*n])
                    .expect("the last field is a beat");
            }
        }
    }
    table
}

/// All boards with up to three fields and up to two moves at each in which every circle passes a beat.
pub(crate) fn tiny_tables() -> impl Iterator<Item = Table> {
    (1..=3)
        .flat_map(|n| tables_from(&tiny_fields(n), n))
        .filter(Table::is_sound)
}

fn tables_from(fields: &[Field], n: usize) -> Vec<Table> {
    (0..fields.len().pow(n as u32))
        .map(|code| Table {
            fields: digits(code, fields, n),
        })
        .collect()
}

fn digits(code: usize, fields: &[Field], n: usize) -> Vec<Field> {
    (0..n)
        .map(|place| fields[code / fields.len().pow(place as u32) % fields.len()].clone())
        .collect()
}

fn tiny_fields(n: usize) -> Vec<Field> {
    let mut fields = Vec::new();
    for side in [Side::Ours, Side::Theirs] {
        for marks in [None, Some(0), Some(1)] {
            for first in 0..n {
                for second in first..n {
                    fields.push(Field {
                        side,
                        marks,
                        moves: vec![first, second],
                    });
                }
            }
        }
    }
    fields
}
