//! The use case `check`: what do these files bind, and is every claim as expected?

use crate::files::Files;
use crate::loader::{Loaded, load};
use crate::outcome::{Outcome, has_errors, in_order};
use crate::sources::hold_against;
use holdpoint_analysis::report::Report;
use holdpoint_analysis::{CheckOptions, check};
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::{Diagnostic, Severity};
use std::path::PathBuf;

#[derive(Clone, Debug, Default)]
pub struct CheckFiles {
    pub paths: Vec<PathBuf>,
    /// Published texts on this machine, to hold pins and quotations against.
    pub sources: Vec<PathBuf>,
    /// Grades of this world only, beside those with nothing assumed.
    pub world: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Checked {
    pub files: Files,
    pub diagnostics: Vec<Diagnostic>,
    pub encoding: Encoding,
    /// Empty when the words have errors: what is half understood is not judged.
    pub report: Report,
    pub outcome: Outcome,
}

impl CheckFiles {
    /// `progress` is told how much is done, and of how much.
    pub fn run(&self, progress: &mut (dyn FnMut(usize, usize) + Send)) -> Checked {
        let mut loaded = load(&self.paths);
        hold_against(&mut loaded, &self.sources);
        let encoding = understood(&mut loaded);
        know_world(self.world.as_deref(), &mut loaded, &encoding);
        let mut report = Report::default();
        if !has_errors(&loaded.diagnostics) {
            let options = CheckOptions {
                world: self.world.clone(),
                checks_only: false,
            };
            report = check(&encoding, &options, progress);
        }
        let outcome = Outcome::of(&loaded).max(outcome_of(&report));
        Checked {
            files: loaded.files,
            diagnostics: loaded.diagnostics,
            encoding,
            report,
            outcome,
        }
    }
}

/// Says so where no policy has a world of that name.
pub(crate) fn know_world(name: Option<&str>, loaded: &mut Loaded, encoding: &Encoding) {
    let Some(name) = name else { return };
    let worlds = encoding.policies.iter().flat_map(|it| &it.worlds);
    let names: Vec<&str> = worlds.map(|it| it.named.name.as_str()).collect();
    if !names.contains(&name) && !has_errors(&loaded.diagnostics) {
        loaded.diagnostics.push(unknown_world(name, &names));
        loaded.is_unusable = true;
    }
}

/// Resolves what was loaded; all diagnostics in the order of their places.
pub(crate) fn understood(loaded: &mut Loaded) -> Encoding {
    let files = loaded
        .files
        .iter()
        .map(|(id, file)| holdpoint_policy::SourceFile {
            id,
            document: &file.document,
            text: &file.text,
            uses: file.uses.clone(),
        });
    let (encoding, diagnostics) = holdpoint_policy::resolve(&files.collect::<Vec<_>>());
    // After an error of syntax, a name that stood in the broken statement is missed everywhere.
    if !has_errors(&loaded.diagnostics) {
        loaded.diagnostics.extend(diagnostics);
    }
    in_order(&mut loaded.diagnostics);
    encoding
}

impl Checked {
    /// Whether the words were good enough to be judged.
    pub fn was_judged(&self) -> bool {
        !has_errors(&self.diagnostics)
    }
}

fn outcome_of(report: &Report) -> Outcome {
    let findings = report.policies.iter().flat_map(|it| &it.findings);
    let is_sound = findings.into_iter().all(|it| it.severity != Severity::Error);
    Outcome::fine_if(is_sound && report.checks.iter().all(|it| it.as_expected))
}

fn unknown_world(name: &str, names: &[&str]) -> Diagnostic {
    let known = names
        .iter()
        .map(|it| format!("`{it}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let help = if known.is_empty() {
        "no world is declared".to_owned()
    } else {
        format!("there is {known}")
    };
    Diagnostic::error(
        "HP0013",
        holdpoint_policy::Place::default(),
        format!("no world is called `{name}`"),
    )
    .help(help)
}
