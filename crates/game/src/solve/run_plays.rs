//! The strategies behind the value of a run, and the play that shows it.

use super::run::Run;
use super::run_levels::{Levels, Losses, RunGame};
use crate::board::Side;
use crate::length::Length;
use crate::nodes::{NodeId, NodeSet};

impl Run<'_> {
    /// How the side keeps every run at the value of `root` or less; `None` if the value is endless.
    #[must_use]
    pub fn keeping(&self, root: NodeId) -> Option<Keeping<'_>> {
        let bound = self.value(root).finite()?;
        Some(Keeping {
            game: self.game,
            root,
            bound,
            levels: Levels::find(self.game, bound),
        })
    }

    /// How the other side forces a run as long as the value of `root`; `None` if that is 0, where there is
    /// nothing to force, or endless, where [`Run::prolong`] says how.
    #[must_use]
    pub fn forcing(&self, root: NodeId) -> Option<Forcing<'_>> {
        let length = self.value(root).finite().filter(|length| *length > 0)?;
        Some(Forcing {
            game: self.game,
            root,
            length,
            losses: Losses::find(self.game, length - 1, root),
        })
    }

    /// A good move at a node for the side that moves there, as long as only the end of runs matters: where
    /// the value is endless, it lets the other side come to a run that nobody ends; elsewhere, it lets the
    /// side end every run.
    #[must_use]
    pub fn prolong(&self, node: NodeId) -> NodeId {
        self.breaks.next(self.game.arena, node)
    }

    /// A play from `root` in which neither side gives anything away, as short as the other side can make it.
    /// If the value is n beats, it ends when the current run is n (so it is `[root]` if n is 0); if it is
    /// endless, it ends at the second visit to a node, from where it repeats, every beat in between marked.
    #[must_use]
    pub fn play_worst(&self, root: NodeId) -> Vec<NodeId> {
        match (self.value(root), self.keeping(root), self.forcing(root)) {
            (Length::Finite(_), Some(keeping), Some(forcing)) => worst_finite(&keeping, &forcing),
            (Length::Finite(_), ..) => vec![root],
            (Length::Endless, ..) => self.worst_endless(root),
        }
    }

    fn worst_endless(&self, root: NodeId) -> Vec<NodeId> {
        let mut seen = NodeSet::empty(self.game.arena.len());
        let mut play = vec![root];
        let mut here = root;
        while seen.insert(here) {
            here = self.prolong(here);
            play.push(here);
        }
        play
    }
}

fn worst_finite(keeping: &Keeping<'_>, forcing: &Forcing<'_>) -> Vec<NodeId> {
    let game = keeping.game;
    let mut play = vec![forcing.root];
    let (mut here, mut run) = (forcing.root, 0);
    while run < forcing.length {
        let moves = game.arena.successors(here).iter().copied();
        // What the other side does is good enough if the side still keeps the bound afterwards, which it
        // always does.
        let good = moves.filter(|next| keeping.is_safe(*next, game.run_at(*next, run)));
        here = good
            .min_by_key(|next| forcing.hurry(*next, run))
            .expect("a kept bound has a move that keeps it");
        run = game.run_at(here, run);
        play.push(here);
    }
    play
}

/// How the side keeps every run at a bound or less.
pub struct Keeping<'a> {
    pub(super) game: RunGame<'a>,
    pub(super) root: NodeId,
    pub(super) bound: u32,
    pub(super) levels: Levels,
}

impl Keeping<'_> {
    /// No run will be longer than so many beats.
    #[must_use]
    pub fn bound(&self) -> u32 {
        self.bound
    }

    /// Can the bound be kept from the node on, if the current run there is `run`?
    #[must_use]
    pub fn is_safe(&self, node: NodeId, run: u32) -> bool {
        self.levels.is_safe(node, run)
    }

    /// The move to make at a node of the side with a current run of `run` beats: the one that leaves most
    /// room. At a node of the other side, the one that leaves least. `None` if the bound cannot be kept from
    /// there.
    #[must_use]
    pub fn next(&self, node: NodeId, run: u32) -> Option<NodeId> {
        let room = |next: &NodeId| {
            let run = self.game.run_at(*next, run);
            self.levels
                .longest_safe(*next)
                .map_or(0, |longest| longest.saturating_sub(run))
        };
        let moves = self.game.arena.successors(node).iter().copied();
        let good = moves.filter(|next| self.is_safe(*next, self.game.run_at(*next, run)));
        let best = if self.is_of_keeper(node) {
            good.rev().max_by_key(room)
        } else {
            good.min_by_key(room)
        };
        best.filter(|_| self.is_safe(node, run))
    }

    fn is_of_keeper(&self, node: NodeId) -> bool {
        self.game.arena.side(node) == self.game.side
    }
}

/// How the other side forces a run of a length.
pub struct Forcing<'a> {
    pub(super) game: RunGame<'a>,
    pub(super) root: NodeId,
    pub(super) length: u32,
    pub(super) losses: Losses,
}

impl Forcing<'_> {
    /// Some run will be at least so many beats long.
    #[must_use]
    pub fn length(&self) -> u32 {
        self.length
    }

    /// The side that forces it.
    #[must_use]
    pub fn side(&self) -> Side {
        self.game.side.other()
    }

    /// The number of moves in which the run is forced from a node with a current run of `run` beats; `None`
    /// if it cannot be forced from there, or if play from the root never needs to come there.
    #[must_use]
    pub fn moves(&self, node: NodeId, run: u32) -> Option<u32> {
        if run >= self.length {
            Some(0)
        } else {
            self.losses.moves(node, run)
        }
    }

    /// The best move at a node with a current run of `run` beats: the quickest for the side that forces, the
    /// slowest for the other. `None` where [`Forcing::moves`] is `None`, and where the run is as long as it
    /// was to be.
    #[must_use]
    pub fn next(&self, node: NodeId, run: u32) -> Option<NodeId> {
        self.moves(node, run).filter(|moves| *moves > 0)?;
        let moves = self.game.arena.successors(node).iter().copied();
        if self.game.arena.side(node) == self.side() {
            moves.min_by_key(|next| self.hurry(*next, run))
        } else {
            moves.rev().max_by_key(|next| self.hurry(*next, run))
        }
    }

    /// How many moves are still to come after moving to a node; no number is larger than none.
    fn hurry(&self, next: NodeId, run: u32) -> u32 {
        self.moves(next, self.game.run_at(next, run)).unwrap_or(u32::MAX)
    }
}
