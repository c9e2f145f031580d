//! The measured game: work in levels, few hands, runs of training after which nature may raise the level.
//!
//! Months are steps. In each month the developer begins any pieces of work that can be begun, of which at most so many
//! are under way at once. When a run of training has ended, nature may raise the level, and the next run goes on once
//! all work of every level reached is done; until then training is *paused*. Nature may let all work slip a month, so
//! often in all. Play ends after so many months of training.
//!
//! This is the game of the measurements that the targets were taken from, but for what a policy text cannot say:
//!
//! - The developer may begin several pieces in a month, not one.
//! - Nature may raise the level by any number after a run, not by two at most: a world says from which growth of compute
//!   on a capability may appear, and not how much of it at once.
//! - Play ends after months of training, not of the calendar: compute stands still while training is paused.
//! - The developer may evaluate early, which splits a run. Nature answers early then, so nothing is gained by it: the
//!   policy text admits it, the other models do not, and the values agree.
//!
//! It must not know how anybody writes the game down.

/// Months of training between two looks at the level.
pub(crate) const RUN_MONTHS: u32 = 6;

/// One game. Pieces of work and levels are numbered; a piece comes after pieces before it only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Game {
    /// Months that each piece takes, from 1 to 6.
    pub(crate) months: Vec<u32>,
    /// The level, from 1, that each piece belongs to.
    pub(crate) levels: Vec<u32>,
    /// Pieces that must be done before each.
    pub(crate) after: Vec<Vec<usize>>,
    pub(crate) n_levels: u32,
    /// Months of training until play ends.
    pub(crate) horizon_months: u32,
    /// Pieces under way at once; `None`: as many as one likes.
    pub(crate) n_hands: Option<u32>,
    /// Months that work may slip in all.
    pub(crate) slips: u32,
}

/// How large a game is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) n: usize,
    pub(crate) n_levels: u32,
    pub(crate) horizon_months: u32,
    pub(crate) n_hands: Option<u32>,
}

impl Size {
    pub(crate) fn words(&self) -> String {
        let hands = self.n_hands.map_or("any".to_owned(), |it| it.to_string());
        format!(
            "n = {}, {} levels, {} steps, {hands} at once",
            self.n, self.n_levels, self.horizon_months
        )
    }
}

impl Game {
    /// A game drawn from a seed: the same one on every machine. Ten pieces in three levels are those of the
    /// measurements, whose generator is not ours.
    pub(crate) fn drawn(size: Size, seed: u64) -> Game {
        let levels = (0..size.n).map(|it| 1 + (it * size.n_levels as usize / size.n) as u32);
        let (months, after) = match (size.n, size.n_levels, seed) {
            (10, 3, 1) => measured(),
            _ => draw(size.n, seed),
        };
        Game {
            months,
            levels: levels.collect(),
            after,
            n_levels: size.n_levels,
            horizon_months: size.horizon_months,
            n_hands: size.n_hands,
            slips: 2,
        }
    }

    pub(crate) fn pieces(&self) -> std::ops::Range<usize> {
        0..self.months.len()
    }

    /// How long nature can make it wait at a level, worked out from the longest chain of its work alone, where any number
    /// of pieces may be under way; `None` under a limit, where that is a bound and no value.
    pub(crate) fn wait_without_limit(&self, level: u32) -> Option<u64> {
        let mut done: Vec<u32> = Vec::new();
        for piece in self.pieces() {
            let begun = self.after[piece].iter().map(|it| done[*it]).max().unwrap_or(0);
            done.push(begun + self.months[piece]);
        }
        let chain = self.of_level(level).map(|it| done[it]).max().unwrap_or(0);
        let wait = (chain + self.slips).saturating_sub(RUN_MONTHS);
        self.n_hands.is_none().then_some(u64::from(wait))
    }

    /// Pieces of one level.
    pub(crate) fn of_level(&self, level: u32) -> impl Iterator<Item = usize> + '_ {
        self.pieces().filter(move |it| self.levels[*it] == level)
    }
}

fn measured() -> (Vec<u32>, Vec<Vec<usize>>) {
    let after: [&[usize]; 10] = [&[], &[], &[], &[0], &[2], &[], &[4], &[], &[6], &[5, 6, 8]];
    let months = [4, 1, 1, 1, 6, 3, 5, 4, 5, 4];
    (months.to_vec(), after.iter().map(|it| it.to_vec()).collect())
}

fn draw(n: usize, seed: u64) -> (Vec<u32>, Vec<Vec<usize>>) {
    let mut draws = Draws::new(seed);
    let mut months = Vec::new();
    let mut after = Vec::new();
    for piece in 0..n {
        months.push(1 + draws.below(6) as u32);
        let earlier = piece.saturating_sub(4)..piece;
        after.push(earlier.filter(|_| draws.below(4) == 0).collect());
    }
    (months, after)
}

/// Numbers from a seed, the same everywhere (SplitMix64).
pub(crate) struct Draws {
    at: u64,
}

impl Draws {
    pub(crate) fn new(seed: u64) -> Draws {
        Draws { at: seed }
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.at = self.at.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.at;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// From 0 up to, not with, `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_comes_after_earlier_work_only_and_levels_rise() {
        for (n, n_levels) in [(5, 3), (10, 3), (24, 3), (200, 20)] {
            let size = Size {
                n,
                n_levels,
                horizon_months: 36,
                n_hands: Some(2),
            };
            let game = Game::drawn(size, 1);
            assert_eq!(game.months.len(), n);
            assert!(game.months.iter().all(|it| (1..=6).contains(it)));
            assert!(game.pieces().all(|it| {
                game.after[it]
                    .iter()
                    .all(|before| *before < it && it - *before <= 4)
            }));
            assert!(game.levels.is_sorted());
            assert_eq!((game.levels[0], game.levels[n - 1]), (1, n_levels));
        }
    }
}
