//! What is wrong, as continuous integration shows it beside the lines: GitHub's workflow commands, and SARIF.
//!
//! It must not know how anything was computed.

use crate::check::Checked;
use crate::files::Position;
use crate::outcome::severity_word;
use holdpoint_analysis::report::CheckReport;
use holdpoint_policy::{Place, Severity};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A claim that is not as expected.
const NOT_AS_EXPECTED: &str = "HP0015";

struct Annotation {
    rule: &'static str,
    severity: Severity,
    message: String,
    place: Place,
}

impl Checked {
    /// One workflow command a line.
    pub fn github(&self) -> String {
        let line = |it: &Annotation| {
            let Position { line, column } = self.files.position(it.place);
            let level = if it.severity == Severity::Note {
                "notice"
            } else {
                severity_word(it.severity)
            };
            let file = property(self.files.name(it.place));
            let message = it
                .message
                .replace('%', "%25")
                .replace('\r', "%0D")
                .replace('\n', "%0A");
            format!(
                "::{level} file={file},line={line},col={column},title={}::{message}\n",
                it.rule
            )
        };
        self.annotations().iter().map(line).collect()
    }

    /// SARIF 2.1.0.
    pub fn sarif(&self) -> Value {
        let annotations = self.annotations();
        let rules: BTreeMap<&str, Value> = annotations
            .iter()
            .map(|it| (it.rule, json!({"id": it.rule})))
            .collect();
        let results: Vec<Value> = annotations.iter().map(|it| self.sarif_result(it)).collect();
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "holdpoint",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules.into_values().collect::<Vec<_>>(),
                }},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        })
    }

    fn sarif_result(&self, it: &Annotation) -> Value {
        let start = self.files.position(it.place);
        json!({
            "ruleId": it.rule,
            "level": severity_word(it.severity),
            "message": {"text": it.message},
            "locations": [{"physicalLocation": {
                "artifactLocation": {"uri": uri(self.files.name(it.place))},
                "region": {"startLine": start.line, "startColumn": start.column},
            }}],
        })
    }

    fn annotations(&self) -> Vec<Annotation> {
        let diagnostics = self.diagnostics.iter().map(|it| Annotation {
            rule: it.code,
            severity: it.severity,
            message: with_help(&it.message, it.help.as_deref()),
            place: it.place,
        });
        let findings = self
            .report
            .policies
            .iter()
            .flat_map(|it| &it.findings)
            .map(|it| Annotation {
                rule: it.code,
                severity: it.severity,
                message: with_help(&format!("{}: {}", it.name, it.message), it.help.as_deref()),
                place: it.place,
            });
        let checks = self
            .report
            .checks
            .iter()
            .filter(|it| !it.as_expected)
            .map(not_as_expected);
        diagnostics.chain(findings).chain(checks).collect()
    }
}

fn not_as_expected(check: &CheckReport) -> Annotation {
    let wrong = check.answers.iter().filter(|it| !it.as_expected);
    let words: Vec<String> = wrong
        .map(|it| format!("{}: {} ({})", it.scope, it.verdict.word(), it.because))
        .collect();
    Annotation {
        rule: NOT_AS_EXPECTED,
        severity: Severity::Error,
        message: format!("`{}` is not as expected: {}", check.id, words.join("; ")),
        place: check.place,
    }
}

fn with_help(message: &str, help: Option<&str>) -> String {
    help.map_or_else(|| message.to_owned(), |help| format!("{message} ({help})"))
}

/// A value of a workflow command may hold neither `:` nor `,`.
fn property(value: &str) -> String {
    value.replace('%', "%25").replace(':', "%3A").replace(',', "%2C")
}

fn uri(name: &str) -> String {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-._~/".contains(&it);
    name.bytes()
        .map(|it| {
            if plain(it) {
                (it as char).to_string()
            } else {
                format!("%{it:02X}")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_escaped_for_their_place() {
        assert_eq!(property("a,b:c%.md"), "a%2Cb%3Ac%25.md");
        assert_eq!(uri("p ü/x.md"), "p%20%C3%BC/x.md");
    }
}
