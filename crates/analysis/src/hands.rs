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

/// Work that is not asked for and may keep a hand busy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Other {
    pub(crate) takes: u32,
    /// Bit for each job that must be done before it is begun.
    pub(crate) after: u64,
    /// Positions of other work that comes before or after it: they are never under way at once.
    pub(crate) not_with: Vec<usize>,
}

/// What is under way where hands are found: a bit for each job, and positions of other work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UnderWay {
    pub(crate) jobs: u64,
    pub(crate) others: Vec<usize>,
}

/// Bounds for the soonest that all is done from the worst of all states in which hands may be found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Worst {
    pub(crate) least: u32,
    pub(crate) most: u32,
    /// The state from which it takes `least`.
    pub(crate) from: UnderWay,
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
    let start = search.found_at(under_way, done, others.iter().copied());
    start.map_or(0, |start| search.run(start).least)
}

/// As many hands as there are may be at work already, each on a piece that was begun a step ago: on one of the jobs in
/// `may` or on other work, with all that comes before it done and nothing else.
pub(crate) fn soonest_when_found(jobs: &[Job], n_hands: usize, may: u64, others: &[Other]) -> Worst {
    debug_assert!(jobs.len() <= MOST_JOBS && n_hands > 0);
    let search = Search { jobs, n_hands };
    let mut worst = Worst::default();
    // What comes after no job differs only in how long it takes; all else is tried in every way.
    let after_none = |it: &usize| others[*it].after == 0;
    let mut idle: Vec<usize> = (0..others.len()).filter(after_none).collect();
    idle.sort_by_key(|it| Reverse(others[*it].takes));
    let own = (0..jobs.len()).filter(|it| may & (1 << it) != 0).map(Begun::Job);
    let after = (0..others.len()).filter(|it| !after_none(it)).map(Begun::Other);
    let begun: Vec<Begun> = own.chain(after).collect();
    let mut n_tried = 0;
    each_few(&begun, n_hands, &mut Vec::new(), &mut |chosen| {
        n_tried += 1;
        if n_tried > MOST_STARTS {
            worst.most = u32::MAX;
        } else if worst.most < u32::MAX {
            search.learn_from(chosen, others, &idle, &mut worst);
        }
    });
    worst
}

/// A piece that was begun.
#[derive(Clone, Copy)]
enum Begun {
    Job(usize),
    Other(usize),
}

/// May this not be under way with that other work?
fn clashes(under_way: &[usize], others: &[Other], it: usize) -> bool {
    under_way
        .iter()
        .any(|other| others[*other].not_with.contains(&it))
}

/// The ways in which hands that are left over may be at work that comes after nothing, but for those that keep no hand
/// busier than another one does.
struct Longest<'a> {
    others: &'a [Other],
    /// The longest first.
    idle: &'a [usize],
    n_free: usize,
    found: Vec<Vec<usize>>,
    n_tried: usize,
}

