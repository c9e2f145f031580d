//! Grades and verdicts of two reports side by side, in the first's words.
//!
//! It must not know how a grade is found.

use super::kinds::Kind;
use crate::difference::Aligned;
use crate::report::comparison::{CheckPair, RowPair, RowSide, SameBy};
use crate::report::{CheckReport, GradeRow};
use holdpoint_policy::model::{ClauseId, Policy};
use std::collections::BTreeMap;

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

/// What the second's names are in the first.
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// `translated` is the second with the first's names; clauses are called as those that they are paired with.
    pub(super) fn of(policies: [&Policy; 2], translated: &Policy, pairs: &[Aligned<SameBy>]) -> Names {
        let [first, second] = policies;
        let mut names = BTreeMap::new();
        for kind in Kind::ALL {
            let both = kind.named(second).into_iter().zip(kind.named(translated));
            names.extend(both.map(|(own, its)| (own.name.clone(), its.name.clone())));
        }
        names.extend(pairs.iter().map(|it| {
            let name = |policy: &Policy, id: ClauseId| policy.clauses[id.index()].named.name.clone();
            (name(second, it.new), name(first, it.old))
        }));
        Names(names)
    }

    /// The second's words with the first's names.
    fn said(&self, words: &str) -> String {
        let is_of_a_name = |it: char| it.is_alphanumeric() || it == '-' || it == '_' || it == '.';
        let mut said = String::new();
        for piece in words.split_inclusive(|it: char| !is_of_a_name(it)) {
            let name = piece.trim_end_matches(|it: char| !is_of_a_name(it));
            let rest = &piece[name.len()..];
            said.push_str(self.0.get(name).map_or(name, String::as_str));
            said.push_str(rest);
        }
        said
    }
}

/// Checks of one name, else of one property word for word in the first's names.
pub(super) fn checks(first: &[CheckReport], second: &[CheckReport], names: &Names) -> Vec<CheckPair> {
    let mut pairs = Vec::new();
    for check in first {
        let by_name = second.iter().find(|it| it.id == check.id);
        let is_taken = |it: &&CheckReport| first.iter().any(|other| other.id == it.id);
        let mut left = second.iter().filter(|it| !is_taken(it));
        let its = by_name.or_else(|| left.find(|it| names.said(&it.property) == check.property));
        pairs.extend(its.map(|its| CheckPair {
            ids: [check.id.clone(), its.id.clone()],
            property: check.property.clone(),
            verdicts: [&check.verdict, &its.verdict].map(|it| it.word().to_owned()),
        }));
    }
    pairs
}
