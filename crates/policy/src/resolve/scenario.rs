//! Scenarios: what happens, in the order of time, and what is expected then.
//!
//! It must not know what follows from what happens.

use super::check::policy_id;
use super::clause::first_word;
use super::condition::Setting;
use super::lookup::Resolver;
use super::text::{after, folded};
use crate::condition::{Atom, Condition};
use crate::errors::meaning as errors;
use crate::inquiry::{Scenario, ScenarioStep, StepKind};
use crate::quantity::Date;
use crate::{Place, Span};
use holdpoint_syntax::ast;

impl Resolver<'_> {
    /// `None` when a step could not be resolved: a scenario with a hole says something else.
    pub(super) fn encode_scenario(&mut self, scenario: &ast::Scenario, span: Span) -> Option<Scenario> {
        let mut last: Option<(Date, Place)> = None;
        let steps: Vec<Option<ScenarioStep>> = scenario
            .steps
            .iter()
            .map(|it| self.step_of(it, &mut last))
            .collect();
        Some(Scenario {
            name: scenario.name.value.clone(),
            policy: policy_id(self.here.policy),
            steps: steps.into_iter().collect::<Option<_>>()?,
            place: self.place(span),
        })
    }

    fn step_of(
        &mut self,
        step: &ast::ScenarioStep,
        last: &mut Option<(Date, Place)>,
    ) -> Option<ScenarioStep> {
        let (kind, text) = self.kind_of_step(step, last);
        let condition = self.condition(&step.condition, Setting::Scenario);
        if let (Some(condition), Some(word)) = (&condition, stating_word(&step.kind)) {
            self.check_stated(condition, word, first_word(&step.condition).unwrap_or(step.span));
        }
        Some(ScenarioStep {
            kind: kind?,
            condition: condition?,
            text,
            place: self.place(step.span),
        })
    }

    /// The kind of a step, and its words without those that say the kind.
    fn kind_of_step(
        &mut self,
        step: &ast::ScenarioStep,
        last: &mut Option<(Date, Place)>,
    ) -> (Option<StepKind>, String) {
        let text = folded(self.raw(step.span));
        let text = text.trim_end_matches('.').trim_end();
        match &step.kind {
            ast::StepKind::Given => (Some(StepKind::Given), after(text, "given").to_owned()),
            ast::StepKind::Then => (Some(StepKind::Then), after(text, "then").to_owned()),
            ast::StepKind::On(date) => {
                let text = after(after(text, "on"), &date.value).to_owned();
                (self.next_date(date, last).map(StepKind::On), text)
            }
        }
    }

    fn next_date(&mut self, date: &ast::DateText, last: &mut Option<(Date, Place)>) -> Option<Date> {
        let found = self.date(date)?;
        let place = self.place(date.span);
        match *last {
            Some((later, at)) if later > found => self.report(errors::dates_go_back(place, &date.value, at)),
            _ => *last = Some((found, place)),
        }
        Some(found)
    }

    /// What happens is a list of facts, not a choice, and not what the policy makes of them.
    fn check_stated(&mut self, condition: &Condition, word: &str, span: Span) {
        let wrong = match condition {
            Condition::All(parts) => return parts.iter().for_each(|it| self.check_stated(it, word, span)),
            Condition::Not(inner) => return self.check_stated(inner, word, span),
            Condition::Any(_) => "`or` leaves open what",
            Condition::ForAtLeast(..) => "`for at least` is not a fact of one day",
            Condition::Atom(Atom::Paused { .. }) => "a pause follows from what happens",
            Condition::Atom(Atom::Breached(_)) => "a breach follows from what happens",
            Condition::Atom(_) => return,
        };
        self.report(errors::not_a_step(self.place(span), word, wrong));
    }
}

fn stating_word(kind: &ast::StepKind) -> Option<&'static str> {
    match kind {
        ast::StepKind::Given => Some("given"),
        ast::StepKind::On(_) => Some("on"),
        ast::StepKind::Then => None,
    }
}
