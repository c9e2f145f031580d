//! The two readers of what is past: the gate, to which every step is shown as evidence, and the definition of
//! permission, to which it is a record.
//!
//! They must not know that there is a board.

use holdpoint_analysis::report::ActionIs;
use holdpoint_gate::evidence::{Complete, Evidence, Said};
use holdpoint_gate::{Answer, Item, Line, Settings, Statuses, Value};
use holdpoint_policy::condition::{Atom, Condition};
use holdpoint_policy::model::{ActionId, Clause, ClauseId, PartyId, PartyKind, Policy, What};
use holdpoint_policy::permission::{self, Conduct, Options, Permission};
use holdpoint_policy::quantity::Date;
use holdpoint_policy::record::{Happening, Record};
use std::sync::Arc;

/// The same past, kept for both.
pub(crate) struct Past {
    policy: Arc<Policy>,
    line: Line,
    record: Record,
    options: Options,
    /// Some clause looks at what is paused, going on or breached. Then the gate, whose clauses look again as soon as a
    /// status changes, is not asked; and the definition is asked in steps, and has the developer carry out by itself
    /// whatever it may.
    pub(crate) without_gate: bool,
}

impl Past {
    pub(crate) fn new(policy: &Arc<Policy>, start: Date) -> Past {
        let without_gate = policy.clauses.iter().any(looks_at_statuses);
        let conduct = match without_gate {
            true => Conduct::Eager,
            false => Conduct::Recorded,
        };
        Past {
            policy: Arc::clone(policy),
            line: Line::new(Arc::clone(policy), start, Settings::default()),
            record: Record::new(start),
            options: Options {
                stepwise: without_gate,
                conduct,
                ..Options::default()
            },
            without_gate,
        }
    }

    /// What the developer wants no more it stops, before anything is carried out.
    pub(crate) fn unwanted(&mut self, at: Date, acted: &[(ActionId, ActionIs)]) {
        let unwanted = acted.iter().filter(|(_, is)| *is == ActionIs::NotWanted);
        let stops: Vec<_> = unwanted.map(|(it, _)| Happening::Stops(*it)).collect();
        if self.without_gate && !stops.is_empty() {
            self.happens(at, &stops);
        }
    }

    /// What was carried out in the step, and what was not.
    pub(crate) fn acts(&mut self, at: Date, acted: &[(ActionId, ActionIs)]) {
        let happened = acted.iter().map(|(action, is)| match is {
            ActionIs::GoingOn => Happening::GoesOn(*action),
            ActionIs::Paused { .. } | ActionIs::NotWanted => Happening::Stops(*action),
        });
        if !self.without_gate {
            self.happens(at, &happened.collect::<Vec<_>>());
        }
    }

    /// It happened at that moment, is recorded then by the party whose it is to say, and everybody vouches.
    pub(crate) fn happens(&mut self, at: Date, happenings: &[Happening]) {
        for happening in happenings {
            self.record
                .apply(at, happening.clone())
                .expect("steps follow each other");
            let says = vec![Said::Happened(happening.clone())];
            let by = self.owner(happening);
            self.show(by, at, says, None);
        }
        for party in (0..self.policy.parties.len()).map(PartyId::from) {
            let complete = Complete {
                until: at,
                holds_until: at,
                entries: self.line.n_entries(),
            };
            self.show(party, at, Vec::new(), Some(complete));
        }
    }

    fn show(&mut self, by: PartyId, at: Date, says: Vec<Said>, complete: Option<Complete>) {
        self.line.take(Item::Evidence(Evidence {
            entry: self.line.size(),
            by,
            received: at,
            from: at,
            to: None,
            says,
            complete,
            correction: None,
        }));
    }

