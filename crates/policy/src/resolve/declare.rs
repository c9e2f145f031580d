//! The first pass: gives every declared name its entry, in the policy to which its statement belongs.
//!
//! It must not look into what a declaration says, beyond its name, reading and grades.

use super::kind::{Kind, Target};
use super::lookup::{Here, Resolver};
use super::names::{Declaration, declared, grades};
use crate::errors::meaning::two_developers;
use crate::errors::names as errors;
use holdpoint_syntax::ast::{Name, PartyKind, Statement, StatementKind};

impl<'a> Resolver<'a> {
    pub(super) fn declare_all(&mut self) {
        self.check_policy_names();
        for segment in self.layout.in_order_of_declaration() {
            self.here = Here {
                policy: self.layout.segments[segment].policies[0],
                segment,
            };
            let statements = self.layout.segments[segment].statements;
            for (index, statement) in statements.iter().enumerate() {
                self.declare_statement((segment, index), statement);
            }
        }
    }

    fn declare_statement(&mut self, at: (usize, usize), statement: &'a Statement) {
        let Some((kind, name, head)) = declared(&statement.kind) else {
            return;
        };
        let declaration = Declaration {
            name,
            title: head.and_then(|it| it.title.as_ref()),
            reading: head.and_then(|it| it.reading.as_ref()),
            statement,
            file: self.file(),
            at,
        };
        if let Some(reading) = declaration.reading.filter(|_| !kind.takes_readings()) {
            self.report(errors::reading_not_taken(
                declaration.place_of(reading.span),
                &name.value,
                kind,
            ));
        }
        self.check_grades(declaration);
        for policy in self.owners(statement) {
            self.declare(policy, kind, declaration);
        }
    }

    /// A world belongs to the policy that it is for, what asks to one policy, all else to every policy of
    /// its segment.
    fn owners(&mut self, statement: &Statement) -> Vec<usize> {
        let all = &self.layout.segments[self.here.segment].policies;
        match &statement.kind {
            StatementKind::World(world) => {
                let named = world.of_policy.as_ref().and_then(|it| self.policy(it));
                named.map_or_else(|| all.clone(), |it| vec![it])
            }
            StatementKind::Check(_) | StatementKind::Scenario(_) | StatementKind::Question(_) => vec![all[0]],
            _ => all.clone(),
        }
    }

    fn declare(&mut self, policy: usize, kind: Kind, declaration: Declaration<'a>) {
        match self.names[policy].lookup(&declaration.name.value, kind.is_label()) {
            None => {
                let target = self.names[policy].add(kind, declaration);
                self.note_developer(policy, target, declaration);
            }
            Some(target) if target.kind() == kind && kind.takes_readings() => {
                self.declare_reading(policy, target, declaration);
            }
            Some(target) => {
                let first = self.names[policy].place_of(target);
                let (place, name) = (declaration.name_place(), &declaration.name.value);
                self.report(errors::duplicate(place, name, kind, first, target.kind()));
            }
        }
    }

    fn declare_reading(&mut self, policy: usize, target: Target, declaration: Declaration<'a>) {
        let known = self.names[policy].declarations(target);
        let (place, name, reading) = (
            declaration.name_place(),
            &declaration.name.value,
            declaration.reading(),
        );
        if let Some(same) = known.iter().find(|it| it.reading() == reading) {
            let first = same.name_place();
            let found = match reading {
                "" => errors::duplicate(place, name, target.kind(), first, target.kind()),
                reading => errors::duplicate_reading(place, name, reading, first),
            };
            return self.report(found);
        }
        let words = |names: &[Name]| names.iter().map(|it| it.value.clone()).collect::<Vec<_>>();
        if words(self.names[policy].grades(target)) != words(grades(&declaration.statement.kind)) {
            let first = self.names[policy].place_of(target);
            self.report(errors::grades_differ(place, name, first));
        }
        self.names[policy].add_reading(target, declaration);
    }

    fn note_developer(&mut self, policy: usize, target: Target, declaration: Declaration<'a>) {
        let (Target::Party(id), StatementKind::Party(party)) = (target, &declaration.statement.kind) else {
            return;
        };
        if party.kind != PartyKind::Developer {
            return;
        }
        match self.names[policy].developer {
            None => self.names[policy].developer = Some(id),
            Some(first) => {
                let first = Target::Party(first);
                let (place, name) = (
                    self.names[policy].place_of(first),
                    self.names[policy].name_of(first),
                );
                self.report(two_developers(
                    declaration.name_place(),
                    &declaration.name.value,
                    place,
                    name,
                ));
            }
        }
    }

    fn check_grades(&mut self, declaration: Declaration<'a>) {
        let all = grades(&declaration.statement.kind);
        for (index, grade) in all.iter().enumerate() {
            if let Some(first) = all[..index].iter().find(|it| it.value == grade.value) {
                let first = declaration.place_of(first.span);
                self.report(errors::repeated_grade(
                    declaration.place_of(grade.span),
                    &grade.value,
                    first,
                ));
            }
        }
        if all.len() > usize::from(u8::MAX) {
            self.report(errors::too_many_grades(
                declaration.name_place(),
                &declaration.name.value,
                all.len(),
            ));
        }
    }

    fn check_policy_names(&mut self) {
        let named: Vec<_> = self
            .layout
            .policies
            .iter()
            .filter_map(|it| it.name_and_place())
            .collect();
        for (index, (name, place)) in named.iter().enumerate() {
            if let Some((_, first)) = named[..index].iter().find(|(it, _)| it == name) {
                self.report(errors::duplicate(
                    *place,
                    name,
                    Kind::Policy,
                    *first,
                    Kind::Policy,
                ));
            }
        }
    }
}
