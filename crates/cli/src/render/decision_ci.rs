//! A decision as continuous integration shows it: GitHub's workflow commands, SARIF, JUnit. Also that there is none, which is an
//! error in each of them, so that a report that is looked at alone never looks like a yes.
//!
//! It must not know how it was reached.

use super::decision::{alike, reasons};
use holdpoint_app::words::bars;
use holdpoint_app::{Decided, Decision, GroundJson, Outcome, Problem};
use serde_json::{Value, json};

/// What came of the question.
pub(crate) type Asked<'a> = Result<&'a Decided, &'a Problem>;

const TITLE: &str = "holdpoint gate";

/// As GitHub Actions reads them.
pub(crate) fn github(asked: Asked<'_>) -> String {
    let command = |level: &str, title: &str, message: &str| {
        let message = message
            .replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A");
        // A value of a workflow command may hold neither `:` nor `,`.
        let title = title.replace('%', "%25").replace(':', "%3A").replace(',', "%2C");
        format!("::{level} title={title}::{message}\n")
    };
    let decided = match asked {
        Ok(it) => it,
        Err(problem) => return command("error", TITLE, &format!("undecided: {problem}")),
    };
    let it = &decided.decision;
    let level = level(decided);
    let mut text = command(level.github(), TITLE, &heading(it));
    for ground in it.grounds.iter().filter(|_| it.answer != "proceed") {
        let message = format!("{}: {}\n{}", ground.clause, ground.words, why(ground));
        text.push_str(&command(level.github(), &ground.clause, &message));
    }
    text
}

/// SARIF 2.1.0: one result for each clause that stands against the action.
pub(crate) fn sarif(asked: Asked<'_>) -> Value {
    let (results, rules, invocation) = match asked {
        Ok(decided) => {
            let grounds: Vec<&GroundJson> = match decided.decision.answer.as_str() {
                "proceed" => Vec::new(),
                _ => decided.decision.grounds.iter().collect(),
            };
            let rules: Vec<Value> = grounds
                .iter()
                .map(|it| json!({"id": it.clause, "fullDescription": {"text": it.words}}))
                .collect();
            let results: Vec<Value> = grounds.iter().map(|it| sarif_result(decided, it)).collect();
            let invocation = json!({"executionSuccessful": true, "properties": {
                "answer": decided.decision.answer,
                "opens": decided.outcome == Outcome::Fine,
            }});
            (results, rules, invocation)
        }
        Err(problem) => {
            let invocation = json!({
                "executionSuccessful": false,
                "properties": {"answer": "undecided", "opens": false},
                "toolExecutionNotifications": [{"level": "error", "message": {"text": problem.to_string()}}],
            });
            (Vec::new(), Vec::new(), invocation)
        }
    };
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "holdpoint", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "invocations": [invocation],
            "results": results,
        }],
    })
}

fn sarif_result(decided: &Decided, ground: &GroundJson) -> Value {
    let it = &decided.decision;
    let text = format!(
        "{}: {} {}: {}\n{}",
        heading(it),
        ground.clause,
        bars(&ground.bars),
        ground.words,
        why(ground)
    );
    // What is wrong is on no line of a file.
    let place = json!({"fullyQualifiedName": format!("{}/{}", it.line, it.action), "kind": "resource"});
    json!({
        "ruleId": ground.clause,
        "level": level(decided).sarif(),
        "message": {"text": text},
        "locations": [{"logicalLocations": [place]}],
    })
}

