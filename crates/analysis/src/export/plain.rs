//! An exported board: positions by number, whose move it is, where one can go, what each is called.
//!
//! It must not know how a board is made or solved.

use crate::report::Wait;
use holdpoint_policy::inquiry::Strength;
use std::ops::Range;

/// One action at one level in one setting, with the boards that show its values.
#[derive(Clone, Debug)]
pub struct ExportedRow {
    pub policy: String,
    pub action: String,
    pub level: Option<String>,
    /// `None`: nothing assumed.
    pub world: Option<String>,
    pub grades: Vec<Strength>,
    /// Why the grade; starts small, no full stop.
    pub why: String,
    pub prepared: Wait,
    pub unprepared: Wait,
    /// `1 month`.
    pub length_of_step: String,
    /// None where the words alone decide the grade.
    pub boards: Vec<ExportedBoard>,
    /// Boards of more positions than were allowed.
    pub left_out: Vec<String>,
}

/// A board with the question that is put to it and the answer that Holdpoint found there.
#[derive(Clone, Debug)]
pub struct ExportedBoard {
    pub question: Question,
    pub bound: Bound,
    pub answer: Answer,
    pub plain: PlainBoard,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Everybody together: can a pause be reached, and can it be kept away?
    Pause,
    /// To how many steps can the developer, playing from the start, keep every single pause?
    Prepared,
    /// How many further steps has a pause in which the developer is found, at most?
    Unprepared,
}

/// What a board's answer says of the row's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    AtLeast,
    AtMost,
    Exactly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// So many steps.
    Steps(u32),
    /// There is no such number.
    Endless,
    /// Whether every pause ends, given that all work of unstated length is finished at some time.
    Ends(bool),
    /// Whether some play comes to a pause, and whether every play does.
    Pauses { possible: bool, inevitable: bool },
}

/// Positions by number; every place is a range of numbers.
#[derive(Clone, Debug)]
pub struct PlainBoard {
    /// In the order of their numbers, each with its first number.
    pub places: Vec<(Place, usize)>,
    /// Whether the developer moves there; everybody else moves elsewhere.
    pub is_developers: Vec<bool>,
    pub moves: Vec<Vec<Move>>,
    /// What is so at each position.
    pub told: Vec<String>,
    pub start: usize,
}

#[derive(Clone, Debug)]
pub struct Move {
    pub to: usize,
    /// What happens on the way; empty where nothing does.
    pub told: String,
}

/// Where in the game and what for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub part: Part,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// From the start on. Where the developer is to be found unprepared, everybody moves in any way that the rules allow.
    FromTheStart,
    /// The developer has been found in a pause and sets about ending it.
    OnceFound,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Where the developer is found.
    Found,
    /// Before actions are carried out.
    Turn,
    /// Actions are carried out, and this one is not paused.
    Unpaused,
    /// It is paused, and no work of unstated length is open.
    Paused,
    /// It is paused, and some work of unstated length is not finished, though it might be.
    PausedUnreleased,
}

impl Question {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Question::Pause => "a pause, everybody together",
            Question::Prepared => "prepared wait",
            Question::Unprepared => "unprepared wait",
        }
    }
}

impl Bound {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Bound::AtLeast => "at least",
            Bound::AtMost => "at most",
            Bound::Exactly => "exactly",
        }
    }
}

impl Kind {
    #[must_use]
    pub fn is_paused(self) -> bool {
        matches!(self, Kind::Paused | Kind::PausedUnreleased)
    }

    /// Actions are carried out there.
    #[must_use]
    pub fn is_beat(self) -> bool {
        self.is_paused() || self == Kind::Unpaused
    }
}

impl PlainBoard {
    #[must_use]
    pub fn len(&self) -> usize {
        self.moves.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.moves.is_empty()
    }

    #[must_use]
    pub fn n_moves(&self) -> usize {
        self.moves.iter().map(Vec::len).sum()
    }

    /// The place of a position.
    #[must_use]
    pub fn place(&self, position: usize) -> Place {
        let after = self.places.partition_point(|(_, first)| *first <= position);
        self.places[after - 1].0
    }

    /// The numbers of the places for which `holds` holds, as ranges.
    pub fn ranges(&self, holds: impl Fn(Place) -> bool) -> Vec<Range<usize>> {
        let ends = self.places.iter().skip(1).map(|(_, first)| *first);
        let places = self.places.iter().zip(ends.chain([self.len()]));
        places
            .filter(|((place, _), _)| holds(*place))
            .map(|((_, first), end)| *first..end)
            .collect()
    }
}
