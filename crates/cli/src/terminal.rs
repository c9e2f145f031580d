//! Where text goes: how wide it may be, whether it may be coloured, and a reader that went away.
//!
//! It must not know what the text says.

use clap::ValueEnum;
use console::Term;
use std::io::{ErrorKind, IsTerminal, Write};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    pub(crate) width: usize,
    pub(crate) has_colour: bool,
    /// Talk may be coloured too, when that is a terminal.
    pub(crate) talk_has_colour: bool,
}

/// Where nobody says how wide it is.
const WIDTH: usize = 100;
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=160;

impl Terminal {
    pub(crate) fn new(colour: Colour) -> Terminal {
        Terminal {
            width: width(),
            has_colour: may_colour(colour, std::io::stdout().is_terminal()),
            talk_has_colour: may_colour(colour, std::io::stderr().is_terminal()),
        }
    }

    /// To standard output: what was asked for.
    pub(crate) fn print(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        if written.is_err_and(|error| error.kind() == ErrorKind::BrokenPipe) {
            // `holdpoint check … | head`: the reader has what it wanted.
            std::process::exit(0);
        }
    }

    /// To standard error: everything else. Nobody is left to tell when that fails.
    pub(crate) fn talk(&self, text: &str) {
        std::io::stderr().write_all(text.as_bytes()).unwrap_or_default();
    }
}

fn may_colour(colour: Colour, is_terminal: bool) -> bool {
    let refused = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => is_terminal && !refused,
    }
}

fn width() -> usize {
    let stated = std::env::var("COLUMNS").ok().and_then(|it| it.parse().ok());
    let seen = || {
        Term::stdout()
            .size_checked()
            .map(|(_, columns)| usize::from(columns))
    };
    stated
        .or_else(seen)
        .unwrap_or(WIDTH)
        .clamp(*WIDTHS.start(), *WIDTHS.end())
}
