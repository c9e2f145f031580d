//! Finds what a name stands for where it stands, and says so when it is unknown or of the wrong kind.
//!
//! It must not know the shape of the sentences that ask.

use super::kind::{Kind, Role, Target};
use super::layout::Layout;
use super::names::Names;
use crate::errors::names::{self as errors, Meant};
use crate::errors::values::wrong_kind;
use crate::model::{
    ActionId, ApprovalId, CapabilityId, ClauseId, EvaluationId, FactId, LevelId, PartyId, SafeguardId, TaskId,
};
use crate::suggest::nearest;
use crate::{Diagnostic, FileId, Place, Span};
use holdpoint_syntax::ast::Name;
use std::collections::BTreeSet;

/// All that resolution carries along.
pub(super) struct Resolver<'a> {
    pub(super) layout: &'a Layout<'a>,
    /// One for each policy of the layout.
    pub(super) names: Vec<Names<'a>>,
    /// Whose names unqualified words are, and in which segment they stand.
    pub(super) here: Here,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What something refers to, by policy.
    pub(super) used: BTreeSet<(usize, Target)>,
    /// Kinds for which the first entry stands in after an error.
    pub(super) stand_ins: BTreeSet<Kind>,
    /// Policies for which the missing developer has been reported.
    pub(super) without_developer: BTreeSet<usize>,
}

#[derive(Clone, Copy)]
pub(super) struct Here {
    pub(super) policy: usize,
    pub(super) segment: usize,
}

/// Defines one lookup for each kind that has a role of its own.
macro_rules! lookups {
    ($($function:ident $kind:ident $id:ty;)*) => {$(
        pub(super) fn $function(&mut self, name: &Name, word: &'static str) -> Option<$id> {
            match self.find(name, &Role::new(word, &[Kind::$kind]))? {
                Target::$kind(id) => Some(id),
                _ => None,
            }
        }
    )*};
}

impl<'a> Resolver<'a> {
    pub(super) fn new(layout: &'a Layout<'a>) -> Resolver<'a> {
        let names = layout.policies.iter().map(|it| Names::of(it.name()));
        Resolver {
            layout,
            names: names.collect(),
            here: Here {
                policy: 0,
                segment: 0,
            },
            diagnostics: Vec::new(),
            used: BTreeSet::new(),
            stand_ins: BTreeSet::new(),
            without_developer: BTreeSet::new(),
        }
    }

    lookups! {
        party Party PartyId;
        action Action ActionId;
        capability Capability CapabilityId;
        level Level LevelId;
        evaluation Evaluation EvaluationId;
        task Task TaskId;
        fact Fact FactId;
        approval Approval ApprovalId;
        clause Clause ClauseId;
        safeguard Safeguard SafeguardId;
    }

    /// What the name stands for, if it is of one of the role's kinds; else says why not.
    pub(super) fn find(&mut self, name: &Name, role: &Role) -> Option<Target> {
        let names = &self.names[self.here.policy];
        let known = [false, true].map(|label| names.lookup(&name.value, label));
        let fits = |target: &&Target| role.kinds.contains(&target.kind());
        if let Some(target) = known.iter().flatten().find(fits).copied() {
            self.used.insert((self.here.policy, target));
            return Some(target);
        }
        let found = match known.iter().flatten().next() {
            Some(other) => wrong_kind(
                self.place(name.span),
                &name.value,
                other.kind(),
                role,
                names.place_of(*other),
            ),
            None => self.unknown(name, role),
        };
        self.report(found);
        // It is there, and what is wrong is said: no second message that nothing refers to it.
        self.used
            .extend(known.iter().flatten().map(|it| (self.here.policy, *it)));
        None
    }

    /// Several names of one kind; a second mention is reported and left out.
    pub(super) fn find_all<T>(
        &mut self,
        all: &[Name],
        mut find: impl FnMut(&mut Self, &Name) -> Option<T>,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for (index, name) in all.iter().enumerate() {
            match all[..index].iter().find(|it| it.value == name.value) {
                Some(first) => {
                    let repeated =
                        errors::repeated(self.place(name.span), &name.value, self.place(first.span));
                    self.report(repeated);
                }
                None => found.extend(find(self, name)),
            }
        }
        found
    }

    pub(super) fn clauses(&mut self, all: &[Name], word: &'static str) -> Vec<ClauseId> {
        self.find_all(all, |it, name| it.clause(name, word))
    }

    pub(super) fn actions(&mut self, all: &[Name], word: &'static str) -> Vec<ActionId> {
        self.find_all(all, |it, name| it.action(name, word))
    }

    /// A policy of the set by its name.
    pub(super) fn policy(&mut self, name: &Name) -> Option<usize> {
        let known: Vec<&str> = self.names.iter().map(|it| it.policy.as_str()).collect();
        if let Some(index) = known.iter().position(|it| *it == name.value) {
            return Some(index);
        }
        let meant = nearest(&name.value, known.iter().copied());
        let unknown = errors::unknown_policy(self.place(name.span), &name.value, &known, meant);
        self.report(unknown);
        None
    }

    pub(super) fn here(&self) -> &Names<'a> {
        &self.names[self.here.policy]
    }

    pub(super) fn file(&self) -> FileId {
        self.layout
            .segments
            .get(self.here.segment)
            .map_or(FileId(0), |it| it.file)
    }

    pub(super) fn text(&self) -> &'a str {
        self.layout
            .segments
            .get(self.here.segment)
            .map_or("", |it| it.text)
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place {
            file: self.file(),
            span,
        }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Resolves under another policy's names, and comes back.
    pub(super) fn under<T>(&mut self, policy: usize, resolve: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.here.policy, policy);
        let resolved = resolve(self);
        self.here.policy = before;
        resolved
    }

    fn unknown(&self, name: &Name, role: &Role) -> Diagnostic {
        let unknown = errors::unknown(
            self.place(name.span),
            &name.value,
            role,
            self.meant(&name.value, role),
        );
        match self.elsewhere(&name.value, role) {
            Some((policy, place)) => errors::elsewhere(unknown, place, policy),
            None => unknown,
        }
    }

    /// The nearest name that fits, else the nearest of any kind.
    fn meant(&self, name: &str, role: &Role) -> Option<Meant<'a>> {
        let names = self.here();
        let fits = |target: Target| role.kinds.contains(&target.kind());
        let fitting = names.targets().filter(|(_, it)| fits(*it)).map(|(name, _)| name);
        let near = nearest(name, fitting).or_else(|| nearest(name, names.targets().map(|(name, _)| name)))?;
        let (_, target) = (names.targets().filter(|(it, _)| *it == near)).max_by_key(|(_, it)| fits(*it))?;
        Some(Meant {
            name: near,
            kind: target.kind(),
            fits: fits(target),
        })
    }

    fn elsewhere(&self, name: &str, role: &Role) -> Option<(&str, Place)> {
        let others = self
            .names
            .iter()
            .enumerate()
            .filter(|(policy, _)| *policy != self.here.policy);
        others.map(|(_, names)| names).find_map(|names| {
            let known = [false, true].map(|label| names.lookup(name, label));
            let target = known
                .into_iter()
                .flatten()
                .find(|it| role.kinds.contains(&it.kind()))?;
            Some((names.policy.as_str(), names.place_of(target)))
        })
    }
}
