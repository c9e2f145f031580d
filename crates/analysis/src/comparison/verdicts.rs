//! Grades and verdicts of two reports side by side, in the first's words.
//!
//! It must not know how a grade is found.

use super::kinds::Kind;
use crate::report::comparison::{CheckPair, RowPair, RowSide};
use crate::report::{CheckReport, GradeRow};
use holdpoint_policy::model::Policy;

/// The second's rows under the names that its things have in one vocabulary. `translated` is `own` with those names.
pub(super) fn renamed(rows: &[GradeRow], own: &Policy, translated: &Policy) -> Vec<GradeRow> {
    let name = |kind: Kind, it: &str| {
        let place = kind.named(own).iter().position(|named| named.name == it);
        place.map_or_else(
            || it.to_owned(),
            |place| kind.named(translated)[place].name.clone(),
        )
    };
    let renamed = rows.iter().map(|row| GradeRow {
        action: name(Kind::Action, &row.action),
        level: row.level.as_deref().map(|it| name(Kind::Level, it)),
        ..row.clone()
    });
    renamed.collect()
}

/// Rows with nothing assumed and in worlds that both have; in the first's order, then what only the second has.
pub(super) fn rows(first: &[GradeRow], second: &[GradeRow]) -> Vec<RowPair> {
    let has_world = |rows: &[GradeRow], row: &GradeRow| rows.iter().any(|it| it.world == row.world);
    let mut pairs = Vec::new();
    for row in first.iter().filter(|it| has_world(second, it)) {
        let its = second.iter().find(|it| is_same(it, row));
        pairs.push(pair(row, [Some(row), its]));
    }
    for row in second.iter().filter(|it| has_world(first, it)) {
        if !first.iter().any(|it| is_same(it, row)) {
            pairs.push(pair(row, [None, Some(row)]));
        }
    }
    pairs
}

pub(super) fn is_same(one: &GradeRow, other: &GradeRow) -> bool {
    (&one.action, &one.level, &one.world) == (&other.action, &other.level, &other.world)
}

fn pair(named: &GradeRow, sides: [Option<&GradeRow>; 2]) -> RowPair {
    let side = |row: &GradeRow| RowSide {
        grade: row.grade.clone(),
        prepared_wait: row.prepared_wait,
        unprepared_wait: row.unprepared_wait,
    };
    RowPair {
        action: named.action.clone(),
        level: named.level.clone(),
        world: named.world.clone(),
        sides: sides.map(|it| it.map(side)),
    }
}

/// Checks of one name, else of one property word for word.
pub(super) fn checks(first: &[CheckReport], second: &[CheckReport]) -> Vec<CheckPair> {
    let mut pairs = Vec::new();
    for check in first {
        let by_name = second.iter().find(|it| it.id == check.id);
        let is_taken = |it: &&CheckReport| first.iter().any(|other| other.id == it.id);
        let mut left = second.iter().filter(|it| !is_taken(it));
        let its = by_name.or_else(|| left.find(|it| it.property == check.property));
        pairs.extend(its.map(|its| CheckPair {
            ids: [check.id.clone(), its.id.clone()],
            property: check.property.clone(),
            verdicts: [&check.verdict, &its.verdict].map(|it| it.word().to_owned()),
        }));
    }
    pairs
}
