//! The verdicts of the `check` statements, under the headings that they stand under.

use crate::render::ladder::indented;
use crate::render::style::{BAD, FAINT, GOOD, HEADING, NOTABLE, PLAIN, painted};
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use anstyle::Style;
use holdpoint_app::Checked;
use holdpoint_app::report::{CheckReport, Dependence, ScopedAnswer, Verdict};
use holdpoint_app::words::{NOTHING_ASSUMED, answer_word, expected as expected_words};

const HEADS: [&str; 4] = ["verdict", "expected", "said by", "claim"];
/// Where nobody is named.
const HEADS_UNSAID: [&str; 3] = ["verdict", "expected", "claim"];

pub(crate) fn claims(checked: &Checked, terminal: &Terminal, is_verbose: bool) -> String {
    let mut text = String::new();
    for (heading, checks) in by_heading(checked) {
        if let Some(heading) = heading {
            text.push_str(&format!(
                "\n  {}\n",
                painted(heading, HEADING, terminal.has_colour)
            ));
        }
        let has_speakers = checks.iter().any(|it| it.said_by.is_some());
        let mut table = Table::new(if has_speakers { &HEADS } else { &HEADS_UNSAID });
        checks.iter().for_each(|it| table.row(cells(it, has_speakers)));
        text.push_str(&table.text(2, terminal.width, terminal.has_colour));
        let noted = checks.iter().filter(|it| is_verbose || !it.as_expected);
        text.extend(noted.map(|it| grounds(it, terminal)));
    }
    text
}

fn by_heading(checked: &Checked) -> Vec<(Option<&str>, Vec<&CheckReport>)> {
    let mut groups: Vec<(Option<&str>, Vec<&CheckReport>)> = Vec::new();
    for check in &checked.report.checks {
        let heading = checked.files.heading(check.place);
        match groups.last_mut() {
            Some((it, checks)) if *it == heading => checks.push(check),
            _ => groups.push((heading, vec![check])),
        }
    }
    groups
}

fn cells(check: &CheckReport, has_speakers: bool) -> Vec<Cell> {
    let claim = check.title.as_deref().map_or_else(
        || check.property.clone(),
        |it| format!("{it}\n{}", check.property),
    );
    let mut cells = vec![
        Cell::styled(verdict(check), verdict_style(&check.verdict)),
        expected(check),
    ];
    if has_speakers {
        cells.push(Cell::new(check.said_by.as_deref().unwrap_or("-")));
    }
    cells.push(Cell::new(claim));
    cells
}

/// `yes, depends`: the answer with nothing assumed, and that it is not the whole answer.
fn verdict(check: &CheckReport) -> String {
    let plain = check.answers.iter().find(|it| it.scope == NOTHING_ASSUMED);
    match (&check.verdict, plain) {
        (Verdict::Depends, Some(answer)) => format!("{}, depends", answer.verdict.word()),
        (verdict, _) => verdict.word().to_owned(),
    }
}

fn verdict_style(verdict: &Verdict) -> Style {
    match verdict {
        Verdict::Yes => GOOD,
        Verdict::No => PLAIN,
        Verdict::Depends | Verdict::Undecided(_) => NOTABLE,
    }
}

/// What was expected, scope by scope where there are several.
fn expected(check: &CheckReport) -> Cell {
    let words = expected_words(check).join("\n");
    match (words.is_empty(), check.as_expected) {
        (true, _) => Cell::styled("-", FAINT),
        (false, true) => Cell::new(words),
        (false, false) => Cell::styled(words, BAD),
    }
}

/// Why, for each scope that was asked.
fn grounds(check: &CheckReport, terminal: &Terminal) -> String {
    let answer = |it: &ScopedAnswer| {
        let expected = match it.expected {
            Some(expected) if !it.as_expected => format!(", expected {}", answer_word(expected)),
            _ => String::new(),
        };
        format!(
            "{}: {}: {}{expected}; {}",
            check.id,
            it.scope,
            it.verdict.word(),
            it.because
        )
    };
    let depends = |it: &Dependence| format!("{}: {}: {}", check.id, it.on, it.then);
    let lines = check
        .answers
        .iter()
        .map(answer)
        .chain(check.depends_on.iter().map(depends));
    lines.map(|it| indented(&it, 4, terminal.width)).collect()
}
