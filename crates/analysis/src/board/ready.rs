//! When a group of safeguards is in place: who has the last word on it, and at which step it is ready, with hands that
//! are free or found at work.
//!
//! It must not know what the group is for.

use super::groups::Hold;
use super::terms::Pace;
use super::{Board, Owner};
use crate::schedule::{Finished, Schedule, Timing};
use crate::setting::Use;
use holdpoint_game::Side;
use holdpoint_policy::model::SafeguardId;
use std::collections::BTreeSet;

impl Board<'_> {
    /// Played together, work is in place no sooner than one plan within the limit has it.
    pub(super) fn limited(&self, items: &BTreeSet<SafeguardId>, finished: Finished) -> Finished {
        let schedule = Schedule {
            setting: self.setting,
        };
        let limit = self.setting.at_most_under_way;
        let limit = limit.filter(|_| self.options.pace == Pace::Together);
        let planned = limit.and_then(|limit| {
            schedule.finished_under_limit(items, (&self.first, &self.wanted), limit, Timing::Least)
        });
        Finished {
            least: planned.unwrap_or(finished.least),
            ..finished
        }
    }

    pub(super) fn hold(&self, items: &BTreeSet<SafeguardId>, closure: &BTreeSet<SafeguardId>) -> Hold {
        let together = self.options.pace == Pace::Together;
        let cannot = |id: &SafeguardId| {
            self.options.never_begun.contains(id)
                || self.setting.no_success.contains(id)
                || self.policy.safeguards[id.index()].undefined
        };
        if closure.iter().any(cannot) {
            return Hold::Never;
        }
        let coalition = &self.options.coalition;
        let by_us = |id: &SafeguardId| match self.owner(self.policy.safeguards[id.index()].by) {
            Owner::Developer => coalition.developer,
            Owner::Other(side) => side == Side::Ours,
            Owner::Nature => coalition.nature,
        };
        let certain = |id: &SafeguardId| {
            let declared = &self.policy.safeguards[id.index()];
            let may_fail = declared.may_fail && !self.setting.succeeds_for_certain(*id);
            by_us(id) && (coalition.nature || !may_fail)
        };
        let may_lapse = |id: &SafeguardId| !coalition.nature && self.setting.may_lapse.contains(id);
        if together {
            Hold::Certain
        } else if !closure.iter().all(certain) || items.iter().any(may_lapse) {
            Hold::Withheld
        } else if closure.iter().any(may_lapse) {
            Hold::Contested
        } else {
            Hold::Certain
        }
    }

    /// The step at which the work is in place for certain if it is begun at once.
    pub(super) fn ready(&mut self, items: &BTreeSet<SafeguardId>, finished: Finished) -> Option<u32> {
        if self.options.at_any_time {
            return None;
        }
        let with_nature = self.options.coalition.nature;
        let (timing, chain) = match with_nature {
            true => (Timing::Least, finished.least),
            false => (Timing::Most, finished.most?),
        };
        if self.setting.slip > 0 && !with_nature {
            self.used.insert(Use::Slip);
        }
        let slip = if with_nature { 0 } else { self.setting.slip };
        let limited = match self.setting.at_most_under_way {
            None => chain,
            Some(limit) => {
                self.used.insert(Use::UnderWay);
                self.ready_under_limit(items, limit, timing)?
            }
        };
        Some(limited + slip + self.options.delay)
    }

    fn ready_under_limit(&self, items: &BTreeSet<SafeguardId>, limit: u32, timing: Timing) -> Option<u32> {
        let schedule = Schedule {
            setting: self.setting,
        };
        let behind = self.options.pace == Pace::Behind;
        let from_idle = || match behind {
            true => schedule.finished_under_limit(items, (&self.first, &self.wanted), limit, timing),
            false => schedule.soonest_under_limit(items, limit, timing),
        };
        if !self.options.effort || self.options.coalition.nature {
            return from_idle();
        }
        // Found unprepared, hands may be at other work. Where our side may fare no worse than it does, only work counts
        // that can be begun at any time, or by the time at which it is found; and it is the same work for every group.
        if !behind {
            let under_way = self.may_be_under_way(!self.options.found_late);
            let Some(start) = schedule.worst_start(&self.first, limit, &under_way) else {
                return from_idle();
            };
            return schedule.soonest_from(items, limit, &start);
        }
        let any = self.may_be_under_way(false);
        let times = any.iter().map(|it| self.setting.safeguard_takes(*it).most);
        let longest = times
            .collect::<Option<Vec<u32>>>()?
            .into_iter()
            .max()
            .unwrap_or(1);
        let found = schedule.soonest_when_found(&self.first, limit, &any);
        let Some(first) = found.map(|it| it.most).filter(|it| *it < u32::MAX) else {
            return Some(longest - 1 + from_idle()?);
        };
        if items.is_subset(&schedule.closure(&self.first)) {
            return Some(first);
        }
        // The rest is planned when that is done and whatever was under way is finished.
        Some(first.max(longest - 1) + from_idle()?)
    }

    /// From this step on any work may have been begun, all that comes before it being done and no group with it.
    pub(super) fn late_enough(&self) -> Option<u32> {
        let schedule = Schedule {
            setting: self.setting,
        };
        let all = self.may_be_under_way(false);
        let before = all.iter().flat_map(|it| schedule.before(*it).iter().copied());
        let before: BTreeSet<SafeguardId> = before.collect();
        let limit = self.setting.at_most_under_way?;
        if self.groups.iter().any(|it| it.items.is_subset(&before)) {
            return None;
        }
        schedule.finished_under_limit(&before, (&before, &before), limit, Timing::Most)
    }

    /// What the developer may have begun; `at_once`: without anything else before it.
    fn may_be_under_way(&self, at_once: bool) -> BTreeSet<SafeguardId> {
        let schedule = Schedule {
            setting: self.setting,
        };
        let ids = (0..self.policy.safeguards.len()).map(SafeguardId::from);
        ids.filter(|id| {
            let by = self.policy.safeguards[id.index()].by;
            let ours = self.policy.parties[by.index()].kind.is_developer_side();
            let is_stated = self.setting.safeguard_takes(*id).most.is_some();
            ours && (!at_once || schedule.before(*id).is_empty() && is_stated)
        })
        .collect()
    }
}
