//! Declarations that nothing refers to.
//!
//! It must not know why a declaration would matter.

use super::kind::Kind;
use super::lookup::Resolver;
use super::names::Declaration;
use crate::errors::names::unused;
use holdpoint_syntax::ast::StatementKind;

impl Resolver<'_> {
    pub(super) fn warn_of_unused(&mut self) {
        let mut found = Vec::new();
        for (policy, names) in self.names.iter().enumerate() {
            for (target, declarations) in names.all() {
                let first = &declarations[0];
                // What several policies share may matter to one of them only.
                let shared = self.layout.segments[first.at.0].policies.len() > 1;
                let used = self.used.contains(&(policy, target));
                if !used && !shared && matters_when_unused(target.kind(), first) {
                    found.push(unused(first.name_place(), &first.name.value, target.kind()));
                }
            }
        }
        self.diagnostics.extend(found);
    }
}

/// Whether a name does nothing unless something refers to it. Parties, actions and levels are there to be
/// asked about, an evaluation speaks for its level, and a task that ends an action is a move by itself.
fn matters_when_unused(kind: Kind, declaration: &Declaration<'_>) -> bool {
    match &declaration.statement.kind {
        StatementKind::Task(task) => task.ends.is_empty(),
        StatementKind::Party(_)
        | StatementKind::Action(_)
        | StatementKind::Level(_)
        | StatementKind::Evaluation(_) => false,
        _ => !kind.is_label(),
    }
}
