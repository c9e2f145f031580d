//! What exported boards say of a row together, held against the row of a check.
//!
//! It must not know how a property is decided: that its `RESULT` is right is for others to find.

use crate::reader;
use holdpoint_app::export::Document;
use holdpoint_app::report::{GradeRow, Wait};
use std::collections::BTreeMap;

pub(crate) enum Compared {
    Agrees,
    /// A board was too large.
    LeftOut,
    Differs(String),
}

/// What one board says of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    Steps(u32),
    Endless,
    /// Pauses end, or do not, all work of unstated length being finished at some time.
    Ends(bool),
}

/// `notes` say which boards were left out.
pub(crate) fn compared(row: &GradeRow, documents: &BTreeMap<&str, &Document>, notes: &[String]) -> Compared {
    let level = row.level.as_deref().unwrap_or("any-level");
    let world = row.world.as_deref().unwrap_or("nothing-assumed");
    let stem = format!("{}.{}.{level}.{world}", row.policy, row.action);
    for (question, wait) in [
        ("prepared", row.prepared_wait),
        ("unprepared", row.unprepared_wait),
    ] {
        let said = |bound: &str| {
            let asked = documents.get(format!("{stem}.{question}{bound}.props").as_str())?;
            let model = documents.get(format!("{stem}.{question}{bound}.prism").as_str())?;
            Some(said(&model.text, &asked.text))
        };
        let (least, most, exactly) = (said(".at-least"), said(".at-most"), said(""));
        let (least, most) = (exactly.or(least), exactly.or(most));
        // An endless pause may be shown on another board than the one that bounds it from below.
        let decided_elsewhere = wait == Wait::Never && is_left_out(row, question, notes);
        let lacks_one = least.is_none() || (most.is_none() && (wait != Wait::Never || decided_elsewhere));
        match (wait, least, most) {
            (Wait::None, None, None) => {}
            _ if agrees(wait, least, most) => {}
            _ if lacks_one => return Compared::LeftOut,
            _ => return Compared::Differs(format!("{stem}: {question} {wait:?}, but {least:?}, {most:?}")),
        }
    }
    Compared::Agrees
}

/// Whether a note says that a board of the question was left out of the row.
fn is_left_out(row: &GradeRow, question: &str, notes: &[String]) -> bool {
    let level = row.level.iter().map(|it| format!(" at {it}"));
    let world = match &row.world {
        Some(world) => format!(" in {world}"),
        None => ", nothing assumed".to_owned(),
    };
    let row = format!(
        "{}{}{world}: left out: {question}",
        row.action,
        level.collect::<String>()
    );
    notes.iter().any(|it| it.starts_with(&row))
}

fn agrees(wait: Wait, least: Option<Said>, most: Option<Said>) -> bool {
    match wait {
        Wait::None => least.is_none() && most.is_none(),
        Wait::Steps(steps) => {
            let is_least = least == Some(Said::Steps(steps)) || (least.is_none() && steps == 0);
            is_least && most == Some(Said::Steps(steps))
        }
        Wait::Never => matches!(least, Some(Said::Endless | Said::Ends(false))),
        Wait::Unknown => most == Some(Said::Ends(true)),
        Wait::Between {
            least: from,
            most: to,
        } => {
            let is_least = least == Some(Said::Steps(from)) || (least.is_none() && from == 0);
            is_least && (to.is_none() || most == to.map(Said::Steps))
        }
    }
}

fn said(model: &str, asked: &str) -> Said {
    let properties = reader::properties(asked);
    let first = properties.first().expect("something is asked");
    match (first.formula.as_str(), first.result.as_str()) {
        (formula, _) if formula.contains("run<=most") => {
            Said::Steps(reader::model(model).most.expect("it is said how many"))
        }
        (formula, _) if formula.contains("Pmax") => Said::Steps(0),
        (formula, result) if formula.contains("settled") => Said::Ends(result == "true"),
        (_, "Infinity") => Said::Endless,
        (_, steps) => Said::Steps(steps.parse().expect("a number of steps")),
    }
}
