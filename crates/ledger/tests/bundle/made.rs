//! Bundles made by hand: written by another program (`serde_json`) than the one that is tested.
//!
//! It must not know what is wrong with them.

use holdpoint_ledger::bundle::{Answer, Known, Report, verify};
use holdpoint_ledger::note::{Algorithm, KeyName, Note, Signer};
use holdpoint_ledger::tree::Tree;
use holdpoint_ledger::{Body, Checkpoint, Entry, Hash, RequestKey, Reveal, Roots, Secret, TrustPolicy};
use serde_json::{Value, json};

pub(crate) const N: u64 = 40;
pub(crate) const SIZES: [u64; 3] = [10, 20, 40];

/// A bundle, what is known of the ledger, and what should be found.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) bundle: String,
    pub(crate) policy: String,
    pub(crate) pins: Vec<Note>,
    pub(crate) roots: Option<Roots>,
    pub(crate) answer: Answer,
    /// Kinds of faults with the entries that they name, then kinds of what is not shown but for entries that
    /// are withheld.
    pub(crate) found: Vec<(&'static str, Option<(u64, u64)>)>,
}

impl Case {
    pub(crate) fn new(name: &'static str, bundle: String) -> Case {
        Case {
            name,
            bundle,
            policy: policy("one"),
            pins: Vec::new(),
            roots: None,
            answer: Answer::Holds,
            found: Vec::new(),
        }
    }

    pub(crate) fn not_shown(self) -> Case {
        Case {
            answer: Answer::NotShown,
            ..self
        }
    }

    pub(crate) fn found(mut self, kind: &'static str, entries: Option<(u64, u64)>) -> Case {
        self.found.push((kind, entries));
        self
    }

    pub(crate) fn fails(self, kind: &'static str, entries: Option<(u64, u64)>) -> Case {
        Case {
            answer: Answer::Fails,
            ..self.found(kind, entries)
        }
    }

    pub(crate) fn pinned(mut self, pin: Note) -> Case {
        self.pins.push(pin);
        self
    }

    pub(crate) fn known(&self) -> Known {
        Known {
            policy: TrustPolicy::parse(self.policy.as_bytes()).unwrap(),
            pins: self.pins.clone(),
            roots: self.roots.clone(),
        }
    }

    pub(crate) fn report(&self) -> Report {
        verify(self.bundle.as_bytes(), &self.known()).unwrap()
    }
}

pub(crate) fn name(text: &str) -> KeyName {
    KeyName::new(text).unwrap()
}

pub(crate) fn log() -> Signer {
    Signer::new(name("example.org/ledger"), Algorithm::Ed25519, &[3; 32])
}

pub(crate) fn witness(seed: u8) -> Signer {
    let called = name(&format!("witness.example.net/w{seed}"));
    Signer::new(called, Algorithm::Cosigner, &[seed; 32])
}

/// Of one log and two witnesses; `quorum` is `none`, `one` or `both`.
pub(crate) fn policy(quorum: &str) -> String {
    let (log, w1, w2) = (log(), witness(11), witness(12));
    let group = match quorum {
        "none" => "",
        "one" => "group one any w1 w2\n",
        _ => "group both all w1 w2\n",
    };
    format!(
        "log {}\nwitness w1 {}\nwitness w2 {}\n{group}quorum {quorum}\n",
        log.verifier(),
        w1.verifier(),
        w2.verifier()
    )
}

pub(crate) fn entry(index: u64, body: &str) -> Entry {
    Entry {
        index,
        received_ms: 1_700_000_000_000 + index / 3,
        request_key: RequestKey::new(&format!("request \u{e9} {index}")).unwrap(),
        secret: Secret::draw(|it| it.copy_from_slice(Hash::of(&[&index.to_be_bytes()]).as_bytes())),
        body: Body::read(body.as_bytes()).unwrap(),
    }
}

pub(crate) fn entries() -> Vec<Entry> {
    let body = |index: u64| {
        let words = ["\\\"quoted\\\" \\\\", "\u{1f600}", "\\n\\u0001"][index as usize % 3];
        format!("{{\"note\":\"{words}\",\"number\":{index},\"why\":null,\"\u{e9}\":[{index},{{}}]}}")
    };
    let mut entries: Vec<Entry> = (0..N).map(|index| entry(index, &body(index))).collect();
    entries[5].body = Body::padding();
    entries
}

