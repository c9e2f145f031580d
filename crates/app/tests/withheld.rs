//! Of real policies and of a record of some months, every single entry is withheld in turn: what did not proceed with it
//! does not proceed without it. And whoever has the bundle alone makes every decision anew, to the same bytes.

use holdpoint_app::{
    AsOf, AskGate, CheckpointLedger, Date, ExportLedger, InitLedger, Mode, Outcome, PublishPolicy,
    RecordStatements, ReplayDecision, View, read_moment,
};
use std::path::{Path, PathBuf};

const LINE: &str = "m1";

fn date(text: &str) -> Date {
    read_moment(text).expect("a date")
}

/// A ledger in a folder, with its public key.
struct Kept {
    folder: tempfile::TempDir,
    key: String,
}

impl Kept {
    fn under(policy: &str, readings: &[&str], records: &[(&str, &str)]) -> Kept {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("l.db");
        let init = InitLedger {
            path: path.clone(),
            origin: "example.org/ledger".to_owned(),
            key: None,
        };
        let key = init.run().expect("it is begun").verifier;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let kept = Kept { folder, key };
        kept.publish(&root.join(policy), readings, "2026-01-05");
        for (now, text) in records {
            kept.record(now, text);
        }
        kept
    }

    fn publish(&self, policy: &Path, readings: &[&str], now: &str) {
        let publish = PublishPolicy {
            roots: None,
            path: self.path(),
            policy: policy.to_owned(),
            from: None,
            readings: readings.iter().map(|it| (*it).to_owned()).collect(),
            key: None,
            now: Some(date(now)),
        };
        publish.run().expect("it is published");
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("l.db")
    }

    fn record(&self, now: &str, text: &str) {
        let call = RecordStatements {
            roots: None,
            path: self.path(),
            name: "what is said".to_owned(),
            text: text.to_owned(),
            by: None,
            line: Some(LINE.to_owned()),
            key: None,
            now: Some(date(now)),
        };
        call.run().unwrap_or_else(|why| panic!("{why}"));
    }

    fn ask(&self, path: &Path, action: &str, at: &str, is_recorded: bool) -> (Outcome, Option<u64>) {
        let call = AskGate {
            roots: None,
            path: path.to_owned(),
            verifier: Some(self.key.clone()),
            action: action.to_owned(),
            line: LINE.to_owned(),
            as_of: AsOf::Now,
            mode: Mode::Absolute,
            is_recorded,
            key: None,
            now: Some(date(at)),
        };
        match call.run() {
            Ok(decided) => (decided.outcome, decided.entry),
            Err(why) => {
                // Without the policy nothing can be said, nor where any entry may be another one.
                let known = ["no policy is in force", "may be a revision"];
                assert!(known.iter().any(|it| why.message.contains(it)), "{why}");
                (Outcome::Undecided, None)
            }
        }
    }

    /// Of some entries nothing is shown, and of one only of what kind it is.
    fn bundle(&self, name: &str, withheld: Vec<u64>, kind_only: Option<u64>) -> PathBuf {
        let out = self.folder.path().join(name);
        let export = ExportLedger {
            path: self.path(),
            out: out.clone(),
            size: None,
            view: View {
                all: true,
                withheld,
                of_entry: kind_only
                    .map(|it| (it, vec!["predicateType".to_owned()]))
                    .into_iter()
                    .collect(),
                ..View::default()
            },
        };
        export.run().unwrap_or_else(|why| panic!("{why}"));
        out
    }

    /// Withholds each entry in turn; gives how often something that proceeded did not any more.
    fn nothing_opens(&self, actions: &[&str], moments: &[&str]) -> usize {
        let checkpoint = CheckpointLedger {
            path: self.path(),
            key: None,
            now: Some(date("2026-12-31")),
        };
        let size = checkpoint.run().expect("it is signed").size;
        let whole = self.bundle("whole", Vec::new(), None);
        let mut closed = 0;
        let bundles = (0..size).flat_map(|it| {
            let wholly = self.bundle(&format!("{it}"), vec![it], None);
            [
                (it, wholly),
                (it, self.bundle(&format!("{it}-kind"), Vec::new(), Some(it))),
            ]
        });
        for (withheld, bundle) in bundles {
            for (action, at) in actions
                .iter()
                .flat_map(|it| moments.iter().map(move |at| (it, at)))
            {
                let with = self.ask(&whole, action, at, false).0;
                let without = self.ask(&bundle, action, at, false).0;
                assert!(
                    with == Outcome::Fine || without != Outcome::Fine,
                    "{action} at {at} proceeds without entry {withheld}"
                );
                closed += usize::from(with == Outcome::Fine && without != Outcome::Fine);
            }
        }
        closed
    }
}

fn vouching(parties: &[&str], until: &str, holds_until: &str) -> String {
    let one = |by: &&str| {
        format!(
            "{{\"kind\": \"watermark\", \"by\": \"{by}\", \
             \"complete\": {{\"until\": \"{until}\", \"holds_until\": \"{holds_until}\"}}}}\n"
        )
    };
    parties.iter().map(one).collect()
}

fn in_place(safeguards: &[&str]) -> String {
    let one = |it: &&str| {
        format!(
            "{{\"kind\": \"safeguard-status\", \"by\": \"Anthropic\", \"safeguard\": \"{it}\", \"status\": \"in-place\"}}\n"
        )
    };
    safeguards.iter().map(one).collect()
}

