//! Our own protocol, and the document that describes it.

use crate::house::{House, Running, date};
use holdpoint_app::{AsOf, AskGate, Decision, Mode, ReplayDecision};
use serde_json::{Value, json};

fn asked_by_command(house: &House, line: &str) -> Decision {
    let call = AskGate {
        roots: None,
        path: house.ledger.clone(),
        verifier: None,
        action: "training".to_owned(),
        line: line.to_owned(),
        as_of: AsOf::Now,
        mode: Mode::Absolute,
        is_recorded: false,
        key: None,
        now: Some(date("2026-01-03")),
    };
    call.run().expect("the gate answers").decision
}

#[test]
fn an_answer_is_that_of_the_command_and_only_proceed_is_a_success() {
    let house = House::new();
    let server = house.server();
    for (line, status, answer) in [
        ("open", 200, "proceed"),
        ("shut", 403, "pause"),
        ("silent", 409, "undecided"),
    ] {
        let response = server.get(&format!("/v1/decision?action=training&model={line}"));
        assert_eq!(response.status, status, "{response:?}");
        let body = response.json();
        assert_eq!(body["answer"], answer);
        assert_eq!(body["opens"], answer == "proceed");
        let decision: Decision = serde_json::from_value(body["decision"].clone()).expect("its shape");
        assert_eq!(decision, asked_by_command(&house, line));
    }
    let shut = server.get("/v1/decision?action=training&model=shut").json();
    assert_eq!(
        shut["decision"]["grounds"][0]["words"],
        "clause shut: before training, Lab must have locks in place."
    );
}

