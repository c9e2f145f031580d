//! Questions: outcomes, and how long evidence of them counts.
//!
//! It must not know whether a question is a good one.

use super::check::policy_id;
use super::condition::Setting;
use super::lookup::Resolver;
use crate::errors::meaning as errors;
use crate::inquiry::{IfSuperseded, Outcome, Question, Trigger};
use crate::{Place, Span};
use holdpoint_syntax::ast::{self, QuestionPart};

impl Resolver<'_> {
    /// `None` when its policy is not known.
    pub(super) fn encode_question(&mut self, question: &ast::Question, span: Span) -> Option<Question> {
        let policy = self.policy(&question.on)?;
        self.check_parts(question);
        self.under(policy, |it| {
            let mut encoded = Question {
                named: it.named(&question.head, span),
                policy: policy_id(policy),
                outcomes: Vec::new(),
                evidence_until: None,
                if_superseded: None,
            };
            for part in &question.parts {
                it.question_part(part, &mut encoded);
            }
            Some(encoded)
        })
    }

    fn question_part(&mut self, part: &QuestionPart, question: &mut Question) {
        match part {
            QuestionPart::Outcome {
                outcome,
                trigger,
                span,
            } => {
                let found = match trigger {
                    ast::Trigger::When(condition) => {
                        self.condition(condition, Setting::Question).map(Trigger::When)
                    }
                    ast::Trigger::By(date) => self.date(date).map(Trigger::By),
                };
                question
                    .outcomes
                    .extend(found.map(|it| (*outcome, it, self.place(*span))));
            }
            QuestionPart::EvidenceKnownUntil { after, .. } => {
                question.evidence_until = Some(self.calendar_duration(after, "a question"));
            }
            QuestionPart::IfSuperseded { follow_successor, .. } => {
                question.if_superseded = Some(match follow_successor {
                    true => IfSuperseded::FollowSuccessorOrElseVoid,
                    false => IfSuperseded::Void,
                });
            }
        }
    }

    /// Each part at most once, and a way to resolve yes and no.
    fn check_parts(&mut self, question: &ast::Question) {
        let mut said: Vec<(&str, Place)> = Vec::new();
        for (what, span) in question.parts.iter().map(part_words) {
            let place = self.place(span);
            match said.iter().find(|(it, _)| *it == what) {
                Some((_, first)) => self.report(errors::repeated_question_part(place, what, *first)),
                None => said.push((what, place)),
            }
        }
        for (outcome, word) in [(Outcome::Yes, "yes"), (Outcome::No, "no")] {
            let resolves = |part: &QuestionPart| matches!(part, QuestionPart::Outcome { outcome: it, .. } if *it == outcome);
            if !question.parts.iter().any(resolves) {
                self.report(errors::outcome_missing(
                    self.place(question.head.name.span),
                    &question.head.name.value,
                    word,
                ));
            }
        }
    }
}

fn part_words(part: &QuestionPart) -> (&'static str, Span) {
    match part {
        QuestionPart::Outcome {
            outcome,
            trigger,
            span,
        } => {
            let words = match (outcome, trigger) {
                (Outcome::Yes, ast::Trigger::When(_)) => "`yes when …`",
                (Outcome::Yes, ast::Trigger::By(_)) => "`yes by …`",
                (Outcome::No, ast::Trigger::When(_)) => "`no when …`",
                (Outcome::No, ast::Trigger::By(_)) => "`no by …`",
                (Outcome::Void, ast::Trigger::When(_)) => "`void when …`",
                (Outcome::Void, ast::Trigger::By(_)) => "`void by …`",
            };
            (words, *span)
        }
        QuestionPart::EvidenceKnownUntil { span, .. } => ("until when evidence is known", *span),
        QuestionPart::IfSuperseded { span, .. } => ("what happens `if superseded`", *span),
    }
}
