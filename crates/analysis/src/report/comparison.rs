//! Where two encodings of one text agree and where they do not: plain data for whoever shows it.
//!
//! Neither is the later one: a `Moved` goes from the first to the second. It must not know how anything was found.

use super::Wait;
use super::difference::{ClauseSide, Moved, Separation, ThingChange};
use holdpoint_policy::inquiry::Strength;

#[derive(Clone, Debug)]
pub struct Comparison {
    /// What each is called here: no two are called the same.
    pub labels: [String; 2],
    pub covered: [Covered; 2],
    /// What is the same thing and is called otherwise, or was said to be the same.
    pub names: Vec<SameName>,
    /// What only one of them names, without clauses: its kind and its name.
    pub only: [Vec<(&'static str, String)>; 2],
    /// Sections that are cited or declared not encoded, in the first's order, then what only the second names.
    pub sections: Vec<Section>,
    /// Sentences of the text, in the first's order, then what only the second quotes.
    pub sentences: Vec<SentencePair>,
    /// In the first's order, then what only the second has.
    pub clauses: Vec<ClausePair>,
    /// What both name and mean otherwise.
    pub things: Vec<ThingChange>,
    pub actions: Vec<ActionPair>,
    /// With nothing assumed, and in each world that both have.
    pub rows: Vec<RowPair>,
    /// `check` statements that both have.
    pub checks: Vec<CheckPair>,
    pub readings: [Readings; 2],
    /// How long a step of the plays is: `1 month`.
    pub step: String,
}

/// How much of the text one of them has read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Covered {
    /// Block quotes of the document.
    pub sentences: usize,
    pub sentences_encoded: usize,
    /// Passages that it declares not encoded.
    pub not_encoded: usize,
}

/// How two things were found to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameBy {
    Name,
    /// Whoever asked says so.
    Hand,
    /// Of the words of both sentences that they encode, so many percent are in both.
    Quotation(u8),
    /// Of all that is said in either, so many percent are said in both.
    Likeness(u8),
}

