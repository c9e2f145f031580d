//! Whoever may write to a ledger under root keys cannot speak for a party with another party's key: forging opens nothing
//! that leaving out would not, and withholding a revocation opens nothing at all.

use holdpoint_app::{
    AsOf, AskGate, ChangeKeys, CheckpointLedger, Date, DrawKey, ExportLedger, InitLedger, KeyChange, Mode,
    Outcome, Problem, PublishPolicy, RecordStatements, View, read_moment,
};
use holdpoint_ledger::note::{Algorithm, KeyName, Signer};
use holdpoint_ledger::{Attestation, Body, RequestKey, Roots, Secret, Sqlite, Store, Submission};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn date(text: &str) -> Date {
    read_moment(text).expect("a date")
}

/// What has to be so, by whom.
fn statements() -> [(&'static str, Value); 4] {
    let complete = json!({"until": "2026-01-03", "holds_until": "2026-03-01"});
    [
        (
            "Lab",
            json!({"kind": "evaluation", "evaluation": "trials", "answer": "rules-out"}),
        ),
        ("Lab", json!({"kind": "watermark", "complete": complete})),
        ("Trust", json!({"kind": "fact", "fact": "alarm", "holds": false})),
        ("Trust", json!({"kind": "watermark", "complete": complete})),
    ]
}

/// A ledger under two of two root keys, with a key for each party and a policy.
struct Kept {
    folder: tempfile::TempDir,
    verifier: String,
}

impl Kept {
    fn new() -> Kept {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let draw = |name: &str| {
            let path = at(&format!("{name}.key"));
            let name = format!("example.org/{name}");
            DrawKey { path, name }.run().expect("it is drawn")
        };
        let roots = format!("threshold 2\nroot {}\nroot {}\n", draw("one"), draw("two"));
        std::fs::write(at("roots"), roots).expect("it is written");
        let init = InitLedger {
            path: at("l.db"),
            origin: "example.org/ledger".to_owned(),
            key: None,
        };
        let verifier = init.run().expect("it is begun").verifier;
        for (party, role) in [("Lab", "issuer"), ("Trust", "issuer")] {
            let change = KeyChange::Add {
                key: draw(party),
                role: role.to_owned(),
                speaks_for: vec![party.to_owned()],
            };
            change_keys(folder.path(), change).expect("it is added");
        }
        let kept = Kept { folder, verifier };
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let policy = root.join("tests/cases/evidence/files/small.md");
        kept.publish(&policy, "Lab").expect("it is published");
        kept
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn publish(&self, policy: &Path, by: &str) -> Result<(), String> {
        let publish = PublishPolicy {
            roots: Some(self.at("roots")),
            path: self.at("l.db"),
            policy: policy.to_owned(),
            from: None,
            readings: Vec::new(),
            key: Some(self.at(&format!("{by}.key"))),
            now: Some(date("2026-01-01")),
        };
        publish.run().map(drop).map_err(|why| format!("{why:?}"))
    }

    fn record(&self, by: &str, said: &Value, key: &str) -> Result<(), Problem> {
        let call = RecordStatements {
            roots: Some(self.at("roots")),
            path: self.at("l.db"),
            name: "what is said".to_owned(),
            text: said.to_string(),
            by: Some(by.to_owned()),
            line: Some("m1".to_owned()),
            key: Some(self.at(&format!("{key}.key"))),
            now: Some(date("2026-01-03")),
        };
        call.run().map(drop)
    }

    /// The same statement past `record`, signed with a key that the ledger lets in.
    fn forge(&self, by: &str, said: &Value, key: &str, n_entries: usize) {
        let kind = said["kind"].as_str().expect("it has a kind");
        let mut body = said.clone();
        let members = body.as_object_mut().expect("an object");
        members.remove("kind");
        if let Some(complete) = members.get_mut("complete") {
            complete["entries"] = json!(n_entries);
        }
        body["_type"] = json!("https://in-toto.io/Statement/v1");
        body["predicateType"] = json!(format!("urn:holdpoint:evidence:{kind}:v1"));
        body["role"] = json!("issuer");
        body["subject"] = json!([{"digest": {"sha256": "ab"}, "name": "small"}]);
        body["by"] = json!(by);
        body["line"] = json!("m1");
        body["valid_from"] = json!("2026-01-03");
        self.put(&body, key);
    }

    fn put(&self, said: &Value, key: &str) {
        let mut said = said.clone();
        said.sort_all_objects();
        let body = Body::read(said.to_string().as_bytes()).expect("it is canonical");
        let mut attestation = Attestation::new(body.object().clone()).expect("it is a statement");
        attestation.sign(&self.signer(key));
        let roots = std::fs::read(self.at("roots")).expect("it is there");
        let roots = Roots::parse(&roots).expect("they are root keys");
        let store = Sqlite::open_under(&self.at("l.db"), &roots).expect("it opens");
        let size = store.size().expect("it is read");
        let submission = Submission {
            request_key: RequestKey::new(&format!("forged:{size}")).expect("it is short"),
            secret: Secret::draw(|bytes| bytes.fill(7)),
            body: attestation.body().expect("it is small"),
        };
        let received = 1_767_398_400_000; // 2026-01-03
        let stored = store.append(vec![submission], received);
        stored.expect("the key may sign, whomever it speaks for");
    }

    fn signer(&self, key: &str) -> Signer {
        let text = std::fs::read_to_string(self.at(&format!("{key}.key"))).expect("it is there");
        let rest = text.trim_end().strip_prefix("PRIVATE+KEY+").expect("a key");
        let (name, seed) = rest.split_once('+').expect("a name");
        let seed = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, seed);
        let seed: [u8; 32] = seed.expect("base64").try_into().expect("32 bytes");
        Signer::new(KeyName::new(name).expect("a name"), Algorithm::Ed25519, &seed)
    }

    fn ask(&self, path: &Path) -> Result<holdpoint_app::Decided, Problem> {
        let call = AskGate {
            roots: Some(self.at("roots")),
            path: path.to_owned(),
            verifier: Some(self.verifier.clone()),
            action: "training".to_owned(),
            line: "m1".to_owned(),
            as_of: AsOf::Now,
            mode: Mode::Absolute,
            is_recorded: false,
            key: None,
            now: Some(date("2026-01-04")),
        };
        call.run()
    }

    fn opens(&self) -> bool {
        self.ask(&self.at("l.db")).expect("it answers").outcome == Outcome::Fine
    }
}

fn change_keys(folder: &Path, change: KeyChange) -> Result<u64, Problem> {
    let call = ChangeKeys {
        path: folder.join("l.db"),
        roots: folder.join("roots"),
        root_keys: vec![folder.join("one.key"), folder.join("two.key")],
        change,
        now: Some(date("2026-01-01")),
    };
    call.run()
}

fn other(party: &str) -> &'static str {
    if party == "Lab" { "Trust" } else { "Lab" }
}

