//! A message about a file: what, where, how to mend it. Data only; a terminal, an editor or a CI log
//! renders it. It must not know how it is shown.

/// Byte offsets in one file, `start <= end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

/// Which file of the set that is read together; the first is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A place in a set of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub file: FileId,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For the reader's knowledge.
    Note,
    Warning,
    /// The input cannot be used as it stands, or a finding that must not pass CI.
    Error,
}

/// A message with a stable code that has a page of its own (`docs/codes/HP0123.md`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable, `HP` and four digits. HP00xx files, HP01xx syntax, HP02xx names, HP03xx types and units,
    /// HP04xx meaning of a document, HP1xxx findings.
    pub code: &'static str,
    pub severity: Severity,
    /// Starts small, no full stop, the user's words in backticks.
    pub message: String,
    pub place: Place,
    /// What the underlined words are, if the message does not say it.
    pub label: Option<String>,
    /// Other places that matter: the first declaration, the other half of a circle.
    pub related: Vec<(Place, String)>,
    /// How to mend it.
    pub help: Option<String>,
    /// A text that would replace `place` and mend it.
    pub fix: Option<String>,
}

impl Diagnostic {
    pub fn error(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, place, message)
    }

    pub fn warning(code: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, place, message)
    }

    fn new(code: &'static str, severity: Severity, place: Place, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity,
            message: message.into(),
            place,
            label: None,
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn fix(mut self, replacement: impl Into<String>) -> Self {
        self.fix = Some(replacement.into());
        self
    }

    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }
}
