//! What the examination of a bundle came to: three answers, for each entry and for the whole.
//!
//! It must not know how they are found.

use crate::canonical::Value;
use crate::canonical::shape::{self, object};
use crate::keyring::Keyring;
use crate::verify::{Fault, Fork};
use std::collections::BTreeSet;
use std::fmt;

/// Whether something is as the bundle says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// All of it is shown, and it is what is under a checkpoint that is believed.
    Holds,
    /// It is not what it should be.
    Fails,
    /// It is not shown, or not enough is.
    NotShown,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Answer::Holds => "holds",
            Answer::Fails => "fails",
            Answer::NotShown => "not shown",
        })
    }
}

/// What is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hidden {
    /// The entry is withheld.
    Withheld { index: u64 },
    /// Of the entry's fields, some are withheld. Those that are open are what was committed to.
    Part {
        index: u64,
        n_open: usize,
        n_fields: usize,
    },
    /// Whether those who signed the entry might, since an entry before it may have been a key event.
    Signers { index: u64 },
    /// Whether enough witnesses saw the checkpoint, and no larger one shows that it holds.
    Quorum { number: u64, why: String },
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hidden::Withheld { index } => write!(f, "entry {index} is withheld"),
            Hidden::Part {
                index,
                n_open,
                n_fields,
            } => write!(f, "of entry {index}, {n_open} of {n_fields} fields are shown"),
            Hidden::Signers { index } => write!(
                f,
                "whether those who signed entry {index} might is not shown: an entry before it may have been a \
                 key event"
            ),
            Hidden::Quorum { number, why } => write!(f, "checkpoint {number}: {why}"),
        }
    }
}

impl Hidden {
    /// One word, the same for all of its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Hidden::Withheld { .. } => "withheld",
            Hidden::Part { .. } => "part",
            Hidden::Signers { .. } => "signers",
            Hidden::Quorum { .. } => "quorum",
        }
    }

    fn entry(&self) -> Option<u64> {
        match self {
            Hidden::Withheld { index } | Hidden::Part { index, .. } | Hidden::Signers { index } => {
                Some(*index)
            }
            Hidden::Quorum { .. } => None,
        }
    }
}

/// Entries in a row that have one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub first: u64,
    pub last: u64,
    pub answer: Answer,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Report {
    /// The number of entries, as the bundle says; 0 if it does not say it.
    pub size: u64,
    /// The entries before that index are under a checkpoint that is believed and holds; `None` if there is none.
    pub held: Option<u64>,
    /// What fails.
    pub faults: Vec<Fault>,
    /// What is not shown, but for the entries behind `held`.
    pub hidden: Vec<Hidden>,
    /// Proof, for anybody, that the ledger's key signed two histories.
    pub forks: Vec<Fork>,
    /// The keys as the entries leave them, as far as these are shown; `None` if no roots are known.
    pub keyring: Option<Keyring>,
}

impl Report {
    /// The whole holds if every entry does. One fault is enough that it fails.
    pub fn answer(&self) -> Answer {
        if !self.faults.is_empty() {
            Answer::Fails
        } else if !self.hidden.is_empty() || self.held != Some(self.size) {
            Answer::NotShown
        } else {
            Answer::Holds
        }
    }

    /// Of every entry.
    pub fn runs(&self) -> Vec<Run> {
        let (failing, hidden) = (self.failing(), self.hidden_entries());
        let ends = failing.iter().flat_map(|it| [it.0, it.1.saturating_add(1)]);
        let singles = hidden.iter().flat_map(|it| [*it, it.saturating_add(1)]);
        let held = [0, self.held.unwrap_or(0), self.size];
        let bounds: BTreeSet<u64> = ends.chain(singles).chain(held).collect();
        let bounds: Vec<u64> = bounds.into_iter().filter(|it| *it <= self.size).collect();
        let mut covering = Covering::new(&failing);
        let mut runs: Vec<Run> = Vec::new();
        for pair in bounds.windows(2) {
            let (first, last) = (pair[0], pair[1] - 1);
            let answer = if covering.covers(first) {
                Answer::Fails
            } else if hidden.contains(&first) || first >= self.held.unwrap_or(0) {
                Answer::NotShown
            } else {
                Answer::Holds
            };
            match runs.last_mut() {
                Some(run) if run.answer == answer => run.last = last,
                _ => runs.push(Run { first, last, answer }),
            }
        }
        runs
    }

