//! Clause against action: what triggers it, what it asks, who decides, by when, and what the way out is.
//!
//! It must not know what any of this leads to.

use crate::report::MatrixCell;
use crate::{ladder, words};
use holdpoint_policy::condition::{Atom, Condition, Requirement};
use holdpoint_policy::model::{Clause, ClauseId, Frame, Modal, PartyId, Policy, StandardParts, What};
use std::collections::BTreeSet;

pub(crate) fn matrix(policy: &Policy) -> Vec<MatrixCell> {
    let mut cells = Vec::new();
    for id in ladder::clause_ids(policy) {
        let clause = &policy.clauses[id.index()];
        for (index, action) in policy.actions.iter().enumerate() {
            if ladder::bears_on(clause, index.into()) {
                cells.push(cell(policy, id, clause, action.named.name.clone(), index));
            }
        }
        if (0..policy.actions.len()).all(|index| !ladder::bears_on(clause, index.into())) {
            cells.push(cell(policy, id, clause, String::new(), usize::MAX));
        }
    }
    cells
}

fn cell(policy: &Policy, id: ClauseId, clause: &Clause, action: String, index: usize) -> MatrixCell {
    let bars = index != usize::MAX && ladder::barred_actions(clause).contains(&index.into());
    let bears = match (&clause.what, clause.modal, bars) {
        (_, Modal::May, _) => "permission",
        (What::Pause(_) | What::Continue(_), _, true) => "pause",
        (_, _, true) => "gate",
        (_, _, false) => "duty",
    };
    MatrixCell {
        clause: clause.named.name.clone(),
        action,
        bears,
        trigger: trigger(policy, clause),
        requires: words::asks(policy, clause),
        owner: owners(policy, clause),
        deadline: words::deadline(clause),
        escape: escapes(policy, id, clause).join("; "),
    }
}

fn trigger(policy: &Policy, clause: &Clause) -> String {
    match (&clause.frame, ladder::frame_condition(&clause.frame)) {
        (_, Some(condition)) => words::condition(policy, condition),
        (Frame::AtAllTimes, None) => "at all times".to_owned(),
        (_, None) => "always".to_owned(),
    }
}

/// Who decides whether what is asked for is there.
fn owners(policy: &Policy, clause: &Clause) -> String {
    let mut found = Owners {
        policy,
        parties: BTreeSet::new(),
        nature: false,
    };
    match &clause.what {
        What::Have(goal) => found.condition(goal),
        What::Do(task) => found.party(policy.tasks[task.index()].by),
        What::Run { evaluation, .. } => found.party(policy.evaluations[evaluation.index()].by),
        What::Pause(_) | What::Continue(_) => clause.until.iter().for_each(|it| found.condition(it)),
    }
    let mut names: Vec<String> = found
        .parties
        .iter()
        .map(|it| policy.parties[it.index()].named.name.clone())
        .collect();
    names.extend(found.nature.then(|| "nature".to_owned()));
    names.join(", ")
}

/// What takes the clause away, or ends the pause that it brings about, in the words of the policy.
pub(crate) fn escapes(policy: &Policy, id: ClauseId, clause: &Clause) -> Vec<String> {
    let mut ways = Vec::new();
    ways.extend(
        clause
            .unless
            .as_ref()
            .map(|it| format!("unless {}", words::condition(policy, it))),
    );
    ways.extend(
        clause
            .until
            .as_ref()
            .map(|it| format!("until {}", words::condition(policy, it))),
    );
    for exception in &policy.exceptions {
        if exception.suspends.as_ref().is_none_or(|it| it.contains(&id)) {
            ways.push(format!("exception {}", exception.named.name));
        }
    }
    for permission in policy.clauses.iter().filter(|it| it.despite.contains(&id)) {
        ways.push(format!("despite: {}", permission.named.name));
    }
    ways
}

struct Owners<'a> {
    policy: &'a Policy,
    parties: BTreeSet<PartyId>,
    nature: bool,
}

impl Owners<'_> {
    fn party(&mut self, party: PartyId) {
        self.parties.insert(party);
    }

    fn condition(&mut self, condition: &Condition) {
        let mut atoms = Vec::new();
        condition.atoms(&mut |atom| atoms.push(atom.clone()));
        atoms.iter().for_each(|atom| self.atom(atom));
    }

    fn atom(&mut self, atom: &Atom) {
        match atom {
            Atom::Met(requirement) => self.requirement(*requirement),
            Atom::Indicated { .. } | Atom::RuledOut { .. } | Atom::Reached(_) => self.nature = true,
            Atom::ScoreAtMost(..) | Atom::ScoreAtLeast(..) => self.nature = true,
            Atom::LevelDefined(level) => self.party(self.policy.levels[level.index()].by),
            Atom::Holds(fact) => match self.policy.facts[fact.index()].decided_by {
                Some(party) => self.party(party),
                None => self.nature = true,
            },
            Atom::Approved { party, .. } => self.party(*party),
            Atom::Attempted(safeguard) => self.party(self.policy.safeguards[safeguard.index()].by),
            _ => {}
        }
    }

    fn requirement(&mut self, requirement: Requirement) {
        match requirement {
            Requirement::Safeguard(it) => {
                let safeguard = &self.policy.safeguards[it.index()];
                self.nature |= safeguard.may_fail;
                self.party(safeguard.by);
            }
            Requirement::Standard(it) => {
                if let Some(parts) = self.policy.standards[it.index()].parts.clone() {
                    self.parts(&parts);
                }
            }
            Requirement::Task(it) => self.party(self.policy.tasks[it.index()].by),
            Requirement::Determination(it) => {
                self.nature |= self.policy.determinations[it.index()].only_if_true;
                self.party(self.policy.determinations[it.index()].by);
            }
        }
    }

    fn parts(&mut self, parts: &StandardParts) {
        match parts {
            StandardParts::One(requirement) => self.requirement(*requirement),
            StandardParts::All(parts) | StandardParts::Any(parts) => {
                parts.iter().for_each(|it| self.parts(it))
            }
        }
    }
}
