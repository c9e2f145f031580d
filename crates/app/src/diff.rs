//! The use case `diff OLD NEW`: what became of a policy in its next version?
//!
//! Each file is read by itself, so that both may call things by the same names; of a file that holds several
//! policies the first is meant.

use crate::check::understood;
use crate::files::Files;
use crate::loader::{Loaded, load};
use crate::outcome::{Outcome, has_errors};
use holdpoint_analysis::difference;
use holdpoint_analysis::report::difference::Difference;
use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::{Diagnostic, Place, Severity};
use std::path::{Path, PathBuf};

#[derive(Clone, Debug)]
pub struct DiffFiles {
    pub old: PathBuf,
    pub new: PathBuf,
}

#[derive(Clone, Debug)]
pub struct Diffed {
    pub old: ReadSide,
    pub new: ReadSide,
    /// `None` when the words of either have errors.
    pub difference: Option<Difference>,
    /// Fine where nothing differs.
    pub outcome: Outcome,
}

/// One of the two texts.
#[derive(Clone, Debug)]
pub struct ReadSide {
    pub files: Files,
    /// Errors; what is merely to be noted is the business of `check`.
    pub diagnostics: Vec<Diagnostic>,
}

impl DiffFiles {
    /// `progress` is told how much is done, and of how much.
    pub fn run(&self, progress: &mut (dyn FnMut(usize, usize) + Send)) -> Diffed {
        let (mut old, before) = read(&self.old);
        let (mut new, after) = read(&self.new);
        let difference = before
            .zip(after)
            .map(|(old, new)| difference(&old, &new, progress));
        let is_equal = difference.as_ref().is_some_and(Difference::is_equal);
        let read = Outcome::of(&old).max(Outcome::of(&new));
        // What cannot be read cannot be compared.
        let outcome = match difference {
            Some(_) => read.max(Outcome::fine_if(is_equal)),
            None => Outcome::Unusable,
        };
        Diffed {
            old: side(&mut old),
            new: side(&mut new),
            difference,
            outcome,
        }
    }
}

fn read(path: &Path) -> (Loaded, Option<PolicyEncoding>) {
    let mut loaded = load(&[path.to_owned()]);
    let encoding = understood(&mut loaded);
    if has_errors(&loaded.diagnostics) {
        return (loaded, None);
    }
    // A document without statements is read as a policy that says nothing.
    let says_something = |it: &PolicyEncoding| !it.base.parties.is_empty() || !it.base.clauses.is_empty();
    let policy = encoding.policies.into_iter().next().filter(says_something);
    if policy.is_none() {
        loaded.diagnostics.push(no_policy(path));
        loaded.is_unusable = true;
    }
    (loaded, policy)
}

fn side(loaded: &mut Loaded) -> ReadSide {
    let mut diagnostics = std::mem::take(&mut loaded.diagnostics);
    diagnostics.retain(|it| it.severity == Severity::Error);
    ReadSide {
        files: std::mem::take(&mut loaded.files),
        diagnostics,
    }
}

fn no_policy(path: &Path) -> Diagnostic {
    Diagnostic::error(
        "HP0016",
        Place::default(),
        format!("`{}` states no policy", path.display()),
    )
    .help("name a document that begins with a `policy` statement")
}
