//! The use case `fmt`: the encoded blocks of a document, laid out one way. Prose stays as it is.

use crate::files::Files;
use crate::loader::{Loaded, load_text, read_one};
use crate::outcome::Outcome;
use holdpoint_policy::Diagnostic;
use holdpoint_syntax::{FileKind, format};
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct FormatFiles {
    pub paths: Vec<PathBuf>,
    /// Say what would change, and change nothing.
    pub is_check: bool,
}

/// One file's part of the answer.
#[derive(Clone, Debug)]
pub struct Formatted {
    pub files: Files,
    pub diagnostics: Vec<Diagnostic>,
    /// `None` when it cannot be read or has errors of syntax, and stays as it is.
    pub text: Option<String>,
    pub is_changed: bool,
    /// Why the new text could not be written.
    pub refusal: Option<String>,
    pub outcome: Outcome,
}

impl FormatFiles {
    pub fn run(&self) -> Vec<(PathBuf, Formatted)> {
        self.paths
            .iter()
            .map(|path| (path.clone(), self.one(path)))
            .collect()
    }

    fn one(&self, path: &PathBuf) -> Formatted {
        let mut formatted = formatted(read_one(path));
        if formatted.is_changed && self.is_check {
            formatted.outcome = Outcome::Faulty;
        } else if let (true, Some(text)) = (formatted.is_changed, &formatted.text)
            && let Err(error) = std::fs::write(path, text)
        {
            formatted.refusal = Some(format!("`{}` cannot be written: {error}", path.display()));
            formatted.outcome = Outcome::Unusable;
        }
        formatted
    }
}

/// The text of standard input, say.
pub fn format_text(name: &str, text: String) -> Formatted {
    formatted(load_text(name, text))
}

fn formatted(loaded: Loaded) -> Formatted {
    let outcome = Outcome::of(&loaded);
    let file = loaded
        .files
        .iter()
        .next()
        .map(|(_, file)| file)
        .filter(|_| !loaded.is_unusable);
    // What is wrong is among the diagnostics already: the same parser found it.
    let text = file.and_then(|it| format(&it.text, FileKind::of_name(&it.name)).ok());
    let is_changed = matches!((file, &text), (Some(file), Some(text)) if file.text != *text);
    Formatted {
        diagnostics: loaded.diagnostics,
        text,
        is_changed,
        refusal: None,
        outcome,
        files: loaded.files,
    }
}
