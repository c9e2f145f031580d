//! The names that one policy declares, and what their declarations say about how they may be used.
//!
//! It must not know what refers to them.

use super::kind::{Kind, Target};
use crate::model::{Named, PartyId};
use crate::{FileId, Place, Span};
use holdpoint_syntax::ast::{self, Head, Name, Statement, StatementKind, Text};
use std::collections::BTreeMap;

/// One declaration of a name.
#[derive(Clone, Copy)]
pub(super) struct Declaration<'a> {
    pub(super) name: &'a Name,
    pub(super) title: Option<&'a Text>,
    pub(super) reading: Option<&'a Text>,
    pub(super) statement: &'a Statement,
    pub(super) file: FileId,
    /// Segment of the layout, and position in it.
    pub(super) at: (usize, usize),
}

#[derive(Default)]
pub(super) struct Names<'a> {
    /// The policy's own name.
    pub(super) policy: String,
    things: BTreeMap<&'a str, Target>,
    labels: BTreeMap<&'a str, Target>,
    /// Never empty; the first is the base reading, the others are its alternatives.
    declarations: BTreeMap<Target, Vec<Declaration<'a>>>,
    /// How many entries there are of each kind.
    counts: BTreeMap<Kind, usize>,
    pub(super) developer: Option<PartyId>,
}

impl<'a> Declaration<'a> {
    pub(super) fn place(&self) -> Place {
        self.place_of(self.statement.span)
    }

    pub(super) fn name_place(&self) -> Place {
        self.place_of(self.name.span)
    }

    pub(super) fn place_of(&self, span: Span) -> Place {
        Place {
            file: self.file,
            span,
        }
    }

    /// The name of its reading; "" when it has none.
    pub(super) fn reading(&self) -> &'a str {
        self.reading.map_or("", |it| it.value.as_str())
    }

    pub(super) fn named(&self) -> Named {
        Named {
            name: self.name.value.clone(),
            title: self.title.map(|it| it.value.clone()),
            reading: self.reading.map(|it| it.value.clone()),
            place: self.place(),
            name_place: self.name_place(),
        }
    }
}

