//! What a deployment of a policy decides that the text does not say.
//!
//! It must not know any policy.

use holdpoint_policy::model::Modal;
use holdpoint_policy::quantity::{Decimal, Duration, Unit};

/// How a policy is applied to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `intends to` counts like `must`.
    pub counting_intends: bool,
    /// So long after the time of which it speaks an entry may be recorded and count from that time on. What comes later
    /// counts from when it was recorded, and before that only where that is the safer reading.
    pub lag: Duration,
}

impl Default for Settings {
    /// `intends to` does not count; a lag of 3 days.
    fn default() -> Self {
        Settings {
            counting_intends: false,
            lag: Duration {
                amount: Decimal { digits: 3, places: 0 },
                unit: Unit::Day,
            },
        }
    }
}

impl Settings {
    /// Whether a clause of this modality binds: a permission never does.
    pub(crate) fn binds(&self, modal: Modal) -> bool {
        match modal {
            Modal::Must | Modal::MustNot => true,
            Modal::IntendsTo => self.counting_intends,
            Modal::May => false,
        }
    }
}
