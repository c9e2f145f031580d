//! The process that writes, and what must be there after it ended in whatever way.
//!
//! It must not know how it ended.

use crate::Outcome;
use holdpoint_ledger::store::AppendError;
use holdpoint_ledger::verify::Trust;
use holdpoint_ledger::{Body, Hash, Receipt, RequestKey, Secret, Sqlite, Store, Submission};
use std::path::Path;

/// Batches that the child sends, each of two requests.
pub(crate) const N_BATCHES: u64 = 4;

/// The child: what came of each batch, one line each.
pub(crate) fn write(path: &Path) {
    let store = match Sqlite::open(path) {
        Ok(store) => store,
        Err(error) => return println!("unopened {error:?}"),
    };
    for batch in 0..N_BATCHES {
        match store.append(batch_of(batch), 1000 + batch) {
            Ok(receipts) => println!("stored {batch} {}", shown(&receipts)),
            Err(AppendError::NotStored { .. }) => println!("not {batch}"),
            Err(AppendError::Unsure { .. }) => println!("unsure {batch}"),
            Err(error) => println!("odd {batch} {error:?}"),
        }
    }
}

fn shown(receipts: &[Receipt]) -> String {
    let words = receipts
        .iter()
        .map(|it| format!("{}:{}:{}", it.index, it.received_ms, it.commitment));
    words.collect::<Vec<String>>().join(",")
}

fn batch_of(batch: u64) -> Vec<Submission> {
    vec![submission(100 + 2 * batch), submission(101 + 2 * batch)]
}

/// Large enough that a commit takes several pages.
pub(crate) fn submission(number: u64) -> Submission {
    let body = format!("{{\"number\":{number},\"text\":\"{}\"}}", "x".repeat(3000));
    Submission {
        request_key: RequestKey::new(&number.to_string()).expect("digits are a key"),
        secret: Secret::draw(|it| it.copy_from_slice(Hash::of(&[&number.to_be_bytes()]).as_bytes())),
        body: Body::read(body.as_bytes()).expect("an object"),
    }
}

/// What was said is what is there.
pub(crate) fn hold(path: &Path, said: &[String], n_before: u64) -> Outcome<()> {
    let report = Sqlite::examine(path, &Trust::default())?;
    if let Some(fault) = report.faults.first() {
        return Err(fault.to_string().into());
    }
    let store = Sqlite::open(path)?;
    let size = store.size()?;
    let mut n_there = 0;
    for line in said {
        let words: Vec<&str> = line.splitn(3, ' ').collect();
        match words[..] {
            ["stored", batch, receipts] => {
                if found(&store, batch.parse()?)? != Some(receipts.to_owned()) {
                    return Err(format!("batch {batch} is lost").into());
                }
                n_there += 2;
            }
            ["not", batch] if found(&store, batch.parse()?)?.is_some() => {
                return Err(format!("batch {batch} is stored after all").into());
            }
            ["unsure", batch] if found(&store, batch.parse()?)?.is_some() => n_there += 2,
            ["not" | "unsure", _] | ["unopened", ..] => {}
            _ => return Err(format!("`{line}` is odd").into()),
        }
    }
    // A process that was killed did not say what came of its last batch.
    if !(n_before + n_there..=n_before + n_there + 2).contains(&size) {
        return Err(format!("{size} entries, of which {n_there} are accounted for").into());
    }
    sent_again(&store, n_before)
}

/// The receipts of all of the batch; it is never there by half.
pub(crate) fn found(store: &Sqlite, batch: u64) -> Outcome<Option<String>> {
    let mut receipts = Vec::new();
    for submission in batch_of(batch) {
        receipts.extend(store.receipt(&submission.request_key)?);
    }
    match receipts.len() {
        0 => Ok(None),
        2 => Ok(Some(shown(&receipts))),
        _ => Err(format!("half of batch {batch} is stored").into()),
    }
}

fn sent_again(store: &Sqlite, n_before: u64) -> Outcome<()> {
    for batch in 0..N_BATCHES {
        let before = found(store, batch)?;
        let after = shown(&store.append(batch_of(batch), 2000)?);
        if before.is_some_and(|it| it != after) {
            return Err(format!("the receipts of batch {batch} changed").into());
        }
    }
    match store.size()? {
        size if size == n_before + 2 * N_BATCHES => Ok(()),
        size => Err(format!("{size} entries after all was sent again").into()),
    }
}
