//! Which clauses an event bears on, so that the others need not be looked at again.
//!
//! Only where each clause stands by itself: none that looks at statuses, lasts, permits, or may be suspended. It must not
//! know what a clause makes of an event.

use super::event::{Event, Statement};
use holdpoint_policy::condition::{Atom, Condition, Requirement};
use holdpoint_policy::model::{Clause, ClauseId, Modal, Policy, SafeguardId, StandardParts, What};
use holdpoint_policy::record::Happening;

/// For each thing of a policy, the clauses that may come out otherwise when something is said of it.
#[derive(Debug)]
pub(super) struct Bearing {
    safeguards: Vec<Vec<ClauseId>>,
    evaluations: Vec<Vec<ClauseId>>,
    scores: Vec<Vec<ClauseId>>,
    compute: Vec<ClauseId>,
}

/// What an event is about.
#[derive(Clone, Copy)]
pub(super) struct Touched<'a> {
    pub(super) clauses: &'a [ClauseId],
    /// They come out as before if it is as it was.
    pub(super) safeguard: Option<SafeguardId>,
}

impl Bearing {
    /// `None` if clauses bear on one another, or on how long something has been so.
    pub(super) fn of(policy: &Policy, looks_at_statuses: bool) -> Option<Bearing> {
        let by_themselves = policy.exceptions.is_empty()
            && policy.clauses.iter().all(|it| it.modal != Modal::May)
            && !super::conditions(policy).any(lasts);
        if looks_at_statuses || !by_themselves {
            return None;
        }
        let none = |n: usize| vec![Vec::new(); n];
        let mut bearing = Bearing {
            safeguards: none(policy.safeguards.len()),
            evaluations: none(policy.evaluations.len()),
            scores: none(policy.scores.len()),
            compute: Vec::new(),
        };
        for (index, clause) in policy.clauses.iter().enumerate() {
            bearing.gather(policy, index.into(), clause);
        }
        Some(bearing)
    }

    /// `None` where it may bear on any.
    pub(super) fn touched(&self, event: &Event) -> Option<Touched<'_>> {
        let Statement::Happened(happening) = &event.statement else {
            return None;
        };
        if event.disputed_by.is_some() {
            return None;
        }
        let all = |clauses| Touched {
            clauses,
            safeguard: None,
        };
        match happening {
            Happening::InPlace(it) | Happening::NoLongerInPlace(it) => Some(Touched {
                clauses: &self.safeguards[it.index()],
                safeguard: Some(*it),
            }),
            Happening::Evaluated { evaluation, .. } => Some(all(&self.evaluations[evaluation.index()])),
            Happening::Scored(score, _) => Some(all(&self.scores[score.index()])),
            Happening::Compute(_) => Some(all(&self.compute)),
            _ => None,
        }
    }

    fn gather(&mut self, policy: &Policy, id: ClauseId, clause: &Clause) {
        if let What::Run {
            evaluation, compute, ..
        } = &clause.what
        {
            put(&mut self.evaluations[evaluation.index()], id);
            if compute.is_some() {
                put(&mut self.compute, id);
            }
        }
        for condition in super::of_clause(clause) {
            condition.atoms(&mut |atom| self.atom(policy, id, atom));
        }
    }

    fn atom(&mut self, policy: &Policy, id: ClauseId, atom: &Atom) {
        match atom {
            Atom::Met(requirement) => self.requirement(policy, id, *requirement),
            Atom::Attempted(safeguard) => put(&mut self.safeguards[safeguard.index()], id),
            // Any evaluation may speak of it, and an answer that rules out is good until its clocks run out.
            Atom::Indicated { .. } | Atom::RuledOut { .. } => {
                self.evaluations.iter_mut().for_each(|it| put(it, id));
                put(&mut self.compute, id);
            }
            Atom::ScoreAtMost(score, _) | Atom::ScoreAtLeast(score, _) => {
                put(&mut self.scores[score.index()], id);
            }
            Atom::ComputeAtLeast(_) => put(&mut self.compute, id),
            // Of what else is said, every clause is looked at.
            Atom::Reached(_)
            | Atom::LevelDefined(_)
            | Atom::StandardDefined(_)
            | Atom::Holds(_)
            | Atom::Approved { .. }
            | Atom::GoingOn(_)
            | Atom::Paused { .. }
            | Atom::Breached(_)
            | Atom::Announced(_) => {}
        }
    }

    fn requirement(&mut self, policy: &Policy, id: ClauseId, requirement: Requirement) {
        match requirement {
            Requirement::Safeguard(it) => put(&mut self.safeguards[it.index()], id),
            Requirement::Standard(it) => {
                if let Some(parts) = &policy.standards[it.index()].parts {
                    self.parts(policy, id, parts);
                }
            }
            Requirement::Task(_) => {}
            // A new run ends what was found after the last one.
            Requirement::Determination(it) => {
                if let Some(evaluation) = policy.determinations[it.index()].of {
                    put(&mut self.evaluations[evaluation.index()], id);
                }
            }
        }
    }

    fn parts(&mut self, policy: &Policy, id: ClauseId, parts: &StandardParts) {
        match parts {
            StandardParts::One(requirement) => self.requirement(policy, id, *requirement),
            StandardParts::All(parts) | StandardParts::Any(parts) => {
                parts.iter().for_each(|it| self.parts(policy, id, it));
            }
        }
    }
}

fn put(ids: &mut Vec<ClauseId>, id: ClauseId) {
    if ids.last() != Some(&id) {
        ids.push(id);
    }
}

/// What is so depends on since when something has been, or on what was announced.
fn lasts(condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(lasts),
        Condition::Not(inner) => lasts(inner),
        Condition::ForAtLeast(..) => true,
        Condition::Atom(atom) => matches!(atom, Atom::Announced(_)),
    }
}
