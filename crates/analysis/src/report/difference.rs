//! How one version of a policy differs from another: plain data for whoever shows it.
//!
//! Every direction is the new version's against the old one's. It must not know how a difference is found.

use super::Play;
use holdpoint_policy::Place;
use holdpoint_policy::quantity::Date;

#[derive(Clone, Debug)]
pub struct Difference {
    pub old: Edition,
    pub new: Edition,
    /// In the order of the new policy, then what only the old one names.
    pub actions: Vec<ActionChange>,
    /// In the order of the new policy, then what is gone.
    pub clauses: Vec<ClauseChange>,
    /// Levels, standards, evaluations and whatever else clauses speak of; only what changed.
    pub things: Vec<ThingChange>,
    /// How long a step of the plays is: `1 month`.
    pub step: String,
}

#[derive(Clone, Debug)]
pub struct Edition {
    pub id: String,
    pub title: Option<String>,
    pub effective: Option<Date>,
    /// What has several readings: the first of each is compared.
    pub readings: Vec<String>,
}

/// What the new text permits of an action beside what the old one permits.
#[derive(Clone, Debug)]
pub struct ActionChange {
    pub action: String,
    pub relation: Relation,
    /// For each old clause that the new text does not keep: a shortest history that the new text permits.
    pub no_longer_barred: Vec<Separation>,
    /// For each new clause that the old text did not keep: a shortest history that the old text permits.
    pub newly_barred: Vec<Separation>,
    /// Clauses of which it is not known, with the reason.
    pub undecided: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub struct Separation {
    /// The clause that bars it.
    pub clause: String,
    pub play: Play,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Whatever the new text permits the old one permits, and not the other way round.
    Stronger,
    Weaker,
    Equal,
    Incomparable,
    /// The solver had no room for it.
    Undecided,
    /// Only the new text names the action.
    Added,
    /// Only the old text names the action.
    Removed,
}

impl Relation {
    pub fn word(self) -> &'static str {
        match self {
            Relation::Stronger => "stronger",
            Relation::Weaker => "weaker",
            Relation::Equal => "equal",
            Relation::Incomparable => "incomparable",
            Relation::Undecided => "undecided",
            Relation::Added => "added",
            Relation::Removed => "removed",
        }
    }
}

#[derive(Clone, Debug)]
pub struct ClauseChange {
    pub old: Option<ClauseSide>,
    pub new: Option<ClauseSide>,
    /// `None` where there is only one side.
    pub aligned_by: Option<Alignment>,
    pub change: Change,
    pub moved: Vec<Moved>,
}

#[derive(Clone, Debug)]
pub struct ClauseSide {
    pub name: String,
    /// The clause in the language's words.
    pub words: String,
    /// `p. 8`.
    pub citation: Option<String>,
    pub place: Place,
}

/// How two clauses were found to be the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    Name,
    Supersedes,
    /// Of all that is said in either, so much is said in both.
    Likeness {
        percent: u8,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Strengthened,
    Weakened,
    /// Some of it moved one way and some the other, or to something that cannot be compared.
    Mixed,
    Added,
    Removed,
    /// The same under another name.
    Relocated,
    Unchanged,
}

impl Change {
    pub fn word(self) -> &'static str {
        match self {
            Change::Strengthened => "strengthened",
            Change::Weakened => "weakened",
            Change::Mixed => "mixed",
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Relocated => "relocated",
            Change::Unchanged => "unchanged",
        }
    }
}

/// One thing that is another in the new text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub dimension: Dimension,
    pub from: String,
    pub to: String,
    /// `None`: neither weaker nor stronger by itself.
    pub direction: Option<Direction>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Stronger,
    Weaker,
}

impl Direction {
    pub fn word(self) -> &'static str {
        match self {
            Direction::Stronger => "stronger",
            Direction::Weaker => "weaker",
        }
    }

    pub(crate) fn reversed(self) -> Direction {
        match self {
            Direction::Stronger => Direction::Weaker,
            Direction::Weaker => Direction::Stronger,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    Scope,
    Trigger,
    Actor,
    Modality,
    Disclosure,
    Consequence,
    Clock,
    /// Who finds, approves, defines or amends.
    Decider,
}

impl Dimension {
    pub fn word(self) -> &'static str {
        match self {
            Dimension::Scope => "scope",
            Dimension::Trigger => "trigger",
            Dimension::Actor => "actor",
            Dimension::Modality => "modality",
            Dimension::Disclosure => "disclosure",
            Dimension::Consequence => "consequence",
            Dimension::Clock => "clock",
            Dimension::Decider => "decider",
        }
    }
}

#[derive(Clone, Debug)]
pub struct ThingChange {
    /// `level`, `standard`, `evaluation`, …
    pub kind: &'static str,
    pub name: String,
    pub change: Change,
    pub moved: Vec<Moved>,
}

impl Difference {
    /// Nothing changed, neither in what is permitted nor in what is said.
    pub fn is_equal(&self) -> bool {
        let permits_the_same = self.actions.iter().all(|it| it.relation == Relation::Equal);
        let says_the_same = self.clauses.iter().all(|it| it.change == Change::Unchanged);
        permits_the_same && says_the_same && self.things.is_empty()
    }
}
