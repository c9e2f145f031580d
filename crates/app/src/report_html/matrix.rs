//! Clauses against actions: where a clause bears, when it speaks, who decides and how one gets out of it.
//!
//! It must not know what follows from a clause.

use super::Input;
use super::summary::distinct;
use holdpoint_analysis::report::{MatrixCell, PolicyReport};
use maud::{Markup, html};

pub(super) fn section(input: &Input<'_>) -> Option<Markup> {
    let policies: Vec<&PolicyReport> = input
        .report
        .policies
        .iter()
        .filter(|it| !it.matrix.is_empty())
        .collect();
    (!policies.is_empty()).then(|| {
        html! {
            @for policy in &policies {
                @if policies.len() > 1 { h3 { (policy.id) } }
                (table(&policy.matrix))
            }
        }
    })
}

fn table(cells: &[MatrixCell]) -> Markup {
    let actions = distinct(cells.iter().map(|it| it.action.as_str()));
    let clauses = distinct(cells.iter().map(|it| (it.clause.as_str(), terms(it))));
    html! {
        div.scroll tabindex="0" role="group" aria-label="Clauses and actions, scrolls sideways" {
            table.matrix {
                caption { "How each clause bears on each action" }
                thead { tr {
                    th scope="col" { "Clause" }
                    @for action in &actions { th scope="col" { (action) } }
                    @for head in ["Speaks", "Asks for", "Who decides", "Deadline", "Way out"] { th scope="col" { (head) } }
                } }
                tbody { @for (clause, terms) in &clauses { tr {
                    th scope="row" { (clause) }
                    @for action in &actions { td { (bears(cells, clause, *terms, action)) } }
                    @for term in terms { td { (term) } }
                } } }
            }
        }
    }
}

/// What is the same for all actions of a row.
fn terms(cell: &MatrixCell) -> [&str; 5] {
    [
        &cell.trigger,
        &cell.requires,
        &cell.owner,
        &cell.deadline,
        &cell.escape,
    ]
}

fn bears(cells: &[MatrixCell], clause: &str, of: [&str; 5], action: &str) -> Markup {
    let cell = cells
        .iter()
        .find(|it| it.clause == clause && terms(it) == of && it.action == action);
    html! {
        @if let Some(cell) = cell { span class={ "bears b-" (cell.bears) } { (cell.bears) } } @else { span.quiet { "–" } }
    }
}
