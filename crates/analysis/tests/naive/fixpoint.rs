//! Every position that play can come to, listed, and what each side can force there, by full sweeps until nothing
//! changes.
//!
//! It must not know what a position stands for.

use crate::reading::{Reading, State};
use std::collections::BTreeMap;

/// How many steps, or for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Length {
    Steps(u32),
    Endless,
}

/// A step that others have answered: which pauses it has, and where the next step begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    pauses: u32,
    next: usize,
}

/// Positions in which the developer is to prepare; position 0 is the start.
#[derive(Default)]
pub(crate) struct Graph {
    /// For each position, the places in `answers` that the developer can choose from.
    choices: Vec<Vec<usize>>,
    answers: Vec<Vec<Step>>,
}

impl Graph {
    /// `None` if there is more than so much to look at.
    pub(crate) fn explore(reading: &Reading<'_>, most_edges: usize) -> Option<Graph> {
        let mut graph = Graph::default();
        let mut known = BTreeMap::from([(reading.start(), 0)]);
        let mut prepared: BTreeMap<State, usize> = BTreeMap::new();
        let mut open = vec![reading.start()];
        let mut n_edges = 0;
        while graph.choices.len() < open.len() {
            let mut chosen = Vec::new();
            for state in reading.prepare(&open[graph.choices.len()]) {
                let fresh = prepared.len();
                let place = *prepared.entry(state).or_insert(fresh);
                chosen.push(place);
                if place == fresh {
                    graph.answers.push(steps(reading, &state, &mut known, &mut open));
                    n_edges += graph.answers[place].len();
                }
            }
            n_edges += chosen.len();
            graph.choices.push(chosen);
            if n_edges > most_edges {
                return None;
            }
        }
        Some(graph)
    }

    /// The least n such that no pause need last longer when the developer plays well from the start.
    pub(crate) fn prepared_wait(&self, mark: u32) -> Length {
        if !self.can_end_again_and_again(mark)[0] {
            return Length::Endless;
        }
        let bound = (0..)
            .find(|bound| self.keeps(mark, *bound))
            .expect("some bound can be kept");
        Length::Steps(bound)
    }

    /// The most further paused steps over every pause there is; `None` if there is none.
    pub(crate) fn unprepared_wait(&self, mark: u32) -> Option<Length> {
        let further = self.further(mark);
        let paused = self
            .answers
            .iter()
            .flatten()
            .filter(|step| step.pauses & mark != 0);
        paused.map(|step| further[step.next]).max()
    }

    /// How many steps in all have the mark, the developer playing for few of them: by plays of more and more steps, until
    /// more do not make it longer. More than `most` is taken for no end.
    pub(crate) fn in_all(&self, mark: u32, most: u32) -> Length {
        let mut so_far = vec![0; self.choices.len()];
        loop {
            let worst = |answer: &usize| {
                let steps = self.answers[*answer].iter();
                steps
                    .map(|step| u32::from(step.pauses & mark != 0) + so_far[step.next])
                    .max()
            };
            let longer = self.choices.iter().map(|answers| {
                let best = answers.iter().filter_map(worst).min();
                best.expect("there is a choice")
            });
            let longer: Vec<u32> = longer.collect();
            if longer[0] > most {
                return Length::Endless;
            }
            // Positions without an end go on growing and are not come to from the start.
            if longer
                .iter()
                .zip(&so_far)
                .all(|(now, before)| now == before || *before > most)
            {
                return Length::Steps(longer[0]);
            }
            so_far = longer;
        }
    }

    /// Can every run of paused steps, played from the start, be kept to the bound? A run that is allowed at a position
    /// stays allowed only while some choice keeps it so, whatever the answer.
    fn keeps(&self, mark: u32, bound: u32) -> bool {
        // For each position one more than the longest run so far that is still allowed.
        let mut allowed = vec![bound + 1; self.choices.len()];
        let is_kept = |allowed: &[u32], answer: usize, run: u32| {
            self.answers[answer].iter().all(|step| {
                let after = if step.pauses & mark != 0 { run + 1 } else { 0 };
                after < allowed[step.next]
            })
        };
        loop {
            let mut changed = false;
            for position in (0..self.choices.len()).rev() {
                while allowed[position] > 0 {
                    let run = allowed[position] - 1;
                    if self.choices[position]
                        .iter()
                        .any(|answer| is_kept(&allowed, *answer, run))
                    {
                        break;
                    }
                    allowed[position] -= 1;
                    changed = true;
                }
            }
            if !changed {
                return allowed[0] > 0;
            }
        }
    }

    /// The number of further paused steps before one that is not, for each position.
    fn further(&self, mark: u32) -> Vec<Length> {
        let mut further = vec![Length::Endless; self.choices.len()];
        let after = |further: &[Length], step: &Step| match (step.pauses & mark, further[step.next]) {
            (0, _) => Length::Steps(0),
            (_, Length::Steps(steps)) => Length::Steps(steps + 1),
            (_, Length::Endless) => Length::Endless,
        };
        loop {
            let mut changed = false;
            for position in (0..self.choices.len()).rev() {
                let worst = |answer: &usize| {
                    self.answers[*answer]
                        .iter()
                        .map(|step| after(&further, step))
                        .max()
                };
                let best = self.choices[position]
                    .iter()
                    .filter_map(worst)
                    .min()
                    .expect("there is a choice");
                changed |= best != further[position];
                further[position] = best;
            }
            if !changed {
                return further;
            }
        }
    }

    /// Where the developer can see to it that steps without the pause come again and again.
    fn can_end_again_and_again(&self, mark: u32) -> Vec<bool> {
        let mut can = vec![true; self.choices.len()];
        loop {
            let ends = self.can_end_once(mark, &can);
            if ends == can {
                return can;
            }
            can = ends;
        }
    }

    /// Where it can see to it that such a step comes, after which it still `can`.
    fn can_end_once(&self, mark: u32, can: &[bool]) -> Vec<bool> {
        let mut ends = vec![false; self.choices.len()];
        loop {
            let mut changed = false;
            for position in (0..self.choices.len()).rev().filter(|it| can[*it]) {
                let comes = |step: &Step| {
                    if step.pauses & mark == 0 {
                        can[step.next]
                    } else {
                        ends[step.next]
                    }
                };
                let forced = self.choices[position]
                    .iter()
                    .any(|it| self.answers[*it].iter().all(comes));
                changed |= forced && !ends[position];
                ends[position] |= forced;
            }
            if !changed {
                return ends;
            }
        }
    }
}

/// Every way in which others can answer, and time can pass; new positions are opened.
fn steps(
    reading: &Reading<'_>,
    prepared: &State,
    known: &mut BTreeMap<State, usize>,
    open: &mut Vec<State>,
) -> Vec<Step> {
    let mut steps = Vec::new();
    for answered in reading.answer(prepared) {
        let pauses = reading.pauses(&answered);
        for state in reading.grow_and_clock(&answered) {
            let fresh = open.len();
            let next = *known.entry(state).or_insert(fresh);
            if next == fresh {
                open.push(state);
            }
            steps.push(Step { pauses, next });
        }
    }
    steps.sort_unstable();
    steps.dedup();
    steps
}