#[test]
fn an_entry_that_another_party_signed_opens_nothing_that_leaving_it_out_does_not() {
    let mut shut = 0;
    for forged in 0..1_u32 << statements().len() {
        let (with, without) = (Kept::new(), Kept::new());
        for (number, (by, said)) in statements().iter().enumerate() {
            if forged & (1 << number) == 0 {
                for kept in [&with, &without] {
                    kept.record(by, said, by).unwrap_or_else(|why| panic!("{why}"));
                }
            } else {
                let refused = with
                    .record(by, said, other(by))
                    .expect_err("it is not theirs to say");
                assert!(refused.message.contains("may not speak for"), "{refused}");
                with.forge(by, said, other(by), number);
            }
        }
        assert!(with.opens() <= without.opens(), "forged: {forged:04b}");
        shut += u32::from(!with.opens());
        let unusable = with.ask(&with.at("l.db")).expect("it answers").decision.unusable;
        assert_eq!(unusable.len(), forged.count_ones() as usize, "{unusable:?}");
        assert!(
            unusable.iter().all(|it| it.contains("does not speak for")),
            "{unusable:?}"
        );
    }
    // Whenever one of the two watermarks is forged.
    assert!((12..16).contains(&shut), "{shut}");
}

#[test]
fn a_policy_that_somebody_else_published_is_not_in_force() {
    let kept = Kept::new();
    let lax = kept.at("lax.md");
    let text = "# Lax\n\n```holdpoint\npolicy lax \"Lax\", effective 2025-01-01.\n\
                party Trust is the developer.\naction training, scales.\ncapability harm.\n```\n";
    std::fs::write(&lax, text).expect("it is written");
    let why = kept
        .publish(&lax, "Trust")
        .expect_err("it is not theirs to publish");
    assert!(why.contains("may not speak for `Lab`"), "{why}");
    let text = std::fs::read_to_string(&lax).expect("it is there");
    kept.put(
        &json!({
            "_type": "https://in-toto.io/Statement/v1",
            "files": [{"name": "lax.md", "text": text}],
            "in_force_from": "2026-01-03",
            "policy": "lax",
            "predicateType": "urn:holdpoint:policy-revision:v1",
            "readings": {},
            "role": "issuer",
            "subject": [{"digest": {"sha256": "ab"}, "name": "lax"}],
        }),
        "Trust",
    );
    let decided = kept.ask(&kept.at("l.db")).expect("it answers");
    assert_eq!(decided.decision.policy_entry, 2);
    assert_eq!(decided.outcome, Outcome::Undecided);
    assert!(decided.decision.unusable[0].contains("does not speak for `Lab`"));
}

#[test]
fn a_revocation_that_is_withheld_opens_nothing() {
    let kept = Kept::new();
    for (by, said) in statements() {
        kept.record(by, &said, by).unwrap_or_else(|why| panic!("{why}"));
    }
    assert!(kept.opens());
    let change = KeyChange::Revoke {
        key: "example.org/Lab".to_owned(),
        from: 3,
    };
    let revoked = change_keys(kept.folder.path(), change).expect("it is revoked");
    assert!(!kept.opens());
    let checkpoint = CheckpointLedger {
        path: kept.at("l.db"),
        key: None,
        now: Some(date("2026-01-04")),
    };
    checkpoint.run().expect("it is signed");
    let kind = vec!["predicateType".to_owned(), "role".to_owned()];
    for (name, of_entry) in [("nothing", Vec::new()), ("kind", vec![(revoked, kind)])] {
        let export = ExportLedger {
            path: kept.at("l.db"),
            out: kept.at(name),
            size: None,
            view: View {
                all: true,
                withheld: if of_entry.is_empty() {
                    vec![revoked]
                } else {
                    Vec::new()
                },
                of_entry,
                ..View::default()
            },
        };
        export.run().unwrap_or_else(|why| panic!("{why}"));
        let why = kept.ask(&kept.at(name)).expect_err("nothing can be said");
        assert!(why.message.contains("is not shown"), "{why}");
    }
}
