//! What can be wrong between a document and the text that it encodes.
//!
//! It must not know how they are compared.

use holdpoint_policy::{Diagnostic, Place, Severity};

const ANOTHER_TEXT: &str = "HP0009";
const NO_PIN: &str = "HP0010";
const NO_SOURCE: &str = "HP0011";
const NO_TEXT: &str = "HP0012";
/// A finding by name, made here because here the published text is at hand.
const QUOTATION_NOT_IN_SOURCE: &str = "HP1022";

pub(crate) fn another_text(name: &str, sha256: &str, place: Place) -> Diagnostic {
    Diagnostic::error(
        ANOTHER_TEXT,
        place,
        format!("`{name}` is not the text that is pinned here"),
    )
    .label("pinned to another SHA-256")
    .help(format!(
        "the SHA-256 of `{name}` is `{sha256}`; if it is the right text, pin that"
    ))
}

pub(crate) fn no_pin(location: &str, sha256: &str, place: Place) -> Diagnostic {
    let pin = format!("\"{location}\", sha256 \"{sha256}\"");
    Diagnostic::warning(
        NO_PIN,
        place,
        format!("`{location}` is not pinned, so any text will do"),
    )
    .help(format!("pin the text that was compared: {pin}"))
    .fix(pin)
}

pub(crate) fn no_source(name: &str) -> Diagnostic {
    Diagnostic::error(
        NO_SOURCE,
        Place::default(),
        format!("no document names a source, so `{name}` is not asked for"),
    )
    .help("name it beside the policy: source \"https://…\", sha256 \"…\".")
}

pub(crate) fn no_text(name: &str) -> Diagnostic {
    let message = format!("`{name}` is not a text, so no quotation was looked for in it");
    Diagnostic::warning(NO_TEXT, Place::default(), message)
        .help("its hash was checked; for the quotations, pin and give the document as UTF-8 text")
}

/// `is_complete`: every source of the document was given, so the quotation can stand in no other.
pub(crate) fn quotation_not_in_source(
    text: &str,
    nearest: Option<String>,
    is_complete: bool,
    place: Place,
) -> Diagnostic {
    let message = format!("`{}` is not in the source", beginning(text));
    let mut diagnostic = Diagnostic::error(QUOTATION_NOT_IN_SOURCE, place, message).help(match nearest {
        Some(passage) => format!("the nearest passage is: {passage}"),
        None => "nothing in it is like this; mark the author's own words with `>~`".to_owned(),
    });
    if !is_complete {
        diagnostic.severity = Severity::Note;
        diagnostic = diagnostic.label("it may be in a source that was not given");
    }
    diagnostic
}

/// The first words, enough to recognise a sentence by.
fn beginning(text: &str) -> String {
    const WORDS: usize = 8;
    let first: Vec<&str> = text.split_whitespace().take(WORDS).collect();
    let rest = if text.split_whitespace().count() > WORDS {
        " …"
    } else {
        ""
    };
    format!("{}{rest}", first.join(" "))
}
