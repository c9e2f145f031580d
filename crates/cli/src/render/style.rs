//! The few colours that the program uses, and what they mean.

use anstyle::{AnsiColor, Style};

pub(crate) const PLAIN: Style = Style::new();
pub(crate) const HEADING: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const NOTABLE: Style = AnsiColor::Yellow.on_default();

/// From a pause that binds to none at all.
pub(crate) fn grade(word: &str) -> Style {
    match word {
        "binding" => GOOD,
        "self-clearing" | "avoidable" | "between" => NOTABLE,
        "vacuous" | "silent" | "undefined" => BAD,
        _ => PLAIN,
    }
}

pub(crate) fn painted(text: &str, style: Style, has_colour: bool) -> String {
    if has_colour && style != PLAIN {
        format!("{style}{text}{style:#}")
    } else {
        text.to_owned()
    }
}
