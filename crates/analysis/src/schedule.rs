//! How long the developer's work takes when all of it is begun at once: chains of `after`, critical paths.
//!
//! It must not know what the work is for.

use crate::setting::{Setting, Steps};
use holdpoint_policy::model::SafeguardId;
use std::collections::{BTreeMap, BTreeSet};

/// Chains of work in one world.
pub(crate) struct Schedule<'a> {
    pub(crate) setting: &'a Setting,
}

/// The soonest and the latest step at which work begun at once is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Finished {
    pub(crate) least: u32,
    /// `None`: some duration is not stated.
    pub(crate) most: Option<u32>,
}

impl Schedule<'_> {
    /// Everything that must be in place before `items` are, and they.
    pub(crate) fn closure(&self, items: &BTreeSet<SafeguardId>) -> BTreeSet<SafeguardId> {
        let mut all = BTreeSet::new();
        let mut open: Vec<SafeguardId> = items.iter().copied().collect();
        while let Some(item) = open.pop() {
            if all.insert(item) {
                open.extend(self.before(item));
            }
        }
        all
    }

    /// When `items` are all in place if everything not in `done` is begun as soon as it can be.
    pub(crate) fn finished(&self, items: &BTreeSet<SafeguardId>, done: &BTreeSet<SafeguardId>) -> Finished {
        let mut memo = BTreeMap::new();
        let each = items.iter().map(|item| self.finished_one(*item, done, &mut memo));
        each.fold(
            Finished {
                least: 0,
                most: Some(0),
            },
            latest,
        )
    }

    /// The chain that takes longest, first item first.
    pub(crate) fn critical_path(&self, items: &BTreeSet<SafeguardId>) -> Vec<SafeguardId> {
        let mut memo = BTreeMap::new();
        let none = BTreeSet::new();
        let weight = |finished: Finished| finished.most.map_or((1, finished.least), |most| (0, most));
        let mut longest = |candidates: &mut dyn Iterator<Item = SafeguardId>| {
            candidates.max_by_key(|item| {
                (
                    weight(self.finished_one(*item, &none, &mut memo)),
                    std::cmp::Reverse(*item),
                )
            })
        };
        let mut path = Vec::new();
        let mut next = longest(&mut items.iter().copied());
        while let Some(item) = next {
            path.push(item);
            next = longest(&mut self.before(item).iter().copied());
        }
        path.reverse();
        path
    }

    pub(crate) fn before(&self, item: SafeguardId) -> &[SafeguardId] {
        self.setting.after.get(&item).map_or(&[], Vec::as_slice)
    }

    fn finished_one(
        &self,
        item: SafeguardId,
        done: &BTreeSet<SafeguardId>,
        memo: &mut BTreeMap<SafeguardId, Finished>,
    ) -> Finished {
        if done.contains(&item) {
            return Finished {
                least: 0,
                most: Some(0),
            };
        }
        if let Some(known) = memo.get(&item) {
            return *known;
        }
        let begun = (self.before(item).iter())
            .map(|it| self.finished_one(*it, done, memo))
            .fold(
                Finished {
                    least: 0,
                    most: Some(0),
                },
                latest,
            );
        let takes = self.setting.safeguard_takes(item);
        let finished = Finished {
            least: begun.least + takes.least,
            most: begun.most.zip(takes.most).map(|(before, own)| before + own),
        };
        memo.insert(item, finished);
        finished
    }
}

fn latest(one: Finished, other: Finished) -> Finished {
    Finished {
        least: one.least.max(other.least),
        most: one.most.zip(other.most).map(|(a, b)| a.max(b)),
    }
}

impl Schedule<'_> {
    /// When `items` are in place at the latest under a limit on work under way at once, by a plan that serves all
    /// of `wanted`: a sound upper bound for the best plan.
    pub(crate) fn finished_under_limit(
        &self,
        items: &BTreeSet<SafeguardId>,
        wanted: &BTreeSet<SafeguardId>,
        limit: u32,
        time: fn(Steps) -> Option<u32>,
    ) -> Option<u32> {
        let plan = self.plan(&self.closure(wanted), limit, time)?;
        items
            .iter()
            .map(|item| plan.get(item).copied())
            .try_fold(0, |latest, end| end.map(|it| latest.max(it)))
    }

    /// No plan has `items` in place before this step: the longest chain, and the work divided by the hands.
    pub(crate) fn soonest_under_limit(&self, items: &BTreeSet<SafeguardId>, limit: u32) -> Option<u32> {
        let chain = self.finished(items, &BTreeSet::new()).most?;
        let total = (self.closure(items).into_iter())
            .map(|item| self.setting.safeguard_takes(item).most)
            .try_fold(0u32, |sum, most| most.map(|most| sum + most))?;
        Some(chain.max(total.div_ceil(limit.max(1))))
    }

    /// Longest chain first, never more than `limit` at once: the step at which each is in place.
    fn plan(
        &self,
        items: &BTreeSet<SafeguardId>,
        limit: u32,
        time: fn(Steps) -> Option<u32>,
    ) -> Option<BTreeMap<SafeguardId, u32>> {
        let takes = |item: SafeguardId| time(self.setting.safeguard_takes(item));
        let urgency = self.urgency(items, &takes)?;
        let mut ends: BTreeMap<SafeguardId, u32> = BTreeMap::new();
        let mut now = 0;
        while ends.len() < items.len() {
            let is_done = |item: &SafeguardId| ends.get(item).is_some_and(|end| *end <= now);
            let under_way = ends.values().filter(|end| **end > now).count();
            let mut ready: Vec<SafeguardId> = (items.iter().copied())
                .filter(|item| !ends.contains_key(item) && self.before(*item).iter().all(is_done))
                .collect();
            ready.sort_by_key(|item| (std::cmp::Reverse(urgency[item]), *item));
            for item in ready.into_iter().take((limit as usize).saturating_sub(under_way)) {
                ends.insert(item, now + takes(item)?);
            }
            now = ends
                .values()
                .copied()
                .filter(|end| *end > now)
                .min()
                .unwrap_or(now + 1);
        }
        Some(ends)
    }

    /// The longest chain that begins with each item.
    fn urgency(
        &self,
        items: &BTreeSet<SafeguardId>,
        takes: &dyn Fn(SafeguardId) -> Option<u32>,
    ) -> Option<BTreeMap<SafeguardId, u32>> {
        let mut urgency: BTreeMap<SafeguardId, u32> = BTreeMap::new();
        let mut changed = true;
        for item in items {
            urgency.insert(*item, takes(*item)?);
        }
        while changed {
            changed = false;
            for item in items {
                for before in self.before(*item) {
                    let through = urgency[item] + takes(*before)?;
                    if urgency[before] < through {
                        urgency.insert(*before, through);
                        changed = true;
                    }
                }
            }
        }
        Some(urgency)
    }
}