impl<'a> Names<'a> {
    pub(super) fn of(policy: &str) -> Names<'a> {
        Names {
            policy: policy.to_owned(),
            ..Names::default()
        }
    }

    /// What the name stands for among things, or among labels.
    pub(super) fn lookup(&self, name: &str, label: bool) -> Option<Target> {
        let space = if label { &self.labels } else { &self.things };
        space.get(name).copied()
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = (&'a str, Target)> + '_ {
        self.things
            .iter()
            .chain(&self.labels)
            .map(|(name, target)| (*name, *target))
    }

    pub(super) fn declarations(&self, target: Target) -> &[Declaration<'a>] {
        self.declarations.get(&target).map_or(&[], Vec::as_slice)
    }

    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (Target, &[Declaration<'a>])> + '_ {
        let all = self
            .declarations
            .iter()
            .filter(move |(target, _)| target.kind() == kind);
        all.map(|(target, it)| (*target, it.as_slice()))
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (Target, &[Declaration<'a>])> + '_ {
        self.declarations
            .iter()
            .map(|(target, it)| (*target, it.as_slice()))
    }

    pub(super) fn first(&self, target: Target) -> Option<&Declaration<'a>> {
        self.declarations(target).first()
    }

    pub(super) fn name_of(&self, target: Target) -> &'a str {
        self.first(target).map_or("", |it| it.name.value.as_str())
    }

    pub(super) fn place_of(&self, target: Target) -> Place {
        self.first(target)
            .map_or(Place::default(), Declaration::name_place)
    }

    /// Gives the name to a new entry of its kind.
    pub(super) fn add(&mut self, kind: Kind, declaration: Declaration<'a>) -> Target {
        let count = self.counts.entry(kind).or_default();
        let target = Target::new(kind, *count);
        *count += 1;
        let space = if kind.is_label() {
            &mut self.labels
        } else {
            &mut self.things
        };
        space.insert(&declaration.name.value, target);
        self.declarations.insert(target, vec![declaration]);
        target
    }

    pub(super) fn add_reading(&mut self, target: Target, declaration: Declaration<'a>) {
        self.declarations.entry(target).or_default().push(declaration);
    }

    /// Lowest first; empty for what is not graded.
    pub(super) fn grades(&self, target: Target) -> &'a [Name] {
        self.first(target).map_or(&[], |it| grades(&it.statement.kind))
    }

    /// Whether it is declared `undefined`, under some reading at least.
    pub(super) fn may_be_undefined(&self, target: Target) -> bool {
        self.declarations(target)
            .iter()
            .any(|it| match &it.statement.kind {
                StatementKind::Level(level) => level.undefined,
                StatementKind::Standard(standard) => standard.parts.is_none(),
                _ => false,
            })
    }

    /// Whether a safeguard may fail, under some reading at least.
    pub(super) fn may_fail(&self, target: Target) -> bool {
        let mut all = self.declarations(target).iter();
        all.any(|it| matches!(&it.statement.kind, StatementKind::Safeguard(safeguard) if safeguard.may_fail))
    }

    pub(super) fn has_buffer(&self, target: Target) -> bool {
        let mut all = self.declarations(target).iter();
        all.any(|it| matches!(&it.statement.kind, StatementKind::Evaluation(evaluation) if evaluation.buffer.is_some()))
    }

    pub(super) fn scales(&self, target: Target) -> bool {
        let mut all = self.declarations(target).iter();
        all.any(|it| matches!(&it.statement.kind, StatementKind::Action(action) if action.scales))
    }

    /// The party that gives an approval.
    pub(super) fn approver(&self, target: Target) -> Option<&'a Name> {
        self.first(target).and_then(|it| match &it.statement.kind {
            StatementKind::Approval(approval) => Some(&approval.by),
            _ => None,
        })
    }

    /// Whether the party is the developer or moves with it.
    pub(super) fn is_developer_side(&self, party: Target) -> bool {
        self.first(party).is_some_and(|it| match &it.statement.kind {
            StatementKind::Party(party) => {
                matches!(party.kind, ast::PartyKind::Developer | ast::PartyKind::Internal)
            }
            _ => false,
        })
    }
}

pub(super) fn grades(statement: &StatementKind) -> &[Name] {
    match statement {
        StatementKind::Capability(capability) => &capability.grades,
        StatementKind::Score(score) => &score.grades,
        _ => &[],
    }
}

/// The kind, the name and the head of what a statement declares; `None` for statements without a name.
pub(super) fn declared(statement: &StatementKind) -> Option<(Kind, &Name, Option<&Head>)> {
    let (kind, head) = match statement {
        StatementKind::Policy(it) => (Kind::Policy, &it.head),
        StatementKind::Party(it) => (Kind::Party, &it.head),
        StatementKind::Action(it) => (Kind::Action, &it.head),
        StatementKind::Capability(it) => (Kind::Capability, &it.head),
        StatementKind::Level(it) => (Kind::Level, &it.head),
        StatementKind::Safeguard(it) => (Kind::Safeguard, &it.head),
        StatementKind::Standard(it) => (Kind::Standard, &it.head),
        StatementKind::Evaluation(it) => (Kind::Evaluation, &it.head),
        StatementKind::Score(it) => (Kind::Score, &it.head),
        StatementKind::Determination(it) => (Kind::Determination, &it.head),
        StatementKind::Task(it) => (Kind::Task, &it.head),
        StatementKind::Fact(it) => (Kind::Fact, &it.head),
        StatementKind::Approval(it) => (Kind::Approval, &it.head),
        StatementKind::Clause(it) => (Kind::Clause, &it.head),
        StatementKind::Exception(it) => (Kind::Exception, &it.head),
        StatementKind::World(it) => (Kind::World, &it.head),
        StatementKind::Check(it) => (Kind::Check, &it.head),
        StatementKind::Question(it) => (Kind::Question, &it.head),
        StatementKind::Scenario(it) => return Some((Kind::Scenario, &it.name, None)),
        StatementKind::Use(_)
        | StatementKind::Source(_)
        | StatementKind::NotEncoded(_)
        | StatementKind::Assume(_) => {
            return None;
        }
    };
    Some((kind, &head.name, Some(head)))
}
