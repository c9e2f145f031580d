//! Finds the Markdown files that hold cases, and the files that stand ready beside them.
//!
//! It must not know what is in a file.

use crate::section::CaseFile;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub(crate) struct CasesFile {
    pub(crate) path: PathBuf,
    /// Relative to the root, with `/`.
    pub(crate) name: String,
}

/// Holds what every case of a folder finds in its own folder.
const SHARED: &str = "files";

impl CasesFile {
    /// The files of the folder `files` beside it.
    pub(crate) fn shared(&self) -> Result<Vec<CaseFile>, String> {
        let folder = self.path.with_file_name(SHARED);
        let names = if folder.is_dir() {
            names(&folder)?
        } else {
            Vec::new()
        };
        let read = |name: String| match fs::read(folder.join(&name)) {
            Ok(bytes) => Ok(CaseFile { name, bytes }),
            Err(error) => Err(format!("{name}: {error}")),
        };
        names.into_iter().map(read).collect()
    }

    /// `rsp-1.0.thread.md` is read along with `rsp-1.0.md`, and needs no run of its own.
    pub(crate) fn is_main_policy(&self) -> bool {
        let stem = self.path.with_extension("");
        let before = stem
            .to_str()
            .and_then(|it| it.rsplit_once('.'))
            .map(|(before, _)| format!("{before}.md"));
        !before.is_some_and(|it| Path::new(&it).exists()) && !self.name.ends_with("README.md")
    }
}

/// The Markdown files of a folder and below, in order; a file itself; nothing where nothing is.
pub(crate) fn files(root: &Path, place: &str) -> Result<Vec<CasesFile>, String> {
    let path = root.join(place);
    if path.is_file() {
        return Ok(vec![CasesFile {
            path,
            name: place.to_owned(),
        }]);
    }
    if !path.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for name in names(&path)? {
        let is_folder = path.join(&name).is_dir();
        if is_folder && name != SHARED || name.ends_with(".md") {
            found.extend(files(root, &format!("{place}/{name}"))?);
        }
    }
    Ok(found)
}

fn names(folder: &Path) -> Result<Vec<String>, String> {
    let cannot = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(folder).map_err(cannot)?;
    let names = entries.map(|it| it.map(|it| it.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<Result<_, _>>().map_err(cannot)?;
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("p/files")).expect("made");
        for name in ["p/a-1.md", "p/a-1.thread.md", "p/b.txt", "p/files/c.md"] {
            fs::write(folder.path().join(name), name).expect("written");
        }
        folder
    }

    #[test]
    fn cases_are_markdown_and_what_stands_ready_is_none() {
        let folder = folder();
        let found = files(folder.path(), "p").expect("a folder");
        let names: Vec<&str> = found.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["p/a-1.md", "p/a-1.thread.md"]);
        assert_eq!(found[0].shared().expect("read")[0].name, "c.md");
        assert!(files(folder.path(), "nowhere").expect("nothing").is_empty());
    }

    #[test]
    fn what_is_about_a_policy_is_no_main_policy() {
        let folder = folder();
        let found = files(folder.path(), "p").expect("a folder");
        assert_eq!(
            found.iter().map(CasesFile::is_main_policy).collect::<Vec<_>>(),
            [true, false]
        );
    }
}
