//! Since when the conditions of `for at least` have been true without a break.
//!
//! It must not know where a condition stands in a policy.

use crate::calendar::later;
use crate::condition::{Atom, Condition};
use crate::quantity::{Date, Duration};

/// The conditions inside `for at least`, innermost first, each with since when it has been true.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    conditions: Vec<Tracked>,
}

#[derive(Clone, Debug)]
struct Tracked {
    condition: Condition,
    at_least: Duration,
    since: Option<Date>,
}

impl Held {
    /// Tracks every `for at least` in the conditions.
    pub(super) fn of<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> Self {
        let mut held = Held::default();
        conditions.into_iter().for_each(|it| held.gather(it));
        held
    }

    fn gather(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|it| self.gather(it)),
            Condition::Not(inner) => self.gather(inner),
            Condition::Atom(Atom::Announced(inner)) => self.gather(inner),
            Condition::Atom(_) => {}
            Condition::ForAtLeast(inner, at_least) => {
                self.gather(inner);
                let condition = inner.as_ref().clone();
                self.conditions.push(Tracked {
                    condition,
                    at_least: *at_least,
                    since: None,
                });
            }
        }
    }

    /// Whether the condition has been true for so long. One that is not tracked has not.
    pub(super) fn for_at_least(&self, condition: &Condition, duration: Duration, now: Date) -> bool {
        let tracked = self.conditions.iter().find(|it| it.condition == *condition);
        tracked
            .and_then(|it| it.since)
            .is_some_and(|since| later(since, duration) <= now)
    }

    /// Looks at every condition at a moment; `holds` sees what has been looked at so far, the inner before
    /// the outer.
    pub(super) fn look(&mut self, now: Date, holds: impl Fn(&Held, &Condition) -> bool) {
        for index in 0..self.conditions.len() {
            let holds = holds(self, &self.conditions[index].condition);
            let since = &mut self.conditions[index].since;
            *since = if holds { since.or(Some(now)) } else { None };
        }
    }

    /// When each condition that is true will have been so for long enough.
    pub(super) fn ripens(&self) -> impl Iterator<Item = Date> + '_ {
        self.conditions
            .iter()
            .filter_map(|it| it.since.map(|since| later(since, it.at_least)))
    }
}
