//! Two encodings made from one drawn policy: what is only called otherwise agrees in everything, a clause less is told on
//! the right side, and one is the other under just those readings that, written out by themselves, grade and permit the
//! same.

#[path = "../shared/document.rs"]
mod document;
#[path = "../naive/draw.rs"]
mod draw;
#[path = "../shared/text.rs"]
mod text;

use document::Document;
use holdpoint_analysis::comparison::{Encoded, Misnamed, SaidSame, compare};
use holdpoint_analysis::report::comparison::{Comparison, Permits, SameBy};
use holdpoint_analysis::report::difference::Relation;
use holdpoint_analysis::{CheckOptions, check, difference};
use std::collections::BTreeMap;
use text::encoding;

const SEEDS: std::ops::Range<u64> = 0..25;
const NAMES: [&str; 22] = [
    "Watch",
    "deployment",
    "c1",
    "c2",
    "c3",
    "L1",
    "L2",
    "L3",
    "L4",
    "s1",
    "s2",
    "s3",
    "S",
    "e1",
    "e2",
    "review",
    "D",
    "leave",
    "alarm",
    "k1",
    "k2",
    "k3",
];

fn between(first: &str, second: &str, said: &[SaidSame]) -> Result<Comparison, Vec<Misnamed>> {
    let (first, second) = (encoding(first), encoding(second));
    let encoded = [(&first, "one"), (&second, "other")].map(|(encoding, label)| Encoded {
        encoding,
        label: label.to_owned(),
    });
    compare(encoded, said, &mut |_, _| {})
}

/// The text with other names for everything of `NAMES`.
fn renamed(text: &str) -> String {
    let is_of_a_name = |it: char| it.is_alphanumeric() || it == '-';
    let mut renamed = String::new();
    for piece in text.split_inclusive(|it: char| !is_of_a_name(it)) {
        let word = piece.trim_end_matches(|it: char| !is_of_a_name(it));
        let rest = &piece[word.len()..];
        let other = if NAMES.contains(&word) { "qq" } else { "" };
        renamed.push_str(&format!("{word}{other}{rest}"));
    }
    renamed
}

#[test]
fn what_is_only_called_otherwise_agrees_in_everything() {
    for seed in SEEDS {
        let text = draw::policy(seed);
        let there = |it: &&&str| renamed(&text).contains(&format!("{it}qq"));
        let said: Vec<SaidSame> = (NAMES.iter().filter(there))
            .map(|it| ((*it).to_owned(), format!("{it}qq")))
            .collect();
        let found = between(&text, &renamed(&text), &said).expect("every name is there");
        assert!(found.is_agreed(), "seed {seed}\n{text}\n{:#?}", found.agreement());
        assert!(found.names.iter().all(|it| it.by == SameBy::Hand), "seed {seed}");
    }
}

#[test]
fn a_clause_less_is_told_on_its_side_and_permits_no_less() {
    let mut n_more = 0;
    for seed in SEEDS {
        let whole = draw::policy(seed);
        for clause in whole.lines().filter(|it| it.starts_with("clause ")) {
            let less = whole.replace(&format!("{clause}\n"), "");
            let found = between(&whole, &less, &[]).expect("nothing is said");
            let case = format!("seed {seed} without `{clause}`");
            assert_eq!(found.agreement().clauses.only, [1, 0], "{case}");
            assert!(!found.is_agreed(), "{case}");
            for action in &found.actions {
                let more = !action.second_permits.is_empty();
                let expected = if more {
                    Permits::SecondMore
                } else {
                    Permits::TheSame
                };
                assert_eq!(action.relation, expected, "{case}");
                n_more += usize::from(more);
            }
        }
    }
    assert!(n_more > 20, "the draw is too poor: {n_more}");
}

#[test]
fn one_is_the_other_under_just_the_readings_that_are_the_same_when_written_out() {
    let (mut n_same, mut n_other) = (0, 0);
    for seed in SEEDS {
        let document = Document::drawn(seed);
        let text = document.with_readings();
        let coded = encoding(&text);
        let readings = coded.policies[0].readings();
        if readings.len() < 2 {
            continue;
        }
        // The last is farthest from the base.
        let other = document.written_out(&readings[readings.len() - 1].0);
        let found = between(&text, &other, &[]).expect("nothing is said");
        let said: Vec<&str> = found.readings[0]
            .same
            .iter()
            .map(|it| it.reading.as_str())
            .collect();
        for reading in &readings {
            let words = match coded.policies[0].reading_words(reading) {
                none if none.is_empty() => "base".to_owned(),
                some => some,
            };
            let is_same = are_the_same(&document.written_out(&reading.0), &other);
            assert_eq!(
                said.contains(&words.as_str()),
                is_same,
                "seed {seed}, {words}\n{text}"
            );
            n_same += usize::from(is_same);
            n_other += usize::from(!is_same);
        }
    }
    assert!(
        n_same > 20 && n_other > 20,
        "the draw is too poor: {n_same}, {n_other}"
    );
}

/// Two documents of one meaning each.
fn are_the_same(one: &str, other: &str) -> bool {
    let (one, other) = (encoding(one), encoding(other));
    let found = difference(&one.policies[0], &other.policies[0], &mut |_, _| {});
    let grades = [&one, &other].map(|it| {
        let report = check(it, &CheckOptions::default(), &mut |_, _| {});
        let rows = report.policies[0].grades.iter();
        rows.map(|it| {
            (
                (it.action.clone(), it.level.clone(), it.world.clone()),
                it.grade.clone(),
            )
        })
        .collect::<BTreeMap<_, _>>()
    });
    grades[0] == grades[1] && found.actions.iter().all(|it| it.relation == Relation::Equal)
}

#[test]
fn names_that_are_not_there_or_said_twice_are_told() {
    let text = draw::policy(1);
    let said = |pairs: &[(&str, &str)]| {
        let pairs: Vec<SaidSame> = pairs
            .iter()
            .map(|it| (it.0.to_owned(), it.1.to_owned()))
            .collect();
        between(&text, &text, &pairs).err().unwrap_or_default()
    };
    let unknown = said(&[("Wacth", "Watch")]);
    assert_eq!(
        unknown,
        [Misnamed::Unknown {
            which: 0,
            name: "Wacth".to_owned(),
            near: Some("Watch".to_owned())
        }]
    );
    assert!(matches!(
        said(&[("Watch", "s1")]).as_slice(),
        [Misnamed::Kinds { .. }]
    ));
    let twice = said(&[("c1", "c2"), ("c1", "c3")]);
    assert!(
        matches!(twice.as_slice(), [Misnamed::Twice { which: 0, .. }]),
        "{twice:?}"
    );
    let twice = said(&[("c1", "c3"), ("c2", "c3")]);
    assert!(
        matches!(twice.as_slice(), [Misnamed::Twice { which: 1, .. }]),
        "{twice:?}"
    );
}
