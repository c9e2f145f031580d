//! The use case `ledger verify`: is everything as it was recorded?

use super::place::Place;
use crate::outcome::Outcome;
use crate::problem::Problem;
use holdpoint_ledger::Checkpoint;
use holdpoint_ledger::note::{Note, Verifier};
use holdpoint_ledger::verify::{Fault, Pin, Trust};
use std::path::{Path, PathBuf};

/// Reads a ledger from end to end.
#[derive(Clone, Debug)]
pub struct VerifyLedger {
    /// The file of the ledger.
    pub path: PathBuf,
    /// The file of the root keys; without it nobody looks at who signed.
    pub roots: Option<PathBuf>,
    /// The ledger's public key, `NAME+ID+KEY`; without it the signatures of checkpoints are not looked at.
    pub key: Option<String>,
    /// Files with checkpoints that were kept elsewhere.
    pub pins: Vec<PathBuf>,
}

/// What the examination came to.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Entries that were read.
    pub size: u64,
    /// Entries under the largest checkpoint that was kept elsewhere, and how many such checkpoints there are.
    pub pinned: Option<(u64, usize)>,
    /// Keys have roles in it, and nobody looked at who signed, as no root keys were given.
    pub is_unlooked: bool,
    /// What is not as it was recorded.
    pub faults: Vec<Fault>,
    /// Faulty if there is a fault.
    pub outcome: Outcome,
}

impl VerifyLedger {
    /// Verifies it.
    pub fn run(&self) -> Result<Verified, Problem> {
        let place = Place::of(&self.path);
        place.is_found()?;
        if let Place::File(path) = place {
            is_database(path)?;
        }
        let key = self
            .key
            .as_deref()
            .map(Verifier::parse)
            .transpose()
            .map_err(Problem::of)?;
        let pins = self
            .pins
            .iter()
            .map(|it| pin(it, key.as_ref()))
            .collect::<Result<Vec<_>, _>>()?;
        let largest = pins.iter().map(|it| it.checkpoint.size()).max();
        let pinned = largest.map(|it| (it, pins.len()));
        let trust = Trust {
            key,
            pins,
            roots: self.roots.as_deref().map(super::read_roots).transpose()?,
        };
        let report = place.examine(&trust)?;
        let is_unlooked = trust.roots.is_none() && report.n_key_events > 0;
        Ok(Verified {
            size: report.tree.size(),
            pinned,
            is_unlooked,
            outcome: Outcome::fine_if(report.faults.is_empty()),
            faults: report.faults,
        })
    }
}

fn is_database(path: &Path) -> Result<(), Problem> {
    const BEGINNING: &[u8; 16] = b"SQLite format 3\0";
    let mut beginning = [0; BEGINNING.len()];
    let read =
        std::fs::File::open(path).and_then(|mut it| std::io::Read::read_exact(&mut it, &mut beginning));
    match read.is_ok() && beginning == *BEGINNING {
        true => Ok(()),
        false => Err(Problem::new(
            format!("{} is neither a ledger nor a bundle of one", path.display()),
            "name the file of a ledger, or one that `holdpoint ledger export` wrote",
        )),
    }
}

/// A checkpoint is worth something only with its signature.
fn pin(path: &Path, key: Option<&Verifier>) -> Result<Pin, Problem> {
    let named = |why: &dyn std::fmt::Display| Problem::of(format!("{}: {why}", path.display()));
    let note = note(path)?;
    let Some(key) = key else {
        let message = format!(
            "{} is a signed checkpoint, and no key is given to verify it with",
            path.display()
        );
        return Err(Problem::new(message, "give the ledger's public key with --key"));
    };
    key.verify(&note).map_err(|why| named(&why))?;
    Ok(Pin {
        checkpoint: Checkpoint::parse(note.text()).map_err(|why| named(&why))?,
        commitments: None,
    })
}

/// The signed note in a file.
pub(super) fn note(path: &Path) -> Result<Note, Problem> {
    Note::parse(&text_of(path)?).map_err(|why| Problem::of(format!("{}: {why}", path.display())))
}

pub(super) fn text_of(path: &Path) -> Result<Vec<u8>, Problem> {
    std::fs::read(path).map_err(|why| Problem::of(format!("{}: {why}", path.display())))
}
