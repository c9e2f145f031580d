//! Bundles of a ledger whose entries nobody signs.

use crate::made::{
    Case, N, SIZES, all as whole, entries, entry, header, line, log, name, note, nothing, part, policy, text,
    tree, values, witness,
};
use holdpoint_ledger::entry::Show;
use holdpoint_ledger::note::Note;
use holdpoint_ledger::{Body, Checkpoint, Entry, Hash};
use serde_json::{Value, json};

/// The lines before the first entry.
const ABOVE: usize = 1 + SIZES.len();

/// Every third entry in part, every fifth not at all.
pub(crate) fn mixed(entry: &Entry) -> Value {
    let reveal = || {
        entry.reveal(|name| match name {
            "note" => Show::Open,
            "number" => Show::Name,
            _ => Show::Nothing,
        })
    };
    match entry.index {
        0..3 => whole(entry),
        index if index % 5 == 0 => nothing(entry),
        index if index % 3 == 0 => part(entry, &reveal()),
        _ => whole(entry),
    }
}

fn good() -> Vec<Value> {
    values(&entries(), &SIZES, whole)
}

/// The good bundle, changed, with the sums of all lines computed anew.
fn changed(name: &'static str, change: impl FnOnce(&mut Vec<Value>)) -> Case {
    let mut values = good();
    change(&mut values);
    Case::new(name, text(&values))
}

/// The entries changed, numbered and hashed anew, under the checkpoints of the good ones.
fn forged(name: &'static str, change: impl FnOnce(&mut Vec<Entry>)) -> Case {
    let mut forged = entries();
    change(&mut forged);
    for (index, entry) in (0..).zip(&mut forged) {
        entry.index = index;
    }
    let mut lines = good()[..ABOVE].to_vec();
    lines[0] = header(forged.len() as u64, SIZES.len());
    lines.extend(forged.iter().map(whole));
    Case::new(name, text(&lines))
}

fn other_history(size: u64) -> Note {
    let mut other = entries();
    other[3].body = Body::padding();
    note(&other, size)
}

pub(crate) fn all() -> Vec<Case> {
    [shown(), torn(), edited(), rewritten(), heads(), by_the_log()]
        .into_iter()
        .flatten()
        .collect()
}

/// Nothing is wrong; not all is shown.
fn shown() -> Vec<Case> {
    let size_30 = |sizes: &[u64]| text(&values(&entries()[..30], sizes, whole));
    let empty = Checkpoint::empty(name("example.org/ledger")).sign(&log(), 0);
    let empty = [
        header(0, 1),
        json!({"checkpoint": empty.to_string(), "number": 0}),
    ];
    let opened = |entry: &Entry| part(entry, &entry.reveal(|_| Show::Open));
    vec![
        changed("whole", |_| {}),
        changed("pinned", |_| {})
            .pinned(note(&entries(), 20))
            .pinned(note(&entries(), 40)),
        Case::new("opened-field-by-field", text(&values(&entries(), &SIZES, opened))),
        Case::new("mixed", text(&values(&entries(), &SIZES, mixed))).not_shown(),
        Case::new("behind-the-last-checkpoint", size_30(&[10, 20])).not_shown(),
        Case::new("without-checkpoints", size_30(&[])).not_shown(),
        Case::new("without-checkpoints-but-pinned", size_30(&[])).pinned(note(&entries(), 30)),
        Case {
            policy: policy("both"),
            ..changed("few-witnesses-of-what-more-saw-later", |_| {})
        },
        Case {
            policy: policy("both"),
            ..Case::new("fewer-witnesses-than-both", size_30(&[10, 20, 30]))
        }
        .not_shown()
        .found("quorum", None)
        .found("quorum", None)
        .found("quorum", None),
        Case {
            policy: policy("none"),
            ..Case::new("nothing-was-recorded", text(&empty))
        },
        Case::new("no-witness-of-nothing", text(&empty))
            .not_shown()
            .found("quorum", None),
    ]
}

