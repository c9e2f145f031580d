//! What `overview --format json` prints.

use super::diagnostics::{DiagnosticJson, diagnostics};
use crate::overview::Overviewed;
use holdpoint_analysis::report::GradeRow;
use holdpoint_analysis::report::overview::{ActionOverview, PolicyOverview};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct OverviewedJson {
    policies: Vec<PolicyOverviewJson>,
    diagnostics: Vec<DiagnosticJson>,
}

#[derive(Debug, Serialize)]
struct PolicyOverviewJson {
    id: String,
    title: Option<String>,
    effective: Option<String>,
    actions: Vec<ActionOverviewJson>,
    undefined: Vec<String>,
    amended_by: Vec<String>,
    amended_alone: bool,
}

#[derive(Debug, Serialize)]
struct ActionOverviewJson {
    action: String,
    levels: Vec<LevelJson>,
    escapes: Vec<EscapeJson>,
}

#[derive(Debug, Serialize)]
struct LevelJson {
    /// `null` where the policy has no level at all.
    level: Option<String>,
    /// The grades that the bounds allow; one when solved exactly.
    grades: Vec<&'static str>,
    coalitions: Vec<Vec<String>>,
    coalitions_are_open: bool,
    clauses: Vec<String>,
    sentence: String,
}

#[derive(Debug, Serialize)]
struct EscapeJson {
    way: String,
    clauses: Vec<String>,
}

impl Overviewed {
    pub fn json(&self) -> OverviewedJson {
        let faults = self.faults.iter();
        OverviewedJson {
            policies: self.policies.iter().map(policy).collect(),
            diagnostics: faults
                .flat_map(|(files, found)| diagnostics(files, found))
                .collect(),
        }
    }
}

fn policy(it: &PolicyOverview) -> PolicyOverviewJson {
    PolicyOverviewJson {
        id: it.id.clone(),
        title: it.title.clone(),
        effective: it.effective.map(|it| it.0.date().to_string()),
        actions: it.actions.iter().map(action).collect(),
        undefined: it.undefined.clone(),
        amended_by: it.amended_by.clone(),
        amended_alone: it.is_amended_alone,
    }
}

fn action(it: &ActionOverview) -> ActionOverviewJson {
    let escapes = it.escapes.iter().map(|it| EscapeJson {
        way: it.way.clone(),
        clauses: it.clauses.clone(),
    });
    ActionOverviewJson {
        action: it.action.clone(),
        levels: it.rows.iter().map(level).collect(),
        escapes: escapes.collect(),
    }
}

fn level(row: &GradeRow) -> LevelJson {
    LevelJson {
        level: row.level.clone(),
        grades: row.grade.iter().map(|it| it.word()).collect(),
        coalitions: row.coalitions.clone(),
        coalitions_are_open: row.coalitions_are_open,
        clauses: row.clauses.clone(),
        sentence: row.sentence.clone(),
    }
}
