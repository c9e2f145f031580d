//! A page of `docs/codes/` shows the message that it is about: its cases print that code, and a page of a
//! diagnostic prints no other.

use crate::section::Section;
use std::collections::BTreeSet;

/// Never in what a command prints: no file is large enough to be too large for the parser, and a property about
/// a finding names it without its code.
const NOT_PRINTED: [&str; 2] = ["HP0126", "HP1011"];

pub(crate) fn shows_its_code(code: &str, sections: &[Section]) -> Result<(), String> {
    if NOT_PRINTED.contains(&code) {
        return Ok(());
    }
    let exchanges = sections
        .iter()
        .flat_map(|it| &it.consoles)
        .flat_map(|it| &it.exchanges);
    let codes: BTreeSet<&str> = exchanges.flat_map(|it| codes_in(&it.expected)).collect();
    if !codes.contains(code) {
        return Err(format!("no case of this page prints `{code}`"));
    }
    // A finding seldom comes alone: the smallest policy that shows one has others.
    let others: Vec<&str> = codes
        .into_iter()
        .filter(|it| *it != code && it.starts_with("HP0"))
        .collect();
    match others.as_slice() {
        [] => Ok(()),
        others => Err(format!("the cases of this page also print {}", others.join(", "))),
    }
}

fn codes_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("HP").filter_map(|(at, _)| {
        let code = text.get(at..at + 6)?;
        code[2..].bytes().all(|it| it.is_ascii_digit()).then_some(code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::parts;
    use crate::section::Strictness;

    fn page(output: &str) -> Vec<Section> {
        let text = format!("# A\n```console\n$ holdpoint check case.md\n{output}\n```\n");
        let sections = parts(&text)
            .iter()
            .map(|it| Section::read(&text, it, Strictness::Page))
            .collect();
        let sections: Result<Vec<Section>, String> = sections;
        sections.expect("well formed")
    }

    #[test]
    fn a_page_prints_its_code_and_no_other() {
        assert!(shows_its_code("HP0123", &page("error[HP0123]: x")).is_ok());
        assert!(shows_its_code("HP0123", &page("nothing")).is_err_and(|it| it.contains("no case")));
        assert!(shows_its_code("HP0123", &page("HP0123 HP0124")).is_err_and(|it| it.contains("HP0124")));
        assert!(shows_its_code("HP1001", &page("HP1001 HP1002")).is_ok());
    }
}
