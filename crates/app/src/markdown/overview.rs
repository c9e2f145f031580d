//! An overview as Markdown tables: one column a policy, one row an action.
//!
//! It must not know how a grade was found.

use super::wide_table;
use crate::overview::{GradeLine, Overviewed, amendment, escape_lines, grade_lines};
use holdpoint_analysis::report::overview::{ActionOverview, PolicyOverview};

impl Overviewed {
    /// Empty where nothing could be read.
    pub fn markdown(&self) -> String {
        let policies = self.policies.as_slice();
        if policies.is_empty() {
            return String::new();
        }
        let parts = [
            ("Grades, and who can end every pause", graded(policies)),
            ("Ways around", by_action(policies, escape_lines)),
            ("The texts themselves", texts(policies)),
        ];
        let parts = parts.map(|(heading, table)| format!("### {heading}\n\n{table}"));
        parts.join("\n")
    }
}

fn graded(policies: &[PolicyOverview]) -> String {
    by_action(policies, |it| grade_lines(it).iter().map(grade).collect())
}

fn grade(line: &GradeLine) -> String {
    match line.enders.as_str() {
        "" => format!("{}{}", line.grade, line.levels),
        enders => format!("**{}**{}: {enders}", line.grade, line.levels),
    }
}

/// Actions in the order in which the policies name them.
fn by_action(policies: &[PolicyOverview], lines: impl Fn(&ActionOverview) -> Vec<String>) -> String {
    let mut actions: Vec<&str> = Vec::new();
    for action in policies.iter().flat_map(|it| &it.actions) {
        if !actions.contains(&action.action.as_str()) {
            actions.push(&action.action);
        }
    }
    let rows = actions.into_iter().map(|name| {
        let cells = policies.iter().map(|policy| {
            let own = policy.actions.iter().find(|it| it.action == name);
            own.map(|it| lines(it).join("\n"))
        });
        (format!("`{name}`"), cells.map(shown).collect())
    });
    table(policies, rows)
}

/// A policy may not name the action at all, or have nothing to say of it.
fn shown(cell: Option<String>) -> String {
    match cell {
        None => "not named".to_owned(),
        Some(text) if text.is_empty() => "none".to_owned(),
        Some(text) => text,
    }
}

fn texts(policies: &[PolicyOverview]) -> String {
    let row = |head: &str, cell: &dyn Fn(&PolicyOverview) -> String| {
        (head.to_owned(), policies.iter().map(cell).collect::<Vec<_>>())
    };
    let rows = [
        row("title", &|it| it.title.clone().unwrap_or_default()),
        row("in force from", &|it| {
            it.effective
                .map_or_else(|| "not said".to_owned(), |it| it.0.date().to_string())
        }),
        row("named and not defined", &|it| {
            shown(Some(it.undefined.join("\n")))
        }),
        row("changed by", &amendment),
    ];
    table(policies, rows.into_iter())
}

fn table(policies: &[PolicyOverview], rows: impl Iterator<Item = (String, Vec<String>)>) -> String {
    let ids = policies.iter().map(|it| format!("`{}`", it.id));
    let heads: Vec<String> = std::iter::once(" ".to_owned()).chain(ids).collect();
    let rows: Vec<Vec<String>> = rows
        .map(|(head, cells)| std::iter::once(head).chain(cells).collect())
        .collect();
    wide_table(&heads, rows.iter().map(Vec::as_slice))
}
