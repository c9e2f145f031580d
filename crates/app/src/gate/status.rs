//! The use case `status`: what is in force for a model line, what goes on, and which duties are open, due or overdue.

use super::decision::decide;
use super::kept::KeptGate;
use super::lines::Lines;
use super::{AsOf, Cut, Mode};
use crate::moment::words;
use crate::problem::Problem;
use crate::words::evidence as say;
use holdpoint_gate::DutyState;
use holdpoint_policy::model::{ClauseId, Modal, PartyId};
use holdpoint_policy::quantity::Date;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;

/// How a model line stands.
#[derive(Clone, Debug)]
pub struct StatusOfLine {
    /// The file of the ledger, or of a bundle of it.
    pub path: PathBuf,
    /// The file of the root keys; without it nobody looks at who signed.
    pub roots: Option<PathBuf>,
    /// Of a bundle: the ledger's public key.
    pub verifier: Option<String>,
    /// The model line.
    pub line: String,
    /// Which entries count, and the moment that is asked about.
    pub as_of: AsOf,
    /// What to go by instead of the clock.
    pub now: Option<Date>,
}

/// How it stands.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// The model line.
    pub line: String,
    /// The moment, in UTC.
    pub at: String,
    /// The number of entries of the ledger that it rests on.
    pub size: u64,
    /// The policy in force.
    pub policy: String,
    /// From when on it is in force.
    pub in_force_from: String,
    /// The reading of which the duties are, where the policy leaves several open; the answers are the strictest of all.
    pub reading: Option<String>,
    /// One for each action.
    pub actions: Vec<ActionRow>,
    /// One for each clause that asks for something, the most urgent first.
    pub duties: Vec<DutyRow>,
    /// Up to when each party has been heard.
    pub heard: Vec<HeardRow>,
    /// Entries of the line that could not be used.
    pub unusable: Vec<String>,
}

/// An action.
#[derive(Clone, Debug, Serialize)]
pub struct ActionRow {
    /// Its name.
    pub action: String,
    /// `proceed`, `pause` or `undecided`.
    pub answer: String,
    /// Whether it goes on, by the record.
    pub goes_on: String,
    /// Clauses that stand against it.
    pub clauses: Vec<String>,
    /// Until when a proceed holds, if nothing more is recorded.
    pub until: Option<String>,
}

/// A clause's duty.
#[derive(Clone, Debug, Serialize)]
pub struct DutyRow {
    /// The clause.
    pub clause: String,
    /// Whose duty it is.
    pub who: String,
    /// `overdue`, `breached`, `undetermined`, `due`, `open`, `waived` or `discharged`.
    pub state: String,
    /// By when, or since when.
    pub date: Option<String>,
    /// What it asks for.
    pub asks: String,
}

/// A party.
#[derive(Clone, Debug, Serialize)]
pub struct HeardRow {
    /// Its name.
    pub party: String,
    /// Up to when that it said nothing is evidence; absent if it never vouched.
    pub until: Option<String>,
    /// It is silent now.
    pub is_silent: bool,
}

impl StatusOfLine {
    /// Looks.
    pub fn run(&self) -> Result<Standing, Problem> {
        let mut gate = KeptGate::open(&self.path, self.verifier.as_deref(), self.roots.as_deref())?;
        gate.status(&self.line, self.as_of, self.now)
    }
}

/// How a line stands at a cut.
pub(super) fn standing(lines: &mut Lines, cut: Cut) -> Result<Standing, Problem> {
    let in_force = Arc::clone(&lines.in_force);
    let mut actions = Vec::new();
    let standing = lines.readings[0].standing(cut.at);
    for (index, action) in in_force.encoding.base.actions.iter().enumerate() {
        let name = &action.named.name;
        let decision = decide(lines, name, cut, &Mode::Absolute)?;
        actions.push(ActionRow {
            action: name.clone(),
            answer: decision.answer,
            goes_on: say::value(standing.statuses().going_on[index]).to_owned(),
            clauses: decision.grounds.into_iter().map(|it| it.clause).collect(),
            until: decision.lease.and_then(|it| it.until),
        });
    }
    let policy = standing.policy();
    let heard = lines.readings[0].heard();
    let is_open = lines.readings.len() > 1;
    Ok(Standing {
        line: lines.name.clone(),
        at: words(cut.at),
        size: cut.size,
        policy: in_force.revision.name.clone(),
        in_force_from: words(in_force.revision.from),
        reading: is_open.then(|| lines.reading_words(0)),
        actions,
        duties: duties(&standing, lines),
        heard: (policy.parties.iter().enumerate())
            .map(|(index, party)| HeardRow {
                party: party.named.name.clone(),
                until: heard.until(Some(PartyId::from(index))).map(words),
                is_silent: heard.is_silent(Some(PartyId::from(index)), cut.at),
            })
            .collect(),
        unusable: lines.unusable().map(|it| it.to_string()).collect(),
    })
}

fn duties(standing: &holdpoint_gate::Standing, lines: &Lines) -> Vec<DutyRow> {
    let policy = standing.policy();
    let mut rows: Vec<(u8, Option<Date>, DutyRow)> = Vec::new();
    for (index, clause) in policy.clauses.iter().enumerate() {
        let (rank, state, date) = match standing.duty(ClauseId::from(index)) {
            DutyState::NotTriggered => continue,
            DutyState::Overdue(since) => (0, "overdue", Some(since)),
            DutyState::Breached(first) => (1, "breached", Some(first)),
            DutyState::Undetermined => (2, "undetermined", None),
            DutyState::Due(by) => (3, "due", Some(by)),
            DutyState::Open => (4, "open", None),
            DutyState::Waived => (5, "waived", None),
            DutyState::Discharged => (6, "discharged", None),
        };
        let intends = clause.modal == Modal::IntendsTo;
        rows.push((
            rank,
            date,
            DutyRow {
                clause: clause.named.name.clone(),
                who: policy.parties[clause.who.index()].named.name.clone(),
                state: if intends {
                    format!("{state} (an intention)")
                } else {
                    state.to_owned()
                },
                date: date.map(words),
                asks: say::clause(&lines.in_force.files, clause),
            },
        ));
    }
    rows.sort_by_key(|(rank, date, _)| (*rank, *date));
    rows.into_iter().map(|it| it.2).collect()
}
