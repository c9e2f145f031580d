//! Which reading flips what, read off grades and verdicts that have been found under every combination.
//!
//! It solves nothing. It must not know how a value was found.

use crate::report::readings::{Combination, Flip, Judged, OptionFlips, ReadingTable, SlotWords, Varying};
use crate::report::{CheckReport, GradeRow};
use holdpoint_policy::encoding::{PolicyEncoding, Reading};
use holdpoint_policy::inquiry::Strength;
use std::collections::BTreeMap;

/// `None` where every name has one meaning. The checks are those of this policy.
pub(crate) fn table(
    policy: &PolicyEncoding,
    rows: &[GradeRow],
    checks: &[&CheckReport],
) -> Option<ReadingTable> {
    if policy.slots.is_empty() {
        return None;
    }
    let readings = policy.readings();
    let judged = rows
        .iter()
        .map(of_row)
        .chain(checks.iter().map(|it| of_check(it)));
    let varying: Vec<Varying> = judged
        .filter(|it| it.values.iter().any(|value| *value != it.values[0]))
        .collect();
    let flips = flips(policy, &readings, &varying);
    Some(ReadingTable {
        slots: policy.slots.iter().map(slot).collect(),
        combinations: readings.iter().map(|it| combination(policy, it)).collect(),
        n_all: policy.n_combinations(),
        varying,
        flips,
    })
}

/// The grades that bounds allow, in one word or joined by `or`.
pub(crate) fn grade_words(grades: &[Strength]) -> String {
    let words: Vec<&str> = grades.iter().map(|it| it.word()).collect();
    words.join(" or ")
}

fn of_row(row: &GradeRow) -> Varying {
    Varying {
        of: Judged::Row {
            action: row.action.clone(),
            level: row.level.clone(),
            world: row.world.clone(),
        },
        values: row.under_readings.iter().map(|it| grade_words(it)).collect(),
    }
}

fn of_check(check: &CheckReport) -> Varying {
    let id = check.id.clone();
    let values = check.under_readings.iter().map(|it| it.word().to_owned());
    Varying {
        of: Judged::Check { id },
        values: values.collect(),
    }
}

fn slot(slot: &holdpoint_policy::encoding::ReadingSlot) -> SlotWords {
    SlotWords {
        name: slot.name.clone(),
        options: slot.options.clone(),
    }
}

fn combination(policy: &PolicyEncoding, reading: &Reading) -> Combination {
    let words = match policy.reading_words(reading) {
        none if none.is_empty() => "base".to_owned(),
        some => some,
    };
    Combination {
        options: reading.0.clone(),
        words,
    }
}

fn flips(policy: &PolicyEncoding, readings: &[Reading], varying: &[Varying]) -> Vec<OptionFlips> {
    let places = readings.iter().enumerate().map(|(index, it)| (it, index));
    let steps = Steps {
        readings,
        places: places.collect(),
    };
    let mut found = Vec::new();
    for (slot, its) in policy.slots.iter().enumerate() {
        for option in 1..its.options.len() {
            let by = steps.by(slot, option);
            let first = varying
                .iter()
                .enumerate()
                .filter_map(|(index, it)| flip(&by, index, it));
            let (alone, beside_others) = first.partition(|it| it.beside == 0);
            found.push(OptionFlips {
                slot,
                option,
                alone,
                beside_others,
            });
        }
    }
    found
}

/// From one combination to another that differs in one slot.
struct Steps<'a> {
    readings: &'a [Reading],
    places: BTreeMap<&'a Reading, usize>,
}

impl Steps<'_> {
    /// Where the option takes the place of the base: positions without it and with it, fewest other changes first.
    fn by(&self, slot: usize, option: usize) -> Vec<(usize, usize)> {
        let with = self.readings.iter().filter(|it| it.0[slot] == option);
        let pairs = with.filter_map(|with| {
            let without = self.places.get(&with.with(slot, 0))?;
            Some((*without, self.places[with]))
        });
        let mut pairs: Vec<(usize, usize)> = pairs.collect();
        let n_changed = |place: usize| self.readings[place].0.iter().filter(|it| **it != 0).count();
        pairs.sort_by_key(|(without, _)| (n_changed(*without), *without));
        pairs
    }
}

/// The first step that changes the value.
fn flip(steps: &[(usize, usize)], index: usize, varying: &Varying) -> Option<Flip> {
    let values = &varying.values;
    let (beside, with) = *steps
        .iter()
        .find(|(without, with)| values[*without] != values[*with])?;
    Some(Flip {
        varying: index,
        beside,
        from: values[beside].clone(),
        to: values[with].clone(),
    })
}
