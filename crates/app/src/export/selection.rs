//! What an export is called, and whether the names that were asked for exist.
//!
//! It must not know formats.

use super::ExportFile;
use holdpoint_analysis::export::{Bound, ExportedBoard, ExportedRow, Question};
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::suggest::nearest;

impl ExportFile {
    /// Why some name that was asked for cannot be meant.
    pub(super) fn unknown_name(&self, encoding: &Encoding) -> Option<String> {
        let policies = || encoding.policies.iter();
        let actions = policies().flat_map(|it| it.base.actions.iter().map(|it| it.named.name.as_str()));
        let levels = policies().flat_map(|it| it.base.levels.iter().map(|it| it.named.name.as_str()));
        let worlds = policies().flat_map(|it| it.worlds.iter().map(|it| it.named.name.as_str()));
        unknown("action", &self.action, actions.collect())
            .or_else(|| unknown("level", &self.level, levels.collect()))
            .or_else(|| unknown("world", &self.world, worlds.collect()))
    }
}

fn unknown(kind: &str, asked: &Option<String>, known: Vec<&str>) -> Option<String> {
    let name = asked.as_deref().filter(|it| !known.contains(it))?;
    let quoted: Vec<String> = known.iter().map(|it| format!("`{it}`")).collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(it) => format!("did you mean `{it}`?"),
        None if known.is_empty() => format!("no {kind} is declared"),
        None => format!("there is {}", quoted.join(", ")),
    };
    Some(format!("no {kind} is called `{name}`\nhelp: {help}"))
}

/// `training at ASL-3 in slow`.
pub(super) fn row(row: &ExportedRow) -> String {
    let level = row.level.iter().map(|it| format!(" at {it}"));
    let world = match &row.world {
        Some(world) => format!(" in {world}"),
        None => ", nothing assumed".to_owned(),
    };
    format!("{}{}{world}", row.action, level.collect::<String>())
}

/// `rsp.training.ASL-3.slow.prepared.at-most`.
pub(super) fn board(row: &ExportedRow, board: &ExportedBoard) -> String {
    let question = match board.question {
        Question::Pause => "pause",
        Question::Prepared => "prepared",
        Question::Unprepared => "unprepared",
    };
    let bound = match board.bound {
        Bound::AtLeast => ".at-least",
        Bound::AtMost => ".at-most",
        Bound::Exactly => "",
    };
    let world = row.world.as_deref().unwrap_or("nothing-assumed");
    let level = row.level.as_deref().unwrap_or("any-level");
    format!("{}.{}.{level}.{world}.{question}{bound}", row.policy, row.action)
}
