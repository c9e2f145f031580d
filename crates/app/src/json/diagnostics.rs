//! Diagnostics for programs.

use crate::files::Files;
use crate::outcome::severity_word;
use holdpoint_policy::Diagnostic;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct DiagnosticJson {
    code: &'static str,
    severity: &'static str,
    message: String,
    file: String,
    line: usize,
    column: usize,
    help: Option<String>,
    /// Replaces what is underlined, and mends it.
    fix: Option<String>,
}

pub(crate) fn diagnostics(files: &Files, diagnostics: &[Diagnostic]) -> Vec<DiagnosticJson> {
    diagnostics.iter().map(|it| diagnostic(files, it)).collect()
}

fn diagnostic(files: &Files, it: &Diagnostic) -> DiagnosticJson {
    let position = files.position(it.place);
    DiagnosticJson {
        code: it.code,
        severity: severity_word(it.severity),
        message: it.message.clone(),
        file: files.name(it.place).to_owned(),
        line: position.line,
        column: position.column,
        help: it.help.clone(),
        fix: it.fix.clone(),
    }
}
