//! Standings that are kept, so that an entry that comes late goes back only as far as it must.
//!
//! It must not know why an event is where it is.

use crate::standing::{Event, Heard, Standing};
use holdpoint_policy::quantity::Date;
use std::collections::BTreeMap;
use std::ops::Bound;

/// Moments between two that are kept.
const APART: usize = 32;
/// Then every second one goes.
const KEPT_MAX: usize = 64;

#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// Before any moment.
    first: Standing,
    /// In order of time.
    later: Vec<Standing>,
    /// Moments since the last that is kept.
    since: usize,
}

impl Kept {
    pub(super) fn new(first: Standing) -> Kept {
        Kept {
            first,
            later: Vec::new(),
            since: 0,
        }
    }

    /// What stood at that moment and after it is folded anew.
    pub(super) fn forget_from(&mut self, at: Date) {
        self.later.retain(|it| it.now() < Some(at));
    }

    /// Folds the events up to a moment; the standing is that of the last of them.
    pub(super) fn fold(&mut self, events: &BTreeMap<Date, Vec<Event>>, heard: &Heard, now: Date) -> Standing {
        let known = self.later.iter().rev().find(|it| it.now() <= Some(now));
        let mut standing = known.unwrap_or(&self.first).clone();
        standing.hear(heard);
        take_in(&mut standing, events, now, |it| self.keep(it));
        standing
    }

    fn keep(&mut self, standing: &Standing) {
        let is_newest = self.later.last().is_none_or(|it| it.now() < standing.now());
        if !is_newest {
            return;
        }
        self.since += 1;
        // The latest one is kept too: most entries come in order.
        if self.since < APART && !self.later.is_empty() {
            self.later.pop();
        } else {
            self.since = 0;
        }
        self.later.push(standing.clone());
        if self.later.len() > KEPT_MAX {
            self.thin_out();
        }
    }

    /// The further back, the fewer are kept.
    fn thin_out(&mut self) {
        let half = KEPT_MAX / 2;
        let mut index = 0;
        self.later.retain(|_| {
            index += 1;
            index > half || index % 2 == 0
        });
    }
}

/// Takes in the events after the moment that was looked at last, up to `to`; `seen` is shown each moment of them.
pub(super) fn take_in(
    standing: &mut Standing,
    events: &BTreeMap<Date, Vec<Event>>,
    to: Date,
    mut seen: impl FnMut(&Standing),
) {
    if standing.now().is_some_and(|it| it >= to) {
        return;
    }
    let after = standing.now().map_or(Bound::Unbounded, Bound::Excluded);
    for (at, events) in events.range((after, Bound::Included(to))) {
        standing.advance(*at, &events.iter().collect::<Vec<_>>());
        seen(standing);
    }
}
