//! Bundles of a ledger under root keys, where it is asked who signed each entry.

use crate::made::{Case, all as whole, checkpoint, entry, header, log, name, nothing, part, text, tree};
use holdpoint_ledger::entry::Show;
use holdpoint_ledger::note::{Algorithm, Signer, Verifier};
use holdpoint_ledger::{Attestation, Body, Checkpoint, Entry, KeyEvent, Role, Roots};
use serde_json::{Value, json};

const N: usize = 12;

fn signer(seed: u8) -> Signer {
    let called = name(&format!("example.org/key-{seed}"));
    Signer::new(called, Algorithm::Ed25519, &[seed; 32])
}

fn key(seed: u8) -> Verifier {
    signer(seed).verifier().clone()
}

/// Two of three must sign.
fn roots(seeds: [u8; 3]) -> Roots {
    Roots::new(2, seeds.map(key).into()).unwrap()
}

fn add(seed: u8, role: Role) -> KeyEvent {
    KeyEvent::Add {
        key: key(seed),
        role,
        speaks_for: match role {
            Role::Root | Role::Log => Vec::new(),
            _ => vec!["Lab".to_owned()],
        },
    }
}

fn retire(seed: u8) -> KeyEvent {
    let key = key(seed).key_id();
    KeyEvent::Retire { key }
}

fn revoke(seed: u8, from: u64) -> KeyEvent {
    let key = key(seed).key_id();
    KeyEvent::Revoke { key, from }
}

fn event(event: &KeyEvent, seeds: &[u8]) -> Body {
    let mut attestation = event.attestation();
    seeds.iter().for_each(|it| attestation.sign(&signer(*it)));
    attestation.body().unwrap()
}

fn statement(role: &str) -> Value {
    json!({"_type": "https://in-toto.io/Statement/v1", "predicate": {"flop": "2.5e26"},
           "predicateType": "https://example.org/evaluation/v1", "role": role,
           "subject": [{"digest": {"sha256": "ab"}}]})
}

fn body(value: &Value) -> Body {
    Body::read(&serde_jcs::to_vec(value).unwrap()).unwrap()
}

fn signed(statement: Value, seeds: &[u8]) -> Body {
    let object = body(&statement).object().clone();
    let mut attestation = Attestation::new(object).unwrap();
    seeds.iter().for_each(|it| attestation.sign(&signer(*it)));
    attestation.body().unwrap()
}

fn said(role: &str, seed: u8) -> Body {
    signed(statement(role), &[seed])
}

fn bodies() -> [Body; N] {
    [
        event(&add(5, Role::Issuer), &[1, 2]),
        Body::padding(),
        said("issuer", 5),
        event(&add(6, Role::Auditor), &[3, 2]),
        said("auditor", 6),
        Body::padding(),
        event(&add(7, Role::Issuer), &[1, 2, 3]),
        said("issuer", 7),
        event(&retire(5), &[1, 2]),
        said("issuer", 7),
        event(&revoke(7, 9), &[1, 3]),
        said("auditor", 6),
    ]
}

/// The ledger with some bodies replaced, all of which it took, and the entries that `hide` changes on their
/// lines.
fn case(name: &'static str, replaced: &[(usize, Body)], hide: impl Fn(&Entry) -> Option<Value>) -> Case {
    let mut bodies = bodies();
    for (index, body) in replaced {
        bodies[*index] = body.clone();
    }
    let entries: Vec<Entry> = (0..)
        .zip(bodies)
        .map(|(index, body)| entry(index, body.text()))
        .collect();
    let origin = log().verifier().name().clone();
    let mut note = Checkpoint::new(origin, N as u64, tree(&entries).root()).sign(&log(), 0);
    note.sign(&crate::made::witness(12), 77);
    let mut lines = vec![header(N as u64, 1), checkpoint(0, &note)];
    lines.extend(entries.iter().map(|it| hide(it).unwrap_or_else(|| whole(it))));
    Case {
        roots: Some(roots([1, 2, 3])),
        ..Case::new(name, text(&lines))
    }
}

fn open(name: &'static str, replaced: &[(usize, Body)]) -> Case {
    case(name, replaced, |_| None)
}

