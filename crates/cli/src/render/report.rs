//! The report of a check: policy by policy the ladder, the findings, the coverage; then the claims.

use crate::render::claims::claims;
use crate::render::findings::findings;
use crate::render::ladder::{indented, ladder};
use crate::render::readings::readings;
use crate::render::style::{HEADING, painted};
use crate::terminal::Terminal;
use holdpoint_app::Checked;
use holdpoint_app::report::{Coverage, PolicyReport};

pub(crate) fn report(checked: &Checked, terminal: &Terminal, is_verbose: bool) -> String {
    let policies = checked
        .report
        .policies
        .iter()
        .map(|it| policy(checked, it, terminal, is_verbose));
    let mut text: String = policies.collect();
    if !checked.report.checks.is_empty() {
        text.push_str(&title("Claims", terminal));
        text.push_str(&claims(checked, terminal, is_verbose));
        text.push('\n');
    }
    if !text.is_empty() {
        text.push_str(&summary(checked));
    }
    text
}

fn policy(checked: &Checked, policy: &PolicyReport, terminal: &Terminal, is_verbose: bool) -> String {
    let name = policy
        .title
        .as_deref()
        .map_or_else(|| policy.id.clone(), |it| format!("{}: {it}", policy.id));
    let mut text = title(&name, terminal);
    if !policy.grades.is_empty() {
        text.push_str(&format!("\n{}", ladder(&policy.grades, terminal, is_verbose)));
    }
    if !policy.findings.is_empty() {
        text.push_str(&format!(
            "\n{}",
            findings(checked, &policy.findings, terminal, is_verbose)
        ));
    }
    if let Some(table) = &policy.readings {
        text.push_str(&format!("\n{}", readings(table, terminal, is_verbose)));
    }
    if policy.coverage != Coverage::default() {
        text.push_str(&format!(
            "\n{}",
            coverage(checked, &policy.coverage, terminal, is_verbose)
        ));
    }
    text + "\n"
}

fn title(words: &str, terminal: &Terminal) -> String {
    format!("{}\n", painted(words, HEADING, terminal.has_colour))
}

fn coverage(checked: &Checked, coverage: &Coverage, terminal: &Terminal, is_verbose: bool) -> String {
    let mut words = format!(
        "{} of {} sentences encoded",
        coverage.sentences_encoded, coverage.sentences
    );
    if !coverage.not_encoded.is_empty() {
        words.push_str(&format!(", {} declared not encoded", coverage.not_encoded.len()));
    }
    if !coverage.not_yet_read.is_empty() {
        words.push_str(&format!(", {} not yet read", coverage.not_yet_read.len()));
    }
    let mut text = indented(&words, 2, terminal.width);
    if is_verbose {
        for (sentence, place) in &coverage.not_yet_read {
            let line = checked.files.position(*place).line;
            text.push_str(&indented(
                &format!("{}:{line}: {sentence}", checked.files.name(*place)),
                6,
                terminal.width,
            ));
        }
    }
    text
}

/// One line that says whether anything is left to do.
fn summary(checked: &Checked) -> String {
    let findings: usize = checked.report.policies.iter().map(|it| it.findings.len()).sum();
    let checks = &checked.report.checks;
    let expected = checks.iter().filter(|it| it.as_expected).count();
    let claims = match checks.len() {
        0 => "no claims".to_owned(),
        n if n == expected => format!("{}, all as expected", count(n, "claim")),
        n => format!("{}, {} not as expected", count(n, "claim"), n - expected),
    };
    format!("{}; {claims}\n", count(findings, "finding"))
}

fn count(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}
