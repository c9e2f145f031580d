//! Every bundle is given to the verifier in Python as well, and the two say the same.
//!
//! Where there is no `python3` nothing is compared, and the test says so.

use crate::bit_flips::{N_FLIPS, flipped, whole};
use crate::made::Case;
use crate::mutation::{N_MUTATED, mutated};
use crate::{cases, signed};
use holdpoint_ledger::Roots;
use holdpoint_ledger::bundle::{Answer, Report, verify};
use holdpoint_ledger::note::Note;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn has_python() -> bool {
    let found = Command::new("python3")
        .arg("--version")
        .output()
        .is_ok_and(|it| it.status.success());
    if !found {
        eprintln!("SKIPPED: there is no `python3` here, so the second verifier was not run");
    }
    found
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../verifiers/holdpoint_verify.py")
}

/// The case's trust in files, and the verifier asked about these bundles.
fn asked(folder: &Path, case: &Case, bundles: &[Vec<u8>]) -> Output {
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let mut command = Command::new("python3");
    command
        .arg(script())
        .arg("--json")
        .arg("--policy")
        .arg(file("policy", case.policy.as_bytes()));
    for (number, pin) in case.pins.iter().enumerate() {
        command
            .arg("--pin")
            .arg(file(&format!("pin-{number}"), pin.to_string().as_bytes()));
    }
    if let Some(roots) = &case.roots {
        command
            .arg("--roots")
            .arg(file("roots", roots.to_string().as_bytes()));
    }
    for (number, bundle) in bundles.iter().enumerate() {
        command.arg(file(&format!("bundle-{number}"), bundle));
    }
    command.output().unwrap()
}

/// Without the sentences, of which each program has its own.
fn bare(report: &Report) -> Value {
    let mut value: Value = serde_json::from_str(&report.to_json()).unwrap();
    for list in ["faults", "hidden"] {
        for item in value[list].as_array_mut().unwrap() {
            item.as_object_mut().unwrap().remove("words");
        }
    }
    value
}

fn said(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty(), "{errors}");
    text.lines().map(|it| serde_json::from_str(it).unwrap()).collect()
}

/// What both say of the bundles, known what is known of the case.
fn compare(folder: &Path, case: &Case, bundles: &[(String, Vec<u8>)]) {
    let bytes: Vec<Vec<u8>> = bundles.iter().map(|it| it.1.clone()).collect();
    let output = asked(folder, case, &bytes);
    let known = case.known();
    let reports: Vec<Report> = bytes.iter().map(|it| verify(&it[..], &known).unwrap()).collect();
    let found = said(&output);
    assert_eq!(found.len(), reports.len());
    for ((found, report), (name, _)) in found.iter().zip(&reports).zip(bundles) {
        assert_eq!(*found, bare(report), "{name}: {:?}", report.faults);
    }
    let has = |answer| reports.iter().any(|it| it.answer() == answer);
    let status = if has(Answer::Fails) {
        1
    } else if has(Answer::NotShown) {
        4
    } else {
        0
    };
    assert_eq!(output.status.code(), Some(status));
}

/// Cases of which the same is known, so that Python is started once for all of them.
fn grouped() -> BTreeMap<String, Vec<Case>> {
    let mut groups: BTreeMap<String, Vec<Case>> = BTreeMap::new();
    for case in cases::all().into_iter().chain(signed::all()) {
        let pins: String = case.pins.iter().map(Note::to_string).collect();
        let roots = case.roots.as_ref().map(Roots::to_string);
        let known = format!("{}{pins}{roots:?}{}", case.policy, case.answer);
        groups.entry(known).or_default().push(case);
    }
    groups
}

#[test]
fn the_second_verifier_says_the_same_of_every_case() {
    if !has_python() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for cases in grouped().values() {
        let named = |it: &Case| (it.name.to_owned(), it.bundle.clone().into_bytes());
        let bundles: Vec<(String, Vec<u8>)> = cases.iter().map(named).collect();
        compare(folder.path(), &cases[0], &bundles);
    }
}

#[test]
fn the_second_verifier_says_the_same_of_every_flipped_bit() {
    if !has_python() {
        return;
    }
    let (folder, case) = (tempfile::tempdir().unwrap(), whole());
    let flip = |seed| (format!("seed {seed}"), flipped(&case.bundle, seed).0);
    let bundles: Vec<(String, Vec<u8>)> = (0..N_FLIPS).map(flip).collect();
    compare(folder.path(), &case, &bundles);
}

#[test]
fn the_second_verifier_says_the_same_of_every_value_that_is_changed() {
    if !has_python() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let signed = signed::all().into_iter().next().unwrap();
    for case in [whole(), signed] {
        let mutate = |seed| (format!("seed {seed}"), mutated(&case.bundle, seed));
        let bundles: Vec<(String, Vec<u8>)> = (0..N_MUTATED).map(mutate).collect();
        compare(folder.path(), &case, &bundles);
    }
}

#[test]
fn the_second_verifier_does_not_answer_what_it_cannot_be_asked() {
    if !has_python() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let odd = Case {
        policy: "quorum\n".to_owned(),
        ..whole()
    };
    let output = asked(folder.path(), &odd, &[odd.bundle.clone().into_bytes()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("line 1"));
}

/// Prints the numbers of the vectors whose signatures it accepts.
const ACCEPTED: &str = "
import json, sys
sys.path.insert(0, sys.argv[1])
import holdpoint_verify as it
for v in json.load(open(sys.argv[2])):
    if it.ed25519_verify(bytes.fromhex(v['key']), v['msg'].encode(), bytes.fromhex(v['sig'])):
        print(v['number'])
";

#[test]
fn the_second_verifier_accepts_the_same_43_of_914_odd_signatures() {
    if !has_python() {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/cctv/ed25519.json");
    let vectors: Vec<Value> = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let refused = [
        "low_order_A",
        "low_order_R",
        "low_order_residue",
        "reencoded_k",
        "non_canonical_A",
        "non_canonical_R",
    ];
    let is_fine = |vector: &&Value| {
        let flags = vector["flags"].as_array().map_or(&[][..], Vec::as_slice);
        flags.iter().all(|it| !refused.contains(&it.as_str().unwrap()))
    };
    let expected: Vec<Value> = vectors
        .iter()
        .filter(is_fine)
        .map(|it| it["number"].clone())
        .collect();
    let mut command = Command::new("python3");
    command
        .arg("-B")
        .arg("-c")
        .arg(ACCEPTED)
        .arg(script().parent().unwrap())
        .arg(&path);
    assert_eq!(said(&command.output().unwrap()), expected);
    assert_eq!(expected.len(), 43);
}
