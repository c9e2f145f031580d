//! What the right answer is, from the property alone: a fold by hand, held against a search through the whole history.
//!
//! It must not know anything of ours.

use crate::workload::{CLAUSES, DAYS_MS, Event, Kind, SAFEGUARDS};

/// How one model stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    pub(crate) in_place: [bool; SAFEGUARDS],
    pub(crate) checkpoint_ms: u64,
    pub(crate) passed_ms: Option<u64>,
}

impl Model {
    pub(crate) fn take(&mut self, event: &Event) {
        match event.kind {
            Kind::Checkpoint(_) => self.checkpoint_ms = event.at_ms,
            Kind::Passed => self.passed_ms = Some(event.at_ms),
            Kind::Attested(it) => self.in_place[it] = true,
            Kind::Revoked(it) => self.in_place[it] = false,
            Kind::Asked | Kind::Vouched => {}
        }
    }

    /// One bit for each clause that bars; the clause of the evaluation is the last.
    pub(crate) fn barred(&self, at_ms: u64) -> u32 {
        let safeguards = (0..CLAUSES).filter(|it| !(self.in_place[2 * it] && self.in_place[2 * it + 1]));
        let is_fresh = |passed: u64| passed > self.checkpoint_ms && at_ms - passed < DAYS_MS;
        let evaluation = !self.passed_ms.is_some_and(is_fresh);
        safeguards.fold(u32::from(evaluation) << CLAUSES, |all, it| all | 1 << it)
    }
}

/// The clauses that bar, for each question in order.
pub(crate) fn answers(events: &[Event], n_models: usize) -> Vec<u32> {
    let mut models = vec![Model::default(); n_models];
    let mut answers = Vec::new();
    for event in events {
        models[event.model].take(event);
        if event.kind == Kind::Asked {
            answers.push(models[event.model].barred(event.at_ms));
        }
    }
    answers
}

/// Whether the fold agrees with a search through all that came before, for every `nth` question.
pub(crate) fn agrees_with_search(events: &[Event], answers: &[u32], nth: usize) -> bool {
    let asked = events.iter().enumerate().filter(|(_, it)| it.kind == Kind::Asked);
    let looked_at = asked.zip(answers).step_by(nth);
    looked_at.into_iter().all(|((index, event), answer)| {
        let before = || events[..index].iter().rev().filter(|it| it.model == event.model);
        let last = |is: &dyn Fn(Kind) -> bool| before().find(|it| is(it.kind));
        let in_place = |it: usize| {
            let is_of = |kind: Kind| matches!(kind, Kind::Attested(of) | Kind::Revoked(of) if of == it);
            last(&is_of).is_some_and(|it| matches!(it.kind, Kind::Attested(_)))
        };
        let checkpoint = last(&|it| matches!(it, Kind::Checkpoint(_))).map_or(0, |it| it.at_ms);
        let passed = last(&|it| it == Kind::Passed).map(|it| it.at_ms);
        let is_fresh = passed.is_some_and(|it| it > checkpoint && event.at_ms < it + DAYS_MS);
        (0..CLAUSES).all(|it| (answer >> it & 1 == 0) == (in_place(2 * it) && in_place(2 * it + 1)))
            && (answer >> CLAUSES & 1 == 0) == is_fresh
    })
}
