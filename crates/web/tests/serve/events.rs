//! CloudEvents that come in.

use crate::client::Response;
use crate::house::{House, Running};
use holdpoint_web::Serve;
use serde_json::{Value, json};

const PATH: &str = "/v1/events";
const TOKEN: &str = "0123456789abcdef0123";

fn server(house: &House) -> Running {
    Running::of(server_setup(house))
}

fn send(server: &Running, headers: &str, body: &str) -> Response {
    let headers = format!("Authorization: Bearer {TOKEN}\r\n{headers}");
    server.client.send("POST", PATH, &headers, body)
}

fn structured(server: &Running, event: &Value) -> Response {
    send(
        server,
        "Content-Type: application/cloudevents+json\r\n",
        &event.to_string(),
    )
}

/// The last thing that `shut` needs to be open.
fn locks() -> Value {
    json!({"kind": "safeguard-status", "by": "Lab", "line": "shut", "safeguard": "locks", "status": "in-place"})
}

fn event(id: &str, data: Value) -> Value {
    json!({
        "specversion": "1.0",
        "type": "holdpoint.evidence",
        "source": "https://ci.example.org/controls",
        "id": id,
        "time": "2026-01-03T00:00:00Z",
        "datacontenttype": "application/json",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "data": data,
    })
}

#[test]
fn evidence_that_is_told_counts_at_once_and_once_however_often_it_is_sent() {
    let house = House::new();
    let server = server(&house);
    let before = house.n_entries();
    let asked = |answer: &str| {
        let response = server.get("/v1/decision?action=training&model=shut");
        assert_eq!(response.json()["answer"], answer);
    };
    asked("pause");
    for was_there in [false, true, true] {
        let told = structured(&server, &event("1", locks()));
        assert_eq!(told.status, 200, "{told:?}");
        let entry = json!({"index": before, "kind": "safeguard-status", "was_there": was_there});
        assert_eq!(told.json(), json!({"entries": [entry]}));
    }
    asked("proceed");
    // The ledger counts the entries before it; sent again there are more of them.
    let vouches =
        json!({"kind": "watermark", "by": "Lab", "line": "shut", "complete": {"until": "2026-01-03"}});
    for was_there in [false, true] {
        let told = structured(&server, &event("2", vouches.clone())).json();
        assert_eq!(told["entries"][0]["was_there"], was_there);
        structured(&server, &event("3", locks()));
    }
    let mut other_source = event("1", locks());
    other_source["source"] = json!("https://elsewhere.example.org");
    assert_eq!(
        structured(&server, &other_source).json()["entries"][0]["was_there"],
        false
    );
    assert_eq!(house.n_entries(), before + 4);
}

#[test]
fn an_id_that_is_used_for_something_else_is_refused() {
    let house = House::new();
    let server = server(&house);
    structured(&server, &event("1", locks()));
    let before = house.n_entries();
    let mut other = locks();
    other["status"] = json!("not-in-place");
    structured(&server, &event("1", other)).is_problem(422, "", "the same source and id");
    let mut more = locks();
    more["valid_to"] = json!("2027-01-01");
    structured(&server, &event("1", more)).is_problem(422, "", "an id of its own");
    assert_eq!(house.n_entries(), before);
}

#[test]
fn the_three_modes_say_the_same() {
    let house = House::new();
    let server = server(&house);
    let before = house.n_entries();
    let first = structured(&server, &event("a ü", locks())).json();
    let headers = "Content-Type: application/json; charset=utf-8\r\nce-specversion: 1.0\r\nce-type: holdpoint.evidence\r\n\
        ce-source: https://ci.example.org/controls\r\nce-id: a%20%C3%BC\r\nce-time: 2026-01-03T00:00:00Z\r\n";
    let binary = send(&server, headers, &locks().to_string()).json();
    assert_eq!(binary["entries"][0]["index"], first["entries"][0]["index"]);
    assert_eq!(binary["entries"][0]["was_there"], true);
    let alarm = json!({"kind": "fact", "by": "Trust", "line": "shut", "fact": "alarm", "holds": true});
    let batch = json!([event("a ü", locks()), event("b", alarm)]).to_string();
    let batch = send(
        &server,
        "Content-Type: application/cloudevents-batch+json\r\n",
        &batch,
    );
    assert_eq!(batch.status, 200, "{batch:?}");
    let batch = batch.json();
    assert_eq!(batch["entries"][0]["was_there"], true);
    assert_eq!(
        batch["entries"][1],
        json!({"index": before + 1, "kind": "fact", "was_there": false})
    );
    let asked = server.get("/v1/decision?action=training&model=shut");
    assert_eq!(asked.json()["answer"], "pause");
}

