//! Writes what the commands print into the file of cases. Reading that diff is the review.

use crate::folder::Binary;
use crate::found::CasesFile;
use crate::markdown::parts;
use crate::section::{Section, Strictness};
use std::fs;
use std::ops::Range;

pub(crate) fn rewrite(file: &CasesFile, strictness: Strictness, binary: &Binary) -> Result<(), String> {
    let path = &file.path;
    let shared = file.shared()?;
    let cannot = |error: std::io::Error| format!("{}: {error}", file.name);
    let text = fs::read_to_string(path).map_err(cannot)?;
    let mut bodies = Vec::new();
    for part in parts(&text) {
        // A malformed section fails as a test of its own.
        let Ok(section) = Section::read(&text, &part, strictness) else {
            continue;
        };
        bodies.extend(new_bodies(&section, &binary.run(&section, &shared)?));
    }
    let new = replaced(&text, &bodies);
    if new == text {
        Ok(())
    } else {
        fs::write(path, new).map_err(cannot)
    }
}

fn new_bodies(section: &Section, outputs: &[Vec<String>]) -> Vec<(Range<usize>, String)> {
    let consoles = section.consoles.iter().zip(outputs);
    consoles
        .map(|(console, outputs)| {
            let written = console
                .exchanges
                .iter()
                .zip(outputs)
                .map(|(it, output)| it.written(output));
            (console.body.clone(), written.collect())
        })
        .collect()
}

/// The text with each range, in order, replaced.
fn replaced(text: &str, changes: &[(Range<usize>, String)]) -> String {
    let mut new = String::new();
    let mut at = 0;
    for (range, replacement) in changes {
        new.push_str(&text[at..range.start]);
        new.push_str(replacement);
        at = range.end;
    }
    new.push_str(&text[at..]);
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bodies_of_consoles_change() {
        let changes = [(1..2, "xx".to_owned()), (3..3, "y".to_owned())];
        assert_eq!(replaced("abcd", &changes), "axxcyd");
        assert_eq!(replaced("abcd", &[]), "abcd");
    }
}
