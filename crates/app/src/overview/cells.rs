//! What the cells of an overview say, line by line.
//!
//! It must not know tables.

use crate::words;
use holdpoint_analysis::report::overview::{ActionOverview, PolicyOverview};
use holdpoint_analysis::report::{GradeRow, Wait};

/// What holds at some levels alike: `self-clearing at ASL-3: Anthropic`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeLine {
    pub grade: String,
    /// ` at ASL-3 and ASL-4`; empty where the policy has no levels.
    pub levels: String,
    /// Who can end every pause; empty where there is none.
    pub enders: String,
}

/// One line for each grade with the same parties, from the lowest level.
pub fn grade_lines(action: &ActionOverview) -> Vec<GradeLine> {
    let mut groups: Vec<(String, String, Vec<&str>)> = Vec::new();
    for row in &action.rows {
        let (grade, enders) = (words::grade_bounds(row), enders(row));
        let level = row.level.as_deref();
        match groups.iter_mut().find(|it| it.0 == grade && it.1 == enders) {
            Some((_, _, levels)) => levels.extend(level),
            None => groups.push((grade, enders, Vec::from_iter(level))),
        }
    }
    let line = |(grade, enders, levels): (String, String, Vec<&str>)| GradeLine {
        grade,
        levels: at(&levels),
        enders,
    };
    groups.into_iter().map(line).collect()
}

fn enders(row: &GradeRow) -> String {
    match row.unprepared_wait {
        Wait::None => String::new(),
        _ => words::enders(row),
    }
}

fn at(levels: &[&str]) -> String {
    match levels {
        [] => String::new(),
        [one] => format!(" at {one}"),
        [first @ .., last] => format!(" at {} and {last}", first.join(", ")),
    }
}

/// `unless interim-assurance is in place (deploy-gate)`.
pub fn escape_lines(action: &ActionOverview) -> Vec<String> {
    let each = action.escapes.iter();
    each.map(|it| format!("{} ({})", it.way, it.clauses.join(", ")))
        .collect()
}

/// `Board, with nobody outside the developer`, `Board and LTBT`.
pub fn amendment(policy: &PolicyOverview) -> String {
    let by = policy.amended_by.join(" and ");
    match policy.is_amended_alone {
        true => format!("{by}, with nobody outside the developer"),
        false => by,
    }
}
