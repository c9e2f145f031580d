//! A comparison as Markdown.
//!
//! It must not know how a comparison was found.

use super::{separating_play, table};
use crate::compare::Compared;
use crate::words::comparison as words;
use holdpoint_analysis::report::comparison::{ActionPair, ClausePair, Comparison};
use std::fmt::Write;

impl Compared {
    /// Empty where nothing could be compared.
    pub fn markdown(&self) -> String {
        self.comparison.as_ref().map_or(String::new(), markdown)
    }
}

fn markdown(it: &Comparison) -> String {
    let [first, second] = &it.labels;
    let mut text = format!("## `{first}` against `{second}`\n\n");
    let agreed = words::agreement(it);
    let agreed = agreed
        .iter()
        .map(|(name, words)| [(*name).to_owned(), words.clone()]);
    text.push_str(&table(["compared", "agreement"], agreed));
    let actions = it.actions.iter().map(|action| {
        let lines = words::permits(action, &it.labels);
        [format!("`{}`", action.action), lines.join("\n")]
    });
    text.push_str(&table(["action", "what each permits"], actions));
    let clauses = it.clauses.iter().filter(|it| !it.is_alike());
    text.push_str(&table(
        [first.as_str(), second.as_str(), "differs"],
        clauses.map(|clause_pair| clause(clause_pair, it)),
    ));
    let rows = it.rows.iter().filter(|it| !it.is_alike()).map(|row| {
        let [one, other] = row.sides.each_ref().map(|it| words::row_side(it.as_ref()));
        [words::row(row), one, other]
    });
    text.push_str(&table(["grade", first, second], rows));
    let checks = it.checks.iter().filter(|it| !it.is_alike());
    let checks = checks.map(|it| {
        [
            it.property.clone(),
            it.verdicts[0].clone(),
            it.verdicts[1].clone(),
        ]
    });
    text.push_str(&table(["claim", first, second], checks));
    for line in words::readings(it).into_iter().chain(words::covered(it)) {
        writeln!(text, "{line}.\n").expect("a string takes all");
    }
    it.actions
        .iter()
        .for_each(|action| text.push_str(&plays(action, it)));
    text
}

fn clause(clause: &ClausePair, it: &Comparison) -> [String; 3] {
    let [one, other] = clause.sides.each_ref().map(|side| {
        side.as_ref()
            .map_or("–".to_owned(), |it| format!("`{}`", it.name))
    });
    let mut lines: Vec<String> = clause
        .moved
        .iter()
        .map(|moved| words::moved(moved, &it.labels))
        .collect();
    lines.extend(clause.by.and_then(words::same_by));
    if clause.by.is_none() {
        lines.extend(clause.sides.iter().flatten().map(|it| it.words.clone()));
    }
    [one, other, lines.join("\n")]
}

/// The shortest history each way, folded away.
fn plays(action: &ActionPair, it: &Comparison) -> String {
    let [first, second] = &it.labels;
    let name = &action.action;
    separating_play(&action.first_permits, name, first, second)
        + &separating_play(&action.second_permits, name, second, first)
}
