//! The use case `ask FILE PROPERTY`: one property that is not in the file.
//!
//! The property is read as a check in a file of its own that uses the document, so that it means exactly
//! what it would mean there.

use crate::check::understood;
use crate::files::{Files, SourceFile};
use crate::json::diagnostics::{DiagnosticJson, diagnostics};
use crate::json::verdicts::{VerdictJson, verdict};
use crate::loader::load;
use crate::outcome::{Outcome, has_errors};
use holdpoint_analysis::report::CheckReport;
use holdpoint_analysis::{CheckOptions, check};
use holdpoint_policy::{Diagnostic, FileId};
use holdpoint_syntax::{FileKind, Parse, parse};
use serde::Serialize;
use std::path::PathBuf;

#[derive(Clone, Debug)]
pub struct AskFile {
    pub path: PathBuf,
    pub property: String,
}

#[derive(Clone, Debug)]
pub struct Asked {
    pub files: Files,
    pub diagnostics: Vec<Diagnostic>,
    /// `None` when the words have errors.
    pub answer: Option<CheckReport>,
    pub outcome: Outcome,
}

#[derive(Debug, Serialize)]
pub struct AskedJson {
    property: String,
    #[serde(flatten)]
    answer: Option<VerdictJson>,
    diagnostics: Vec<DiagnosticJson>,
}

/// How messages call the words that were asked.
const NAME: &str = "the property";
const LABEL: &str = "asked";

impl AskFile {
    /// `progress` is told how much is done, and of how much.
    pub fn run(&self, progress: &mut (dyn FnMut(usize, usize) + Send)) -> Asked {
        let mut loaded = load(std::slice::from_ref(&self.path));
        let file = loaded.files.next_id();
        let text = format!("check {LABEL}: {}.", self.property.trim().trim_end_matches('.'));
        let Parse {
            document,
            diagnostics,
            ..
        } = parse(&text, FileKind::Hold, file);
        loaded.diagnostics.extend(diagnostics);
        loaded.files.push(SourceFile {
            name: NAME.to_owned(),
            text,
            document,
            uses: vec![FileId(0)],
        });
        let mut encoding = understood(&mut loaded);
        let answer = if has_errors(&loaded.diagnostics) {
            None
        } else {
            encoding.checks.retain(|it| it.property_place.file == file);
            let options = CheckOptions {
                checks_only: true,
                ..CheckOptions::default()
            };
            check(&encoding, &options, progress).checks.pop()
        };
        let comes_out = answer.as_ref().is_none_or(|it| it.as_expected);
        let outcome = Outcome::of(&loaded).max(Outcome::fine_if(comes_out));
        Asked {
            files: loaded.files,
            diagnostics: loaded.diagnostics,
            answer,
            outcome,
        }
    }
}

impl Asked {
    pub fn json(&self) -> AskedJson {
        AskedJson {
            property: self.answer.iter().map(|it| it.property.clone()).collect(),
            answer: self.answer.as_ref().map(verdict),
            diagnostics: diagnostics(&self.files, &self.diagnostics),
        }
    }
}
