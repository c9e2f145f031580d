//! Plays and strategies for programs: what `explain --format json` prints.

use holdpoint_analysis::report::{ActionIs, Event, Mover, Play, PlayStep, StrategyRow};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct PlayJson {
    title: String,
    policy: String,
    world: String,
    steps: Vec<PlayStepJson>,
    /// The play repeats from this position of `steps` for ever.
    repeats_from: Option<usize>,
}

#[derive(Debug, Serialize)]
struct PlayStepJson {
    step: u32,
    date: String,
    compute: String,
    events: Vec<EventJson>,
    actions: Vec<ActionJson>,
}

#[derive(Debug, Serialize)]
struct EventJson {
    /// A party's name, `nature` or `time`.
    mover: String,
    text: String,
    /// The condition that has become true, where there is one.
    fact: Option<String>,
}

#[derive(Debug, Serialize)]
struct ActionJson {
    action: String,
    /// `going on`, `paused` or `not wanted`.
    state: &'static str,
    because: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct StrategyJson {
    when: String,
    then: String,
}

pub(crate) fn play(it: &Play) -> PlayJson {
    PlayJson {
        title: it.title.clone(),
        policy: it.policy.clone(),
        world: it.world.clone(),
        steps: it.steps.iter().map(step).collect(),
        repeats_from: it.repeats_from,
    }
}

pub(crate) fn strategy(rows: &[StrategyRow]) -> Vec<StrategyJson> {
    rows.iter()
        .map(|it| StrategyJson {
            when: it.when.clone(),
            then: it.then.clone(),
        })
        .collect()
}

fn step(it: &PlayStep) -> PlayStepJson {
    let action = |state: &ActionIs| match state {
        ActionIs::GoingOn => ("going on", Vec::new()),
        ActionIs::Paused { because } => ("paused", because.clone()),
        ActionIs::NotWanted => ("not wanted", Vec::new()),
    };
    let actions = it.actions.iter().map(|it| {
        let (state, because) = action(&it.state);
        ActionJson {
            action: it.action.clone(),
            state,
            because,
        }
    });
    PlayStepJson {
        step: it.step,
        date: it.date.0.date().to_string(),
        compute: it.compute.clone(),
        events: it.events.iter().map(event).collect(),
        actions: actions.collect(),
    }
}

fn event(it: &Event) -> EventJson {
    let mover = match &it.mover {
        Mover::Developer(name) | Mover::Party(name) => name.clone(),
        Mover::Nature => "nature".to_owned(),
        Mover::Time => "time".to_owned(),
    };
    EventJson {
        mover,
        text: it.text.clone(),
        fact: it.fact.clone(),
    }
}