#[test]
fn what_is_wrong_is_not_put_on_record_nor_is_anything_beside_it() {
    let house = House::new();
    let server = server(&house);
    let before = house.n_entries();
    let with = |pointer: &str, value: Value| {
        let mut it = event("1", locks());
        *it.pointer_mut(pointer).expect("it is there") = value;
        it
    };
    let plus = |name: &str, value: Value| {
        let mut it = event("1", locks());
        it[name] = value;
        it
    };
    let without = |name: &str| {
        let mut it = event("1", locks());
        it.as_object_mut().expect("an object").shift_remove(name);
        it
    };
    let wrong = [
        (json!([]), 400, "the body", "write an object"),
        (without("specversion"), 400, "specversion", "is missing"),
        (
            with("/specversion", json!("0.3")),
            400,
            "specversion",
            "send `1.0`",
        ),
        (without("source"), 400, "source", "is missing"),
        (without("id"), 400, "id", "is missing"),
        (with("/id", json!(7)), 400, "id", "is a number"),
        (with("/id", json!("")), 400, "id", "empty"),
        (with("/id", json!("a\u{0}b")), 400, "id", "control characters"),
        (with("/source", json!("x".repeat(2001))), 400, "source", "2000"),
        (
            with("/type", json!("com.example.push")),
            400,
            "type",
            "holdpoint.evidence",
        ),
        (
            with("/datacontenttype", json!("text/xml")),
            400,
            "datacontenttype",
            "application/json",
        ),
        (without("data"), 400, "data", "no object"),
        (with("/data", json!("text")), 400, "data", "no object"),
        (
            plus("data_base64", json!("e30=")),
            400,
            "data_base64",
            "no attribute",
        ),
        (plus("Id", json!("1")), 400, "Id", "small letters"),
        (
            with("/data/kind", json!("safeguard")),
            422,
            "",
            "there is no kind of evidence `safeguard`",
        ),
        (with("/data/safeguard", json!("lokcs")), 422, "", "locks"),
        (with("/data/by", json!("Trust")), 422, "", ""),
        (
            with("/data/status", json!(1.5)),
            422,
            "",
            "a number that is not whole",
        ),
        (with("/data", json!({})), 422, "", "no member `kind`"),
        (
            with(
                "/data",
                json!({"kind": "fact", "by": "Trust", "line": "shut", "fact": "alarm", "holds": true, "role": "log"}),
            ),
            422,
            "",
            "the ledger's own member",
        ),
    ];
    for (event, status, field, says) in &wrong {
        structured(&server, event).is_problem(*status, field, says);
        if let Value::Object(_) = event {
            let batch = json!([self::event("2", locks()), event]).to_string();
            let told = send(
                &server,
                "Content-Type: application/cloudevents-batch+json\r\n",
                &batch,
            );
            assert_eq!(told.status, *status, "{event}: {told:?}");
        }
    }
    for (headers, body, status) in [
        ("", "{}", 415),
        ("Content-Type: text/plain\r\n", "{}", 415),
        ("Content-Type: application/cloudevents+xml\r\n", "<event/>", 415),
        ("Content-Type: application/json\r\n", "{}", 400),
        (
            "Content-Type: application/json\r\nce-specversion: 1.0\r\nce-specversion: 1.0\r\n",
            "{}",
            400,
        ),
        ("Content-Type: application/json\r\nce-id: %zz\r\n", "{}", 400),
        (
            "Content-Type: application/json\r\nce-specversion: 1.0\r\n",
            "",
            400,
        ),
        ("Content-Type: application/cloudevents-batch+json\r\n", "[]", 400),
        ("Content-Type: application/cloudevents-batch+json\r\n", "{}", 400),
        ("Content-Type: application/cloudevents-batch+json\r\n", "[1]", 400),
    ] {
        let told = send(&server, headers, body);
        told.is_problem(status, "", "");
    }
    assert_eq!(house.n_entries(), before);
}

#[test]
fn who_may_ask_may_not_put_on_record() {
    let house = House::new();
    let asking = house.folder.path().join("askers");
    std::fs::write(&asking, "fedcba9876543210fedc\n").expect("it is written");
    let before = house.n_entries();
    let body = event("1", locks()).to_string();
    let headers = |token: &str| {
        format!("Content-Type: application/cloudevents+json\r\nAuthorization: Bearer {token}\r\n")
    };
    let recording = Running::of(Serve {
        bearer_file: Some(asking.clone()),
        ..server_setup(&house)
    });
    for token in ["fedcba9876543210fedc", "x"] {
        let told = recording.client.send("POST", PATH, &headers(token), &body);
        told.is_problem(401, "Authorization", "not known");
    }
    let asked = recording
        .client
        .send("GET", "/v1/status?model=open", &headers(TOKEN), "");
    assert_eq!(asked.status, 401, "and who may put on record may not ask");
    for setup in [
        house.setup(),
        Serve {
            bearer_file: Some(asking),
            ..house.setup()
        },
    ] {
        let told = Running::of(setup)
            .client
            .send("POST", PATH, &headers("fedcba9876543210fedc"), &body);
        told.is_problem(403, "", "--record-bearer-file");
    }
    assert_eq!(house.n_entries(), before);
    let told = recording.client.send("POST", PATH, &headers(TOKEN), &body);
    assert_eq!(told.status, 200, "{told:?}");
}

fn server_setup(house: &House) -> Serve {
    let tokens = house.folder.path().join("recorders");
    std::fs::write(&tokens, format!("{TOKEN}\n")).expect("it is written");
    Serve {
        record_bearer_file: Some(tokens),
        ..house.setup()
    }
}

#[test]
fn a_ledger_that_cannot_take_it_is_no_fault_of_the_event() {
    let house = House::new();
    let server = Running::of(Serve {
        ledger: house.folder.path().join("none.db"),
        ..server_setup(&house)
    });
    structured(&server, &event("1", locks())).is_problem(503, "", "there is no ledger");
}
