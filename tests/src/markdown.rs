//! Markdown as far as a case needs it: headings, and fenced blocks with their tags.
//!
//! It must not know what a tag means.

use std::ops::Range;

/// What stands in a file between two headings, or before the first.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    /// The headings above it, outermost first, its own last; empty before the first heading.
    pub(crate) headings: Vec<&'a str>,
    /// Line of its heading, from 1.
    pub(crate) line: usize,
    /// Bytes in the file, from its heading on.
    pub(crate) range: Range<usize>,
    pub(crate) fences: Vec<Fence<'a>>,
}

#[derive(Debug, Clone)]
pub(crate) struct Fence<'a> {
    /// All after the backticks.
    pub(crate) info: &'a str,
    /// Line of the opening backticks, from 1.
    pub(crate) line: usize,
    /// Bytes in the file, backticks included.
    pub(crate) whole: Range<usize>,
    /// Bytes in the file between the lines of the backticks.
    pub(crate) body: Range<usize>,
    pub(crate) is_closed: bool,
}

/// The parts of a file, in order.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = vec![Part {
        headings: Vec::new(),
        line: 1,
        range: 0..0,
        fences: Vec::new(),
    }];
    let mut above: Vec<(usize, &str)> = Vec::new();
    let mut lines = Lines {
        text,
        at: 0,
        number: 0,
    };
    while let Some((start, line)) = lines.next() {
        if let Some((depth, words)) = heading(line) {
            above.retain(|(it, _)| *it < depth);
            above.push((depth, words));
            let headings = above.iter().map(|(_, words)| *words).collect();
            parts.push(Part {
                headings,
                line: lines.number,
                range: start..start,
                fences: Vec::new(),
            });
        }
        let fence = backticks(line).map(|ticks| lines.fence(start, line, ticks));
        if let Some(part) = parts.last_mut() {
            part.fences.extend(fence);
            part.range.end = lines.at;
        }
    }
    parts
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: usize,
}

impl<'a> Lines<'a> {
    /// Where the next line starts, and the line without its end.
    fn next(&mut self) -> Option<(usize, &'a str)> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|it| !it.is_empty())?;
        self.at = start + rest.find('\n').map_or(rest.len(), |end| end + 1);
        self.number += 1;
        Some((start, self.text[start..self.at].trim_end_matches(['\n', '\r'])))
    }

    /// Reads on to the end of the fence that `line` opens.
    fn fence(&mut self, start: usize, line: &'a str, ticks: usize) -> Fence<'a> {
        let (number, body) = (self.number, self.at);
        let closes =
            |it: &str| backticks(it).is_some_and(|n| n >= ticks) && it.trim().chars().all(|c| c == '`');
        let info = line[ticks..].trim();
        while let Some((close, it)) = self.next() {
            if closes(it) {
                return Fence {
                    info,
                    line: number,
                    whole: start..self.at,
                    body: body..close,
                    is_closed: true,
                };
            }
        }
        Fence {
            info,
            line: number,
            whole: start..self.at,
            body: body..self.at,
            is_closed: false,
        }
    }
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let depth = line.bytes().take_while(|it| *it == b'#').count();
    let words = line[depth..].strip_prefix(' ')?;
    (1..=6).contains(&depth).then(|| (depth, words.trim()))
}

fn backticks(line: &str) -> Option<usize> {
    let ticks = line.bytes().take_while(|it| *it == b'`').count();
    (ticks >= 3).then_some(ticks)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "# A\n\n```holdpoint\n# not a heading\n```\n\n## B\n````text\n```\n````\n# C\n```open\nx\n";

    #[test]
    fn headings_part_a_file_and_fences_hide_them() {
        let parts = parts(FILE);
        let seen: Vec<_> = parts.iter().map(|it| (it.headings.join("/"), it.line)).collect();
        let expected = [("", 1), ("A", 1), ("A/B", 7), ("C", 11)].map(|(it, n)| (it.to_owned(), n));
        assert_eq!(seen, expected);
        assert_eq!(&FILE[parts[2].range.clone()], "## B\n````text\n```\n````\n");
    }

    #[test]
    fn a_fence_ends_at_as_many_backticks() {
        let parts = parts(FILE);
        let fence = |part: usize| parts[part].fences[0].clone();
        assert_eq!(
            (fence(1).info, &FILE[fence(1).body]),
            ("holdpoint", "# not a heading\n")
        );
        assert_eq!((fence(2).info, &FILE[fence(2).body]), ("text", "```\n"));
        assert!(!fence(3).is_closed);
    }
}
