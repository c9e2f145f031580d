//! A strict reader: bare NaN, doubled names, and what is cut off are refused where they stand.
//!
//! What is not wanted is examined just as strictly and not kept. It must not know what any member means.

use super::{Node, Source, Value, Want};
use crate::number::is_number;
use crate::refusal::{Reason, Refusal};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Bytes of one document, at most.
const TEXT_MAX: usize = 128 << 20;
/// Arrays and objects within each other, at most.
const DEPTH_MAX: usize = 128;
/// Values that are kept, at most; 64 bytes each.
const KEPT_MAX: usize = 1 << 20;
/// Members of one object, at most.
const MEMBERS_MAX: usize = 1 << 18;

/// Reads one value that fills the text from end to end.
pub(crate) fn read<'t>(source: &Source<'t>, want: &'static Want) -> Result<Node<'t>, Refusal> {
    if source.text.len() > TEXT_MAX {
        let problem = format!("{} bytes, and at most {TEXT_MAX} are read", source.text.len());
        let cure = "split the run, or convert it to the tool's archive format";
        return Err(source.refuse(0, Reason::TooLarge, problem, cure));
    }
    let mut reader = Reader {
        source,
        at: 0,
        depth: 0,
        kept: 0,
    };
    reader.blank();
    let node = reader.value(want)?;
    reader.blank();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.unexpected("the end")),
    }
}

struct Reader<'s, 't> {
    source: &'s Source<'t>,
    at: usize,
    depth: usize,
    kept: usize,
}

type Read<T> = Result<T, Refusal>;

