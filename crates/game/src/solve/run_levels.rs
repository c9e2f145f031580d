//! For one bound on runs: with how long a current run each node can still be played.
//!
//! A longer current run is never better, so all that is to be known about a node is the longest one with
//! which it is still safe. These levels begin too high everywhere and are lowered in rounds, each round from
//! the values of the round before, so that the round in which a node and a run are lost is the number of
//! moves in which the other side can force the bound to be broken.

use super::reach::n_moves;
use crate::arena::{Arena, Reading};
use crate::board::{Marks, Side};
use crate::nodes::NodeId;

/// Who wants which runs short, and where.
#[derive(Clone, Copy)]
pub(crate) struct RunGame<'a> {
    pub(crate) arena: &'a Arena,
    /// The side that wants runs to be short.
    pub(crate) side: Side,
    pub(crate) mark: Marks,
}

impl RunGame<'_> {
    /// The current run after moving to `node` with a current run of `run` beats.
    pub(crate) fn run_at(self, node: NodeId, run: u32) -> u32 {
        match self.arena.reading(node, self.mark) {
            Reading::NoBeat => run,
            Reading::Marked => run + 1,
            Reading::Unmarked => 0,
        }
    }
}

/// The levels of all nodes for one bound.
pub(crate) struct Levels {
    bound: u32,
    /// For each node the number of current runs, from 0 up, with which it is safe.
    slack: Vec<u32>,
}

impl Levels {
    /// The levels for `bound`.
    pub(crate) fn find(game: RunGame<'_>, bound: u32) -> Levels {
        let mut lowering = Lowering::new(game, bound);
        while lowering.round() {}
        lowering.levels
    }

    /// Is there, from `root` on, a way to keep every run at `bound` or less? Looks no further than it must.
    pub(crate) fn is_kept(game: RunGame<'_>, bound: u32, root: NodeId) -> bool {
        let mut lowering = Lowering::new(game, bound);
        while lowering.levels.is_safe(root, 0) {
            if !lowering.round() {
                return true;
            }
        }
        false
    }

    /// Can the bound be kept from the node on, if the current run there is `run`?
    pub(crate) fn is_safe(&self, node: NodeId, run: u32) -> bool {
        run < self.slack[node.index()]
    }

    /// The longest current run with which the node is safe; `None` if it is not even safe with none.
    pub(crate) fn longest_safe(&self, node: NodeId) -> Option<u32> {
        self.slack[node.index()].checked_sub(1)
    }
}

/// In how many moves the other side can break a bound, for each node and current run from which it can.
pub(crate) struct Losses {
    /// For each node its last event.
    last: Vec<Option<u32>>,
    events: Vec<Loss>,
}

struct Loss {
    round: u32,
    slack: u32,
    earlier: Option<u32>,
}

impl Losses {
    /// The losses for `bound`, as far as they are needed to know how `root` is lost.
    pub(crate) fn find(game: RunGame<'_>, bound: u32, root: NodeId) -> Losses {
        let mut losses = Losses {
            last: vec![None; game.arena.len()],
            events: Vec::new(),
        };
        let mut lowering = Lowering::new(game, bound);
        let mut round = 0;
        while lowering.levels.is_safe(root, 0) && lowering.round() {
            round += 1;
            for change in &lowering.changes {
                losses.add(change.node, round, lowering.levels.slack[change.node.index()]);
            }
        }
        losses
    }

    /// The number of moves in which a run over the bound can be forced from the node with a current run of
    /// `run` beats; `None` if that was not needed to be known, or cannot be forced.
    pub(crate) fn moves(&self, node: NodeId, run: u32) -> Option<u32> {
        let last = self.last[node.index()];
        let earlier = |event: &u32| self.events[*event as usize].earlier;
        let events = std::iter::successors(last, earlier).map(|event| &self.events[event as usize]);
        events
            .take_while(|loss| loss.slack <= run)
            .last()
            .map(|loss| loss.round)
    }

    fn add(&mut self, node: NodeId, round: u32, slack: u32) {
        let event = u32::try_from(self.events.len()).expect("fewer than 2^32 levels are lowered");
        let earlier = self.last[node.index()].replace(event);
        self.events.push(Loss {
            round,
            slack,
            earlier,
        });
    }
}

/// Levels on their way down.
struct Lowering<'a> {
    game: RunGame<'a>,
    levels: Levels,
    /// For each node of the side, the number of its moves that keep its level up.
    n_supports: Vec<u32>,
    /// The nodes that were lowered in the last round.
    changes: Vec<Change>,
}

struct Change {
    node: NodeId,
    /// What the node offered to those who moved to it before the round.
    offered: u32,
}

impl<'a> Lowering<'a> {
    fn new(game: RunGame<'a>, bound: u32) -> Lowering<'a> {
        let marked = |node: &NodeId| game.arena.reading(*node, game.mark) == Reading::Marked;
        let all = bound + 1;
        Lowering {
            game,
            levels: Levels {
                bound,
                slack: vec![all; game.arena.len()],
            },
            n_supports: n_moves(game.arena),
            // As if marks had just been painted on a board without any.
            changes: game
                .arena
                .nodes()
                .filter(marked)
                .map(|node| Change { node, offered: all })
                .collect(),
        }
    }

    /// The number of current runs with which one can move to the node.
    fn offer(&self, node: NodeId) -> u32 {
        let slack = self.levels.slack[node.index()];
        match self.game.arena.reading(node, self.game.mark) {
            Reading::NoBeat => slack,
            Reading::Marked => slack.saturating_sub(1),
            Reading::Unmarked if slack == 0 => 0,
            Reading::Unmarked => self.levels.bound + 1,
        }
    }

    /// Lowers every level that the changes of the last round make untenable; false if there is none.
    fn round(&mut self) -> bool {
        let changes = std::mem::take(&mut self.changes);
        let mut lowered = Vec::new();
        for change in &changes {
            self.lower_before(change, &mut lowered);
        }
        lowered.sort_unstable();
        lowered.dedup_by_key(|(node, _)| *node);
        self.changes = lowered
            .iter()
            .map(|(node, _)| Change {
                node: *node,
                offered: self.offer(*node),
            })
            .collect();
        for (node, slack) in lowered {
            self.levels.slack[node.index()] = slack;
        }
        !self.changes.is_empty()
    }

    /// Adds what becomes of the nodes before a changed one. Reads the levels of the last round only.
    fn lower_before(&mut self, change: &Change, lowered: &mut Vec<(NodeId, u32)>) {
        let offer = self.offer(change.node);
        for before in self.game.arena.predecessors(change.node).iter().copied() {
            let slack = self.levels.slack[before.index()];
            if offer >= slack {
                continue;
            }
            if self.game.arena.side(before) != self.game.side {
                lowered.push((before, offer));
            } else if change.offered >= slack {
                self.n_supports[before.index()] -= 1;
                if self.n_supports[before.index()] == 0 {
                    lowered.push((before, self.best_offer(before)));
                }
            }
        }
    }

    /// The best offer among the moves of a node, counting how many make it.
    fn best_offer(&mut self, node: NodeId) -> u32 {
        let offers = || {
            self.game
                .arena
                .successors(node)
                .iter()
                .map(|next| self.offer(*next))
        };
        let best = offers().max().expect("every position of a board has a move");
        let n_supports = offers().filter(|offer| *offer == best).count();
        self.n_supports[node.index()] = u32::try_from(n_supports).expect("a node has fewer than 2^32 moves");
        best
    }
}
