//! Messages about numbers, units and dates.
//!
//! It must not know whether a date exists; only its form is looked at.

use super::phrases::{any_of, quoted};
use crate::diagnostic::{Diagnostic, Place};
use crate::suggestion::nearest;
use crate::words;

pub(crate) fn bad_date(place: Place, text: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("HP0108", place, format!("`{text}` is not written as a date is"))
        .help("a date is written `2024-03-01`, a moment `2024-03-01T12:00:00Z`");
    match padded(text) {
        Some(date) => diagnostic.fix(date),
        None => diagnostic,
    }
}

/// `9-14`, `3months`, `1,000x`, `2024-3-1`: all that begins like a number and is none.
pub(crate) fn bad_number(place: Place, text: &str) -> Diagnostic {
    if is_like_date(text) {
        return bad_date(place, text);
    }
    let diagnostic = Diagnostic::error("HP0119", place, format!("`{text}` is not written as a number is"));
    let digits = text.trim_end_matches(|it: char| it.is_ascii_alphabetic());
    let letters = &text[digits.len()..];
    let is_plain = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    match text.split_once('-') {
        Some((from, to)) if is_plain(from) && is_plain(to) => diagnostic
            .help("a range is written with `to`")
            .fix(format!("{from} to {to}")),
        _ if is_plain(digits) && !letters.is_empty() && words::unit(letters).is_some() => diagnostic
            .help("put a space before the unit")
            .fix(format!("{digits} {letters}")),
        _ if is_plain(digits) && matches!(letters, "k" | "M" | "B") => diagnostic
            .help("money is written `40 M USD`")
            .fix(format!("{digits} {letters}")),
        _ if text.contains(',') => diagnostic
            .help("write the digits without `,`")
            .fix(text.replace(',', "")),
        _ => diagnostic.help("numbers are written `3`, `2.5`, `4x`, `30%`, with at most 19 digits"),
    }
}

pub(crate) fn missing_unit(place: Place, number: &str) -> Diagnostic {
    let units: Vec<_> = words::unit_names().collect();
    Diagnostic::error("HP0109", place, format!("`{number}` has no unit"))
        .label("of what?")
        .help(format!("say {} after it", any_of(&quoted(&units))))
}

/// A factor or a percentage without its sign.
pub(crate) fn missing_sign(place: Place, number: &str, sign: char) -> Diagnostic {
    Diagnostic::error("HP0109", place, format!("`{number}` has no unit"))
        .help(format!("write `{number}{sign}`"))
        .fix(format!("{number}{sign}"))
}

pub(crate) fn unknown_unit(place: Place, word: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error("HP0110", place, format!("`{word}` is no unit of time"));
    match nearest(word, words::unit_names()) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")).fix(meant),
        None => {
            let units: Vec<_> = words::unit_names().collect();
            diagnostic.help(format!("units of time are {}", any_of(&quoted(&units))))
        }
    }
}

/// Three numbers in a row, or a year and a month.
fn is_like_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', '.', 'T']).collect();
    let are_numbers = parts
        .iter()
        .take(3)
        .all(|it| it.bytes().all(|it| it.is_ascii_digit()) && !it.is_empty());
    let has_year = parts.iter().take(3).any(|it| it.len() == 4);
    are_numbers
        && has_year
        && (parts.len() >= 3 || parts.len() == 2 && !text.contains('.') && parts[1].len() <= 2)
}

/// `2024-3-1` as `2024-03-01`, where year, month and day stand in this order.
fn padded(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let [year, month, day] = parts[..] else {
        return None;
    };
    let is_short = |it: &str| (1..=2).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit());
    let is_year = year.len() == 4 && year.bytes().all(|it| it.is_ascii_digit());
    (is_year && is_short(month) && is_short(day)).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}
