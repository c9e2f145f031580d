//! The power goes at every moment of a recorded run. What was synced is on the disk; of what was not, nothing, all, or
//! any part, down to half-written pages. The ledger that is found then has all that was acknowledged by then.
//!
//! The control forgets every sync, which must lose something: else it is not shown that this finds a loss.

use crate::child::hold;
use crate::recording::{Step, record};
use crate::{N_BEFORE, Outcome, kept};
use holdpoint_ledger::{Hash, Sqlite};
use std::collections::BTreeMap;
use std::path::Path;

/// Ways in which the rest that was not synced is there by half.
const N_DRAWN: u64 = 2;
/// A disk writes so many bytes at once.
const SECTOR: usize = 512;

type Files = BTreeMap<String, Vec<u8>>;

/// What becomes of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    Nothing,
    All,
    Drawn(u64),
}

/// A disk, and what is on its way there.
#[derive(Clone, Default)]
struct Disk {
    /// What is there for good.
    synced: Files,
    /// Names that the folder has for good, with what is in `synced` if anything is.
    names: Vec<String>,
    /// Of each file in order.
    waiting: Vec<Step>,
}

impl Disk {
    fn new(files: Files) -> Disk {
        Disk {
            names: files.keys().cloned().collect(),
            synced: files,
            waiting: Vec::new(),
        }
    }

    fn take(&mut self, step: &Step) {
        match step {
            Step::Sync(file) => {
                let (done, waiting): (Vec<Step>, Vec<Step>) =
                    self.waiting.drain(..).partition(|it| writes(it) == Some(file));
                self.waiting = waiting;
                done.iter().for_each(|it| apply(&mut self.synced, it, usize::MAX));
            }
            Step::SyncFolder => {
                let (done, waiting): (Vec<Step>, Vec<Step>) = self
                    .waiting
                    .drain(..)
                    .partition(|it| matches!(it, Step::Create(_) | Step::Remove(_)));
                self.waiting = waiting;
                done.iter()
                    .for_each(|it| name(&mut self.names, &mut self.synced, it));
            }
            Step::Said(_) => {}
            other => self.waiting.push(other.clone()),
        }
    }

    /// What is found when the power comes back.
    fn found(&self, rest: Rest) -> Files {
        let (mut files, mut names) = (self.synced.clone(), self.names.clone());
        for (number, step) in (0..).zip(&self.waiting) {
            let luck = match rest {
                Rest::Nothing => 0,
                Rest::All => 2,
                Rest::Drawn(seed) => drawn(seed, number) % 3,
            };
            match (luck, writes(step)) {
                (0, _) => {}
                (1, Some(_)) => apply(&mut files, step, SECTOR),
                (_, Some(_)) => apply(&mut files, step, usize::MAX),
                (_, None) => name(&mut names, &mut files, step),
            }
        }
        let named = |it: &String| (it.clone(), files.get(it).cloned().unwrap_or_default());
        names.iter().map(named).collect()
    }
}

/// The file whose content the step changes.
fn writes(step: &Step) -> Option<&String> {
    match step {
        Step::Write { file, .. } | Step::Resize { file, .. } => Some(file),
        _ => None,
    }
}

/// At most so many bytes of it.
fn apply(files: &mut Files, step: &Step, bytes_max: usize) {
    match step {
        Step::Write { file, at, bytes } => {
            let content = files.entry(file.clone()).or_default();
            let bytes = &bytes[..bytes.len().min(bytes_max)];
            content.resize(content.len().max(at + bytes.len()), 0);
            content[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        Step::Resize { file, length } => files.entry(file.clone()).or_default().resize(*length, 0),
        _ => {}
    }
}

fn name(names: &mut Vec<String>, files: &mut Files, step: &Step) {
    match step {
        Step::Create(file) if !names.contains(file) => names.push(file.clone()),
        Step::Remove(file) => {
            names.retain(|it| it != file);
            files.remove(file);
        }
        _ => {}
    }
}

fn drawn(seed: u64, number: u64) -> u8 {
    Hash::of(&[&seed.to_be_bytes(), &number.to_be_bytes()]).as_bytes()[0]
}

pub(crate) fn survive() -> Outcome<()> {
    let mut n_moments = 0;
    for n_before in [0, N_BEFORE] {
        let (start, steps) = recorded(n_before)?;
        let rests = [Rest::Nothing, Rest::All];
        let rests: Vec<Rest> = rests.into_iter().chain((0..N_DRAWN).map(Rest::Drawn)).collect();
        for n in 0..=steps.len() {
            for rest in &rests {
                let told = |why| format!("{n} of {} steps, {n_before} before, {rest:?}: {why}", steps.len());
                lose(&start, &steps[..n], *rest, n_before).map_err(told)?;
                n_moments += 1;
            }
        }
    }
    match n_moments {
        0..500 => Err(format!("{n_moments} moments: nothing was recorded").into()),
        _ => Ok(()),
    }
}

/// A disk that takes syncs for granted.
pub(crate) fn control() -> Outcome<()> {
    let (start, steps) = recorded(N_BEFORE)?;
    let is_kept = |it: &&Step| !matches!(it, Step::Sync(_) | Step::SyncFolder);
    let steps: Vec<Step> = steps.iter().filter(is_kept).cloned().collect();
    let lost = |rest| {
        (0..=steps.len())
            .filter(|n| lose(&start, &steps[..*n], rest, N_BEFORE).is_err())
            .count()
    };
    for rest in [Rest::Nothing, Rest::Drawn(1)] {
        if lost(rest) == 0 {
            return Err(format!("{rest:?}: without syncs nothing is lost, so no loss would be found").into());
        }
    }
    Ok(())
}

/// The files before a run, and what it did.
fn recorded(n_before: u64) -> Outcome<(Files, Vec<Step>)> {
    let folder = tempfile::tempdir()?;
    let path = match n_before {
        0 => folder.path().join("ledger.db"),
        _ => kept(folder.path())?,
    };
    let start = read(folder.path())?;
    let steps = record(&path)?;
    // The recording is right if all of it leads to the files that are there.
    let mut disk = Disk::new(start.clone());
    steps.iter().for_each(|it| disk.take(it));
    match disk.found(Rest::All) == read(folder.path())? {
        true => Ok((start, steps)),
        false => Err("what was recorded is not what was done".into()),
    }
}

fn read(folder: &Path) -> Outcome<Files> {
    let mut files = Files::new();
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name().into_string().map_err(|_| "a name in UTF-8")?;
        files.insert(name, std::fs::read(file.path())?);
    }
    Ok(files)
}

/// The power goes behind these steps.
fn lose(start: &Files, steps: &[Step], rest: Rest, n_before: u64) -> Result<(), String> {
    let mut disk = Disk::new(start.clone());
    let mut said = Vec::new();
    for step in steps {
        disk.take(step);
        if let Step::Said(line) = step {
            said.push(line.clone());
        }
    }
    let folder = tempfile::tempdir().map_err(|it| it.to_string())?;
    for (name, bytes) in disk.found(rest) {
        std::fs::write(folder.path().join(name), bytes).map_err(|it| it.to_string())?;
    }
    let path = folder.path().join("ledger.db");
    drop(Sqlite::open(&path).map_err(|it| it.to_string())?);
    hold(&path, &said, n_before).map_err(|it| it.message().unwrap_or("").to_owned())
}
