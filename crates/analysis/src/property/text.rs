//! What can be read off the text without playing: bounds of levels, silence, what an action depends on.
//!
//! It must not know worlds.

use super::{Answered, Context};
use crate::board::Terms;
use crate::ladder;
use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::inquiry::{At, Thing};
use holdpoint_policy::model::{ActionId, Clause, ClauseId, LevelId, Modal, Policy, StandardParts, What};
use std::collections::BTreeSet;

pub(crate) fn no_upper_bound(context: &Context<'_>, level: LevelId) -> Answered {
    let policy = &context.policy;
    let above: Vec<&str> = (ladder::at_or_above(policy, level).into_iter())
        .filter(|it| *it != level)
        .map(|it| policy.levels[it.index()].named.name.as_str())
        .collect();
    let yes = ladder::has_no_upper_bound(policy, level);
    let because = match (above.is_empty(), yes) {
        (true, _) => "no level stands above it".to_owned(),
        (false, true) => format!("all above it ({}) is undefined", above.join(", ")),
        (false, false) => format!("a level above it ({}) is defined", above.join(", ")),
    };
    Answered::of(yes, because, "text")
}

/// Only clauses that name the level; without a level, every clause.
pub(crate) fn silent_on(context: &Context<'_>, action: ActionId, at: At) -> Answered {
    let policy = &context.policy;
    let speaks: Vec<&str> = ladder::clause_ids(policy)
        .filter(|id| {
            let clause = &policy.clauses[id.index()];
            let named = ladder::levels_named(policy, clause);
            let at_level = at.is_none_or(|level| named.is_some_and(|it| it.contains(&level)));
            context.terms.counts(*id, clause) && at_level && ladder::bears_on(clause, action)
        })
        .map(|id| policy.clauses[id.index()].named.name.as_str())
        .collect();
    match speaks.is_empty() {
        true => Answered::of(
            true,
            "no clause that names the level frames or bars the action",
            "text",
        ),
        false => Answered::of(false, format!("{} speak of it", speaks.join(", ")), "text"),
    }
}

pub(crate) fn depends_on(context: &Context<'_>, action: ActionId, on: Thing) -> Answered {
    let cone = cone(&context.policy, &context.terms, action);
    let direct = cone.contains(&on);
    let graded = match on {
        Thing::Capability(capability, None) => cone
            .iter()
            .any(|it| matches!(it, Thing::Capability(named, _) if *named == capability)),
        _ => false,
    };
    match direct || graded {
        true => Answered::of(true, "a clause that can bar it asks for this", "text"),
        false => Answered::of(
            false,
            "nothing that decides whether it is barred asks for this",
            "text",
        ),
    }
}

/// Everything that decides whether an action is barred, through standards, evaluations and levels.
fn cone(policy: &Policy, terms: &Terms, action: ActionId) -> BTreeSet<Thing> {
    let mut gatherer = Gatherer {
        policy,
        things: BTreeSet::from([Thing::Action(action)]),
    };
    let mut clauses: Vec<ClauseId> = ladder::clause_ids(policy)
        .filter(|id| {
            let clause = &policy.clauses[id.index()];
            terms.counts(*id, clause) && ladder::barred_actions(clause).contains(&action)
        })
        .collect();
    let permits: Vec<ClauseId> = ladder::clause_ids(policy)
        .filter(|id| {
            let clause = &policy.clauses[id.index()];
            clause.modal == Modal::May && clause.despite.iter().any(|it| clauses.contains(it))
        })
        .collect();
    clauses.extend(permits);
    for clause in clauses {
        gatherer.clause(clause, &policy.clauses[clause.index()]);
    }
    gatherer.things
}

struct Gatherer<'a> {
    policy: &'a Policy,
    things: BTreeSet<Thing>,
}

