//! A ledger in a folder of its own, and servers that answer from it.
//!
//! Of its lines `open` may train, `shut` may not, and of `silent` nobody has said anything.

use crate::client::{Client, Response};
use holdpoint_app::{Date, InitLedger, LogLedger, Mode, OverrideGate, PublishPolicy, RecordStatements};
use holdpoint_web::{Serve, Stop};
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::TempDir;

pub(crate) const POLICY: &str = r#"# A small policy

```holdpoint
policy small "Small", effective 2025-01-01.
party Lab is the developer.
party Trust is independent.
action training, scales.
action deployment.
safeguard locks, by Lab.
fact alarm, decided by Trust.
clause shut: before training, Lab must have locks in place.
clause quiet: when alarm holds, Lab must pause training until alarm does not hold.
clause calm: when alarm holds, Lab must pause deployment until alarm does not hold.
```
"#;

pub(crate) struct House {
    pub(crate) folder: TempDir,
    pub(crate) ledger: PathBuf,
}

pub(crate) fn date(text: &str) -> Date {
    Date::parse(text).expect("a date")
}

impl House {
    pub(crate) fn new() -> House {
        let folder = tempfile::tempdir().expect("a folder");
        let (ledger, policy) = (folder.path().join("l.db"), folder.path().join("small.md"));
        std::fs::write(&policy, POLICY).expect("the policy is written");
        let begun = InitLedger {
            path: ledger.clone(),
            origin: "example.org/ledger".to_owned(),
            key: None,
        };
        begun.run().expect("a ledger is begun");
        let published = PublishPolicy {
            roots: None,
            path: ledger.clone(),
            policy,
            from: None,
            readings: Vec::new(),
            key: None,
            now: Some(date("2026-01-01")),
        };
        assert!(published.run().is_ok(), "the policy is published");
        let house = House { folder, ledger };
        house.record(
            "2026-01-02",
            r#"{"kind": "safeguard-status", "by": "Lab", "line": "open", "safeguard": "locks", "status": "in-place"}"#,
        );
        for line in ["open", "shut"] {
            for party in ["Lab", "Trust"] {
                house.record(
                    "2026-01-02",
                    &format!(
                        r#"{{"kind": "watermark", "by": "{party}", "line": "{line}", "complete": {{"until": "2026-01-02", "holds_until": "2026-02-01"}}}}"#
                    ),
                );
            }
        }
        house
    }

    pub(crate) fn record(&self, now: &str, text: &str) {
        let call = RecordStatements {
            roots: None,
            path: self.ledger.clone(),
            name: "evidence".to_owned(),
            text: text.to_owned(),
            by: None,
            line: None,
            key: None,
            now: Some(date(now)),
        };
        call.run().expect("the evidence is recorded");
    }

    pub(crate) fn n_entries(&self) -> usize {
        let listed = LogLedger {
            path: self.ledger.clone(),
        };
        listed.run().expect("the ledger is listed").rows.len()
    }

    /// How a server of it is set up, unless a test says otherwise.
    pub(crate) fn setup(&self) -> Serve {
        Serve {
            ledger: self.ledger.clone(),
            verifier: None,
            roots: None,
            listen: "127.0.0.1:0".parse().expect("an address"),
            url: None,
            bearer_file: None,
            record_bearer_file: None,
            watched: Vec::new(),
            notify: None,
            traces: None,
            is_admission_open: false,
            is_open: false,
            tls: None,
            timeout: Duration::from_secs(20),
            mode: Mode::Absolute,
            is_recorded: true,
            key: None,
            now: Some(date("2026-01-03")),
        }
    }

    pub(crate) fn server(&self) -> Running {
        Running::of(self.setup())
    }
}

/// A server on a thread of its own, which is stopped with it.
pub(crate) struct Running {
    pub(crate) client: Client,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn of(setup: Serve) -> Running {
        let bound = setup.bind().expect("the server is set up");
        let (stop, client) = (bound.stopper(), Client::of(bound.url()));
        Running {
            client,
            stop,
            thread: Some(std::thread::spawn(move || bound.run())),
        }
    }

    pub(crate) fn get(&self, target: &str) -> Response {
        self.client.get(target)
    }

    pub(crate) fn post(&self, target: &str, body: &str) -> Response {
        self.client.post(target, body)
    }

    pub(crate) fn stop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the server ends well");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.stop();
    }
}

/// Somebody of whom two may open what is shut.
pub(crate) struct Approver {
    pub(crate) public: String,
    key: PathBuf,
}

impl House {
    pub(crate) fn approver(&self, name: &str) -> Approver {
        // Beginning a ledger draws a key, which is all that is wanted of it.
        let begun = InitLedger {
            path: self.folder.path().join(name),
            origin: format!("example.org/{name}"),
            key: None,
        };
        let begun = begun.run().expect("a key is drawn");
        Approver {
            public: begun.verifier,
            key: begun.key_path,
        }
    }

    pub(crate) fn overrides(&self, approver: &Approver, line: &str) {
        let call = OverrideGate {
            roots: None,
            path: self.ledger.clone(),
            action: "training".to_owned(),
            line: line.to_owned(),
            reason: "seen, for three days".to_owned(),
            until: date("2026-01-06"),
            key: approver.key.clone(),
            now: Some(date("2026-01-02")),
        };
        call.run().expect("it is put on record");
    }
}
