//! The words of a document as a verdict repeats them: on one line, without comments.
//!
//! It must not know what they mean.

use super::lookup::Resolver;
use crate::Span;

impl<'a> Resolver<'a> {
    /// The words of the file there, white space folded.
    pub(super) fn words(&self, span: Span) -> String {
        folded(self.raw(span))
    }

    /// The span with the article before it: articles belong to no word, and sentences read better with them.
    pub(super) fn with_article(&self, span: Span) -> Span {
        let before = self
            .raw(Span {
                start: 0,
                end: span.start,
            })
            .trim_end();
        let word = before
            .rsplit(|letter: char| !letter.is_ascii_alphabetic())
            .next()
            .unwrap_or("");
        if !matches!(word, "a" | "an" | "the") {
            return span;
        }
        let start = before.len() - word.len();
        Span {
            start: u32::try_from(start).unwrap_or(span.start),
            end: span.end,
        }
    }

    /// The text of the file there as it stands; empty where the file has none.
    pub(super) fn raw(&self, span: Span) -> &'a str {
        self.text()
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }
}

/// Runs of white space and comments become one space, except inside strings.
pub(super) fn folded(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let (mut in_string, mut in_comment) = (false, false);
    for letter in text.chars() {
        in_comment = (in_comment || (letter == '#' && !in_string)) && letter != '\n';
        if in_comment {
            continue;
        }
        in_string ^= letter == '"';
        if in_string || !letter.is_whitespace() {
            words.push(letter);
        } else if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// The rest after the first of these words, skipping articles before it; the whole if it is not there.
pub(super) fn after<'t>(text: &'t str, word: &str) -> &'t str {
    let mut rest = text;
    for article in ["a ", "an ", "the "] {
        rest = rest.strip_prefix(article).unwrap_or(rest);
    }
    rest.strip_prefix(word)
        .filter(|it| it.starts_with(' '))
        .map_or(text, str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_comments_fold_and_strings_stay() {
        assert_eq!(
            folded("  it is # why\n   \"a  #b\"\tthere  "),
            "it is \"a  #b\" there"
        );
        assert_eq!(folded(""), "");
    }

    #[test]
    fn the_leading_word_comes_off_whole() {
        assert_eq!(after("given X is done", "given"), "X is done");
        assert_eq!(after("the given X", "given"), "X");
        assert_eq!(after("givens X", "given"), "givens X");
    }
}
