//! Under what permission is asked: which clauses count, and what is known of actions.
//!
//! It must not know what a clause does.

use crate::inquiry::Scope;
use crate::model::{ClauseId, Modal, Policy};
use std::collections::BTreeSet;

/// Under what permission is asked; the default is the text as it stands, on a record of what went on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `intends to` counts like `must`.
    pub counting_intends: bool,
    /// Clauses that are left out, as if the policy did not have them.
    pub ignored: BTreeSet<ClauseId>,
    /// What the developer does that is not on record.
    pub conduct: Conduct,
    /// Clauses look at statuses once a moment: the record has a moment for every step of a game.
    pub stepwise: bool,
}

/// What the developer does that is not on record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conduct {
    /// Nothing: an action goes on when it was recorded to, and an exception is exercised when that is recorded.
    #[default]
    Recorded,
    /// It wants every action: each goes on whenever it may, unless it is recorded to have stopped or a task has
    /// ended it; and its own side exercises every exception that it may.
    Eager,
}

impl Options {
    /// What an `expect` says about the clauses: `with only`, `without`, `counting intends`.
    pub fn of_scope(policy: &Policy, scope: &Scope) -> Self {
        let mut ignored: BTreeSet<ClauseId> = scope.without.iter().copied().collect();
        if let Some(only) = &scope.with_only {
            ignored.extend(
                (0..policy.clauses.len())
                    .map(ClauseId::from)
                    .filter(|it| !only.contains(it)),
            );
        }
        Options {
            counting_intends: scope.counting_intends,
            ignored,
            ..Options::default()
        }
    }

    /// Whether a clause of this modality binds: a permission never does.
    pub(super) fn binds(&self, modal: Modal) -> bool {
        match modal {
            Modal::Must | Modal::MustNot => true,
            Modal::IntendsTo => self.counting_intends,
            Modal::May => false,
        }
    }
}
