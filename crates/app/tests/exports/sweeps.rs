//! Decides the properties of an export by full sweeps over its positions until nothing changes.
//!
//! It must not know what a position stands for, nor how anything else solves a game.

use crate::reader::{Model, Move, Run, Set};

/// The value of a formula, as PRISM prints it.
pub(crate) fn value(model: &Model, formula: &str) -> String {
    let sweeps = Sweeps { model };
    match formula {
        "<<developer>> P>=1 [ G run<=most ]" => sweeps.keeps(0).to_string(),
        "<<developer>> P>=1 [ G run<=most-1 ]" => sweeps.keeps(1).to_string(),
        "<<developer>> P>=1 [ F \"settled\" ]" => sweeps.surely("settled")[model.start].to_string(),
        "filter(forall, <<developer>> P>=1 [ F \"settled\" ], \"found\")" => sweeps.found_surely("settled"),
        "filter(forall, <<developer>> P>=1 [ F \"over\" ], \"found\")" => sweeps.found_surely("over"),
        "filter(max, <<developer>> R{\"paused\"}min=? [ F \"over\" ], \"found\")" => sweeps.further(),
        "<<developer,others>> Pmax=? [ F \"found\" ]" => sweeps.some_play("found"),
        "Pmax=? [ F \"pause\" ]" => sweeps.some_play("pause"),
        "Pmin=? [ F \"pause\" ]" => sweeps.every_play("pause"),
        _ => panic!("not written by an export: {formula}"),
    }
}

struct Sweeps<'a> {
    model: &'a Model,
}

impl Sweeps<'_> {
    fn label(&self, name: &str) -> &Set {
        self.model
            .labels
            .get(name)
            .unwrap_or_else(|| panic!("no label {name}"))
    }

    fn n(&self) -> usize {
        self.model.moves.len()
    }

    /// Whether some move (the developer's) or every move (anybody else's) is good.
    fn good(&self, position: usize, is_good: impl Fn(&Move) -> bool) -> bool {
        let mut moves = self.model.moves[position].iter();
        if self.model.is_developers[position] {
            moves.any(is_good)
        } else {
            moves.all(is_good)
        }
    }

    /// Can the developer keep every run to so many fewer than `most` steps?
    fn keeps(&self, fewer: u32) -> bool {
        let bound = self.model.most.expect("a board with runs says how many") - fewer;
        // For each position the number of runs, from 0 up, with which it is still safe.
        let mut safe = vec![bound + 1; self.n()];
        let after = |run: u32, it: &Move| match it.run {
            Run::Stays => run,
            Run::Ends => 0,
            Run::Grows => run + 1,
        };
        let is_safe = |safe: &[u32], position: usize, run: u32| {
            self.good(position, |to| to.to.iter().all(|at| after(run, to) < safe[*at]))
        };
        let mut has_changed = true;
        while std::mem::take(&mut has_changed) {
            for position in (0..self.n()).rev() {
                while safe[position] > 0 && !is_safe(&safe, position, safe[position] - 1) {
                    safe[position] -= 1;
                    has_changed = true;
                }
            }
        }
        safe[self.model.start] > 0
    }

    /// From where the developer comes to the label with certainty: it never leaves where that is so, and always may come
    /// closer.
    fn surely(&self, label: &str) -> Vec<bool> {
        let goal = self.label(label);
        let mut sure: Vec<bool> = vec![true; self.n()];
        loop {
            let mut near: Vec<bool> = (0..self.n()).map(|it| goal.contains(it)).collect();
            loop {
                let is_near =
                    |to: &Move| to.to.iter().all(|it| sure[*it]) && to.to.iter().any(|it| near[*it]);
                let found: Vec<usize> = (0..self.n())
                    .filter(|it| !near[*it] && self.good(*it, is_near))
                    .collect();
                if found.is_empty() {
                    break;
                }
                found.into_iter().for_each(|it| near[it] = true);
            }
            if near == sure {
                return sure;
            }
            sure = near;
        }
    }

    fn found_surely(&self, label: &str) -> String {
        let sure = self.surely(label);
        self.found().into_iter().all(|it| sure[it]).to_string()
    }

    /// The most further rewarded positions, over those where the developer is found.
    fn further(&self) -> String {
        let over = self.label("over");
        let mut further: Vec<Option<u32>> = (0..self.n()).map(|it| over.contains(it).then_some(0)).collect();
        loop {
            let mut has_changed = false;
            for position in (0..self.n()).rev().filter(|it| !over.contains(*it)) {
                let after = self.model.moves[position].iter().map(|it| further[it.to[0]]);
                let next = if self.model.is_developers[position] {
                    after.flatten().min()
                } else {
                    after
                        .collect::<Option<Vec<u32>>>()
                        .and_then(|it| it.into_iter().max())
                };
                let next = next.map(|it| it + u32::from(self.model.rewarded.contains(position)));
                has_changed |= next != further[position];
                further[position] = next;
            }
            if !has_changed {
                break;
            }
        }
        let worst = self
            .found()
            .into_iter()
            .map(|it| further[it])
            .collect::<Option<Vec<_>>>();
        worst.map_or("Infinity".to_owned(), |it| {
            it.into_iter().max().unwrap_or(0).to_string()
        })
    }

    fn found(&self) -> Vec<usize> {
        let (found, reachable) = (self.label("found"), self.reachable());
        let found: Vec<usize> = (0..self.n())
            .filter(|it| found.contains(*it) && reachable[*it])
            .collect();
        assert!(!found.is_empty(), "a filter over no position is refused");
        found
    }

    fn reachable(&self) -> Vec<bool> {
        let mut reachable = vec![false; self.n()];
        let mut open = vec![self.model.start];
        while let Some(position) = open.pop() {
            if !std::mem::replace(&mut reachable[position], true) {
                open.extend(
                    self.model.moves[position]
                        .iter()
                        .flat_map(|it| it.to.iter().copied()),
                );
            }
        }
        reachable
    }

    fn some_play(&self, label: &str) -> String {
        let (goal, reachable) = (self.label(label), self.reachable());
        let is_possible = (0..self.n()).any(|it| goal.contains(it) && reachable[it]);
        u32::from(is_possible).to_string()
    }

    /// Can the label be kept away for ever? From the positions without it those are taken away that have no way on.
    fn every_play(&self, label: &str) -> String {
        let goal = self.label(label);
        let mut away: Vec<bool> = (0..self.n()).map(|it| !goal.contains(it)).collect();
        loop {
            let has_way = |it: usize| self.model.moves[it].iter().any(|to| away[to.to[0]]);
            let next: Vec<bool> = (0..self.n()).map(|it| away[it] && has_way(it)).collect();
            if next == away {
                return u32::from(!away[self.model.start]).to_string();
            }
            away = next;
        }
    }
}
