//! Reads a document and all that belongs to it: what it brings in with `use`, and the files beside it that
//! are about it. `rsp-1.0.thread.md` uses `rsp-1.0.md` and is read along with it.
//!
//! It must not know what the statements mean.

mod diagnostics;
mod paths;
mod reading;

use crate::files::{Files, SourceFile};
use holdpoint_policy::{Diagnostic, FileId, Place, Span};
use holdpoint_syntax::ast::{Document, StatementKind};
use holdpoint_syntax::{FileKind, Parse, parse};
use paths::{Tree, siblings};
use reading::read;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(crate) use diagnostics::unreadable;
pub(crate) use paths::shown;
pub(crate) use reading::{Unreadable, read_bytes};

/// The files of one call, and what is wrong with their words so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) files: Files,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// A file that the user named could not be read at all.
    pub(crate) is_unusable: bool,
}

/// Reads the named files and all that belongs to them.
pub(crate) fn load(paths: &[PathBuf]) -> Loaded {
    let mut loader = Loader::default();
    for path in paths {
        loader.named(path);
    }
    loader.loaded
}

/// Reads one file, and nothing that belongs to it.
pub(crate) fn read_one(path: &Path) -> Loaded {
    let mut loader = Loader::default();
    let name = path.to_string_lossy().into_owned();
    match read(path) {
        Ok(text) => {
            loader.parse(name, text);
        }
        Err(why) => loader.unusable(name, &why),
    }
    loader.loaded
}

/// Reads a text that came from elsewhere, standard input for one; it uses no files.
pub(crate) fn load_text(name: &str, text: String) -> Loaded {
    let mut loader = Loader::default();
    loader.parse(name.to_owned(), text);
    loader.loaded
}

/// Reads texts that stand together under the names by which they use each other; the first is the document.
pub(crate) fn load_together(texts: Vec<(String, String)>) -> Loaded {
    let mut loader = Loader::default();
    let mut ids = BTreeMap::new();
    for (name, text) in texts {
        let id = loader.parse(name.clone(), text);
        ids.insert(name, id);
    }
    for (name, id) in &ids {
        let written = used_names(&loader.loaded.files.get(*id).document);
        let uses = written
            .filter_map(|it| ids.get(&shown(name, it)).copied())
            .collect();
        loader.loaded.files.set_uses(*id, uses);
    }
    loader.loaded
}

/// What a document brings in, as it is written there.
pub(crate) fn used_names(document: &Document) -> impl Iterator<Item = &str> {
    uses(document).map(|(text, _)| text)
}

#[derive(Default)]
struct Loader {
    loaded: Loaded,
    /// Files by their real path.
    known: BTreeMap<PathBuf, Progress>,
}

#[derive(Clone, Copy)]
enum Progress {
    /// Its `use` statements are being followed; the place is that of the one that led here.
    Reading(Option<Place>),
    Done(FileId),
}

impl Loader {
    fn named(&mut self, path: &Path) {
        let name = path.to_string_lossy().into_owned();
        let text = match read(path) {
            Ok(text) => text,
            Err(why) => return self.unusable(name, &why),
        };
        let real = real_path(path);
        if self.known.contains_key(&real) {
            return;
        }
        let tree = Tree::around(&real);
        let file = self.follow(name.clone(), text, &real, &tree, None);
        if self.loaded.files.get(file).document.statements.is_empty() && !self.has_diagnostics_in(file) {
            let place = Place {
                file,
                span: Span::default(),
            };
            self.loaded
                .diagnostics
                .push(diagnostics::says_nothing(&name, place));
        }
        self.beside(path, &real, &tree);
    }

    /// A place of its own, so that the message can name the file.
    fn unusable(&mut self, name: String, why: &Unreadable) {
        let file = self.loaded.files.next_id();
        let (text, span) = match why {
            Unreadable::NotUtf8 { text, offset } => (text.clone(), diagnostics::replacement_at(*offset)),
            _ => (String::new(), Span::default()),
        };
        self.loaded
            .diagnostics
            .push(diagnostics::unreadable(&name, why, Place { file, span }));
        self.loaded.files.push(SourceFile {
            name,
            text,
            document: Document::default(),
            uses: Vec::new(),
        });
        self.loaded.is_unusable = true;
    }