pub(crate) fn tree(entries: &[Entry]) -> Tree {
    let mut tree = Tree::new();
    for entry in entries {
        tree.append(entry.commitment().as_bytes());
    }
    tree
}

/// Signed by the log; the witnesses, one or two, came later.
pub(crate) fn note(entries: &[Entry], size: u64) -> Note {
    let root = tree(entries).root_at(size).unwrap();
    let mut note = Checkpoint::new(name("example.org/ledger"), size, root).sign(&log(), 0);
    note.sign(&witness(11), 1_700_000_000 + size);
    if size == 40 {
        note.sign(&witness(12), 1_700_000_001 + size);
        note.sign(&witness(13), 1_700_000_002 + size);
    }
    note
}

/// A line of canonical JSON with its sum.
pub(crate) fn line(mut value: Value) -> String {
    let members = value.as_object_mut().unwrap();
    members.remove("sum");
    let bytes = serde_jcs::to_vec(&members).unwrap();
    let sum = Hash::of(&[b"holdpoint/bundle/v1/sum\0", &bytes]).to_string();
    members.insert("sum".to_owned(), json!(sum[..16]));
    serde_jcs::to_string(&value).unwrap() + "\n"
}

pub(crate) fn header(size: u64, n_checkpoints: usize) -> Value {
    json!({"bundle": "holdpoint/bundle/v1", "checkpoints": n_checkpoints, "origin": "example.org/ledger",
           "size": size})
}

pub(crate) fn checkpoint(number: usize, note: &Note) -> Value {
    json!({"checkpoint": note.to_string(), "number": number})
}

pub(crate) fn all(entry: &Entry) -> Value {
    let secret = Hash::from_bytes(*entry.secret.as_bytes()).to_string();
    json!({"body": entry.body.text(), "commitment": entry.commitment().to_string(), "index": entry.index,
           "received_ms": entry.received_ms, "request_key": entry.request_key.as_str(), "secret": secret,
           "shown": "all"})
}

pub(crate) fn part(entry: &Entry, reveal: &Reveal) -> Value {
    let reveal: Value = serde_json::from_str(&reveal.to_json()).unwrap();
    json!({"commitment": entry.commitment().to_string(), "index": entry.index, "reveal": reveal, "shown": "part"})
}

pub(crate) fn nothing(entry: &Entry) -> Value {
    json!({"commitment": entry.commitment().to_string(), "index": entry.index, "shown": "nothing"})
}

/// The lines as values, to be changed before they are written.
pub(crate) fn values(entries: &[Entry], sizes: &[u64], shown: impl Fn(&Entry) -> Value) -> Vec<Value> {
    let mut values = vec![header(entries.len() as u64, sizes.len())];
    for (number, size) in sizes.iter().enumerate() {
        values.push(checkpoint(number, &note(entries, *size)));
    }
    values.extend(entries.iter().map(shown));
    values
}

pub(crate) fn text(values: &[Value]) -> String {
    values.iter().cloned().map(line).collect()
}

/// A commitment to fields that may be no body, and all of them revealed, by the formula in the documentation.
pub(crate) fn committed(index: u64, fields: Value) -> (String, Value) {
    let tagged = |tag: &str| format!("holdpoint/entry/v1/{tag}\0").into_bytes();
    let salt = Hash::of(&[b"any salt"]);
    let mut hashes = Vec::new();
    let mut shown = Vec::new();
    for field in fields.as_array().unwrap() {
        let (name, value) = (field[0].as_str().unwrap(), field[1].as_str().unwrap());
        let hash = Hash::of(&[&tagged("value"), salt.as_bytes(), value.as_bytes()]);
        let length = (name.len() as u64).to_be_bytes();
        let hash = Hash::of(&[&tagged("field"), &length, name.as_bytes(), hash.as_bytes()]);
        hashes.extend(hash.as_bytes());
        shown.push(json!({"name": name, "salt": salt.to_string(), "value": value}));
    }
    let (time, n) = (1_700_000_000_005u64, shown.len() as u64);
    let commitment = Hash::of(&[
        &tagged("entry"),
        salt.as_bytes(),
        &index.to_be_bytes(),
        &time.to_be_bytes(),
        salt.as_bytes(),
        &n.to_be_bytes(),
        &hashes,
    ]);
    let salt = salt.to_string();
    let reveal = json!({"fields": shown, "index": index, "received_ms": time, "request": salt, "salt": salt});
    (commitment.to_string(), reveal)
}
