//! What evaluations say of levels and capabilities, up and down a ladder.
//!
//! What is indicated at a level, or at a grade, is indicated at every one below it; what is ruled out at one is
//! ruled out at every one above it. It must not know clauses.

use super::view::View;
use crate::condition::Subject;
use crate::model::{
    CapabilityCondition, CapabilityId, Evaluation, EvaluationId, Grade, LevelDefinition, LevelId,
};
use crate::record::Answer;

/// What is at all there: the least grade above the one at which every model starts; also for what is not graded.
const LEAST: Grade = Grade(1);

impl View<'_> {
    /// By the latest answer of the evaluation named, or of any.
    pub(super) fn is_indicated(&self, subject: Subject, by: Option<EvaluationId>) -> bool {
        match by {
            Some(evaluation) => self.indicates(evaluation, subject),
            None => self.says_indicated(subject),
        }
    }

    /// By the evaluation named; or some evaluation rules it out, each that was completed does, and none says
    /// that it is there.
    pub(super) fn is_ruled_out(&self, subject: Subject, by: Option<EvaluationId>) -> bool {
        if let Some(evaluation) = by {
            return self.rules_out(evaluation, subject);
        }
        let itself_or_below = match subject {
            Subject::Level(level) => self.at_or_below(level).into_iter().map(Subject::Level).collect(),
            Subject::Capability(capability, at) => grades_up_to(capability, at.unwrap_or(LEAST)),
        };
        !self.says_indicated(subject) && itself_or_below.into_iter().any(|it| self.all_rule_out(it))
    }

    /// As recorded; a level also by its capabilities, and by a level above it.
    pub(super) fn is_reached(&self, subject: Subject) -> bool {
        match subject {
            Subject::Level(level) => {
                self.level_defined(level) && self.at_or_above(level).any(|it| self.level_reached(it))
            }
            Subject::Capability(capability, at) => self.facts.reached.iter().any(|it| {
                let Subject::Capability(reached, grade) = *it else {
                    return false;
                };
                reached == capability && grade.unwrap_or(LEAST) >= at.unwrap_or(LEAST)
            }),
        }
    }

    fn says_indicated(&self, subject: Subject) -> bool {
        let any_run = self.evaluation_ids().any(|it| self.indicates(it, subject));
        match subject {
            Subject::Capability(..) => any_run,
            Subject::Level(level) => {
                let defined = self.level_defined(level);
                any_run || defined && self.at_or_above(level).any(|it| self.shown_by_capabilities(it))
            }
        }
    }

    /// A level whose capabilities are evaluated one by one is indicated when they are; the base always is.
    fn shown_by_capabilities(&self, level: LevelId) -> bool {
        match &self.policy.levels[level.index()].definition {
            LevelDefinition::Base => true,
            LevelDefinition::Undefined => false,
            LevelDefinition::When(condition) => capabilities_hold(condition, &|capability, at| {
                self.says_indicated(Subject::Capability(capability, at))
            }),
        }
    }

    fn level_reached(&self, level: LevelId) -> bool {
        let recorded = self.facts.reached.contains(&Subject::Level(level));
        match &self.policy.levels[level.index()].definition {
            LevelDefinition::Base => true,
            LevelDefinition::Undefined => recorded && self.level_defined(level),
            LevelDefinition::When(condition) => {
                let reached = |capability, at| self.is_reached(Subject::Capability(capability, at));
                recorded || capabilities_hold(condition, &reached)
            }
        }
    }

    fn indicates(&self, evaluation: EvaluationId, subject: Subject) -> bool {
        let Some(Answer::Indicates(grade)) = self.answer(evaluation) else {
            return false;
        };
        match (self.evaluation(evaluation).of, subject) {
            (Subject::Level(of), Subject::Level(level)) => {
                let defined = self.level_defined(of) && self.level_defined(level);
                defined && self.at_or_below(of).contains(&level)
            }
            (Subject::Capability(of, at), Subject::Capability(capability, asked)) => {
                of == capability && grade.or(at).unwrap_or(LEAST) >= asked.unwrap_or(LEAST)
            }
            _ => false,
        }
    }

    /// An overdue answer rules nothing out.
    fn rules_out(&self, evaluation: EvaluationId, subject: Subject) -> bool {
        let Some(answer) = self.answer(evaluation).filter(|_| self.is_fresh(evaluation)) else {
            return false;
        };
        match (self.evaluation(evaluation).of, subject) {
            (Subject::Level(of), Subject::Level(level)) => {
                answer == Answer::RulesOut && self.at_or_below(level).contains(&of)
            }
            (Subject::Capability(of, at), Subject::Capability(capability, asked)) => {
                of == capability && least_ruled_out(answer, at).is_some_and(|it| it <= asked.unwrap_or(LEAST))
            }
            _ => false,
        }
    }

    fn all_rule_out(&self, subject: Subject) -> bool {
        let completed = |it: &EvaluationId| self.answer(*it).is_some() && self.speaks_of(*it, subject);
        let mut completed = self.evaluation_ids().filter(completed).peekable();
        completed.peek().is_some()
            && completed.all(|it| self.rules_out(it, subject))
            && !self.says_indicated(subject)
    }

    /// An evaluation of this very level or grade, or of the graded capability as a whole.
    fn speaks_of(&self, evaluation: EvaluationId, subject: Subject) -> bool {
        match (self.evaluation(evaluation).of, subject) {
            (Subject::Capability(of, at), Subject::Capability(capability, asked)) => {
                of == capability && at.is_none_or(|at| at == asked.unwrap_or(LEAST))
            }
            (of, subject) => of == subject,
        }
    }

    fn answer(&self, evaluation: EvaluationId) -> Option<Answer> {
        self.facts.completed.get(&evaluation).map(|it| it.answer)
    }

    fn evaluation(&self, evaluation: EvaluationId) -> &Evaluation {
        &self.policy.evaluations[evaluation.index()]
    }

    fn evaluation_ids(&self) -> impl Iterator<Item = EvaluationId> + use<> {
        (0..self.policy.evaluations.len()).map(EvaluationId::from)
    }

    fn at_or_above(&self, level: LevelId) -> impl Iterator<Item = LevelId> + '_ {
        let levels = (0..self.policy.levels.len()).map(LevelId::from);
        levels.filter(move |it| self.at_or_below(*it).contains(&level))
    }

    fn at_or_below(&self, level: LevelId) -> Vec<LevelId> {
        let below = |it: &LevelId| self.policy.levels[it.index()].above;
        std::iter::successors(Some(level), below).collect()
    }
}

fn capabilities_hold(
    condition: &CapabilityCondition,
    one: &impl Fn(CapabilityId, Option<Grade>) -> bool,
) -> bool {
    match condition {
        CapabilityCondition::One(capability, at) => one(*capability, *at),
        CapabilityCondition::All(parts) => parts.iter().all(|it| capabilities_hold(it, one)),
        CapabilityCondition::Any(parts) => parts.iter().any(|it| capabilities_hold(it, one)),
    }
}

fn grades_up_to(capability: CapabilityId, most: Grade) -> Vec<Subject> {
    (0..=most.0)
        .map(|grade| Subject::Capability(capability, Some(Grade(grade))))
        .collect()
}

/// The lowest grade that the answer of an evaluation, of a grade or of the whole, rules out.
fn least_ruled_out(answer: Answer, at: Option<Grade>) -> Option<Grade> {
    match (answer, at) {
        (Answer::RulesOut, at) => Some(at.unwrap_or(LEAST)),
        (Answer::Indicates(Some(Grade(seen))), None) => seen.checked_add(1).map(Grade),
        (Answer::Indicates(_) | Answer::Inconclusive, _) => None,
    }
}