    /// Canonical JSON: `answer`, `entries`, `faults`, `held`, `hidden`, `size`.
    pub fn to_json(&self) -> String {
        let value = object([
            ("answer", shape::text(&self.answer().to_string())),
            (
                "entries",
                Value::Array(self.runs().into_iter().map(Run::to_value).collect()),
            ),
            ("faults", Value::Array(self.faults.iter().map(fault).collect())),
            ("held", self.held.map_or(Value::Null, shape::number)),
            ("hidden", Value::Array(self.hidden.iter().map(hidden).collect())),
            ("size", shape::number(self.size)),
        ]);
        value.to_canonical()
    }

    /// First and last entries that are named by a fault. Of entries of which one is not what it was, and it is
    /// not known which, none is.
    fn failing(&self) -> BTreeSet<(u64, u64)> {
        let named = self
            .faults
            .iter()
            .filter(|it| !matches!(it, Fault::Rewritten { .. }));
        named.filter_map(Fault::entries).collect()
    }

    fn hidden_entries(&self) -> BTreeSet<u64> {
        self.hidden.iter().filter_map(Hidden::entry).collect()
    }
}

/// Ranges that are asked about in rising order.
struct Covering<'a> {
    ranges: std::collections::btree_set::Iter<'a, (u64, u64)>,
    next: Option<&'a (u64, u64)>,
    /// Behind the last entry that a range before covers.
    end: Option<u64>,
}

impl<'a> Covering<'a> {
    fn new(ranges: &'a BTreeSet<(u64, u64)>) -> Covering<'a> {
        let mut ranges = ranges.iter();
        Covering {
            next: ranges.next(),
            ranges,
            end: None,
        }
    }

    fn covers(&mut self, index: u64) -> bool {
        while let Some((_, last)) = self.next.filter(|it| it.0 <= index) {
            self.end = self.end.max(Some(*last));
            self.next = self.ranges.next();
        }
        self.end.is_some_and(|last| index <= last)
    }
}

impl Run {
    fn to_value(self) -> Value {
        object([
            ("answer", shape::text(&self.answer.to_string())),
            ("first", shape::number(self.first)),
            ("last", shape::number(self.last)),
        ])
    }
}

fn fault(fault: &Fault) -> Value {
    named(fault.kind(), fault.entries(), &fault.to_string())
}

fn hidden(hidden: &Hidden) -> Value {
    let entry = hidden.entry().map(|it| (it, it));
    named(hidden.kind(), entry, &hidden.to_string())
}

/// `entries` is null of what is no entry's.
fn named(kind: &str, entries: Option<(u64, u64)>, words: &str) -> Value {
    let entries = entries.map_or(Value::Null, |(first, last)| {
        Value::Array(vec![shape::number(first), shape::number(last)])
    });
    object([
        ("entries", entries),
        ("kind", shape::text(kind)),
        ("words", shape::text(words)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn report(size: u64, held: Option<u64>, ranges: &[(u64, u64)], hidden: &[u64]) -> Report {
        let missing = |it: &(u64, u64)| Fault::Missing {
            first: it.0,
            last: it.0 + it.1,
        };
        Report {
            size,
            held,
            faults: ranges.iter().map(missing).collect(),
            hidden: hidden.iter().map(|it| Hidden::Withheld { index: *it }).collect(),
            forks: Vec::new(),
            keyring: None,
        }
    }

    proptest! {
        #[test]
        fn runs_say_of_every_entry_what_a_naive_look_says(
            size in 0u64..20,
            held in proptest::option::of(0u64..20),
            ranges in prop::collection::vec((0u64..20, 0u64..4), 0..5),
            hidden in prop::collection::vec(0u64..20, 0..5),
        ) {
            let report = report(size, held, &ranges, &hidden);
            let runs = report.runs();
            let mut next = 0;
            for run in &runs {
                prop_assert_eq!(run.first, next);
                for index in run.first..=run.last {
                    let fails = ranges.iter().any(|it| (it.0..=it.0 + it.1).contains(&index));
                    let is_hidden = hidden.contains(&index) || index >= held.unwrap_or(0);
                    let expected = if fails { Answer::Fails } else if is_hidden { Answer::NotShown } else { Answer::Holds };
                    prop_assert_eq!(run.answer, expected);
                }
                next = run.last + 1;
            }
            prop_assert_eq!(next, size);
            prop_assert!(runs.windows(2).all(|it| it[0].answer != it[1].answer));
        }
    }
}
