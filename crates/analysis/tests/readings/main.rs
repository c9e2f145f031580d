//! What a report says under each combination of readings, against documents in which the combination is written out as
//! the only meaning: each is checked by itself.

#[path = "../shared/document.rs"]
mod document;
#[path = "../naive/draw.rs"]
mod draw;
#[path = "../shared/text.rs"]
mod text;

use document::Document;
use holdpoint_analysis::report::Report;
use holdpoint_analysis::report::readings::{Judged, ReadingTable};
use holdpoint_analysis::{CheckOptions, check};
use std::collections::BTreeMap;
use text::encoding;

const SEEDS: std::ops::Range<u64> = 0..40;
fn report(text: &str) -> Report {
    check(&encoding(text), &CheckOptions::default(), &mut |_, _| {})
}

/// Every grade and verdict in words, by what is judged.
fn values(report: &Report) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for row in &report.policies[0].grades {
        let of = format!("{} {:?} {:?}", row.action, row.level, row.world);
        let words: Vec<&str> = row.grade.iter().map(|it| it.word()).collect();
        values.insert(of, words.join(" or "));
    }
    for check in &report.checks {
        values.insert(check.id.clone(), check.answers[0].verdict.word().to_owned());
    }
    values
}

fn name(of: &Judged) -> String {
    match of {
        Judged::Row { action, level, world } => format!("{action} {level:?} {world:?}"),
        Judged::Check { id } => id.clone(),
    }
}

#[test]
fn each_value_is_that_of_the_combination_written_out() {
    let mut n_varying = 0;
    for seed in SEEDS {
        let document = Document::drawn(seed);
        let text = document.with_readings();
        let whole = report(&text);
        let Some(table) = &whole.policies[0].readings else {
            continue;
        };
        assert!(table.is_complete());
        let base = values(&whole);
        for (index, combination) in table.combinations.iter().enumerate() {
            let alone = values(&report(&document.written_out(&combination.options)));
            let mut said = base.clone();
            let varying = table.varying.iter();
            said.extend(varying.map(|it| (name(&it.of), it.values[index].clone())));
            assert_eq!(said, alone, "seed {seed}, {}\n{text}", combination.words);
        }
        n_varying += table.varying.len();
    }
    assert!(n_varying > 40, "the draw is too poor: {n_varying}");
}

#[test]
fn what_flips_alone_and_what_only_beside_others_is_as_the_values_say() {
    let (mut n_alone, mut n_beside) = (0, 0);
    for seed in SEEDS {
        let text = Document::drawn(seed).with_readings();
        let Some(table) = report(&text).policies.remove(0).readings else {
            continue;
        };
        for option in &table.flips {
            for index in 0..table.varying.len() {
                let alone = option.alone.iter().filter(|it| it.varying == index).count();
                let beside = option
                    .beside_others
                    .iter()
                    .filter(|it| it.varying == index)
                    .count();
                let [changes_base, changes_other] = changes(&table, option.slot, option.option, index);
                let case = format!("seed {seed}, {option:?}\n{text}");
                assert_eq!(alone, usize::from(changes_base), "{case}");
                assert_eq!(beside, usize::from(!changes_base && changes_other), "{case}");
                n_alone += alone;
                n_beside += beside;
            }
        }
    }
    assert!(
        n_alone > 20 && n_beside > 5,
        "the draw is too poor: {n_alone}, {n_beside}"
    );
}

/// Whether the option changes a value when it takes the base's place among nothing else, and among anything else.
fn changes(table: &ReadingTable, slot: usize, option: usize, index: usize) -> [bool; 2] {
    let mut found = [false, false];
    for (before, one) in table.combinations.iter().enumerate() {
        for (after, other) in table.combinations.iter().enumerate() {
            let mut moved = one.options.clone();
            moved[slot] = option;
            if one.options[slot] != 0 || moved != other.options {
                continue;
            }
            let values = &table.varying[index].values;
            let is_base = one.options.iter().all(|it| *it == 0);
            found[usize::from(!is_base)] |= values[before] != values[after];
        }
    }
    found
}
