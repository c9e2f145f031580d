//! Which happenings would lift the bars of an action, read off the clauses.
//!
//! It reads a standing in which everybody has been heard, so that every condition is so or not. It must not know
//! whether what it proposes is enough: whoever asks tries it.

use crate::standing::Standing;
use crate::value::Value;
use holdpoint_policy::condition::{Atom, Condition, Requirement, Subject};
use holdpoint_policy::model::{
    ActionId, Clause, ClauseId, DeterminationId, EvaluationId, Frame, Modal, Policy, StandardParts, What,
};
use holdpoint_policy::record::{Answer, Happening};

/// Alternatives, each a set of happenings.
pub(super) struct Ways {
    /// The smallest first.
    pub(super) sets: Vec<Vec<Happening>>,
}

/// Alternatives that are kept, at most.
const SETS_MAX: usize = 100;

/// What would lift every bar of the action.
pub(super) fn wanted(standing: &Standing, action: ActionId) -> Ways {
    let reader = Reader {
        standing,
        policy: standing.policy(),
    };
    let clauses = (0..reader.policy.clauses.len()).map(ClauseId::from);
    let barring = clauses.filter(|it| standing.bars(*it, action).may_be());
    barring.fold(Ways::nothing_needed(), |all, clause| {
        all.and(reader.lifting(clause, action))
    })
}

impl Ways {
    fn none() -> Ways {
        Ways { sets: Vec::new() }
    }

    pub(super) fn nothing_needed() -> Ways {
        Ways {
            sets: vec![Vec::new()],
        }
    }

    fn one(it: Happening) -> Ways {
        Ways { sets: vec![vec![it]] }
    }

    fn or(mut self, other: Ways) -> Ways {
        self.sets.extend(other.sets);
        self.tidy()
    }

    pub(super) fn and(self, other: Ways) -> Ways {
        let mut sets = Vec::new();
        for one in &self.sets {
            for another in &other.sets {
                let mut both = one.clone();
                both.extend(another.iter().filter(|it| !one.contains(it)).cloned());
                sets.push(both);
            }
        }
        Ways { sets }.tidy()
    }

    /// The smallest first; of what holds another, the other is enough.
    fn tidy(mut self) -> Ways {
        self.sets.sort_by_key(Vec::len);
        let mut kept: Vec<Vec<Happening>> = Vec::new();
        for set in self.sets {
            let holds_another = kept.iter().any(|it| it.iter().all(|it| set.contains(it)));
            if holds_another {
                continue;
            }
            if kept.len() == SETS_MAX {
                break;
            }
            kept.push(set);
        }
        Ways { sets: kept }
    }
}

fn all(ways: impl IntoIterator<Item = Ways>) -> Ways {
    ways.into_iter().fold(Ways::nothing_needed(), Ways::and)
}

fn any(ways: impl IntoIterator<Item = Ways>) -> Ways {
    ways.into_iter().fold(Ways::none(), Ways::or)
}

struct Reader<'a> {
    standing: &'a Standing,
    policy: &'a Policy,
}

