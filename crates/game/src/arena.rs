//! The part of a board that play can reach, as an explicit graph. Nothing here plays.

use crate::board::{Board, Marks, Position, Side};
use crate::edges::Edges;
use crate::index::Index;
use crate::nodes::{NodeId, NodeSet};
use std::fmt;
use std::sync::OnceLock;

/// Every position that can be reached from the roots, as a graph with moves in both directions.
pub struct Arena {
    index: Index,
    roots: Vec<NodeId>,
    forward: Edges,
    /// Built when a solver first asks; a search that only goes forward never pays for it.
    backward: OnceLock<Edges>,
    ours: NodeSet,
    beats: NodeSet,
    marks: Vec<Marks>,
}

/// The board has more reachable positions than the caller allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// The number of positions that was allowed.
    pub limit: usize,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "more than {} positions can be reached", self.limit)
    }
}

impl std::error::Error for TooLarge {}

impl Arena {
    /// Finds every position that can be reached from `roots`, breadth first; nodes are numbered in the order
    /// in which they are first seen, roots first. Fails if there are more than `limit` of them.
    ///
    /// # Panics
    /// If a position has no move: such a board breaks its promise.
    pub fn explore(board: &impl Board, roots: &[Position], limit: usize) -> Result<Arena, TooLarge> {
        let mut index = Index::new();
        let mut forward = Edges::new();
        let mut roots = numbered(&mut index, roots, limit)?;
        let mut moves = Vec::new();
        let mut expanded = 0;
        while expanded < index.len() {
            moves.clear();
            board.moves(index.position(expanded as u32), &mut moves);
            assert!(!moves.is_empty(), "every position of a board has a move");
            forward.push_node(&mut numbered(&mut index, &moves, limit)?);
            expanded += 1;
        }
        roots.sort_unstable();
        roots.dedup();
        Ok(Arena::described(board, index, roots, forward))
    }

    fn described(board: &impl Board, index: Index, roots: Vec<NodeId>, forward: Edges) -> Arena {
        let n_nodes = index.len();
        let (mut ours, mut beats) = (NodeSet::empty(n_nodes), NodeSet::empty(n_nodes));
        let mut marks = vec![0; n_nodes];
        for node in (0..n_nodes).map(NodeId::new) {
            let position = index.position(node.index() as u32);
            if board.side(position) == Side::Ours {
                ours.insert(node);
            }
            if let Some(read) = board.marks(position) {
                beats.insert(node);
                marks[node.index()] = read;
            }
        }
        Arena {
            index,
            roots,
            forward,
            backward: OnceLock::new(),
            ours,
            beats,
            marks,
        }
    }

    /// The number of nodes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Is there no node? Only if there was no root.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// The nodes that play can begin at, in the order given, each once.
    #[must_use]
    pub fn roots(&self) -> &[NodeId] {
        &self.roots
    }

    /// The position that a node stands for.
    #[must_use]
    pub fn position(&self, node: NodeId) -> Position {
        self.index.position(node.index() as u32)
    }

    /// The node of a position; `None` if play cannot reach it.
    #[must_use]
    pub fn find(&self, position: Position) -> Option<NodeId> {
        self.index
            .find(position)
            .map(|number| NodeId::new(number as usize))
    }

    /// Where one move leads from a node: at least one node, each once, lowest number first.
    #[must_use]
    pub fn successors(&self, node: NodeId) -> &[NodeId] {
        self.forward.of(node)
    }

    /// From where one move leads to a node, each once, lowest number first.
    #[must_use]
    pub fn predecessors(&self, node: NodeId) -> &[NodeId] {
        self.backward.get_or_init(|| self.forward.reversed()).of(node)
    }

    /// Whose move it is at a node.
    #[must_use]
    pub fn side(&self, node: NodeId) -> Side {
        if self.ours.contains(node) {
            Side::Ours
        } else {
            Side::Theirs
        }
    }

    /// The marks read at a beat; `None` elsewhere.
    #[must_use]
    pub fn marks(&self, node: NodeId) -> Option<Marks> {
        self.beats.contains(node).then(|| self.marks[node.index()])
    }

    /// Every node, lowest number first.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.len()).map(NodeId::new)
    }

    /// The nodes for which `holds` holds, as a set.
    pub fn select(&self, mut holds: impl FnMut(NodeId) -> bool) -> NodeSet {
        let mut set = NodeSet::empty(self.len());
        for node in self.nodes().filter(|node| holds(*node)) {
            set.insert(node);
        }
        set
    }

    /// What is read at a node about the marks in `mark`.
    pub(crate) fn reading(&self, node: NodeId, mark: Marks) -> Reading {
        match self.marks(node) {
            None => Reading::NoBeat,
            Some(marks) if marks & mark == 0 => Reading::Unmarked,
            Some(_) => Reading::Marked,
        }
    }
}

/// What is read at a node about some marks of interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    NoBeat,
    /// A beat with none of the marks.
    Unmarked,
    /// A beat with at least one of the marks.
    Marked,
}

fn numbered(index: &mut Index, positions: &[Position], limit: usize) -> Result<Vec<NodeId>, TooLarge> {
    let number = |position: &Position| {
        index
            .number(*position, limit)
            .map(|number| NodeId::new(number as usize))
    };
    positions
        .iter()
        .map(number)
        .collect::<Option<_>>()
        .ok_or(TooLarge { limit })
}
