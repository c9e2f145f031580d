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
