//! The rules of play, as the owner of a board states them. What a position stands for is not known here.

/// A position, packed by its board; opaque to everybody else.
pub type Position = u128;

/// A set of up to sixteen marks, one bit each, read at a beat.
pub type Marks = u16;

/// One of the two sides that move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The side that most questions are asked for.
    Ours,
    /// Everybody else, played as one opponent.
    Theirs,
}

impl Side {
    /// The opponent of this side.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Ours => Side::Theirs,
            Side::Theirs => Side::Ours,
        }
    }
}

/// A board: positions, whose move it is, where one can go.
///
/// Time passes in steps, and each step has exactly one *beat*: the position at which marks are read.
///
/// INVARIANT: every position has at least one successor, and every circle of moves passes a beat. The first
/// is asserted when an arena is explored; the second by the solvers that count beats, in debug builds, and
/// read again by [`audit::beats`](crate::audit::beats).
pub trait Board {
    /// Whose move it is.
    fn side(&self, position: Position) -> Side;

    /// Pushes every position that one move leads to onto `into`, which arrives empty. Duplicates are
    /// harmless. The order decides which of several equally good plays is shown, so it should not depend on
    /// chance.
    fn moves(&self, position: Position, into: &mut Vec<Position>);

    /// The marks read at a beat; `None` anywhere else.
    fn marks(&self, position: Position) -> Option<Marks>;
}
