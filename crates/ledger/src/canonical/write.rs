//! A value as canonical bytes.
//!
//! It must not know how they are read.

use super::Value;
use std::fmt::Write;

pub(super) fn written(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Integer(value) => out.push_str(&value.value().to_string()),
        Value::String(text) => write_string(out, text),
        Value::Array(items) => write_list(out, ('[', ']'), items, write_value),
        Value::Object(object) => write_list(out, ('{', '}'), object.members(), |out, (name, value)| {
            write_string(out, name);
            out.push(':');
            write_value(out, value);
        }),
    }
}

fn write_list<T>(out: &mut String, ends: (char, char), items: &[T], write_item: impl Fn(&mut String, &T)) {
    out.push(ends.0);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_item(out, item);
    }
    out.push(ends.1);
}

fn write_string(out: &mut String, text: &str) {
    out.push('"');
    let plain = plain_start(text.as_bytes());
    out.push_str(&text[..plain]);
    for letter in text[plain..].chars() {
        match short_escape(letter) {
            Some(escape) => out.extend(['\\', escape]),
            None if letter < ' ' => {
                write!(out, "\\u{:04x}", u32::from(letter)).expect("a String takes everything");
            }
            None => out.push(letter),
        }
    }
    out.push('"');
}

/// How many bytes there are before the first that is not written as it is, which is of ASCII; most strings have none.
pub(super) fn plain_start(bytes: &[u8]) -> usize {
    let is_other = |it: &u8| matches!(it, b'"' | b'\\' | 0..b' ');
    bytes.iter().position(is_other).unwrap_or(bytes.len())
}

/// The letter behind the backslash, of characters that have such a spelling.
pub(super) fn short_escape(letter: char) -> Option<char> {
    match letter {
        '"' | '\\' => Some(letter),
        '\u{8}' => Some('b'),
        '\t' => Some('t'),
        '\n' => Some('n'),
        '\u{c}' => Some('f'),
        '\r' => Some('r'),
        _ => None,
    }
}
