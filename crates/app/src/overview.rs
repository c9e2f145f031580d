//! The use case `overview PATH…`: what does each of these policies bind, side by side?
//!
//! Each file is read by itself, so that all may call things by the same names. A folder stands for every document in it
//! and below that states a policy.

mod cells;

pub use cells::{GradeLine, amendment, escape_lines, grade_lines};

use crate::check::understood;
use crate::files::Files;
use crate::loader::load;
use crate::outcome::{Outcome, has_errors};
use crate::stated::{says_something, states_none};
use holdpoint_analysis::overview;
use holdpoint_analysis::report::overview::PolicyOverview;
use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::{Diagnostic, Severity};
use std::path::{Path, PathBuf};

/// The code of a document without a statement.
const SAYS_NOTHING: &str = "HP0008";

const OR_A_FOLDER: &str = ", or a folder that holds one";

#[derive(Clone, Debug, Default)]
pub struct OverviewFiles {
    pub paths: Vec<PathBuf>,
}

#[derive(Clone, Debug)]
pub struct Overviewed {
    /// In the order of the paths; within a folder by name.
    pub policies: Vec<PolicyOverview>,
    /// What could not be read, each with the files that its places are in.
    pub faults: Vec<(Files, Vec<Diagnostic>)>,
    pub outcome: Outcome,
}

impl OverviewFiles {
    /// `progress` is told how much of the present file is done, and of how much.
    pub fn run(&self, progress: &mut (dyn FnMut(usize, usize) + Send)) -> Overviewed {
        let mut overviewed = Overviewed {
            policies: Vec::new(),
            faults: Vec::new(),
            outcome: Outcome::Fine,
        };
        for path in &self.paths {
            let (files, must_state) = match path.is_dir() {
                true => (documents(path), false),
                false => (vec![path.clone()], true),
            };
            let seen = |it: &Overviewed| (it.policies.len(), it.faults.len());
            let before = seen(&overviewed);
            for file in &files {
                overviewed.read(file, must_state, progress);
            }
            if !must_state && seen(&overviewed) == before {
                overviewed.refuse(Files::default(), vec![states_none(path, OR_A_FOLDER)]);
            }
        }
        overviewed
    }
}

impl Overviewed {
    fn read(&mut self, path: &Path, must_state: bool, progress: &mut (dyn FnMut(usize, usize) + Send)) {
        let mut loaded = load(&[path.to_owned()]);
        let mut encoding = understood(&mut loaded);
        encoding.policies.retain(says_something);
        if encoding.policies.is_empty() && !has_errors(&loaded.diagnostics) && must_state {
            loaded.diagnostics.push(states_none(path, OR_A_FOLDER));
        }
        // A folder may hold documents that are about something else.
        let counts =
            |it: &Diagnostic| it.severity == Severity::Error && (must_state || it.code != SAYS_NOTHING);
        loaded.diagnostics.retain(counts);
        if has_errors(&loaded.diagnostics) {
            return self.refuse(loaded.files, loaded.diagnostics);
        }
        // What is about a policy reads it along, and its folder has it once already.
        let is_known = |it: &PolicyEncoding| self.policies.iter().any(|known| known.id == it.base.name);
        encoding.policies.retain(|it| must_state || !is_known(it));
        self.policies.extend(overview(&encoding, progress));
    }

    fn refuse(&mut self, files: Files, diagnostics: Vec<Diagnostic>) {
        self.outcome = Outcome::Unusable;
        self.faults.push((files, diagnostics));
    }
}

/// Those of a folder and below, by name; what cannot be listed holds none.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|it| it.path()).collect();
    paths.sort();
    let is_document = |it: &Path| {
        let ending = it.extension().and_then(|it| it.to_str());
        matches!(ending, Some("md" | "hold"))
    };
    let each = paths.into_iter().flat_map(|it| match it.is_dir() {
        true => documents(&it),
        false => Vec::from_iter(is_document(&it).then_some(it)),
    });
    each.collect()
}