    /// Whose it is to say; everything else the developer's.
    fn owner(&self, happening: &Happening) -> PartyId {
        let policy = &self.policy;
        match happening {
            Happening::InPlace(it)
            | Happening::NoLongerInPlace(it)
            | Happening::Attempted { safeguard: it, .. } => policy.safeguards[it.index()].by,
            Happening::Done(it) => policy.tasks[it.index()].by,
            Happening::Evaluated { evaluation, .. } => policy.evaluations[evaluation.index()].by,
            Happening::Scored(it, _) => policy.evaluations[policy.scores[it.index()].by.index()].by,
            Happening::LevelDefined(it) => policy.levels[it.index()].by,
            Happening::Found(it) => policy.determinations[it.index()].by,
            Happening::Turned { fact, .. } => {
                let decided_by = policy.facts[fact.index()].decided_by;
                decided_by.unwrap_or_else(|| self.developer())
            }
            Happening::Approved(it) => policy.approvals[it.index()].by,
            _ => self.developer(),
        }
    }

    fn developer(&self) -> PartyId {
        let mut parties = self.policy.parties.iter();
        let position = parties.position(|it| it.kind == PartyKind::Developer);
        PartyId::from(position.expect("there is one"))
    }

    /// As the gate says: the clauses that bar the action, by name.
    ///
    /// # Errors
    ///
    /// What it says that is neither yes nor no, or that does not fit the clauses that it names.
    pub(crate) fn verdict(&mut self, action: ActionId, now: Date) -> Result<Vec<String>, String> {
        let verdict = self.line.verdict(action, now).clone();
        let is_known = verdict.grounds.iter().all(|it| it.bars == Value::True);
        let answer = match verdict.grounds.is_empty() {
            true => Answer::Proceed,
            false => Answer::Pause,
        };
        if !is_known || verdict.answer != answer {
            return Err(format!("{verdict:?}"));
        }
        let barring = verdict.grounds.iter().map(|it| it.clause);
        Ok(self.names(barring))
    }

    /// As it is defined: the clauses that bar each action, by name.
    pub(crate) fn permissions(&self, now: Date) -> Vec<Vec<String>> {
        let standing = self.watching(now, &[]);
        let actions = (0..self.policy.actions.len()).map(ActionId::from);
        let barring = actions.map(|it| match standing.permission(it) {
            Permission::Allowed => Vec::new(),
            Permission::Paused(clauses) => self.names(clauses.into_iter()),
        });
        barring.collect()
    }

    /// As the gate says, where it is asked.
    pub(crate) fn statuses(&mut self, now: Date) -> Option<Statuses> {
        let standing = (!self.without_gate).then(|| self.line.standing(now))?;
        Some(standing.statuses().clone())
    }

    /// As it is defined, with conditions that may ask how long something has lasted.
    pub(crate) fn watching<'a>(&'a self, now: Date, conditions: &'a [Condition]) -> permission::Standing<'a> {
        permission::Standing::watching(&self.policy, &self.record, now, &self.options, conditions)
    }

    fn names(&self, clauses: impl Iterator<Item = ClauseId>) -> Vec<String> {
        let name = |it: ClauseId| self.policy.clauses[it.index()].named.name.clone();
        clauses.map(name).collect()
    }
}

/// A condition of the clause asks what is paused, going on or breached.
pub(crate) fn looks_at_statuses(clause: &Clause) -> bool {
    names(clause, |atom| {
        matches!(atom, Atom::GoingOn(_) | Atom::Paused { .. } | Atom::Breached(_))
    })
}

/// Some condition of the clause, or what it asks for, has such an atom.
pub(crate) fn names(clause: &Clause, is_meant: impl Fn(&Atom) -> bool) -> bool {
    let goal = match &clause.what {
        What::Have(goal) => Some(goal),
        _ => None,
    };
    let conditions = [
        clause.frame.when(),
        goal,
        clause.unless.as_ref(),
        clause.until.as_ref(),
    ];
    let mut found = false;
    for condition in conditions.into_iter().flatten() {
        condition.atoms(&mut |atom| found |= is_meant(atom));
    }
    found
}
