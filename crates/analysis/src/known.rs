//! What has been found so far in one check: grades by setting, values and plays by board.
//!
//! Two questions that compile to the same board have the same answer, whatever they were asked about; a policy with
//! several readings, worlds and actions asks the same board many times. It must not know how anything was found.

use crate::board::{Key, Terms};
use crate::strength::Graded;
use holdpoint_game::{Length, Position};
use holdpoint_policy::encoding::Reading;
use holdpoint_policy::inquiry::{At, PolicyId};
use holdpoint_policy::model::ActionId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// A setting, and what was graded in it.
pub(crate) type GradeKey = (PolicyId, Option<String>, Reading, Terms, (ActionId, At));

/// A board in full, with what was asked of it and how many positions were allowed.
pub(crate) type BoardKey = (&'static str, usize, Key);

/// A value, or that the board is too large.
pub(crate) type KnownLength = Option<Length>;

#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) grades: Memo<GradeKey, Graded>,
    pub(crate) lengths: Memo<BoardKey, KnownLength>,
    /// Who wins what is asked; `None`: the board is too large.
    pub(crate) verdicts: Memo<BoardKey, Option<bool>>,
    /// A shortest play; `None` if there is none; an error if the board is too large.
    pub(crate) plays: Memo<BoardKey, Result<Option<Vec<Position>>, usize>>,
}

/// Finds each answer once; whoever asks for one that is being found waits for it.
#[derive(Debug)]
pub(crate) struct Memo<K, V> {
    found: Mutex<BTreeMap<K, Arc<OnceLock<V>>>>,
}

impl<K: Ord, V: Clone> Memo<K, V> {
    pub(crate) fn once(&self, key: K, find: impl FnOnce() -> V) -> V {
        let place = self.lock().entry(key).or_default().clone();
        place.get_or_init(find).clone()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<K, Arc<OnceLock<V>>>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Memo<K, V> {
        Memo {
            found: Mutex::new(BTreeMap::new()),
        }
    }
}
