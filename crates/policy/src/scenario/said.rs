//! What a step of a scenario says, as happenings.
//!
//! It must not know what follows from them.

use super::{errors, words};
use crate::condition::{Atom, Condition, Requirement, Subject};
use crate::inquiry::ScenarioStep;
use crate::model::{EvaluationId, Grade, Policy, StandardId, StandardParts};
use crate::permission::Standing;
use crate::quantity::Factor;
use crate::record::{Answer, Compute, Happening};
use holdpoint_syntax::{Diagnostic, Place};

/// What is said, or why it cannot be.
type Told<T> = Result<T, Box<Diagnostic>>;

/// An atom, and whether it is said to be so.
struct Literal<'a> {
    atom: &'a Atom,
    is_so: bool,
    place: Place,
}

/// Everything that happens at a moment, determinations last: a finding is about what is indicated by then.
pub(super) fn happenings(policy: &Policy, steps: &[&ScenarioStep]) -> Told<Vec<Happening>> {
    let mut happenings = Vec::new();
    for literal in literals(policy, steps)? {
        Saying {
            policy,
            literal: &literal,
        }
        .happen(&mut happenings)?;
    }
    happenings.sort_by_key(|it| matches!(it, Happening::Found(_)));
    Ok(happenings)
}

/// What was said of a moment and is not so once it has been played.
pub(super) fn contradictions(
    policy: &Policy,
    standing: &Standing<'_>,
    steps: &[&ScenarioStep],
) -> Vec<Diagnostic> {
    let literals = literals(policy, steps).unwrap_or_default();
    let wrong = literals
        .iter()
        .filter(|it| standing.holds(&it.condition()) != it.is_so);
    wrong
        .map(|it| {
            let instead = words::what_is(policy, standing, it.atom);
            errors::not_so(it.place, &crate::words::condition(policy, &it.said()), &instead)
        })
        .collect()
}

fn literals<'a>(policy: &Policy, steps: &[&'a ScenarioStep]) -> Told<Vec<Literal<'a>>> {
    let mut literals = Vec::new();
    for step in steps {
        gather(policy, &step.condition, true, step.place, &mut literals)?;
    }
    Ok(literals)
}

/// The parts of a conjunction; a denied `or` is one too.
fn gather<'a>(
    policy: &Policy,
    condition: &'a Condition,
    is_so: bool,
    place: Place,
    into: &mut Vec<Literal<'a>>,
) -> Told<()> {
    let said = crate::words::condition(policy, condition);
    match (condition, is_so) {
        (Condition::Atom(atom), _) => into.push(Literal { atom, is_so, place }),
        (Condition::Not(inner), _) => gather(policy, inner, !is_so, place, into)?,
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            for part in parts {
                gather(policy, part, is_so, place, into)?;
            }
        }
        (Condition::All(_), false) | (Condition::Any(_), true) => {
            let why = "it leaves open which part is so";
            let help = "say each part that is so, joined by `and`";
            return Err(Box::new(errors::ambiguous(place, &said, why, help)));
        }
        (Condition::ForAtLeast(..), _) => {
            let help = "say on which date it becomes so, and the next step on a later date";
            return Err(Box::new(errors::cannot_be_said(
                place,
                &said,
                "time passes between dates",
                help,
            )));
        }
    }
    Ok(())
}

impl Literal<'_> {
    fn condition(&self) -> Condition {
        Condition::Atom(self.atom.clone())
    }

    fn said(&self) -> Condition {
        if self.is_so {
            self.condition()
        } else {
            Condition::Not(Box::new(self.condition()))
        }
    }
}

/// A literal under a policy, about to happen.
struct Saying<'a> {
    policy: &'a Policy,
    literal: &'a Literal<'a>,
}

