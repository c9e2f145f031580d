//! What nature lets appear: the signs that evaluations look for, and what is truly there.
//!
//! A probe is one capability, or a level whose capabilities matter only together. It must not know clauses.

use super::vars::{Slot, State};
use holdpoint_policy::model::{CapabilityId, LevelId};

#[derive(Clone, Debug)]
pub(crate) struct Probe {
    pub(crate) of: ProbeOf,
    /// 1, or the highest grade.
    pub(crate) top: u16,
    /// Growth from which signs may be there; `None`: never.
    pub(super) signs_from: Option<u16>,
    /// Growth from which it may truly be there.
    pub(super) there_from: Option<u16>,
    /// Growth that must lie between its signs and itself; 0: both moments are one.
    pub(super) buffer: u16,
    pub(super) may_fall: bool,
    /// For a level that is defined later: its definition.
    pub(super) defined: Option<(Slot, u16)>,
    /// For a level that is defined later: what must be there of the level below, since what is so at a level is so for
    /// those below it.
    pub(super) below: Option<Signs>,
    /// Probes of lower levels, which say nothing more once this one has shown signs.
    pub(super) covers: Vec<usize>,
    pub(super) signs: Slot,
    pub(super) looked: Slot,
    pub(super) miss_age: Option<(Slot, u16)>,
    pub(super) hidden: Option<Hidden>,
}

/// Moments that nobody sees.
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Hidden {
    pub(super) signs_age: Slot,
    pub(super) reached: Slot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProbeOf {
    Level(LevelId),
    Capability(CapabilityId),
}

/// When an evaluation finds what it looks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Signs {
    Always,
    Probe(usize, u16),
    All(Vec<Signs>),
    Any(Vec<Signs>),
}

/// Every probe whose bit is set.
pub(super) fn each(bits: u128) -> impl Iterator<Item = usize> {
    (0..128)
        .take_while(move |it| bits >> it != 0)
        .filter(move |it| bits & (1 << it) != 0)
}

impl Signs {
    /// Whether it holds when a probe has the grade that `grade` says.
    pub(super) fn hold(&self, grade: &impl Fn(usize) -> u16) -> bool {
        match self {
            Signs::Always => true,
            Signs::Probe(probe, least) => grade(*probe) >= *least,
            Signs::All(parts) => parts.iter().all(|it| it.hold(grade)),
            Signs::Any(parts) => parts.iter().any(|it| it.hold(grade)),
        }
    }

    pub(super) fn probes(&self, visit: &mut impl FnMut(usize)) {
        match self {
            Signs::Always => {}
            Signs::Probe(probe, _) => visit(*probe),
            Signs::All(parts) | Signs::Any(parts) => parts.iter().for_each(|it| it.probes(visit)),
        }
    }
}

impl Probe {
    /// May signs be seen that were not there at the last look?
    pub(super) fn may_show(&self, state: &State, growth: u16) -> bool {
        let grown_since = !state.is(self.looked) || self.miss_age.is_some();
        grown_since && self.is_defined(state) && self.signs_from.is_some_and(|from| growth >= from)
    }

    pub(super) fn is_defined(&self, state: &State) -> bool {
        self.defined.is_none_or(|(slot, done)| state.get(slot) == done)
    }
}
