//! A row of the strength ladder for programs.

use crate::words;
use holdpoint_analysis::report::{Cost, Dependence, GradeRow, PathItem, Repair, StartBy, Wait};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct GradeJson {
    policy: String,
    action: String,
    /// `null` where the policy has no level at all.
    level: Option<String>,
    /// `null`: nothing assumed.
    world: Option<String>,
    /// A word of the ladder, or `between`.
    grade: &'static str,
    /// The grades that the bounds allow; one when solved exactly.
    grades: Vec<&'static str>,
    prepared_wait: WaitJson,
    unprepared_wait: WaitJson,
    critical_path: Vec<PathItemJson>,
    total_paused: Option<WaitJson>,
    makespan: Option<WaitJson>,
    least_cost: Option<CostJson>,
    start_by: Option<StartByJson>,
    coalitions: Vec<Vec<String>>,
    coalitions_are_open: bool,
    clauses: Vec<String>,
    repair: Option<RepairJson>,
    sentence: String,
    depends_on: Vec<DependenceJson>,
    assumptions: Vec<String>,
    length_of_step: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct WaitJson {
    /// `steps`, `none`, `never`, `unknown` or `between`.
    kind: &'static str,
    /// `null` when it never ends, and when only bounds or nothing is known.
    steps: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    least: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    most: Option<u32>,
    text: String,
}

#[derive(Debug, Serialize)]
struct PathItemJson {
    name: String,
    steps: Option<u32>,
}

#[derive(Debug, Serialize)]
struct CostJson {
    cents: u64,
    currency: String,
    unpriced: Vec<String>,
}

#[derive(Debug, Serialize)]
struct StartByJson {
    /// `null`: nothing ever need be started.
    step: Option<u32>,
}

#[derive(Debug, Serialize)]
struct RepairJson {
    statement: String,
    why: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct DependenceJson {
    on: String,
    then: String,
}

pub(crate) fn grade(row: &GradeRow) -> GradeJson {
    GradeJson {
        policy: row.policy.clone(),
        action: row.action.clone(),
        level: row.level.clone(),
        world: row.world.clone(),
        grade: words::grade(row),
        grades: row.grade.iter().map(|it| it.word()).collect(),
        prepared_wait: wait(row, row.prepared_wait),
        unprepared_wait: wait(row, row.unprepared_wait),
        critical_path: row.critical_path.iter().map(path_item).collect(),
        total_paused: row.total_paused.map(|it| wait(row, it)),
        makespan: row.makespan.map(|it| wait(row, it)),
        least_cost: row.least_cost.as_ref().map(cost),
        start_by: row.start_by.as_ref().map(start_by),
        coalitions: row.coalitions.clone(),
        coalitions_are_open: row.coalitions_are_open,
        clauses: row.clauses.clone(),
        repair: row.repair.as_ref().map(repair),
        sentence: row.sentence.clone(),
        depends_on: dependences(&row.depends_on),
        assumptions: row.assumptions.clone(),
        length_of_step: row.length_of_step.clone(),
    }
}

pub(crate) fn dependences(dependences: &[Dependence]) -> Vec<DependenceJson> {
    dependences
        .iter()
        .map(|it| DependenceJson {
            on: it.on.clone(),
            then: it.then.clone(),
        })
        .collect()
}

fn wait(row: &GradeRow, wait: Wait) -> WaitJson {
    let json = |kind, steps| WaitJson {
        kind,
        steps,
        least: None,
        most: None,
        text: words::wait_of(row, wait),
    };
    match wait {
        Wait::Steps(n) => json("steps", Some(n)),
        Wait::None => json("none", Some(0)),
        Wait::Never => json("never", None),
        Wait::Unknown => json("unknown", None),
        Wait::Between { least, most } => WaitJson {
            least: Some(least),
            most,
            ..json("between", None)
        },
    }
}

fn path_item(it: &PathItem) -> PathItemJson {
    PathItemJson {
        name: it.name.clone(),
        steps: it.steps,
    }
}

fn cost(it: &Cost) -> CostJson {
    CostJson {
        cents: it.cents,
        currency: it.currency.clone(),
        unpriced: it.unpriced.clone(),
    }
}

fn start_by(it: &StartBy) -> StartByJson {
    match it {
        StartBy::Step(step) => StartByJson { step: Some(*step) },
        StartBy::Never => StartByJson { step: None },
    }
}

fn repair(it: &Repair) -> RepairJson {
    RepairJson {
        statement: it.statement.clone(),
        why: it.why.clone(),
    }
}
