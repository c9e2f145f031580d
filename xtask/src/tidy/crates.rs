//! Every crate takes the workspace's lints, and the pure ones switch on the lists of what they must not touch.

use super::tree::{Tree, fenced};

const LINTS: &str = "[lints]\nworkspace = true\n";
/// Workspaces of their own.
const APART: [&str; 2] = ["benches/peers/", "fuzz/"];
const LISTS: &str = "#![deny(clippy::disallowed_methods, clippy::disallowed_types)]";

pub(crate) fn without_lints(tree: &Tree) -> Vec<String> {
    let manifests = tree
        .files()
        .filter(|(path, _)| path.ends_with("/Cargo.toml") && !APART.iter().any(|it| path.starts_with(it)));
    let loose = manifests.filter(|(_, text)| !text.contains(LINTS));
    loose
        .map(|(path, _)| format!("{path}: should take the workspace's lints (`[lints]`, `workspace = true`)"))
        .collect()
}

pub(crate) fn pure_without_lists(tree: &Tree) -> Vec<String> {
    let Some(pure) = tree.get("ARCHITECTURE.md").and_then(|it| fenced(it, "pure")) else {
        return vec!["ARCHITECTURE.md: should have a block `pure` that lists the pure crates".to_owned()];
    };
    let doors = pure
        .iter()
        .flat_map(|line| line.split_whitespace())
        .map(|it| format!("crates/{it}/src/lib.rs"));
    doors
        .filter(|door| !tree.get(door).is_some_and(|text| text.contains(LISTS)))
        .map(|door| format!("{door}: a pure crate says `{LISTS}`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_without_the_lints_is_seen() {
        let tree = Tree::of(&[
            ("crates/a/Cargo.toml", "[package]\n"),
            ("crates/b/Cargo.toml", LINTS),
        ]);
        assert_eq!(without_lints(&tree).len(), 1);
    }

    #[test]
    fn a_pure_crate_without_the_lists_is_seen() {
        let map = ("ARCHITECTURE.md", "```pure\na b\n```\n");
        let tree = Tree::of(&[
            map,
            ("crates/a/src/lib.rs", "//! A."),
            ("crates/b/src/lib.rs", LISTS),
        ]);
        assert_eq!(
            pure_without_lists(&tree),
            [format!("crates/a/src/lib.rs: a pure crate says `{LISTS}`")]
        );
        assert_eq!(pure_without_lists(&Tree::of(&[])).len(), 1);
    }
}
