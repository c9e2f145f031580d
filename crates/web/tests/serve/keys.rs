//! A ledger under root keys: only the word of who may speak for a party counts, and nobody is answered without looking.

use crate::client::Response;
use crate::house::{House, POLICY, Running, date};
use holdpoint_app::{ChangeKeys, DrawKey, InitLedger, KeyChange, PublishPolicy, RecordStatements};
use holdpoint_web::Serve;
use std::path::PathBuf;

const QUESTION: &str = "/v1/decision?action=training&model=open";
const TOKEN: &str = "0123456789abcdef0123";

/// Of which `open` may train, by the signed word of both parties.
struct Keyed {
    house: House,
}

impl Keyed {
    fn new() -> Keyed {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = folder.path().join("l.db");
        let keyed = Keyed {
            house: House { folder, ledger },
        };
        let roots = format!(
            "threshold 2\nroot {}\nroot {}\n",
            keyed.draw("one"),
            keyed.draw("two")
        );
        std::fs::write(keyed.at("roots"), roots).expect("it is written");
        std::fs::write(keyed.at("small.md"), POLICY).expect("it is written");
        let begun = InitLedger {
            path: keyed.house.ledger.clone(),
            origin: "example.org/ledger".to_owned(),
            key: None,
        };
        begun.run().expect("a ledger is begun");
        for party in ["Lab", "Trust"] {
            let added = ChangeKeys {
                path: keyed.house.ledger.clone(),
                roots: keyed.at("roots"),
                root_keys: vec![keyed.key("one"), keyed.key("two")],
                change: KeyChange::Add {
                    key: keyed.draw(party),
                    role: "issuer".to_owned(),
                    speaks_for: vec![party.to_owned()],
                },
                now: Some(date("2026-01-01")),
            };
            added.run().expect("the key is added");
        }
        keyed.publish();
        keyed.record(
            "Lab",
            r#"{"kind": "safeguard-status", "safeguard": "locks", "status": "in-place"}"#,
        );
        for party in ["Lab", "Trust"] {
            keyed.record(
                party,
                r#"{"kind": "watermark", "complete": {"until": "2026-01-02", "holds_until": "2026-02-01"}}"#,
            );
        }
        keyed
    }

    fn at(&self, name: &str) -> PathBuf {
        self.house.folder.path().join(name)
    }

    fn key(&self, name: &str) -> PathBuf {
        self.at(&format!("{name}.key"))
    }

    /// The public key of a new one.
    fn draw(&self, name: &str) -> String {
        let (path, name) = (self.key(name), format!("example.org/{name}"));
        DrawKey { path, name }.run().expect("it is drawn")
    }

    fn publish(&self) {
        let published = PublishPolicy {
            roots: Some(self.at("roots")),
            path: self.house.ledger.clone(),
            policy: self.at("small.md"),
            from: None,
            readings: Vec::new(),
            key: Some(self.key("Lab")),
            now: Some(date("2026-01-01")),
        };
        assert!(published.run().is_ok(), "the policy is published");
    }

    fn record(&self, by: &str, text: &str) {
        let call = RecordStatements {
            roots: Some(self.at("roots")),
            path: self.house.ledger.clone(),
            name: "evidence".to_owned(),
            text: text.to_owned(),
            by: Some(by.to_owned()),
            line: Some("open".to_owned()),
            key: Some(self.key(by)),
            now: Some(date("2026-01-02")),
        };
        call.run().expect("the evidence is recorded");
    }

    /// It records what it is told under the key of `Lab`.
    fn server(&self) -> Running {
        let tokens = self.at("tokens");
        std::fs::write(&tokens, format!("{TOKEN}\n")).expect("it is written");
        Running::of(Serve {
            roots: Some(self.at("roots")),
            key: Some(self.key("Lab")),
            record_bearer_file: Some(tokens),
            ..self.house.setup()
        })
    }
}

fn tell(server: &Running, id: &str, by: &str, data: &str) -> Response {
    let event = format!(
        r#"{{"specversion": "1.0", "type": "holdpoint.evidence", "source": "https://ci.example.org", "id": "{id}",
            "datacontenttype": "application/json", "data": {{"by": "{by}", "line": "open", {data}}}}}"#
    );
    let headers = format!("Authorization: Bearer {TOKEN}\r\nContent-Type: application/cloudevents+json\r\n");
    server.client.send("POST", "/v1/events", &headers, &event)
}

#[test]
fn under_root_keys_the_signed_word_opens() {
    let keyed = Keyed::new();
    let server = keyed.server();
    assert_eq!(server.get(QUESTION).status, 200);
    // The answer itself is signed, or the ledger would not take it.
    let recorded = server.post("/v1/decision", r#"{"action": "training", "model": "open"}"#);
    assert_eq!(recorded.status, 200, "{recorded:?}");
}

#[test]
fn what_is_told_counts_as_the_word_of_whom_the_servers_key_speaks_for() {
    let keyed = Keyed::new();
    let server = keyed.server();
    let lost = r#""kind": "safeguard-status", "safeguard": "locks", "status": "not-in-place""#;
    let forged = tell(
        &server,
        "1",
        "Trust",
        r#""kind": "fact", "fact": "alarm", "holds": true"#,
    );
    forged.is_problem(422, "", "speaks-for");
    assert_eq!(server.get(QUESTION).status, 200);
    let told = tell(&server, "2", "Lab", lost);
    assert!(told.status < 300, "{told:?}");
    assert!(server.get(QUESTION).opens_nothing());
}

#[test]
fn without_its_root_keys_such_a_ledger_gives_no_answer() {
    let keyed = Keyed::new();
    let server = Running::of(keyed.house.setup());
    server.get(QUESTION).is_problem(503, "", "--roots");
    server.get("/readyz").is_problem(503, "", "--roots");
}
