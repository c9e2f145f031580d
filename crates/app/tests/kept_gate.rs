//! A gate that is kept open answers to the byte as one that is opened for each question, however what is recorded and what
//! is asked follow one another; and it gives no answer from a ledger that was set back.

use holdpoint_app::{
    AsOf, AskGate, Date, InitLedger, KeptGate, Mode, OverrideGate, PublishPolicy, Question, RecordStatements,
    StatusOfLine, read_moment,
};
use std::path::{Path, PathBuf};

/// Numbers that look random and are the same for the same seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len() as u64) as usize]
    }
}

fn date(text: &str) -> Date {
    read_moment(text).expect("a date")
}

/// So many quarters of a day after the beginning of 2026.
fn quarter(n: u64) -> Date {
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let (mut day, mut month) = (n / 4, 0);
    while day >= months[month % 12] {
        day -= months[month % 12];
        month += 1;
    }
    let (year, month) = (2026 + month / 12, month % 12 + 1);
    date(&format!(
        "{year}-{month:02}-{:02}T{:02}:00:00Z",
        day + 1,
        n % 4 * 6
    ))
}

const LINES: [&str; 3] = ["m1", "m2", "m3"];
const ACTIONS: [&str; 3] = ["training", "deployment", "no-such-action"];
const SAFEGUARDS: [&str; 4] = ["software-inventory", "secure-build", "segmentation", "honeypots"];
const PARTIES: [&str; 4] = ["Anthropic", "Board", "LTBT", "Rivals"];

/// The ledger itself, and another of which only the key is of use.
const APPROVERS: [&str; 2] = ["l.db", "other.db"];

struct Kept {
    folder: tempfile::TempDir,
    /// Of two approvers, whose secret keys are beside their ledgers.
    verifiers: [String; 2],
}

impl Kept {
    fn begin() -> Kept {
        let folder = tempfile::tempdir().expect("a folder");
        let verifiers = APPROVERS.map(|it| {
            let init = InitLedger {
                path: folder.path().join(it),
                origin: format!("example.org/{it}"),
                key: None,
            };
            init.run().expect("it is begun").verifier
        });
        Kept { folder, verifiers }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(APPROVERS[0])
    }

    fn publish(&self, reading: Option<&str>, now: Date, from: Option<Date>) {
        let policy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/anthropic/rsp-1.0.md");
        let publish = PublishPolicy {
            roots: None,
            path: self.path(),
            policy,
            from,
            readings: reading.map(str::to_owned).into_iter().collect(),
            key: None,
            now: Some(now),
        };
        // A revision that would come before another is refused, and that is all.
        drop(publish.run());
    }

    /// Whether it was taken: some of what is drawn is refused.
    fn record(&self, text: &str, line: &str, now: Date) -> bool {
        let call = RecordStatements {
            roots: None,
            path: self.path(),
            name: "what is said".to_owned(),
            text: text.to_owned(),
            by: None,
            line: Some(line.to_owned()),
            key: None,
            now: Some(now),
        };
        call.run().is_ok()
    }

    fn override_training(&self, approver: &str, line: &str, now: Date, until: Date) {
        let call = OverrideGate {
            roots: None,
            path: self.path(),
            action: "training".to_owned(),
            line: line.to_owned(),
            reason: "a rehearsal".to_owned(),
            until,
            key: self.folder.path().join(format!("{approver}.key")),
            now: Some(now),
        };
        call.run().expect("it is on record");
    }

