//! Work that few hands share: the soonest that all of it can be done, and a plan that comes to it.
//!
//! A search from the start, most promising first: what is known of a state is when it is come to and how long it takes
//! at least from there, by the longest chain and by the work divided among the hands. It must not know what the work is.

use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// More states than this are not looked at.
const MOST_STATES: usize = 400_000;

/// More states in which hands are found than this are not tried.
const MOST_STARTS: usize = 2_000;

/// More pieces than this are not planned so.
pub(crate) const MOST_JOBS: usize = 64;

#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// At least one.
    pub(crate) takes: u32,
    /// Bit for each job that must be done before.
    pub(crate) before: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Soonest {
    /// No plan is done sooner.
    pub(crate) least: u32,
    /// When each job is done in a plan that is done then; `None` where the search was given up.
    pub(crate) ends: Option<Vec<u32>>,
}

pub(crate) fn soonest(jobs: &[Job], n_hands: usize) -> Soonest {
    debug_assert!(jobs.len() <= MOST_JOBS && n_hands > 0);
    Search { jobs, n_hands }.run(State::default())
}

/// Bounds for the soonest that all is done from the worst of all states in which hands may be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Worst {
    pub(crate) least: u32,
    pub(crate) most: u32,
    /// Bit for each job that is under way in the state from which it takes `least`.
    pub(crate) under_way: u64,
}

/// No sooner than this is all done from one state: these jobs are under way and those done, other hands are busy.
pub(crate) fn soonest_from(
    jobs: &[Job],
    n_hands: usize,
    (under_way, done): (u64, u64),
    others: &[u32],
) -> u32 {
    debug_assert!(jobs.len() <= MOST_JOBS && n_hands > 0);
    let search = Search { jobs, n_hands };
    let start = search.found_at(under_way, others);
    start.map_or(0, |mut start| {
        start.begun |= done;
        search.run(start).least
    })
}

/// As many hands as there are may be at work already, each on a piece that was begun a step ago: on one of the jobs in
/// `may`, with all that comes before it done and nothing else, or on other work, of which `others` are the times.
pub(crate) fn soonest_when_found(jobs: &[Job], n_hands: usize, may: u64, others: &[u32]) -> Worst {
    debug_assert!(jobs.len() <= MOST_JOBS && n_hands > 0);
    let search = Search { jobs, n_hands };
    let mut others: Vec<u32> = others.iter().map(|it| it.saturating_sub(1)).collect();
    others.sort_unstable_by_key(|it| Reverse(*it));
    let mut worst = Worst {
        least: 0,
        most: 0,
        under_way: 0,
    };
    let mut n_tried = 0;
    let may: Vec<usize> = (0..jobs.len()).filter(|it| may & (1 << it) != 0).collect();
    subsets(&may, n_hands, 0, &mut |under_way| {
        n_tried += 1;
        if n_tried > MOST_STARTS || worst.most == u32::MAX {
            worst.most = u32::MAX;
            return;
        }
        let Some(start) = search.found_at(under_way, &others) else {
            return;
        };
        let by_chains = search.longest_chain_first(&start);
        if by_chains <= worst.least {
            return;
        }
        let found = search.run(start);
        if found.least > worst.least {
            worst.least = found.least;
            worst.under_way = under_way;
        }
        let most = if found.ends.is_some() {
            found.least
        } else {
            by_chains
        };
        worst.most = worst.most.max(most);
    });
    worst
}

struct Search<'a> {
    jobs: &'a [Job],
    n_hands: usize,
}

/// What is left to do: jobs begun, and for how long each hand is still at work (at which job, if at one of these).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct State {
    begun: u64,
    /// In order; shorter than or as long as there are hands.
    at_work: Vec<(u32, Option<u8>)>,
}

struct Found {
    at: u32,
    state: State,
    /// Where it comes from, and what was begun there.
    from: Option<(usize, u64)>,
}

