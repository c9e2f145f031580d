//! What is known of a condition: that it is so, that it is not, or why neither can be said.
//!
//! It must not know what a condition is.

/// One of the four values of a condition, and beside them what two entries of one instant leave open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Value {
    #[default]
    False,
    True,
    /// Entries of one instant say different things, or an entry speaks of a time before it was recorded and nobody
    /// countersigned it: whichever of the two is safer counts.
    Torn,
    /// No source that has been heard up to now says.
    NotKnown,
    /// Two who may both say so disagree.
    InConflict,
}

use Value::{False, True};

impl Value {
    /// What is known for certain.
    pub fn of(it: bool) -> Value {
        if it { True } else { False }
    }

    /// Whether it is one of true and false.
    pub fn is_known(self) -> bool {
        matches!(self, True | False)
    }

    /// Whether it may be so, as far as anybody knows.
    pub fn may_be(self) -> bool {
        self != False
    }

    /// Why it is not known counts for the whole where the known parts do not settle it.
    #[must_use]
    pub fn and(self, other: Value) -> Value {
        match (self, other) {
            (False, _) | (_, False) => False,
            (True, it) | (it, True) => it,
            (one, another) => one.max(another),
        }
    }

    #[must_use]
    pub fn or(self, other: Value) -> Value {
        match (self, other) {
            (True, _) | (_, True) => True,
            (False, it) | (it, False) => it,
            (one, another) => one.max(another),
        }
    }

    /// It is either of the two, and which is not known; for the reason `why` where both are known.
    #[must_use]
    pub fn or_perhaps(self, other: Value, why: Value) -> Value {
        match self == other {
            true => self,
            false => self.max(other).max(why),
        }
    }

    pub fn all(values: impl IntoIterator<Item = Value>) -> Value {
        let mut all = True;
        for value in values {
            all = all.and(value);
            if all == False {
                break;
            }
        }
        all
    }

    pub fn any(values: impl IntoIterator<Item = Value>) -> Value {
        let mut any = False;
        for value in values {
            any = any.or(value);
            if any == True {
                break;
            }
        }
        any
    }
}

impl std::ops::Not for Value {
    type Output = Value;

    /// What is not known stays so.
    fn not(self) -> Value {
        match self {
            False => True,
            True => False,
            unknown => unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EACH: [Value; 5] = [False, True, Value::Torn, Value::NotKnown, Value::InConflict];

    #[test]
    fn what_is_known_agrees_with_every_way_in_which_the_rest_may_be() {
        let ways = |it: Value| match it {
            True => vec![true],
            False => vec![false],
            _ => vec![true, false],
        };
        for (a, b) in EACH.iter().flat_map(|a| EACH.iter().map(move |b| (*a, *b))) {
            for (x, y) in ways(a)
                .into_iter()
                .flat_map(|x| ways(b).into_iter().map(move |y| (x, y)))
            {
                assert!(!a.and(b).is_known() || a.and(b) == Value::of(x && y));
                assert!(!a.or(b).is_known() || a.or(b) == Value::of(x || y));
            }
            assert_eq!(a.and(b), b.and(a));
            assert_eq!(!a.and(b), (!a).or(!b));
        }
    }
}
