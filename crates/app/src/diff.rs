//! The use case `diff OLD NEW`: what became of a policy in its next version?
//!
//! Each file is read by itself, so that both may call things by the same names; of a file that holds several
//! policies the first is meant.

use crate::outcome::Outcome;
use crate::side::{ReadSide, Side};
use holdpoint_analysis::difference;
use holdpoint_analysis::report::difference::Difference;
use std::path::PathBuf;

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

impl DiffFiles {
    /// `progress` is told how much is done, and of how much.
    pub fn run(&self, progress: &mut (dyn FnMut(usize, usize) + Send)) -> Diffed {
        let (old, new) = (Side::read(&self.old), Side::read(&self.new));
        let difference = old
            .policy()
            .zip(new.policy())
            .map(|(old, new)| difference(old, new, progress));
        let is_equal = difference.as_ref().is_some_and(Difference::is_equal);
        let read = old.outcome.max(new.outcome);
        // What cannot be read cannot be compared.
        let outcome = match difference {
            Some(_) => read.max(Outcome::fine_if(is_equal)),
            None => Outcome::Unusable,
        };
        Diffed {
            old: old.read,
            new: new.read,
            difference,
            outcome,
        }
    }
}
