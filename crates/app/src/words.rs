//! Figures of a report in words.
//!
//! It must not know where the words go.

use holdpoint_analysis::report::{CheckReport, GradeRow, Wait};
use holdpoint_policy::inquiry::Answer;

/// How a report calls the scope in which no world is given.
pub const NOTHING_ASSUMED: &str = "nothing assumed";

/// `none`, `5 steps`, `4 to 7 steps`, `for ever`.
pub fn wait(wait: Wait) -> String {
    match wait {
        Wait::None => "none".to_owned(),
        Wait::Steps(n) => steps(n),
        Wait::Unknown => "as long as something that nobody stated".to_owned(),
        Wait::Never => "for ever".to_owned(),
        Wait::Between {
            least,
            most: Some(most),
        } => format!("{least} to {}", steps(most)),
        Wait::Between { least, most: None } => format!("at least {}", steps(least)),
    }
}

/// In the unit of the world's step where that is one of something: `7 months` says more than `7 steps`.
pub fn wait_of(row: &GradeRow, it: Wait) -> String {
    in_units(row, &wait(it))
}

pub fn in_units(row: &GradeRow, words: &str) -> String {
    match row.length_of_step.strip_prefix("1 ") {
        Some(unit) => words.replace("step", unit),
        None => words.to_owned(),
    }
}

/// For a column: `0`, `5`, `4-7`, `ever`.
pub fn wait_short(wait: Wait) -> String {
    match wait {
        Wait::None => "-".to_owned(),
        Wait::Steps(n) => n.to_string(),
        Wait::Unknown => "?".to_owned(),
        Wait::Never => "ever".to_owned(),
        Wait::Between {
            least,
            most: Some(most),
        } => format!("{least}-{most}"),
        Wait::Between { least, most: None } => format!("{least}+"),
    }
}

/// The one grade, or `between` when only bounds are known.
pub fn grade(row: &GradeRow) -> &'static str {
    match row.grade.as_slice() {
        [one] => one.word(),
        _ => "between",
    }
}

/// `self-clearing`, or `avoidable..binding`.
pub fn grade_bounds(row: &GradeRow) -> String {
    match row.grade.as_slice() {
        [] => "not graded".to_owned(),
        [one] => one.word().to_owned(),
        [first, .., last] => format!("{}..{}", first.word(), last.word()),
    }
}

/// Who can end every pause: `Anthropic, or Board + nature`; `nobody` is said only where it was shown, else `not found`.
pub fn enders(row: &GradeRow) -> String {
    if row.unprepared_wait == Wait::None {
        return "-".to_owned();
    }
    let sets: Vec<String> = row.coalitions.iter().map(|it| it.join(" + ")).collect();
    match (sets.as_slice(), row.coalitions_are_open) {
        ([], false) => "nobody".to_owned(),
        ([], true) => "not found".to_owned(),
        (_, false) => sets.join(", or "),
        (_, true) => format!("{}; perhaps others", sets.join(", or ")),
    }
}

/// `training@ASL-3`: how `explain` is asked for a row.
pub fn row_id(row: &GradeRow) -> String {
    let level = row.level.iter().map(|it| format!("@{it}"));
    format!("{}{}", row.action, level.collect::<String>())
}

/// `training at ASL-3`.
pub fn row_words(row: &GradeRow) -> String {
    let level = row.level.iter().map(|it| format!(" at {it}"));
    format!("{}{}", row.action, level.collect::<String>())
}

pub fn answer_word(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Depends => "depends",
    }
}

/// What is expected of a claim, as in `yes` or `no in slow`; empty when nothing is.
pub fn expected(check: &CheckReport) -> Vec<String> {
    let expected = check
        .answers
        .iter()
        .filter_map(|it| Some((answer_word(it.expected?), it.scope.as_str())));
    let words = |(word, scope)| match scope {
        NOTHING_ASSUMED => String::from(word),
        _ => format!("{word} {scope}"),
    };
    let mut expected: Vec<String> = expected.map(words).collect();
    expected.dedup();
    expected
}

fn steps(n: u32) -> String {
    if n == 1 {
        "1 step".to_owned()
    } else {
        format!("{n} steps")
    }
}
