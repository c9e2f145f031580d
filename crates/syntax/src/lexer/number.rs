//! What begins with a digit: numbers, factors, percentages, dates, and what is nearly one of them.
//!
//! It must not know where a number may stand, nor whether a date exists.

use crate::kind::SyntaxKind::{self, *};

/// Everything that a reader would take for one number, so that a message can name it whole.
pub(super) fn scan(rest: &str) -> (SyntaxKind, usize) {
    let bytes = rest.as_bytes();
    let mut end = 1;
    while end < bytes.len() && belongs(bytes, end) {
        end += 1;
    }
    (classify(&rest[..end]), end)
}

fn belongs(bytes: &[u8], at: usize) -> bool {
    let after_sign = bytes[at - 1] == b'%';
    let next_is_digit = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    match bytes[at] {
        b'%' => !after_sign,
        b'-' => bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
        b'.' | b'/' | b'+' => next_is_digit,
        b':' => next_is_digit && bytes[at - 1].is_ascii_digit(),
        b',' => has_thousands(&bytes[at + 1..]),
        it => !after_sign && (it.is_ascii_alphanumeric() || it == b'_'),
    }
}

/// `1,000`: three digits and no more after the comma.
fn has_thousands(after: &[u8]) -> bool {
    after.iter().take_while(|it| it.is_ascii_digit()).count() == 3
}

fn classify(word: &str) -> SyntaxKind {
    if is_date(word) {
        return Date;
    }
    let (kind, digits) = match (word.strip_suffix('x'), word.strip_suffix('%')) {
        (Some(digits), _) => (Factor, digits),
        (_, Some(digits)) => (Percent, digits),
        _ => (Number, word),
    };
    if decimal(digits).is_some() {
        kind
    } else {
        BadNumber
    }
}

/// Digits and decimal places, if they can be held exactly.
fn decimal(word: &str) -> Option<u64> {
    let (whole, places) = word.split_once('.').unwrap_or((word, "0"));
    let are_digits = |it: &str| !it.is_empty() && it.bytes().all(|digit| digit.is_ascii_digit());
    if !are_digits(whole) || !are_digits(places) || places.len() > 18 {
        return None;
    }
    word.replace('.', "").parse().ok()
}

/// `2023-09-19`, or an instant `2026-01-01T00:00:00Z`: the form only.
fn is_date(word: &str) -> bool {
    let is_like = |pattern: &str| {
        word.len() == pattern.len()
            && word.bytes().zip(pattern.bytes()).all(|(it, sign)| match sign {
                b'0' => it.is_ascii_digit(),
                _ => it == sign,
            })
    };
    is_like("0000-00-00") || is_like("0000-00-00T00:00:00Z")
}
