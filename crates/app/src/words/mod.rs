//! Figures of a report in words.
//!
//! It must not know where the words go.

pub mod comparison;
pub mod difference;
pub(crate) mod evidence;

use holdpoint_analysis::report::difference::Edition;
use holdpoint_analysis::report::readings::{Judged, ReadingTable};
use holdpoint_analysis::report::sensitivity::Room;
use holdpoint_analysis::report::{CheckReport, GradeRow, Wait};
use holdpoint_policy::inquiry::{Answer, Strength};

/// How a report calls the scope in which no world is given.
pub const NOTHING_ASSUMED: &str = "nothing assumed";

/// Whether a clause bars an action, by how far that is known of it.
pub fn bars(value: &str) -> &'static str {
    match value {
        "true" => "bars it",
        "torn" => "bars it by the safer of two readings of the record",
        "in conflict" => "may bar it: the evidence is in conflict",
        _ => "may bar it: it is not known",
    }
}

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
    grade_of(&row.grade)
}

/// The same of grades that bounds allow.
pub fn grade_of(grades: &[Strength]) -> String {
    match grades {
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

/// `3 steps to spare`, `2 steps too long`.
pub fn room(room: Room) -> String {
    match room {
        Room::Spare(0) => "none to spare".to_owned(),
        Room::Spare(n) => format!("{} to spare", steps(n)),
        Room::Ample => "as late as one likes".to_owned(),
        Room::Short(n) => format!("{} too long", steps(n)),
        Room::Elsewhere => "too late however short".to_owned(),
        Room::Undecided => "not decided".to_owned(),
    }
}

/// Which readings were compared, where a text has several: `the base reading of A and B in rsp-3.0`.
pub fn base_readings(editions: [&Edition; 2]) -> Option<String> {
    let open = editions.into_iter().filter(|it| !it.readings.is_empty());
    let each: Vec<String> = open
        .map(|it| format!("the base reading of {} in {}", it.readings.join(", "), it.id))
        .collect();
    (!each.is_empty()).then(|| each.join(", and "))
}

/// `training at ASL-3`.
pub fn row_words(row: &GradeRow) -> String {
    let level = row.level.iter().map(|it| format!(" at {it}"));
    format!("{}{}", row.action, level.collect::<String>())
}

/// `training at ASL-3 in early`, `claim row-06`.
pub fn judged(it: &Judged) -> String {
    match it {
        Judged::Row { action, level, world } => {
            let level = level.iter().map(|it| format!(" at {it}"));
            let world = world.iter().map(|it| format!(" in {it}"));
            format!("{action}{}", level.chain(world).collect::<String>())
        }
        Judged::Check { id } => format!("claim {id}"),
    }
}

/// How many combinations of readings there are, and which of them were looked at.
pub fn combinations(table: &ReadingTable) -> String {
    let names = match table.slots.len() {
        1 => "1 name has several readings".to_owned(),
        n => format!("{n} names have several readings"),
    };
    let looked_at = table.combinations.len();
    match (table.is_complete(), table.n_all) {
        (true, _) => format!("{names}: {looked_at} combinations, all of them looked at"),
        (false, u64::MAX) => {
            format!(
                "{names}: too many combinations; the {looked_at} that change one name or two were looked at"
            )
        }
        (false, n) => format!(
            "{names}: {n} combinations, too many; the {looked_at} that change one name or two were looked at"
        ),
    }
}

/// `ASL-3-security "outcome"`: a name, and one of its meanings.
pub fn option(table: &ReadingTable, slot: usize, option: usize) -> String {
    let slot = &table.slots[slot];
    format!("{} \"{}\"", slot.name, slot.options[option])
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
