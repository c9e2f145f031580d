//! Scenarios and questions to plain data.
//!
//! It must not know the calendar.

use super::condition::condition_in;
use super::leaf::{date, head, slot_name, text};
use super::quantity::duration;
use super::tree::{Words, parts, span};
use crate::ast::{Outcome, Question, QuestionPart, Scenario, ScenarioStep, StepKind, Trigger};
use crate::kind::{Node, SyntaxKind};

pub(super) fn scenario(node: &Node) -> Option<Scenario> {
    let steps = parts(node, SyntaxKind::Step)
        .map(|it| step(&it))
        .collect::<Option<_>>()?;
    Some(Scenario {
        name: text(node)?,
        steps,
    })
}

fn step(node: &Node) -> Option<ScenarioStep> {
    let kind = match *Words::of(node).list().first()? {
        "given" => StepKind::Given,
        "then" => StepKind::Then,
        "on" => StepKind::On(date(node)?),
        _ => return None,
    };
    Some(ScenarioStep {
        span: span(node),
        kind,
        condition: condition_in(node)?,
    })
}

pub(super) fn question(node: &Node) -> Option<Question> {
    let parts = parts(node, SyntaxKind::QuestionPart)
        .map(|it| question_part(&it))
        .collect::<Option<_>>()?;
    Some(Question {
        head: head(node)?,
        on: slot_name(node, &["on"])?,
        parts,
    })
}

fn question_part(node: &Node) -> Option<QuestionPart> {
    let span = span(node);
    let words = Words::of(node);
    let outcome = match words.list()[..] {
        ["evidence", ..] => {
            return Some(QuestionPart::EvidenceKnownUntil {
                after: duration(node)?,
                span,
            });
        }
        ["if", ..] => {
            return Some(QuestionPart::IfSuperseded {
                follow_successor: words.has("follow"),
                span,
            });
        }
        ["yes", ..] => Outcome::Yes,
        ["no", ..] => Outcome::No,
        ["void", ..] => Outcome::Void,
        _ => return None,
    };
    let trigger = match date(node) {
        Some(date) => Trigger::By(date),
        None => Trigger::When(condition_in(node)?),
    };
    Some(QuestionPart::Outcome {
        outcome,
        trigger,
        span,
    })
}