    /// Parses a file and reads whatever it uses.
    fn follow(
        &mut self,
        name: String,
        text: String,
        real: &Path,
        tree: &Tree,
        from: Option<Place>,
    ) -> FileId {
        self.known.insert(real.to_owned(), Progress::Reading(from));
        let file = self.parse(name.clone(), text);
        let mut uses = Vec::new();
        for (written, at) in self.uses(file) {
            uses.extend(self.used(&name, &written, at, real, tree));
        }
        self.loaded.files.set_uses(file, uses);
        self.known.insert(real.to_owned(), Progress::Done(file));
        file
    }

    fn used(&mut self, by: &str, written: &str, at: Place, by_real: &Path, tree: &Tree) -> Option<FileId> {
        let name = paths::shown(by, written);
        let path = by_real.parent().unwrap_or(by_real).join(written);
        let real = real_path(&path);
        if !tree.holds(&real) {
            self.loaded
                .diagnostics
                .push(diagnostics::use_outside(written, &tree.words(), at));
            return None;
        }
        match self.known.get(&real).copied() {
            Some(Progress::Done(file)) => Some(file),
            Some(Progress::Reading(first)) => {
                self.loaded
                    .diagnostics
                    .push(diagnostics::use_circle(&name, at, first));
                None
            }
            None => match read(&path) {
                Ok(text) => Some(self.follow(name, text, &real, tree, Some(at))),
                Err(why) => {
                    self.loaded
                        .diagnostics
                        .push(diagnostics::unreadable(&name, &why, at));
                    None
                }
            },
        }
    }

    /// `X.*.md` that use `X.md`.
    fn beside(&mut self, path: &Path, real: &Path, tree: &Tree) {
        for beside in siblings(path) {
            let its_real = real_path(&beside);
            let name = beside.to_string_lossy().into_owned();
            let text = match read(&beside) {
                Ok(text) => text,
                Err(why) => {
                    self.unusable(name, &why);
                    continue;
                }
            };
            if !self.known.contains_key(&its_real) && is_about(&text, &beside, real) {
                self.follow(name, text, &its_real, tree, None);
            }
        }
    }

    fn parse(&mut self, name: String, text: String) -> FileId {
        let file = self.loaded.files.next_id();
        let Parse {
            document,
            diagnostics,
            ..
        } = parse(&text, FileKind::of_name(&name), file);
        self.loaded.diagnostics.extend(diagnostics);
        self.loaded.files.push(SourceFile {
            name,
            text,
            document,
            uses: Vec::new(),
        });
        file
    }

    fn uses(&self, file: FileId) -> Vec<(String, Place)> {
        let uses = uses(&self.loaded.files.get(file).document);
        uses.map(|(text, span)| (text.to_owned(), Place { file, span }))
            .collect()
    }

    fn has_diagnostics_in(&self, file: FileId) -> bool {
        self.loaded.diagnostics.iter().any(|it| it.place.file == file)
    }
}

fn uses(document: &Document) -> impl Iterator<Item = (&str, Span)> {
    document.statements.iter().filter_map(|it| match &it.kind {
        StatementKind::Use(text) => Some((text.value.as_str(), text.span)),
        _ => None,
    })
}

/// Whether a text has a `use` that leads to the file at `real`.
fn is_about(text: &str, path: &Path, real: &Path) -> bool {
    let name = path.to_string_lossy();
    let document = parse(text, FileKind::of_name(&name), FileId(0)).document;
    let folder = path.parent().unwrap_or(path);
    uses(&document).any(|(written, _)| real_path(&folder.join(written)) == real)
}

/// Without links and dots; as it stands where it does not exist.
fn real_path(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    path.canonicalize().unwrap_or_else(|_| paths::plain(path))
}
