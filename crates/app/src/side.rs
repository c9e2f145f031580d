//! One of two texts that are held against each other: read by itself, so that both may call things by the same names; of a
//! file that holds several policies the first is meant.
//!
//! It must not know what the two are compared for.

use crate::check::understood;
use crate::files::Files;
use crate::loader::{Loaded, load};
use crate::outcome::{Outcome, has_errors};
use crate::stated::{says_something, states_none};
use holdpoint_policy::encoding::{Encoding, PolicyEncoding};
use holdpoint_policy::{Diagnostic, Severity};
use std::path::Path;

/// What a shown answer needs of it.
#[derive(Clone, Debug)]
pub struct ReadSide {
    pub files: Files,
    /// Errors; what is merely to be noted is the business of `check`.
    pub diagnostics: Vec<Diagnostic>,
}

pub(crate) struct Side {
    pub(crate) read: ReadSide,
    /// `None` when the words have errors or there is no policy; else there is a first policy.
    pub(crate) encoding: Option<Encoding>,
    pub(crate) outcome: Outcome,
}

impl Side {
    pub(crate) fn read(path: &Path) -> Side {
        let mut loaded = load(&[path.to_owned()]);
        let encoding = understood(&mut loaded);
        let is_sound = !has_errors(&loaded.diagnostics);
        let encoding = Some(encoding).filter(|_| is_sound);
        let says_something = encoding.filter(|it| it.policies.first().is_some_and(says_something));
        if is_sound && says_something.is_none() {
            loaded.diagnostics.push(states_none(path, ""));
            loaded.is_unusable = true;
        }
        Side {
            outcome: Outcome::of(&loaded),
            encoding: says_something,
            read: read(loaded),
        }
    }

    pub(crate) fn policy(&self) -> Option<&PolicyEncoding> {
        self.encoding.as_ref()?.policies.first()
    }
}

fn read(loaded: Loaded) -> ReadSide {
    let mut diagnostics = loaded.diagnostics;
    diagnostics.retain(|it| it.severity == Severity::Error);
    ReadSide {
        files: loaded.files,
        diagnostics,
    }
}
