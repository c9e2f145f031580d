//! Every message about how statements are written: what, where, and how to mend it.
//!
//! It must not know how the parser found out.

mod numbers;
mod options;
mod phrases;

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::kind::SyntaxKind;
use crate::parser::Expected;
use crate::suggestion::nearest;
use phrases::{any_of, quoted};

pub(crate) use numbers::{bad_date, bad_number, missing_sign, missing_unit, unknown_unit};
pub(crate) use options::{
    comma_before_tail, given_twice, missing_comma, missing_slot, out_of_order, slot_of_others,
    two_definitions, unknown_slot,
};

/// Every code of this crate, with its title. Each has a page `docs/codes/HPxxxx.md`.
pub const CODES: &[(&str, &str)] = &[
    ("HP0101", "a full stop is missing"),
    ("HP0102", "`and` and `or` without parentheses"),
    ("HP0103", "an unknown statement"),
    ("HP0104", "an unexpected word"),
    ("HP0105", "a reserved word where a name belongs"),
    ("HP0106", "a string that does not end on its line"),
    ("HP0107", "a parenthesis that is not closed"),
    ("HP0108", "a date in another form"),
    ("HP0109", "a number without its unit"),
    ("HP0110", "an unknown unit"),
    ("HP0111", "an unknown character"),
    ("HP0112", "a block with nothing in it"),
    ("HP0113", "a fence that is not closed"),
    ("HP0114", "a part given twice"),
    ("HP0115", "an unknown part after a comma"),
    ("HP0116", "a part that belongs to another kind of statement"),
    ("HP0117", "parentheses nested too deeply"),
    ("HP0118", "a statement that ends too early"),
    ("HP0119", "a number in another form"),
    ("HP0120", "a full stop without white space after it"),
    ("HP0121", "a part out of its order"),
    ("HP0122", "a part is missing"),
    ("HP0123", "a parenthesis that was not opened"),
    ("HP0124", "a full stop without a statement"),
    ("HP0125", "a comma is missing, or one too many"),
    ("HP0126", "a file that is too large"),
];

pub(crate) fn missing_full_stop(last: Place, last_word: &str) -> Diagnostic {
    Diagnostic::error("HP0101", last, "the full stop is missing")
        .label("the statement ends here")
        .help("a statement ends with a full stop")
        .fix(format!("{last_word}."))
}

/// `first` and `second` are the two words that do not go together.
pub(crate) fn mixed(first: Place, first_word: &str, second: Place, readings: &[String]) -> Diagnostic {
    let second_word = if first_word == "and" { "or" } else { "and" };
    let message = format!("`{second_word}` after `{first_word}` needs parentheses");
    let help = format!("say which of the two is meant: {}", any_of(&quoted(readings)));
    Diagnostic::error("HP0102", second, message)
        .label(format!("this `{second_word}`"))
        .related(first, format!("this `{first_word}`"))
        .help(help)
}

pub(crate) fn unknown_statement(
    place: Place,
    word: &str,
    keywords: impl Iterator<Item = &'static str> + Clone,
) -> Diagnostic {
    let suggestion = nearest(word, keywords.clone());
    let diagnostic = Diagnostic::error(
        "HP0103",
        place,
        format!("no statement begins with `{}`", start_of(word)),
    );
    match suggestion {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")).fix(meant),
        None => {
            let all: Vec<_> = keywords.map(|it| format!("`{it}`")).collect();
            diagnostic.help(format!(
                "statements begin with {}; a comment begins with `#`",
                any_of(&all)
            ))
        }
    }
}

pub(crate) fn unexpected(place: Place, text: &str, expected: &[Expected]) -> Diagnostic {
    let text = start_of(text);
    let expectation = show(expected);
    let message = match expected.len() {
        1..=3 => format!("expected {expectation} and found `{text}`"),
        _ => format!("`{text}` cannot stand here"),
    };
    let diagnostic = Diagnostic::error("HP0104", place, message).label("not expected here");
    // The word itself may be wanted, and more words after it than stand there.
    match nearest(&text, expected.iter().filter_map(|it| it.first_word())).filter(|it| *it != text) {
        Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")).fix(meant),
        None => diagnostic.help(format!("go on with {expectation}")),
    }
}

pub(crate) fn reserved(place: Place, word: &str, expected: &[Expected]) -> Diagnostic {
    let message = format!("`{word}` is a word of the language and cannot be a name");
    Diagnostic::error("HP0105", place, message)
        .label(format!("expected {}", show(expected)))
        .help(format!("choose another name, such as `{word}-1`"))
}

/// `given a is found`: the writer took an article for a name.
pub(crate) fn article_as_name(article: Place, word: &str) -> Diagnostic {
    Diagnostic::error(
        "HP0105",
        article,
        format!("`{word}` is an article, means nothing, and cannot be a name"),
    )
    .label("expected a name")
    .help(format!("choose another name, such as `{word}-1`"))
}

