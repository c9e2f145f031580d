//! OpenID AuthZEN 1.0.

use crate::house::{House, Running};
use serde_json::{Value, json};

const ONE: &str = "/access/v1/evaluation";
const MANY: &str = "/access/v1/evaluations";

fn question(action: &str, line: &str) -> Value {
    json!({
        "subject": {"type": "user", "id": "alice@example.org", "properties": {"team": "pretraining"}},
        "action": {"name": action},
        "resource": {"type": "model", "id": line},
        "context": {"time": "2026-01-03T10:00:00Z"},
    })
}

#[test]
fn a_question_is_answered_with_its_grounds() {
    let house = House::new();
    let server = house.server();
    for (line, decision, answer) in [
        ("open", true, "proceed"),
        ("shut", false, "pause"),
        ("silent", false, "undecided"),
    ] {
        let response = server.post(ONE, &question("training", line).to_string());
        assert_eq!(response.status, 200);
        let body = response.json();
        assert_eq!(body["decision"], decision);
        assert_eq!(body["context"]["answer"], answer);
    }
    let shut = server.post(ONE, &question("training", "shut").to_string()).json();
    assert_eq!(shut["context"]["grounds"][0]["clause"], "shut");
}

#[test]
fn several_questions_are_answered_in_order_as_far_as_was_asked() {
    let house = House::new();
    let server = house.server();
    let all = |semantic: Option<&str>| {
        let mut body = question("training", "open");
        body["evaluations"] = json!([
            {},
            {"resource": {"type": "model", "id": "shut"}},
            {"action": {"name": "deployment"}, "resource": {"type": "model", "id": "shut"}},
            {"action": {"name": "sailing"}},
        ]);
        if let Some(semantic) = semantic {
            body["options"] = json!({"evaluations_semantic": semantic});
        }
        let answers = server.post(MANY, &body.to_string()).json();
        let answers = answers["evaluations"].as_array().expect("a list").clone();
        answers
            .iter()
            .map(|it| it["decision"] == json!(true))
            .collect::<Vec<bool>>()
    };
    assert_eq!(all(None), [true, false, true, false]);
    assert_eq!(all(Some("execute_all")), [true, false, true, false]);
    assert_eq!(all(Some("deny_on_first_deny")), [true, false]);
    assert_eq!(all(Some("permit_on_first_permit")), [true]);
    let one = server
        .post(MANY, &question("training", "shut").to_string())
        .json();
    assert_eq!(
        (&one["decision"], &one["evaluations"]),
        (&json!(false), &Value::Null)
    );
}

#[test]
fn what_is_wrong_is_a_no_that_says_why() {
    let house = House::new();
    let server = house.server();
    let before = house.n_entries();
    let without = |name: &str| {
        let mut body = question("training", "open");
        body.as_object_mut().expect("an object").shift_remove(name);
        body
    };
    let with = |pointer: &str, value: Value| {
        let mut body = question("training", "open");
        *body.pointer_mut(pointer).expect("it is there") = value;
        body
    };
    let wrong = [
        (json!([]), 400, "the body"),
        (json!({}), 400, "subject"),
        (without("subject"), 400, "subject"),
        (without("action"), 400, "action"),
        (without("resource"), 400, "resource"),
        (with("/subject", json!("alice")), 400, "subject"),
        (with("/subject/id", json!("")), 400, "subject.id"),
        (with("/action/name", json!(7)), 400, "action.name"),
        (
            with("/action", json!({"nmae": "training"})),
            400,
            "did you mean `name`?",
        ),
        (with("/resource/type", json!("document")), 400, "resource.type"),
        (with("/resource", json!({"type": "model"})), 400, "resource.id"),
        (with("/context", json!("now")), 400, "context"),
        (with("/subject/properties", json!([])), 400, "subject.properties"),
        (
            with("/action/name", json!("trainign")),
            422,
            "did you mean `training`?",
        ),
    ];
    for (body, status, says) in wrong {
        let response = server.post(ONE, &body.to_string());
        assert_eq!(response.status, status, "{body}: {response:?}");
        let answer = response.json();
        assert_eq!(answer["decision"], false);
        let told = answer["context"]["error"]["message"].as_str().unwrap_or_default();
        assert!(told.contains(says), "{told} should say {says}");
    }
    let wrong = [
        json!({"evaluations": {}}),
        json!({"evaluations": [], "options": {"evaluations_semantic": "some"}}),
        json!({"evaluations": [{}], "options": {"semantic": "execute_all"}}),
        json!({"evaluations": vec![json!({}); 65]}),
    ];
    for body in wrong {
        let response = server.post(MANY, &body.to_string());
        assert_eq!(
            (response.status, &response.json()["decision"]),
            (400, &json!(false)),
            "{body}"
        );
    }
    let batch = json!({"evaluations": [{}, 1, {"resource": null}, {"evaluations": []}]});
    let answers = server.post(MANY, &batch.to_string()).json();
    for answer in answers["evaluations"].as_array().expect("a list") {
        assert_eq!(answer["decision"], false);
        assert_eq!(answer["context"]["error"]["status"], 400);
    }
    assert_eq!(house.n_entries(), before);
}

#[test]
fn it_says_where_what_is_served_and_gives_the_mark_of_a_request_back() {
    let house = House::new();
    let server = Running::of(holdpoint_web::Serve {
        url: Some("https://gate.example.org/".to_owned()),
        ..house.setup()
    });
    // The tests know it by its address.
    let listed = house.server();
    let metadata = listed.get("/.well-known/authzen-configuration").json();
    let url = format!("http://{}", listed.client.address);
    assert_eq!(metadata["policy_decision_point"], url);
    assert_eq!(metadata["access_evaluation_endpoint"], format!("{url}{ONE}"));
    assert_eq!(metadata["access_evaluations_endpoint"], format!("{url}{MANY}"));
    let headers = "Content-Type: application/json\r\nX-Request-ID: 4711-b\r\n";
    let body = question("training", "open").to_string();
    let response = listed.client.send("POST", ONE, headers, &body);
    assert!(response.head.contains("x-request-id: 4711-b"), "{response:?}");
    drop(server);
}
