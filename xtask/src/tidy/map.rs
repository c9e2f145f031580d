//! The `deps` block of ARCHITECTURE.md says exactly what the crates depend on.

use super::tree::{Tree, fenced};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// Crate to the crates that it stands on, by their folders' names.
type Arrows = BTreeMap<String, BTreeSet<String>>;

const PREFIX: &str = "holdpoint-";
/// They run the others and are no rooms of the house.
const RUNNERS: [&str; 3] = ["benches", "gate-bench", "tests"];

pub(crate) fn cargo_metadata(root: &Path) -> Result<Value, String> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("`cargo metadata` could not be started: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("`cargo metadata`: {error}"))
}

pub(crate) fn arrows_differ(tree: &Tree, metadata: &Value) -> Vec<String> {
    let Some(block) = tree.get("ARCHITECTURE.md").and_then(|it| fenced(it, "deps")) else {
        return vec!["ARCHITECTURE.md: should have a block `deps`".to_owned()];
    };
    let (drawn, real) = (drawn(&block), real(metadata));
    let names: BTreeSet<&String> = drawn.keys().chain(real.keys()).collect();
    let different = names
        .into_iter()
        .filter(|name| drawn.get(*name) != real.get(*name));
    different
        .map(|name| {
            let is = real.get(name).map_or("no crate".to_owned(), words);
            let says = drawn.get(name).map_or("nothing".to_owned(), words);
            format!(
                "ARCHITECTURE.md: the block `deps` says `{name} -> {says}`, and cargo says `{name} -> {is}`"
            )
        })
        .collect()
}

fn words(crates: &BTreeSet<String>) -> String {
    crates.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn drawn(block: &[&str]) -> Arrows {
    let lines = block.iter().filter_map(|line| line.split_once("->"));
    lines
        .map(|(from, to)| {
            (
                from.trim().to_owned(),
                to.split_whitespace().map(str::to_owned).collect(),
            )
        })
        .collect()
}

fn real(metadata: &Value) -> Arrows {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter_map(|package| Some((short(&package["name"])?, stands_on(package))))
        .filter(|(name, _)| !RUNNERS.contains(&name.as_str()))
        .collect()
}

/// Normal dependencies only: what tests need is no arrow.
fn stands_on(package: &Value) -> BTreeSet<String> {
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    dependencies
        .filter(|it| it["kind"].is_null())
        .filter_map(|it| short(&it["name"]))
        .collect()
}

fn short(name: &Value) -> Option<String> {
    name.as_str()?.strip_prefix(PREFIX).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn metadata() -> Value {
        json!({"packages": [
            {"name": "holdpoint-a", "dependencies": []},
            {"name": "holdpoint-b", "dependencies": [
                {"name": "holdpoint-a", "kind": null},
                {"name": "holdpoint-tests", "kind": "dev"},
                {"name": "serde", "kind": null},
            ]},
            {"name": "holdpoint-tests", "dependencies": []},
        ]})
    }

    #[test]
    fn a_map_that_tells_the_truth_is_left_alone() {
        let tree = Tree::of(&[("ARCHITECTURE.md", "```deps\na ->\nb -> a\n```\n")]);
        assert_eq!(arrows_differ(&tree, &metadata()), Vec::<String>::new());
    }

    #[test]
    fn an_arrow_too_few_or_too_many_is_seen() {
        let few = Tree::of(&[("ARCHITECTURE.md", "```deps\na ->\nb ->\n```\n")]);
        assert_eq!(
            arrows_differ(&few, &metadata()),
            ["ARCHITECTURE.md: the block `deps` says `b -> `, and cargo says `b -> a`"]
        );
        let many = Tree::of(&[("ARCHITECTURE.md", "```deps\na -> b\nb -> a\nc ->\n```\n")]);
        assert_eq!(arrows_differ(&many, &metadata()).len(), 2);
    }

    #[test]
    fn a_missing_map_is_seen() {
        assert_eq!(arrows_differ(&Tree::of(&[]), &metadata()).len(), 1);
    }
}