/// One test, which is passed if work may go on.
pub(crate) fn junit(asked: Asked<'_>, (action, line): (&str, &str)) -> String {
    let (outcome, n_failures, n_errors) = match asked {
        Err(problem) => (
            element("error", "undecided", &problem.message, &problem.to_string()),
            0,
            1,
        ),
        Ok(decided) => {
            let it = &decided.decision;
            let grounds: Vec<String> = it
                .grounds
                .iter()
                .map(|it| format!("{} {}: {}\n{}", it.clause, bars(&it.bars), it.words, why(it)))
                .collect();
            let text = grounds.join("\n");
            match (decided.outcome, it.answer.as_str()) {
                (Outcome::Fine, "proceed") => (String::new(), 0, 0),
                (Outcome::Fine, _) => {
                    let text = format!("{}\n{text}", heading(it));
                    (format!("<system-out>{}</system-out>", escaped(&text)), 0, 0)
                }
                (Outcome::Paused, answer) => (element("failure", answer, &heading(it), &text), 1, 0),
                (_, answer) => (element("error", answer, &heading(it), &text), 0, 1),
            }
        }
    };
    let counts = format!("tests=\"1\" failures=\"{n_failures}\" errors=\"{n_errors}\"");
    let (action, line) = (escaped(action), escaped(line));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {counts}>\n<testsuite name=\"{TITLE}\" {counts}>\n\
         <testcase classname=\"{line}\" name=\"{action}\">{outcome}</testcase>\n</testsuite>\n</testsuites>\n"
    )
}

fn element(name: &str, kind: &str, message: &str, text: &str) -> String {
    let (kind, message, text) = (escaped(kind), escaped(message), escaped(text));
    format!("<{name} type=\"{kind}\" message=\"{message}\">{text}</{name}>")
}

/// Characters that no XML may hold are left out.
fn escaped(text: &str) -> String {
    let allowed = text.chars().filter(|it| {
        matches!(it, '\t' | '\n' | '\r') || (*it >= ' ' && !('\u{fffe}'..='\u{ffff}').contains(it))
    });
    let mut escaped = String::new();
    for character in allowed {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Good,
    /// It stands against the action, and work goes on all the same.
    Passed,
    Bad,
}

impl Level {
    fn github(self) -> &'static str {
        match self {
            Level::Good => "notice",
            Level::Passed => "warning",
            Level::Bad => "error",
        }
    }

    fn sarif(self) -> &'static str {
        match self {
            Level::Good => "note",
            Level::Passed => "warning",
            Level::Bad => "error",
        }
    }
}

fn level(it: &Decided) -> Level {
    match (it.outcome, it.decision.answer.as_str()) {
        (Outcome::Fine, "proceed") => Level::Good,
        (Outcome::Fine, _) => Level::Passed,
        _ => Level::Bad,
    }
}

fn heading(it: &Decision) -> String {
    format!("{}: {} of {} at {}", it.answer, it.action, it.line, it.at)
}

fn why(it: &GroundJson) -> String {
    let reasons: Vec<String> = alike(&it.reasons).map(reasons).collect();
    reasons.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stands_in_a_name_the_report_is_xml_and_says_no() {
        let problem = Problem::new("there is no ledger <&\"'\u{1}\u{ffff}>", "look");
        let text = junit(Err(&problem), ("a\"b<c>&", "m\u{0}1"));
        let document = roxmltree::Document::parse(&text).expect("XML");
        let case = document
            .descendants()
            .find(|it| it.has_tag_name("testcase"))
            .expect("a case");
        assert_eq!(
            (case.attribute("name"), case.attribute("classname")),
            (Some("a\"b<c>&"), Some("m1"))
        );
        let error = case.first_element_child().expect("it is no pass");
        assert_eq!(error.tag_name().name(), "error");
        assert_eq!(error.attribute("message"), Some("there is no ledger <&\"'>"));
    }

    #[test]
    fn no_answer_is_an_error_in_every_shape() {
        let problem = Problem::new("no, 100%\nof it", "look");
        assert_eq!(
            github(Err(&problem)),
            "::error title=holdpoint gate::undecided: no, 100%25%0Aof it%0Ahelp: look\n"
        );
        let sarif = sarif(Err(&problem));
        assert_eq!(sarif["runs"][0]["invocations"][0]["executionSuccessful"], false);
    }
}
