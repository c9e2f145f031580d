//! The words of the language that are not free to be names, and the units.
//!
//! It must not know where each of them may stand.

use crate::ast::Unit;

/// No name may be one of these: each begins or joins something, and a reader would stumble.
pub(crate) const RESERVED: &[&str] = &[
    "a",
    "an",
    "the",
    "and",
    "or",
    "not",
    "is",
    "it",
    "can",
    "has",
    "nature",
    "all",
    "any",
    "every",
    "at",
    "for",
    "ever",
    "use",
    "policy",
    "source",
    "party",
    "action",
    "capability",
    "level",
    "safeguard",
    "standard",
    "evaluation",
    "determination",
    "task",
    "fact",
    "approval",
    "clause",
    "exception",
    "world",
    "assume",
    "check",
    "scenario",
    "question",
    "given",
    "on",
    "then",
    "when",
    "until",
    "unless",
    "within",
    "by",
    "before",
    "while",
    "despite",
    "must",
    "may",
    "intends",
    "expect",
    "pause",
    "probability",
    "finding",
    "defining",
    "one",
    "work",
    "compute",
];

const UNITS: &[(&str, Unit)] = &[
    ("hour", Unit::Hour),
    ("day", Unit::Day),
    ("week", Unit::Week),
    ("month", Unit::Month),
    ("year", Unit::Year),
    ("step", Unit::Step),
];

pub(crate) fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// `month` and `months` alike.
pub(crate) fn unit(word: &str) -> Option<Unit> {
    let singular = word.strip_suffix('s').unwrap_or(word);
    UNITS
        .iter()
        .find(|(name, _)| *name == singular)
        .map(|(_, unit)| *unit)
}

pub(crate) fn unit_names() -> impl Iterator<Item = &'static str> {
    ["hours", "days", "weeks", "months", "years", "steps"].into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_have_a_plural_and_only_one() {
        assert_eq!(unit("month"), Some(Unit::Month));
        assert_eq!(unit("months"), Some(Unit::Month));
        assert_eq!(unit("monthss"), None);
        assert!(unit_names().all(|it| unit(it).is_some()));
    }
}
