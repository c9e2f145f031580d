//! Entries held against a copy of their commitments, so that each change has a name.
//!
//! A commitment speaks of the entry's index, so an entry that was moved has another one; but whoever has the
//! entry can compute what its commitment was elsewhere, and so tell moved from replaced.
//!
//! It must not know where the copy comes from.

use super::Fault;
use crate::checkpoint::Checkpoint;
use crate::entry::Entry;
use crate::hash::Hash;
use crate::tree::Tree;

/// So many entries in a row that were taken out or put in are told from replaced ones.
const RUN_MAX: usize = 64;

/// Says what became of the entries under `checkpoint`, whose commitments are the copy.
pub(super) fn compare(checkpoint: &Checkpoint, copy: &[Hash], entries: &[Option<Entry>]) -> Vec<Fault> {
    if !is_of(checkpoint, copy) {
        return vec![Fault::WrongCopy {
            size: checkpoint.size(),
        }];
    }
    let mut changes = Changes::default();
    let (mut was, mut is) = (0, 0);
    while was < copy.len() {
        match step(copy, entries, was, is) {
            Step::Same => (was, is) = (was + 1, is + 1),
            Step::Removed(n) => {
                changes.removed.extend(was..was + n);
                was += n;
            }
            Step::Inserted(n) => {
                changes.inserted.extend(is..is + n);
                is += n;
            }
            Step::Replaced => {
                changes.replaced.push((was, is));
                (was, is) = (was + 1, is + 1);
            }
        }
    }
    changes.named(copy, entries)
}

fn is_of(checkpoint: &Checkpoint, copy: &[Hash]) -> bool {
    let mut tree = Tree::new();
    for commitment in copy {
        tree.append(commitment.as_bytes());
    }
    (tree.size(), tree.root()) == (checkpoint.size(), checkpoint.root())
}

enum Step {
    Same,
    Removed(usize),
    Inserted(usize),
    Replaced,
}

/// What stands at `is` against what stood at `was`: the shortest run that explains it.
fn step(copy: &[Hash], entries: &[Option<Entry>], was: usize, is: usize) -> Step {
    if is >= entries.len() {
        return Step::Removed(copy.len() - was);
    }
    if stood_at(copy, entries, was, is) {
        return Step::Same;
    }
    for n in 1..=RUN_MAX {
        if stood_at(copy, entries, was + n, is) {
            return Step::Removed(n);
        }
        if stood_at(copy, entries, was, is + n) {
            return Step::Inserted(n);
        }
        // Replaced ones end where the next one is in its place again.
        if stood_at(copy, entries, was + n, is + n) {
            return Step::Replaced;
        }
    }
    Step::Replaced
}

/// Did the entry that is at `is` stand at `was`?
fn stood_at(copy: &[Hash], entries: &[Option<Entry>], was: usize, is: usize) -> bool {
    let (Some(commitment), Some(Some(entry))) = (copy.get(was), entries.get(is)) else {
        return false;
    };
    let moved = Entry {
        index: was as u64,
        ..entry.clone()
    };
    moved.commitment() == *commitment
}

#[derive(Default)]
struct Changes {
    removed: Vec<usize>,
    inserted: Vec<usize>,
    replaced: Vec<(usize, usize)>,
}

impl Changes {
    /// What was taken out here and put in there was moved.
    fn named(mut self, copy: &[Hash], entries: &[Option<Entry>]) -> Vec<Fault> {
        for (was, is) in std::mem::take(&mut self.replaced) {
            self.removed.push(was);
            self.inserted.push(is);
        }
        let mut faults = Vec::new();
        for was in self.removed {
            let found = self
                .inserted
                .iter()
                .position(|is| stood_at(copy, entries, was, *is));
            let index = was as u64;
            faults.push(match found {
                Some(at) => Fault::Moved {
                    index: self.inserted.remove(at) as u64,
                    was: index,
                },
                None => match self.inserted.iter().position(|is| *is == was) {
                    Some(at) => {
                        self.inserted.remove(at);
                        Fault::Replaced { index }
                    }
                    None => Fault::Removed { index },
                },
            });
        }
        let inserted = self.inserted.into_iter();
        faults.extend(inserted.map(|it| Fault::Inserted { index: it as u64 }));
        faults
    }
}
