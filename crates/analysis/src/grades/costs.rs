//! What it costs to keep pauses to the prepared wait: the cheapest work that is enough.
//!
//! It must not know what a pause is of.

use crate::board::Coalition;
use crate::property::Context;
use crate::report::{Cost, Wait};
use crate::schedule::Schedule;
use crate::waits::Pauses;
use holdpoint_policy::model::SafeguardId;
use holdpoint_policy::world::Work;
use std::collections::BTreeSet;

/// More priced pieces than this are not tried in every combination.
const MOST_CHOICES: usize = 10;

/// The smallest sum of the costs of work that must be begun to reach the prepared wait; `None` where the world names no
/// cost or the wait is not known exactly.
pub(crate) fn least(
    context: &Context<'_>,
    pauses: &Pauses,
    gathered: &[BTreeSet<SafeguardId>],
    prepared: Wait,
) -> Option<Cost> {
    let currency = context.setting.costs.values().next()?.currency.clone();
    if !matches!(prepared, Wait::Steps(_) | Wait::Unknown | Wait::Never) {
        return None;
    }
    let enough = |left_out: &BTreeSet<SafeguardId>| {
        let found = context
            .scene()
            .prepared_wait_with(&Coalition::developer(), pauses, &|mut options| {
                options.never_begun = left_out.clone();
                options
            });
        found.wait == prepared
    };
    // What cannot be left out alone must be begun; the rest is tried together, dearest first.
    let optional: Vec<&BTreeSet<SafeguardId>> = gathered.iter().filter(|it| enough(it)).collect();
    let left_out = dearest_left_out(context, &optional, &enough)?;
    let begun: BTreeSet<SafeguardId> = gathered
        .iter()
        .flatten()
        .copied()
        .filter(|item| !left_out.contains(item))
        .collect();
    Some(price(context, &begun, currency))
}

/// The most expensive set that may be left out.
fn dearest_left_out(
    context: &Context<'_>,
    optional: &[&BTreeSet<SafeguardId>],
    enough: &dyn Fn(&BTreeSet<SafeguardId>) -> bool,
) -> Option<BTreeSet<SafeguardId>> {
    let all: BTreeSet<SafeguardId> = optional.iter().copied().flatten().copied().collect();
    if enough(&all) {
        return Some(all);
    }
    if optional.len() > MOST_CHOICES {
        return None;
    }
    let mut sets: Vec<BTreeSet<SafeguardId>> = (0u32..1 << optional.len())
        .map(|bits| {
            let chosen = optional
                .iter()
                .enumerate()
                .filter(|(index, _)| bits & (1 << index) != 0);
            chosen.flat_map(|(_, it)| it.iter().copied()).collect()
        })
        .collect();
    sets.sort_by_key(|set: &BTreeSet<SafeguardId>| std::cmp::Reverse(sum(context, set)));
    sets.into_iter().find(|set| enough(set))
}

fn sum(context: &Context<'_>, items: &BTreeSet<SafeguardId>) -> u64 {
    items
        .iter()
        .filter_map(|it| context.setting.costs.get(&Work::Safeguard(*it)))
        .map(|it| it.cents)
        .sum()
}

fn price(context: &Context<'_>, begun: &BTreeSet<SafeguardId>, currency: String) -> Cost {
    let schedule = Schedule {
        setting: &context.setting,
    };
    let all = schedule.closure(begun);
    let unpriced = (all.iter())
        .filter(|it| !context.setting.costs.contains_key(&Work::Safeguard(**it)))
        .map(|it| context.policy.safeguards[it.index()].named.name.clone())
        .collect();
    Cost {
        cents: sum(context, &all),
        currency,
        unpriced,
    }
}