impl<'t> Reader<'_, 't> {
    fn rest(&self) -> &'t str {
        &self.source.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.source.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().as_bytes().starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    fn value(&mut self, want: &'static Want) -> Read<Node<'t>> {
        let at = self.at;
        let want = match (want, self.peek()) {
            (Want::Plain, Some(b'{' | b'[')) => &Want::Nothing,
            _ => want,
        };
        let value = match self.peek() {
            Some(b'{') => self.nested(want, Reader::object)?,
            Some(b'[') => self.nested(want, Reader::array)?,
            Some(b'"') if matches!(want, Want::Nothing) => {
                self.raw_string()?;
                Value::Skipped
            }
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(_) => self.word()?,
            None => return Err(self.unexpected("a value")),
        };
        if matches!(want, Want::Nothing) {
            return Ok(Node {
                at,
                value: Value::Skipped,
            });
        }
        self.kept += 1;
        match self.kept > KEPT_MAX {
            true => Err(self.too_many(at, "values that matter", KEPT_MAX)),
            false => Ok(Node { at, value }),
        }
    }

    fn word(&mut self) -> Read<Value<'t>> {
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
        match ["NaN", "Infinity"]
            .into_iter()
            .find(|it| self.rest().starts_with(it))
        {
            Some(word) => Err(self.no_number(word)),
            None => Err(self.unexpected("a value")),
        }
    }

    fn nested(
        &mut self,
        want: &'static Want,
        inside: fn(&mut Self, &'static Want) -> Read<Value<'t>>,
    ) -> Read<Value<'t>> {
        if self.depth == DEPTH_MAX {
            return Err(self.too_many(self.at, "arrays and objects within each other", DEPTH_MAX));
        }
        self.depth += 1;
        self.at += 1;
        self.blank();
        let value = inside(self, want)?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self, want: &'static Want) -> Read<Value<'t>> {
        let mut items = Vec::new();
        let mut first = true;
        while !self.eat("]") {
            self.comma(&mut first)?;
            let item = self.value(want.item())?;
            if item.value != Value::Skipped {
                items.push(item);
            }
            self.blank();
        }
        Ok(Value::Array(items))
    }

    fn object(&mut self, want: &'static Want) -> Read<Value<'t>> {
        let mut members = Vec::new();
        let mut names = BTreeSet::new();
        let mut first = true;
        while !self.eat("}") {
            self.comma(&mut first)?;
            let at = self.at;
            let name = self.name()?;
            self.blank();
            if !self.eat(":") {
                return Err(self.unexpected("`:`"));
            }
            self.blank();
            let value = self.value(want.member(&name))?;
            if !names.insert(name.clone()) {
                return Err(self.named_twice(at, &name));
            }
            if names.len() > MEMBERS_MAX {
                return Err(self.too_many(at, "members of one object", MEMBERS_MAX));
            }
            if !matches!(want, Want::Nothing) {
                members.push((name, value));
            }
            self.blank();
        }
        Ok(Value::Object(members))
    }

    fn comma(&mut self, first: &mut bool) -> Read<()> {
        if !std::mem::take(first) {
            if !self.eat(",") {
                return Err(self.unexpected("`,` or the end of the list"));
            }
            self.blank();
        }
        Ok(())
    }

    fn name(&mut self) -> Read<Cow<'t, str>> {
        match self.peek() {
            Some(b'"') => self.string(),
            _ => Err(self.unexpected("a name in quotes")),
        }
    }

    /// The text between the quotes as it stands, with its escapes.
    fn raw_string(&mut self) -> Read<&'t str> {
        let start = self.at + 1;
        let bytes = self.source.text.as_bytes();
        let mut at = start;
        loop {
            match bytes.get(at) {
                None => {
                    self.at = at.min(bytes.len());
                    return Err(self.unexpected("`\"`"));
                }
                Some(b'"') => break,
                Some(b'\\') => at += 2,
                Some(0..=0x1f) => return Err(self.bare_control(at)),
                Some(_) => at += 1,
            }
        }
        self.at = at + 1;
        Ok(&self.source.text[start..at])
    }

    fn string(&mut self) -> Read<Cow<'t, str>> {
        let start = self.at + 1;
        let raw = self.raw_string()?;
        if !raw.contains('\\') {
            return Ok(Cow::Borrowed(raw));
        }
        let mut text = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some(before) = rest.find('\\') {
            text.push_str(&rest[..before]);
            let at = start + (raw.len() - rest.len()) + before;
            let (meant, length) = escape(&rest[before..]).ok_or_else(|| self.no_escape(at))?;
            text.push(meant);
            rest = &rest[before + length..];
        }
        text.push_str(rest);
        Ok(Cow::Owned(text))
    }

    fn number(&mut self) -> Read<Value<'t>> {
        if self.rest().starts_with("-Infinity") {
            return Err(self.no_number("-Infinity"));
        }
        let rest = self.rest();
        let is_of_number = |it: char| it.is_ascii_digit() || "+-.eE".contains(it);
        let word = &rest[..rest.find(|it| !is_of_number(it)).unwrap_or(rest.len())];
        if !is_number(word) {
            return Err(self.odd_number(word));
        }
        self.at += word.len();
        Ok(Value::Number(word))
    }

    fn unexpected(&self, wanted: &str) -> Refusal {
        let problem = match self.rest().chars().next() {
            Some(letter) => format!("`{}` where {wanted} belongs", letter.escape_debug()),
            None => format!("it ends where {wanted} belongs"),
        };
        let cure = "send the file as the tool wrote it, all of it";
        self.source.refuse(self.at, Reason::Malformed, problem, cure)
    }

    fn no_number(&self, word: &str) -> Refusal {
        let cure = "mend what computed it, or write `null` and say in another member why there is no number";
        self.source.refuse(
            self.at,
            Reason::NotANumber,
            format!("`{word}` is no number"),
            cure,
        )
    }

    fn odd_number(&self, word: &str) -> Refusal {
        let problem = format!("`{}` is not how JSON writes a number", cut(word));
        let cure = "write digits, at most one point between digits, and an exponent if need be";
        self.source.refuse(self.at, Reason::Malformed, problem, cure)
    }

    fn named_twice(&self, at: usize, name: &str) -> Refusal {
        let problem = format!(
            "`{}` stands twice in one object, and readers differ in which they take",
            cut(name)
        );
        self.source
            .refuse(at, Reason::NamedTwice, problem, "keep one of them")
    }

    fn too_many(&self, at: usize, what: &str, max: usize) -> Refusal {
        let cure = "split the record, or send the tool's archive format, which is read piece by piece";
        self.source
            .refuse(at, Reason::TooLarge, format!("more than {max} {what}"), cure)
    }

    fn bare_control(&self, at: usize) -> Refusal {
        let problem = "a bare control character in a string".to_owned();
        let cure = "write it as \\u00xx, or send the file as the tool wrote it";
        self.source.refuse(at, Reason::Malformed, problem, cure)
    }

    fn no_escape(&self, at: usize) -> Refusal {
        let problem = "a backslash that begins no character".to_owned();
        let cure = "write \\\\ for a backslash; half a surrogate pair stands for nothing";
        self.source.refuse(at, Reason::Malformed, problem, cure)
    }
}

/// What the escape at the start of `text` means, and its length.
fn escape(text: &str) -> Option<(char, usize)> {
    let meant = match text.as_bytes().get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode_escape(text),
        _ => return None,
    };
    Some((meant, 2))
}

fn unicode_escape(text: &str) -> Option<(char, usize)> {
    let unit = |from: usize| {
        let digits = text.get(from..from + 4)?;
        let all_hex = digits.bytes().all(|it| it.is_ascii_hexdigit());
        all_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    let first = unit(2)?;
    if !(0xd800..0xdc00).contains(&first) {
        return Some((char::from_u32(first)?, 6));
    }
    let second = text.get(6..8).filter(|it| *it == "\\u").and_then(|_| unit(8))?;
    let low = second.checked_sub(0xdc00).filter(|it| *it < 0x400)?;
    Some((char::from_u32(0x10000 + ((first - 0xd800) << 10) + low)?, 12))
}

/// So that a message stays a message.
pub(super) fn cut(word: &str) -> String {
    const SHOWN: usize = 60;
    match word.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}
