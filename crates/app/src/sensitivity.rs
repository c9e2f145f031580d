//! The use case `sensitivity FILE [ID…]`: which assumption, changed by how little, makes a grade or a verdict another?

use crate::check::{know_world, understood};
use crate::files::Files;
use crate::loader::load;
use crate::outcome::{Outcome, has_errors};
use holdpoint_analysis::report::sensitivity::Sensitivity;
use holdpoint_analysis::{SensitivityOptions, known_ids, sensitivity};
use holdpoint_policy::Diagnostic;
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::suggest;
use std::path::PathBuf;

#[derive(Clone, Debug, Default)]
pub struct SensitivityOfFile {
    pub path: PathBuf,
    /// Rows as `training@ASL-3`, and names of checks; every row whose action can be paused if none is given.
    pub ids: Vec<String>,
    /// In this world only.
    pub world: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Sensed {
    pub files: Files,
    pub diagnostics: Vec<Diagnostic>,
    /// Empty when the words have errors, or a name is not known.
    pub found: Vec<Sensitivity>,
    /// Why it was not looked at, and what can be asked instead.
    pub refusal: Option<String>,
    pub outcome: Outcome,
}

impl SensitivityOfFile {
    /// `progress` is told how much is done, and of how much.
    pub fn run(&self, progress: &mut (dyn FnMut(usize, usize) + Send)) -> Sensed {
        let mut loaded = load(std::slice::from_ref(&self.path));
        let encoding = understood(&mut loaded);
        know_world(self.world.as_deref(), &mut loaded, &encoding);
        let mut sensed = Sensed {
            outcome: Outcome::of(&loaded),
            found: Vec::new(),
            refusal: None,
            files: loaded.files,
            diagnostics: loaded.diagnostics,
        };
        if has_errors(&sensed.diagnostics) {
            return sensed;
        }
        sensed.refusal = self.refusal(&encoding);
        match sensed.refusal {
            Some(_) => sensed.outcome = Outcome::Unusable,
            None => sensed.found = sensitivity(&encoding, &self.options(), progress),
        }
        sensed
    }

    fn options(&self) -> SensitivityOptions {
        SensitivityOptions {
            world: self.world.clone(),
            ids: self.ids.clone(),
        }
    }

    fn refusal(&self, encoding: &Encoding) -> Option<String> {
        let known = known_ids(encoding);
        let unknown = self.ids.iter().find(|it| !known.contains(it))?;
        let nearest = suggest::nearest(unknown, known.iter().map(String::as_str));
        let help = match nearest {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("name a row or a check: {}", known.join(", ")),
        };
        Some(format!("nothing is called `{unknown}`\nhelp: {help}"))
    }
}
