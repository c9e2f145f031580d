//! Numbers the positions of explored boards so that every place is a range, and puts into words what happens.
//!
//! It must not know which question is asked.

use super::plain::{Kind, Move, Part, Place, PlainBoard};
use crate::board::Board;
use crate::report::{ActionIs, Mover};
use crate::waits::{PAUSE, UNRELEASED};
use holdpoint_game::{Arena, NodeId, Position, Side};

/// Positions gathered so far, in the order in which they came.
pub(super) struct Numbering<'a, 'b> {
    board: &'b Board<'a>,
    drafts: Vec<Draft>,
}

struct Draft {
    place: Place,
    position: Position,
    side: Side,
    /// Places in the list of drafts.
    moves: Vec<usize>,
}

const FOUND: &str = "the developer sets about ending the pause";

impl<'a, 'b> Numbering<'a, 'b> {
    pub(super) fn new(board: &'b Board<'a>) -> Numbering<'a, 'b> {
        Numbering {
            board,
            drafts: Vec::new(),
        }
    }

    /// What follows from the start on.
    pub(super) fn begin(&mut self, arena: &Arena) {
        self.take(arena, Part::FromTheStart);
    }

    /// What follows once the developer is found at a paused node of the first part.
    pub(super) fn found(&mut self, arena: &Arena, found: &[(NodeId, Vec<Position>)]) {
        let first = self.drafts.len();
        self.take(arena, Part::OnceFound);
        for start in arena.roots() {
            self.find(first + start.index());
        }
        let founds = self.drafts.len() - arena.roots().len();
        for (node, starts) in found {
            let mut into: Vec<usize> = starts
                .iter()
                .filter_map(|it| arena.find(*it))
                .filter_map(|it| arena.roots().binary_search(&it).ok())
                .map(|root| founds + root)
                .collect();
            into.sort_unstable();
            into.dedup();
            self.drafts[node.index()].moves.extend(into);
        }
    }

    /// Where the developer is found play goes on as from the start given, but no beat counts yet.
    fn find(&mut self, start: usize) {
        let Draft {
            position,
            side,
            ref moves,
            ..
        } = self.drafts[start];
        let moves = moves.clone();
        let place = Place {
            part: Part::OnceFound,
            kind: Kind::Found,
        };
        self.drafts.push(Draft {
            place,
            position,
            side,
            moves,
        });
    }

    fn take(&mut self, arena: &Arena, part: Part) {
        let first = self.drafts.len();
        self.drafts.extend(arena.nodes().map(|node| {
            Draft {
                place: Place {
                    part,
                    kind: kind(arena, node),
                },
                position: arena.position(node),
                side: arena.side(node),
                moves: arena
                    .successors(node)
                    .iter()
                    .map(|to| first + to.index())
                    .collect(),
            }
        }));
    }

    /// The start keeps the number 0.
    pub(super) fn plain(&self) -> PlainBoard {
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|it| self.drafts[*it].place);
        let mut number = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            number[*old] = new;
        }
        let mut places: Vec<(Place, usize)> = Vec::new();
        for (new, old) in order.iter().enumerate() {
            let place = self.drafts[*old].place;
            if places.last().is_none_or(|(last, _)| *last != place) {
                places.push((place, new));
            }
        }
        let drafts = || order.iter().map(|it| &self.drafts[*it]);
        PlainBoard {
            places,
            is_developers: drafts().map(|it| it.side == Side::Ours).collect(),
            moves: drafts().map(|it| self.moves(it, &number)).collect(),
            told: drafts().map(|it| self.told(it)).collect(),
            start: number.first().copied().unwrap_or(0),
        }
    }

    fn moves(&self, from: &Draft, number: &[usize]) -> Vec<Move> {
        let one = |to: &usize| Move {
            to: number[*to],
            told: self.happens(from, &self.drafts[*to]),
        };
        from.moves.iter().map(one).collect()
    }

    fn told(&self, draft: &Draft) -> String {
        let turn = match draft.place.kind {
            Kind::Turn => self.board.turn(draft.position),
            Kind::Found => "found in a pause",
            Kind::Unpaused => "not paused",
            Kind::Paused | Kind::PausedUnreleased => "paused",
        };
        let reading = self.board.reading(draft.position);
        if reading.is_empty() {
            turn.to_owned()
        } else {
            format!("{turn}; {reading}")
        }
    }

    fn happens(&self, from: &Draft, to: &Draft) -> String {
        if to.place.kind == Kind::Found {
            return FOUND.to_owned();
        }
        if from.position == to.position {
            return String::new();
        }
        let stretch = self.board.stretch(from.position, to.position);
        let events = stretch.events.iter().map(|it| match &it.mover {
            Mover::Developer(name) | Mover::Party(name) => format!("{name}: {}", it.text),
            Mover::Nature | Mover::Time => it.text.clone(),
        });
        let actions = stretch.beat.into_iter().flat_map(|it| it.actions);
        let paused = actions.filter_map(|it| match it.state {
            ActionIs::Paused { because } => {
                Some(format!("{} paused because of {}", it.action, because.join(", ")))
            }
            ActionIs::GoingOn | ActionIs::NotWanted => None,
        });
        events.chain(paused).collect::<Vec<_>>().join("; ")
    }
}

fn kind(arena: &Arena, node: NodeId) -> Kind {
    match arena.marks(node) {
        None => Kind::Turn,
        Some(marks) if marks & PAUSE == 0 => Kind::Unpaused,
        Some(marks) if marks & UNRELEASED == 0 => Kind::Paused,
        Some(_) => Kind::PausedUnreleased,
    }
}
