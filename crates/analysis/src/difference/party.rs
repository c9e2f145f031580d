//! Who does or decides something, and whether the developer decides for it.
//!
//! It must not know what is decided.

use crate::report::difference::{Dimension, Direction, Moved};
use holdpoint_policy::model::{PartyId, PartyKind, Policy};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Developers are one party, whatever they are called.
    words: String,
    independent: bool,
}

impl Standing {
    pub(super) fn of(policy: &Policy, id: PartyId) -> Standing {
        let party = &policy.parties[id.index()];
        let words = match party.kind {
            PartyKind::Developer => "the developer".to_owned(),
            _ => party.named.name.clone(),
        };
        Standing {
            words,
            independent: !party.kind.is_developer_side(),
        }
    }

    /// Of several, one that does not move with the developer is enough; none is the developer.
    pub(super) fn of_all(each: &[Standing]) -> Standing {
        let words: Vec<&str> = each.iter().map(|it| it.words.as_str()).collect();
        Standing {
            words: if each.is_empty() {
                "the developer".to_owned()
            } else {
                words.join(" and ")
            },
            independent: each.iter().any(|it| it.independent),
        }
    }

    pub(super) fn nature() -> Standing {
        Standing {
            words: "nobody: it is so or not".to_owned(),
            independent: true,
        }
    }
}

/// To give it to somebody who does not move with the developer is stronger.
pub(super) fn moved(dimension: Dimension, from: &Standing, to: &Standing) -> Option<Moved> {
    let direction = match (from.independent, to.independent) {
        (false, true) => Some(Direction::Stronger),
        (true, false) => Some(Direction::Weaker),
        _ => None,
    };
    (from.words != to.words).then(|| Moved {
        dimension,
        from: from.words.clone(),
        to: to.words.clone(),
        direction,
    })
}