    /// An entry that another program wrote, which no gate can use.
    fn record_nonsense(&self, chance: &mut Chance, now: Date) {
        use holdpoint_ledger::{Body, RequestKey, Secret, Sqlite, Store, Submission};
        let n = chance.next();
        let body = match n % 4 {
            0 => format!(
                r#"{{"a":{},"predicateType":"urn:holdpoint:evidence:fact:v1"}}"#,
                n % 1000
            ),
            1 => format!(
                r#"{{"by":"Nobody","line":"m1","n":{},"predicateType":"urn:holdpoint:evidence:fact:v1"}}"#,
                n % 1000
            ),
            2 => format!(
                r#"{{"line":{},"predicateType":"urn:holdpoint:evidence:watermark:v1"}}"#,
                n % 1000
            ),
            _ => format!(r#"{{"line":"m2","n":{}}}"#, n % 1000),
        };
        let submission = Submission {
            request_key: RequestKey::new(&format!("nonsense-{n}")).expect("it is short"),
            secret: Secret::draw(|it| it[..8].copy_from_slice(&n.to_be_bytes())),
            body: Body::read(body.as_bytes()).expect("it is canonical"),
        };
        let store = Sqlite::open(&self.path()).expect("it is there");
        let received_ms = 1_767_225_600_000 + hours_of(now) * 3_600_000;
        store.append(vec![submission], received_ms).expect("it is stored");
    }

    fn mode(&self) -> Mode {
        Mode::Overridable {
            approvers: self.verifiers.to_vec(),
        }
    }

    fn cold(&self, question: &Question<'_>) -> String {
        let call = AskGate {
            roots: None,
            path: self.path(),
            verifier: None,
            action: question.action.to_owned(),
            line: question.line.to_owned(),
            as_of: question.as_of,
            mode: question.mode.clone(),
            is_recorded: false,
            key: None,
            now: question.now,
        };
        format!("{:?}", call.run().map(|it| it.decision))
    }

    fn cold_status(&self, line: &str, as_of: AsOf, now: Option<Date>) -> String {
        let call = StatusOfLine {
            roots: None,
            path: self.path(),
            verifier: None,
            line: line.to_owned(),
            as_of,
            now,
        };
        format!("{:?}", call.run())
    }
}

/// Hours since the beginning of 2026.
fn hours_of(at: Date) -> u64 {
    let start = date("2026-01-01").0;
    let since =
        at.0.since((jiff::Unit::Hour, start))
            .expect("both are on the calendar");
    u64::try_from(since.get_hours()).expect("it is later")
}

fn statement(chance: &mut Chance, at: u64) -> String {
    let when = |chance: &mut Chance| {
        let back = [0, 0, 1, 8, 60][chance.below(5) as usize].min(at);
        format!(r#""valid_from": "{}Z""#, quarter(at - back).0)
    };
    let entry = chance.below(40);
    match chance.below(9) {
        0 | 1 => {
            let answer = chance.of(&["indicates", "rules-out", "rules-out", "inconclusive"]);
            let when = when(chance);
            format!(
                r#"{{"kind":"evaluation","evaluation":"warning-signs","answer":"{answer}","by":"Anthropic",{when}}}"#
            )
        }
        2 | 3 => {
            let (safeguard, status) = (chance.of(&SAFEGUARDS), chance.of(&["in-place", "not-in-place"]));
            let when = when(chance);
            format!(
                r#"{{"kind":"safeguard-status","safeguard":"{safeguard}","status":"{status}","by":"Anthropic",{when}}}"#
            )
        }
        4 | 5 => {
            let (by, holds) = (chance.of(&PARTIES), quarter(at + 4 * chance.below(60)));
            format!(
                r#"{{"kind":"watermark","by":"{by}","complete":{{"until":"{}Z","holds_until":"{}Z"}}}}"#,
                quarter(at).0,
                holds.0
            )
        }
        6 => format!(r#"{{"kind":"retraction","entry":{entry},"by":"Anthropic"}}"#),
        7 => format!(r#"{{"kind":"dispute","entry":{entry},"by":"LTBT"}}"#),
        _ => {
            let (compute, when) = (chance.below(40) + 1, when(chance));
            format!(r#"{{"kind":"training-checkpoint","compute":"{compute}e24","by":"Anthropic",{when}}}"#)
        }
    }
}

/// So many questions and entries in turn; gives how often an answer was a decision and how much was recorded.
fn play(seed: u64, n_steps: u64) -> (usize, usize) {
    let mut chance = Chance(seed);
    let kept = Kept::begin();
    let mut gate = KeptGate::open(&kept.path(), None, None).expect("it opens");
    let (mut at, mut n_decided, mut n_recorded) = (0, 0, 0);
    for step in 0..n_steps {
        at += chance.below(9);
        let now = quarter(at);
        match (step, chance.below(24)) {
            (0, _) => kept.publish(None, now, None),
            (_, 0) => {
                let reading = chance.of(&["ASL-3-security=checklist", "ASL-3-security=outcome"]);
                let later = (chance.below(2) == 0).then(|| quarter(at + chance.below(80)));
                kept.publish(Some(reading), now, later);
            }
            (_, 1) => {
                let (approver, line) = (chance.of(&APPROVERS), chance.of(&LINES));
                kept.override_training(approver, line, now, quarter(at + 90));
            }
            (_, 2) => kept.record_nonsense(&mut chance, now),
            (_, 3..=15) => {
                let text = statement(&mut chance, at);
                n_recorded += usize::from(kept.record(&text, chance.of(&LINES), now));
            }
            _ => {
                let as_of = match chance.below(6) {
                    0 => AsOf::Size(1 + chance.below(30)),
                    1 => AsOf::Time(quarter(chance.below(at + 20))),
                    _ => AsOf::Now,
                };
                let question = Question {
                    action: chance.of(&ACTIONS),
                    line: chance.of(&LINES),
                    as_of,
                    mode: &kept.mode(),
                    now: Some(quarter(at + [0, 0, 3, 400][chance.below(4) as usize])),
                };
                let decided = gate.decide(&question);
                n_decided += usize::from(decided.is_ok());
                let told = format!("{decided:?}");
                assert_eq!(
                    told,
                    kept.cold(&question),
                    "seed {seed}, step {step}: {question:?}"
                );
                if chance.below(4) == 0 {
                    if let Ok(decision) = decided {
                        gate.record(&decision, None, question.now)
                            .expect("it is recorded");
                    }
                    let told = format!("{:?}", gate.status(question.line, as_of, question.now));
                    let cold = kept.cold_status(question.line, as_of, question.now);
                    assert_eq!(told, cold, "seed {seed}, step {step}: {question:?}");
                }
            }
        }
    }
    (n_decided, n_recorded)
}

#[test]
fn a_gate_that_is_kept_open_answers_as_one_that_is_opened_anew() {
    // More of them by hand: KEPT_GATE_SEEDS=200.
    let n_seeds = std::env::var("KEPT_GATE_SEEDS")
        .ok()
        .and_then(|it| it.parse().ok());
    let (mut n_decided, mut n_recorded) = (0, 0);
    for seed in 0..n_seeds.unwrap_or(3) {
        let (decided, recorded) = play(seed, 60);
        n_decided += decided;
        n_recorded += recorded;
    }
    assert!(
        n_decided > 15 && n_recorded > 20,
        "{n_decided} decisions, {n_recorded} statements"
    );
}

#[test]
fn nothing_is_answered_from_a_ledger_that_was_set_back_or_changed() {
    let kept = Kept::begin();
    kept.publish(None, quarter(0), None);
    let backup = kept.folder.path().join("backup.db");
    std::fs::copy(kept.path(), &backup).expect("it is copied");
    let watermark = r#"{"kind":"watermark","by":"Anthropic","complete":{"until":"2026-01-01"}}"#;
    assert!(kept.record(watermark, "m1", quarter(1)));
    let mut gate = KeptGate::open(&kept.path(), None, None).expect("it opens");
    let mode = kept.mode();
    let question = Question {
        action: "training",
        line: "m1",
        as_of: AsOf::Now,
        mode: &mode,
        now: Some(quarter(2)),
    };
    gate.decide(&question).expect("it answers");
    assert_eq!(gate.look_over().expect("all is as it was"), 2);

    // An entry that was taken in before is changed: what is kept stands, and looking it over finds it.
    let db = rusqlite::Connection::open(kept.path()).expect("it opens");
    db.execute_batch(
        "DROP TRIGGER entry_is_not_changed; UPDATE entry SET received_ms = received_ms - 1 WHERE number = 0",
    )
    .expect("it is changed");
    let found = gate.look_over().expect_err("it was changed").message;
    assert!(found.contains("entry 0"), "{found}");
    db.execute_batch("UPDATE entry SET received_ms = received_ms + 1 WHERE number = 0")
        .expect("it is changed back");
    assert_eq!(gate.look_over().expect("all is as it was"), 2);

    // The last entry is gone.
    db.execute_batch("DROP TRIGGER entry_is_not_deleted; BEGIN; DELETE FROM entry WHERE number = 1")
        .expect("it is deleted");
    db.execute_batch("COMMIT").expect("it is deleted");
    let why = gate.decide(&question).expect_err("it was set back").message;
    assert!(why.contains("another copy of the ledger"), "{why}");
    drop(db);

    // An old copy stands in its place.
    std::fs::rename(&backup, kept.path()).expect("it is put there");
    let why = gate.decide(&question).expect_err("it was set back").message;
    assert!(why.contains("another file"), "{why}");
}
