//! What a collector of OpenTelemetry is sent.

use crate::house::{House, Running};
use crate::watch::Told;
use holdpoint_web::Serve;
use serde_json::{Value, json};
use std::time::Duration;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

fn tracing(house: &House, url: &str) -> Running {
    Running::of(Serve {
        traces: Some(url.to_owned()),
        ..house.setup()
    })
}

fn attribute(span: &Value, key: &str) -> Value {
    let all = span["attributes"].as_array().expect("attributes");
    let found = all.iter().find(|it| it["key"] == key);
    found.map_or(Value::Null, |it| it["value"].clone())
}

fn spans(told: &Told) -> Vec<Value> {
    let (head, body) = told.next();
    assert!(
        head.to_lowercase().contains("content-type: application/json"),
        "{head}"
    );
    let resource = &body["resourceSpans"][0];
    assert_eq!(
        attribute(&resource["resource"], "service.name"),
        json!({"stringValue": "holdpoint"})
    );
    resource["scopeSpans"][0]["spans"]
        .as_array()
        .expect("spans")
        .clone()
}

#[test]
fn a_request_is_a_span_and_an_answer_one_in_it_and_the_trace_goes_on() {
    let house = House::new();
    let told = Told::new(&[]);
    let server = tracing(&house, &told.url);
    let asked = |headers: &str, line: &str| {
        let target = format!("/v1/decision?action=training&model={line}");
        server.client.send("GET", &target, headers, "").status
    };
    assert_eq!(
        asked(&format!("traceparent: 00-{TRACE}-{PARENT}-01\r\n"), "open"),
        200
    );
    let spans_of_open = spans(&told);
    let [request, answer] = &spans_of_open[..] else {
        panic!("{spans_of_open:?}")
    };
    assert_eq!(
        (&request["traceId"], &request["parentSpanId"]),
        (&json!(TRACE), &json!(PARENT))
    );
    assert_eq!(
        (&request["name"], &request["kind"]),
        (&json!("GET /v1/decision"), &json!(2))
    );
    assert_eq!(
        attribute(request, "http.response.status_code"),
        json!({"intValue": "200"})
    );
    assert_eq!(
        (&answer["traceId"], &answer["parentSpanId"]),
        (&json!(TRACE), &request["spanId"])
    );
    assert_eq!(
        attribute(answer, "holdpoint.answer"),
        json!({"stringValue": "proceed"})
    );
    assert_eq!(attribute(answer, "holdpoint.opens"), json!({"boolValue": true}));
    assert_eq!(
        attribute(answer, "holdpoint.model"),
        json!({"stringValue": "open"})
    );
    let times = [request, answer].map(|it| {
        let time = |name: &str| {
            it[name]
                .as_str()
                .and_then(|it| it.parse::<u128>().ok())
                .expect("a time")
        };
        (time("startTimeUnixNano"), time("endTimeUnixNano"))
    });
    let [(begun, ended), (begun_inside, ended_inside)] = times;
    assert!(
        begun <= begun_inside && begun_inside <= ended_inside && ended_inside <= ended,
        "{times:?}"
    );
    // A trace that its client does not keep is left alone, and what is answered is the same.
    assert_eq!(
        asked(&format!("traceparent: 00-{TRACE}-{PARENT}-00\r\n"), "shut"),
        403
    );
    told.nothing(Duration::from_secs(1));
    assert_eq!(asked("traceparent: nonsense\r\n", "shut"), 403);
    let shut = spans(&told);
    assert_ne!(shut[0]["traceId"], TRACE);
    assert_eq!(shut[0].get("parentSpanId"), None);
    assert_eq!(
        attribute(&shut[1], "holdpoint.answer"),
        json!({"stringValue": "pause"})
    );
}

#[test]
fn what_cannot_be_answered_is_an_error_of_its_span() {
    let house = House::new();
    let told = Told::new(&[]);
    let server = tracing(&house, &told.url);
    server.get("/v1/decision?action=trainign&model=open");
    let spans = spans(&told);
    assert_eq!(spans[1]["status"]["code"], 2);
    assert_eq!(
        attribute(&spans[1], "error.type"),
        json!({"stringValue": "not-answerable"})
    );
    assert_eq!(
        attribute(&spans[1], "holdpoint.answer"),
        json!({"stringValue": "undecided"})
    );
}

#[test]
fn a_collector_that_is_away_or_slow_holds_nobody_up() {
    let house = House::new();
    let mute = std::net::TcpListener::bind("127.0.0.1:0").expect("an address");
    for address in [
        "127.0.0.1:1".to_owned(),
        mute.local_addr().expect("an address").to_string(),
    ] {
        let server = tracing(&house, &format!("http://{address}/v1/traces"));
        let begun = std::time::Instant::now();
        for _ in 0..20 {
            assert_eq!(server.get("/v1/decision?action=training&model=open").status, 200);
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    }
    let wrong = Serve {
        traces: Some("https://example.org/v1/traces".to_owned()),
        ..house.setup()
    };
    assert!(wrong.bind().expect_err("it goes to one near by").help.is_some());
}
