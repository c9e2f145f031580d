//! Bundles as the ledger itself writes them, held against those made by hand.

use crate::cases::mixed;
use crate::made::{SIZES, entries, log, note, text, values};
use holdpoint_ledger::bundle::{Answer, Known, Shown, Unwritten, verify, write};
use holdpoint_ledger::entry::Show;
use holdpoint_ledger::{Entry, Sqlite, Store, Submission, TrustPolicy};

fn store(folder: &tempfile::TempDir) -> Sqlite {
    let store = Sqlite::open(&folder.path().join("ledger.db")).unwrap();
    for entry in entries() {
        let submission = Submission {
            request_key: entry.request_key.clone(),
            secret: entry.secret.clone(),
            body: entry.body.clone(),
        };
        store.append(vec![submission], entry.received_ms).unwrap();
        if SIZES.contains(&(entry.index + 1)) {
            store.keep_checkpoint(&note(&entries(), entry.index + 1)).unwrap();
        }
    }
    store
}

fn written(store: &Sqlite, size: u64, show: impl FnMut(&Entry) -> Shown) -> Result<String, Unwritten> {
    let mut out = Vec::new();
    write(store, log().verifier().name(), size, show, &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn a_bundle_is_the_same_bytes_as_one_made_by_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let store = store(&folder);
    let show = |entry: &Entry| match mixed(entry)["shown"].as_str() {
        Some("all") => Shown::All,
        Some("nothing") => Shown::Nothing,
        _ => Shown::Part(entry.reveal(|name| match name {
            "note" => Show::Open,
            "number" => Show::Name,
            _ => Show::Nothing,
        })),
    };
    assert_eq!(
        written(&store, 40, show).unwrap(),
        text(&values(&entries(), &SIZES, mixed))
    );
    let early = text(&values(&entries()[..25], &[10, 20], mixed));
    assert_eq!(written(&store, 25, show).unwrap(), early);
}

#[test]
fn a_bundle_is_of_no_more_entries_than_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let refused = written(&store(&folder), 41, |_| Shown::All);
    assert!(matches!(
        refused,
        Err(Unwritten::TooFew {
            size: 41,
            n_entries: 40
        })
    ));
}

#[test]
fn the_largest_body_fits_on_a_line_and_a_reveal_of_many_fields_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(&folder.path().join("ledger.db")).unwrap();
    let quotes = "\\\"".repeat((holdpoint_ledger::Body::BYTES_MAX - 8) / 2);
    let members: Vec<String> = (10_000..60_000).map(|it| format!("\"{it}\":0")).collect();
    for (number, body) in [
        (0, format!("{{\"a\":\"{quotes}\"}}")),
        (1, format!("{{{}}}", members.join(","))),
    ] {
        let entry = crate::made::entry(number, &body);
        let submission = Submission {
            request_key: entry.request_key,
            secret: entry.secret,
            body: entry.body,
        };
        store.append(vec![submission], 1).unwrap();
    }
    let known = Known {
        policy: TrustPolicy::of_logs(vec![log().verifier().clone()]),
        pins: Vec::new(),
        roots: None,
    };
    let bundle = written(&store, 2, |_| Shown::All).unwrap();
    let report = verify(bundle.as_bytes(), &known).unwrap();
    assert_eq!((report.answer(), report.faults), (Answer::NotShown, Vec::new()));
    let refused = written(&store, 2, |it| Shown::Part(it.reveal(|_| Show::Name)));
    assert!(matches!(refused, Err(Unwritten::TooLong { index: 1 })));
}
