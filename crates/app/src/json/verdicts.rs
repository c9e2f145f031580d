//! The verdict of a `check` statement, or of a property that was asked, for programs.

use super::grades::{DependenceJson, dependences};
use crate::check::Checked;
use crate::words::answer_word;
use holdpoint_analysis::report::{CheckReport, ScopedAnswer, Verdict};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct CheckJson {
    id: String,
    policy: String,
    claim: Option<String>,
    said_by: Option<String>,
    property: String,
    file: String,
    line: usize,
    /// The heading that it stands under.
    heading: Option<String>,
    #[serde(flatten)]
    verdict: VerdictJson,
}

#[derive(Debug, Serialize)]
pub(crate) struct VerdictJson {
    /// `yes`, `no`, `depends` or `undecided`.
    verdict: &'static str,
    /// Why it is undecided.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What is expected first; `null` when nothing is.
    expected: Option<&'static str>,
    as_expected: bool,
    answers: Vec<AnswerJson>,
    assumptions: Vec<String>,
    depends_on: Vec<DependenceJson>,
}

#[derive(Debug, Serialize)]
struct AnswerJson {
    scope: String,
    verdict: &'static str,
    expected: Option<&'static str>,
    as_expected: bool,
    because: String,
    certificate: &'static str,
    assumptions: Vec<String>,
}

pub(crate) fn check(checked: &Checked, it: &CheckReport) -> CheckJson {
    let files = &checked.files;
    CheckJson {
        id: it.id.clone(),
        policy: it.policy.clone(),
        claim: it.title.clone(),
        said_by: it.said_by.clone(),
        property: it.property.clone(),
        file: files.name(it.place).to_owned(),
        line: files.position(it.place).line,
        heading: files.heading(it.place).map(str::to_owned),
        verdict: verdict(it),
    }
}

pub(crate) fn verdict(it: &CheckReport) -> VerdictJson {
    VerdictJson {
        verdict: it.verdict.word(),
        reason: reason(&it.verdict),
        expected: it.answers.iter().find_map(|it| it.expected).map(answer_word),
        as_expected: it.as_expected,
        answers: it.answers.iter().map(answer).collect(),
        assumptions: it.assumptions.clone(),
        depends_on: dependences(&it.depends_on),
    }
}

fn answer(it: &ScopedAnswer) -> AnswerJson {
    AnswerJson {
        scope: it.scope.clone(),
        verdict: it.verdict.word(),
        expected: it.expected.map(answer_word),
        as_expected: it.as_expected,
        because: it.because.clone(),
        certificate: it.certificate,
        assumptions: it.assumptions.clone(),
    }
}

fn reason(verdict: &Verdict) -> Option<String> {
    match verdict {
        Verdict::Undecided(reason) => Some(reason.clone()),
        Verdict::Yes | Verdict::No | Verdict::Depends => None,
    }
}
