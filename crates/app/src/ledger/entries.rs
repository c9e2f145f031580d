//! Entries to be read, of a ledger or of a bundle in which some are withheld.
//!
//! It must not know what an entry says.

use super::examine::ExamineBundle;
use super::shown::{PREDICATE_TYPE, each_shown};
use super::{Ledger, is_bundle, open_showing};
use crate::problem::Problem;
use holdpoint_ledger::bundle::Answer;
use holdpoint_ledger::{Body, Entry, Roots, Store};
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

/// An entry as far as it is shown.
#[derive(Clone, Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) index: u64,
    /// Of one that is withheld, that of the last before it that is not: it was not received before.
    pub(crate) received_ms: u64,
    /// `None` if not all of it is shown.
    pub(crate) body: Option<Cow<'a, Body>>,
    /// The type of its predicate, as far as that is shown of an entry that is not shown as a whole.
    predicate_type: Option<String>,
}

impl Seen<'_> {
    fn borrowed(&self) -> Seen<'_> {
        Seen {
            index: self.index,
            received_ms: self.received_ms,
            body: self.body.as_deref().map(Cow::Borrowed),
            predicate_type: self.predicate_type.clone(),
        }
    }

    /// Whether its predicate is of a type, or may be since that is not shown.
    pub(crate) fn may_be(&self, predicate_type: impl Fn(&str) -> bool) -> bool {
        let shown = match &self.body {
            Some(body) => body.object().text(PREDICATE_TYPE).unwrap_or_default(),
            None => match &self.predicate_type {
                Some(shown) => shown,
                None => return true,
            },
        };
        predicate_type(shown)
    }
}

/// What can be read entry by entry.
pub(crate) trait Entries: Send {
    fn size(&self) -> Result<u64, Problem>;

    /// The entries with these indices, fewer if there are not so many.
    fn seen(&self, indices: Range<u64>) -> Result<Vec<Seen<'_>>, Problem>;

    /// Where something can be recorded.
    fn store(&self) -> Option<&dyn Store>;
}

impl Entries for Ledger {
    fn size(&self) -> Result<u64, Problem> {
        Store::size(&**self).map_err(Problem::of)
    }

    fn seen(&self, indices: Range<u64>) -> Result<Vec<Seen<'_>>, Problem> {
        let entries = self.entries(indices).map_err(Problem::of)?;
        Ok(entries.into_iter().map(Seen::from).collect())
    }

    fn store(&self) -> Option<&dyn Store> {
        Some(&**self)
    }
}

impl From<Entry> for Seen<'_> {
    fn from(it: Entry) -> Self {
        Seen {
            index: it.index,
            received_ms: it.received_ms,
            body: Some(Cow::Owned(it.body)),
            predicate_type: None,
        }
    }
}

impl<'a> From<&'a Entry> for Seen<'a> {
    fn from(it: &'a Entry) -> Self {
        Seen {
            index: it.index,
            received_ms: it.received_ms,
            body: Some(Cow::Borrowed(&it.body)),
            predicate_type: None,
        }
    }
}

/// A bundle that was examined.
pub(crate) struct Bundle(Vec<Seen<'static>>);

impl Entries for Bundle {
    fn size(&self) -> Result<u64, Problem> {
        Ok(self.0.len() as u64)
    }

    fn seen(&self, indices: Range<u64>) -> Result<Vec<Seen<'_>>, Problem> {
        let within = |it: u64| usize::try_from(it).unwrap_or(usize::MAX).min(self.0.len());
        let seen = &self.0[within(indices.start)..within(indices.end)];
        Ok(seen.iter().map(Seen::borrowed).collect())
    }

    fn store(&self) -> Option<&dyn Store> {
        None
    }
}

/// A ledger, under root keys if there are any; or a bundle whose checkpoints the ledger's own key signed, of which whoever
/// takes its entries in looks at who signed them. Shows every entry, in order.
pub(crate) fn entries_of(
    path: &Path,
    key: Option<&str>,
    roots: Option<&Roots>,
    mut show: impl FnMut(&Seen<'_>),
) -> Result<Box<dyn Entries>, Problem> {
    if !is_bundle(path) {
        let ledger = open_showing(path, roots, &mut |it| show(&Seen::from(it)))?;
        return Ok(Box::new(ledger));
    }
    if key.is_none() {
        let message = format!(
            "{} is a bundle, and no key is given to verify it with",
            path.display()
        );
        return Err(Problem::new(
            message,
            "give the ledger's public key with --verifier",
        ));
    }
    let examination = ExamineBundle {
        path: path.to_owned(),
        key: key.map(str::to_owned),
        policy: None,
        pins: Vec::new(),
        roots: None,
    };
    let report = examination.run()?.report;
    if report.answer() == Answer::Fails || report.held != Some(report.size) {
        let message = format!("{} is not the ledger that it says it is", path.display());
        let help = format!("holdpoint ledger verify {} says what is wrong", path.display());
        return Err(Problem::new(message, help));
    }
    let bundle = read(path)?;
    bundle.0.iter().for_each(show);
    Ok(Box::new(bundle))
}

fn read(path: &Path) -> Result<Bundle, Problem> {
    let mut entries: Vec<Seen<'static>> = Vec::new();
    each_shown(path, |shown| {
        let before = entries.last().map_or(0, |it| it.received_ms);
        let body = shown
            .body
            .as_ref()
            .map(|it| Body::read(it.as_bytes()))
            .transpose();
        entries.push(Seen {
            index: shown.index,
            received_ms: shown.received_ms.unwrap_or(before),
            body: body.map_err(Problem::of)?.map(Cow::Owned),
            predicate_type: shown.revealed_type(),
        });
        Ok(())
    })?;
    Ok(Bundle(entries))
}

/// Entries that are read at a time.
const AT_A_TIME: u64 = 1000;

/// Every entry with such an index, in order, a few at a time.
pub(crate) fn each_entry(
    entries: &dyn Entries,
    indices: Range<u64>,
    mut each: impl FnMut(Seen<'_>) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut next = indices.start;
    while next < indices.end {
        let some = entries.seen(next..indices.end.min(next + AT_A_TIME))?;
        if some.is_empty() {
            return Err(Problem::of(format!("entry {next} is not there")));
        }
        next += some.len() as u64;
        some.into_iter().try_for_each(&mut each)?;
    }
    Ok(())
}