#[test]
fn what_is_posted_is_on_record_and_comes_out_the_same_again() {
    let house = House::new();
    let server = house.server();
    let before = house.n_entries();
    server.get("/v1/decision?action=training&model=open");
    server.post(
        "/v1/decision",
        r#"{"action": "training", "model": "open", "record": false}"#,
    );
    server.post(
        "/v1/decision",
        r#"{"action": "training", "model": "open", "as_of": "3"}"#,
    );
    assert_eq!(house.n_entries(), before);
    let asked = server.post("/v1/decision", r#"{"action": "training", "model": "open"}"#);
    assert_eq!(asked.status, 200);
    let entry = asked.json()["entry"].as_u64().expect("it is on record");
    assert_eq!(entry, before as u64);
    let replayed = ReplayDecision {
        roots: None,
        path: house.ledger.clone(),
        verifier: None,
        index: entry,
    };
    let replayed = replayed.run().expect("it can be made anew");
    assert!(replayed.differences.is_empty());
    let silent_server = Running::of(holdpoint_web::Serve {
        is_recorded: false,
        ..house.setup()
    });
    let asked = silent_server.post("/v1/decision", r#"{"action": "training", "model": "open"}"#);
    assert_eq!(asked.json()["entry"], Value::Null);
}

#[test]
fn the_past_is_asked_by_entries_or_by_a_moment() {
    let house = House::new();
    let server = house.server();
    for as_of in ["1", "2026-01-01", "2026-01-01T12:00:00Z"] {
        let target = format!("/v1/decision?action=training&model=open&as-of={as_of}");
        let asked = server.get(&target);
        assert_eq!(
            (asked.status, asked.json()["answer"].as_str()),
            (409, Some("undecided")),
            "{as_of}"
        );
    }
    let standing = server.get("/v1/status?model=open&as-of=6");
    assert_eq!(standing.status, 200, "{standing:?}");
    assert_eq!(standing.json()["size"], 6);
}

#[test]
fn a_status_is_that_of_the_command() {
    let house = House::new();
    let standing = house.server().get("/v1/status?model=shut").json();
    let actions: Vec<(&str, &str)> = standing["actions"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|it| {
            (
                it["action"].as_str().unwrap_or(""),
                it["answer"].as_str().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(actions, [("training", "pause"), ("deployment", "proceed")]);
    assert_eq!(standing["heard"][1]["until"], "2026-02-01");
}

#[test]
fn a_wrong_question_is_told_which_part_is_wrong_and_how_to_mend_it() {
    let house = House::new();
    let server = house.server();
    let before = house.n_entries();
    let wrong = [
        ("/v1/decision", 400, "?action", "is missing"),
        ("/v1/decision?action=training", 400, "?model", "is missing"),
        ("/v1/decision?action=training&model=", 400, "?model", "or empty"),
        (
            "/v1/decision?action=training&modle=open",
            400,
            "?modle",
            "did you mean `model`?",
        ),
        (
            "/v1/decision?action=a&action=b&model=open",
            400,
            "?action",
            "twice",
        ),
        ("/v1/decision?action=%zz&model=open", 400, "?", "percent-encoded"),
        (
            "/v1/decision?action=training&model=open&as-of=soon",
            400,
            "?as-of",
            "2026-03-02",
        ),
        (
            "/v1/decision?action=training&model=open&as-of=99",
            422,
            "",
            "name 1 to 6",
        ),
        (
            "/v1/decision?action=trainign&model=open",
            422,
            "",
            "did you mean `training`?",
        ),
        ("/v1/status", 400, "?model", "is missing"),
        ("/v1/status?model=open&as-of=0", 422, "", "has not had 0 entries"),
        ("/v1/decisions", 404, "", "/openapi.json"),
        ("/", 404, "", "/openapi.json"),
        ("/v1/decision/", 404, "", "/openapi.json"),
    ];
    for (target, status, field, says) in wrong {
        server.get(target).is_problem(status, field, says);
    }
    let wrong = [
        ("", 400, "line 1, column 0", "no JSON"),
        ("{", 400, "line 1, column 1", "EOF"),
        ("[]", 400, "the body", "write an object"),
        ("{\"action\": \"training\"}", 400, "model", "is missing"),
        (
            "{\"action\": 1, \"model\": \"open\"}",
            400,
            "action",
            "is a number",
        ),
        (
            "{\"action\": null, \"model\": \"open\"}",
            400,
            "action",
            "is null",
        ),
        (
            "{\"action\": \"training\", \"modle\": \"open\"}",
            400,
            "modle",
            "did you mean `model`?",
        ),
        (
            "{\"action\": \"training\", \"model\": \"shut\", \"model\": \"open\"}",
            400,
            "line 1, column 56",
            "a second member `model`",
        ),
        (
            "{\"action\": \"training\", \"model\": \"open\", \"record\": \"no\"}",
            400,
            "record",
            "true or false",
        ),
        (
            "{\"action\": \"training\", \"model\": \"open\", \"as_of\": \"-1\"}",
            400,
            "as_of",
            "no point of the record",
        ),
        (
            "{\"action\": \"training\", \"model\": \"open\", \"mode\": \"watch-only\"}",
            400,
            "mode",
            "did you mean `model`?",
        ),
        (
            "{\"action\": \"sailing\", \"model\": \"open\"}",
            422,
            "",
            "there are `training`",
        ),
    ];
    for (body, status, field, says) in wrong {
        server.post("/v1/decision", body).is_problem(status, field, says);
    }
    let body = r#"{"action": "training", "model": "open"}"#;
    for headers in [
        "",
        "Content-Type: text/plain\r\n",
        "Content-Type: application/jsonp\r\n",
    ] {
        let response = server.client.send("POST", "/v1/decision", headers, body);
        response.is_problem(415, "Content-Type", "application/json");
    }
    let deep = "[".repeat(1_000_000);
    server
        .post("/v1/decision", &deep)
        .is_problem(400, "line 1, column 128", "recursion");
    assert_eq!(house.n_entries(), before, "nothing was put on record");
}

#[test]
fn every_documented_address_is_served_by_the_documented_methods_alone() {
    let house = House::new();
    let server = house.server();
    let document = server.get("/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    for (path, item) in document["paths"].as_object().expect("paths") {
        let documented: Vec<String> = item.as_object().expect("methods").keys().cloned().collect();
        for method in ["get", "post", "put", "delete", "patch", "head", "options"] {
            let response = server.client.send(&method.to_uppercase(), path, "", "");
            let is_served = !matches!(response.status, 404 | 405);
            assert_eq!(
                is_served,
                documented.iter().any(|it| it == method),
                "{method} {path}"
            );
            if response.status == 405 {
                let allowed = documented.join(", ");
                assert!(
                    response.head.contains(&format!("allow: {allowed}")),
                    "{response:?}"
                );
            } else {
                let status = response.status.to_string();
                let known = &item[method]["responses"][&status];
                assert!(
                    known.is_object(),
                    "{method} {path} answers {status}, which is not documented"
                );
            }
        }
    }
    for (_, schema) in document["components"]["schemas"].as_object().expect("schemas") {
        for reference in references(schema) {
            let found = match reference.strip_prefix('#') {
                Some(pointer) => document.pointer(pointer).is_some(),
                None => server.get(&format!("/{reference}")).json()["title"].is_string(),
            };
            assert!(found, "{reference}");
        }
    }
}

fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match (name.as_str(), value) {
                ("$ref", Value::String(it)) => vec![it.clone()],
                (_, value) => references(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn it_says_that_it_runs_and_whether_it_can_answer() {
    let house = House::new();
    let server = house.server();
    assert_eq!(server.get("/healthz").json(), json!({"is": "alive"}));
    assert_eq!(server.get("/readyz").json(), json!({"is": "ready"}));
}

#[test]
fn what_is_only_watched_lets_work_go_on_and_says_what_the_answer_is() {
    let house = House::new();
    let server = Running::of(holdpoint_web::Serve {
        mode: Mode::WatchOnly,
        ..house.setup()
    });
    let asked = server.get("/v1/decision?action=training&model=shut");
    assert_eq!(asked.status, 200);
    let asked = asked.json();
    assert_eq!(
        (&asked["opens"], &asked["answer"]),
        (&json!(true), &json!("pause"))
    );
    // What cannot be asked is no answer, and is not watched.
    server
        .get("/v1/decision?action=sailing&model=shut")
        .is_problem(422, "", "no action `sailing`");
}
