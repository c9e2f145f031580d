//! The data API of OPA: there is always a result.

use crate::house::House;
use serde_json::{Value, json};

const ALLOW: &str = "/v1/data/holdpoint/allow";

fn input(action: &str, model: &str) -> String {
    json!({"input": {"action": action, "model": model}}).to_string()
}

#[test]
fn allow_is_true_for_proceed_alone() {
    let house = House::new();
    let server = house.server();
    for (line, opens) in [("open", true), ("shut", false), ("silent", false)] {
        let before = house.n_entries();
        let response = server.post(ALLOW, &input("training", line));
        assert_eq!(response.status, 200);
        assert_eq!(
            response.json(),
            json!({"result": opens, "decision_id": before.to_string()})
        );
    }
    let whole = server
        .post("/v1/data/holdpoint", &input("training", "shut"))
        .json();
    assert_eq!(whole["result"]["allow"], false);
    assert_eq!(whole["result"]["decision"]["answer"], "pause");
    let decision = server
        .post(
            "/v1/data/holdpoint/decision?pretty=true",
            &input("training", "open"),
        )
        .json();
    assert_eq!(decision["result"]["allow"], true);
    assert_eq!(decision["result"]["decision"]["answer"], "proceed");
}

#[test]
fn what_is_wrong_has_a_result_too_and_it_is_no() {
    let house = House::new();
    let server = house.server();
    let before = house.n_entries();
    let wrong = [
        ("", 400),
        ("{", 400),
        ("{}", 400),
        ("null", 400),
        ("[{\"input\": {}}]", 400),
        ("{\"input\": null}", 400),
        ("{\"input\": \"training\"}", 400),
        ("{\"input\": {}}", 400),
        ("{\"input\": {\"action\": \"training\"}}", 400),
        (
            "{\"input\": {\"action\": \"training\", \"model\": [\"open\"]}}",
            400,
        ),
        (
            "{\"input\": {\"action\": \"training\", \"model\": \"open\", \"mode\": \"watch-only\"}}",
            400,
        ),
        (
            "{\"input\": {\"action\": \"training\", \"model\": \"open\"}, \"imput\": 1}",
            400,
        ),
        (
            "{\"input\": {\"action\": \"training\", \"model\": \"shut\", \"model\": \"open\"}}",
            400,
        ),
        (
            "{\"input\": {\"action\": \"trainign\", \"model\": \"open\"}}",
            200,
        ),
        (
            "{\"input\": {\"action\": \"Training\", \"model\": \"open\"}}",
            200,
        ),
    ];
    for (body, status) in wrong {
        for (rule, result) in [
            ("/allow", "/result"),
            ("/decision", "/result/allow"),
            ("", "/result/allow"),
        ] {
            let response = server.post(&format!("/v1/data/holdpoint{rule}"), body);
            assert_eq!(response.status, status, "{body}: {response:?}");
            let answer = response.json();
            assert_eq!(
                answer.pointer(result),
                Some(&Value::Bool(false)),
                "{body}: {answer}"
            );
            assert!(answer.get("decision_id").is_none());
        }
    }
    let told = server
        .post("/v1/data/holdpoint/decision", &input("trainign", "open"))
        .json();
    assert_eq!(told["result"]["problem"]["help"], "did you mean `training`?");
    assert_eq!(house.n_entries(), before);
}

#[test]
fn rules_that_are_not_there_are_not_undefined_but_a_problem() {
    let house = House::new();
    let server = house.server();
    for target in [
        "/v1/data",
        "/v1/data/holdpoint/deny",
        "/v1/data/other/allow",
        "/v0/data/holdpoint/allow",
    ] {
        server
            .post(target, &input("training", "open"))
            .is_problem(404, "", "/openapi.json");
    }
    let target = format!("{ALLOW}?strict=true");
    let asked = server.post(&target, &input("training", "open"));
    assert_eq!((asked.status, &asked.json()["result"]), (400, &json!(false)));
}