/// The ledger took that body where the auditor's last word stands.
fn refused(name: &'static str, body: Body) -> Case {
    open(name, &[(11, body)]).fails("not-admitted", Some((11, 11)))
}

fn hidden(index: u64) -> impl Fn(&Entry) -> Option<Value> {
    move |it: &Entry| (it.index == index).then(|| nothing(it))
}

/// Of the entry, that field alone is shown.
fn but_for(index: u64, field: &'static str) -> impl Fn(&Entry) -> Option<Value> {
    move |it: &Entry| {
        let reveal = it.reveal(|name| if name == field { Show::Open } else { Show::Nothing });
        (it.index == index).then(|| part(it, &reveal))
    }
}

fn unsure(case: Case, n: usize) -> Case {
    (0..n).fold(case.not_shown(), |case, _| case.found("signers", None))
}

pub(crate) fn all() -> Vec<Case> {
    [rightly(), wrongly(), misshapen(), withheld()]
        .into_iter()
        .flatten()
        .collect()
}

fn rightly() -> Vec<Case> {
    let mut beside: Value = serde_json::from_str(said("auditor", 6).text()).unwrap();
    let other = json!({"kind": "ml-dsa-44", "sig": "AA=="});
    beside["signatures"].as_array_mut().unwrap().push(other);
    vec![
        open("signed", &[]),
        open("signed-beside-another-algorithm", &[(11, body(&beside))]),
        open("root-key-retires-itself", &[(11, event(&retire(3), &[3, 1]))]),
        Case {
            roots: None,
            ..open("signed-and-nobody-asks", &[(11, body(&json!({"a": 1})))])
        },
    ]
}

fn wrongly() -> Vec<Case> {
    let mut forged: Value = serde_json::from_str(said("auditor", 6).text()).unwrap();
    let other: Value = serde_json::from_str(said("issuer", 6).text()).unwrap();
    forged["signatures"] = other["signatures"].clone();
    let mut unchecked = statement("auditor");
    unchecked["signatures"] = json!([{"kind": "ml-dsa-44"}]);
    let mut unsigned = statement("auditor");
    unsigned["signatures"] = json!([]);
    let by_others = [0, 2, 3, 4, 6, 7, 8, 9, 10, 11];
    let other_roots = Case {
        roots: Some(roots([21, 22, 23])),
        ..open("other-roots", &[])
    };
    let left = [(10, event(&retire(3), &[1, 2])), (11, event(&retire(2), &[1, 2]))];
    let twice = event(&retire(5), &[1, 2]);
    let none = event(&retire(99), &[1, 2]);
    vec![
        by_others
            .into_iter()
            .fold(other_roots, |case, it| case.fails("not-admitted", Some((it, it)))),
        refused("no-attestation", body(&json!({"a": 1}))),
        refused("signature-of-something-else", body(&forged)),
        refused("signed-in-another-algorithm-alone", body(&unchecked)),
        refused("signed-by-nobody", body(&unsigned)),
        refused("unknown-key", said("issuer", 99)),
        refused("key-of-another-role", said("issuer", 6)),
        refused("retired-key", said("issuer", 5)),
        refused("revoked-key", said("issuer", 7)),
        refused("one-of-two-may-not", signed(statement("auditor"), &[6, 99])),
        refused("said-as-log", said("log", 6)),
        refused("root-says-something", signed(statement("root"), &[1, 2])),
        refused("too-few-roots", event(&add(8, Role::Issuer), &[1])),
        refused("added-twice", event(&add(6, Role::Auditor), &[1, 2])),
        refused("retired-twice", twice),
        refused("retired-and-never-added", none),
        refused("revoked-ahead", event(&revoke(6, 12), &[1, 2])),
        open("too-few-roots-left", &left).fails("not-admitted", Some((11, 11))),
    ]
}

