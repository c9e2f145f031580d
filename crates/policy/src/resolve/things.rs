//! Declarations of who and what, as the model holds them.
//!
//! It must not know clauses, or how names were found.

use super::condition::requirement;
use super::kind::{Kind, Role, Target};
use super::lookup::Resolver;
use super::names::Declaration;
use super::value::Least;
use crate::condition::Subject;
use crate::errors::meaning::level_without_condition;
use crate::errors::values::{grade_missing, not_graded};
use crate::model::{
    Action, Approval, Capability, CapabilityCondition, Determination, Evaluation, EvaluationRule, Fact,
    Level, LevelDefinition, Party, PartyId, PartyKind, Safeguard, Score, Standard, StandardParts, Task,
};
use holdpoint_syntax::ast::{self, Combination, Name, RuleAnswer};

const PART: Role = Role::new(
    "standard … is",
    &[Kind::Safeguard, Kind::Standard, Kind::Task, Kind::Determination],
);
const EVALUATED: Role = Role::new("evaluation … of", &[Kind::Level, Kind::Capability]);

impl Resolver<'_> {
    pub(super) fn encode_party(&mut self, declaration: &Declaration<'_>, party: &ast::Party) -> Party {
        let kind = match party.kind {
            ast::PartyKind::Developer => PartyKind::Developer,
            ast::PartyKind::Internal => PartyKind::Internal,
            ast::PartyKind::Independent => PartyKind::Independent,
            ast::PartyKind::Outside => PartyKind::Outside,
        };
        Party {
            named: declaration.named(),
            kind,
        }
    }

    pub(super) fn encode_action(&mut self, declaration: &Declaration<'_>, action: &ast::Action) -> Action {
        self.developer_of(Kind::Action, declaration);
        Action {
            named: declaration.named(),
            scales: action.scales,
        }
    }

    pub(super) fn encode_approval(
        &mut self,
        declaration: &Declaration<'_>,
        approval: &ast::Approval,
    ) -> Approval {
        Approval {
            named: declaration.named(),
            by: self.owner(&approval.by),
        }
    }

    pub(super) fn encode_capability(
        &mut self,
        declaration: &Declaration<'_>,
        it: &ast::Capability,
    ) -> Capability {
        Capability {
            named: declaration.named(),
            grades: words(&it.grades),
            may_fall: it.may_fall,
        }
    }

    pub(super) fn encode_level(&mut self, declaration: &Declaration<'_>, level: &ast::Level) -> Level {
        let above = level.above.as_ref().and_then(|it| self.level(it, "above"));
        let definition = match &level.when {
            Some(when) => self
                .capabilities(when)
                .map_or(LevelDefinition::Undefined, LevelDefinition::When),
            None if level.undefined => LevelDefinition::Undefined,
            None => LevelDefinition::Base,
        };
        if let (Some(above), LevelDefinition::Base) = (&level.above, &definition) {
            let place = declaration.name_place();
            self.report(level_without_condition(
                place,
                &declaration.name.value,
                &above.value,
            ));
        }
        let by = self.owner_or_developer(level.by.as_ref(), Kind::Level, declaration);
        Level {
            named: declaration.named(),
            above,
            definition,
            by,
        }
    }

    pub(super) fn encode_safeguard(
        &mut self,
        declaration: &Declaration<'_>,
        it: &ast::Safeguard,
    ) -> Safeguard {
        let by = self.owner(&it.by);
        Safeguard {
            named: declaration.named(),
            by,
            may_fail: it.may_fail,
            undefined: it.undefined,
        }
    }

    pub(super) fn encode_standard(
        &mut self,
        declaration: &Declaration<'_>,
        standard: &ast::Standard,
    ) -> Standard {
        let parts = standard.parts.as_ref().and_then(|it| self.parts(it));
        Standard {
            named: declaration.named(),
            parts,
        }
    }

    pub(super) fn encode_evaluation(
        &mut self,
        declaration: &Declaration<'_>,
        it: &ast::Evaluation,
    ) -> Evaluation {
        let of = self
            .find(&it.of, &EVALUATED)
            .and_then(|target| self.subject_of(target, it.at.as_ref()));
        Evaluation {
            named: declaration.named(),
            of: of.unwrap_or_else(|| Subject::Level(self.level_stand_in())),
            buffer: it
                .buffer
                .as_ref()
                .map(|buffer| self.factor(buffer, "a buffer", Least::One)),
            by: self.owner_or_developer(it.by.as_ref(), Kind::Evaluation, declaration),
            may_be_inconclusive: it.may_be_inconclusive,
            rules: it.rules.iter().map(encode_rule).collect(),
        }
    }

    pub(super) fn encode_score(&mut self, declaration: &Declaration<'_>, score: &ast::Score) -> Score {
        let by = self
            .evaluation(&score.by, "score … by")
            .unwrap_or_else(|| self.evaluation_stand_in());
        Score {
            named: declaration.named(),
            grades: words(&score.grades),
            by,
        }
    }

    pub(super) fn encode_determination(
        &mut self,
        declaration: &Declaration<'_>,
        it: &ast::Determination,
    ) -> Determination {
        Determination {
            named: declaration.named(),
            of: it
                .of
                .as_ref()
                .and_then(|of| self.evaluation(of, "determination … of")),
            by: self.owner(&it.by),
            requires: it.requires.as_ref().and_then(|task| self.task(task, "requires")),
            only_if_true: it.only_if_true,
        }
    }

    pub(super) fn encode_task(&mut self, declaration: &Declaration<'_>, task: &ast::Task) -> Task {
        Task {
            named: declaration.named(),
            by: self.owner(&task.by),
            irreversible: task.irreversible,
            ends: self.actions(&task.ends, "ends"),
        }
    }

    pub(super) fn encode_fact(&mut self, declaration: &Declaration<'_>, fact: &ast::Fact) -> Fact {
        let decided_by = fact.decided_by.as_ref().map(|it| {
            self.party(it, "decided by")
                .unwrap_or_else(|| self.party_stand_in())
        });
        Fact {
            named: declaration.named(),
            decided_by,
            permanent: fact.permanent,
        }
    }

    pub(super) fn owner(&mut self, by: &Name) -> PartyId {
        self.party(by, "by").unwrap_or_else(|| self.party_stand_in())
    }

    fn owner_or_developer(
        &mut self,
        by: Option<&Name>,
        kind: Kind,
        declaration: &Declaration<'_>,
    ) -> PartyId {
        match by {
            Some(by) => self.owner(by),
            None => self.developer_of(kind, declaration),
        }
    }

    /// What a level asks of the capabilities; parts that are not known are left out.
    fn capabilities(&mut self, when: &Combination) -> Option<CapabilityCondition> {
        match when {
            Combination::One { name, at } => self.graded_capability(name, at.as_ref()),
            Combination::All(parts) => some(parts.iter().filter_map(|it| self.capabilities(it)).collect())
                .map(CapabilityCondition::All),
            Combination::Any(parts) => some(parts.iter().filter_map(|it| self.capabilities(it)).collect())
                .map(CapabilityCondition::Any),
        }
    }

    fn graded_capability(&mut self, name: &Name, at: Option<&Name>) -> Option<CapabilityCondition> {
        let capability = self.capability(name, "level … when")?;
        let target = Target::Capability(capability);
        let Some(at) = at else {
            let grades: Vec<&str> = self
                .here()
                .grades(target)
                .iter()
                .map(|it| it.value.as_str())
                .collect();
            if !grades.is_empty() {
                self.report(grade_missing(self.place(name.span), &name.value, &grades));
            }
            return Some(CapabilityCondition::One(capability, None));
        };
        let grade = self.grade(target, at)?;
        Some(CapabilityCondition::One(capability, Some(grade)))
    }

    fn parts(&mut self, parts: &Combination) -> Option<StandardParts> {
        match parts {
            Combination::One { name, at } => {
                let target = self.find(name, &PART)?;
                if let Some(at) = at {
                    self.report(not_graded(
                        self.place(at.span),
                        &at.value,
                        &name.value,
                        target.kind(),
                    ));
                }
                requirement(target).map(StandardParts::One)
            }
            Combination::All(parts) => {
                some(parts.iter().filter_map(|it| self.parts(it)).collect()).map(StandardParts::All)
            }
            Combination::Any(parts) => {
                some(parts.iter().filter_map(|it| self.parts(it)).collect()).map(StandardParts::Any)
            }
        }
    }
}

fn encode_rule(rule: &ast::EvaluationRule) -> EvaluationRule {
    EvaluationRule {
        indicates: rule.answer == RuleAnswer::Indicated,
        quantity: rule.quantity.value.clone(),
        comparison: rule.comparison,
        bound: rule.bound,
        percent: rule.percent,
        estimator: rule.by.as_ref().map(|it| it.value.clone()),
    }
}

fn words(names: &[Name]) -> Vec<String> {
    names.iter().map(|it| it.value.clone()).collect()
}

fn some<T>(parts: Vec<T>) -> Option<Vec<T>> {
    (!parts.is_empty()).then_some(parts)
}
