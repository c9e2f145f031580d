//! What a bundle that was examined shows, line by line, as docs/ledger.md has it.
//!
//! It must not know whether the bundle is to be believed: whoever asks has examined it.

use crate::problem::Problem;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// The field that says of what kind an entry is.
pub(crate) const PREDICATE_TYPE: &str = "predicateType";
/// The field that says which model line it is about.
pub(crate) const LINE: &str = "line";

/// An entry's line.
pub(super) struct ShownEntry {
    pub(super) index: u64,
    /// `None` of an entry that is withheld.
    pub(super) received_ms: Option<u64>,
    /// The body, of an entry of which all is shown.
    pub(super) body: Option<String>,
    /// The fields of an entry that is shown in part.
    pub(super) fields: Option<Vec<ShownField>>,
}

/// A field, with its name and the JSON of its value as far as they are shown.
#[derive(Deserialize)]
pub(super) struct ShownField {
    pub(super) name: Option<String>,
    pub(super) value: Option<String>,
}

#[derive(Deserialize)]
struct Line {
    index: Option<u64>,
    received_ms: Option<u64>,
    body: Option<String>,
    reveal: Option<Reveal>,
}

#[derive(Deserialize)]
struct Reveal {
    received_ms: u64,
    fields: Vec<ShownField>,
}

impl ShownEntry {
    /// The type of the predicate of an entry that is shown in part, if that part is.
    pub(super) fn revealed_type(&self) -> Option<String> {
        let mut fields = self.fields.iter().flatten();
        let field = fields.find(|it| it.name.as_deref() == Some(PREDICATE_TYPE))?;
        serde_json::from_str(field.value.as_deref()?).ok()
    }
}

/// Every entry, in order.
pub(super) fn each_shown(
    path: &Path,
    mut each: impl FnMut(ShownEntry) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let named = |why: &dyn std::fmt::Display| Problem::of(format!("{}: {why}", path.display()));
    let file = File::open(path).map_err(|why| named(&why))?;
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|why| named(&why))?;
        let line: Line = serde_json::from_str(&line).map_err(|why| named(&why))?;
        let Some(index) = line.index else { continue };
        let revealed_ms = line.reveal.as_ref().map(|it| it.received_ms);
        each(ShownEntry {
            index,
            received_ms: line.received_ms.or(revealed_ms),
            body: line.body,
            fields: line.reveal.map(|it| it.fields),
        })?;
    }
    Ok(())
}
