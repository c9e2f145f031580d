//! How much room each safeguard leaves: how much longer it may take, or how much later it may be begun, before a pause can
//! no longer be avoided.
//!
//! It must not know grades.

use super::changed_context;
use super::dials::Changed;
use super::nearest::{Nearest, Probed, of_ordered};
use crate::board::Coalition;
use crate::grades::safeguards_asked;
use crate::property::Context;
use crate::report::Wait;
use crate::report::sensitivity::{Margin, Room};
use crate::waits::Pauses;
use holdpoint_policy::inquiry::At;
use holdpoint_policy::model::{ActionId, SafeguardId};
use holdpoint_policy::world::{Assumed, Time, Work, World};
use std::collections::BTreeSet;

/// Of the safeguards that clauses at the level ask for, and of what comes before them, in the order in which they can begin.
pub(super) fn margins(
    context: &Context<'_>,
    world: Option<&World>,
    action: ActionId,
    level: At,
) -> Vec<Margin> {
    let (Some(world), true) = (world, is_ever_paused(context, action, level)) else {
        return Vec::new();
    };
    let asked: BTreeSet<SafeguardId> = safeguards_asked(context, action, level)
        .into_iter()
        .flatten()
        .collect();
    let pauses = Pauses::at(action, level);
    let mut found: Vec<Margin> = with_what_comes_before(context, asked)
        .into_iter()
        .filter_map(|it| {
            let stated = stated(world, it)?;
            Some(margin(context, world, &pauses, it, stated))
        })
        .collect();
    found.sort_by_key(|it| it.earliest);
    found
}

fn is_ever_paused(context: &Context<'_>, action: ActionId, level: At) -> bool {
    crate::strength::strength(context, action, level).prepared != Wait::None
}

fn with_what_comes_before(context: &Context<'_>, asked: BTreeSet<SafeguardId>) -> BTreeSet<SafeguardId> {
    let mut all = BTreeSet::new();
    let mut open: Vec<SafeguardId> = asked.into_iter().collect();
    while let Some(it) = open.pop() {
        if all.insert(it) {
            open.extend(context.setting.after.get(&it).into_iter().flatten());
        }
    }
    all
}

/// The assumption that states how long it takes.
fn stated(world: &World, safeguard: SafeguardId) -> Option<usize> {
    let states = |it: &Assumed| {
        matches!(
            it,
            Assumed::Takes { work: Work::Safeguard(it), time: Time::Range { .. }, .. } if *it == safeguard
        )
    };
    // The last word on it is the one that counts.
    world.assumptions.iter().rposition(|it| states(&it.what))
}

fn margin(
    context: &Context<'_>,
    world: &World,
    pauses: &Pauses,
    safeguard: SafeguardId,
    assumption: usize,
) -> Margin {
    let takes = context.setting.safeguard_takes(safeguard).most.unwrap_or(1);
    let avoids = |steps: u32| {
        let changed = changed_context(context, Some(world), &Changed::takes(assumption, steps));
        let found = changed.scene().prepared_wait(&Coalition::developer(), pauses);
        match found.wait {
            Wait::Steps(0) | Wait::None => Some(true),
            Wait::Between { least: 0, .. } => None,
            _ => Some(false),
        }
    };
    Margin {
        safeguard: context.policy.safeguards[safeguard.index()].named.name.clone(),
        takes,
        earliest: earliest(context, safeguard),
        room: room(context, takes, &avoids),
    }
}

/// When what comes before it is done, all of it begun at once.
fn earliest(context: &Context<'_>, safeguard: SafeguardId) -> u32 {
    let before = context.setting.after.get(&safeguard).into_iter().flatten();
    let done = before.map(|it| {
        let takes = context.setting.safeguard_takes(*it).most.unwrap_or(1);
        earliest(context, *it) + takes
    });
    done.max().unwrap_or(0)
}

fn room(context: &Context<'_>, takes: u32, avoids: &dyn Fn(u32) -> Option<bool>) -> Room {
    let probe = |wanted: bool| {
        move |steps: u32| match avoids(steps) {
            None => Probed::Open,
            Some(it) if it == wanted => Probed::Other(String::new()),
            Some(_) => Probed::Same,
        }
    };
    match avoids(takes) {
        None => Room::Undecided,
        Some(true) => {
            let far = takes + context.setting.ends_after.unwrap_or(super::dials::FAR).max(takes);
            match of_ordered(takes + 1, far, &probe(false)) {
                Nearest::At(steps, _) => Room::Spare(steps - takes - 1),
                Nearest::Nowhere => Room::Ample,
                Nearest::Open => Room::Undecided,
            }
        }
        Some(false) if takes == 1 => Room::Elsewhere,
        Some(false) => match of_ordered(takes - 1, 1, &probe(true)) {
            Nearest::At(steps, _) => Room::Short(takes - steps),
            Nearest::Nowhere => Room::Elsewhere,
            Nearest::Open => Room::Undecided,
        },
    }
}