impl Search<'_> {
    /// `None`: these jobs cannot be under way at once.
    fn found_at(&self, under_way: u64, others: &[u32]) -> Option<State> {
        let chosen = || (0..self.jobs.len()).filter(|it| under_way & (1 << it) != 0);
        let done = chosen().fold(0, |done, it| done | self.all_before(it));
        if done & under_way != 0 {
            return None;
        }
        let own = chosen().map(|it| (self.jobs[it].takes - 1, Some(it as u8)));
        let n_free = self.n_hands - under_way.count_ones() as usize;
        let others = others.iter().take(n_free).map(|it| (*it, None));
        let mut at_work: Vec<_> = own.chain(others).filter(|(left, _)| *left > 0).collect();
        at_work.sort_unstable();
        Some(State {
            begun: under_way | done,
            at_work,
        })
    }

    fn all_before(&self, job: usize) -> u64 {
        let direct = (0..job).filter(|it| self.jobs[job].before & (1 << it) != 0);
        direct.fold(self.jobs[job].before, |all, it| all | self.all_before(it))
    }

    /// When all is done if hands never rest and take the longest chain first.
    fn longest_chain_first(&self, start: &State) -> u32 {
        let mut tail: Vec<u32> = self.jobs.iter().map(|it| it.takes).collect();
        for job in (0..self.jobs.len()).rev() {
            for before in (0..job).filter(|it| self.jobs[job].before & (1 << it) != 0) {
                tail[before] = tail[before].max(self.jobs[before].takes + tail[job]);
            }
        }
        let (mut at, mut state) = (0, start.clone());
        while !self.is_all_begun(&state) {
            let mut ready = self.ready(&state);
            ready.sort_by_key(|it| Reverse(tail[*it]));
            let free = self.n_hands.saturating_sub(state.at_work.len());
            let chosen = ready.iter().take(free).fold(0, |bits, it| bits | 1 << it);
            let Some((after, next)) = self.next(&state, chosen) else {
                return u32::MAX;
            };
            (at, state) = (at + after, next);
        }
        at + self.rest(&state)
    }

    fn run(&self, start: State) -> Soonest {
        let mut found = vec![Found {
            at: 0,
            state: start.clone(),
            from: None,
        }];
        let mut known: FxHashMap<State, u32> = FxHashMap::default();
        let mut open = BinaryHeap::from([(Reverse(self.rest(&start)), 0u32, 0usize)]);
        known.insert(start, 0);
        while let Some((Reverse(least), at, index)) = open.pop() {
            let state = found[index].state.clone();
            if known.get(&state).is_some_and(|best| *best < at) {
                continue;
            }
            if self.is_all_begun(&state) {
                return Soonest {
                    least,
                    ends: Some(self.ends(&found, index)),
                };
            }
            if found.len() > MOST_STATES {
                return Soonest { least, ends: None };
            }
            self.each_choice(&state, |chosen| {
                let Some((after, next)) = self.next(&state, chosen) else {
                    return;
                };
                let at = at + after;
                let is_better = known.get(&next).is_none_or(|best| at < *best);
                if is_better {
                    known.insert(next.clone(), at);
                    open.push((Reverse(at + self.rest(&next)), at, found.len()));
                    found.push(Found {
                        at,
                        state: next,
                        from: Some((index, chosen)),
                    });
                }
            });
        }
        unreachable!("work without circles can be done by one hand")
    }

    fn is_all_begun(&self, state: &State) -> bool {
        state.begun.count_ones() as usize == self.jobs.len()
    }

    /// Every set of jobs that can be begun now by the hands that are free.
    fn each_choice(&self, state: &State, mut visit: impl FnMut(u64)) {
        let free = self.n_hands.saturating_sub(state.at_work.len());
        subsets(&self.ready(state), free, 0, &mut visit);
    }

    /// Not begun, with all that comes before done.
    fn ready(&self, state: &State) -> Vec<usize> {
        let under_way = state.at_work.iter().filter_map(|(_, job)| *job);
        let done = under_way.fold(state.begun, |done, job| done & !(1 << job));
        (0..self.jobs.len())
            .filter(|it| state.begun & (1 << it) == 0 && self.jobs[*it].before & !done == 0)
            .collect()
    }

    /// When the next piece is done, and what is left then; `None`: nothing would ever be done.
    fn next(&self, state: &State, chosen: u64) -> Option<(u32, State)> {
        let mut at_work = state.at_work.clone();
        let new = (0..self.jobs.len()).filter(|it| chosen & (1 << it) != 0);
        at_work.extend(new.map(|it| (self.jobs[it].takes, Some(it as u8))));
        let begun = state.begun | chosen;
        let is_last = begun.count_ones() as usize == self.jobs.len();
        // Once all is begun the plan is made: what is left is waited for.
        let after = if is_last {
            0
        } else {
            at_work.iter().map(|(left, _)| *left).min()?
        };
        at_work.iter_mut().for_each(|(left, _)| *left -= after);
        at_work.retain(|(left, _)| *left > 0);
        at_work.sort_unstable();
        Some((after, State { begun, at_work }))
    }

    /// No sooner than this is all done from a state on.
    fn rest(&self, state: &State) -> u32 {
        let mut ends = vec![0; self.jobs.len()];
        let under_way: u32 = state.at_work.iter().map(|(left, _)| *left).sum();
        let mut work = under_way;
        let mut last = 0;
        for (left, job) in &state.at_work {
            if let Some(job) = job {
                ends[usize::from(*job)] = *left;
                last = last.max(*left);
            }
        }
        for (index, job) in self.jobs.iter().enumerate() {
            if state.begun & (1 << index) != 0 {
                continue;
            }
            let before = (0..index).filter(|it| job.before & (1 << it) != 0);
            ends[index] = job.takes + before.map(|it| ends[it]).max().unwrap_or(0);
            last = last.max(ends[index]);
            work += job.takes;
        }
        if self.is_all_begun(state) {
            return last;
        }
        last.max(work.div_ceil(self.n_hands as u32))
    }

    fn ends(&self, found: &[Found], mut index: usize) -> Vec<u32> {
        let mut ends = vec![0; self.jobs.len()];
        while let Some((from, chosen)) = found[index].from {
            for job in (0..self.jobs.len()).filter(|it| chosen & (1 << it) != 0) {
                ends[job] = found[from].at + self.jobs[job].takes;
            }
            index = from;
        }
        ends
    }
}

