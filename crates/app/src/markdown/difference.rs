//! A difference as Markdown.
//!
//! It must not know how a difference was found.

use super::{separating_play, table};
use crate::diff::Diffed;
use crate::words;
use holdpoint_analysis::report::difference::{
    ActionChange, Alignment, Change, ClauseChange, Difference, Moved, Separation,
};
use std::fmt::Write;

impl Diffed {
    /// Empty where the words have errors.
    pub fn markdown(&self) -> String {
        self.difference.as_ref().map_or(String::new(), markdown)
    }
}

fn markdown(it: &Difference) -> String {
    let mut text = format!("## `{}` → `{}`\n\n", it.old.id, it.new.id);
    if it.is_equal() {
        text.push_str("Both say and permit the same.\n");
        return text;
    }
    if let Some(readings) = words::base_readings([&it.old, &it.new]) {
        write!(text, "Under {readings}.\n\n").expect("a string takes all");
    }
    let actions = it.actions.iter().map(|action| {
        [
            format!("`{}`", action.action),
            format!("**{}**", action.relation.word()),
            reasons(action),
        ]
    });
    text.push_str(&table(["action", "new text", "why"], actions));
    let changed = it.clauses.iter().filter(|it| it.change != Change::Unchanged);
    text.push_str(&table(["clause", "change", "what moved"], changed.map(clause)));
    let things = it.things.iter().map(|it| {
        [
            format!("{} `{}`", it.kind, it.name),
            it.change.word().to_owned(),
            all_moved(&it.moved),
        ]
    });
    text.push_str(&table(["what", "change", "what moved"], things));
    for action in &it.actions {
        text.push_str(&plays(action, it));
    }
    text
}

fn reasons(action: &ActionChange) -> String {
    let named = |found: &[Separation]| {
        let names = found.iter().map(|it| format!("`{}`", it.clause));
        names.collect::<Vec<_>>().join(", ")
    };
    let mut reasons = Vec::new();
    if !action.no_longer_barred.is_empty() {
        reasons.push(format!("no longer kept: {}", named(&action.no_longer_barred)));
    }
    if !action.newly_barred.is_empty() {
        reasons.push(format!("newly asked: {}", named(&action.newly_barred)));
    }
    let open = action.undecided.iter();
    reasons.extend(open.map(|(clause, why)| format!("`{clause}` is undecided: {why}")));
    reasons.join("\n")
}

fn clause(it: &ClauseChange) -> [String; 3] {
    let name = match (&it.old, &it.new) {
        (Some(old), Some(new)) if old.name != new.name => format!("`{}` → `{}`", old.name, new.name),
        (_, Some(one)) | (Some(one), None) => format!("`{}`", one.name),
        (None, None) => String::new(),
    };
    let mut words = all_moved(&it.moved);
    match it.aligned_by {
        Some(Alignment::Likeness { percent }) => {
            write!(words, "\ntaken for the same by likeness, {percent} %").expect("a string takes all");
        }
        None => words.extend(it.new.iter().chain(&it.old).map(|it| it.words.clone())),
        Some(Alignment::Name | Alignment::Supersedes) => {}
    }
    [name, it.change.word().to_owned(), words.trim().to_owned()]
}

fn all_moved(moved: &[Moved]) -> String {
    let each = moved.iter().map(|it| {
        let direction = it
            .direction
            .map_or(String::new(), |it| format!(" (**{}**)", it.word()));
        format!("{}: {} → {}{direction}", it.dimension.word(), it.from, it.to)
    });
    each.collect::<Vec<_>>().join("\n")
}

/// The shortest history each way, folded away.
fn plays(action: &ActionChange, it: &Difference) -> String {
    let [old, new] = [&it.old.id, &it.new.id];
    let name = &action.action;
    separating_play(&action.no_longer_barred, name, new, old)
        + &separating_play(&action.newly_barred, name, old, new)
}
