//! What can be wrong with a file as a file: HP00xx.
//!
//! It must not know how the files are read.

use super::reading::{BYTES_MAX, Unreadable};
use holdpoint_policy::{Diagnostic, Place, Span};

const MISSING: &str = "HP0001";
const DIRECTORY: &str = "HP0002";
const UNREADABLE: &str = "HP0003";
const TOO_LARGE: &str = "HP0004";
const NOT_UTF8: &str = "HP0005";
const USE_CIRCLE: &str = "HP0006";
const USE_OUTSIDE: &str = "HP0007";
const SAYS_NOTHING: &str = "HP0008";

/// `place` is the `use`, or the file itself when the user named it.
pub(crate) fn unreadable(name: &str, why: &Unreadable, place: Place) -> Diagnostic {
    match why {
        Unreadable::Missing => {
            Diagnostic::error(MISSING, place, format!("`{name}` does not exist")).help(match place.span.end {
                0 => "names of files are relative to where the program runs",
                _ => "names of files are relative to the file that uses them",
            })
        }
        Unreadable::Directory => Diagnostic::error(DIRECTORY, place, format!("`{name}` is a directory"))
            .help(format!(
                "name the files in it: `{}/*.md`",
                name.trim_end_matches('/')
            )),
        Unreadable::TooLarge => Diagnostic::error(
            TOO_LARGE,
            place,
            format!("`{name}` is larger than {} MB", BYTES_MAX / 1024 / 1024),
        )
        .help("a policy is a text; is this the right file?"),
        Unreadable::NotUtf8 { offset, .. } => Diagnostic::error(
            NOT_UTF8,
            place,
            format!("`{name}` is not UTF-8 from byte {} on", offset + 1),
        )
        .help("save it as UTF-8 text; a PDF or a word processor's file cannot be read"),
        Unreadable::Other(words) => {
            Diagnostic::error(UNREADABLE, place, format!("`{name}` cannot be read: {words}"))
                .help("see that the file may be read by whoever runs the program")
        }
    }
}

pub(crate) fn use_circle(name: &str, place: Place, first: Option<Place>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        USE_CIRCLE,
        place,
        format!("`{name}` is being read already: a circle of `use`"),
    )
    .help("let what both need stand in a third file that both use");
    match first {
        Some(first) => diagnostic.related(first, "the circle begins here"),
        None => diagnostic,
    }
}

pub(crate) fn use_outside(name: &str, tree: &str, place: Place) -> Diagnostic {
    Diagnostic::error(USE_OUTSIDE, place, format!("`{name}` lies outside of `{tree}`"))
        .help("a document uses files of its own tree only, by names relative to itself")
}

pub(crate) fn says_nothing(name: &str, place: Place) -> Diagnostic {
    Diagnostic::error(SAYS_NOTHING, place, format!("`{name}` encodes nothing")).help(
        "statements stand in blocks fenced as ```holdpoint; `holdpoint new` prints a policy to start from",
    )
}

/// Where what is not UTF-8 begins, in the text with replacements.
pub(crate) fn replacement_at(offset: usize) -> Span {
    let start = u32::try_from(offset).expect("a file is read up to its limit, far below 4 GB");
    Span {
        start,
        end: start + '\u{fffd}'.len_utf8() as u32,
    }
}
