//! Checks: a property, and the answers that are expected of it.
//!
//! It must not know how a property is decided.

use super::lookup::Resolver;
use crate::encoding::Encoding;
use crate::errors::meaning as errors;
use crate::inquiry::{Answer, Check, Expect, PolicyId, Property};
use crate::model::Named;
use crate::{Place, Span};
use holdpoint_syntax::ast::{self, Head};

impl Resolver<'_> {
    /// `None` when the property could not be resolved.
    pub(super) fn encode_check(
        &mut self,
        check: &ast::Check,
        span: Span,
        encoding: &Encoding,
    ) -> Option<Check> {
        let property = self.property(&check.property.value);
        let policy = property
            .as_ref()
            .map_or(self.here.policy, |it| policy_of(it).unwrap_or(self.here.policy));
        let expects = self.under(policy, |it| it.expects(&check.expects, encoding));
        Some(Check {
            named: self.named(&check.head, span),
            policy: policy_id(policy),
            said_by: check.said_by.as_ref().map(|it| it.value.clone()),
            property: property?,
            property_text: self.words(self.with_article(check.property.span)),
            property_place: self.place(check.property.span),
            expects,
        })
    }

    /// Name and title of what is asked, where nothing else is declared.
    pub(super) fn named(&self, head: &Head, span: Span) -> Named {
        Named {
            name: head.name.value.clone(),
            title: head.title.as_ref().map(|it| it.value.clone()),
            reading: None,
            place: self.place(span),
            name_place: self.place(head.name.span),
        }
    }

    fn expects(&mut self, expects: &[ast::Expect], encoding: &Encoding) -> Vec<Expect> {
        let mut known: Vec<Expect> = Vec::new();
        for expect in expects {
            let place = self.place(expect.span);
            if expect.answer == Answer::Depends && !expect.scopes.is_empty() {
                self.report(errors::depends_with_scope(place));
                continue;
            }
            let Some(scope) = self.scope(&expect.scopes, place, encoding) else {
                continue;
            };
            let expect = Expect {
                answer: expect.answer,
                scope,
                place,
            };
            match contradicted(&known, &expect) {
                Some((first, same)) => self.report(errors::expects_contradict(place, first, same)),
                None => known.push(expect),
            }
        }
        known
    }
}

/// An earlier answer under the same scope; `depends` speaks of several scopes and contradicts only itself.
fn contradicted(known: &[Expect], expect: &Expect) -> Option<(Place, bool)> {
    let depends = |it: &Expect| it.answer == Answer::Depends;
    let first = known
        .iter()
        .find(|it| it.scope == expect.scope && depends(it) == depends(expect))?;
    Some((first.place, first.answer == expect.answer))
}

/// The policy that a property names itself.
fn policy_of(property: &Property) -> Option<usize> {
    match property {
        Property::Implies { first, .. } => Some(first.policy.0 as usize),
        Property::AsStrong { first, .. } => Some(first.0 as usize),
        _ => None,
    }
}

pub(super) fn policy_id(policy: usize) -> PolicyId {
    PolicyId(u32::try_from(policy).expect("a set of files has fewer than 2^32 policies"))
}
