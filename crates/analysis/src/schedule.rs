//! How long the developer's work takes when all of it is begun at once: chains of `after`, critical paths.
//!
//! It must not know what the work is for.

use crate::hands::{self, Job, Other, Soonest, Worst};
use crate::setting::Setting;
use holdpoint_policy::model::SafeguardId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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

/// Which end of a range is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timing {
    Least,
    Most,
}

/// What is known of work under the limit: items, times.
pub(crate) type SoonestKey = (BTreeSet<SafeguardId>, Timing);

/// Likewise where hands are found at work: which items may be under way, and other work.
pub(crate) type WorstKey = (BTreeSet<SafeguardId>, BTreeSet<SafeguardId>, Vec<Other>);

impl Schedule<'_> {
    /// When `items` are in place at the latest under a limit on work under way at once, by one plan that serves all of
    /// `wanted` and `first` of all these: a sound upper bound for the best plan.
    pub(crate) fn finished_under_limit(
        &self,
        items: &BTreeSet<SafeguardId>,
        (first, wanted): (&BTreeSet<SafeguardId>, &BTreeSet<SafeguardId>),
        limit: u32,
        timing: Timing,
    ) -> Option<u32> {
        let first = self.closure(first);
        let mut plan = self.best_plan(&first, limit, timing)?;
        self.add_to_plan(&mut plan, &self.closure(wanted), limit, timing)?;
        items
            .iter()
            .map(|item| plan.get(item).copied())
            .try_fold(0, |latest, end| end.map(|it| latest.max(it)))
    }

    /// No plan has `items` in place before this step.
    pub(crate) fn soonest_under_limit(
        &self,
        items: &BTreeSet<SafeguardId>,
        limit: u32,
        timing: Timing,
    ) -> Option<u32> {
        let closure = self.closure(items);
        let total = (closure.iter())
            .map(|item| self.takes(*item, timing))
            .try_fold(0u32, |sum, it| it.map(|it| sum + it))?;
        let soonest = self.soonest(&closure, limit, timing).map_or(0, |it| it.least);
        let chain = match timing {
            Timing::Least => self.finished(items, &BTreeSet::new()).least,
            Timing::Most => self.finished(items, &BTreeSet::new()).most?,
        };
        Some(soonest.max(chain).max(total.div_ceil(limit.max(1))))
    }

    /// The same from the worst of all states in which hands may be found at work; `None`: a time is not stated, or there
    /// is too much to plan.
    pub(crate) fn soonest_when_found(
        &self,
        items: &BTreeSet<SafeguardId>,
        limit: u32,
        may_be_under_way: &BTreeSet<SafeguardId>,
    ) -> Option<Worst> {
        let closure = self.closure(items);
        let jobs = self.jobs(&closure, Timing::Most)?;
        let others = self.others(&jobs, &closure, may_be_under_way)?;
        let own: BTreeSet<SafeguardId> = may_be_under_way.intersection(&closure).copied().collect();
        let may = bits(&jobs, &own);
        let key = (closure, own, others.clone());
        let find = || {
            let jobs: Vec<Job> = jobs.iter().map(|(_, job)| job.clone()).collect();
            hands::soonest_when_found(&jobs, limit.max(1) as usize, may, &others)
        };
        Some(self.setting.worst.once(key, find))
    }

    /// What may be under way and is not one of the jobs, in its order.
    fn others(
        &self,
        jobs: &[(SafeguardId, Job)],
        closure: &BTreeSet<SafeguardId>,
        may_be_under_way: &BTreeSet<SafeguardId>,
    ) -> Option<Vec<Other>> {
        let others: Vec<SafeguardId> = may_be_under_way.difference(closure).copied().collect();
        let needs: Vec<_> = others
            .iter()
            .map(|it| self.closure(&BTreeSet::from([*it])))
            .collect();
        let other = |index: usize| {
            let chained =
                |it: &usize| needs[*it].contains(&others[index]) || needs[index].contains(&others[*it]);
            Some(Other {
                takes: self.takes(others[index], Timing::Most)?,
                after: bits(jobs, &needs[index]),
                not_with: (0..others.len())
                    .filter(|it| *it != index && chained(it))
                    .collect(),
            })
        };
        (0..others.len()).map(other).collect()
    }

    /// What is under way in the state from which `items` take longest; `None`: it is not known.
    pub(crate) fn worst_start(
        &self,
        items: &BTreeSet<SafeguardId>,
        limit: u32,
        may_be_under_way: &BTreeSet<SafeguardId>,
    ) -> Option<BTreeSet<SafeguardId>> {
        let closure = self.closure(items);
        let worst = self.soonest_when_found(items, limit, may_be_under_way)?;
        let jobs = self.jobs(&closure, Timing::Most)?;
        let own = jobs.iter().enumerate();
        let own = own.filter(|(it, _)| worst.from.jobs & (1 << it) != 0);
        let mut start: BTreeSet<SafeguardId> = own.map(|(_, (id, _))| *id).collect();
        let others: Vec<SafeguardId> = may_be_under_way.difference(&closure).copied().collect();
        start.extend(worst.from.others.iter().map(|it| others[*it]));
        Some(start)
    }

    /// No sooner than this are `items` in place where these are under way, begun a step ago.
    pub(crate) fn soonest_from(
        &self,
        items: &BTreeSet<SafeguardId>,
        limit: u32,
        under_way: &BTreeSet<SafeguardId>,
    ) -> Option<u32> {
        let closure = self.closure(items);
        let jobs = self.jobs(&closure, Timing::Most)?;
        let mut done = self.closure(under_way);
        done.retain(|it| !under_way.contains(it));
        let others = under_way
            .difference(&closure)
            .map(|it| self.takes(*it, Timing::Most));
        let mut others = others.collect::<Option<Vec<u32>>>()?;
        others.iter_mut().for_each(|it| *it = it.saturating_sub(1));
        others.sort_unstable_by_key(|it| std::cmp::Reverse(*it));
        let found = (bits(&jobs, under_way), bits(&jobs, &done));
        let jobs: Vec<Job> = jobs.iter().map(|(_, job)| job.clone()).collect();
        Some(hands::soonest_from(&jobs, limit.max(1) as usize, found, &others))
    }

    fn takes(&self, item: SafeguardId, timing: Timing) -> Option<u32> {
        let takes = self.setting.safeguard_takes(item);
        match timing {
            Timing::Least => Some(takes.least),
            Timing::Most => takes.most,
        }
    }

    /// Found once for each setting; `None` for more pieces than are planned so.
    fn soonest(&self, closure: &BTreeSet<SafeguardId>, limit: u32, timing: Timing) -> Option<Arc<Soonest>> {
        let jobs = self.jobs(closure, timing)?;
        let key = (closure.clone(), timing);
        let find = || {
            let jobs: Vec<Job> = jobs.iter().map(|(_, job)| job.clone()).collect();
            Arc::new(hands::soonest(&jobs, limit.max(1) as usize))
        };
        Some(self.setting.soonest.once(key, find))
    }

    /// Each after all that come before it.
    fn jobs(&self, closure: &BTreeSet<SafeguardId>, timing: Timing) -> Option<Vec<(SafeguardId, Job)>> {
        if closure.len() > hands::MOST_JOBS {
            return None;
        }
        let mut jobs: Vec<(SafeguardId, Job)> = Vec::new();
        while jobs.len() < closure.len() {
            let place = |it: &SafeguardId| jobs.iter().position(|(known, _)| known == it);
            let next = closure.iter().find(|it| {
                place(it).is_none() && self.before(**it).iter().all(|before| place(before).is_some())
            })?;
            let before = self.before(*next).iter().filter_map(place);
            let job = Job {
                takes: self.takes(*next, timing)?.max(1),
                before: before.fold(0, |bits, it| bits | 1 << it),
            };
            jobs.push((*next, job));
        }
        Some(jobs)
    }

    /// The soonest plan where one is found, else the longest chain first.
    fn best_plan(
        &self,
        closure: &BTreeSet<SafeguardId>,
        limit: u32,
        timing: Timing,
    ) -> Option<BTreeMap<SafeguardId, u32>> {
        let found = self.soonest(closure, limit, timing);
        match found.as_ref().and_then(|it| it.ends.as_ref()) {
            Some(ends) => {
                let jobs = self.jobs(closure, timing)?;
                Some(jobs.iter().map(|(id, _)| *id).zip(ends.iter().copied()).collect())
            }
            None => {
                let mut plan = BTreeMap::new();
                self.add_to_plan(&mut plan, closure, limit, timing)?;
                Some(plan)
            }
        }
    }

    /// Adds what is not planned yet, the longest chain first, each as soon as a hand is free throughout.
    fn add_to_plan(
        &self,
        plan: &mut BTreeMap<SafeguardId, u32>,
        items: &BTreeSet<SafeguardId>,
        limit: u32,
        timing: Timing,
    ) -> Option<()> {
        let takes = |item: SafeguardId| self.takes(item, timing);
        let urgency = self.urgency(items, &takes)?;
        while let Some(item) = (items.iter().copied())
            .filter(|it| !plan.contains_key(it) && self.before(*it).iter().all(|b| plan.contains_key(b)))
            .max_by_key(|it| (urgency[it], std::cmp::Reverse(*it)))
        {
            let own = takes(item)?;
            let from = self.before(item).iter().map(|it| plan[it]).max().unwrap_or(0);
            let mut at_work: Vec<(u32, u32)> = Vec::new();
            for (other, end) in plan.iter() {
                at_work.push((end - takes(*other)?.min(*end), *end));
            }
            let n_at = |at: u32| {
                at_work
                    .iter()
                    .filter(|(start, end)| *start <= at && at < *end)
                    .count()
            };
            let fits = |start: &u32| (*start..*start + own).all(|at| n_at(at) < limit.max(1) as usize);
            let start = (from..).find(fits)?;
            plan.insert(item, start + own);
        }
        Some(())
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

/// Bit for each job that is among these.
fn bits(jobs: &[(SafeguardId, Job)], chosen: &BTreeSet<SafeguardId>) -> u64 {
    let chosen = jobs.iter().enumerate().filter(|(_, (id, _))| chosen.contains(id));
    chosen.fold(0, |bits, (index, _)| bits | 1 << index)
}
