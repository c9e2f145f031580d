//! The strength ladder: one row an action at a level, more where worlds differ.

use crate::render::style::{FAINT, grade};
use crate::render::table::{Cell, Table, wrap};
use crate::terminal::Terminal;
use holdpoint_app::report::GradeRow;
use holdpoint_app::words;

const HEADS: [&str; 7] = [
    "action",
    "level",
    "world",
    "grade",
    "prepared",
    "unprepared",
    "can end it",
];

pub(crate) fn ladder(rows: &[GradeRow], terminal: &Terminal, is_verbose: bool) -> String {
    let groups = groups(rows);
    let (silent, spoken): (Vec<_>, Vec<_>) = groups.into_iter().partition(|it| is_silent(it));
    let mut text = if is_verbose {
        verbose(&spoken, terminal)
    } else {
        table(&spoken, terminal)
    };
    if !silent.is_empty() {
        let places: Vec<String> = silent.iter().map(|it| words::row_words(it[0])).collect();
        text.push_str(&indented(
            &format!("silent on {}", places.join(", ")),
            2,
            terminal.width,
        ));
    }
    text.push_str(&indented(&footnote(rows), 2, terminal.width));
    text
}

/// The rows of one action at one level; one of them where all worlds agree.
fn groups(rows: &[GradeRow]) -> Vec<Vec<&GradeRow>> {
    let mut groups: Vec<Vec<&GradeRow>> = Vec::new();
    for row in rows {
        match groups
            .iter_mut()
            .find(|it| it[0].action == row.action && it[0].level == row.level)
        {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
    }
    groups
}

fn is_silent(group: &[&GradeRow]) -> bool {
    group.iter().all(|it| words::grade(it) == "silent")
}

fn table(groups: &[Vec<&GradeRow>], terminal: &Terminal) -> String {
    let mut table = Table::new(&HEADS);
    for group in groups {
        let agree = group.iter().all(|it| shown(it) == shown(group[0]));
        let rows = if agree { &group[..1] } else { &group[..] };
        for (index, row) in rows.iter().enumerate() {
            let world = if agree && group.len() > 1 {
                "in all worlds"
            } else {
                world(row)
            };
            table.row(cells(row, index == 0, world));
        }
    }
    if table.is_empty() {
        String::new()
    } else {
        table.text(2, terminal.width, terminal.has_colour)
    }
}

fn cells(row: &GradeRow, is_first: bool, world: &str) -> Vec<Cell> {
    let [grade_words, prepared, unprepared, enders] = shown(row);
    let once = |text: &str| {
        if is_first {
            Cell::new(text)
        } else {
            Cell::styled("", FAINT)
        }
    };
    vec![
        once(&row.action),
        once(row.level.as_deref().unwrap_or("-")),
        Cell::new(world),
        Cell::styled(grade_words, grade(words::grade(row))),
        Cell::new(prepared),
        Cell::new(unprepared),
        Cell::new(enders),
    ]
}

/// What a row of the table says beside where it stands.
fn shown(row: &GradeRow) -> [String; 4] {
    let (prepared, unprepared) = (
        words::wait_short(row.prepared_wait),
        words::wait_short(row.unprepared_wait),
    );
    [words::grade_bounds(row), prepared, unprepared, words::enders(row)]
}

fn world(row: &GradeRow) -> &str {
    row.world.as_deref().unwrap_or("nothing assumed")
}

/// Each row with its sentence and what it hangs on.
fn verbose(groups: &[Vec<&GradeRow>], terminal: &Terminal) -> String {
    groups
        .iter()
        .flatten()
        .map(|row| table(&[vec![*row]], terminal) + &grounds(row, terminal.width) + "\n")
        .collect()
}

fn grounds(row: &GradeRow, width: usize) -> String {
    let mut lines = vec![row.sentence.clone()];
    if !row.critical_path.is_empty() {
        let steps = |it: Option<u32>| it.map_or_else(|| "?".to_owned(), |it| it.to_string());
        let path = row
            .critical_path
            .iter()
            .map(|it| format!("{} ({})", it.name, steps(it.steps)));
        lines.push(format!(
            "what takes the time: {}",
            path.collect::<Vec<_>>().join(", then ")
        ));
    }
    if !row.clauses.is_empty() {
        lines.push(format!("clauses: {}", row.clauses.join(", ")));
    }
    lines.extend(row.depends_on.iter().map(|it| format!("{}: {}", it.on, it.then)));
    lines.extend(
        row.repair
            .iter()
            .map(|it| format!("would be binding with: {} ({})", it.statement, it.why)),
    );
    if !row.assumptions.is_empty() {
        lines.push(format!("assumes: {}", row.assumptions.join("; ")));
    }
    lines.iter().map(|it| indented(it, 6, width)).collect()
}

fn footnote(rows: &[GradeRow]) -> String {
    let mut lengths: Vec<&str> = rows.iter().map(|it| it.length_of_step.as_str()).collect();
    lengths.sort_unstable();
    lengths.dedup();
    let step = match lengths.as_slice() {
        [one] => format!("; one step is {one}"),
        _ => String::new(),
    };
    format!(
        "waits in steps: the longest pause for a developer that prepares, and for one that does not{step}"
    )
}

/// Wrapped, each line after so many spaces.
pub(crate) fn indented(text: &str, indent: usize, width: usize) -> String {
    let lines = wrap(text, width.saturating_sub(indent));
    lines
        .iter()
        .map(|it| format!("{}{it}\n", " ".repeat(indent)))
        .collect()
}
