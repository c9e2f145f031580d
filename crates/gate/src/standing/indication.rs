//! What is known of what evaluations say of levels and capabilities, up and down a ladder.
//!
//! What is indicated at a level, or at a grade, is indicated at every one below it; what is ruled out at one is ruled out at
//! every one above it. It must not know clauses.

use super::view::View;
use crate::value::Value;
use holdpoint_policy::condition::Subject;
use holdpoint_policy::model::{
    CapabilityCondition, CapabilityId, Evaluation, EvaluationId, Grade, LevelDefinition, LevelId,
};
use holdpoint_policy::record::Answer;
use std::ops::Not;

/// What is at all there: the least grade above the one at which every model starts; also for what is not graded.
const LEAST: Grade = Grade(1);

impl View<'_> {
    /// By the latest answer of the evaluation named, or of any.
    pub(super) fn is_indicated(&self, subject: Subject, by: Option<EvaluationId>) -> Value {
        match by {
            Some(evaluation) => self.indicates(evaluation, subject),
            None => self.says_indicated(subject),
        }
    }

    /// By the evaluation named; or some evaluation rules it out, each that was completed does, and none says that it is
    /// there.
    pub(super) fn is_ruled_out(&self, subject: Subject, by: Option<EvaluationId>) -> Value {
        if let Some(evaluation) = by {
            return self.rules_out(evaluation, subject);
        }
        let itself_or_below = match subject {
            Subject::Level(level) => self.at_or_below(level).into_iter().map(Subject::Level).collect(),
            Subject::Capability(capability, at) => grades_up_to(capability, at.unwrap_or(LEAST)),
        };
        let all_rule_out = Value::any(itself_or_below.into_iter().map(|it| self.all_rule_out(it)));
        self.says_indicated(subject).not().and(all_rule_out)
    }

    fn says_indicated(&self, subject: Subject) -> Value {
        let any_run = Value::any(self.evaluation_ids().map(|it| self.indicates(it, subject)));
        match subject {
            Subject::Capability(..) => any_run,
            Subject::Level(level) => {
                let shown = Value::any(self.at_or_above(level).map(|it| self.shown_by_capabilities(it)));
                any_run.or(self.level_defined(level).and(shown))
            }
        }
    }

    /// A level whose capabilities are evaluated one by one is indicated when they are; the base always is.
    fn shown_by_capabilities(&self, level: LevelId) -> Value {
        match &self.policy.levels[level.index()].definition {
            LevelDefinition::Base => Value::True,
            LevelDefinition::Undefined => Value::False,
            LevelDefinition::When(condition) => capabilities(condition, &|capability, at| {
                self.says_indicated(Subject::Capability(capability, at))
            }),
        }
    }

    fn indicates(&self, evaluation: EvaluationId, subject: Subject) -> Value {
        match (self.evaluation(evaluation).of, subject) {
            (Subject::Level(of), Subject::Level(level)) if self.at_or_below(of).contains(&level) => {
                let defined = self.level_defined(of).and(self.level_defined(level));
                defined.and(self.answers(evaluation, |it| matches!(it, Answer::Indicates(_))))
            }
            (Subject::Capability(of, at), Subject::Capability(capability, asked)) if of == capability => self
                .answers(evaluation, |it| match it {
                    Answer::Indicates(grade) => grade.or(at).unwrap_or(LEAST) >= asked.unwrap_or(LEAST),
                    _ => false,
                }),
            _ => Value::False,
        }
    }

    /// An overdue answer rules nothing out.
    fn rules_out(&self, evaluation: EvaluationId, subject: Subject) -> Value {
        let answered = match (self.evaluation(evaluation).of, subject) {
            (Subject::Level(of), Subject::Level(level)) if self.at_or_below(level).contains(&of) => {
                self.answers(evaluation, |it| it == Answer::RulesOut)
            }
            (Subject::Capability(of, at), Subject::Capability(capability, asked)) if of == capability => self
                .answers(evaluation, |it| {
                    least_ruled_out(it, at).is_some_and(|it| it <= asked.unwrap_or(LEAST))
                }),
            _ => Value::False,
        };
        answered.and(self.is_fresh(evaluation))
    }

    fn all_rule_out(&self, subject: Subject) -> Value {
        let speaking = || self.evaluation_ids().filter(|it| self.speaks_of(*it, subject));
        let some = Value::any(speaking().map(|it| self.is_completed(it)));
        let each = speaking().map(|it| self.is_completed(it).not().or(self.rules_out(it, subject)));
        some.and(Value::all(each)).and(self.says_indicated(subject).not())
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

    /// Whether the latest run says such a thing; a run that nobody has recorded yet may say another.
    fn answers(&self, evaluation: EvaluationId, is_of_kind: impl Fn(Answer) -> bool) -> Value {
        let said = match &self.facts.completed[evaluation.index()] {
            Some(run) => run.says(is_of_kind),
            None => Value::False,
        };
        match self.is_silent(Some(self.evaluation(evaluation).by)) {
            true => said.or_perhaps(Value::NotKnown, Value::NotKnown),
            false => said,
        }
    }

    fn is_completed(&self, evaluation: EvaluationId) -> Value {
        match &self.facts.completed[evaluation.index()] {
            Some(_) => Value::True,
            None if self.is_silent(Some(self.evaluation(evaluation).by)) => Value::NotKnown,
            None => Value::False,
        }
    }

    pub(super) fn evaluation(&self, evaluation: EvaluationId) -> &Evaluation {
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

fn capabilities(
    condition: &CapabilityCondition,
    one: &impl Fn(CapabilityId, Option<Grade>) -> Value,
) -> Value {
    match condition {
        CapabilityCondition::One(capability, at) => one(*capability, *at),
        CapabilityCondition::All(parts) => Value::all(parts.iter().map(|it| capabilities(it, one))),
        CapabilityCondition::Any(parts) => Value::any(parts.iter().map(|it| capabilities(it, one))),
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
