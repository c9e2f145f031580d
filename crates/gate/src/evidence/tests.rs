//! Every kind is read, and every mistake is named with its place and its cure.

use super::*;
use crate::standing::tests::draw::{day, example};
use holdpoint_policy::model::{ActionId, EvaluationId, Grade, SafeguardId, ScoreId, TaskId};
use holdpoint_policy::record::Answer;
use serde_json::json;

fn read_body(kind: &str, mut body: serde_json::Value) -> Reading {
    let members = body.as_object_mut().expect("it is an object");
    for (name, value) in [("by", json!("Developer")), ("line", json!("m1"))] {
        members.entry(name).or_insert(value);
    }
    members.insert("predicateType".to_owned(), json!(format!("{EVIDENCE}{kind}:v1")));
    let shown = Shown {
        entry: 7,
        received: day(40),
        text: &body.to_string(),
    };
    read(&example(), "m1", shown)
}

fn says(kind: &str, body: serde_json::Value) -> Vec<Said> {
    match read_body(kind, body) {
        Reading::Evidence(it) => it.says,
        other => panic!("{other:?}"),
    }
}

fn happens(kind: &str, body: serde_json::Value) -> Happening {
    match &says(kind, body)[..] {
        [Said::Happened(it)] => it.clone(),
        other => panic!("{other:?}"),
    }
}

