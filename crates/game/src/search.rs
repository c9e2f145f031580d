//! Shortest plays in which both sides cooperate, on an arena or straight on a board.

use crate::arena::{Arena, TooLarge};
use crate::board::{Board, Marks, Position};
use crate::index::Index;
use crate::nodes::NodeId;
use std::collections::VecDeque;

impl Arena {
    /// A shortest play (fewest steps, which are beats, then fewest positions) from a root to a node where
    /// `goal` holds, both ends included; `None` if no play gets there.
    pub fn shortest_play(&self, goal: impl Fn(NodeId) -> bool) -> Option<Vec<NodeId>> {
        search(&mut Explored { arena: self, goal }, self.roots()).expect("an explored arena does not grow")
    }
}

/// A shortest play (fewest steps, which are beats, then fewest positions) from a root to a position where
/// `goal` holds, both ends included; `None` if no play gets there. `goal` is told the marks of a beat, `None`
/// elsewhere.
///
/// Looks at positions only as it comes to them and keeps no edges, so it answers on boards that are too large
/// for an [`Arena`]; it fails only if it meets more than `limit` positions before it finds the goal.
pub fn shortest_play<B: Board>(
    board: &B,
    roots: &[Position],
    goal: impl Fn(Position, Option<Marks>) -> bool,
    limit: usize,
) -> Result<Option<Vec<Position>>, TooLarge> {
    let mut unfolding = Unfolding {
        board,
        goal,
        limit,
        index: Index::new(),
        moves: Vec::new(),
    };
    let roots = roots
        .iter()
        .map(|root| unfolding.number(*root))
        .collect::<Result<Vec<_>, _>>()?;
    let play = search(&mut unfolding, &roots)?;
    Ok(play.map(|play| play.into_iter().map(|node| unfolding.position(node)).collect()))
}

/// A graph that numbers its nodes as it is searched.
trait Graph {
    fn successors(&mut self, node: NodeId, into: &mut Vec<NodeId>) -> Result<(), TooLarge>;
    fn is_beat(&self, node: NodeId) -> bool;
    fn is_goal(&self, node: NodeId) -> bool;
}

struct Explored<'a, G> {
    arena: &'a Arena,
    goal: G,
}

impl<G: Fn(NodeId) -> bool> Graph for Explored<'_, G> {
    fn successors(&mut self, node: NodeId, into: &mut Vec<NodeId>) -> Result<(), TooLarge> {
        into.extend_from_slice(self.arena.successors(node));
        Ok(())
    }

    fn is_beat(&self, node: NodeId) -> bool {
        self.arena.marks(node).is_some()
    }

    fn is_goal(&self, node: NodeId) -> bool {
        (self.goal)(node)
    }
}

struct Unfolding<'a, B, G> {
    board: &'a B,
    goal: G,
    limit: usize,
    index: Index,
    moves: Vec<Position>,
}

impl<B: Board, G> Unfolding<'_, B, G> {
    fn number(&mut self, position: Position) -> Result<NodeId, TooLarge> {
        let number = self
            .index
            .number(position, self.limit)
            .ok_or(TooLarge { limit: self.limit })?;
        Ok(NodeId::new(number as usize))
    }

    fn position(&self, node: NodeId) -> Position {
        self.index.position(node.index() as u32)
    }
}

impl<B: Board, G: Fn(Position, Option<Marks>) -> bool> Graph for Unfolding<'_, B, G> {
    fn successors(&mut self, node: NodeId, into: &mut Vec<NodeId>) -> Result<(), TooLarge> {
        let mut moves = std::mem::take(&mut self.moves);
        self.board.moves(self.position(node), &mut moves);
        for position in moves.drain(..) {
            into.push(self.number(position)?);
        }
        self.moves = moves;
        Ok(())
    }

    fn is_beat(&self, node: NodeId) -> bool {
        self.board.marks(self.position(node)).is_some()
    }

    fn is_goal(&self, node: NodeId) -> bool {
        let position = self.position(node);
        (self.goal)(position, self.board.marks(position))
    }
}

/// Dijkstra's search by (beats, moves) without a heap: see [`Agenda`].
fn search(graph: &mut impl Graph, roots: &[NodeId]) -> Result<Option<Vec<NodeId>>, TooLarge> {
    let mut tree = Tree::default();
    let mut agenda = Agenda::default();
    for root in roots {
        tree.plant(*root, *root, 0, graph.is_beat(*root), &mut agenda);
    }
    let mut successors = Vec::new();
    while let Some((node, moves)) = agenda.pop() {
        if graph.is_goal(node) {
            return Ok(Some(tree.path_to(node)));
        }
        successors.clear();
        graph.successors(node, &mut successors)?;
        for successor in &successors {
            tree.plant(
                *successor,
                node,
                moves + 1,
                graph.is_beat(*successor),
                &mut agenda,
            );
        }
    }
    Ok(None)
}

/// How each node was first come to.
#[derive(Default)]
struct Tree {
    /// The node before; the node itself at a root; `None` if it was not come to yet.
    before: Vec<Option<NodeId>>,
}

impl Tree {
    fn plant(&mut self, node: NodeId, before: NodeId, moves: u32, is_beat: bool, agenda: &mut Agenda) {
        if self.before.len() <= node.index() {
            self.before.resize(node.index() + 1, None);
        }
        if self.before[node.index()].is_none() {
            self.before[node.index()] = Some(before);
            agenda.add(node, moves, is_beat);
        }
    }

    fn path_to(&self, node: NodeId) -> Vec<NodeId> {
        let mut path = vec![node];
        let mut last = node;
        while let Some(before) = self.before[last.index()].filter(|before| *before != last) {
            path.push(before);
            last = before;
        }
        path.reverse();
        path
    }
}

/// Nodes still to look at, in the order of the beats and then of the moves that lead to them.
///
/// Beats of the coming step and other nodes of this step are found in the order of their moves, so plain
/// queues are sorted, and the first time a node is found is the best.
#[derive(Default)]
struct Agenda {
    this_step: VecDeque<(NodeId, u32)>,
    beats_of_this_step: VecDeque<(NodeId, u32)>,
    beats_of_next_step: VecDeque<(NodeId, u32)>,
}

impl Agenda {
    fn add(&mut self, node: NodeId, moves: u32, is_beat: bool) {
        let queue = if is_beat {
            &mut self.beats_of_next_step
        } else {
            &mut self.this_step
        };
        queue.push_back((node, moves));
    }

    fn pop(&mut self) -> Option<(NodeId, u32)> {
        if self.this_step.is_empty() && self.beats_of_this_step.is_empty() {
            std::mem::swap(&mut self.beats_of_this_step, &mut self.beats_of_next_step);
        }
        match (self.beats_of_this_step.front(), self.this_step.front()) {
            (Some((_, beat)), Some((_, other))) if other < beat => self.this_step.pop_front(),
            (Some(_), _) => self.beats_of_this_step.pop_front(),
            (None, _) => self.this_step.pop_front(),
        }
    }
}
