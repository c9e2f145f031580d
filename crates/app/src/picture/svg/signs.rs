//! The small shapes that stand for something at one step.
//!
//! It must not know when that step is.

use super::canvas::{Canvas, Px};
use std::fmt::Display;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Indicates,
    RulesOut,
    Neither,
    Finished,
    Failed,
    Decision,
    Fact,
    Move,
}

impl Sign {
    /// Draws the shape around a centre; a pointer over it shows the words.
    pub(super) fn draw(self, canvas: &mut Canvas, x: Px, y: Px, words: &str) {
        let round = |class: &'static str, radius: Px, canvas: &mut Canvas| {
            let place: &[(&str, &dyn Display)] = &[("class", &class), ("cx", &x), ("cy", &y), ("r", &radius)];
            canvas.told("circle", place, words);
        };
        match self {
            Sign::Indicates => round("hp-yes", Px(45), canvas),
            Sign::RulesOut => round("hp-no", Px(40), canvas),
            Sign::Neither => round("hp-unsure", Px(40), canvas),
            _ => {
                let (class, path) = self.path(x, y);
                canvas.told("path", &[("class", &class), ("d", &path)], words);
            }
        }
    }

    fn path(self, x: Px, y: Px) -> (&'static str, String) {
        let (left, top) = (x - Px(45), y - Px(45));
        match self {
            Sign::Finished => ("hp-end", format!("M{x} {} v10", y - Px(50))),
            Sign::Failed => ("hp-end", format!("M{left} {top} l9 9 m0 -9 l-9 9")),
            Sign::Decision => ("hp-sign", format!("M{x} {} l5 5 l-5 5 l-5 -5 z", y - Px(50))),
            Sign::Fact => ("hp-sign", format!("M{} {} h7 v7 h-7 z", x - Px(35), y - Px(35))),
            _ => (
                "hp-sign",
                format!("M{} {} l8 4.5 l-8 4.5 z", x - Px(35), y - Px(45)),
            ),
        }
    }
}
