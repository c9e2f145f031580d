//! The grounds of each answer, written down for the audit.

use super::reach::Reach;
use super::recur::Recur;
use super::run::Run;
use super::run_plays::{Forcing, Keeping};
use super::stay::Stay;
use super::total::Total;
use super::wait::Wait;
use crate::arena::Arena;
use crate::board::Position;
use crate::certificate;
use crate::length::{Length, Sum};
use crate::nodes::{NodeId, NodeSet};
use std::collections::BTreeMap;

impl Reach {
    /// Shows the region and the ranks.
    #[must_use]
    pub fn certificate(&self, arena: &Arena) -> certificate::Reach {
        certificate::Reach {
            side: self.side,
            moves: listed(arena, &self.region, |node| self.rank[node.index()]),
        }
    }
}

impl Stay {
    /// Shows the region.
    #[must_use]
    pub fn certificate(&self, arena: &Arena) -> certificate::Stay {
        let next = |node| self.next(arena, node).filter(|_| arena.side(node) == self.side);
        let next = |node| next(node).map(|next| arena.position(next));
        certificate::Stay {
            side: self.side,
            next: listed(arena, &self.region, next),
        }
    }
}

impl Recur {
    /// Shows the region.
    #[must_use]
    pub fn certificate(&self, arena: &Arena) -> certificate::Recur {
        certificate::Recur {
            side: self.side,
            moves: listed(arena, &self.region, |node| self.rank[node.index()]),
        }
    }

    /// Shows, for the other side, that there is no more to the region.
    #[must_use]
    pub fn certificate_of_rest(&self, arena: &Arena) -> certificate::Cease {
        let rest = self.region.complement();
        certificate::Cease {
            side: self.side.other(),
            measure: listed(arena, &rest, |node| self.rank[node.index()]),
        }
    }
}

impl Run<'_> {
    /// Shows, for the other side, which values are endless: those of the positions that are listed.
    #[must_use]
    pub fn certificate_of_endless(&self) -> certificate::RunEndless {
        let certificate::Cease { side, measure } = self.breaks.certificate_of_rest(self.game.arena);
        certificate::RunEndless {
            side,
            mark: self.game.mark,
            measure,
        }
    }
}

impl Keeping<'_> {
    /// Shows that the bound can be kept when play begins at the root.
    #[must_use]
    pub fn certificate(&self) -> certificate::RunAtMost {
        let arena = self.game.arena;
        let safe = arena
            .nodes()
            .filter_map(|node| Some((arena.position(node), self.levels.longest_safe(node)?)));
        certificate::RunAtMost {
            side: self.game.side,
            mark: self.game.mark,
            root: arena.position(self.root),
            bound: self.bound,
            longest_safe: safe.collect(),
        }
    }
}

impl Forcing<'_> {
    /// Shows that the run can be forced when play begins at the root. Lists only what the play can come to.
    #[must_use]
    pub fn certificate(&self) -> certificate::RunAtLeast {
        let arena = self.game.arena;
        let mut moves = BTreeMap::new();
        let mut open = vec![(self.root, 0)];
        while let Some((node, run)) = open.pop() {
            let left = self.moves(node, run).expect("what is forced stays forced");
            if left > 0 && moves.insert((arena.position(node), run), left).is_none() {
                open.extend(
                    self.answers(node, run)
                        .into_iter()
                        .map(|next| (next, self.game.run_at(next, run))),
                );
            }
        }
        certificate::RunAtLeast {
            side: self.side(),
            mark: self.game.mark,
            root: arena.position(self.root),
            length: self.length,
            moves,
        }
    }

    /// Where the play can go: the move to make, or all that the other side can make.
    fn answers(&self, node: NodeId, run: u32) -> Vec<NodeId> {
        if self.game.arena.side(node) == self.side() {
            self.next(node, run).into_iter().collect()
        } else {
            self.game.arena.successors(node).to_vec()
        }
    }
}

impl Wait<'_> {
    /// Shows that no wait is longer than its value.
    #[must_use]
    pub fn certificate_at_most(&self) -> certificate::WaitAtMost {
        let finite = self.arena.select(|node| self.value(node) != Length::Endless);
        let beats = |node: NodeId| (self.value[node.index()], self.order[node.index()]);
        certificate::WaitAtMost {
            side: self.side,
            mark: self.mark,
            beats: listed(self.arena, &finite, beats),
        }
    }

    /// Shows, for the other side, that no wait is shorter than its value. A wait of 0 needs no grounds and is
    /// not listed.
    #[must_use]
    pub fn certificate_at_least(&self) -> certificate::WaitAtLeast {
        let long = self.arena.select(|node| self.value(node) != Length::Finite(0));
        let beats = listed(self.arena, &long, |node| self.value(node));
        certificate::WaitAtLeast {
            side: self.side.other(),
            mark: self.mark,
            beats,
        }
    }
}

impl<W: Fn(NodeId, NodeId) -> u64> Total<'_, W> {
    /// Shows that no total is more than its value.
    #[must_use]
    pub fn certificate_at_most(&self) -> certificate::TotalAtMost {
        let finite = self.arena.select(|node| self.value(node) != Sum::Endless);
        certificate::TotalAtMost {
            side: self.side,
            total: listed(self.arena, &finite, |node| self.price[node.index()]),
        }
    }

    /// Shows, for the other side, that no total is less than its value. A total of 0 needs no grounds and is
    /// not listed.
    #[must_use]
    pub fn certificate_at_least(&self) -> certificate::TotalAtLeast {
        let dear = self.arena.select(|node| self.value(node) != Sum::Finite(0));
        let total = |node: NodeId| (self.value(node), self.pressure[node.index()]);
        certificate::TotalAtLeast {
            side: self.side.other(),
            total: listed(self.arena, &dear, total),
        }
    }
}

fn listed<T>(arena: &Arena, region: &NodeSet, entry: impl Fn(NodeId) -> T) -> BTreeMap<Position, T> {
    region
        .iter()
        .map(|node| (arena.position(node), entry(node)))
        .collect()
}
