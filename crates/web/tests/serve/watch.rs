//! Who is told when an answer becomes another.

use crate::house::{House, Running};
use crate::tls;
use holdpoint_web::{Notify, Serve};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// What came, by its head and its body; the statuses are given back in turn, and then 204.
pub(crate) struct Told {
    pub(crate) url: String,
    inbox: Receiver<(String, Value)>,
}

impl Told {
    pub(crate) fn new(statuses: &'static [u16]) -> Told {
        let listener = TcpListener::bind("127.0.0.1:0").expect("an address");
        let url = format!(
            "http://{}/hooks/gate?from=test",
            listener.local_addr().expect("an address")
        );
        let (sender, inbox) = channel();
        let mut statuses = statuses.iter().copied();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { break };
                let mut reader = BufReader::new(stream.try_clone().expect("a second hold"));
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).is_ok_and(|n| n > 0) {}
                let length = head.lines().find_map(|it| {
                    it.to_lowercase()
                        .strip_prefix("content-length: ")
                        .map(str::to_owned)
                });
                let length: usize = length.and_then(|it| it.parse().ok()).unwrap_or(0);
                let mut body = vec![0; length];
                reader.read_exact(&mut body).expect("a body");
                let status = statuses.next().unwrap_or(204);
                let _answered =
                    stream.write_all(format!("HTTP/1.1 {status} It\r\nContent-Length: 0\r\n\r\n").as_bytes());
                let body = serde_json::from_slice(&body).expect("JSON");
                if sender.send((head, body)).is_err() {
                    break;
                }
            }
        });
        Told { url, inbox }
    }

    pub(crate) fn next(&self) -> (String, Value) {
        self.inbox
            .recv_timeout(Duration::from_secs(20))
            .expect("something is told")
    }

    pub(crate) fn nothing(&self, within: Duration) {
        let told = self.inbox.recv_timeout(within);
        assert!(told.is_err(), "{told:?}");
    }
}

fn watching(house: &House, url: &str) -> Serve {
    Serve {
        watched: vec!["open".to_owned(), "shut".to_owned()],
        notify: Some(Notify {
            url: url.to_owned(),
            authorities: None,
            bearer_file: None,
            every: Duration::from_millis(50),
        }),
        ..house.setup()
    }
}

const ALARM: &str = r#"{"kind": "fact", "by": "Trust", "line": "open", "fact": "alarm", "holds": true}"#;
const LOCKS: &str = r#"{"kind": "safeguard-status", "by": "Lab", "line": "shut", "safeguard": "locks", "status": "in-place"}"#;

#[test]
fn a_lease_that_an_entry_ends_is_told_and_so_is_a_gate_that_opens() {
    let house = House::new();
    let told = Told::new(&[]);
    let server = Running::of(watching(&house, &told.url));
    told.nothing(Duration::from_millis(500));
    house.record("2026-01-03", ALARM);
    let mut events: Vec<Value> = [told.next().1, told.next().1].into();
    events.sort_by_key(|it| it["data"]["action"].to_string());
    for (event, action) in events.iter().zip(["deployment", "training"]) {
        assert_eq!(event["specversion"], "1.0");
        assert_eq!(event["type"], "holdpoint.lease.ended");
        assert_eq!(event["source"], format!("http://{}", server.client.address));
        assert_eq!(event["subject"], "open");
        assert_eq!(event["time"], "2026-01-03T00:00:00Z");
        let data = &event["data"];
        assert_eq!(
            (&data["action"], &data["before"], &data["after"], &data["because"]),
            (
                &json!(action),
                &json!("proceed"),
                &json!("pause"),
                &json!("entry")
            )
        );
        assert_eq!((&data["size_before"], &data["size"]), (&json!(6), &json!(7)));
    }
    assert_ne!(events[0]["id"], events[1]["id"]);
    assert_eq!(events[1]["data"]["clauses"], json!(["quiet"]));
    house.record("2026-01-03", LOCKS);
    let (head, event) = told.next();
    assert!(
        head.starts_with("POST /hooks/gate?from=test HTTP/1.1\r\n"),
        "{head}"
    );
    assert!(
        head.to_lowercase()
            .contains("content-type: application/cloudevents+json"),
        "{head}"
    );
    assert_eq!(event["type"], "holdpoint.answer.changed");
    assert_eq!(
        (&event["data"]["before"], &event["data"]["after"]),
        (&json!("pause"), &json!("proceed"))
    );
    told.nothing(Duration::from_millis(500));
}

