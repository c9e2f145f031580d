//! Well-formed XML, whatever the words: elements are opened, closed and escaped here and nowhere else.
//!
//! It must not know what is drawn.

use std::fmt::{self, Display, Write};
use unicode_width::UnicodeWidthStr;

/// A length in tenths of a pixel, so that no drawing depends on how a platform rounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Px(pub(super) i32);

impl Px {
    pub(super) const fn of(pixels: i32) -> Px {
        Px(pixels * 10)
    }
}

impl Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, tenths) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        match tenths % 10 {
            0 => write!(f, "{sign}{}", tenths / 10),
            rest => write!(f, "{sign}{}.{rest}", tenths / 10),
        }
    }
}

impl std::ops::Add for Px {
    type Output = Px;
    fn add(self, other: Px) -> Px {
        Px(self.0 + other.0)
    }
}

impl std::ops::Sub for Px {
    type Output = Px;
    fn sub(self, other: Px) -> Px {
        Px(self.0 - other.0)
    }
}

type Attribute<'a> = (&'a str, &'a dyn Display);

#[derive(Default)]
pub(super) struct Canvas {
    xml: String,
    open: Vec<&'static str>,
}

impl Canvas {
    pub(super) fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.xml.push('>');
        self.open.push(name);
    }

    /// Closes what was opened last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.xml += &format!("</{name}>");
        }
    }

    pub(super) fn leaf(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.xml += "/>";
    }

    pub(super) fn text(&mut self, name: &'static str, attributes: &[Attribute<'_>], words: &str) {
        self.open(name, attributes);
        self.xml += &escaped(words);
        self.close();
    }

    /// A shape with the words that a pointer over it shows.
    pub(super) fn told(&mut self, name: &'static str, attributes: &[Attribute<'_>], words: &str) {
        self.open(name, attributes);
        self.text("title", &[], words);
        self.close();
    }

    /// What was drawn elsewhere, as it is.
    pub(super) fn put(&mut self, other: Canvas) {
        self.xml += &other.finish();
    }

    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.xml
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.xml += &format!("<{name}");
        for (attribute, value) in attributes {
            let value = escaped(&value.to_string());
            write!(self.xml, " {attribute}=\"{value}\"").expect("writing to a string does not fail");
        }
    }
}

/// Text as it may stand in an element or between double quotation marks. Characters that XML cannot hold
/// become spaces.
fn escaped(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '&' => safe += "&amp;",
            '<' => safe += "&lt;",
            '>' => safe += "&gt;",
            '"' => safe += "&quot;",
            '\u{fffe}' | '\u{ffff}' => safe.push(' '),
            it if it.is_control() => safe.push(' '),
            it => safe.push(it),
        }
    }
    safe
}

/// About how wide words are at 12 pixels; rather too wide than too narrow.
pub(super) fn width_of(words: &str) -> Px {
    Px(i32::try_from(words.width()).unwrap_or(i32::MAX / 100) * 66)
}

/// The words in lines that are at most `room` wide, broken at white space where there is some.
pub(super) fn broken(words: &str, room: Px) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_of(line) + width_of(word) + Px(66) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The words, with their middle left out where they do not fit: names often differ at their end.
pub(super) fn cut(words: &str, room: Px) -> String {
    if width_of(words) <= room {
        return words.to_owned();
    }
    let all: Vec<char> = words.chars().collect();
    let parts = |kept: usize| -> String {
        let (head, tail) = (kept.div_ceil(2), kept / 2);
        let ends = all[..head].iter().chain([&'…']).chain(&all[all.len() - tail..]);
        ends.collect()
    };
    let fits = |kept: &usize| width_of(&parts(*kept)) <= room;
    (0..all.len())
        .rev()
        .find(fits)
        .map_or_else(|| "…".to_owned(), parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_written_only_where_there_are_some() {
        assert_eq!(
            [Px(120), Px(125), Px(-5)].map(|it| it.to_string()),
            ["12", "12.5", "-0.5"]
        );
    }

    #[test]
    fn everything_opened_is_closed_and_every_word_is_text() {
        let mut canvas = Canvas::default();
        canvas.open("svg", &[]);
        canvas.open("g", &[("class", &"a\"b<c")]);
        canvas.text("text", &[], "<script>&\u{1}</script>");
        let xml = canvas.finish();
        let document = roxmltree::Document::parse(&xml).expect("it is well formed");
        assert_eq!(
            document
                .root_element()
                .first_element_child()
                .and_then(|it| it.attribute("class")),
            Some("a\"b<c")
        );
        assert!(
            document
                .descendants()
                .any(|it| it.text() == Some("<script>& </script>")),
            "{xml}"
        );
    }

    #[test]
    fn cut_words_fit() {
        assert_eq!(cut("short", Px::of(100)), "short");
        let cut = cut("a very long name of a safeguard", Px::of(100));
        assert!(
            cut.starts_with("a v") && cut.ends_with("ard") && width_of(&cut) <= Px::of(100),
            "{cut}"
        );
    }
}
