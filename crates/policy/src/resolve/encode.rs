//! The second pass: every policy from its declarations, then everything that is asked of them.
//!
//! It must not know how a single sentence is resolved.

use super::kind::Target;
use super::lookup::{Here, Resolver};
use super::names::Declaration;
use crate::Span;
use crate::encoding::{Alternative, Encoding, Meaning, PolicyEncoding, ReadingSlot, Sentence};
use crate::errors::values::not_a_digest;
use crate::model::{NotEncoded, Policy, Source};
use holdpoint_syntax::ast::{self, StatementKind};

impl<'a> Resolver<'a> {
    pub(super) fn encode_all(&mut self) -> Encoding {
        let mut encoding = Encoding::default();
        for policy in 0..self.layout.policies.len() {
            let encoded = self.encode_policy(policy);
            encoding.policies.push(encoded);
        }
        for segment in 0..self.layout.segments.len() {
            self.here = Here {
                policy: self.layout.segments[segment].policies[0],
                segment,
            };
            self.encode_asked(&mut encoding);
        }
        encoding
    }

    fn encode_policy(&mut self, policy: usize) -> PolicyEncoding {
        self.here = Here { policy, segment: 0 };
        let mut encoding = PolicyEncoding {
            base: self.heading(policy),
            ..PolicyEncoding::default()
        };
        let all: Vec<(Target, Vec<Declaration<'a>>)> = self.names[policy]
            .all()
            .map(|(target, it)| (target, it.to_vec()))
            .collect();
        for (target, declarations) in all {
            self.encode_declarations(target, &declarations, &mut encoding);
        }
        self.encode_sources(policy, &mut encoding);
        self.break_circles(&mut encoding);
        self.add_stand_ins(&mut encoding.base);
        encoding
    }

    /// The policy's own statement.
    fn heading(&mut self, policy: usize) -> Policy {
        let opening = self.layout.policies[policy];
        let mut base = Policy {
            name: opening.name().to_owned(),
            ..Policy::default()
        };
        let Some((statement, _)) = opening.statement else {
            return base;
        };
        self.here.segment = opening.segment;
        base.title = statement.head.title.as_ref().map(|it| it.value.clone());
        base.effective = statement.effective.as_ref().and_then(|it| self.date(it));
        base.supersedes = statement.supersedes.as_ref().map(|it| it.value.clone());
        base.amended_by = self.find_all(&statement.amended_by, |it, name| it.party(name, "amended by"));
        base
    }

    fn encode_declarations(
        &mut self,
        target: Target,
        all: &[Declaration<'a>],
        encoding: &mut PolicyEncoding,
    ) {
        if all.len() > 1 {
            encoding.slots.push(ReadingSlot {
                name: all[0].name.value.clone(),
                options: all.iter().map(|it| it.reading().to_owned()).collect(),
            });
        }
        for (option, declaration) in all.iter().enumerate() {
            self.here.segment = declaration.at.0;
            self.encode_declaration(target, option, declaration, encoding);
        }
    }

    fn encode_declaration(
        &mut self,
        target: Target,
        option: usize,
        declaration: &Declaration<'a>,
        encoding: &mut PolicyEncoding,
    ) {
        let base = &mut encoding.base;
        match &declaration.statement.kind {
            StatementKind::Party(it) => base.parties.push(self.encode_party(declaration, it)),
            StatementKind::Action(it) => base.actions.push(self.encode_action(declaration, it)),
            StatementKind::Approval(it) => base.approvals.push(self.encode_approval(declaration, it)),
            StatementKind::World(it) => encoding.worlds.push(self.encode_world(declaration, it)),
            _ => {
                let Some(meaning) = self.meaning(target, declaration) else {
                    return;
                };
                if option == 0 {
                    push(base, meaning);
                } else {
                    let slot = encoding.slots.len() - 1;
                    encoding.alternatives.push(Alternative {
                        slot,
                        option,
                        meaning,
                    });
                }
            }
        }
    }

    /// Sources, what is declared not encoded, and the sentences of its files.
    fn encode_sources(&mut self, policy: usize, encoding: &mut PolicyEncoding) {
        for segment in self.layout.segments_of(policy) {
            self.here.segment = segment;
            let segment = &self.layout.segments[segment];
            for statement in segment.statements {
                match &statement.kind {
                    StatementKind::Source(source) => {
                        encoding
                            .base
                            .sources
                            .push(self.encode_source(source, statement.span));
                    }
                    StatementKind::NotEncoded(it) => encoding.base.not_encoded.push(NotEncoded {
                        source: it.source.value.clone(),
                        because: it.because.value.clone(),
                        place: segment.place(statement.span),
                    }),
                    _ => {}
                }
            }
            encoding
                .sentences
                .extend(segment.quotes.iter().map(|quote| Sentence {
                    text: quote.text.clone(),
                    paraphrase: quote.paraphrase,
                    place: segment.place(quote.span),
                    encoded: quote.encoded_by.is_some(),
                }));
        }
    }

    fn encode_source(&mut self, source: &ast::Source, span: Span) -> Source {
        if let Some(digest) = &source.sha256 {
            let well_formed =
                digest.value.len() == 64 && digest.value.bytes().all(|it| it.is_ascii_hexdigit());
            if !well_formed {
                self.report(not_a_digest(self.place(digest.span), &digest.value));
            }
        }
        Source {
            location: source.location.value.clone(),
            sha256: source.sha256.as_ref().map(|it| it.value.to_lowercase()),
            place: self.place(span),
        }
    }

    /// Checks, scenarios and questions of the segment at hand.
    fn encode_asked(&mut self, encoding: &mut Encoding) {
        let segment = &self.layout.segments[self.here.segment];
        self.check_homeless(segment.statements);
        for statement in segment.statements {
            match &statement.kind {
                StatementKind::Check(it) => {
                    let check = self.encode_check(it, statement.span, encoding);
                    encoding.checks.extend(check);
                }
                StatementKind::Scenario(it) => {
                    let scenario = self.encode_scenario(it, statement.span);
                    encoding.scenarios.extend(scenario);
                }
                StatementKind::Question(it) => {
                    let question = self.encode_question(it, statement.span);
                    encoding.questions.extend(question);
                }
                _ => {}
            }
        }
    }

    /// The base meaning of every kind but parties, actions and approvals.
    fn meaning(&mut self, target: Target, declaration: &Declaration<'a>) -> Option<Meaning> {
        Some(match (target, &declaration.statement.kind) {
            (Target::Capability(id), StatementKind::Capability(it)) => {
                Meaning::Capability(id, self.encode_capability(declaration, it))
            }
            (Target::Level(id), StatementKind::Level(it)) => {
                Meaning::Level(id, self.encode_level(declaration, it))
            }
            (Target::Safeguard(id), StatementKind::Safeguard(it)) => {
                Meaning::Safeguard(id, self.encode_safeguard(declaration, it))
            }
            (Target::Standard(id), StatementKind::Standard(it)) => {
                Meaning::Standard(id, self.encode_standard(declaration, it))
            }
            (Target::Evaluation(id), StatementKind::Evaluation(it)) => {
                Meaning::Evaluation(id, self.encode_evaluation(declaration, it))
            }
            (Target::Score(id), StatementKind::Score(it)) => {
                Meaning::Score(id, self.encode_score(declaration, it))
            }
            (Target::Determination(id), StatementKind::Determination(it)) => {
                Meaning::Determination(id, self.encode_determination(declaration, it))
            }
            (Target::Task(id), StatementKind::Task(it)) => {
                Meaning::Task(id, self.encode_task(declaration, it))
            }
            (Target::Fact(id), StatementKind::Fact(it)) => {
                Meaning::Fact(id, self.encode_fact(declaration, it))
            }
            (Target::Clause(id), StatementKind::Clause(it)) => {
                Meaning::Clause(id, self.encode_clause(declaration, it))
            }
            (Target::Exception(id), StatementKind::Exception(it)) => {
                Meaning::Exception(id, self.encode_exception(declaration, it))
            }
            _ => return None,
        })
    }
}

fn push(base: &mut Policy, meaning: Meaning) {
    match meaning {
        Meaning::Capability(_, it) => base.capabilities.push(it),
        Meaning::Level(_, it) => base.levels.push(it),
        Meaning::Safeguard(_, it) => base.safeguards.push(it),
        Meaning::Standard(_, it) => base.standards.push(it),
        Meaning::Evaluation(_, it) => base.evaluations.push(it),
        Meaning::Score(_, it) => base.scores.push(it),
        Meaning::Determination(_, it) => base.determinations.push(it),
        Meaning::Task(_, it) => base.tasks.push(it),
        Meaning::Fact(_, it) => base.facts.push(it),
        Meaning::Clause(_, it) => base.clauses.push(it),
        Meaning::Exception(_, it) => base.exceptions.push(it),
    }
}