pub(crate) fn unclosed_string(place: Place, text: &str) -> Diagnostic {
    Diagnostic::error("HP0106", place, "the closing quotation mark is missing")
        .label("begins here and does not end on this line")
        .help(format!(
            "end `{}` with `\"` on the same line",
            start_of(text.trim_end())
        ))
}

pub(crate) fn unclosed_parenthesis(opened: Place, last: Place) -> Diagnostic {
    Diagnostic::error("HP0107", opened, "this `(` is not closed")
        .related(last, "expected `)` after this")
        .help("put the `)` where the group ends")
}

pub(crate) fn not_opened(place: Place) -> Diagnostic {
    Diagnostic::error("HP0123", place, "this `)` closes nothing")
        .help("take it away, or put the `(` where the group begins")
}

pub(crate) fn unknown_character(place: Place, text: &str) -> Diagnostic {
    let shown = start_of(text);
    let diagnostic = Diagnostic::error("HP0111", place, format!("`{shown}` is no part of the language"));
    match text {
        "“" | "”" | "„" | "«" | "»" | "'" | "‘" | "’" => diagnostic
            .help("words are quoted with straight double quotes, `\"…\"`")
            .fix("\""),
        ";" => diagnostic.help("a statement ends with `.`, and its parts are joined by `,`"),
        "–" | "—" => diagnostic.help("names are written with `-`").fix("-"),
        "≥" | ">" => diagnostic.help("write `at least`"),
        "≤" => diagnostic.help("write `at most`"),
        "&" => diagnostic.help("write `and`").fix("and"),
        _ if text.chars().all(char::is_alphanumeric) => diagnostic
            .help("names are of the letters a to z, digits, `-` and `_`; other letters may stand in quotes"),
        _ => diagnostic.help("take it away, or put it in quotes or in a comment"),
    }
}

pub(crate) fn empty_block(place: Place) -> Diagnostic {
    let mut diagnostic = Diagnostic::warning("HP0112", place, "there is no statement in this block");
    diagnostic.severity = Severity::Note;
    diagnostic.help("encode the sentence before it, or say `not encoded \"…\" because \"…\".`")
}

pub(crate) fn unclosed_fence(place: Place) -> Diagnostic {
    Diagnostic::error("HP0113", place, "this block is not closed")
        .label("begins here")
        .help("end it with a line of three backticks")
}

pub(crate) fn too_deep(place: Place, depth: usize) -> Diagnostic {
    Diagnostic::error(
        "HP0117",
        place,
        format!("more than {depth} parentheses and `not` inside one another"),
    )
    .help("give a part of it a name of its own, such as a standard")
}

/// `have locks and walls in place`.
pub(crate) fn said_of_all_at_once(joint: Place, word: &str) -> Diagnostic {
    let message = format!("`{word}` stands before it is said what must be so");
    Diagnostic::error("HP0104", joint, message)
        .label("not expected here")
        .help(format!("say it of each, as in `… in place {word} … in place`"))
}

pub(crate) fn incomplete(last: Place, expected: &[Expected]) -> Diagnostic {
    let missing = show(&without_what_may_be_left_out(expected));
    Diagnostic::error(
        "HP0118",
        last,
        format!("the statement ends where {missing} is expected"),
    )
    .label("expected after this")
    .help(format!("go on with {missing}"))
}

/// After a name a title and a `reading` may stand, and neither is ever what is missing.
fn without_what_may_be_left_out(expected: &[Expected]) -> Vec<Expected> {
    let reading = Expected::Word("reading");
    let title = Expected::Kind(SyntaxKind::Text);
    let rest = expected.iter().filter(|it| **it != reading && **it != title);
    let rest: Vec<Expected> = rest.copied().collect();
    if expected.contains(&reading) && !rest.is_empty() {
        rest
    } else {
        expected.to_vec()
    }
}

/// `by Lab.task x`: the name has swallowed the end of the statement.
pub(crate) fn swallowed_stop(name: Place, before: &str, keyword: &str) -> Diagnostic {
    Diagnostic::error(
        "HP0120",
        name,
        format!("white space is missing after the full stop before `{keyword}`"),
    )
    .label("read as one name")
    .help("begin the next statement on a line of its own")
    .fix(format!("{before}. {keyword}"))
}

pub(crate) fn stray_dot(place: Place) -> Diagnostic {
    Diagnostic::error("HP0120", place, "white space is missing after the full stop")
        .help("begin the next statement on a line of its own")
        .fix(". ")
}

pub(crate) fn nothing_before_full_stop(place: Place) -> Diagnostic {
    Diagnostic::error("HP0124", place, "this full stop ends nothing")
        .help("take it away")
        .fix("")
}

pub(crate) fn too_large(place: Place) -> Diagnostic {
    Diagnostic::error("HP0126", place, "a file of 4 GiB or more cannot be read")
        .help("split it, and bring the parts in with `use`")
}

fn show(expected: &[Expected]) -> String {
    let shown: Vec<String> = expected.iter().map(|it| it.show()).collect();
    any_of(&shown)
}

/// As much of the user's words as a message can carry.
fn start_of(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() == text.len() {
        start
    } else {
        start + "…"
    }
}