impl Reader<'_> {
    /// What would keep a clause from barring the action.
    fn lifting(&self, id: ClauseId, action: ActionId) -> Ways {
        let clause = &self.policy.clauses[id.index()];
        let by_condition =
            |it: &Option<Condition>, so: bool| it.as_ref().map_or(Ways::none(), |it| self.ways(it, so));
        let frame = match &clause.frame {
            Frame::Before { when, .. } | Frame::While { when, .. } => by_condition(when, false),
            // Owed from when it became so, whatever becomes of it.
            Frame::When(when) if clause.modal == Modal::MustNot => self.ways(when, false),
            Frame::When(_) | Frame::AtAllTimes => Ways::none(),
        };
        any([
            frame,
            self.keeping(clause),
            by_condition(&clause.unless, true),
            by_condition(&clause.until, true),
            self.suspending(id),
            self.permitting(id, action),
        ])
    }

    /// What makes the state that a gate asks for the case.
    fn keeping(&self, clause: &Clause) -> Ways {
        if !matches!(clause.frame, Frame::Before { .. }) {
            return Ways::none();
        }
        let asked = clause.modal != Modal::MustNot;
        match &clause.what {
            What::Have(goal) => self.ways(goal, asked),
            What::Do(task) if asked => Ways::one(Happening::Done(*task)),
            What::Run { evaluation, .. } if asked => self.run(*evaluation),
            What::Continue(it) => Ways::one(goes_on_or_stops(*it, asked)),
            What::Pause(it) => Ways::one(goes_on_or_stops(*it, !asked)),
            What::Do(_) | What::Run { .. } => Ways::none(),
        }
    }

    /// Whatever it says, a run sets the clocks back; what it says may bar in turn.
    fn run(&self, evaluation: EvaluationId) -> Ways {
        let answers = [Answer::RulesOut, Answer::Inconclusive, Answer::Indicates(None)];
        any(answers.map(|answer| Ways::one(Happening::Evaluated { evaluation, answer })))
    }

    fn suspending(&self, id: ClauseId) -> Ways {
        let exceptions = self.policy.exceptions.iter().enumerate();
        let of = exceptions.filter(|(_, it)| it.suspends.as_ref().is_none_or(|it| it.contains(&id)));
        any(of
            .map(|(index, it)| Ways::one(Happening::Exercised(index.into())).and(self.ways(&it.when, true))))
    }

    fn permitting(&self, id: ClauseId, action: ActionId) -> Ways {
        let permissions = self.policy.clauses.iter().filter(|it| it.despite.contains(&id));
        let such = permissions.filter(|it| match &it.what {
            What::Continue(continued) => *continued == action,
            _ => it.frame.actions().contains(&action),
        });
        any(such.map(|it| {
            let frame = it.frame.when();
            let framed = frame.map_or(Ways::nothing_needed(), |it| self.ways(it, true));
            let unless = it.unless.as_ref().map(|it| self.ways(it, false));
            framed.and(unless.unwrap_or(Ways::nothing_needed()))
        }))
    }

    /// What makes a condition so, or not so.
    fn ways(&self, condition: &Condition, so: bool) -> Ways {
        if self.standing.value(condition) == Value::of(so) {
            return Ways::nothing_needed();
        }
        match (condition, so) {
            (Condition::Not(inner), _) => self.ways(inner, !so),
            (Condition::All(parts), true) | (Condition::Any(parts), false) => {
                all(parts.iter().map(|it| self.ways(it, so)))
            }
            (Condition::Any(parts), true) | (Condition::All(parts), false) => {
                any(parts.iter().map(|it| self.ways(it, so)))
            }
            (Condition::ForAtLeast(inner, _), false) => self.ways(inner, false),
            // Only time makes it so.
            (Condition::ForAtLeast(..), true) => Ways::none(),
            (Condition::Atom(atom), _) => self.atom(atom, so),
        }
    }

    fn atom(&self, atom: &Atom, so: bool) -> Ways {
        match (atom, so) {
            (Atom::Met(requirement), _) => self.met(*requirement, so),
            (Atom::Indicated { subject, by }, true) => self.indicating(*subject, *by),
            (Atom::Indicated { subject, by }, false) | (Atom::RuledOut { subject, by }, true) => {
                self.ruling_out(*subject, *by)
            }
            (Atom::LevelDefined(it), true) => Ways::one(Happening::LevelDefined(*it)),
            (Atom::StandardDefined(it), true) => Ways::one(Happening::StandardDefined(*it)),
            (Atom::Holds(fact), _) => Ways::one(Happening::Turned {
                fact: *fact,
                holds: so,
            }),
            (Atom::Approved { party, approval }, true) => {
                match self.policy.approvals[approval.index()].by == *party {
                    true => Ways::one(Happening::Approved(*approval)),
                    false => Ways::none(),
                }
            }
            (Atom::Attempted(safeguard), true) => Ways::one(Happening::Attempted {
                safeguard: *safeguard,
                succeeded: true,
            }),
            (Atom::ScoreAtMost(score, grade), true) | (Atom::ScoreAtLeast(score, grade), true) => {
                Ways::one(Happening::Scored(*score, *grade))
            }
            (Atom::GoingOn(action), _) => Ways::one(goes_on_or_stops(*action, so)),
            (Atom::Announced(that), true) => Ways::one(Happening::Announced(that.as_ref().clone())),
            // Follows from the policy, is not for anybody to say, or only grows.
            (
                Atom::RuledOut { .. }
                | Atom::LevelDefined(_)
                | Atom::StandardDefined(_)
                | Atom::Approved { .. }
                | Atom::Attempted(_)
                | Atom::ScoreAtMost(..)
                | Atom::ScoreAtLeast(..)
                | Atom::Announced(_)
                | Atom::ComputeAtLeast(_)
                | Atom::Reached(_)
                | Atom::Paused { .. }
                | Atom::Breached(_),
                _,
            ) => Ways::none(),
        }
    }

    fn met(&self, requirement: Requirement, so: bool) -> Ways {
        match (requirement, so) {
            (Requirement::Safeguard(it), true) => Ways::one(Happening::InPlace(it)),
            (Requirement::Safeguard(it), false) => Ways::one(Happening::NoLongerInPlace(it)),
            (Requirement::Standard(it), _) => match (&self.policy.standards[it.index()].parts, so) {
                (Some(parts), _) => self.standard(parts, so),
                (None, true) => {
                    let defined = self.atom_unless_so(&Atom::StandardDefined(it));
                    defined.and(Ways::one(Happening::StandardInPlace(it)))
                }
                (None, false) => Ways::one(Happening::StandardNoLongerInPlace(it)),
            },
            (Requirement::Task(it), true) => Ways::one(Happening::Done(it)),
            (Requirement::Determination(it), true) => self.finding(it),
            (Requirement::Task(_) | Requirement::Determination(_), false) => Ways::none(),
        }
    }

    fn atom_unless_so(&self, atom: &Atom) -> Ways {
        self.ways(&Condition::Atom(atom.clone()), true)
    }

    fn standard(&self, parts: &StandardParts, so: bool) -> Ways {
        match parts {
            StandardParts::One(requirement) => self.ways(&Condition::Atom(Atom::Met(*requirement)), so),
            StandardParts::All(parts) if so => all(parts.iter().map(|it| self.standard(it, so))),
            StandardParts::Any(parts) if !so => all(parts.iter().map(|it| self.standard(it, so))),
            StandardParts::All(parts) | StandardParts::Any(parts) => {
                any(parts.iter().map(|it| self.standard(it, so)))
            }
        }
    }

    /// A determination with all that it takes.
    fn finding(&self, id: DeterminationId) -> Ways {
        let determination = &self.policy.determinations[id.index()];
        let mut set = vec![Happening::Found(id)];
        if self.standing.can_be_found(id) != Value::True {
            set.extend(determination.requires.map(Happening::Done));
            set.extend(
                determination
                    .of
                    .filter(|it| !self.standing.indicates(*it))
                    .map(|evaluation| Happening::Evaluated {
                        evaluation,
                        answer: Answer::Indicates(None),
                    }),
            );
        }
        Ways { sets: vec![set] }
    }

    fn indicating(&self, subject: Subject, by: Option<EvaluationId>) -> Ways {
        let ids = (0..self.policy.evaluations.len()).map(EvaluationId::from);
        let such = ids.filter(|it| by.map_or(self.standing.bears_on(*it, subject), |by| by == *it));
        let grade = match subject {
            Subject::Capability(_, grade) => grade,
            Subject::Level(_) => None,
        };
        any(such.map(|evaluation| {
            Ways::one(Happening::Evaluated {
                evaluation,
                answer: Answer::Indicates(grade),
            })
        }))
    }

    /// What indicates it has to say otherwise; and where nothing rules it out, some evaluation of it has to.
    fn ruling_out(&self, subject: Subject, by: Option<EvaluationId>) -> Ways {
        let rules_out = |evaluation| Happening::Evaluated {
            evaluation,
            answer: Answer::RulesOut,
        };
        if let Some(evaluation) = by {
            return Ways::one(rules_out(evaluation));
        }
        let ids = || (0..self.policy.evaluations.len()).map(EvaluationId::from);
        let against: Vec<_> = ids()
            .filter(|it| self.standing.indicates(*it))
            .map(rules_out)
            .collect();
        if against.is_empty() {
            let of_it = ids().filter(|it| self.standing.bears_on(*it, subject));
            return any(of_it.map(|it| Ways::one(rules_out(it))));
        }
        // Not all of them need bear on it: what is idle is left out when it is tried.
        Ways { sets: vec![against] }
    }
}

fn goes_on_or_stops(action: ActionId, goes_on: bool) -> Happening {
    match goes_on {
        true => Happening::GoesOn(action),
        false => Happening::Stops(action),
    }
}
