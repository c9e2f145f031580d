//! The board on which everybody plays together: can a pause be reached, and can it be kept away?
//!
//! It must not know who wants what.

use super::Exporter;
use super::number::Numbering;
use super::plain::{Answer, Bound, ExportedBoard, Question};
use crate::board::{Board, Coalition, Pace, Watch};
use crate::waits;
use holdpoint_game::Arena;

/// How much is played on a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Played {
    /// Every play there is.
    All,
    /// The developer runs all evaluations together or none: a smaller board, of which only what its plays show can be said.
    Some,
}

impl Exporter<'_, '_> {
    pub(super) fn together(&mut self) {
        let all = self.played_together(Played::All);
        let exported = all.or_else(|| {
            let some = self.played_together(Played::Some)?;
            let is_shown = matches!(
                some.answer,
                Answer::Pauses {
                    possible: true,
                    inevitable: false
                }
            );
            is_shown.then_some(some)
        });
        self.keep(Question::Pause, Bound::Exactly, exported);
    }

    fn played_together(&self, played: Played) -> Option<ExportedBoard> {
        let boards = [Pace::Together, Pace::Each].into_iter();
        let exact = boards
            .filter_map(|pace| self.everybodys(pace, played))
            .find(|board| board.options.pace == Pace::Each || !self.may_overlap(board));
        self.explored(&exact?)
    }

    fn everybodys(&self, pace: Pace, played: Played) -> Option<Board<'_>> {
        let scene = self.context.scene();
        let mut options = scene.options(pace, &Coalition::everyone(&self.context.policy));
        options.together = played == Played::Some;
        let watch = Watch::Pause {
            action: self.action,
            level: self.level,
        };
        scene.board(options, &[watch])
    }

    /// Work that overlaps, or that waits for hands, may not fit the times of a gathered board.
    fn may_overlap(&self, board: &Board<'_>) -> bool {
        board.lack_may_serve() || self.context.setting.at_most_under_way.is_some()
    }

    fn explored(&self, board: &Board<'_>) -> Option<ExportedBoard> {
        let arena = Arena::explore(board, &board.roots(), self.most_positions).ok()?;
        let possible = arena.nodes().any(|node| waits::is_paused(&arena, node));
        let away = arena.endless_play(|node| !waits::is_paused(&arena, node));
        let mut numbering = Numbering::new(board);
        numbering.begin(&arena);
        Some(ExportedBoard {
            question: Question::Pause,
            bound: Bound::Exactly,
            answer: Answer::Pauses {
                possible,
                inevitable: away.is_none(),
            },
            plain: numbering.plain(),
        })
    }
}
