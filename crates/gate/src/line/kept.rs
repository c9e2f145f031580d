//! Standings that are kept, so that an entry that comes late goes back only as far as it must.
//!
//! It must not know why an event is where it is.

use crate::standing::{Event, Heard, Standing};
use holdpoint_policy::quantity::Date;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

/// Moments between two that are kept; in tests few, since the records there are short.
const APART: usize = if cfg!(test) { 2 } else { 128 };
/// Then every second one goes.
const KEPT_MAX: usize = if cfg!(test) { 4 } else { 16 };

#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// Before any moment.
    first: Standing,
    /// In order of time.
    later: Vec<Standing>,
    /// Goes on in place, since most entries come in order. INVARIANT: none of `later` is after it.
    newest: Option<Standing>,
    /// Moments that the newest has seen since the last of `later`.
    since: usize,
}

impl Kept {
    pub(super) fn new(first: Standing) -> Kept {
        Kept {
            first,
            later: Vec::new(),
            newest: None,
            since: 0,
        }
    }

    /// What stood at that moment and after it is folded anew.
    pub(super) fn forget_from(&mut self, at: Date) {
        if self.newest.as_ref().is_some_and(|it| it.now() >= Some(at)) {
            self.newest = None;
        }
        while self.later.last().is_some_and(|it| it.now() >= Some(at)) {
            self.later.pop();
        }
    }

    /// Folds the events up to a moment; the standing is that of the last of them.
    pub(super) fn fold(
        &mut self,
        events: &BTreeMap<Date, Vec<Event>>,
        heard: &Heard,
        now: Date,
    ) -> Cow<'_, Standing> {
        let is_past = |it: &Standing| it.now() > Some(now);
        if self.newest.as_ref().or(self.later.last()).is_some_and(is_past) {
            let known = self.later.iter().rev().find(|it| !is_past(it));
            let mut standing = known.unwrap_or(&self.first).clone();
            standing.hear(heard);
            take_in(&mut standing, events, now, |_| {});
            return Cow::Owned(standing);
        }
        let (later, since) = (&mut self.later, &mut self.since);
        let newest = self.newest.get_or_insert_with(|| {
            *since = 0;
            later.last().unwrap_or(&self.first).clone()
        });
        newest.hear(heard);
        take_in(newest, events, now, |it| {
            *since += 1;
            if *since >= APART {
                *since = 0;
                later.push(it.clone());
                if later.len() > KEPT_MAX {
                    thin_out(later);
                }
            }
        });
        Cow::Borrowed(newest)
    }
}

/// The further back, the fewer are kept.
fn thin_out(later: &mut Vec<Standing>) {
    let half = KEPT_MAX / 2;
    let mut index = 0;
    later.retain(|_| {
        index += 1;
        index > half || index % 2 == 0
    });
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
        match &events[..] {
            [event] => standing.advance(*at, &[event]),
            several => standing.advance(*at, &several.iter().collect::<Vec<_>>()),
        }
        seen(standing);
    }
}
