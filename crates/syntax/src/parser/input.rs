//! The tokens of one block, with a finger on the next one that says something.
//!
//! It must not know what the tokens are for.

use crate::blocks;
use crate::diagnostic::Span;
use crate::kind::SyntaxKind;
use crate::lexer::Token;

pub(crate) struct Input<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// Positions in `tokens` of those that say something.
    words: Vec<usize>,
    /// Position in `words` of the token at hand.
    next: usize,
    /// How many of `tokens` have been taken.
    taken: usize,
}

impl<'a> Input<'a> {
    pub(crate) fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        let words = (0..tokens.len())
            .filter(|it| !tokens[*it].kind.is_trivia())
            .collect();
        Input {
            text,
            tokens,
            words,
            next: 0,
            taken: 0,
        }
    }

    pub(crate) fn position(&self) -> usize {
        self.next
    }

    pub(crate) fn kind(&self, ahead: usize) -> SyntaxKind {
        self.token(self.next + ahead)
            .map_or(SyntaxKind::End, |it| it.kind)
    }

    pub(crate) fn text(&self, ahead: usize) -> &'a str {
        self.token(self.next + ahead)
            .map_or("", |it| &self.text[it.start..it.end])
    }

    pub(crate) fn word(&self, ahead: usize) -> &'a str {
        if self.kind(ahead) == SyntaxKind::Word {
            self.text(ahead)
        } else {
            ""
        }
    }

    /// After the last token this is an empty span behind it.
    pub(crate) fn span(&self, ahead: usize) -> Span {
        match self.token(self.next + ahead) {
            Some(token) => blocks::span(&(token.start..token.end)),
            None => {
                let end = self.words.last().map_or(0, |it| self.tokens[*it].end);
                blocks::span(&(end..end))
            }
        }
    }

    pub(crate) fn span_at(&self, position: usize) -> Span {
        self.token(position)
            .map_or(Span::default(), |it| blocks::span(&(it.start..it.end)))
    }

    /// The token before the one at hand.
    pub(crate) fn span_before(&self) -> Span {
        self.span_at(self.next.saturating_sub(1))
    }

    pub(crate) fn text_before(&self) -> &'a str {
        self.token(self.next.saturating_sub(1))
            .map_or("", |it| &self.text[it.start..it.end])
    }

    /// The article just before the token at hand.
    pub(crate) fn article_before(&self) -> Option<(Span, &'a str)> {
        let at = *self.words.get(self.next)?;
        let before = self.tokens[..at]
            .iter()
            .rev()
            .find(|it| it.kind != SyntaxKind::Whitespace)?;
        let is_article = before.kind == SyntaxKind::Article;
        is_article.then(|| {
            (
                blocks::span(&(before.start..before.end)),
                &self.text[before.start..before.end],
            )
        })
    }

    /// The words from one token to before another, as written.
    pub(crate) fn text_between(&self, from: usize, to: usize) -> &'a str {
        match (self.token(from), self.token(to.saturating_sub(1))) {
            (Some(first), Some(last)) if first.start < last.end => &self.text[first.start..last.end],
            _ => "",
        }
    }

    /// How far the token at hand is indented, if it is the first of its line: articles count as words.
    pub(crate) fn indentation(&self) -> Option<usize> {
        self.indentation_at(self.next)
    }

    pub(crate) fn indentation_at(&self, position: usize) -> Option<usize> {
        let at = *self.words.get(position)?;
        let before = self.tokens[..at].last();
        match before {
            None => Some(0),
            Some(before) if begins_line(before) => Some(0),
            Some(space) if space.kind == SyntaxKind::Whitespace => self.indentation_in(at - 1),
            Some(_) => None,
        }
    }

    /// White space counts if it holds a line end, or begins a line of its own.
    fn indentation_in(&self, at: usize) -> Option<usize> {
        let space = &self.text[self.tokens[at].start..self.tokens[at].end];
        match space.rfind(['\n', '\r']) {
            Some(line_end) => Some(space.len() - line_end - 1),
            None if at == 0 || begins_line(&self.tokens[at - 1]) => Some(space.len()),
            None => None,
        }
    }

    pub(super) fn take(&mut self) -> Option<&'a str> {
        let token = self.token(self.next)?;
        self.next += 1;
        self.taken += 1;
        Some(&self.text[token.start..token.end])
    }

    pub(super) fn take_trivia(&mut self) -> Option<(SyntaxKind, &'a str)> {
        let token = self.tokens.get(self.taken).filter(|it| it.kind.is_trivia())?;
        self.taken += 1;
        Some((token.kind, &self.text[token.start..token.end]))
    }

    fn token(&self, position: usize) -> Option<Token> {
        self.words.get(position).map(|it| self.tokens[*it])
    }
}

/// The opening line of a block, or what lists and quotes put before a line.
fn begins_line(before: &Token) -> bool {
    matches!(before.kind, SyntaxKind::Fence | SyntaxKind::LinePrefix)
}
