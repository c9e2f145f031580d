//! Since when the conditions of `for at least` have been true without a break.
//!
//! It must not know where a condition stands in a policy.

use crate::value::Value;
use holdpoint_policy::calendar::later;
use holdpoint_policy::condition::{Atom, Condition};
use holdpoint_policy::quantity::{Date, Duration};

/// The conditions inside `for at least`, innermost first, each with since when it has been true.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    conditions: Vec<Tracked>,
}

#[derive(Clone, Debug)]
struct Tracked {
    condition: Condition,
    at_least: Duration,
    /// Since when it has been so for certain.
    surely: Option<Date>,
    /// Since when it may have been so, and why that is not certain.
    perhaps: Option<(Date, Value)>,
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
                self.conditions.push(Tracked {
                    condition: inner.as_ref().clone(),
                    at_least: *at_least,
                    surely: None,
                    perhaps: None,
                });
            }
        }
    }

    /// Whether the condition has been true for so long. One that is not tracked has not.
    pub(super) fn for_at_least(&self, condition: &Condition, duration: Duration, now: Date) -> Value {
        let Some(tracked) = self.conditions.iter().find(|it| it.condition == *condition) else {
            return Value::False;
        };
        let is_long = |since: Date| later(since, duration) <= now;
        match (tracked.surely, tracked.perhaps) {
            (Some(since), _) if is_long(since) => Value::True,
            (_, Some((since, why))) if is_long(since) => why,
            _ => Value::False,
        }
    }

    /// Looks at every condition at a moment; `value` sees what has been looked at so far, the inner before the outer.
    pub(super) fn look(&mut self, now: Date, value: impl Fn(&Held, &Condition) -> Value) {
        for index in 0..self.conditions.len() {
            let value = value(self, &self.conditions[index].condition);
            let it = &mut self.conditions[index];
            match value {
                Value::True => it.surely = it.surely.or(Some(now)),
                _ => it.surely = None,
            }
            it.perhaps = match (value, it.perhaps) {
                (Value::False, _) => None,
                (Value::True, known) => Some(known.unwrap_or((now, Value::True))),
                (why, Some((since, before))) => Some((since, before.max(why))),
                (why, None) => Some((now, why)),
            };
        }
    }

    /// When each condition that is true, or may be, will have been so for long enough.
    pub(super) fn ripens(&self) -> impl Iterator<Item = Date> + '_ {
        self.conditions.iter().flat_map(|it| {
            let since = [it.surely, it.perhaps.map(|(since, _)| since)];
            since.into_iter().flatten().map(|since| later(since, it.at_least))
        })
    }
}
