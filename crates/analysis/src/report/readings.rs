//! What a policy's readings change: plain data for whoever shows it.
//!
//! It must not know how a value was found.

/// Every combination of readings that was looked at, and what is not the same under all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingTable {
    pub slots: Vec<SlotWords>,
    /// The base first.
    pub combinations: Vec<Combination>,
    /// How many there are, `u64::MAX` for that many and more; where it is more than were looked at, those were that
    /// change one name or two.
    pub n_all: u64,
    /// Rows in the order of the grades, then checks.
    pub varying: Vec<Varying>,
    /// Slot by slot, each option but the base.
    pub flips: Vec<OptionFlips>,
}

/// A name with several meanings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotWords {
    pub name: String,
    /// The base first; a meaning without a name is "".
    pub options: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combination {
    /// For each slot the position of its option.
    pub options: Vec<usize>,
    /// `share: "while", scope: "all"`: what is not the base; `base` where all is.
    pub words: String,
}

/// A grade or a verdict that hangs on readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Varying {
    pub of: Judged,
    /// For each combination: `binding`, `avoidable or self-clearing`, `yes`, `undecided`.
    pub values: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// A grade; no level where the policy has none, no world where nothing is assumed.
    Row {
        action: String,
        level: Option<String>,
        world: Option<String>,
    },
    /// A `check` statement, with nothing assumed.
    Check { id: String },
}

/// What one option of one name changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionFlips {
    /// Position in `ReadingTable::slots`.
    pub slot: usize,
    /// Position in the slot's options; never 0.
    pub option: usize,
    /// Against the base, by itself.
    pub alone: Vec<Flip>,
    /// Not by itself, and beside other readings that are not the base: the fewest of them.
    pub beside_others: Vec<Flip>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// Position in `ReadingTable::varying`.
    pub varying: usize,
    /// Position in `ReadingTable::combinations` of what stands beside it; 0, the base, where it flips alone.
    pub beside: usize,
    pub from: String,
    pub to: String,
}

impl ReadingTable {
    /// Whether every combination was looked at.
    pub fn is_complete(&self) -> bool {
        self.combinations.len() as u64 == self.n_all
    }
}

impl Varying {
    /// Each value with the positions of the combinations under which it is so, in the order of their first.
    pub fn by_value(&self) -> Vec<(&str, Vec<usize>)> {
        let mut found: Vec<(&str, Vec<usize>)> = Vec::new();
        for (index, value) in self.values.iter().enumerate() {
            match found.iter_mut().find(|(it, _)| it == value) {
                Some((_, under)) => under.push(index),
                None => found.push((value, vec![index])),
            }
        }
        found
    }
}
