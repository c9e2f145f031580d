//! Worlds and what they assume.
//!
//! It must not know what an assumption leads to.

use super::circle::circles;
use super::kind::Target;
use super::lookup::Resolver;
use super::names::Declaration;
use super::text::{after, folded};
use super::value::Least;
use crate::errors::meaning as errors;
use crate::errors::values::{developer_decides, does_not_scale, not_a_count, step_of_steps};
use crate::model::SafeguardId;
use crate::quantity::{Duration, decimal_text, scaled};
use crate::world::{Assumed, Assumption, Work, World};
use crate::{Place, Span};
use holdpoint_syntax::ast::{self, Name, Statement, StatementKind, Unit};
use std::collections::BTreeMap;

/// The same subject may be assumed about once in a world: the words for it, and the thing it is about.
type Subject = (&'static str, Option<Target>);

impl<'a> Resolver<'a> {
    pub(super) fn encode_world(&mut self, declaration: &Declaration<'a>, _: &ast::World) -> World {
        let (segment, index) = declaration.at;
        let rest = &self.layout.segments[segment].statements[index + 1..];
        let mine = rest
            .iter()
            .take_while(|it| !matches!(it.kind, StatementKind::World(_)));
        let mut assumed: Vec<(Subject, Place)> = Vec::new();
        let mut assumptions: Vec<Assumption> = Vec::new();
        for statement in mine {
            let StatementKind::Assume(assume) = &statement.kind else {
                continue;
            };
            let Some(assumption) = self.assumption(assume, statement) else {
                continue;
            };
            let subject = subject_of(&assumption.what);
            match assumed.iter().find(|(it, _)| *it == subject) {
                Some((_, first)) => {
                    let first = *first;
                    self.report(errors::repeated_assumption(
                        assumption.place,
                        &self.subject_words(subject),
                        first,
                    ));
                }
                None => {
                    assumed.push((subject, assumption.place));
                    assumptions.push(assumption);
                }
            }
        }
        self.check_waiting(&mut assumptions);
        World {
            named: declaration.named(),
            assumptions,
        }
    }

    /// Assumptions above the first world of a file.
    pub(super) fn check_homeless(&mut self, statements: &[Statement]) {
        let homeless = statements
            .iter()
            .take_while(|it| !matches!(it.kind, StatementKind::World(_)));
        for statement in homeless.filter(|it| matches!(it.kind, StatementKind::Assume(_))) {
            self.report(errors::assumption_without_world(self.place(statement.span)));
        }
    }

    fn assumption(&mut self, assume: &ast::Assume, statement: &Statement) -> Option<Assumption> {
        let as_of = assume.as_of.as_ref().and_then(|it| self.date(it));
        Some(Assumption {
            what: self.assumed(&assume.assumption)?,
            text: self.assumption_text(assume, statement.span),
            source: assume.source.as_ref().map(|it| it.value.clone()),
            as_of,
            place: self.place(statement.span),
        })
    }

    fn assumed(&mut self, assumption: &ast::Assumption) -> Option<Assumed> {
        match assumption {
            ast::Assumption::Step(length) => Some(Assumed::Step(self.step(length))),
            ast::Assumption::Starts(date) => self.date(date).map(Assumed::Starts),
            ast::Assumption::Doubles {
                action,
                every,
                ends_at,
            } => self.doubles(action, every, ends_at.as_ref()),
            ast::Assumption::Takes(takes) => self.takes(takes),
            ast::Assumption::Appears {
                capability,
                not_before,
                per_doubling,
            } => {
                let not_before = self.factor(not_before, "the growth before a capability", Least::One);
                let per_doubling = per_doubling.as_ref().and_then(|it| self.probability(it));
                let capability = self.capability(capability, "appears")?;
                Some(Assumed::Appears {
                    capability,
                    not_before,
                    per_doubling,
                })
            }
            ast::Assumption::KeepsBuffer { evaluation } => self.keeps_buffer(evaluation),
            ast::Assumption::MayLapse { safeguard } => {
                self.safeguard(safeguard, "may lapse").map(Assumed::MayLapse)
            }
            ast::Assumption::MayMiss { evaluation, up_to } => {
                let up_to = self.factor(up_to, "the growth that a miss can last", Least::One);
                let evaluation = self.evaluation(evaluation, "may miss")?;
                Some(Assumed::MayMiss { evaluation, up_to })
            }
            ast::Assumption::StartsAs { fact, value, turns } => self.starts_as(fact, *value, turns.as_ref()),
            ast::Assumption::AtMostUnderWay(number) => self.at_most_under_way(number),
            ast::Assumption::MaySlip { total } => {
                self.takes_time(total, "a slip");
                Some(Assumed::MaySlip(self.duration(total)))
            }
        }
    }

    fn step(&mut self, length: &ast::Duration) -> Duration {
        if length.unit == Unit::Step {
            self.report(step_of_steps(self.place(length.span)));
        }
        self.takes_time(length, "a step");
        self.duration(length)
    }

    fn doubles(
        &mut self,
        action: &Name,
        every: &ast::Duration,
        ends_at: Option<&ast::Factor>,
    ) -> Option<Assumed> {
        self.takes_time(every, "a doubling");
        let every = self.duration(every);
        let ends_at = ends_at.map(|it| self.factor(it, "the growth at which it ends", Least::One));
        let id = self.action(action, "doubles compute")?;
        let target = Target::Action(id);
        if !self.here().scales(target) {
            let declared = self.here().place_of(target);
            self.report(does_not_scale(self.place(action.span), &action.value, declared));
        }
        Some(Assumed::Doubles {
            action: id,
            every,
            ends_at,
        })
    }

    fn keeps_buffer(&mut self, evaluation: &Name) -> Option<Assumed> {
        let id = self.evaluation(evaluation, "keeps its buffer")?;
        let target = Target::Evaluation(id);
        if !self.here().has_buffer(target) {
            let declared = self.here().place_of(target);
            self.report(errors::no_buffer_to_keep(
                self.place(evaluation.span),
                &evaluation.value,
                declared,
            ));
        }
        Some(Assumed::KeepsBuffer(id))
    }

    fn starts_as(
        &mut self,
        fact: &Name,
        value: bool,
        turns: Option<&(ast::Percent, ast::Spanned<Unit>)>,
    ) -> Option<Assumed> {
        let turning = turns.map(|(percent, unit)| (self.probability(percent), unit.value, percent.span));
        let id = self.fact(fact, "starts")?;
        if let Some((_, _, span)) = turning {
            self.check_turns(fact, Target::Fact(id), span);
        }
        let turns = turning.and_then(|(probability, unit, _)| Some((probability?, unit)));
        Some(Assumed::StartsAs {
            fact: id,
            value,
            turns,
        })
    }

    /// What the developer decides does not turn by chance.
    fn check_turns(&mut self, fact: &Name, target: Target, span: Span) {
        let names = self.here();
        let deciders = names
            .declarations(target)
            .iter()
            .filter_map(|it| match &it.statement.kind {
                StatementKind::Fact(fact) => fact.decided_by.as_ref(),
                _ => None,
            });
        let developer = deciders.filter(|it| {
            names
                .lookup(&it.value, false)
                .is_some_and(|party| names.is_developer_side(party))
        });
        let Some(party) = developer.map(|it| it.value.as_str()).next() else {
            return;
        };
        let declared = names.place_of(target);
        self.report(developer_decides(self.place(span), &fact.value, party, declared));
    }

    fn at_most_under_way(&mut self, number: &ast::Number) -> Option<Assumed> {
        match scaled(number.value, 0).ok().and_then(|it| u32::try_from(it).ok()) {
            Some(count) if count > 0 => Some(Assumed::AtMostUnderWay(count)),
            _ => {
                self.report(not_a_count(self.place(number.span), &decimal_text(number.value)));
                None
            }
        }
    }

    /// Work that waits, over others, for itself; the last wait is left out.
    fn check_waiting(&mut self, assumptions: &mut [Assumption]) {
        let mut waits: BTreeMap<SafeguardId, Vec<SafeguardId>> = BTreeMap::new();
        for assumption in assumptions.iter() {
            if let Assumed::Takes {
                work: Work::Safeguard(work),
                after,
                ..
            } = &assumption.what
            {
                waits.entry(*work).or_default().extend(after);
            }
        }
        for members in circles(&waits) {
            let named: Vec<(String, Place)> = (members.iter())
                .map(|it| {
                    (
                        self.here().name_of(Target::Safeguard(*it)).to_owned(),
                        place_of_work(assumptions, *it),
                    )
                })
                .collect();
            self.report(errors::circle(&named, "is begun after"));
            for assumption in assumptions.iter_mut() {
                match &mut assumption.what {
                    Assumed::Takes {
                        work: Work::Safeguard(work),
                        after,
                        ..
                    } if *work == members[0] => after.clear(),
                    _ => {}
                }
            }
        }
    }

    /// The assumption as written, without `assume`, its source and the full stop.
    fn assumption_text(&self, assume: &ast::Assume, span: Span) -> String {
        let tail = [
            assume.source.as_ref().map(|it| it.span.start),
            assume.as_of.as_ref().map(|it| it.span.start),
        ];
        let end = tail.into_iter().flatten().min().unwrap_or(span.end);
        let mut text = folded(self.raw(Span {
            start: span.start,
            end,
        }));
        if end == span.end {
            text.truncate(text.trim_end_matches('.').trim_end().len());
        } else if let Some(comma) = text.rfind(',') {
            text.truncate(text[..comma].trim_end().len());
        }
        after(&text, "assume").to_owned()
    }

    fn subject_words(&self, (words, target): Subject) -> String {
        match target {
            Some(target) => words.replace('…', &format!("`{}`", self.here().name_of(target))),
            None => words.to_owned(),
        }
    }
}

fn place_of_work(assumptions: &[Assumption], safeguard: SafeguardId) -> Place {
    let found = assumptions.iter().find(|it| match &it.what {
        Assumed::Takes { work, .. } => *work == Work::Safeguard(safeguard),
        _ => false,
    });
    found.map(|it| it.place).unwrap_or_default()
}

fn subject_of(assumed: &Assumed) -> Subject {
    match assumed {
        Assumed::Step(_) => ("how long a step is", None),
        Assumed::Starts(_) => ("when it starts", None),
        Assumed::Doubles { .. } => ("how compute grows", None),
        Assumed::Takes { work, .. } => match work {
            Work::Safeguard(_) | Work::Task(_) => ("how long … takes", Some(target_of(*work))),
            Work::DefiningLevel(_) | Work::DefiningStandard(_) => {
                ("how long defining … takes", Some(target_of(*work)))
            }
        },
        Assumed::Appears { capability, .. } => ("when … appears", Some(Target::Capability(*capability))),
        Assumed::KeepsBuffer(evaluation) => {
            ("that … keeps its buffer", Some(Target::Evaluation(*evaluation)))
        }
        Assumed::MayLapse(safeguard) => ("that … may lapse", Some(Target::Safeguard(*safeguard))),
        Assumed::MayMiss { evaluation, .. } => ("what … may miss", Some(Target::Evaluation(*evaluation))),
        Assumed::StartsAs { fact, .. } => ("how … starts", Some(Target::Fact(*fact))),
        Assumed::AtMostUnderWay(_) => ("how much work goes on at once", None),
        Assumed::MaySlip(_) => ("how far work may slip", None),
    }
}

fn target_of(work: Work) -> Target {
    match work {
        Work::Safeguard(id) => Target::Safeguard(id),
        Work::Task(id) => Target::Task(id),
        Work::DefiningLevel(id) => Target::Level(id),
        Work::DefiningStandard(id) => Target::Standard(id),
    }
}
