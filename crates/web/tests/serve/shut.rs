//! Whatever is wrong with the ledger, the time or the token: nothing opens, by any protocol.

use crate::client::Response;
use crate::house::{House, Running};
use holdpoint_app::Mode;
use holdpoint_web::Serve;
use std::time::{Duration, Instant};

/// The same question by every protocol; `open` may train.
fn ask_all(server: &Running, headers: &str) -> Vec<(&'static str, Response)> {
    let headers = format!("Content-Type: application/json\r\n{headers}");
    let plain = r#"{"action": "training", "model": "open"}"#;
    let opa = format!("{{\"input\": {plain}}}");
    let authzen = r#"{"subject": {"type": "user", "id": "a"}, "action": {"name": "training"}, "resource": {"type": "model", "id": "open"}}"#;
    let review = r#"{"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {"uid": "1", "operation": "CREATE", "object": {"metadata": {"labels": {"holdpoint/action": "training", "holdpoint/model": "open"}}}}}"#;
    let questions = [
        ("GET", "/v1/decision?action=training&model=open", ""),
        ("POST", "/v1/decision", plain),
        ("POST", "/v1/data/holdpoint", &opa),
        ("POST", "/v1/data/holdpoint/allow", &opa),
        ("POST", "/v1/data/holdpoint/decision", &opa),
        ("POST", "/access/v1/evaluation", authzen),
        ("POST", "/access/v1/evaluations", authzen),
        ("POST", "/kubernetes/v1/admission", review),
    ];
    questions
        .into_iter()
        .map(|(method, target, body)| (target, server.client.send(method, target, &headers, body)))
        .collect()
}

fn nothing_opens(server: &Running, headers: &str) {
    for (target, response) in ask_all(server, headers) {
        assert!(response.status != 0, "{target} was not answered");
        assert!(response.opens_nothing(), "{target}: {response:?}");
    }
}

#[test]
fn a_sound_ledger_opens_by_every_protocol() {
    // Else the other tests here would say nothing.
    let house = House::new();
    for (target, response) in ask_all(&house.server(), "") {
        assert_eq!(response.status, 200, "{target}: {response:?}");
        assert!(!response.opens_nothing(), "{target}: {response:?}");
    }
}

#[test]
fn a_ledger_that_is_not_there_opens_nothing_and_is_not_begun() {
    let house = House::new();
    let ledger = house.folder.path().join("none.db");
    let server = Running::of(Serve {
        ledger: ledger.clone(),
        ..house.setup()
    });
    nothing_opens(&server, "");
    server
        .get("/v1/decision?action=training&model=open")
        .is_problem(503, "", "holdpoint ledger init");
    server.get("/readyz").is_problem(503, "", "there is no ledger");
    assert_eq!(server.get("/healthz").status, 200);
    assert!(!ledger.exists());
}

#[test]
fn a_ledger_that_was_tampered_with_opens_nothing() {
    let house = House::new();
    let server = house.server();
    assert_eq!(server.get("/v1/decision?action=training&model=open").status, 200);
    let ledger = rusqlite::Connection::open(&house.ledger).expect("it is a database");
    ledger
        .execute_batch(
            "DROP TRIGGER entry_is_not_changed;
             UPDATE entry SET body = replace(body, 'Lab', 'Bal') WHERE number = 2;",
        )
        .expect("it is changed behind its back");
    drop(ledger);
    // Entries are looked at again after a while, and what was read before is not forgotten meanwhile.
    let question = "/v1/decision?action=training&model=open";
    let until = Instant::now() + Duration::from_secs(60);
    while server.get(question).status == 200 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(100));
    }
    nothing_opens(&server, "");
    server.get(question).is_problem(503, "", "ledger verify");
    server.get("/readyz").is_problem(503, "", "");
}

#[test]
fn a_file_that_is_no_ledger_opens_nothing() {
    let house = House::new();
    for bytes in [&b""[..], b"garbage", b"SQLite format 3\0 and nothing more"] {
        let ledger = house.folder.path().join("garbage.db");
        std::fs::write(&ledger, bytes).expect("it is written");
        let server = Running::of(Serve {
            ledger: ledger.clone(),
            ..house.setup()
        });
        nothing_opens(&server, "");
    }
    let server = Running::of(Serve {
        ledger: house.folder.path().to_owned(),
        ..house.setup()
    });
    nothing_opens(&server, "");
}

#[test]
fn an_answer_that_is_late_is_no_answer() {
    let house = House::new();
    let server = Running::of(Serve {
        timeout: Duration::from_nanos(1),
        ..house.setup()
    });
    nothing_opens(&server, "");
    let late = server.get("/v1/decision?action=training&model=open");
    late.is_problem(503, "", "no answer within");
    assert!(late.head.contains("retry-after: 1"), "{late:?}");
}

