//! What two encodings have in common and have not, in words.
//!
//! It must not know where the words go.

use super::{grade_of, wait_short};
use holdpoint_analysis::report::comparison::{
    ActionPair, Comparison, Figure, Permits, Readings, RowPair, RowSide, SameBy, SameUnder, Treatment,
};
use holdpoint_analysis::report::difference::{Direction, Moved, Separation};

/// Who permits what the other bars, and by what; a line each.
pub fn permits(it: &ActionPair, labels: &[String; 2]) -> Vec<String> {
    let [first, second] = labels;
    let named = |found: &[Separation]| {
        let names = found.iter().map(|it| it.clause.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let mut lines = Vec::new();
    match it.relation {
        Permits::OnlyFirstNames => lines.push(format!("only {first} names it")),
        Permits::OnlySecondNames => lines.push(format!("only {second} names it")),
        Permits::TheSame => lines.push("both permit the same".to_owned()),
        _ => {}
    }
    if !it.first_permits.is_empty() {
        lines.push(format!(
            "{first} permits what {second} bars by {}",
            named(&it.first_permits)
        ));
    }
    if !it.second_permits.is_empty() {
        lines.push(format!(
            "{second} permits what {first} bars by {}",
            named(&it.second_permits)
        ));
    }
    let open = it.undecided.iter();
    lines.extend(open.map(|(clause, why)| format!("{clause} is undecided: {why}")));
    lines
}

/// `modality: must ≠ may (ann asks more)`.
pub fn moved(it: &Moved, labels: &[String; 2]) -> String {
    let more = match it.direction {
        Some(Direction::Stronger) => format!(" ({} asks more)", labels[1]),
        Some(Direction::Weaker) => format!(" ({} asks more)", labels[0]),
        None => String::new(),
    };
    format!("{}: {} ≠ {}{more}", it.dimension.word(), it.from, it.to)
}

/// How two were found to be the same; nothing where they are called the same.
pub fn same_by(by: SameBy) -> Option<String> {
    match by {
        SameBy::Name => None,
        SameBy::Hand => Some("said to be the same".to_owned()),
        SameBy::Quotation(percent) => Some(format!(
            "taken for the same by the sentence above it, {percent} %"
        )),
        SameBy::Likeness(percent) => Some(format!("taken for the same by likeness, {percent} %")),
    }
}

/// `encoded by gate, test`, `declared not encoded: an aim`.
pub fn treatment(it: &Treatment) -> String {
    match it {
        Treatment::Encoded(clauses) if !clauses.is_empty() => format!("encoded by {}", clauses.join(", ")),
        Treatment::NotEncoded(because) => format!("declared not encoded: {because}"),
        other => other.word().to_owned(),
    }
}

/// How much of the text each has read.
pub fn covered(it: &Comparison) -> Vec<String> {
    let each = it.labels.iter().zip(&it.covered).map(|(label, it)| {
        format!(
            "{label}: {} of {} sentences encoded, {} declared not encoded",
            it.sentences_encoded, it.sentences, it.not_encoded
        )
    });
    each.collect()
}

/// `training at A-2 in quick`.
pub fn row(it: &RowPair) -> String {
    let level = it.level.iter().map(|it| format!(" at {it}"));
    let world = it.world.iter().map(|it| format!(" in {it}"));
    format!("{}{}", it.action, level.chain(world).collect::<String>())
}

/// `self-clearing, 5 prepared, 12 unprepared`; `-` where there is no such row.
pub fn row_side(it: Option<&RowSide>) -> String {
    let Some(it) = it else { return "-".to_owned() };
    let waits = [it.prepared_wait, it.unprepared_wait].map(wait_short);
    let grade = grade_of(&it.grade);
    match waits.each_ref().map(String::as_str) {
        ["-", "-"] => grade,
        [prepared, unprepared] => format!("{grade}, {prepared} prepared, {unprepared} unprepared"),
    }
}

/// Whether each is the other under some of its readings; nothing of one that has none.
pub fn readings(it: &Comparison) -> Vec<String> {
    let [first, second] = &it.labels;
    let [own, others] = &it.readings;
    let lines = [
        reading_words(own, first, second),
        reading_words(others, second, first),
    ];
    lines.into_iter().flatten().collect()
}

fn reading_words(it: &Readings, whose: &str, other: &str) -> Vec<String> {
    if it.n_looked_at < 2 {
        return Vec::new();
    }
    if it.same.is_empty() {
        let which = match it.all {
            true => format!("none of its {} combinations of readings", it.n_looked_at),
            false => format!(
                "none of the {} combinations of readings looked at",
                it.n_looked_at
            ),
        };
        return vec![format!(
            "{other} permits and grades as {whose} does under {which}"
        )];
    }
    it.same.iter().map(|it| same_under(it, whose, other)).collect()
}

fn same_under(it: &SameUnder, whose: &str, other: &str) -> String {
    let reading = match it.reading.as_str() {
        "base" => "its base readings",
        some => some,
    };
    match it.clauses_apart.as_slice() {
        [] => format!("{other} is {whose} under {reading}: the same histories, grades and clauses"),
        apart => format!(
            "{other} permits and grades as {whose} does under {reading}; clauses differ even so: {}",
            apart.join(", ")
        ),
    }
}

/// What was compared, and how much of it is alike; nothing of what neither has.
pub fn agreement(it: &Comparison) -> Vec<(&'static str, String)> {
    let found = it.agreement();
    let figures = [
        ("sections", found.sections),
        ("sentences", found.sentences),
        ("clauses", found.clauses),
        ("actions", found.actions),
        ("rows", found.rows),
        ("claims", found.checks),
    ];
    let is_there = |it: &Figure| *it != Figure::default();
    let figures = figures.into_iter().filter(|(_, figure)| is_there(figure));
    let mut lines: Vec<(&str, String)> = figures
        .map(|(name, figure)| (name, figure_words(&figure, &it.labels)))
        .collect();
    if found.things_differ > 0 {
        lines.push((
            "meanings",
            format!("{} that both name differ", found.things_differ),
        ));
    }
    lines
}

/// `3 of 4 alike, 1 only in ann`.
fn figure_words(it: &Figure, labels: &[String; 2]) -> String {
    let mut words = match it.in_both {
        0 => "none in both".to_owned(),
        n => format!("{} of {n} alike", it.alike),
    };
    for (label, only) in labels.iter().zip(it.only) {
        if only > 0 {
            words.push_str(&format!(", {only} only in {label}"));
        }
    }
    words
}
