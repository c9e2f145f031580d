//! Date, compute, mover and words side by side; one below the other where the terminal is narrow.
//!
//! It must not know what the words mean.

use super::super::story::{date_words, mover_words};
use super::{Mark, Style};
use holdpoint_analysis::report::Play;
use unicode_width::UnicodeWidthStr;

/// Below this the words stand under their date.
const NARROW: usize = 64;
const GAP: usize = 2;

pub(super) struct Columns {
    pub(super) width: usize,
    date: usize,
    compute: usize,
    mover: usize,
}

impl Columns {
    pub(super) fn for_play(play: &Play, width: usize) -> Columns {
        let widest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
        let events = play.steps.iter().flat_map(|it| &it.events);
        Columns {
            width: width.max(20),
            date: widest(&mut play.steps.iter().map(|it| date_words(it.date).width())),
            compute: widest(&mut play.steps.iter().map(|it| it.compute.width())),
            mover: widest(&mut events.map(|it| mover_words(&it.mover).width())).min(16),
        }
    }

    fn is_narrow(&self) -> bool {
        self.width < NARROW
    }

    /// Where the movers begin.
    fn indent(&self) -> usize {
        if self.is_narrow() {
            GAP
        } else {
            self.date + GAP + self.compute + GAP
        }
    }

    /// A line that is no step.
    pub(super) fn aside(&self, words: &str, style: &Style) -> String {
        let mover = if self.is_narrow() { 0 } else { self.mover + GAP };
        format!(
            "{}{}",
            " ".repeat(self.indent() + mover),
            style.quiet.around(words)
        )
    }

    /// One step: who moved, what became true, how it is shown.
    pub(super) fn step(
        &self,
        date: &str,
        compute: &str,
        said: &[(&str, String, Mark)],
        style: &Style,
    ) -> Vec<String> {
        let gutter = self.gutter(date, compute);
        let mut lines: Vec<String> = if self.is_narrow() {
            vec![style.quiet.around(gutter.trim_end())]
        } else {
            Vec::new()
        };
        for (mover, words, mark) in said {
            lines.extend(self.saying(mover, words, *mark));
        }
        if !self.is_narrow()
            && let Some(first) = lines.first_mut()
        {
            *first = format!("{}{}", style.quiet.around(&gutter), &first[gutter.len()..]);
        }
        lines
    }

    fn gutter(&self, date: &str, compute: &str) -> String {
        let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
        let compute = clean(compute);
        format!(
            "{date}{}  {}{compute}  ",
            pad(date, self.date),
            pad(&compute, self.compute)
        )
    }

    fn saying(&self, mover: &str, words: &str, mark: Mark) -> Vec<String> {
        let mover = clean(mover);
        let lead = mover.width().max(if self.is_narrow() { 0 } else { self.mover });
        let indent = self.indent() + if lead > 0 { lead + GAP } else { 0 };
        let indent = if self.width < indent + 16 {
            self.indent()
        } else {
            indent
        };
        let first = format!("{}{mover}", " ".repeat(self.indent()));
        let mut lines = wrapped(words, self.width.saturating_sub(indent)).into_iter();
        let rest_indent = " ".repeat(indent);
        let start = lines.next().unwrap_or_default();
        let gap = " ".repeat(indent.saturating_sub(first.width()));
        let mut all = vec![format!("{first}{gap}{}", mark.around(&start))];
        all.extend(lines.map(|line| format!("{rest_indent}{}", mark.around(&line))));
        all
    }
}

/// Control characters could move the cursor or end a colour.
fn clean(words: &str) -> String {
    words
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect()
}

/// Broken at white space; a word that is wider than `width` is broken where it must be.
pub(super) fn wrapped(words: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in clean(words)
        .split_whitespace()
        .flat_map(|word| pieces(word, width))
    {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += &word;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for character in word.chars() {
        let last = pieces.last_mut().expect("there is always a piece");
        if !last.is_empty() && format!("{last}{character}").width() > width {
            pieces.push(character.to_string());
        } else {
            last.push(character);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_long_words_within() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("extraordinary", 5), ["extra", "ordin", "ary"]);
        assert_eq!(wrapped("", 5), Vec::<String>::new());
    }

    #[test]
    fn wide_characters_count_double() {
        assert_eq!(wrapped("停止 停止", 5), ["停止", "停止"]);
    }
}