#[test]
fn a_ledger_that_somebody_holds_makes_the_record_late_and_not_the_server() {
    let house = House::new();
    let server = Running::of(Serve {
        timeout: Duration::from_millis(500),
        ..house.setup()
    });
    let holder = rusqlite::Connection::open(&house.ledger).expect("it is a database");
    holder
        .execute_batch("BEGIN IMMEDIATE")
        .expect("nobody else can write now");
    let begun = Instant::now();
    let plain = r#"{"action": "training", "model": "open"}"#;
    for _ in 0..3 {
        let asked = server.post("/v1/decision", plain);
        asked.is_problem(503, "", "");
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(server.get("/healthz").status, 200);
    holder.execute_batch("ROLLBACK").expect("it is let go");
}

#[test]
fn without_a_token_that_is_known_nothing_is_answered() {
    let house = House::new();
    let tokens = house.folder.path().join("tokens");
    std::fs::write(
        &tokens,
        "# of the build machines\n0123456789abcdef0123\nfedcba9876543210fedc\n",
    )
    .expect("written");
    let server = Running::of(Serve {
        bearer_file: Some(tokens),
        ..house.setup()
    });
    let wrong = [
        "",
        "Authorization: \r\n",
        "Authorization: Bearer\r\n",
        "Authorization: Bearer 0123456789abcdef012\r\n",
        "Authorization: Bearer 0123456789abcdef01234\r\n",
        "Authorization: Bearer 0123456789ABCDEF0123\r\n",
        "Authorization: Basic 0123456789abcdef0123\r\n",
        "Authorization: 0123456789abcdef0123\r\n",
        "Authorization: Bearer # of the build machines\r\n",
        "Authorization: Bearer \r\n",
        "Authorization: Bearer x\r\nAuthorization: Bearer 0123456789abcdef0123\r\n",
    ];
    for headers in wrong {
        for (target, response) in ask_all(&server, headers) {
            response.is_problem(401, "Authorization", "Bearer TOKEN");
            assert!(response.head.contains("www-authenticate: bearer"), "{target}");
        }
    }
    for token in ["0123456789abcdef0123", "fedcba9876543210fedc"] {
        for (target, response) in ask_all(&server, &format!("Authorization: Bearer {token}\r\n")) {
            assert_eq!(response.status, 200, "{target}: {response:?}");
        }
    }
    assert_eq!(server.get("/healthz").status, 200);
    assert_eq!(server.get("/v1/status?model=open").status, 401);
}

#[test]
fn a_setup_that_would_be_open_by_mistake_is_refused() {
    let house = House::new();
    let write = |name: &str, text: &str| {
        let path = house.folder.path().join(name);
        std::fs::write(&path, text).expect("it is written");
        Some(path)
    };
    let everywhere = "0.0.0.0:0".parse().expect("an address");
    let wrong = [
        (
            Serve {
                listen: everywhere,
                ..house.setup()
            },
            "no token is asked for",
        ),
        (
            Serve {
                bearer_file: write("empty", "# none yet\n"),
                ..house.setup()
            },
            "holds no token",
        ),
        (
            Serve {
                bearer_file: write("short", "hunter2\n"),
                ..house.setup()
            },
            "short:1: this is no token",
        ),
        (
            Serve {
                bearer_file: Some(house.folder.path().join("none")),
                ..house.setup()
            },
            "No such file",
        ),
    ];
    for (setup, says) in wrong {
        let problem = setup.bind().expect_err(says);
        assert!(problem.message.contains(says), "{problem}");
        assert!(problem.help.is_some());
    }
}

#[test]
fn two_approvers_open_what_is_shut_and_nothing_else_and_a_request_cannot_choose() {
    let house = House::new();
    let approver = |name: &str| house.approver(name);
    let (safety, legal) = (approver("safety"), approver("legal"));
    let server = Running::of(Serve {
        mode: Mode::overridable(vec![safety.public.clone(), legal.public.clone()])
            .expect("two can be told apart"),
        ..house.setup()
    });
    let asked = |line: &str, action: &str| {
        let response = server.get(&format!("/v1/decision?action={action}&model={line}"));
        (response.status, response.json()["answer"].to_string())
    };
    let pause = "\"pause\"".to_owned();
    assert_eq!(asked("shut", "training"), (403, pause.clone()));
    house.overrides(&safety, "shut");
    assert_eq!(
        asked("shut", "training"),
        (403, pause.clone()),
        "one is not enough"
    );
    house.overrides(&legal, "shut");
    assert_eq!(
        asked("shut", "training"),
        (200, pause.clone()),
        "the answer stays what it is"
    );
    let opa = server.post(
        "/v1/data/holdpoint/allow",
        r#"{"input": {"action": "training", "model": "shut"}}"#,
    );
    assert_eq!(opa.json()["result"], true);
    assert_eq!(
        asked("silent", "training").0,
        409,
        "of another line nothing was said"
    );
    let absolute = house.server();
    let response = absolute.get("/v1/decision?action=training&model=shut");
    assert_eq!(response.status, 403, "an absolute gate knows no override");
    for mode in ["mode=watch-only", "mode=overridable", "approver=x"] {
        let response = absolute.get(&format!("/v1/decision?action=training&model=shut&{mode}"));
        response.is_problem(400, "", "there is no parameter");
    }
}
