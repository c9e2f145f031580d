//! Whether a quotation stands in a text, whatever the text's layout did to it, and what comes nearest.
//!
//! It must not know policies or files.

use std::collections::BTreeMap;

/// A text prepared for many questions.
pub(crate) struct Original {
    squeezed: String,
    words: Vec<String>,
}

/// Words that a quotation shares with the nearest passage, in hundredths, below which nothing is near.
const LIKE_ENOUGH: usize = 50;

impl Original {
    pub(crate) fn of(text: &str) -> Original {
        let words = joined(text).split_whitespace().map(str::to_owned).collect();
        Original {
            squeezed: squeezed(text),
            words,
        }
    }

    /// Every part of the quotation between marks of omission is there, in order.
    pub(crate) fn has(&self, quotation: &str) -> bool {
        let mut rest = self.squeezed.as_str();
        for part in parts(quotation) {
            let part = squeezed(&part);
            match rest.find(&part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
        true
    }

    /// The passage of as many words that shares most of them.
    pub(crate) fn nearest(&self, quotation: &str) -> Option<String> {
        let wanted: Vec<String> = quotation
            .split_whitespace()
            .map(bare)
            .filter(|it| !it.is_empty())
            .collect();
        let length = wanted.len().min(self.words.len());
        if length == 0 {
            return None;
        }
        let mut missing: BTreeMap<&str, isize> = BTreeMap::new();
        for word in &wanted {
            *missing.entry(word).or_default() += 1;
        }
        let (start, shared) = self.best_window(missing, length);
        (shared * 100 >= wanted.len() * LIKE_ENOUGH).then(|| self.words[start..start + length].join(" "))
    }

    /// Where the window starts, and how many of the wanted words it has.
    fn best_window(&self, mut missing: BTreeMap<&str, isize>, length: usize) -> (usize, usize) {
        let bare: Vec<String> = self.words.iter().map(|it| bare(it)).collect();
        let (mut shared, mut best) = (0usize, (0, 0));
        for (end, word) in bare.iter().enumerate() {
            if let Some(left) = missing.get_mut(word.as_str()) {
                *left -= 1;
                shared += usize::from(*left >= 0);
            }
            if let Some(start) = end.checked_sub(length)
                && let Some(left) = missing.get_mut(bare[start].as_str())
            {
                shared -= usize::from(*left >= 0);
                *left += 1;
            }
            if end + 1 >= length && shared >= best.1 {
                best = (end + 1 - length, shared);
            }
        }
        best
    }
}

/// A quotation is cut at `…`, `...` and `[…]`.
fn parts(quotation: &str) -> Vec<String> {
    let plain = quotation
        .replace("[…]", "…")
        .replace("[...]", "…")
        .replace("...", "…");
    plain
        .split('…')
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Letters and marks only. White space and hyphens go, because lines and pages put them in.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|it| !it.is_whitespace() && !is_hyphen(*it))
        .flat_map(plain)
        .collect()
}

/// Words that a line's end broke are whole again.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        match line.strip_suffix(is_hyphen) {
            Some(broken) => joined.push_str(broken),
            None => {
                joined.push_str(line);
                joined.push(' ');
            }
        }
    }
    joined
}

/// A word without the marks around it, in small letters.
fn bare(word: &str) -> String {
    let plain: String = word
        .chars()
        .flat_map(plain)
        .filter(|it| it.is_alphanumeric())
        .collect();
    plain.to_lowercase()
}

fn is_hyphen(it: char) -> bool {
    matches!(it, '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// One writing for each letter and mark.
fn plain(it: char) -> impl Iterator<Item = char> {
    let (one, several) = match it {
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' => ('"', ""),
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' => ('\'', ""),
        '\u{fb00}' => ('f', "f"),
        '\u{fb01}' => ('f', "i"),
        '\u{fb02}' => ('f', "l"),
        '\u{fb03}' => ('f', "fi"),
        '\u{fb04}' => ('f', "fl"),
        '\u{fb05}' | '\u{fb06}' => ('s', "t"),
        it => (it, ""),
    };
    std::iter::once(one).chain(several.chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "We will not train the ﬁrst such\nmodel until the secu-\nrity measures — all of them —\nare “in place”.";

    #[test]
    fn layout_and_typography_do_not_matter() {
        let original = Original::of(TEXT);
        assert!(original.has("train the first such model until the security measures"));
        assert!(original.has("all of them – are \"in place\"."));
        assert!(original.has("We will not train … until the security measures"));
    }

    #[test]
    fn other_words_and_another_order_do() {
        let original = Original::of(TEXT);
        assert!(!original.has("train the next such model"));
        assert!(!original.has("security measures … will not train"));
    }

    #[test]
    fn the_nearest_passage_is_shown() {
        let original = Original::of(TEXT);
        let nearest = original.nearest("train the next such model until the security steps");
        assert_eq!(
            nearest.as_deref(),
            Some("train the ﬁrst such model until the security measures")
        );
        assert_eq!(original.nearest("something quite different altogether"), None);
        assert_eq!(Original::of("").nearest("anything"), None);
    }
}
