//! Names of files: how a used file is called, what lies beside a file, and the tree that a document may
//! read from.

use std::path::{Component, Path, PathBuf};

/// The folder that a document and all it uses lie in.
#[derive(Clone, Debug)]
pub(crate) struct Tree(PathBuf);

impl Tree {
    /// The repository that holds the file; else the folder in which the program runs, if the file lies
    /// there; else the file's own folder.
    pub(crate) fn around(real: &Path) -> Tree {
        let folder = real.parent().unwrap_or(real);
        let repository = folder.ancestors().find(|it| it.join(".git").exists());
        let here = std::env::current_dir().and_then(|it| it.canonicalize()).ok();
        let here = here.filter(|it| folder.starts_with(it));
        Tree(
            repository
                .map(Path::to_owned)
                .or(here)
                .unwrap_or_else(|| folder.to_owned()),
        )
    }

    pub(crate) fn holds(&self, real: &Path) -> bool {
        real.starts_with(&self.0)
    }

    /// Its last part only: where the tree lies is nobody's business in a report that is passed on.
    pub(crate) fn words(&self) -> String {
        self.0
            .file_name()
            .map_or_else(|| "/".to_owned(), |it| it.to_string_lossy().into_owned())
    }
}

/// `policies/a/x.md` uses `../b/y.md`: `policies/b/y.md`.
pub(crate) fn shown(by: &str, written: &str) -> String {
    let folder = Path::new(by).parent().unwrap_or(Path::new(""));
    plain(&folder.join(written)).to_string_lossy().into_owned()
}

/// Without `.`, and without `..` where a name goes before it.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

/// Files in the same folder with the same ending whose names begin with the stem and a full stop, in order.
pub(crate) fn siblings(path: &Path) -> Vec<PathBuf> {
    let (Some(stem), Some(ending)) = (path.file_stem(), path.extension()) else {
        return Vec::new();
    };
    let (start, end) = (
        format!("{}.", stem.to_string_lossy()),
        format!(".{}", ending.to_string_lossy()),
    );
    let folder = path.parent().unwrap_or(Path::new(""));
    let listed = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    // A folder that may not be listed has nothing beside the file that was named.
    let entries = std::fs::read_dir(listed).into_iter().flatten().flatten();
    let names = entries.map(|it| it.file_name().to_string_lossy().into_owned());
    let longer =
        |it: &String| it.len() > start.len() + end.len() && it.starts_with(&start) && it.ends_with(&end);
    let mut found: Vec<PathBuf> = names.filter(longer).map(|it| folder.join(it)).collect();
    found.retain(|it| it.is_file());
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_used_file_is_called_from_where_the_program_runs() {
        assert_eq!(shown("policies/a/x.md", "../b/y.md"), "policies/b/y.md");
        assert_eq!(shown("x.md", "./y.md"), "y.md");
        assert_eq!(shown("x.md", "../y.md"), "../y.md");
    }

    #[test]
    fn only_longer_names_with_the_same_ending_lie_beside_a_file() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["p-1.md", "p-1.thread.md", "p-1.b.hold", "p-10.md", "p-1..md"] {
            std::fs::write(folder.path().join(name), "").expect("written");
        }
        let found = siblings(&folder.path().join("p-1.md"));
        assert_eq!(found, [folder.path().join("p-1.thread.md")]);
    }

    #[test]
    fn a_tree_holds_what_lies_below_it() {
        let tree = Tree(PathBuf::from("/a/b"));
        assert!(tree.holds(Path::new("/a/b/c/d.md")));
        assert!(!tree.holds(Path::new("/a/bc.md")));
        assert_eq!(tree.words(), "b");
    }
}
