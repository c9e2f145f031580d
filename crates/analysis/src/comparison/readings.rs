//! Whether one encoding is what the other is under some combination of its readings.
//!
//! It must not know how histories or grades are compared.

use super::{clauses, verdicts};
use crate::difference::{Aligned, actions};
use crate::report::GradeRow;
use crate::report::comparison::{ClausePair, Readings, SameBy, SameUnder};
use crate::report::difference::Relation;
use holdpoint_policy::encoding::PolicyEncoding;
use holdpoint_policy::model::Policy;

/// One encoding in the common vocabulary, with what is known of it under each of its readings.
pub(super) struct Read<'a> {
    pub(super) coded: &'a PolicyEncoding,
    /// The rows of its base reading, in common names.
    pub(super) rows: &'a [GradeRow],
    /// A policy of it in common names.
    pub(super) said: &'a dyn Fn(&Policy) -> Policy,
}

/// Under which of `read`'s readings it grades and permits what `other` does as it stands. `pairs` are its clauses and the
/// other's that are the same.
pub(super) fn same(read: &Read<'_>, other: &Read<'_>, pairs: &[Aligned<SameBy>]) -> Readings {
    let readings = read.coded.readings();
    let base = (other.said)(&other.coded.base);
    let mut same = Vec::new();
    for (index, reading) in readings.iter().enumerate() {
        // Grades are known, and histories have to be looked for.
        if !grades_the_same(read.rows, index, other.rows) {
            continue;
        }
        let policy = (read.said)(&read.coded.under(reading));
        if permits_the_same(&policy, &base) {
            same.push(SameUnder {
                reading: match read.coded.reading_words(reading) {
                    none if none.is_empty() => "base".to_owned(),
                    some => some,
                },
                clauses_apart: apart(&clauses(&policy, &base, pairs)),
            });
        }
    }
    Readings {
        n_looked_at: readings.len(),
        all: readings.len() as u64 == read.coded.n_combinations(),
        same,
    }
}

/// With nothing assumed and in worlds that both have.
fn grades_the_same(rows: &[GradeRow], reading: usize, others: &[GradeRow]) -> bool {
    let has_world = |row: &&GradeRow| others.iter().any(|it| it.world == row.world);
    let others_has_world = |row: &&GradeRow| rows.iter().any(|it| it.world == row.world);
    let shared: Vec<&GradeRow> = rows.iter().filter(has_world).collect();
    let is_graded_so = |row: &&GradeRow| {
        let mut its = others.iter().filter(|it| verdicts::is_same(it, row));
        its.any(|it| row.under_readings[reading] == it.grade)
    };
    shared.len() == others.iter().filter(others_has_world).count() && shared.iter().all(is_graded_so)
}

fn permits_the_same(one: &Policy, other: &Policy) -> bool {
    let changes = actions(one, other, &mut |_, _| {});
    changes.iter().all(|it| it.relation == Relation::Equal)
}

fn apart(clauses: &[ClausePair]) -> Vec<String> {
    let apart = clauses.iter().filter(|it| !it.is_alike());
    let names = apart.filter_map(|it| it.sides.iter().flatten().next());
    names.map(|it| it.name.clone()).collect()
}
