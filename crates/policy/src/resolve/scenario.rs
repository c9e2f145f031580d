//! Scenarios: their words resolved, step by step.
//!
//! It must not know whether what is told can happen, or what follows from it.

use super::check::policy_id;
use super::condition::Setting;
use super::lookup::Resolver;
use super::text::{after, folded};
use crate::Span;
use crate::inquiry::{Scenario, ScenarioStep, StepKind};
use holdpoint_syntax::ast;

impl Resolver<'_> {
    /// `None` when a step could not be resolved: a scenario with a hole says something else.
    pub(super) fn encode_scenario(&mut self, scenario: &ast::Scenario, span: Span) -> Option<Scenario> {
        let steps: Vec<Option<ScenarioStep>> = scenario.steps.iter().map(|it| self.step_of(it)).collect();
        Some(Scenario {
            name: scenario.name.value.clone(),
            policy: policy_id(self.here.policy),
            steps: steps.into_iter().collect::<Option<_>>()?,
            place: self.place(span),
        })
    }

    fn step_of(&mut self, step: &ast::ScenarioStep) -> Option<ScenarioStep> {
        let kind = match &step.kind {
            ast::StepKind::Given => Some(StepKind::Given),
            ast::StepKind::Then => Some(StepKind::Then),
            ast::StepKind::On(date) => self.date(date).map(StepKind::On),
        };
        let condition = self.condition(&step.condition, Setting::Scenario);
        Some(ScenarioStep {
            kind: kind?,
            condition: condition?,
            text: self.step_text(step),
            place: self.place(step.span),
        })
    }

    /// The words of a step without those that say its kind.
    fn step_text(&self, step: &ast::ScenarioStep) -> String {
        let text = folded(self.raw(step.span));
        let text = text.trim_end_matches('.').trim_end();
        let condition = match &step.kind {
            ast::StepKind::Given => after(text, "given"),
            ast::StepKind::Then => after(text, "then"),
            ast::StepKind::On(date) => after(after(text, "on"), &date.value),
        };
        condition.to_owned()
    }
}
