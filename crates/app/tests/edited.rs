//! A record that was imported and then edited in place does not pass for what it was.

use holdpoint_app::{ImportRecord, InitLedger, PublishPolicy, read_moment};
use std::path::{Path, PathBuf};

const POLICY: &str = "policy small \"Small\", effective 2025-01-01.\nparty Lab is the developer.\naction training, scales.\n\
    capability harm.\nlevel low.\nlevel two above low, when harm.\nevaluation trials of two.\n\
    safeguard locks, by Lab.\nclause shut: before training when two is indicated, Lab must have locks in place.\n";

fn import(ledger: &Path, file: PathBuf) -> Result<u64, String> {
    let call = ImportRecord {
        roots: None,
        path: ledger.to_owned(),
        file,
        format: None,
        samples: Vec::new(),
        evaluation: Some("trials".to_owned()),
        quantities: Vec::new(),
        answer: Some("inconclusive".to_owned()),
        by: Some("Lab".to_owned()),
        line: Some("m1".to_owned()),
        key: None,
        now: Some(read_moment("2026-01-02").expect("a date")),
    };
    let imported = call.run().map_err(|why| why.to_string())?;
    Ok(imported.recorded.entries[0].index)
}

#[test]
fn a_record_that_is_edited_in_place_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let ledger = at("l.db");
    let init = InitLedger {
        path: ledger.clone(),
        origin: "example.org/ledger".to_owned(),
        key: None,
    };
    init.run().expect("it is begun");
    std::fs::write(at("small.hold"), POLICY).expect("it is written");
    let publish = PublishPolicy {
        roots: None,
        path: ledger.clone(),
        policy: at("small.hold"),
        from: None,
        readings: Vec::new(),
        key: None,
        now: Some(read_moment("2026-01-01").expect("a date")),
    };
    publish.run().expect("it is published");
    let record = Path::new(env!("CARGO_MANIFEST_DIR")).join("../importers/tests/every_eval_ever/record.json");
    assert_eq!(import(&ledger, record.clone()), Ok(1));
    assert_eq!(
        import(&ledger, record.clone()),
        Ok(1),
        "the same again is the same entry"
    );
    let text = std::fs::read_to_string(record).expect("it is there");
    std::fs::write(at("edited.json"), text + "\n").expect("it is written");
    let refused = import(&ledger, at("edited.json")).expect_err("it is another content");
    assert!(
        refused.contains("the record was edited under its old identity"),
        "{refused}"
    );
    assert!(refused.contains("in entry 1"), "{refused}");
}
