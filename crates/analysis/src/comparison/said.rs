//! Alignments that are given by hand, and what can be wrong with them.
//!
//! It must not know how the rest is aligned.

use super::kinds::Kind;
use holdpoint_policy::model::Policy;
use holdpoint_policy::suggest::nearest;

/// A name of each that whoever asks says to be the same thing.
pub type SaidSame = (String, String);

/// Why a `SaidSame` cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misnamed {
    /// `which`: 0 where the first has no such name, 1 where the second has none.
    Unknown {
        which: usize,
        name: String,
        near: Option<String>,
    },
    /// One is this kind of thing and the other that.
    Kinds {
        names: SaidSame,
        kinds: [&'static str; 2],
    },
    /// Said to be the same as two things.
    Twice { which: usize, name: String },
}

/// What was said, by kind and position; or all that is wrong with it.
pub(super) fn understood(
    policies: [&Policy; 2],
    said: &[SaidSame],
) -> Result<Vec<(Kind, usize, usize)>, Vec<Misnamed>> {
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for (first, second) in said {
        match (found_in(policies, 0, first), found_in(policies, 1, second)) {
            (Ok(one), Ok(other)) if one.0 == other.0 => found.push((one.0, one.1, other.1)),
            (Ok(one), Ok(other)) => wrong.push(Misnamed::Kinds {
                names: (first.clone(), second.clone()),
                kinds: [one.0.word(), other.0.word()],
            }),
            (one, other) => wrong.extend([one.err(), other.err()].into_iter().flatten()),
        }
    }
    wrong.extend(twice(policies, &found));
    match wrong.is_empty() {
        true => Ok(found),
        false => Err(wrong),
    }
}

fn found_in(policies: [&Policy; 2], which: usize, name: &str) -> Result<(Kind, usize), Misnamed> {
    let named = |kind: &Kind| {
        let mut all = kind.named(policies[which]).into_iter();
        Some((*kind, all.position(|it| it.name == name)?))
    };
    Kind::ALL.iter().find_map(named).ok_or_else(|| {
        let all = Kind::ALL.iter().flat_map(|it| it.named(policies[which]));
        Misnamed::Unknown {
            which,
            name: name.to_owned(),
            near: nearest(name, all.map(|it| it.name.as_str())).map(str::to_owned),
        }
    })
}

fn twice(policies: [&Policy; 2], found: &[(Kind, usize, usize)]) -> Vec<Misnamed> {
    let mut wrong = Vec::new();
    for (index, (kind, first, second)) in found.iter().enumerate() {
        let before = &found[..index];
        let name = |which: usize, place: usize| Misnamed::Twice {
            which,
            name: kind.named(policies[which])[place].name.clone(),
        };
        if before.iter().any(|it| (it.0, it.1) == (*kind, *first)) {
            wrong.push(name(0, *first));
        }
        if before.iter().any(|it| (it.0, it.2) == (*kind, *second)) {
            wrong.push(name(1, *second));
        }
    }
    wrong
}
