//! Markdown to what matters here: the fenced blocks, the quotes and the headings, with byte offsets.
//!
//! It must not know what stands in a block.

use crate::ast::Heading;
use crate::diagnostic::Span;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

#[derive(Default)]
pub(crate) struct Markdown {
    pub(crate) blocks: Vec<Block>,
    pub(crate) quotes: Vec<Quote>,
    pub(crate) headings: Vec<Heading>,
}

/// A fenced block tagged `holdpoint`.
#[derive(Debug)]
pub(crate) struct Block {
    /// From the fence to the end of the closing fence.
    pub(crate) whole: Range<usize>,
    /// The line that opens it, with its line end.
    pub(crate) opening: Range<usize>,
    /// What stands in it, in pieces: indentation of lists and marks of quotes lie between them.
    pub(crate) pieces: Vec<Range<usize>>,
    pub(crate) is_closed: bool,
}

pub(crate) struct Quote {
    pub(crate) span: Span,
    pub(crate) text: String,
    pub(crate) paraphrase: bool,
    /// The block that follows it directly, or stands in it.
    pub(crate) block: Option<usize>,
}

pub(crate) fn read(text: &str) -> Markdown {
    let mut reader = Reader::new(text);
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        reader.see(event, range);
    }
    reader.markdown
}

/// The part of the file at these offsets; files are smaller than 4 GiB here.
pub(crate) fn span(range: &Range<usize>) -> Span {
    let offset = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    Span {
        start: offset(range.start),
        end: offset(range.end),
    }
}

struct Reader<'t> {
    text: &'t str,
    markdown: Markdown,
    /// The block being read.
    block: Option<Block>,
    quote_depth: usize,
    /// The last quote, while nothing has come between.
    waiting_quote: Option<usize>,
    /// The words of the quote or heading being read.
    words: String,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        let markdown = Markdown {
            blocks: Vec::new(),
            quotes: Vec::new(),
            headings: Vec::new(),
        };
        Reader {
            text,
            markdown,
            block: None,
            quote_depth: 0,
            waiting_quote: None,
            words: String::new(),
        }
    }

    fn see(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(words) => self.text(&words, range),
            Event::Code(words) => self.words.push_str(&words),
            _ => self.words.push(' '),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(info))
                if info.split_whitespace().next() == Some("holdpoint") =>
            {
                self.block = Some(self.open(range));
            }
            Tag::BlockQuote(_) => self.open_quote(range),
            Tag::Heading { .. } if self.quote_depth == 0 => self.words.clear(),
            Tag::Paragraph | Tag::Heading { .. } | Tag::Item => self.words.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::CodeBlock => self.close(),
            TagEnd::BlockQuote(_) => self.close_quote(),
            TagEnd::Heading(level) if self.quote_depth == 0 => self.heading(level as u8, range),
            _ => {}
        }
    }

    fn text(&mut self, words: &str, range: Range<usize>) {
        match &mut self.block {
            Some(block) => add_piece(&mut block.pieces, range, &block.opening, &block.whole),
            None => self.words.push_str(words),
        }
    }

    fn open(&self, whole: Range<usize>) -> Block {
        let opening = line_at(self.text, whole.start, whole.end);
        Block {
            whole,
            opening,
            pieces: Vec::new(),
            is_closed: false,
        }
    }

    fn close(&mut self) {
        let Some(mut block) = self.block.take() else {
            return;
        };
        let end = block.pieces.last().map_or(block.opening.end, |it| it.end);
        let after = &self.text[end..block.whole.end];
        block.is_closed = after.contains("```") || after.contains("~~~");
        let first = self.markdown.blocks.len();
        split_at_swallowed_fences(self.text, block, &mut self.markdown.blocks);
        if let Some(quote) = self.waiting_quote.take() {
            self.markdown.quotes[quote].block.get_or_insert(first);
        }
    }

    fn open_quote(&mut self, range: Range<usize>) {
        self.quote_depth += 1;
        if self.quote_depth == 1 {
            self.words.clear();
            self.waiting_quote = Some(self.markdown.quotes.len());
            let quote = Quote {
                span: span(&range),
                text: String::new(),
                paraphrase: false,
                block: None,
            };
            self.markdown.quotes.push(quote);
        }
    }

    fn close_quote(&mut self) {
        self.quote_depth -= 1;
        if let (0, Some(quote)) = (self.quote_depth, self.markdown.quotes.last_mut()) {
            let text = folded(&self.words);
            let without_mark = text.strip_prefix('~').map(str::trim_start);
            quote.paraphrase = without_mark.is_some();
            quote.text = without_mark.unwrap_or(&text).to_owned();
        }
    }

    fn heading(&mut self, level: u8, range: Range<usize>) {
        self.waiting_quote = None;
        let heading = Heading {
            span: span(&range),
            level,
            text: folded(&self.words),
        };
        self.markdown.headings.push(heading);
    }
}

fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// INVARIANT: pieces are in order, do not overlap, lie after the opening line, and none is empty.
fn add_piece(
    pieces: &mut Vec<Range<usize>>,
    range: Range<usize>,
    opening: &Range<usize>,
    whole: &Range<usize>,
) {
    let from = pieces.last().map_or(opening.end, |it| it.end);
    let piece = range.start.max(from)..range.end.min(whole.end);
    match pieces.last_mut() {
        _ if piece.is_empty() => {}
        Some(last) if last.end == piece.start => last.end = piece.end,
        _ => pieces.push(piece),
    }
}

/// From `start` to the end of its line, line end included.
fn line_at(text: &str, start: usize, limit: usize) -> Range<usize> {
    let line = &text[start..limit];
    match line.find(['\n', '\r']) {
        Some(at) if line[at..].starts_with("\r\n") => start..start + at + 2,
        Some(at) => start..start + at + 1,
        None => start..limit,
    }
}

/// A fence that was never closed swallows the next block, whose opening line tells.
fn split_at_swallowed_fences(text: &str, block: Block, blocks: &mut Vec<Block>) {
    let Block {
        whole,
        opening,
        pieces,
        is_closed,
    } = block;
    let mut current = Block {
        whole: whole.clone(),
        opening,
        pieces: Vec::new(),
        is_closed,
    };
    for line in pieces.iter().flat_map(|piece| lines(text, piece)) {
        if opens_a_block(&text[line.clone()]) {
            let next = Block {
                whole: line.start..whole.end,
                opening: line,
                pieces: Vec::new(),
                is_closed,
            };
            let mut swallowing = std::mem::replace(&mut current, next);
            swallowing.whole.end = current.whole.start;
            swallowing.is_closed = false;
            blocks.push(swallowing);
        } else {
            add_piece(&mut current.pieces, line, &current.opening, &current.whole);
        }
    }
    blocks.push(current);
}

fn lines<'t>(text: &'t str, piece: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 't {
    let (mut start, end) = (piece.start, piece.end);
    std::iter::from_fn(move || {
        let line = (start < end).then(|| line_at(text, start, end))?;
        start = line.end;
        Some(line)
    })
}

fn opens_a_block(line: &str) -> bool {
    let line = line.trim_start();
    let info = line.trim_start_matches(['`', '~']);
    line.len() - info.len() >= 3 && info.split_whitespace().next() == Some("holdpoint")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<Vec<&str>> {
        let blocks = read(text).blocks;
        blocks
            .iter()
            .map(|it| it.pieces.iter().map(|piece| &text[piece.clone()]).collect())
            .collect()
    }

    #[test]
    fn only_blocks_tagged_with_the_word_count() {
        let text = "```holdpoint\none\n```\n```holdpoint-fragment\ntwo\n```\n~~~holdpoint x\nthree\n~~~\n";
        assert_eq!(pieces(text), [["one\n"], ["three\n"]]);
    }

    #[test]
    fn a_block_may_stand_in_a_list_or_a_quote() {
        assert_eq!(
            pieces("- x\n\n  ```holdpoint\n  one\n  two\n  ```\n"),
            [["one\n", "two\n"]]
        );
        assert_eq!(
            pieces("> ```holdpoint\n> one\n> two\n> ```\n"),
            [["one\n", "two\n"]]
        );
        assert_eq!(pieces("  ```holdpoint\n  one\n ```\n"), [["one\n"]]);
    }

    #[test]
    fn a_fence_that_is_not_closed_gives_the_next_block_back() {
        let blocks = read("```holdpoint\none\nprose\n```holdpoint\ntwo\n```\n").blocks;
        assert_eq!(
            blocks.iter().map(|it| it.is_closed).collect::<Vec<_>>(),
            [false, true]
        );
        assert_eq!(pieces("```holdpoint\none\n"), [["one\n"]]);
        assert!(!read("```holdpoint\none\n").blocks[0].is_closed);
        assert!(!read("```holdpoint").blocks[0].is_closed);
        assert!(read("```holdpoint\n```").blocks[0].is_closed);
    }

    #[test]
    fn a_quote_knows_its_words_and_its_block() {
        let text =
            "> *Two*\n> lines\n\nprose\n\n```holdpoint\n```\n\n>~ mine\n\n# A `b`\n\n```holdpoint\n```\n";
        let markdown = read(text);
        let quotes: Vec<_> = markdown
            .quotes
            .iter()
            .map(|it| (it.text.as_str(), it.paraphrase, it.block))
            .collect();
        assert_eq!(quotes, [("Two lines", false, Some(0)), ("mine", true, None)]);
        assert_eq!(markdown.headings[0].text, "A b");
        assert_eq!(markdown.headings[0].level, 1);
    }
}