/// Every set of at most `free` of the jobs, the empty one too.
fn subsets(ready: &[usize], free: usize, chosen: u64, visit: &mut impl FnMut(u64)) {
    let [first, rest @ ..] = ready else {
        return visit(chosen);
    };
    if free == 0 {
        return visit(chosen);
    }
    subsets(rest, free - 1, chosen | 1 << first, visit);
    subsets(rest, free, chosen, visit);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_that_nobody_asks_for_is_finished_first() {
        let jobs = [Job { takes: 2, before: 0 }];
        assert_eq!(soonest_when_found(&jobs, 1, 1, &[4]).least, 5);
        assert_eq!(soonest_when_found(&jobs, 2, 1, &[4]).least, 2);
    }

    /// Every order in which the jobs can be begun, each as soon as its turn, a hand and its own time have come.
    fn by_every_order(jobs: &[Job], n_hands: usize, busy: &[u32]) -> u32 {
        fn go(
            jobs: &[Job],
            n_hands: usize,
            work: &mut Vec<(u32, u32)>,
            ends: &mut Vec<Option<u32>>,
            best: &mut u32,
        ) {
            if ends.iter().all(Option::is_some) {
                *best = (*best).min(ends.iter().flatten().copied().max().unwrap_or(0));
                return;
            }
            for job in 0..jobs.len() {
                let before = (0..jobs.len()).filter(|it| jobs[job].before & (1 << it) != 0);
                let Some(from) = before
                    .map(|it| ends[it])
                    .try_fold(0, |last, it| it.map(|it| last.max(it)))
                else {
                    continue;
                };
                if ends[job].is_some() {
                    continue;
                }
                let at_once =
                    |at: u32, work: &[(u32, u32)]| work.iter().filter(|(a, b)| *a <= at && at < *b).count();
                let fits =
                    |start: &u32| (*start..start + jobs[job].takes).all(|at| at_once(at, work) < n_hands);
                let start = (from..).find(fits).expect("hands are free at last");
                work.push((start, start + jobs[job].takes));
                ends[job] = Some(start + jobs[job].takes);
                go(jobs, n_hands, work, ends, best);
                ends[job] = None;
                work.pop();
            }
        }
        let mut best = u32::MAX;
        let mut work: Vec<(u32, u32)> = busy.iter().map(|it| (0, *it)).collect();
        go(jobs, n_hands, &mut work, &mut vec![None; jobs.len()], &mut best);
        best
    }

    #[test]
    fn no_order_of_the_work_is_done_sooner() {
        let mut seed = 1u64;
        let mut number = |n: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        for _ in 0..400 {
            let n = 1 + number(6) as usize;
            let jobs: Vec<Job> = (0..n)
                .map(|index| Job {
                    takes: 1 + number(5) as u32,
                    before: (0..index)
                        .filter(|_| number(3) == 0)
                        .fold(0, |bits, it| bits | 1 << it),
                })
                .collect();
            let n_hands = 1 + number(3) as usize;
            let found = soonest(&jobs, n_hands);
            assert_eq!(
                found.least,
                by_every_order(&jobs, n_hands, &[]),
                "{jobs:?} {n_hands}"
            );
            let ends = found.ends.expect("few jobs are planned");
            assert_eq!(ends.iter().copied().max(), Some(found.least));
            assert_plan(&jobs, n_hands, &ends);
            // Hands that are found at other work only, then at any.
            let others: Vec<u32> = (0..number(4)).map(|_| 1 + number(4) as u32).collect();
            let mut busy: Vec<u32> = others.iter().map(|it| it - 1).collect();
            busy.sort_unstable_by_key(|it| Reverse(*it));
            busy.truncate(n_hands);
            let least = by_every_order(&jobs, n_hands, &busy);
            let worst = soonest_when_found(&jobs, n_hands, 0, &others);
            assert_eq!(
                (worst.least, worst.most),
                (least, least),
                "{jobs:?} {n_hands} {others:?}"
            );
            let any = soonest_when_found(&jobs, n_hands, (1 << n) - 1, &others);
            assert!(any.least >= least && any.least == any.most);
        }
    }

    fn assert_plan(jobs: &[Job], n_hands: usize, ends: &[u32]) {
        let last = ends.iter().copied().max().unwrap_or(0);
        for at in 0..last {
            let under_way = jobs
                .iter()
                .zip(ends)
                .filter(|(job, end)| **end - job.takes <= at && at < **end)
                .count();
            assert!(under_way <= n_hands);
        }
        for (job, end) in jobs.iter().zip(ends) {
            let before = (0..jobs.len()).filter(|it| job.before & (1 << it) != 0);
            before.for_each(|it| assert!(ends[it] + job.takes <= *end));
        }
    }
}
