//! A strict reader: what is not the one spelling of its value is refused, with the place and the cure.
//!
//! It must not know what any member means.

use super::write::{plain_start, short_escape};
use super::{Integer, Object, Value, name_order};
use std::cmp::Ordering;
use std::fmt;

/// Arrays and objects within each other, at most.
const DEPTH_MAX: usize = 64;

/// Why bytes are not canonical JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where, in bytes from the start.
    pub at: usize,
    /// What is the matter, with the input's own words in backticks.
    pub problem: String,
    /// What to do about it.
    pub cure: &'static str,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {}: {}\nhelp: {}", self.at, self.problem, self.cure)
    }
}

impl std::error::Error for Unreadable {}

/// Reads one value that fills `bytes` from end to end.
pub fn read(bytes: &[u8]) -> Result<Value, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(error.valid_up_to()))?;
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
    };
    let value = reader.value()?;
    match reader.peek() {
        None => Ok(value),
        Some(letter) => Err(reader.unexpected(letter, "the end")),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.text[self.at..].starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn expect(&mut self, word: &'static str) -> Result<(), Unreadable> {
        if self.eat(word) {
            return Ok(());
        }
        match self.peek() {
            Some(letter) => Err(self.unexpected(letter, word)),
            None => Err(ends_early(self.at, word)),
        }
    }

    fn value(&mut self) -> Result<Value, Unreadable> {
        match self.peek() {
            Some('{') => self.nested(Reader::object),
            Some('[') => self.nested(Reader::array),
            Some('"') => Ok(Value::String(self.string()?)),
            Some('-' | '0'..='9') => self.integer(),
            Some(letter) => self.word(letter),
            None => Err(ends_early(self.at, "a value")),
        }
    }

    fn word(&mut self, letter: char) -> Result<Value, Unreadable> {
        let words = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
        ];
        for (word, value) in words {
            if self.eat(word) {
                return Ok(value);
            }
        }
        match ["NaN", "Infinity"].into_iter().find(|it| self.eat(it)) {
            Some(word) => Err(no_number(self.at - word.len(), word)),
            None => Err(self.unexpected(letter, "a value")),
        }
    }

    fn nested(&mut self, inside: fn(&mut Self) -> Result<Value, Unreadable>) -> Result<Value, Unreadable> {
        if self.depth == DEPTH_MAX {
            return Err(too_deep(self.at));
        }
        self.depth += 1;
        self.at += 1;
        let value = inside(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Value, Unreadable> {
        // Else there is room for four where there is one, of which input full of small arrays makes much.
        let mut items = Vec::with_capacity(usize::from(!self.text[self.at..].starts_with(']')));
        while !self.eat("]") {
            if !items.is_empty() {
                self.expect(",")?;
            }
            items.push(self.value()?);
        }
        Ok(Value::Array(items))
    }

    fn object(&mut self) -> Result<Value, Unreadable> {
        let mut members: Vec<(String, Value)> =
            Vec::with_capacity(usize::from(!self.text[self.at..].starts_with('}')));
        while !self.eat("}") {
            if !members.is_empty() {
                self.expect(",")?;
            }
            let at = self.at;
            let name = self.name()?;
            in_order(&members, &name, at)?;
            self.expect(":")?;
            members.push((name, self.value()?));
        }
        // INVARIANT: `in_order` saw each name above the one before it.
        Ok(Value::Object(Object(members)))
    }

    fn name(&mut self) -> Result<String, Unreadable> {
        match self.peek() {
            Some('"') => self.string(),
            Some(letter) => Err(self.unexpected(letter, "\"")),
            None => Err(ends_early(self.at, "\"")),
        }
    }

    fn string(&mut self) -> Result<String, Unreadable> {
        self.at += 1;
        let mut text = String::new();
        loop {
            let plain = plain_start(&self.text.as_bytes()[self.at..]);
            text.push_str(&self.text[self.at..self.at + plain]);
            self.at += plain;
            let at = self.at;
            let letter = self.peek().ok_or_else(|| ends_early(at, "\""))?;
            self.at += letter.len_utf8();
            match letter {
                '"' => return Ok(text),
                '\\' => text.push(self.escape(at)?),
                _ if letter < ' ' => return Err(bare_control(at, letter)),
                _ => text.push(letter),
            }
        }
    }

    /// What a backslash at `at` begins.
    fn escape(&mut self, at: usize) -> Result<char, Unreadable> {
        let short = ['"', '\\', '\u{8}', '\t', '\n', '\u{c}', '\r'];
        let letter = self.peek().ok_or_else(|| ends_early(self.at, "\""))?;
        self.at += letter.len_utf8();
        if let Some(meant) = short.into_iter().find(|it| short_escape(*it) == Some(letter)) {
            return Ok(meant);
        }
        let digits = self.text.get(self.at..self.at + 4).filter(|_| letter == 'u');
        let meant = digits
            .filter(|it| it.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
            .and_then(|it| u32::from_str_radix(it, 16).ok())
            .and_then(char::from_u32)
            .filter(|it| *it < ' ' && short_escape(*it).is_none());
        self.at += digits.map_or(0, str::len);
        meant.ok_or_else(|| needless_escape(at, &self.text[at..self.at]))
    }

    fn integer(&mut self) -> Result<Value, Unreadable> {
        let at = self.at;
        let rest = &self.text[at..];
        if rest.starts_with("-Infinity") {
            return Err(no_number(at, "-Infinity"));
        }
        let is_of_number = |it: char| it.is_ascii_digit() || "+-.eE".contains(it);
        let word = &rest[..rest.find(|it| !is_of_number(it)).unwrap_or(rest.len())];
        self.at += word.len();
        let value = word.parse::<i64>().ok().and_then(Integer::new);
        match value {
            Some(value) if value.value().to_string() == word => Ok(Value::Integer(value)),
            Some(_) => Err(odd_integer(at, word)),
            None => Err(not_an_integer(at, word)),
        }
    }

    fn unexpected(&self, letter: char, wanted: &str) -> Unreadable {
        if letter.is_ascii_whitespace() {
            return blank_space(self.at);
        }
        let problem = format!("`{}` where {} belongs", letter.escape_debug(), quoted(wanted));
        Unreadable {
            at: self.at,
            problem,
            cure: "write JSON as RFC 8785 has it, and nothing behind it",
        }
    }
}

fn in_order(members: &[(String, Value)], name: &str, at: usize) -> Result<(), Unreadable> {
    let Some((last, _)) = members.last() else {
        return Ok(());
    };
    match name_order(last, name) {
        Ordering::Less => Ok(()),
        _ if members.iter().any(|it| it.0 == name) => Err(named_twice(at, name)),
        _ => Err(out_of_order(at, name, last)),
    }
}

/// Marks are quoted, descriptions are not.
fn quoted(wanted: &str) -> String {
    if wanted.len() == 1 {
        format!("`{wanted}`")
    } else {
        wanted.to_owned()
    }
}

fn not_utf8(at: usize) -> Unreadable {
    Unreadable {
        at,
        problem: "not UTF-8 from here".to_owned(),
        cure: "write text in UTF-8, and bytes as base64 in a string",
    }
}

fn ends_early(at: usize, wanted: &str) -> Unreadable {
    Unreadable {
        at,
        problem: format!("ends where {} belongs", quoted(wanted)),
        cure: "send all of it: something was cut off",
    }
}

fn blank_space(at: usize) -> Unreadable {
    Unreadable {
        at,
        problem: "blank space between the parts".to_owned(),
        cure: "leave it out: canonical JSON has none outside strings",
    }
}

fn too_deep(at: usize) -> Unreadable {
    Unreadable {
        at,
        problem: format!("more than {DEPTH_MAX} arrays and objects within each other"),
        cure: "flatten it",
    }
}

fn named_twice(at: usize, name: &str) -> Unreadable {
    Unreadable {
        at,
        problem: format!("`{name}` stands twice in one object"),
        cure: "keep one of them",
    }
}

fn out_of_order(at: usize, name: &str, last: &str) -> Unreadable {
    Unreadable {
        at,
        problem: format!("`{name}` stands behind `{last}`"),
        cure: "put the names in order of their UTF-16 units",
    }
}

fn bare_control(at: usize, letter: char) -> Unreadable {
    Unreadable {
        at,
        problem: format!("the control character `{}` in a string", letter.escape_debug()),
        cure: "write \\b, \\t, \\n, \\f, \\r, and \\u00xx for the others",
    }
}

fn needless_escape(at: usize, word: &str) -> Unreadable {
    Unreadable {
        at,
        problem: format!("`{word}` is not how canonical JSON writes a character"),
        cure: "write the character itself; \\u00xx with small digits only for control characters",
    }
}

fn no_number(at: usize, word: &str) -> Unreadable {
    Unreadable {
        at,
        problem: format!("`{word}` is no number"),
        cure: "leave the member out, or write null, and say in another member why there is no number",
    }
}

fn odd_integer(at: usize, word: &str) -> Unreadable {
    Unreadable {
        at,
        problem: format!("`{word}` is not how canonical JSON writes an integer"),
        cure: "leave out leading zeros and the sign of zero",
    }
}

fn not_an_integer(at: usize, word: &str) -> Unreadable {
    Unreadable {
        at,
        problem: format!("`{word}` is no integer within 2^53 - 1"),
        cure: "write larger numbers and fractions as decimal strings, such as \"2.5e26\"",
    }
}
