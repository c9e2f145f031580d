//! The findings, those of one kind together: what they share is said once.

use crate::render::ladder::indented;
use crate::render::style::{BAD, FAINT, NOTABLE, PLAIN, painted};
use crate::render::table::{Cell, Table};
use crate::terminal::Terminal;
use anstyle::Style;
use holdpoint_app::report::Finding;
use holdpoint_app::{Checked, Severity, severity_word};

/// Of one kind, unless more is asked for.
const SHOWN: usize = 3;

pub(crate) fn findings(
    checked: &Checked,
    findings: &[Finding],
    terminal: &Terminal,
    is_verbose: bool,
) -> String {
    let shown = if is_verbose { usize::MAX } else { SHOWN };
    by_code(findings)
        .iter()
        .map(|group| one_kind(checked, group, terminal, shown))
        .collect()
}

fn by_code(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        match groups.iter_mut().find(|it| it[0].code == finding.code) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

fn one_kind(checked: &Checked, group: &[&Finding], terminal: &Terminal, shown: usize) -> String {
    let first = group[0];
    let code = painted(first.code, style(first.severity), terminal.has_colour);
    let mut text = format!("  {code} {} ({})\n", first.name, severity_word(first.severity));
    let mut table = Table::headless(2);
    for it in group.iter().take(shown) {
        let line = checked.files.position(it.place).line;
        let file = checked
            .files
            .name(it.place)
            .rsplit('/')
            .next()
            .unwrap_or_default();
        table.row(vec![
            Cell::styled(format!("{file}:{line}"), FAINT),
            Cell::new(&it.message),
        ]);
    }
    text.push_str(&table.text(4, terminal.width, terminal.has_colour));
    if group.len() > shown {
        text.push_str(&format!("    and {} more, with --verbose\n", group.len() - shown));
    }
    text.extend(
        helps(group)
            .iter()
            .map(|it| indented(&format!("help: {it}"), 4, terminal.width)),
    );
    text
}

/// Each cure once.
fn helps<'a>(group: &[&'a Finding]) -> Vec<&'a str> {
    let mut helps: Vec<&str> = group.iter().filter_map(|it| it.help.as_deref()).collect();
    helps.dedup();
    helps
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => BAD,
        Severity::Warning => NOTABLE,
        Severity::Note => PLAIN,
    }
}