impl SameBy {
    pub fn word(self) -> &'static str {
        match self {
            SameBy::Name => "name",
            SameBy::Hand => "hand",
            SameBy::Quotation(_) => "quotation",
            SameBy::Likeness(_) => "likeness",
        }
    }

    /// 60 to 100, where it is more or less so.
    pub fn percent(self) -> Option<u8> {
        match self {
            SameBy::Name | SameBy::Hand => None,
            SameBy::Quotation(percent) | SameBy::Likeness(percent) => Some(percent),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameName {
    /// `level`, `safeguard`, …
    pub kind: &'static str,
    pub names: [String; 2],
    pub by: SameBy,
}

/// What became of a passage of the text in one encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// With the clauses that it became, if any: a sentence may become a level.
    Encoded(Vec<String>),
    /// Declared not encoded, with the reason.
    NotEncoded(String),
    /// It is quoted and nothing encodes it.
    NotYetRead,
    /// It is not there at all.
    Absent,
}

impl Treatment {
    pub fn word(&self) -> &'static str {
        match self {
            Treatment::Encoded(_) => "encoded",
            Treatment::NotEncoded(_) => "declared not encoded",
            Treatment::NotYetRead => "not yet read",
            Treatment::Absent => "left out",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// `p. 8`.
    pub citation: String,
    pub treated: [Treatment; 2],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentencePair {
    /// As each quotes or paraphrases it.
    pub texts: [Option<String>; 2],
    pub treated: [Treatment; 2],
}

#[derive(Clone, Debug)]
pub struct ClausePair {
    pub sides: [Option<ClauseSide>; 2],
    /// `None` where there is only one side.
    pub by: Option<SameBy>,
    /// Empty where both say the same.
    pub moved: Vec<Moved>,
}

/// What each permits of an action beside what the other permits.
#[derive(Clone, Debug)]
pub struct ActionPair {
    pub action: String,
    pub relation: Permits,
    /// The second's clauses that bar what the first permits, each with a shortest history.
    pub first_permits: Vec<Separation>,
    /// The first's clauses that bar what the second permits.
    pub second_permits: Vec<Separation>,
    /// Clauses of which it is not known, with the reason.
    pub undecided: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permits {
    TheSame,
    /// All that the second permits, and more.
    FirstMore,
    SecondMore,
    /// Each permits what the other bars.
    EachMore,
    /// The solver had no room for it.
    Undecided,
    OnlyFirstNames,
    OnlySecondNames,
}

impl Permits {
    pub fn word(self) -> &'static str {
        match self {
            Permits::TheSame => "the same",
            Permits::FirstMore => "first more",
            Permits::SecondMore => "second more",
            Permits::EachMore => "each more",
            Permits::Undecided => "undecided",
            Permits::OnlyFirstNames => "only first names it",
            Permits::OnlySecondNames => "only second names it",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPair {
    /// In the first's words where it has them.
    pub action: String,
    /// `None` where the policy has no level at all.
    pub level: Option<String>,
    /// `None`: nothing assumed.
    pub world: Option<String>,
    /// `None` where one has no such row.
    pub sides: [Option<RowSide>; 2],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowSide {
    /// The grades that the bounds allow; one when solved exactly.
    pub grade: Vec<Strength>,
    pub prepared_wait: Wait,
    pub unprepared_wait: Wait,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckPair {
    pub ids: [String; 2],
    /// As the first writes it.
    pub property: String,
    /// `yes`, `no`, `depends`, `undecided`.
    pub verdicts: [String; 2],
}

/// Under which of one encoding's readings the other, as it stands, permits and grades the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readings {
    /// How many combinations were looked at; 1 where every name has one meaning.
    pub n_looked_at: usize,
    /// Whether those are all.
    pub all: bool,
    pub same: Vec<SameUnder>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameUnder {
    /// Words of the combination; `base` is the encoding as it stands.
    pub reading: String,
    /// Clauses that differ even so, though nothing that is permitted hangs on it: those that both have by the name of the
    /// one that is read, then those that only one has.
    pub clauses_apart: Vec<String>,
}

/// Of so many that both have so many are alike; the rest of either is counted beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    pub alike: usize,
    pub in_both: usize,
    pub only: [usize; 2],
}

impl Figure {
    pub fn is_whole(&self) -> bool {
        self.alike == self.in_both && self.only == [0, 0]
    }
}

/// Counts, each of what `Comparison` has under that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// A section is in both where neither leaves it out, and alike where both encode it or both declare that they do not.
    pub sections: Figure,
    pub sentences: Figure,
    /// Alike: nothing moved.
    pub clauses: Figure,
    /// What both name beside clauses; alike: it means the same.
    pub things_differ: usize,
    /// Alike: the same histories are permitted.
    pub actions: Figure,
    /// Alike: grade and both waits.
    pub rows: Figure,
    /// Alike: the verdict.
    pub checks: Figure,
}

impl Comparison {
    pub fn agreement(&self) -> Agreement {
        let sections = self.sections.iter().map(|it| treated(&it.treated));
        let sentences = self.sentences.iter().map(|it| treated(&it.treated));
        let clauses = self.clauses.iter().map(|it| sided(&it.sides, it.is_alike()));
        let actions = self.actions.iter().map(|it| match it.relation {
            Permits::OnlyFirstNames => Seen::First,
            Permits::OnlySecondNames => Seen::Second,
            relation => Seen::Both(relation == Permits::TheSame),
        });
        let rows = self.rows.iter().map(|it| sided(&it.sides, it.is_alike()));
        let checks = self.checks.iter().map(|it| Seen::Both(it.is_alike()));
        Agreement {
            sections: figure(sections),
            sentences: figure(sentences),
            clauses: figure(clauses),
            things_differ: self.things.len(),
            actions: figure(actions),
            rows: figure(rows),
            checks: figure(checks),
        }
    }

    /// In all that was compared; names are not.
    pub fn is_agreed(&self) -> bool {
        let it = self.agreement();
        let figures = [
            it.sections,
            it.sentences,
            it.clauses,
            it.actions,
            it.rows,
            it.checks,
        ];
        figures.iter().all(Figure::is_whole) && it.things_differ == 0
    }
}

impl ClausePair {
    pub fn is_alike(&self) -> bool {
        self.by.is_some() && self.moved.is_empty()
    }
}

impl RowPair {
    pub fn is_alike(&self) -> bool {
        self.sides[0] == self.sides[1]
    }
}

impl CheckPair {
    pub fn is_alike(&self) -> bool {
        self.verdicts[0] == self.verdicts[1]
    }
}

impl Section {
    pub fn is_alike(&self) -> bool {
        are_alike(&self.treated)
    }
}

impl SentencePair {
    pub fn is_alike(&self) -> bool {
        are_alike(&self.treated)
    }
}

/// Both encode it, or both do not and say so alike.
fn are_alike([first, second]: &[Treatment; 2]) -> bool {
    first.word() == second.word()
}

/// Where something is, and whether it is alike there.
enum Seen {
    Both(bool),
    First,
    Second,
}

fn treated(of: &[Treatment; 2]) -> Seen {
    match of {
        [_, Treatment::Absent] => Seen::First,
        [Treatment::Absent, _] => Seen::Second,
        both => Seen::Both(are_alike(both)),
    }
}

fn sided<T>(sides: &[Option<T>; 2], alike: bool) -> Seen {
    match sides {
        [Some(_), None] => Seen::First,
        [None, Some(_)] => Seen::Second,
        _ => Seen::Both(alike),
    }
}

fn figure(seen: impl Iterator<Item = Seen>) -> Figure {
    let mut figure = Figure::default();
    for seen in seen {
        match seen {
            Seen::Both(alike) => {
                figure.in_both += 1;
                figure.alike += usize::from(alike);
            }
            Seen::First => figure.only[0] += 1,
            Seen::Second => figure.only[1] += 1,
        }
    }
    figure
}