#[test]
fn a_ledger_that_cannot_be_read_any_more_ends_what_was_open() {
    let house = House::new();
    let told = Told::new(&[]);
    let _server = Running::of(watching(&house, &told.url));
    std::thread::sleep(Duration::from_millis(700));
    std::fs::remove_file(&house.ledger).expect("it is taken away");
    let (_, event) = told.next();
    assert_eq!(event["type"], "holdpoint.lease.ended");
    assert_eq!(
        (&event["data"]["after"], &event["data"]["because"]),
        (&json!("undecided"), &json!("ledger"))
    );
}

#[test]
fn who_fails_is_told_again_a_few_times_and_who_refuses_is_not() {
    let house = House::new();
    let told = Told::new(&[503, 500, 204, 410]);
    let token = house.folder.path().join("token");
    std::fs::write(&token, "0123456789abcdef0123\n").expect("it is written");
    let mut setup = watching(&house, &told.url);
    setup.watched = vec!["shut".to_owned()];
    setup.notify.as_mut().expect("somebody").bearer_file = Some(token);
    let server = Running::of(setup);
    std::thread::sleep(Duration::from_millis(500));
    house.record("2026-01-03", LOCKS);
    let tries = [told.next(), told.next(), told.next()];
    for (head, event) in &tries {
        assert!(head.contains("Bearer 0123456789abcdef0123"), "{head}");
        assert_eq!(event, &tries[0].1, "the same event is told again");
    }
    let alarm = ALARM.replace("open", "shut");
    house.record("2026-01-03", &alarm);
    let refused = told.next().1;
    assert_eq!(refused["data"]["before"], "proceed");
    assert_ne!(refused["id"], tries[0].1["id"]);
    // The other action of the line comes next: the one that was refused is given up.
    let next = told.next().1;
    assert_ne!(next["data"]["action"], refused["data"]["action"]);
    told.nothing(Duration::from_secs(1));
    let metrics = server.get("/metrics").body;
    assert!(
        metrics.contains("holdpoint_notifications_total{outcome=\"sent\"} 2"),
        "{metrics}"
    );
    assert!(
        metrics.contains("holdpoint_notifications_total{outcome=\"given up\"} 1"),
        "{metrics}"
    );
}

#[test]
fn an_address_that_cannot_be_told_is_refused_before_anybody_is_answered() {
    let house = House::new();
    let wrong = [
        "",
        "hooks",
        "ftp://example.org/",
        "http://",
        "http:///hooks",
        "http://user:word@example.org/",
        "https://example.org/hooks",
        "//example.org",
        "http://exa mple.org/",
        "mailto:alice@example.org",
    ];
    for url in wrong {
        let problem = watching(&house, url).bind().expect_err(url);
        assert!(problem.help.is_some(), "{url}: {problem}");
    }
    let mut nobody = watching(&house, "http://127.0.0.1:1/");
    nobody.watched = Vec::new();
    assert!(
        nobody
            .bind()
            .expect_err("nothing is watched")
            .message
            .contains("nothing is watched")
    );
    // That nobody listens there is no reason not to answer.
    let server = Running::of(watching(&house, "http://127.0.0.1:1/"));
    assert_eq!(server.get("/v1/decision?action=training&model=open").status, 200);
}

#[test]
fn over_tls_only_who_is_trusted_is_told() {
    let house = House::new();
    let (made, other) = (
        tls::certificate(&house, "hooks"),
        tls::certificate(&house, "other"),
    );
    // A second server takes what is told; it knows no events of this type, and counts them.
    let receiver = Running::of(Serve {
        tls: Some(made.files.clone()),
        ..house.setup()
    });
    let (_, port) = receiver.client.address.rsplit_once(':').expect("a port");
    let url = format!("https://localhost:{port}/v1/events");
    let n_told = || {
        let metrics = tls::get(&receiver.client, &made.certificate, "/metrics").body;
        let told = "holdpoint_http_responses_total{path=\"/v1/events\",status=\"403\"} ";
        let line = metrics.lines().find_map(|it| it.strip_prefix(told));
        line.map_or(0, |it| it.parse::<u32>().expect("a number"))
    };
    let server = |authority: &tls::Made| {
        let mut setup = watching(&house, &url);
        setup.notify.as_mut().expect("somebody").authorities = Some(authority.files.0.clone());
        Running::of(setup)
    };
    let _mistrusting = server(&other);
    std::thread::sleep(Duration::from_millis(500));
    house.record("2026-01-03", LOCKS);
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(n_told(), 0);
    let _trusting = server(&made);
    std::thread::sleep(Duration::from_millis(500));
    house.record("2026-01-03", ALARM);
    for _ in 0..50 {
        if n_told() >= 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(n_told(), 2);
}