fn misshapen() -> Vec<Case> {
    let with = |name, change: &dyn Fn(&mut Value)| {
        let mut value: Value = serde_json::from_str(said("auditor", 6).text()).unwrap();
        change(&mut value);
        refused(name, body(&value))
    };
    let mut event_as_auditor = statement("auditor");
    event_as_auditor["predicateType"] = json!("urn:holdpoint:key-event:v1");
    event_as_auditor["predicate"] = json!({"action": "retire", "key_id": key(5).key_id().to_string()});
    let of_root = |name, predicate: Value| {
        let mut value = statement("root");
        value["predicateType"] = json!("urn:holdpoint:key-event:v1");
        value["predicate"] = predicate;
        refused(name, signed(value, &[1, 2]))
    };
    let cosigner = Signer::new(name("example.org/w"), Algorithm::Cosigner, &[8; 32]);
    let key_of = |key: &Verifier| json!({"action": "add", "key": key.to_string(), "role": "issuer"});
    vec![
        refused("key-event-by-an-auditor", signed(event_as_auditor, &[6])),
        with("no-statement", &|it| {
            it["_type"] = json!("https://in-toto.io/Statement/v0.1")
        }),
        with("no-predicate-type", &|it| {
            it["predicateType"] = json!("evaluation")
        }),
        with("no-such-role", &|it| it["role"] = json!("owner")),
        with("without-role", &|it| {
            drop(it.as_object_mut().unwrap().remove("role"))
        }),
        with("no-subject", &|it| it["subject"] = json!([])),
        with("subject-without-digest", &|it| {
            it["subject"][0] = json!({"name": "a"})
        }),
        with("digest-that-is-no-text", &|it| {
            it["subject"][0]["digest"]["sha256"] = json!(1)
        }),
        with("signature-cut", &|it| it["signatures"][0]["sig"] = json!("AAAA")),
        with("signature-with-a-stranger", &|it| {
            it["signatures"][0]["x"] = json!("AAAA")
        }),
        with("signed-twice-by-one-key", &|it| {
            let first = it["signatures"][0].clone();
            it["signatures"].as_array_mut().unwrap().push(first);
        }),
        with("more-signatures-than-anybody-reads", &|it| {
            it["signatures"] = json!(vec![json!({"kind": "a"}); 33])
        }),
        with("signatures-that-are-none", &|it| it["signatures"] = json!("none")),
        of_root("no-such-action", json!({"action": "lend", "key_id": "ab"})),
        of_root(
            "add-without-role",
            json!({"action": "add", "key": key(8).to_string()}),
        ),
        of_root(
            "add-of-no-key",
            json!({"action": "add", "key": "a+b", "role": "issuer"}),
        ),
        of_root("add-of-a-cosigner", key_of(cosigner.verifier())),
        of_root(
            "retire-with-too-much",
            json!({"action": "retire", "from": 1, "key_id": key(6).key_id().to_string()}),
        ),
        of_root(
            "revoke-from-nowhere",
            json!({"action": "revoke", "from": -1, "key_id": key(6).key_id().to_string()}),
        ),
    ]
}

/// A withheld entry may have been a key event; what is known to be wrong all the same stays so.
fn withheld() -> Vec<Case> {
    let late = [(9, said("issuer", 5))];
    let behind = |name, hide: &dyn Fn(&Entry) -> Option<Value>| case(name, &[], hide);
    vec![
        unsure(behind("attestation-withheld", &hidden(4)), 6),
        behind("attestation-withheld-but-for-its-role", &but_for(4, "role")).not_shown(),
        behind(
            "attestation-withheld-but-for-its-predicate-type",
            &but_for(4, "predicateType"),
        )
        .not_shown(),
        unsure(
            behind("attestation-withheld-but-for-its-subject", &but_for(4, "subject")),
            6,
        ),
        unsure(
            behind("key-event-withheld-but-for-its-role", &but_for(3, "role")),
            7,
        ),
        open("signed-by-a-retired-key", &late).fails("not-admitted", Some((9, 9))),
        unsure(case("the-end-of-a-key-withheld", &late, hidden(8)), 3),
        case("retired-key-behind-something-withheld", &late, hidden(4))
            .fails("not-admitted", Some((9, 9)))
            .found("signers", None)
            .found("signers", None)
            .found("signers", None)
            .found("signers", None)
            .found("signers", None),
        unsure(
            case(
                "unknown-key-behind-something-withheld",
                &[(11, said("issuer", 99))],
                hidden(10),
            ),
            1,
        ),
        case(
            "unsigned-behind-something-withheld",
            &[(11, body(&json!({"a": 1})))],
            hidden(10),
        )
        .fails("not-admitted", Some((11, 11))),
        behind("padding-withheld-at-the-end", &hidden(11)).not_shown(),
    ]
}
