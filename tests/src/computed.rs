//! Parts of a page that a command writes: between a comment with the command and one that ends the part.
//!
//! ```text
//! <!-- $ holdpoint overview anthropic openai --format markdown -->
//! what it prints
//! <!-- end -->
//! ```
//!
//! It must not know what is computed.

use crate::folder::Binary;
use crate::found::CasesFile;
use crate::shell::Call;
use std::fs;
use std::ops::Range;
use std::path::Path;

const BEGIN: &str = "<!-- $ ";
const CLOSE: &str = " -->\n";
const END: &str = "<!-- end -->";

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Computed {
    /// As written after `$ `.
    pub(crate) line: String,
    body: Range<usize>,
}

/// Every computed part of a text, in order.
pub(crate) fn parts(text: &str) -> Result<Vec<Computed>, String> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text[at..].find(BEGIN) {
        let line_start = at + begin + BEGIN.len();
        let line = text[line_start..]
            .find(CLOSE)
            .map(|it| line_start..line_start + it);
        let line = line.ok_or("a comment with a command ends its line with ` -->`")?;
        let start = line.end + CLOSE.len();
        let length = text[start..].find(END);
        let length = length.ok_or_else(|| format!("`{}` has no `{END}`", &text[line.clone()]))?;
        found.push(Computed {
            line: text[line].to_owned(),
            body: start..start + length,
        });
        at = start + length + END.len();
    }
    Ok(found)
}

/// Whether the part still says what its command prints, run beside the page.
pub(crate) fn is_up_to_date(file: &CasesFile, part: &Computed, binary: &Binary) -> Result<(), String> {
    let text = read(file)?;
    let printed = printed(file, part, binary)?;
    match text[part.body.clone()] == printed {
        true => Ok(()),
        false => Err(format!(
            "{}: `$ {}` prints something else by now; run with UPDATE_CASES=1 and read the difference",
            file.name, part.line
        )),
    }
}

/// Writes what the commands print.
pub(crate) fn rewrite(file: &CasesFile, binary: &Binary) -> Result<(), String> {
    let text = read(file)?;
    let (mut new, mut at) = (String::new(), 0);
    for part in parts(&text)? {
        new.push_str(&text[at..part.body.start]);
        new.push_str(&printed(file, &part, binary)?);
        at = part.body.end;
    }
    new.push_str(&text[at..]);
    match new == text {
        true => Ok(()),
        false => fs::write(&file.path, new).map_err(|error| format!("{}: {error}", file.name)),
    }
}

/// With an empty line on both sides, so that Markdown sees its tables.
fn printed(file: &CasesFile, part: &Computed, binary: &Binary) -> Result<String, String> {
    let folder = file.path.parent().unwrap_or(Path::new("."));
    let output = binary.call(&Call::read(&part.line)?, folder)?;
    // That two texts differ is what such a part is there to say.
    let said = output.strip_suffix("[exit 1]\n").unwrap_or(&output);
    match said.lines().next_back().is_some_and(|it| it.starts_with('[')) {
        true => Err(format!("$ {}\n{output}", part.line)),
        false => Ok(format!("\n{said}\n")),
    }
}

pub(crate) fn read(file: &CasesFile) -> Result<String, String> {
    fs::read_to_string(&file.path).map_err(|error| format!("{}: {error}", file.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_runs_from_its_command_to_its_end() {
        let text = "# A\n<!-- $ holdpoint a -->\n\nx\n\n<!-- end -->\n<!-- $ holdpoint b -->\n<!-- end -->\n";
        let found = parts(text).expect("well formed");
        let lines: Vec<&str> = found.iter().map(|it| it.line.as_str()).collect();
        assert_eq!(lines, ["holdpoint a", "holdpoint b"]);
        assert_eq!(&text[found[0].body.clone()], "\nx\n\n");
    }

    #[test]
    fn a_part_without_an_end_is_no_part() {
        let error = parts("<!-- $ holdpoint a -->\nx\n").expect_err("it has no end");
        assert_eq!(error, "`holdpoint a` has no `<!-- end -->`");
    }
}
