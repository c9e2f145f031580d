//! A path of positions as a dated timeline, and a strategy as a decision table.
//!
//! It must not know why the path was chosen.

use crate::board::{Board, Pace, Stretch};
use crate::report::{Event, Mover, Play, PlayStep, StrategyRow};
use crate::schedule::Schedule;
use crate::setting::Setting;
use holdpoint_game::Position;
use holdpoint_policy::model::SafeguardId;
use std::collections::{BTreeMap, BTreeSet};

/// Tells a play on one board.
pub(crate) struct Teller<'a, 'b> {
    board: &'b Board<'a>,
    growth: u32,
    /// Step at which the work that the board does not play step by step is begun.
    begins_at: Option<u32>,
    shown_in_place: BTreeSet<SafeguardId>,
    steps: Vec<PlayStep>,
    events: Vec<Event>,
}

/// A path from a root; it repeats from `repeats_from` for ever, if that is given.
pub(crate) struct Path {
    pub(crate) positions: Vec<Position>,
    pub(crate) repeats_from: Option<usize>,
}

impl Path {
    pub(crate) fn to(positions: Vec<Position>) -> Path {
        Path {
            positions,
            repeats_from: None,
        }
    }
}

pub(crate) fn tell(board: &Board<'_>, path: &Path, title: String) -> Play {
    let begins_at = (board.options.pace == Pace::Behind && board.options.coalition.developer).then_some(0);
    let mut teller = Teller {
        board,
        growth: 0,
        begins_at,
        shown_in_place: BTreeSet::new(),
        steps: Vec::new(),
        events: Vec::new(),
    };
    let mut beat_at = Vec::new();
    for (index, position) in path.positions.iter().enumerate() {
        let stretch = match index {
            0 => Stretch::default(),
            _ => board.stretch(path.positions[index - 1], *position),
        };
        teller.take(stretch);
        beat_at.push(teller.steps.len());
    }
    teller.flush();
    Play {
        title,
        policy: board.policy.name.clone(),
        world: board
            .setting
            .world
            .clone()
            .unwrap_or_else(|| "nothing assumed".to_owned()),
        repeats_from: path
            .repeats_from
            .and_then(|index| beat_at.get(index).copied())
            .filter(|it| *it < teller.steps.len()),
        steps: teller.steps,
    }
}

impl Teller<'_, '_> {
    fn take(&mut self, stretch: Stretch) {
        self.events.extend(stretch.events);
        let Some(beat) = stretch.beat else { return };
        let step = self.steps.len() as u32;
        self.tell_work(step);
        self.tell_groups(&beat.in_place);
        self.push_step(beat.actions);
        if beat.grew {
            self.growth += 1;
        }
    }

    fn push_step(&mut self, actions: Vec<crate::report::ActionState>) {
        let step = self.steps.len() as u32;
        let setting: &Setting = self.board.setting;
        self.steps.push(PlayStep {
            step,
            date: setting.date(step),
            compute: setting.growth.words(self.growth),
            events: std::mem::take(&mut self.events),
            actions,
        });
    }

    /// Events after the last beat make a step of their own without actions.
    fn flush(&mut self) {
        if !self.events.is_empty() {
            self.push_step(Vec::new());
        }
    }

    /// What is begun and finished when all is begun as soon as it can be and takes as long as it may.
    fn tell_work(&mut self, step: u32) {
        let Some(begins_at) = self.begins_at else { return };
        let work: BTreeSet<SafeguardId> = (self.board.groups.iter())
            .filter(|group| group.ready.is_some())
            .flat_map(|group| group.closure.iter().copied())
            .collect();
        let schedule = Schedule {
            setting: self.board.setting,
        };
        let slip = self.board.setting.slip;
        let mut events = Vec::new();
        for item in work {
            let before = schedule.before(item).iter().copied().collect();
            let begun = schedule.finished(&before, &BTreeSet::new()).most;
            let done = schedule.finished(&BTreeSet::from([item]), &BTreeSet::new()).most;
            let safeguard = &self.board.policy.safeguards[item.index()];
            let name = &safeguard.named.name;
            // All slips come at once, at the start: no later slip keeps anything out for longer.
            let late = |steps: u32, first: bool| begins_at + steps + if first { 0 } else { slip };
            if begun.is_some_and(|it| late(it, it == 0) == step) {
                let by = self.board.policy.parties[safeguard.by.index()].named.name.clone();
                events.push(Event {
                    mover: Mover::Developer(by),
                    text: format!("begins {name}"),
                    fact: None,
                });
            }
            if done.is_some_and(|it| late(it, false) == step) {
                let text = format!("{name} is in place");
                self.shown_in_place.insert(item);
                events.push(Event {
                    mover: Mover::Time,
                    text: text.clone(),
                    fact: Some(text),
                });
            }
        }
        self.events.splice(0..0, events);
    }

    /// Groups that have come to be in place without their work being told.
    fn tell_groups(&mut self, in_place: &BTreeSet<usize>) {
        for group in in_place {
            let new: Vec<SafeguardId> = self.board.groups[*group]
                .closure
                .iter()
                .copied()
                .filter(|it| !self.shown_in_place.contains(it))
                .collect();
            for item in new {
                self.shown_in_place.insert(item);
                let text = format!(
                    "{} is in place",
                    self.board.policy.safeguards[item.index()].named.name
                );
                self.events.push(Event {
                    mover: Mover::Time,
                    text: text.clone(),
                    fact: Some(text),
                });
            }
        }
    }
}

/// The developer's own moves along plays, as a decision table: what it does when.
pub(crate) fn decisions(plays: &[Play]) -> Vec<StrategyRow> {
    let mut rows: Vec<StrategyRow> = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for play in plays {
        let mut last_answer: Option<String> = None;
        for step in &play.steps {
            let moves: Vec<String> = (step.events.iter())
                .filter(|it| matches!(it.mover, Mover::Developer(_)))
                .map(|it| it.text.clone())
                .collect();
            let when = situation(step, last_answer.as_deref());
            if !moves.is_empty() && seen.insert(when.clone(), moves.join(", ")).is_none() {
                rows.push(StrategyRow {
                    when,
                    then: moves.join(", "),
                });
            }
            let answered = step.events.iter().rev().find(|it| it.mover == Mover::Nature);
            last_answer = answered.map(|it| it.text.clone()).or(last_answer);
        }
    }
    rows
}

fn situation(step: &PlayStep, last_answer: Option<&str>) -> String {
    match last_answer {
        None => format!("step {}", step.step),
        Some(answer) => format!("step {}, after {answer}", step.step),
    }
}
