//! What readings change, for programs.

use holdpoint_analysis::report::readings::{Flip, Judged, OptionFlips, ReadingTable, Varying};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct ReadingsJson {
    names: Vec<NameJson>,
    /// Whether `combinations` are all there are; else those that change one name or two.
    all: bool,
    /// How many there are; `null` where they are more than can be counted.
    n_all: Option<u64>,
    combinations: Vec<CombinationJson>,
    varying: Vec<VaryingJson>,
    flips: Vec<FlipsJson>,
}

#[derive(Debug, Serialize)]
struct NameJson {
    name: String,
    /// The base first.
    readings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CombinationJson {
    words: String,
    /// For each of `names` its reading.
    readings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct VaryingJson {
    #[serde(flatten)]
    of: JudgedJson,
    /// For each of `combinations`.
    values: Vec<String>,
}

#[derive(Debug, Serialize)]
struct FlipsJson {
    name: String,
    reading: String,
    alone: Vec<FlipJson>,
    beside_others: Vec<FlipJson>,
}

#[derive(Debug, Serialize)]
struct FlipJson {
    #[serde(flatten)]
    of: JudgedJson,
    /// Words of the combination that it stands beside; `base` for what it flips alone.
    beside: String,
    from: String,
    to: String,
}

/// A row of the ladder or a `check` statement: what the other is asked by is `null`.
#[derive(Debug, Default, Serialize)]
struct JudgedJson {
    action: Option<String>,
    level: Option<String>,
    world: Option<String>,
    check: Option<String>,
}

pub(crate) fn readings(it: &ReadingTable) -> ReadingsJson {
    let names = it.slots.iter().map(|it| NameJson {
        name: it.name.clone(),
        readings: it.options.clone(),
    });
    let combinations = it.combinations.iter().map(|combination| CombinationJson {
        words: combination.words.clone(),
        readings: (it.slots.iter().zip(&combination.options))
            .map(|(slot, option)| slot.options[*option].clone())
            .collect(),
    });
    ReadingsJson {
        names: names.collect(),
        all: it.is_complete(),
        n_all: Some(it.n_all).filter(|it| *it != u64::MAX),
        combinations: combinations.collect(),
        varying: it.varying.iter().map(varying).collect(),
        flips: it.flips.iter().map(|flips_of| flips(it, flips_of)).collect(),
    }
}

fn varying(it: &Varying) -> VaryingJson {
    VaryingJson {
        of: judged(&it.of),
        values: it.values.clone(),
    }
}

fn flips(table: &ReadingTable, it: &OptionFlips) -> FlipsJson {
    let slot = &table.slots[it.slot];
    FlipsJson {
        name: slot.name.clone(),
        reading: slot.options[it.option].clone(),
        alone: it.alone.iter().map(|it| flip(table, it)).collect(),
        beside_others: it.beside_others.iter().map(|it| flip(table, it)).collect(),
    }
}

fn flip(table: &ReadingTable, it: &Flip) -> FlipJson {
    FlipJson {
        of: judged(&table.varying[it.varying].of),
        beside: table.combinations[it.beside].words.clone(),
        from: it.from.clone(),
        to: it.to.clone(),
    }
}

fn judged(it: &Judged) -> JudgedJson {
    match it.clone() {
        Judged::Row { action, level, world } => JudgedJson {
            action: Some(action),
            level,
            world,
            check: None,
        },
        Judged::Check { id } => JudgedJson {
            check: Some(id),
            ..JudgedJson::default()
        },
    }
}