/// The file is damaged.
fn torn() -> Vec<Case> {
    let good = text(&good());
    let lines: Vec<&str> = good.split_inclusive('\n').collect();
    let with = |name, change: &dyn Fn(&mut Vec<String>)| {
        let mut lines: Vec<String> = lines.iter().map(|it| (*it).to_owned()).collect();
        change(&mut lines);
        Case::new(name, lines.concat())
    };
    let at = |index: usize| ABOVE + index;
    vec![
        Case::new("empty-file", String::new()).fails("file", None),
        Case::new("no-bundle", "hello\n".to_owned()).fails("file", None),
        with("without-header", &|it| drop(it.remove(0))).fails("file", None),
        with("header-twice", &|it| it.insert(at(3), it[0].clone())).fails("unreadable", Some((3, 3))),
        with("cut-within-the-last-line", &|it| it[at(39)].truncate(100)).fails("unreadable", Some((39, 39))),
        with("cut-before-the-end", &|it| it.truncate(at(30))).fails("missing", Some((30, 39))),
        with("a-line-behind-the-end", &|it| it.push("x\n".to_owned())).fails("file", None),
        with("an-entry-behind-the-end", &|it| {
            it.push(line(whole(&entry(40, "{}"))))
        })
        .fails("out-of-place", Some((40, 40))),
        with("an-empty-line", &|it| it.insert(at(7), "\n".to_owned())).fails("unreadable", Some((7, 7))),
        with("two-lines-made-one", &|it| {
            it[at(7)] = it[at(7)].trim_end().to_owned()
        })
        .fails("unreadable", Some((7, 7)))
        .fails("missing", Some((8, 8))),
        with("blank-space", &|it| it[at(7)] = it[at(7)].replacen(':', ": ", 1))
            .fails("unreadable", Some((7, 7))),
        with("an-unknown-member", &|it| {
            it[at(7)] = it[at(7)].replacen("{\"body\"", "{\"a\":1,\"body\"", 1)
        })
        .fails("unreadable", Some((7, 7))),
        with("without-a-checkpoint", &|it| drop(it.remove(2))).fails("checkpoint", None),
        with("without-the-last-checkpoint", &|it| drop(it.remove(3))).fails("checkpoint", None),
        with("a-checkpoint-behind-entries", &|it| {
            it.insert(at(2), it[1].clone())
        })
        .fails("checkpoint", None),
        with("checkpoints-swapped", &|it| it.swap(1, 2))
            .fails("checkpoint", None)
            .fails("checkpoint", None),
    ]
}

/// Somebody changed an entry.
fn edited() -> Vec<Case> {
    let set = |values: &mut Vec<Value>, index: usize, member: &str, value: Value| {
        values[ABOVE + index][member] = value;
    };
    let mut unsound = text(&good());
    unsound = unsound.replacen("\\\"number\\\":7", "\\\"number\\\":8", 1);
    let hash = Hash::of(&[b"another"]).to_string();
    let another = json!(hash);
    let of_part = |name, change: &dyn Fn(&mut Value)| {
        let mut values = values(&entries(), &SIZES, mixed);
        change(&mut values[ABOVE + 9]["reveal"]);
        Case::new(name, text(&values)).fails("edited", Some((9, 9)))
    };
    vec![
        changed("edited-body", |it| set(it, 7, "body", json!("{\"number\":8}")))
            .fails("edited", Some((7, 7))),
        Case::new("edited-body-with-the-old-sum", unsound)
            .fails("damaged", Some((7, 7)))
            .fails("edited", Some((7, 7))),
        changed("edited-time", |it| set(it, 7, "received_ms", json!(1))).fails("edited", Some((7, 7))),
        changed("edited-request", |it| set(it, 7, "request_key", json!("x"))).fails("edited", Some((7, 7))),
        changed("edited-secret", |it| set(it, 7, "secret", another.clone())).fails("edited", Some((7, 7))),
        changed("edited-commitment", |it| {
            set(it, 7, "commitment", another.clone())
        })
        .fails("edited", Some((7, 7)))
        .fails("rewritten", Some((0, 9))),
        changed("a-body-that-is-none", |it| set(it, 7, "body", json!("[]")))
            .fails("unreadable", Some((7, 7))),
        changed("a-body-that-is-not-canonical", |it| {
            set(it, 7, "body", json!("{ }"))
        })
        .fails("unreadable", Some((7, 7))),
        of_part("edited-value", &|it| it["fields"][0]["value"] = json!("1")),
        of_part("edited-name", &|it| it["fields"][1]["name"] = json!("numbes")),
        of_part("a-field-left-out", &|it| {
            drop(it["fields"].as_array_mut().unwrap().pop())
        }),
        of_part("a-field-put-in", &|it| {
            it["fields"]
                .as_array_mut()
                .unwrap()
                .push(json!({"field_hash": hash}))
        }),
        of_part("edited-salt", &|it| it["salt"] = another.clone()),
    ]
}