const SECURITY: [&str; 13] = [
    "software-inventory",
    "secure-build",
    "hardware-sourcing",
    "central-weight-storage",
    "indirect-weight-access",
    "multi-party-controls",
    "physical-sweeps",
    "segmentation",
    "monitoring",
    "inference-limits",
    "internal-red-team",
    "honeypots",
    "compartments",
];

fn rsp_1() -> Kept {
    let indicates =
        r#"{"kind": "evaluation", "evaluation": "warning-signs", "answer": "indicates", "by": "Anthropic"}"#;
    let rules_out =
        r#"{"kind": "evaluation", "evaluation": "warning-signs", "answer": "rules-out", "by": "Anthropic"}"#;
    let all = ["Anthropic", "Board", "LTBT", "Rivals"];
    let dispute = r#"{"kind": "dispute", "entry": 9, "by": "LTBT", "reason": "not seen"}"#;
    let retraction = r#"{"kind": "retraction", "entry": 9, "by": "Anthropic", "reason": "seen too early"}"#;
    let defined = r#"{"kind": "definition", "level": "ASL-4", "by": "Anthropic"}"#;
    Kept::under(
        "policies/anthropic/rsp-1.0.md",
        &["ASL-3-security=checklist"],
        &[
            ("2026-01-06", rules_out),
            ("2026-01-06", &vouching(&all, "2026-01-06", "2026-02-28")),
            ("2026-03-02", indicates),
            ("2026-03-20", &in_place(&SECURITY)),
            ("2026-03-30", defined),
            ("2026-03-30", &vouching(&all, "2026-03-30", "2026-05-30")),
            ("2026-04-15", dispute),
            ("2026-04-15", &vouching(&all, "2026-04-15", "2026-05-30")),
            ("2026-04-20", retraction),
            ("2026-04-25", &in_place(&SECURITY[2..3])),
            ("2026-04-25", &vouching(&all, "2026-04-25", "2026-05-30")),
        ],
    )
}

#[test]
fn withholding_any_entry_opens_nothing_under_rsp_1() {
    let kept = rsp_1();
    let moments = [
        "2026-01-20",
        "2026-03-10",
        "2026-04-10",
        "2026-04-17",
        "2026-04-30",
        "2026-06-10",
    ];
    let closed = kept.nothing_opens(&["training", "deployment"], &moments);
    assert!(closed > 20, "what is withheld is missed: {closed}");
}

#[test]
fn a_bundle_is_enough_to_replay_every_decision() {
    let kept = rsp_1();
    let mut entries = Vec::new();
    for at in ["2026-05-01", "2026-05-20", "2026-06-10"] {
        for action in ["training", "storing", "deployment", "new-customers"] {
            entries.extend(kept.ask(&kept.path(), action, at, true).1);
        }
    }
    assert_eq!(entries.len(), 12);
    let checkpoint = CheckpointLedger {
        path: kept.path(),
        key: None,
        now: None,
    };
    checkpoint.run().expect("it is signed");
    let whole = kept.bundle("whole", Vec::new(), None);
    let replay = |path: &Path, index: u64| {
        let call = ReplayDecision {
            roots: None,
            path: path.to_owned(),
            verifier: Some(kept.key.clone()),
            index,
        };
        call.run().unwrap_or_else(|why| panic!("{why}"))
    };
    for index in &entries {
        assert_eq!(replay(&whole, *index).differences, []);
    }
    // Without the run on which they rest, the first of them does not come out.
    let less = kept.bundle("less", Vec::new(), Some(6));
    assert!(!replay(&less, entries[0]).differences.is_empty());
}

/// A text that asks for more in its second version.
fn version(asks: &str) -> String {
    format!(
        "policy small \"Small\", effective 2025-01-01.\nparty Lab is the developer.\naction training, scales.\n\
         safeguard locks, by Lab.\nsafeguard guards, by Lab.\n\
         clause shut: before training, Lab must have {asks}.\n"
    )
}

#[test]
fn withholding_a_stricter_revision_opens_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, asks: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, version(asks)).expect("it is written");
        path
    };
    let first = file("first.hold", "locks in place");
    let second = file("second.hold", "locks in place and guards in place");
    let locks = r#"{"kind": "safeguard-status", "by": "Lab", "safeguard": "locks", "status": "in-place"}"#;
    let kept = Kept::under(
        first.to_str().expect("it is text"),
        &[],
        &[
            ("2026-01-06", locks),
            ("2026-01-06", &vouching(&["Lab"], "2026-01-06", "2026-03-01")),
        ],
    );
    kept.publish(&second, &[], "2026-02-01");
    // With what it vouches for now, it does not say that there was a revision.
    kept.record("2026-02-02", &vouching(&["Lab"], "2026-02-02", "2026-03-01"));
    assert_eq!(
        kept.ask(&kept.path(), "training", "2026-01-10", false).0,
        Outcome::Fine
    );
    assert_eq!(
        kept.ask(&kept.path(), "training", "2026-02-10", false).0,
        Outcome::Paused
    );
    kept.nothing_opens(&["training"], &["2026-01-10", "2026-02-10"]);
}
