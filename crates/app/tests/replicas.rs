//! Two replicas on one database: one order, the same answers from both, and the same as from a ledger in a file in which
//! the same was recorded in that order.
//!
//! It needs a PostgreSQL server that can be started here; without one nothing is shown, and the test says so.

#![cfg(feature = "postgres")]
#![allow(clippy::unwrap_used, reason = "what a test cannot set up stops it")]

#[path = "../../ledger/tests/store/server.rs"]
#[allow(dead_code, reason = "the ledger's own tests use the rest of it")]
mod server;

use holdpoint_app::{
    AsOf, Date, InitLedger, KeptGate, LogLedger, Mode, PublishPolicy, Question, RecordStatements, ShowEntry,
    VerifyLedger, read_moment,
};
use std::path::{Path, PathBuf};
use std::sync::Barrier;

const POLICY: &str = "policy small \"Small\", effective 2025-01-01.\nparty Lab is the developer.\n\
    action training, scales.\nsafeguard locks, by Lab.\nsafeguard guards, by Lab.\n\
    clause shut: before training, Lab must have locks in place and guards in place.\n";

fn date(text: &str) -> Date {
    read_moment(text).unwrap()
}

/// How to connect to a new schema, as people write it.
fn address(server: &server::Server) -> PathBuf {
    let words = server.schema();
    let part = |name: &str| {
        let (_, rest) = words.split_once(&format!("{name}=")).unwrap();
        rest.split(' ').next().unwrap().to_owned()
    };
    let schema = server::schema_of(&words);
    PathBuf::from(format!(
        "postgres://{}@{}/{}?options=-c%20search_path%3D{schema}",
        part("user"),
        part("host").replace('/', "%2F"),
        part("dbname"),
    ))
}

fn begin(place: &Path, folder: &Path, name: &str) {
    let init = InitLedger {
        path: place.to_owned(),
        origin: "example.org/ledger".to_owned(),
        key: Some(folder.join(name)),
    };
    let policy = folder.join("small.hold");
    std::fs::write(&policy, POLICY).unwrap();
    init.run().unwrap();
    let publish = PublishPolicy {
        roots: None,
        path: place.to_owned(),
        policy,
        from: None,
        readings: Vec::new(),
        key: None,
        now: Some(date("2026-01-01")),
    };
    publish.run().unwrap_or_else(|why| panic!("{why:?}"));
}

fn record(place: &Path, text: &str, now: Date) {
    let call = RecordStatements {
        roots: None,
        path: place.to_owned(),
        name: "what is said".to_owned(),
        text: text.to_owned(),
        by: Some("Lab".to_owned()),
        line: Some("m1".to_owned()),
        key: None,
        now: Some(now),
    };
    call.run().unwrap_or_else(|why| panic!("{why}"));
}

/// What both sides say in turn, so that what stands in the end depends on the order.
fn said(side: usize, n: usize) -> String {
    let safeguard = ["locks", "guards"][(side + n / 2) % 2];
    let status = ["in-place", "not-in-place"][(n / 3 + side) % 2];
    format!(
        r#"{{"kind":"safeguard-status","safeguard":"{safeguard}","status":"{status}","valid_from":"2026-01-01T00:{side:02}:{n:02}Z"}}"#
    )
}

const EACH: usize = 12;

fn two_replicas(server: &server::Server) {
    let folder = tempfile::tempdir().unwrap();
    let place = address(server);
    begin(&place, folder.path(), "a.key");
    let now = date("2026-01-02");
    let mode = Mode::Absolute;
    let question = |now| Question {
        action: "training",
        line: "m1",
        as_of: AsOf::Now,
        mode: &mode,
        now: Some(now),
    };
    let mut gates = [(); 2].map(|()| KeptGate::open(&place, None, None).unwrap());

    // Each records and asks while the other does.
    let barrier = Barrier::new(2);
    std::thread::scope(|scope| {
        for (side, gate) in gates.iter_mut().enumerate() {
            let (place, barrier, question) = (&place, &barrier, &question);
            scope.spawn(move || {
                barrier.wait();
                for n in 0..EACH {
                    record(place, &said(side, n), now);
                    let decision = gate.decide(&question(now)).unwrap();
                    assert!(
                        decision.size > n as u64 + 1,
                        "it does not see what it recorded itself"
                    );
                    gate.record(&decision, None, Some(now)).unwrap();
                }
            });
        }
    });
    let watermark = r#"{"kind":"watermark","complete":{"until":"2026-01-02","holds_until":"2026-02-01"}}"#;
    record(&place, watermark, now);

    // One order, and the same in a file.
    let rows = LogLedger { path: place.clone() }.run().unwrap().rows;
    let indices: Vec<u64> = rows.iter().map(|it| it.index).collect();
    assert_eq!(indices, (0..rows.len() as u64).collect::<Vec<_>>());
    let verify = VerifyLedger {
        roots: None,
        path: place.clone(),
        key: None,
        pins: Vec::new(),
    };
    assert_eq!(verify.run().unwrap().faults, []);
    let file = folder.path().join("l.db");
    copy(&place, &file, rows.len() as u64, now);
    let mut of_file = KeptGate::open(&file, None, None).unwrap();
    for asked in ["2026-01-02", "2026-01-20", "2026-03-01"].map(date) {
        let decision = of_file.decide(&question(asked)).unwrap();
        for gate in &mut gates {
            assert_eq!(gate.decide(&question(asked)).unwrap(), decision);
            assert_eq!(
                gate.status("m1", AsOf::Now, Some(asked)).unwrap().size,
                decision.size
            );
        }
    }
    assert_eq!(
        gates.map(|mut it| it.look_over().unwrap()),
        [rows.len() as u64; 2]
    );
}

/// The same bodies, in the same order.
fn copy(from: &Path, to: &Path, size: u64, now: Date) {
    use holdpoint_ledger::{Body, RequestKey, Secret, Sqlite, Store, Submission};
    let store = Sqlite::open(to).unwrap();
    let start = date("1970-01-01").0;
    for index in 0..size {
        let shown = ShowEntry {
            path: from.to_owned(),
            index,
        };
        let pretty: serde_json::Value = serde_json::from_str(&shown.run().unwrap().body).unwrap();
        // The members of what is recorded here are in order already, and so they are in what is shown.
        let body = serde_json::to_string(&pretty).unwrap();
        let submission = Submission {
            request_key: RequestKey::new(&format!("r-{index}")).unwrap(),
            secret: Secret::draw(|it| it[0] = 1),
            body: Body::read(body.as_bytes()).unwrap(),
        };
        let received = if index == 0 { date("2026-01-01") } else { now };
        let since = received.0.since((jiff::Unit::Millisecond, start)).unwrap();
        let received_ms = u64::try_from(since.get_milliseconds()).unwrap();
        store.append(vec![submission], received_ms).unwrap();
    }
}

#[test]
fn two_replicas_on_one_database_have_one_order_and_give_the_same_answers() {
    match server::Server::start() {
        Ok(server) => two_replicas(&server),
        Err(why) => eprintln!("SKIPPED: {why}, so no two replicas shared a database"),
    }
}
