//! Texts that look like the language and are not, and sound texts in all kinds of white space.
//!
//! It must not know the grammar.

use proptest::prelude::*;
use proptest::sample::select;

const PIECES: &[&str] = &[
    "clause",
    "party",
    "level",
    "is",
    "not",
    "and",
    "or",
    "the",
    "a",
    "when",
    "must",
    "have",
    "in",
    "place",
    "every",
    "4x",
    "3",
    "months",
    "30%",
    "2024-03-01",
    "2024-3-1",
    "\"s\"",
    "\"",
    ".",
    ". ",
    ",",
    ":",
    "(",
    ")",
    "<",
    "#",
    "\n",
    "\r\n",
    "```",
    "```holdpoint\n",
    "> ",
    "- ",
    "  ",
    "\t",
    "x",
    "rsp-1.0",
    "may fail",
    "undefined",
    "by",
    "é",
    "“",
    "check",
    "it is possible that",
    "expect",
    "yes",
    "\u{feff}",
    "\u{0}",
    "\r",
];

/// Words and signs of the language in no order.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    let piece =
        (select(PIECES), select(&["", " ", "\n"][..])).prop_map(|(piece, space)| format!("{piece}{space}"));
    prop::collection::vec(piece, 0..60).prop_map(|it| it.concat())
}

const SPACES: &[&str] = &[
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n\n\n",
    "\t",
    " the ",
    "\n  ",
    " # why\n",
    "\n# what\n  ",
    "\n\n# where\n\n",
    "\r\n",
    " an # because\r\n",
    "\r",
];

/// The words with white space, articles and comments between them, and none before most signs.
pub(crate) fn spaced(words: impl Strategy<Value = Vec<String>>) -> impl Strategy<Value = String> {
    (words, prop::collection::vec(select(SPACES), 1..40)).prop_map(|(words, spaces)| {
        let spaced = words.iter().enumerate().map(|(index, word)| {
            let space = spaces[index % spaces.len()];
            let is_sign = [",", ":", "."].contains(&word.as_str());
            if is_sign && index % 4 != 0 {
                word.clone()
            } else {
                format!("{space}{word}")
            }
        });
        // A full stop wants white space after it, whatever comes next.
        spaced.collect::<String>().replace(". .", ".") + "\n"
    })
}

/// The text as a block, after prose, in a list, in a quote.
pub(crate) fn in_markdown(text: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let margins = [
        ("", ""),
        ("  ", "  "),
        ("- ", "  "),
        ("> ", "> "),
        ("10. ", "    "),
        ("> - ", ">   "),
        (">> ", "> >"),
    ];
    (text, select(margins.to_vec()), any::<bool>()).prop_map(|(text, (first, margin), has_tildes)| {
        let fence = if has_tildes { "~~~~" } else { "```" };
        let lines: String = text.lines().map(|it| format!("{margin}{it}\n")).collect();
        format!("# Title\n\n>~ Said.\n\nProse *here*.\n\n{first}{fence}holdpoint\n{lines}{margin}{fence}\n\n> More.\n")
    })
}
