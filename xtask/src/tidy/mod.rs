//! What the tree promises about itself. Each check reads a `Tree` and answers with complaints, and each has
//! a test that it can fail.
//!
//! It must not know how to mend anything.

mod banned;
mod codes;
mod crates;
mod doors;
mod map;
mod tree;

use std::path::{Path, PathBuf};
use tree::Tree;

pub(crate) fn run() -> Result<(), String> {
    let complaints = complaints(&root())?;
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(complaints.join("\n"))
    }
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn complaints(root: &Path) -> Result<Vec<String>, String> {
    let tree = Tree::read(root)?;
    let metadata = map::cargo_metadata(root)?;
    let mut complaints = Vec::new();
    complaints.extend(map::arrows_differ(&tree, &metadata));
    complaints.extend(banned::unfinished_or_local(&tree));
    complaints.extend(doors::no_first_line(&tree));
    complaints.extend(doors::crowded(&tree));
    complaints.extend(codes::without_page(&tree));
    complaints.extend(codes::pages_without_code(&tree));
    complaints.extend(crates::without_lints(&tree));
    complaints.extend(crates::pure_without_lists(&tree));
    Ok(complaints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        let complaints = complaints(&root()).expect("the tree can be read");
        assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
    }
}
