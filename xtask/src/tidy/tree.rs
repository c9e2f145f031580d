//! The text files of the repository, in order of their paths.
//!
//! It must not know what is checked.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Path relative to the root, with `/`, to the text.
#[derive(Debug, Default)]
pub(crate) struct Tree(BTreeMap<String, String>);

/// Folders that hold no text of ours.
const SKIPPED: [&str; 3] = ["target", ".git", "node_modules"];

impl Tree {
    pub(crate) fn read(root: &Path) -> Result<Tree, String> {
        let mut tree = Tree::default();
        tree.read_folder(root, "")?;
        Ok(tree)
    }

    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Tree {
        Tree(
            files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
                .collect(),
        )
    }

    pub(crate) fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The Rust files.
    pub(crate) fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter(|(path, _)| path.ends_with(".rs"))
    }

    fn read_folder(&mut self, folder: &Path, prefix: &str) -> Result<(), String> {
        let cannot = |error| format!("{prefix}: {error}");
        for entry in fs::read_dir(folder).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            let kind = entry.file_type().map_err(cannot)?;
            if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
                self.read_folder(&entry.path(), &format!("{path}/"))?;
            } else if kind.is_file() {
                // What is not UTF-8 is a picture or a case's wrong input, and says nothing to check.
                if let Ok(text) = String::from_utf8(fs::read(entry.path()).map_err(cannot)?) {
                    self.0.insert(path, text);
                }
            }
        }
        Ok(())
    }
}

/// The lines of a fenced block ```` ```TAG ```` of a Markdown text.
pub(crate) fn fenced<'a>(markdown: &'a str, tag: &str) -> Option<Vec<&'a str>> {
    let mut lines = markdown.lines();
    lines.find(|line| line.strip_prefix("```").is_some_and(|it| it.trim() == tag))?;
    Some(lines.take_while(|line| !line.starts_with("```")).collect())
}
