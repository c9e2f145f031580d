//! What `check --format json` prints.

use super::diagnostics::{DiagnosticJson, diagnostics};
use super::grades::{GradeJson, grade};
use super::readings::{ReadingsJson, readings};
use super::verdicts::{CheckJson, check};
use crate::check::Checked;
use crate::files::Files;
use crate::outcome::severity_word;
use holdpoint_analysis::report::{Coverage, Finding, MatrixCell, PolicyReport};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct CheckedJson {
    policies: Vec<PolicyJson>,
    grades: Vec<GradeJson>,
    findings: Vec<FindingJson>,
    checks: Vec<CheckJson>,
    diagnostics: Vec<DiagnosticJson>,
}

#[derive(Debug, Serialize)]
struct PolicyJson {
    id: String,
    title: Option<String>,
    matrix: Vec<CellJson>,
    coverage: CoverageJson,
    /// `null` where every name has one meaning.
    readings: Option<ReadingsJson>,
}

#[derive(Debug, Serialize)]
struct CellJson {
    clause: String,
    action: String,
    bears: &'static str,
    trigger: String,
    requires: String,
    owner: String,
    deadline: String,
    escape: String,
}

#[derive(Debug, Serialize)]
struct CoverageJson {
    sentences: usize,
    sentences_encoded: usize,
    not_encoded: Vec<NotEncodedJson>,
    not_yet_read: Vec<NotYetReadJson>,
}

#[derive(Debug, Serialize)]
struct NotEncodedJson {
    source: String,
    because: String,
}

#[derive(Debug, Serialize)]
struct NotYetReadJson {
    text: String,
    file: String,
    line: usize,
}

#[derive(Debug, Serialize)]
struct FindingJson {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: String,
    policy: String,
    action: Option<String>,
    level: Option<String>,
    file: String,
    line: usize,
    clauses: Vec<String>,
    help: Option<String>,
}

impl Checked {
    pub fn json(&self) -> CheckedJson {
        let policies = &self.report.policies;
        let findings = policies
            .iter()
            .flat_map(|it| it.findings.iter().map(move |finding| (it, finding)));
        CheckedJson {
            policies: policies.iter().map(|it| policy(&self.files, it)).collect(),
            grades: policies.iter().flat_map(|it| &it.grades).map(grade).collect(),
            findings: findings.map(|(it, of)| finding(&self.files, it, of)).collect(),
            checks: self.report.checks.iter().map(|it| check(self, it)).collect(),
            diagnostics: diagnostics(&self.files, &self.diagnostics),
        }
    }
}

fn policy(files: &Files, it: &PolicyReport) -> PolicyJson {
    PolicyJson {
        id: it.id.clone(),
        title: it.title.clone(),
        matrix: it.matrix.iter().map(cell).collect(),
        coverage: coverage(files, &it.coverage),
        readings: it.readings.as_ref().map(readings),
    }
}

fn cell(it: &MatrixCell) -> CellJson {
    CellJson {
        clause: it.clause.clone(),
        action: it.action.clone(),
        bears: it.bears,
        trigger: it.trigger.clone(),
        requires: it.requires.clone(),
        owner: it.owner.clone(),
        deadline: it.deadline.clone(),
        escape: it.escape.clone(),
    }
}

fn coverage(files: &Files, it: &Coverage) -> CoverageJson {
    let not_encoded = |(source, because): &(String, String)| NotEncodedJson {
        source: source.clone(),
        because: because.clone(),
    };
    CoverageJson {
        sentences: it.sentences,
        sentences_encoded: it.sentences_encoded,
        not_encoded: it.not_encoded.iter().map(not_encoded).collect(),
        not_yet_read: (it.not_yet_read.iter())
            .map(|(text, place)| NotYetReadJson {
                text: text.clone(),
                file: files.name(*place).to_owned(),
                line: files.position(*place).line,
            })
            .collect(),
    }
}

fn finding(files: &Files, policy: &PolicyReport, it: &Finding) -> FindingJson {
    FindingJson {
        code: it.code,
        name: it.name,
        severity: severity_word(it.severity),
        message: it.message.clone(),
        policy: policy.id.clone(),
        action: it.action.clone(),
        level: it.level.clone(),
        file: files.name(it.place).to_owned(),
        line: files.position(it.place).line,
        clauses: it.clauses.clone(),
        help: it.help.clone(),
    }
}
