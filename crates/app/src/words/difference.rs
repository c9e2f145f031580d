//! What became of a policy in its next version, in words.
//!
//! It must not know where the words go.

use holdpoint_analysis::report::difference::{Change, Difference, Relation, ThingChange};

const CHANGES: [Change; 7] = [
    Change::Strengthened,
    Change::Weakened,
    Change::Mixed,
    Change::Added,
    Change::Removed,
    Change::Relocated,
    Change::Unchanged,
];

/// How many clauses became what: `29 added, 30 removed`.
pub fn clause_counts(it: &Difference) -> String {
    let counted = |change: Change| it.clauses.iter().filter(|it| it.change == change).count();
    let counts = CHANGES.into_iter().map(|it| (counted(it), it.word()));
    let counts = counts.filter(|(n, _)| *n > 0);
    counts
        .map(|(n, word)| format!("{n} {word}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// What the word for a relation says of the new text, for whoever has not met it.
pub fn meaning(relation: Relation) -> &'static str {
    match relation {
        Relation::Stronger => "it bars all that the old text bars, and more",
        Relation::Weaker => "it permits all that the old text permits, and more",
        Relation::Equal => "it permits the same",
        Relation::Incomparable => "each text permits something that the other bars",
        Relation::Undecided => "the solver came to its limits",
        Relation::Added => "only the new text names it",
        Relation::Removed => "only the old text names it",
    }
}

/// Names of one kind that came or went as a whole, which is neither stronger nor weaker by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameOrWent<'a> {
    pub kind: &'static str,
    pub change: Change,
    pub names: Vec<&'a str>,
}

/// What came, kind by kind, then what went.
pub fn came_and_went(things: &[ThingChange]) -> Vec<CameOrWent<'_>> {
    let mut found = Vec::new();
    for change in [Change::Added, Change::Removed] {
        for group in things.chunk_by(|one, other| one.kind == other.kind) {
            let names = group.iter().filter(|it| it.change == change);
            let names: Vec<&str> = names.map(|it| it.name.as_str()).collect();
            if !names.is_empty() {
                let kind = group[0].kind;
                found.push(CameOrWent { kind, change, names });
            }
        }
    }
    found
}
