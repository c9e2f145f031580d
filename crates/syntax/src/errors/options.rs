//! Messages about the parts of a statement that follow a comma, and about the tails of a clause.
//!
//! It must not know which statement offers what; it is told.

use super::phrases::{any_of, quoted};
use crate::diagnostic::{Diagnostic, Place};
use crate::parser::Slot;
use crate::suggestion::nearest;

pub(crate) fn given_twice(place: Place, lead: &[&str]) -> Diagnostic {
    let lead = lead.join(" ");
    Diagnostic::error("HP0114", place, format!("`{lead}` is given twice")).help(format!("keep one `{lead}`"))
}

/// A level that says both what it is and that it is not yet said.
pub(crate) fn two_definitions(place: Place) -> Diagnostic {
    Diagnostic::error("HP0114", place, "a level has `when` or is `undefined`, not both")
        .help("keep the one that the policy says")
}

pub(crate) fn unknown_slot(place: Place, word: &str, keyword: &str, open: &[&Slot]) -> Diagnostic {
    let message = format!("`{keyword}` has no part that begins with `{word}`");
    let diagnostic = Diagnostic::error("HP0115", place, message);
    match nearest(word, open.iter().filter_map(|it| it.lead.first().copied())) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")).fix(meant),
        None => diagnostic.help(offer(open)),
    }
}

pub(crate) fn slot_of_others(
    place: Place,
    lead: &str,
    keyword: &str,
    others: &[&str],
    open: &[&Slot],
) -> Diagnostic {
    let message = format!("`{lead}` is no part of `{keyword}`");
    let belongs = format!("`{lead}` belongs to {}", any_of(&quoted(others)));
    let help = if open.is_empty() {
        belongs
    } else {
        format!("{belongs}; {}", offer(open))
    };
    Diagnostic::error("HP0116", place, message).help(help)
}

pub(crate) fn out_of_order(place: Place, lead: &[&str], later: &[&str]) -> Diagnostic {
    let (lead, later) = (lead.join(" "), later.join(" "));
    Diagnostic::error("HP0121", place, format!("`{lead}` stands before `{later}`"))
        .help("there is one order, so that every statement of a kind reads alike")
}

pub(crate) fn missing_slot(last: Place, keyword: &str, shape: &str) -> Diagnostic {
    Diagnostic::error("HP0122", last, format!("`{keyword}` without `{shape}`"))
        .label("expected after this")
        .help(format!("add `, {shape}`"))
}

pub(crate) fn missing_comma(last: Place, last_word: &str, word: &str) -> Diagnostic {
    Diagnostic::error("HP0125", last, format!("a comma is missing before `{word}`"))
        .help(format!("write `{last_word}, {word}`"))
        .fix(format!("{last_word},"))
}

pub(crate) fn comma_before_tail(comma: Place, word: &str) -> Diagnostic {
    Diagnostic::error("HP0125", comma, format!("no comma stands before `{word}`"))
        .help("`within`, `by`, `unless` and `until` follow without a comma")
        .fix("")
}

fn offer(open: &[&Slot]) -> String {
    if open.is_empty() {
        return "nothing more may follow; end with a full stop".to_owned();
    }
    let shapes: Vec<_> = open.iter().map(|it| it.shape).collect();
    format!("after the comma may stand {}", any_of(&quoted(&shapes)))
}
