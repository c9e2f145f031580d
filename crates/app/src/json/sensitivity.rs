//! What `sensitivity --format json` prints.

use super::diagnostics::{DiagnosticJson, diagnostics};
use crate::sensitivity::Sensed;
use holdpoint_analysis::report::sensitivity::{Flip, Margin, Room, Sensitivity, Subject};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct SensedJson {
    policies: Vec<SensitivityJson>,
    diagnostics: Vec<DiagnosticJson>,
}

#[derive(Debug, Serialize)]
struct SensitivityJson {
    policy: String,
    subjects: Vec<SubjectJson>,
}

#[derive(Debug, Serialize)]
struct SubjectJson {
    id: String,
    words: String,
    /// `null`: nothing assumed.
    world: Option<String>,
    now: String,
    length_of_step: String,
    flips: Vec<FlipJson>,
    steady: Vec<String>,
    undecided: Vec<String>,
    margins: Vec<MarginJson>,
}

#[derive(Debug, Serialize)]
struct FlipJson {
    what: String,
    from: String,
    to: String,
    /// `null` where it is no number of steps.
    steps: Option<u32>,
    then: String,
}

#[derive(Debug, Serialize)]
struct MarginJson {
    safeguard: String,
    takes: u32,
    earliest: u32,
    /// `spare`, `ample`, `short`, `elsewhere` or `undecided`.
    room: &'static str,
    steps: Option<u32>,
}

impl Sensed {
    pub fn json(&self) -> SensedJson {
        SensedJson {
            policies: self.found.iter().map(policy).collect(),
            diagnostics: diagnostics(&self.files, &self.diagnostics),
        }
    }
}

fn policy(it: &Sensitivity) -> SensitivityJson {
    SensitivityJson {
        policy: it.policy.clone(),
        subjects: it.subjects.iter().map(subject).collect(),
    }
}

fn subject(it: &Subject) -> SubjectJson {
    SubjectJson {
        id: it.id.clone(),
        words: it.words.clone(),
        world: it.world.clone(),
        now: it.now.clone(),
        length_of_step: it.length_of_step.clone(),
        flips: it.flips.iter().map(flip).collect(),
        steady: it.steady.clone(),
        undecided: it.undecided.clone(),
        margins: it.margins.iter().map(margin).collect(),
    }
}

fn flip(it: &Flip) -> FlipJson {
    FlipJson {
        what: it.what.clone(),
        from: it.from.clone(),
        to: it.to.clone(),
        steps: it.by,
        then: it.then.clone(),
    }
}

fn margin(it: &Margin) -> MarginJson {
    let (room, steps) = match it.room {
        Room::Spare(steps) => ("spare", Some(steps)),
        Room::Ample => ("ample", None),
        Room::Short(steps) => ("short", Some(steps)),
        Room::Elsewhere => ("elsewhere", None),
        Room::Undecided => ("undecided", None),
    };
    MarginJson {
        safeguard: it.safeguard.clone(),
        takes: it.takes,
        earliest: it.earliest,
        room,
        steps,
    }
}