impl Gatherer<'_> {
    fn clause(&mut self, id: ClauseId, clause: &Clause) {
        if !self.things.insert(Thing::Clause(id)) {
            return;
        }
        let frame = ladder::frame_condition(&clause.frame);
        for condition in [frame, clause.unless.as_ref(), clause.until.as_ref()]
            .into_iter()
            .flatten()
        {
            self.condition(condition);
        }
        match &clause.what {
            What::Have(goal) => self.condition(goal),
            What::Do(task) => self.thing(Thing::Task(*task)),
            What::Run { evaluation, .. } => self.evaluation(*evaluation),
            What::Pause(_) | What::Continue(_) => {}
        }
    }

    fn condition(&mut self, condition: &Condition) {
        let mut atoms = Vec::new();
        condition.atoms(&mut |atom| atoms.push(atom.clone()));
        atoms.iter().for_each(|atom| self.atom(atom));
    }

    fn atom(&mut self, atom: &Atom) {
        match atom {
            Atom::Met(requirement) => self.requirement(*requirement),
            Atom::Indicated { subject, by } | Atom::RuledOut { subject, by } => {
                self.subject(*subject);
                match by {
                    Some(evaluation) => self.evaluation(*evaluation),
                    None => self.evaluations_of(*subject),
                }
            }
            Atom::Reached(subject) => self.subject(*subject),
            Atom::LevelDefined(level) => self.thing(Thing::Level(*level)),
            Atom::StandardDefined(standard) => self.thing(Thing::Standard(*standard)),
            Atom::Holds(fact) => self.thing(Thing::Fact(*fact)),
            Atom::Approved { party, approval } => {
                self.thing(Thing::Party(*party));
                self.thing(Thing::Approval(*approval));
            }
            Atom::Attempted(safeguard) => self.thing(Thing::Safeguard(*safeguard)),
            Atom::ScoreAtMost(score, _) | Atom::ScoreAtLeast(score, _) => {
                self.thing(Thing::Score(*score));
                self.evaluation(self.policy.scores[score.index()].by);
            }
            Atom::GoingOn(action) => self.thing(Thing::Action(*action)),
            Atom::Paused { action, .. } => self.thing(Thing::Action(*action)),
            Atom::Breached(clause) => self.clause(*clause, &self.policy.clauses[clause.index()].clone()),
            Atom::ComputeAtLeast(_) | Atom::Announced(_) => {}
        }
    }

    fn thing(&mut self, thing: Thing) {
        self.things.insert(thing);
    }

    fn requirement(&mut self, requirement: Requirement) {
        match requirement {
            Requirement::Safeguard(it) => {
                self.thing(Thing::Safeguard(it));
                self.thing(Thing::Party(self.policy.safeguards[it.index()].by));
            }
            Requirement::Standard(it) => {
                self.thing(Thing::Standard(it));
                if let Some(parts) = self.policy.standards[it.index()].parts.clone() {
                    self.parts(&parts);
                }
            }
            Requirement::Task(it) => {
                self.thing(Thing::Task(it));
                self.thing(Thing::Party(self.policy.tasks[it.index()].by));
            }
            Requirement::Determination(it) => {
                self.thing(Thing::Determination(it));
                let declared = &self.policy.determinations[it.index()];
                self.thing(Thing::Party(declared.by));
                declared
                    .requires
                    .into_iter()
                    .for_each(|task| self.thing(Thing::Task(task)));
                declared
                    .of
                    .into_iter()
                    .for_each(|evaluation| self.evaluation(evaluation));
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

    fn evaluation(&mut self, id: holdpoint_policy::model::EvaluationId) {
        self.thing(Thing::Evaluation(id));
        self.subject(self.policy.evaluations[id.index()].of);
    }

    fn evaluations_of(&mut self, subject: Subject) {
        for (index, evaluation) in self.policy.evaluations.iter().enumerate() {
            let speaks = match (evaluation.of, subject) {
                (Subject::Level(of), Subject::Level(level)) => {
                    ladder::at_or_below(self.policy, of).contains(&level)
                }
                (Subject::Capability(of, _), Subject::Capability(it, _)) => of == it,
                _ => false,
            };
            if speaks {
                self.thing(Thing::Evaluation(index.into()));
            }
        }
    }

    fn subject(&mut self, subject: Subject) {
        match subject {
            Subject::Capability(capability, grade) => self.thing(Thing::Capability(capability, grade)),
            Subject::Level(level) => {
                self.thing(Thing::Level(level));
                for (capability, grade) in ladder::capabilities_of(self.policy, level) {
                    self.thing(Thing::Capability(capability, grade));
                }
            }
        }
    }
}
