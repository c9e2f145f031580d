//! Files of one document a line.
//!
//! It must not know what the documents are.

use super::{Source, View, Want, read};
use crate::refusal::Refusal;

/// Does something with the document of every line that is not blank.
pub(crate) fn each_line(
    whole: &Source<'_>,
    want: &'static Want,
    mut work: impl FnMut(View<'_, '_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    for (index, text) in whole.text.split('\n').enumerate() {
        if text.trim().is_empty() {
            continue;
        }
        let source = Source {
            lines_before: whole.lines_before + index,
            text,
            ..*whole
        };
        let node = read(&source, want)?;
        work(View::new(&source, &node))?;
    }
    Ok(())
}
