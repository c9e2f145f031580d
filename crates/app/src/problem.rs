//! What keeps a call on a ledger from being served, with a cure. Calls on documents have diagnostics.
//!
//! It must not know where it is shown.

use std::fmt;

/// One sentence, and what would mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    /// Of a sentence and its cure.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem {
            message: message.into(),
            help: Some(help.into()),
        }
    }

    /// Of an error that says itself what to do, on a line that begins with `help: `.
    pub(crate) fn of(error: impl fmt::Display) -> Problem {
        let text = error.to_string();
        match text.split_once("\nhelp: ") {
            Some((message, help)) => Problem::new(message, help),
            None => Problem {
                message: text,
                help: None,
            },
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.help {
            Some(help) => write!(f, "\nhelp: {help}"),
            None => Ok(()),
        }
    }
}