fn refused(kind: &str, body: serde_json::Value) -> String {
    match read_body(kind, body) {
        Reading::Unusable(it) => it.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_kind_says_what_it_says() {
    let safeguard = |status: &str| {
        happens(
            "safeguard-status",
            json!({"safeguard": "security", "status": status}),
        )
    };
    assert_eq!(safeguard("in-place"), Happening::InPlace(SafeguardId(0)));
    assert_eq!(
        safeguard("not-in-place"),
        Happening::NoLongerInPlace(SafeguardId(0))
    );
    assert_eq!(
        happens(
            "evaluation",
            json!({"evaluation": "signs", "answer": "indicates"})
        ),
        Happening::Evaluated {
            evaluation: EvaluationId(0),
            answer: Answer::Indicates(None)
        }
    );
    assert_eq!(
        happens("task-done", json!({"task": "report"})),
        Happening::Done(TaskId(0))
    );
    assert_eq!(
        says(
            "evaluation",
            json!({
                "evaluation": "tests", "answer": "indicates", "grade": "high", "scores": {"result": "low"}
            })
        ),
        [
            Happening::Evaluated {
                evaluation: EvaluationId(3),
                answer: Answer::Indicates(Some(Grade(2)))
            },
            Happening::Scored(ScoreId(0), Grade(0)),
        ]
        .map(Said::Happened)
    );
    assert_eq!(
        says("training-checkpoint", json!({"compute": "2.5e3"})),
        [Said::Compute(2500u32.into())]
    );
    let both = says(
        "status-period",
        json!({"day": "2024-01-30", "running": ["training"], "paused": ["deployment"]}),
    );
    let expected = [Happening::GoesOn(ActionId(0)), Happening::Stops(ActionId(1))];
    assert_eq!(both, expected.map(Said::Happened));
    assert_eq!(
        happens("approval", json!({"approval": "loosening", "by": "Trust"})),
        Happening::Approved(holdpoint_policy::model::ApprovalId(0))
    );
    assert_eq!(
        happens(
            "incident",
            json!({"incident": "rivals-far", "status": "open", "by": "Trust"})
        ),
        Happening::Turned {
            fact: holdpoint_policy::model::FactId(0),
            holds: true
        }
    );
    assert!(matches!(
        happens(
            "exception",
            json!({"exception": "emergency", "status": "exercised"})
        ),
        Happening::Exercised(_)
    ));
    assert!(matches!(
        happens("definition", json!({"level": "top"})),
        Happening::LevelDefined(_)
    ));
    assert!(matches!(
        happens("determination", json!({"determination": "too-early"})),
        Happening::Found(_)
    ));
    assert!(matches!(
        happens("deployment", json!({"action": "deployment", "status": "stops"})),
        Happening::Stops(_)
    ));
    assert!(matches!(
        happens(
            "fact",
            json!({"fact": "rivals-far", "holds": false, "by": "Trust"})
        ),
        Happening::Turned { holds: false, .. }
    ));
}

#[test]
fn what_is_of_another_line_or_no_evidence_is_elsewhere() {
    assert_eq!(
        read_body("task-done", json!({"task": "report", "line": "m2"})),
        Reading::Elsewhere
    );
    let text = r#"{"predicateType":"urn:holdpoint:key-event:v1"}"#;
    let shown = Shown {
        entry: 0,
        received: day(0),
        text,
    };
    assert_eq!(read(&example(), "m1", shown), Reading::Elsewhere);
}

#[test]
fn times_completeness_and_corrections_are_read() {
    let Reading::Evidence(it) = read_body(
        "watermark",
        json!({
            "complete": {"until": "2024-02-09", "entries": 6, "holds_until": "2024-02-12T06:00:00Z"}
        }),
    ) else {
        panic!("it is evidence");
    };
    let complete = it.complete.expect("it vouches");
    assert_eq!((complete.until, complete.entries), (day(39), 6));
    let Reading::Evidence(it) = read_body(
        "task-done",
        json!({
            "task": "report", "supersedes": 3, "valid_from": "2024-01-11", "valid_to": "2024-03-01"
        }),
    ) else {
        panic!("it is evidence");
    };
    assert_eq!(
        (it.from, it.to, it.correction),
        (day(10), Some(day(60)), Some(Correction::Supersedes(3)))
    );
}

#[test]
fn every_mistake_is_named_with_its_cure() {
    let wrong = [
        (
            "safeguard-status",
            json!({"safeguard": "securty", "status": "in-place"}),
            "entry 7, safeguard: the policy has no safeguard `securty`\nhelp: did you mean `security`?",
        ),
        (
            "safeguard-status",
            json!({"safeguard": "security", "status": "inplace"}),
            "entry 7, status: `inplace` is not known here\nhelp: did you mean `in-place`?",
        ),
        (
            "safeguard-status",
            json!({"safeguard": "security", "status": "in-place", "validfrom": "2024-01-01"}),
            "entry 7, validfrom: `validfrom` is not known here\nhelp: did you mean `valid_from`?",
        ),
        (
            "safeguard-status",
            json!({"safeguard": "security", "status": "in-place", "by": "Trust"}),
            "entry 7, by: `Trust` may not say so\nhelp: under the policy it is for `Developer` to say",
        ),
        (
            "safeguard-status",
            json!({"standard": "both", "status": "in-place"}),
            "entry 7, standard: what is in it is given by the policy\nhelp: record each of its safeguards",
        ),
        (
            "safeguard-stats",
            json!({}),
            "entry 7, predicateType: there is no kind of evidence `safeguard-stats`\nhelp: did you mean `safeguard-status`?",
        ),
        (
            "task-done",
            json!({"task": "report", "valid_from": "2024-02-31"}),
            "entry 7, valid_from: `2024-02-31` is no date\nhelp: write it as `2026-03-02` or `2026-03-02T14:30:00Z`",
        ),
        (
            "task-done",
            json!({"task": "report", "valid_from": "2025-01-01"}),
            "entry 7, valid_from: it speaks of a time after it was received\nhelp: record it when it has come about",
        ),
        (
            "task-done",
            json!({"task": "report", "valid_to": "2024-01-01"}),
            "entry 7, valid_to: it ends before it begins\nhelp: write a later date, or leave it out",
        ),
        (
            "task-done",
            json!({"task": 3}),
            "entry 7, task: `3` is no string\nhelp: write a string",
        ),
        (
            "task-done",
            json!({}),
            "entry 7, task: there is no member `task`\nhelp: add it",
        ),
        (
            "task-done",
            json!({"task": "report", "supersedes": 7}),
            "entry 7, supersedes: entry 7 does not stand before it\nhelp: name the entry that it corrects by its index",
        ),
        (
            "retraction",
            json!({"entry": 9}),
            "entry 7, entry: entry 9 does not stand before it\nhelp: name the entry that it corrects by its index",
        ),
        (
            "training-checkpoint",
            json!({"compute": "2.55e1"}),
            "entry 7, compute: `2.55e1` is no whole number of FLOP above zero\nhelp: write it as `2.5e26`",
        ),
        (
            "status-period",
            json!({"day": "2024-01-30", "running": ["training"]}),
            "entry 7, running: it does not say whether `deployment` ran\nhelp: put each action into one of `running` and `paused`",
        ),
        (
            "evaluation",
            json!({"evaluation": "signs", "answer": "indicates", "scores": {"result": "low"}}),
            "entry 7, scores.result: `result` is a score of another evaluation\nhelp: record it with a run of `tests`",
        ),
        (
            "watermark",
            json!({}),
            "entry 7, complete: there is no member `complete`\nhelp: say up to when the record is complete, and of how many entries",
        ),
        (
            "watermark",
            json!({"complete": {"until": "2024-02-09", "entrys": 6}}),
            "entry 7, complete.entries: there is no member `entries`\nhelp: did you mean it by `entrys`?",
        ),
        (
            "task-done",
            json!({"task": "report", "by": "Develper"}),
            "entry 7, by: the policy has no party `Develper`\nhelp: did you mean `Developer`?",
        ),
    ];
    for (kind, body, expected) in wrong {
        assert_eq!(refused(kind, body), expected);
    }
    let shown = Shown {
        entry: 1,
        received: day(0),
        text: "{\"a\":",
    };
    assert!(matches!(
        read(&example(), "m1", shown),
        Reading::Unusable(Unusable {
            by: None,
            is_of_line: false,
            ..
        })
    ));
}

#[test]
fn what_an_entry_is_about_is_known_without_the_policy() {
    let types = [
        json!(format!("{EVIDENCE}fact:v1")),
        json!("urn:other:v1"),
        json!(7),
        json!(null),
    ];
    let lines = [json!("m1"), json!("m2"), json!(7), json!(null)];
    for (kind, line) in types
        .iter()
        .flat_map(|it| lines.iter().map(move |line| (it, line)))
    {
        let body = json!({"predicateType": kind, "line": line, "by": "Nobody"});
        let shown = Shown {
            entry: 7,
            received: day(40),
            text: &body.to_string(),
        };
        let elsewhere = |line| read(&example(), line, shown) == Reading::Elsewhere;
        let expected = match about(kind.as_str(), line.as_str()) {
            About::Nothing => [true, true],
            About::Line(it) => [it != "m1", it != "m2"],
            About::Every => [false, false],
        };
        assert_eq!([elsewhere("m1"), elsewhere("m2")], expected, "{body}");
    }
}
