//! Reads an exported model and its properties back, as far as an export uses PRISM's language.
//!
//! It shares nothing with the writer and stops at anything else. It must not know how a property is decided.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A model as written.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub is_game: bool,
    pub most: Option<u32>,
    pub start: usize,
    /// For each position whether the developer moves there.
    pub is_developers: Vec<bool>,
    pub moves: Vec<Vec<Move>>,
    pub labels: BTreeMap<String, Set>,
    pub rewarded: Set,
}

#[derive(Debug)]
pub(crate) struct Move {
    /// One, or two of which a coin decides.
    pub to: Vec<usize>,
    pub run: Run,
}

/// What becomes of the number of paused steps in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Run {
    Stays,
    Ends,
    Grows,
}

/// Positions, as ranges.
#[derive(Debug, Default)]
pub(crate) struct Set(Vec<RangeInclusive<usize>>);

impl Set {
    pub(crate) fn contains(&self, position: usize) -> bool {
        self.0.iter().any(|it| it.contains(&position))
    }
}

/// A property with what it says is expected.
#[derive(Debug)]
pub(crate) struct Property {
    pub formula: String,
    pub result: String,
}

pub(crate) fn properties(text: &str) -> Vec<Property> {
    let mut result = None;
    let mut properties = Vec::new();
    for line in text.lines().filter(|it| !it.is_empty()) {
        if let Some(expected) = line.strip_prefix("// RESULT: ") {
            result = Some(expected.to_owned());
        } else if !line.starts_with("//") {
            let result = result.take().expect("every property says what is expected");
            let formula = line.to_owned();
            properties.push(Property { formula, result });
        }
    }
    properties
}

pub(crate) fn model(text: &str) -> Model {
    let mut model = Model::default();
    for line in text.lines() {
        let code = line.split("//").next().unwrap_or_default().trim();
        read(&mut model, code);
    }
    assert!(
        model.moves.iter().all(|it| !it.is_empty()),
        "every position has a move"
    );
    model
}

fn read(model: &mut Model, code: &str) {
    let words: Vec<&str> = code.split_whitespace().collect();
    match words.as_slice() {
        ["smg"] => model.is_game = true,
        ["const", "int", "most", "=", value] => model.most = Some(number(value)),
        ["p", ":", range, "init", start] => {
            let last: usize = number(range.trim_end_matches(']').trim_start_matches("[0.."));
            model.start = number(start);
            model.moves.resize_with(last + 1, Vec::new);
            model.is_developers.resize(last + 1, false);
        }
        [mover, from, "->", ..] if from.starts_with("p=") => command(model, mover, number(&from[2..]), code),
        ["label", name, "=", ..] => {
            let (_, set) = code.split_once(" = ").expect("a label has a set");
            model
                .labels
                .insert(name.trim_matches('"').to_owned(), positions(set));
        }
        [.., ":", "1;"] => {
            let (set, _) = code.rsplit_once(" : ").expect("a reward has a set");
            model.rewarded = positions(set);
        }
        [] | ["mdp"] | ["player", ..] | ["module", ..] | ["endmodule"] | ["rewards", _] | ["endrewards"] => {}
        ["run", ":", "[0..most+1]", "init", "0;"] => {}
        _ => panic!("not written by an export: {code}"),
    }
}

fn command(model: &mut Model, mover: &str, from: usize, code: &str) {
    let (_, update) = code.split_once("-> ").expect("a command has an update");
    let to: Vec<usize> = update
        .split("p'=")
        .skip(1)
        .map(|it| number(it.split(')').next().unwrap_or_default()))
        .collect();
    let has_coin = update.matches("0.5:").count();
    assert_eq!(
        has_coin,
        if to.len() == 2 { 2 } else { 0 },
        "a fair coin or none: {code}"
    );
    let run = match update {
        _ if update.contains("(run'=0)") => Run::Ends,
        _ if update.contains("(run'=min(run+1,most+1))") => Run::Grows,
        _ => Run::Stays,
    };
    model.is_developers[from] = mover == "[developer]";
    model.moves[from].push(Move { to, run });
}

/// `(p>=3 & p<=7) | …`, or `false`.
fn positions(set: &str) -> Set {
    let set = set.trim_end_matches(';');
    if set == "false" {
        return Set::default();
    }
    let range = |it: &str| {
        let (first, last) = it.trim().trim_matches(['(', ')']).split_once(" & ")?;
        Some(number(first.strip_prefix("p>=")?)..=number(last.strip_prefix("p<=")?))
    };
    let ranges = set
        .split('|')
        .map(|it| range(it).unwrap_or_else(|| panic!("no range: {it}")));
    Set(ranges.collect())
}

fn number<N: std::str::FromStr>(text: &str) -> N {
    let digits = text.trim_end_matches(';');
    digits.parse().unwrap_or_else(|_| panic!("no number: {text}"))
}
