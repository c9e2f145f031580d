//! Every code that a message can carry has a page, and every page a code.
//!
//! Codes are found in the sources as the strings that they are, so that no list can be forgotten.

use super::tree::Tree;
use std::collections::BTreeSet;

const PAGES: &str = "docs/codes/";

pub(crate) fn without_page(tree: &Tree) -> Vec<String> {
    let codes = codes_in_sources(tree);
    let missing = codes.iter().filter(|code| tree.get(&page_of(code)).is_none());
    missing
        .map(|code| format!("{}: missing, and `{code}` needs it", page_of(code)))
        .collect()
}

pub(crate) fn pages_without_code(tree: &Tree) -> Vec<String> {
    let codes = codes_in_sources(tree);
    let mut complaints = Vec::new();
    for (path, text) in tree.files() {
        let Some(name) = page_name(path) else {
            continue;
        };
        if !codes.contains(name) {
            complaints.push(format!("{path}: no message carries `{name}`"));
        } else if !text.starts_with(&format!("# {name}: ")) {
            complaints.push(format!(
                "{path}:1: should begin with `# {name}: ` and the message in a few words"
            ));
        }
    }
    complaints
}

/// `HP0101` of `docs/codes/HP0101.md`; what stands ready for the cases in a folder below is no page.
fn page_name(path: &str) -> Option<&str> {
    path.strip_prefix(PAGES)?
        .strip_suffix(".md")
        .filter(|it| !it.contains('/'))
}

fn page_of(code: &str) -> String {
    format!("{PAGES}{code}.md")
}

fn codes_in_sources(tree: &Tree) -> BTreeSet<String> {
    let sources = tree
        .rust()
        .filter(|(path, _)| path.starts_with("crates/") && path.contains("/src/"));
    sources
        .flat_map(|(_, text)| codes_in(before_tests(text)))
        .collect()
}

/// Tests may make up codes.
fn before_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}

/// `"HP0123"`, with its quotation marks.
fn codes_in(text: &str) -> Vec<String> {
    let strings = text
        .match_indices("\"HP")
        .filter_map(|(at, _)| text.get(at + 1..at + 8));
    strings
        .filter_map(|it| it.strip_suffix('"'))
        .filter(|it| it[2..].chars().all(|digit| digit.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str =
        "//! It.\nconst IT: &str = \"HP0123\";\n#[cfg(test)]\nmod tests { const IT: &str = \"HP0999\"; }\n";

    #[test]
    fn a_code_without_a_page_is_seen() {
        let tree = Tree::of(&[("crates/a/src/b.rs", SOURCE)]);
        assert_eq!(
            without_page(&tree),
            ["docs/codes/HP0123.md: missing, and `HP0123` needs it"]
        );
    }

    #[test]
    fn a_page_without_a_code_is_seen() {
        let tree = Tree::of(&[("docs/codes/HP0124.md", "# HP0124: it")]);
        assert_eq!(
            pages_without_code(&tree),
            ["docs/codes/HP0124.md: no message carries `HP0124`"]
        );
    }

    #[test]
    fn a_page_begins_with_its_code() {
        let tree = Tree::of(&[("crates/a/src/b.rs", SOURCE), ("docs/codes/HP0123.md", "# It\n")]);
        assert_eq!(pages_without_code(&tree).len(), 1);
        assert_eq!(without_page(&tree).len(), 0);
    }
}
