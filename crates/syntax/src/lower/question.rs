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

#[cfg(test)]
mod tests {
    use crate::testing::check_said;

    #[test]
    fn scenarios() {
        check_said(
            r#"scenario "s": given f holds on 2024-01-01 f does not hold then x is paused."#,
            r#"Scenario(Scenario { name: "s", steps: [ScenarioStep { kind: Given, condition: Atom(Holds { fact: "f", not: false }) }, ScenarioStep { kind: On("2024-01-01"), condition: Atom(Holds { fact: "f", not: true }) }, ScenarioStep { kind: Then, condition: Atom(Is { name: "x", not: false, predicate: Paused { because: None } }) }] })"#,
        );
    }

    #[test]
    fn questions() {
        check_said(
            r#"question q "Q", on p: yes when f holds, no by 2030-01-01, void when x is breached, evidence known until 3 days after, if superseded follow the successor clause or else void."#,
            r#"Question(Question { head: Head { name: "q", title: Some("Q"), reading: None }, on: "p", parts: [Outcome { outcome: Yes, trigger: When(Atom(Holds { fact: "f", not: false })) }, Outcome { outcome: No, trigger: By("2030-01-01") }, Outcome { outcome: Void, trigger: When(Atom(Is { name: "x", not: false, predicate: Breached })) }, EvidenceKnownUntil { after: Duration { amount: Decimal { digits: 3, places: 0 }, unit: Day } }, IfSuperseded { follow_successor: true }] })"#,
        );
    }
}
