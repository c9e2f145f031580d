//! How a call went, whatever it was. The terminal makes an exit code of it.

use crate::loader::Loaded;
use holdpoint_policy::{Diagnostic, Severity};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing is wrong, and everything is as expected.
    Fine,
    /// An error in the words, a finding of severity error, or something that is not as expected.
    Faulty,
    /// A file could not be read at all.
    Unusable,
    /// The gate says pause.
    Paused,
    /// The gate cannot say; nor can it after an error.
    Undecided,
}

impl Outcome {
    pub(crate) fn of(loaded: &Loaded) -> Outcome {
        if loaded.is_unusable {
            Outcome::Unusable
        } else if has_errors(&loaded.diagnostics) {
            Outcome::Faulty
        } else {
            Outcome::Fine
        }
    }

    pub(crate) fn fine_if(is_fine: bool) -> Outcome {
        if is_fine { Outcome::Fine } else { Outcome::Faulty }
    }
}

pub(crate) fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|it| it.severity == Severity::Error)
}

/// By file and place, so that a reader goes through each file once.
pub(crate) fn in_order(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|it| it.place);
}

/// `error`, `warning`, `note`.
pub fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
