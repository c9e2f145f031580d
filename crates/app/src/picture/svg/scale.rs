//! Where a step stands on the page, and which dates are written above.
//!
//! It must not know what happens in a step.

use super::super::story::{date_words, end_step, first_step};
use super::canvas::{Px, width_of};
use holdpoint_analysis::report::{Play, PlayStep};

/// A step is never drawn wider than this: two steps need no whole page.
const STEP_MAX: Px = Px::of(96);
const BETWEEN_DATES: Px = Px::of(14);

pub(super) struct Scale {
    pub(super) left: Px,
    pub(super) right: Px,
    first: u32,
    end: u32,
}

pub(super) struct Tick<'a> {
    pub(super) x: Px,
    pub(super) date: String,
    pub(super) compute: &'a str,
}

impl Scale {
    pub(super) fn new(play: &Play, left: Px, right: Px) -> Scale {
        let (first, end) = (first_step(play), end_step(play));
        let most = i32::try_from(end - first)
            .unwrap_or(i32::MAX)
            .saturating_mul(STEP_MAX.0);
        Scale {
            left,
            right: right.min(left + Px(most)),
            first,
            end,
        }
    }

    /// The left edge of a step; that of the step after the last is the right end.
    pub(super) fn x(&self, step: u32) -> Px {
        let (done, all) = (
            i64::from(step - self.first),
            i64::from(self.end - self.first).max(1),
        );
        let offset = i64::from((self.right - self.left).0) * done / all;
        self.left + Px(i32::try_from(offset).expect("an offset within the page"))
    }

    pub(super) fn step_width(&self) -> Px {
        self.x(self.first + 1) - self.left
    }

    /// Where a sign for something within a step stands: near its beginning.
    pub(super) fn sign(&self, step: u32) -> Px {
        self.x(step) + Px((self.step_width().0 / 2).min(70))
    }

    /// Dates at equal distances, as many as can be read.
    pub(super) fn ticks<'a>(&self, play: &'a Play) -> Vec<Tick<'a>> {
        let mut ticks: Vec<Tick<'a>> = Vec::new();
        let every = self.steps_per_tick(play);
        let due = |step: &&PlayStep| (step.step - self.first).is_multiple_of(every);
        for step in play.steps.iter().filter(due) {
            let tick = Tick {
                x: self.x(step.step),
                date: date_words(step.date),
                compute: &step.compute,
            };
            if ticks.last().is_none_or(|before| before.needs() <= tick.x) {
                ticks.push(tick);
            }
        }
        ticks
    }

    fn steps_per_tick(&self, play: &Play) -> u32 {
        let widest = play
            .steps
            .iter()
            .map(|it| width_of(&date_words(it.date)).max(width_of(&it.compute)))
            .max();
        let needed = widest.unwrap_or_default() + BETWEEN_DATES;
        let fits = |every: &u32| {
            (self.step_width().0.max(1) * i32::try_from(*every).unwrap_or(i32::MAX)) >= needed.0
        };
        [1, 2, 3, 6, 12, 24, 36, 60, 120]
            .into_iter()
            .find(fits)
            .unwrap_or(240)
    }
}

impl Tick<'_> {
    /// Where the next may begin.
    fn needs(&self) -> Px {
        self.x + width_of(&self.date).max(width_of(self.compute)) + BETWEEN_DATES
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fixture;
    use super::*;

    #[test]
    fn dates_never_run_into_each_other() {
        for n_steps in [2, 3, 14, 40, 120, 300] {
            let play = fixture::long(n_steps);
            let scale = Scale::new(&play, Px::of(150), Px::of(900));
            let ticks = scale.ticks(&play);
            assert!(!ticks.is_empty());
            assert!(
                ticks.windows(2).all(|pair| pair[0].needs() <= pair[1].x),
                "{n_steps}"
            );
        }
    }

    #[test]
    fn the_last_step_ends_at_the_right_edge() {
        let scale = Scale::new(&fixture::long(300), Px::of(150), Px::of(900));
        assert_eq!((scale.x(0), scale.x(300)), (Px::of(150), Px::of(900)));
        let short = Scale::new(&fixture::long(2), Px::of(150), Px::of(900));
        assert_eq!(short.right, Px::of(150 + 2 * 96));
    }
}