/// Somebody changed entries and computed every hash anew; the checkpoints they could not sign.
fn rewritten() -> Vec<Case> {
    let withheld = |name, index: usize| {
        changed(name, |values| {
            values[ABOVE + index] = nothing(&entries()[index]);
            values[ABOVE + index]["commitment"] = json!(Hash::of(&[]).to_string());
        })
    };
    vec![
        forged("rewritten-body", |it| it[15].body = Body::padding()).fails("rewritten", Some((10, 19))),
        forged("removed", |it| drop(it.remove(15)))
            .fails("rolled-back", None)
            .fails("rewritten", Some((10, 19))),
        forged("inserted", |it| {
            it.insert(
                25,
                Entry {
                    request_key: entry(99, "{}").request_key,
                    ..entry(25, "{}")
                },
            )
        })
        .fails("rewritten", Some((20, 39))),
        forged("reordered", |it| it.swap(3, 4)).fails("rewritten", Some((0, 9))),
        withheld("another-withheld", 35).fails("rewritten", Some((20, 39))),
        changed("removed-line", |it| drop(it.remove(ABOVE + 15))).fails("missing", Some((15, 15))),
        changed("reordered-lines", |it| it.swap(ABOVE + 15, ABOVE + 16))
            .fails("missing", Some((15, 15)))
            .fails("out-of-place", Some((15, 15))),
        changed("inserted-line", |it| {
            it.insert(ABOVE + 15, it[ABOVE + 14].clone())
        })
        .fails("out-of-place", Some((14, 14))),
        Case::new("all-rewritten-without-checkpoints", {
            let mut other = entries();
            other[3].body = Body::padding();
            text(&values(&other, &[], whole))
        })
        .pinned(note(&entries(), 20))
        .fails("rewritten", Some((0, 19))),
        changed("an-index-out-of-all-proportion", |it| {
            it[0]["size"] = json!("18446744073709551615");
            it[ABOVE + 39] = nothing(&entry(u64::MAX - 1, "{}"));
            it[ABOVE + 39]["index"] = json!("18446744073709551614");
        })
        .fails("missing", Some((39, u64::MAX - 2))),
    ]
}

/// Somebody shows other checkpoints.
fn heads() -> Vec<Case> {
    let old = || text(&values(&entries()[..20], &[10, 20], whole));
    let strange = Checkpoint::new(name("example.com/other"), 20, Hash::of(&[])).sign(&log(), 0);
    let replaced = |name, note: &Note| {
        let note = note.to_string();
        changed(name, |it| it[2]["checkpoint"] = json!(note))
    };
    let good = note(&entries(), 20);
    let mut miscosigned = good.clone();
    miscosigned.add(note(&entries(), 40).signature(&witness(12), 5));
    let unsigned = Checkpoint::parse(good.text()).unwrap().sign(&witness(11), 1);
    vec![
        Case::new("old-head-replayed", old())
            .pinned(note(&entries(), 40))
            .fails("rolled-back", None),
        Case::new("old-head-of-its-time", old()).pinned(note(&entries(), 10)),
        changed("two-heads-of-one-size", |_| {})
            .pinned(other_history(20))
            .fails("forked", None),
        changed("two-heads-of-one-size-in-the-bundle", |it| {
            it[0] = header(N, 4);
            it.insert(
                3,
                json!({"checkpoint": other_history(20).to_string(), "number": 2}),
            );
            it[4]["number"] = json!(3);
        })
        .fails("forked", None),
        changed("pin-of-another-ledger", |_| {})
            .pinned(strange)
            .fails("pin", None),
        replaced("checkpoint-cut", &good).with_bundle(|it| it.replacen("org/ledger\\n20", "org/ledger", 1)),
        replaced("checkpoint-miscosigned", &miscosigned).fails("checkpoint", None),
        replaced("checkpoint-not-signed-by-the-log", &unsigned).fails("checkpoint", None),
        replaced("checkpoint-of-an-earlier-size", &note(&entries(), 5)).fails("checkpoint", None),
        replaced("checkpoint-of-another-history", &other_history(20)).fails("forked", None),
        Case {
            policy: policy("one").replace("log example.org/ledger", "#"),
            ..changed("unknown-log", |_| {})
        }
        .fails("checkpoint", None)
        .fails("checkpoint", None)
        .fails("checkpoint", None),
    ]
}

impl Case {
    /// The bundle as text, so that sums do not fit any more.
    fn with_bundle(self, change: impl FnOnce(&str) -> String) -> Case {
        let bundle = change(&self.bundle);
        assert_ne!(bundle, self.bundle);
        Case { bundle, ..self }.fails("checkpoint", None)
    }
}

/// The log itself did what no log may, and signed it.
fn by_the_log() -> Vec<Case> {
    let signed = |name, change: &dyn Fn(&mut Vec<Entry>)| {
        let mut entries = entries();
        change(&mut entries);
        assert_eq!(tree(&entries).size(), N);
        Case::new(name, text(&values(&entries, &SIZES, whole)))
    };
    let nonsense = |name, fields: Value| {
        let mut values = values(&entries(), &[], whole);
        let (commitment, reveal) = crate::made::committed(15, fields);
        values[1 + 15] = json!({"commitment": commitment, "index": 15, "reveal": reveal, "shown": "part"});
        Case::new(name, text(&values)).fails("no-body", Some((15, 15)))
    };
    vec![
        signed("time-runs-back", &|it| it[20].received_ms = 1).fails("time-runs-back", Some((20, 20))),
        signed("one-request-twice", &|it| {
            it[20].request_key = it[3].request_key.clone()
        })
        .fails("request-twice", Some((20, 20))),
        nonsense("committed-to-names-out-of-order", json!([["b", "1"], ["a", "1"]])),
        nonsense("committed-to-a-name-twice", json!([["a", "1"], ["a", "1"]])),
        nonsense("committed-to-no-json", json!([["a", "1.5"]])),
    ]
}
