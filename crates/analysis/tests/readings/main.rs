//! What a report says under each combination of readings, against documents in which the combination is written out as
//! the only meaning: each is checked by itself.

#[path = "../naive/draw.rs"]
mod draw;
#[path = "../shared/text.rs"]
mod text;

use holdpoint_analysis::report::Report;
use holdpoint_analysis::report::readings::{Judged, ReadingTable};
use holdpoint_analysis::{CheckOptions, check};
use std::collections::BTreeMap;
use text::encoding;

const SEEDS: std::ops::Range<u64> = 0..40;
const CLAIMS: &str = "\
check stops: it is possible that training is paused.
check holds: training is graded binding.
check avoids: Lab can avoid any pause of training.
check ends: Lab can end every pause of training.
";

/// Lines of a document, each with the readings that it has; one where it has one meaning.
struct Document {
    lines: Vec<Vec<String>>,
}

impl Document {
    /// A drawn policy in which up to three declarations have got a second meaning.
    fn drawn(seed: u64) -> Document {
        let text = draw::policy(seed);
        let mut left = 3;
        let mut lines = Vec::new();
        for line in text.lines().chain(CLAIMS.lines()) {
            let other = second_meaning(line).filter(|_| left > 0);
            left -= usize::from(other.is_some());
            lines.push(std::iter::once(line.to_owned()).chain(other).collect());
        }
        Document { lines }
    }

    fn with_readings(&self) -> String {
        let line = |options: &Vec<String>| match options.as_slice() {
            [one] => format!("{one}\n"),
            options => {
                let named = options.iter().enumerate();
                named
                    .map(|(index, it)| format!("{}\n", read(it, index)))
                    .collect()
            }
        };
        self.lines.iter().map(line).collect()
    }

    /// One option for each line that has several.
    fn written_out(&self, options: &[usize]) -> String {
        let mut options = options.iter();
        let mut line = |it: &Vec<String>| match it.as_slice() {
            [one] => format!("{one}\n"),
            several => format!("{}\n", several[*options.next().expect("an option for each")]),
        };
        self.lines.iter().map(|it| line(it)).collect()
    }
}

/// `clause k1: …` becomes `clause k1 reading "0": …`.
fn read(line: &str, index: usize) -> String {
    let (kind, rest) = line.split_once(' ').expect("a statement has a name");
    let end = rest.find([' ', ',', ':', '.']).expect("a statement ends");
    format!("{kind} {} reading \"{index}\"{}", &rest[..end], &rest[end..])
}

fn second_meaning(line: &str) -> Option<String> {
    let other = if line.starts_with("safeguard ") && !line.contains("may fail") {
        line.replace(".", ", may fail.")
    } else if line.starts_with("standard ") {
        line.replace(" and ", " or ")
    } else if line.starts_with("clause ") && line.contains("Lab must have") {
        line.replace("Lab must have", "Lab intends to have")
    } else {
        return None;
    };
    (other != line).then_some(other)
}

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