impl Saying<'_> {
    fn happen(&self, into: &mut Vec<Happening>) -> Told<()> {
        match (self.literal.atom, self.literal.is_so) {
            (Atom::Paused { .. } | Atom::Breached(_), _) => {
                return Err(self.cannot_be_said("it follows from the policy", "expect it under `then`"));
            }
            (atom, true) => into.extend(self.so(atom)?),
            (atom, false) => into.extend(self.not_so(atom)),
        }
        Ok(())
    }

    fn so(&self, atom: &Atom) -> Told<Vec<Happening>> {
        let one = match atom {
            Atom::Met(requirement) => return Ok(self.met(*requirement)),
            Atom::Indicated { subject, by } => {
                let evaluation = self.evaluation(*subject, *by)?;
                let answer = Answer::Indicates(self.grade_for(evaluation, *subject));
                Happening::Evaluated { evaluation, answer }
            }
            Atom::RuledOut { subject, by } => self.ruled_out(*subject, *by)?,
            Atom::Reached(subject) => Happening::Reached(*subject),
            Atom::LevelDefined(level) => Happening::LevelDefined(*level),
            Atom::StandardDefined(standard) => Happening::StandardDefined(*standard),
            Atom::Holds(fact) => Happening::Turned {
                fact: *fact,
                holds: true,
            },
            Atom::Approved { approval, .. } => Happening::Approved(*approval),
            Atom::Attempted(safeguard) => Happening::Attempted {
                safeguard: *safeguard,
                succeeded: false,
            },
            Atom::ComputeAtLeast(Factor(factor)) => Happening::Compute(Compute::times(*factor)),
            Atom::ScoreAtMost(score, grade) | Atom::ScoreAtLeast(score, grade) => {
                Happening::Scored(*score, *grade)
            }
            Atom::GoingOn(action) => Happening::GoesOn(*action),
            Atom::Announced(that) => Happening::Announced(that.as_ref().clone()),
            Atom::Paused { .. } | Atom::Breached(_) => return Ok(Vec::new()),
        };
        Ok(vec![one])
    }

    /// What is denied is cleared where one thing clears it; else it is checked once the moment is played.
    fn not_so(&self, atom: &Atom) -> Option<Happening> {
        match atom {
            Atom::Met(Requirement::Safeguard(safeguard)) => Some(Happening::NoLongerInPlace(*safeguard)),
            Atom::Met(Requirement::Standard(standard)) => self.standard_cleared(*standard),
            Atom::Holds(fact) => Some(Happening::Turned {
                fact: *fact,
                holds: false,
            }),
            Atom::GoingOn(action) => Some(Happening::Stops(*action)),
            _ => None,
        }
    }

    fn met(&self, requirement: Requirement) -> Vec<Happening> {
        match requirement {
            Requirement::Safeguard(safeguard) => vec![Happening::InPlace(safeguard)],
            Requirement::Task(task) => vec![Happening::Done(task)],
            Requirement::Determination(determination) => vec![Happening::Found(determination)],
            Requirement::Standard(standard) => match &self.policy.standards[standard.index()].parts {
                Some(parts) => self.parts_met(parts),
                None => vec![Happening::StandardInPlace(standard)],
            },
        }
    }

    /// Every part of an `and`; which part of an `or` it is has to be said.
    fn parts_met(&self, parts: &StandardParts) -> Vec<Happening> {
        match parts {
            StandardParts::One(requirement) => self.met(*requirement),
            StandardParts::All(parts) => parts.iter().flat_map(|it| self.parts_met(it)).collect(),
            StandardParts::Any(_) => Vec::new(),
        }
    }

    fn standard_cleared(&self, standard: StandardId) -> Option<Happening> {
        match &self.policy.standards[standard.index()].parts {
            None => Some(Happening::StandardNoLongerInPlace(standard)),
            Some(StandardParts::One(Requirement::Safeguard(it))) => Some(Happening::NoLongerInPlace(*it)),
            Some(_) => None,
        }
    }

    fn ruled_out(&self, subject: Subject, by: Option<EvaluationId>) -> Told<Happening> {
        let evaluation = self.evaluation(subject, by)?;
        let whole = matches!(
            self.policy.evaluations[evaluation.index()].of,
            Subject::Capability(_, None)
        );
        match subject {
            Subject::Capability(_, Some(Grade(grade))) if whole && grade > 1 => Err(self.ambiguous(
                "a grade below it may be there",
                "say at which grade it is indicated: `EVALUATION indicates CAPABILITY at GRADE`",
            )),
            _ => Ok(Happening::Evaluated {
                evaluation,
                answer: Answer::RulesOut,
            }),
        }
    }

    /// The grade that an evaluation of a graded capability as a whole answers with.
    fn grade_for(&self, evaluation: EvaluationId, subject: Subject) -> Option<Grade> {
        match (self.policy.evaluations[evaluation.index()].of, subject) {
            (Subject::Capability(_, None), Subject::Capability(_, asked)) => asked,
            _ => None,
        }
    }

    /// The evaluation named, or the only one of the subject.
    fn evaluation(&self, subject: Subject, by: Option<EvaluationId>) -> Told<EvaluationId> {
        if let Some(evaluation) = by {
            return Ok(evaluation);
        }
        let all = (0..self.policy.evaluations.len()).map(EvaluationId::from);
        let of_it: Vec<_> = all
            .filter(|it| is_of(self.policy.evaluations[it.index()].of, subject))
            .collect();
        match of_it.as_slice() {
            [one] => Ok(*one),
            [] => Err(self.cannot_be_said("no evaluation is of it", "declare one: `evaluation NAME of …`")),
            several => {
                let names = several
                    .iter()
                    .map(|it| self.policy.evaluations[it.index()].named.name.as_str());
                let why = format!("it has several evaluations: {}", words::list(names, "and"));
                Err(self.ambiguous(
                    &why,
                    "name the one: `EVALUATION indicates …`, `EVALUATION rules out …`",
                ))
            }
        }
    }

    fn cannot_be_said(&self, why: &str, help: &str) -> Box<Diagnostic> {
        Box::new(errors::cannot_be_said(
            self.literal.place,
            &self.words(),
            why,
            help,
        ))
    }

    fn ambiguous(&self, why: &str, help: &str) -> Box<Diagnostic> {
        Box::new(errors::ambiguous(self.literal.place, &self.words(), why, help))
    }

    fn words(&self) -> String {
        crate::words::condition(self.policy, &self.literal.said())
    }
}

fn is_of(of: Subject, subject: Subject) -> bool {
    match (of, subject) {
        (Subject::Capability(of, at), Subject::Capability(capability, asked)) => {
            of == capability && (at.is_none() || at == asked)
        }
        (of, subject) => of == subject,
    }
}