impl Longest<'_> {
    fn choose(&mut self, under_way: &mut Vec<usize>, from: usize, n_chosen: usize) {
        if self.n_tried > MOST_STARTS {
            return;
        }
        let mut is_whole = true;
        let open = if n_chosen < self.n_free {
            from..self.idle.len()
        } else {
            0..0
        };
        for index in open {
            let it = self.idle[index];
            if clashes(under_way, self.others, it) {
                continue;
            }
            is_whole = false;
            under_way.push(it);
            self.choose(under_way, index + 1, n_chosen + 1);
            under_way.pop();
            // What clashes with nothing is never left for something shorter.
            if self.others[it].not_with.is_empty() {
                return;
            }
        }
        if is_whole {
            self.n_tried += 1;
            let new = self.times(under_way);
            let keeps_more_busy = |known: &Vec<usize>| {
                let known = self.times(known);
                known.len() >= new.len() && new.iter().zip(&known).all(|(new, known)| new <= known)
            };
            if !self.found.iter().any(keeps_more_busy) {
                self.found.push(under_way.clone());
            }
        }
    }

    /// The longest first.
    fn times(&self, under_way: &[usize]) -> Vec<u32> {
        let mut times: Vec<u32> = under_way.iter().map(|it| self.others[*it].takes).collect();
        times.sort_unstable_by_key(|it| Reverse(*it));
        times
    }
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
    /// What starts with these pieces teaches of the worst one.
    fn learn_from(&self, chosen: &[Begun], others: &[Other], idle: &[usize], worst: &mut Worst) {
        let mut from = UnderWay::default();
        for it in chosen {
            match it {
                Begun::Job(job) => from.jobs |= 1 << job,
                Begun::Other(other) => from.others.push(*other),
            }
        }
        if from.others.iter().any(|it| clashes(&from.others, others, *it)) {
            return;
        }
        let mut longest = Longest {
            others,
            idle,
            n_free: self.n_hands - chosen.len(),
            found: Vec::new(),
            n_tried: 0,
        };
        longest.choose(&mut from.others, 0, 0);
        if longest.n_tried > MOST_STARTS {
            worst.most = u32::MAX;
            return;
        }
        for others_begun in longest.found {
            let from = UnderWay {
                jobs: from.jobs,
                others: others_begun,
            };
            self.learn_of(from, others, worst);
        }
    }

    fn learn_of(&self, from: UnderWay, others: &[Other], worst: &mut Worst) {
        let done = from.others.iter().fold(0, |done, it| done | others[*it].after);
        let times = from.others.iter().map(|it| others[*it].takes.saturating_sub(1));
        let Some(start) = self.found_at(from.jobs, done, times) else {
            return;
        };
        let by_chains = self.longest_chain_first(&start);
        if by_chains <= worst.least {
            return;
        }
        let found = self.run(start);
        let most = found.ends.as_ref().map_or(by_chains, |_| found.least);
        worst.most = worst.most.max(most);
        if found.least > worst.least {
            (worst.least, worst.from) = (found.least, from);
        }
    }

    /// `None`: these jobs cannot be under way at once where those are done.
    fn found_at(&self, under_way: u64, done: u64, others: impl Iterator<Item = u32>) -> Option<State> {
        let chosen = |bits: u64| (0..self.jobs.len()).filter(move |it| bits & (1 << it) != 0);
        let done = chosen(under_way | done).fold(done, |done, it| done | self.all_before(it));
        if done & under_way != 0 {
            return None;
        }
        let own = chosen(under_way).map(|it| (self.jobs[it].takes - 1, Some(it as u8)));
        let n_free = self.n_hands.saturating_sub(under_way.count_ones() as usize);
        let others = others.take(n_free).map(|it| (it, None));
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

/// Every choice of at most `free` of the pieces, the empty one too.
fn each_few<T: Copy>(pieces: &[T], free: usize, chosen: &mut Vec<T>, visit: &mut impl FnMut(&[T])) {
    visit(chosen);
    if free == 0 {
        return;
    }
    for (index, piece) in pieces.iter().enumerate() {
        chosen.push(*piece);
        each_few(&pieces[index + 1..], free - 1, chosen, visit);
        chosen.pop();
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
        let others = [Other {
            takes: 4,
            after: 0,
            not_with: Vec::new(),
        }];
        assert_eq!(soonest_when_found(&jobs, 1, 1, &others).least, 5);
        assert_eq!(soonest_when_found(&jobs, 2, 1, &others).least, 2);
    }

    /// Every order in which the jobs can be begun, each as soon as its turn, a hand and its own time have come.
    fn by_every_order(jobs: &[Job], n_hands: usize) -> u32 {
        let mut best = u32::MAX;
        go(
            jobs,
            n_hands,
            &mut Vec::new(),
            &mut vec![None; jobs.len()],
            &mut best,
        );
        best
    }

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
            let fits = |start: &u32| (*start..start + jobs[job].takes).all(|at| at_once(at, work) < n_hands);
            let start = (from..).find(fits).expect("hands are free at last");
            work.push((start, start + jobs[job].takes));
            ends[job] = Some(start + jobs[job].takes);
            go(jobs, n_hands, work, ends, best);
            ends[job] = None;
            work.pop();
        }
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
            assert_eq!(found.least, by_every_order(&jobs, n_hands), "{jobs:?} {n_hands}");
            let ends = found.ends.expect("few jobs are planned");
            assert_eq!(ends.iter().copied().max(), Some(found.least));
            assert_plan(&jobs, n_hands, &ends);
        }
    }

    /// The worst of all the ways in which hands may be found, each looked at by every order of what is left.
    fn by_every_start(jobs: &[Job], n_hands: usize, may: u64, others: &[Other]) -> u32 {
        let n = jobs.len();
        let all_before = |mut bits: u64| {
            for job in (0..n).rev() {
                if bits & (1 << job) != 0 {
                    bits |= jobs[job].before;
                }
            }
            bits
        };
        let mut worst = 0;
        for chosen in (0u64..1 << n).filter(|it| it & !may == 0) {
            for busy in 0u32..1 << others.len() {
                let busy: Vec<usize> = (0..others.len()).filter(|it| busy & (1 << it) != 0).collect();
                let jobs_before = (0..n).filter(|it| chosen & (1 << it) != 0);
                let before = jobs_before.fold(0, |bits, it| bits | jobs[it].before);
                let done = all_before(before | busy.iter().fold(0, |bits, it| bits | others[*it].after));
                let clash = busy
                    .iter()
                    .any(|it| busy.iter().any(|other| others[*it].not_with.contains(other)));
                if chosen.count_ones() as usize + busy.len() > n_hands || done & chosen != 0 || clash {
                    continue;
                }
                let mut ends: Vec<Option<u32>> = vec![None; n];
                let mut work: Vec<(u32, u32)> = busy.iter().map(|it| (0, others[*it].takes - 1)).collect();
                for job in 0..n {
                    if done & (1 << job) != 0 {
                        ends[job] = Some(0);
                    } else if chosen & (1 << job) != 0 {
                        ends[job] = Some(jobs[job].takes - 1);
                        work.push((0, jobs[job].takes - 1));
                    }
                }
                let mut best = u32::MAX;
                go(jobs, n_hands, &mut work, &mut ends, &mut best);
                worst = worst.max(best);
            }
        }
        worst
    }

    #[test]
    fn no_way_in_which_hands_are_found_takes_longer() {
        let mut seed = 5u64;
        let mut number = |n: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        let mut n_after_jobs = 0;
        for _ in 0..400 {
            let n = 1 + number(5) as usize;
            let jobs: Vec<Job> = (0..n)
                .map(|index| Job {
                    takes: 1 + number(5) as u32,
                    before: (0..index)
                        .filter(|_| number(3) == 0)
                        .fold(0, |bits, it| bits | 1 << it),
                })
                .collect();
            let n_hands = 1 + number(3) as usize;
            let mut others: Vec<Other> = Vec::new();
            for index in 0..number(4) as usize {
                let after = (0..n)
                    .filter(|_| number(4) == 0)
                    .fold(0, |bits, it| bits | 1 << it);
                let follows = index > 0 && number(3) == 0;
                let mut other = Other {
                    takes: 1 + number(4) as u32,
                    after,
                    not_with: Vec::new(),
                };
                if follows {
                    other.after |= others[index - 1].after;
                    other.not_with.push(index - 1);
                    others[index - 1].not_with.push(index);
                }
                n_after_jobs += usize::from(other.after != 0);
                others.push(other);
            }
            let may = number(1 << n);
            let worst = soonest_when_found(&jobs, n_hands, may, &others);
            let least = by_every_start(&jobs, n_hands, may, &others);
            let case = format!("{jobs:?} {n_hands} {may:b} {others:?}");
            assert_eq!((worst.least, worst.most), (least, least), "{case}");
        }
        assert!(n_after_jobs > 100, "{n_after_jobs}");
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
