//! What a file alone does: it runs full.

use super::*;
use std::path::Path;

fn submission(key: &str, body: &str) -> Submission {
    Submission {
        request_key: RequestKey::new(key).unwrap(),
        secret: Secret::draw(|it| it.copy_from_slice(Hash::of(&[key.as_bytes()]).as_bytes())),
        body: Body::read(body.as_bytes()).unwrap(),
    }
}

#[test]
fn nothing_is_read_from_a_file_that_is_not_in_its_place_any_more_nor_written_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let path: &Path = &folder.path().join("ledger.db");
    Sqlite::open(path)
        .unwrap()
        .append(vec![submission("r-0", "{}")], 100)
        .unwrap();
    let backup = folder.path().join("backup.db");
    std::fs::copy(path, &backup).unwrap();
    let store = Sqlite::open(path).unwrap();
    store.append(vec![submission("r-1", "{}")], 100).unwrap();
    let kept_open = folder.path().join("aside.db");
    std::fs::rename(path, &kept_open).unwrap();
    assert!(store.size().unwrap_err().why.contains("gone"));
    std::fs::rename(&backup, path).unwrap();
    let why = store.entries(0..1).unwrap_err().why;
    assert!(why.contains("another file"), "{why}");
    let lost = store.append(vec![submission("r-2", "{}")], 100);
    assert!(matches!(lost, Err(AppendError::NotStored { .. })), "{lost:?}");
    std::fs::rename(&kept_open, path).unwrap();
    assert_eq!(store.size(), Ok(2));
}

#[test]
fn an_entry_that_was_changed_since_the_ledger_was_opened_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path: &Path = &folder.path().join("ledger.db");
    let store = Sqlite::open(path).unwrap();
    let three = (0..3).map(|it| submission(&format!("r-{it}"), "{\"a\":1}"));
    store.append(three.collect(), 100).unwrap();
    let other = rusqlite::Connection::open(path).unwrap();
    let edit = "DROP TRIGGER entry_is_not_changed; UPDATE entry SET body = '{\"a\":2}' WHERE number = 1";
    other.execute_batch(edit).unwrap();
    assert_eq!(store.entries(0..1).unwrap().len(), 1);
    assert!(store.entries(0..3).unwrap_err().why.contains("entry 1"));
}

#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged_and_leaves_no_gap() {
    let folder = tempfile::tempdir().unwrap();
    let path: &Path = &folder.path().join("ledger.db");
    {
        let first = (0..20).map(|it| submission(&format!("r-{it}"), "{}")).collect();
        Sqlite::open(path).unwrap().append(first, 100).unwrap();
        let db = rusqlite::Connection::open(path).unwrap();
        let pages: i64 = db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        let store = Sqlite::open_with_pages(path, pages + 2).unwrap();
        let large = |key: &str| submission(key, &format!("{{\"text\":\"{}\"}}", "x".repeat(100_000)));
        std::thread::scope(|scope| {
            for n in 0..8 {
                let (store, large) = (&store, &large);
                scope.spawn(move || {
                    let refused = store.append(
                        vec![submission(&format!("small-{n}"), "{}"), large(&format!("{n}"))],
                        200,
                    );
                    assert!(
                        matches!(refused, Err(AppendError::NotStored { .. })),
                        "{refused:?}"
                    );
                });
            }
        });
        assert_eq!(
            store.append(vec![submission("small", "{}")], 200).unwrap()[0].index,
            20
        );
        drop(store);
        assert_eq!(Sqlite::open(path).unwrap().size(), Ok(21));
    }
}
