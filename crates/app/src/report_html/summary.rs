//! The one paragraph for those who read no further, and the grades at a glance.
//!
//! It must not know how a grade came about.

use super::{Input, badge};
use crate::picture::{counted, list};
use crate::words::row_words;
use holdpoint_analysis::report::{CheckReport, GradeRow, PolicyReport, Verdict};
use holdpoint_policy::Severity;
use holdpoint_policy::inquiry::Strength;
use holdpoint_policy::quantity::Date;
use maud::{Markup, html};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `19 September 2023`.
pub(super) fn day(date: Date) -> String {
    let month = usize::try_from(date.0.month() - 1).expect("a month is at least 1");
    format!("{} {} {}", date.0.day(), MONTHS[month], date.0.year())
}

pub(super) fn section(input: &Input<'_>) -> Markup {
    let policies = &input.report.policies;
    html! {
        p.lead { (paragraph(input)) }
        @for policy in policies { (glance(policy, policies.len() > 1)) }
        @if policies.iter().any(|it| !it.grades.is_empty()) { (ladder_key()) }
    }
}

fn paragraph(input: &Input<'_>) -> String {
    let report = input.report;
    let mut sentences: Vec<String> = report
        .policies
        .iter()
        .flat_map(|it| about_policy(input, it))
        .collect();
    sentences.extend(about_claims(&report.checks));
    sentences.extend(about_findings(&report.policies));
    if sentences.is_empty() {
        return "These files hold no policy that could be graded and no claim to be checked.".to_owned();
    }
    sentences.join(" ")
}

fn about_policy(input: &Input<'_>, policy: &PolicyReport) -> Vec<String> {
    let name = policy.title.as_deref().unwrap_or(&policy.id);
    let since = (input.effective)(&policy.id).map(|it| format!(", in force from {},", day(it)));
    let plain: Vec<&GradeRow> = policy.grades.iter().filter(|it| it.world.is_none()).collect();
    if plain.is_empty() {
        return Vec::new();
    }
    let bears: Vec<&&GradeRow> = plain.iter().filter(|it| it.grade != [Strength::Silent]).collect();
    let opening = format!(
        "{name}{} bears on {} of {} when nothing is assumed about the world.",
        since.unwrap_or_default(),
        bears.len(),
        counted(plain.len() as u64, "pair") + " of action and level",
    );
    let by_grade = Strength::ALL
        .iter()
        .rev()
        .filter(|it| **it != Strength::Silent)
        .filter_map(|grade| {
            let rows: Vec<String> = plain
                .iter()
                .filter(|it| it.grade == [*grade])
                .map(|it| row_words(it))
                .collect();
            let verb = if rows.len() == 1 { "is" } else { "are" };
            (!rows.is_empty()).then(|| {
                format!(
                    "{} {verb} {} ({}).",
                    list(&rows, "and"),
                    grade.word(),
                    badge::meaning(*grade)
                )
            })
        });
    std::iter::once(opening)
        .chain(by_grade.map(|it| super::sentence(&it)))
        .collect()
}

fn about_claims(checks: &[CheckReport]) -> Option<String> {
    let count = |is: fn(&Verdict) -> bool| checks.iter().filter(|it| is(&it.verdict)).count();
    let kinds = [
        (count(|it| *it == Verdict::Yes), "holds", "hold", ""),
        (count(|it| *it == Verdict::No), "does not", "do not", ""),
        (
            count(|it| *it == Verdict::Depends),
            "depends",
            "depend",
            " on what is assumed or how a word is read",
        ),
        (
            count(|it| matches!(it, Verdict::Undecided(_))),
            "could",
            "could",
            " not be decided",
        ),
    ];
    let told = |(count, one, many, rest): &(usize, &str, &str, &str)| {
        format!("{count} {}{rest}", if *count == 1 { one } else { many })
    };
    let parts: Vec<String> = kinds.iter().filter(|it| it.0 > 0).map(told).collect();
    let unexpected = checks.iter().filter(|it| !it.as_expected).count();
    let expected = match unexpected {
        0 => "Every verdict is as its author expected.".to_owned(),
        1 => "One verdict is not as its author expected.".to_owned(),
        more => format!("{more} verdicts are not as their authors expected."),
    };
    let asked = counted(checks.len() as u64, "claim");
    (!checks.is_empty()).then(|| format!("Of {asked} about it, {}. {expected}", list(&parts, "and")))
}

fn about_findings(policies: &[PolicyReport]) -> Option<String> {
    let findings: Vec<Severity> = policies
        .iter()
        .flat_map(|it| &it.findings)
        .map(|it| it.severity)
        .collect();
    let grave = findings.iter().filter(|it| **it == Severity::Error).count();
    let grave = if grave > 0 {
        format!(", of which {grave} should not pass")
    } else {
        String::new()
    };
    (!findings.is_empty()).then(|| {
        format!(
            "The checker reports {} of its own{grave}.",
            counted(findings.len() as u64, "finding")
        )
    })
}

/// Actions against levels, one badge each; a world is named only where it changes the grade.
fn glance(policy: &PolicyReport, named: bool) -> Markup {
    let actions = distinct(policy.grades.iter().map(|it| it.action.as_str()));
    let levels = distinct(policy.grades.iter().map(|it| it.level.as_deref()));
    html! {
        @if !actions.is_empty() {
            div.scroll tabindex="0" role="group" aria-label="Grades at a glance, scrolls sideways" {
                table.glance {
                    caption {
                        "The grades at a glance"
                        @if named { ": " (policy.id) }
                        ". Without a world: nothing assumed."
                    }
                    thead { tr {
                        th scope="col" { "Action" }
                        @for level in &levels { th scope="col" { (level.unwrap_or("all levels")) } }
                    } }
                    tbody { @for action in &actions { tr {
                        th scope="row" { (action) }
                        @for level in &levels { td { (cell(policy, action, *level)) } }
                    } } }
                }
            }
        }
    }
}

fn cell(policy: &PolicyReport, action: &str, level: Option<&str>) -> Markup {
    let rows = policy
        .grades
        .iter()
        .filter(|it| it.action == action && it.level.as_deref() == level);
    let rows: Vec<&GradeRow> = rows.collect();
    let plain = rows.iter().find(|it| it.world.is_none()).copied();
    let differ = rows
        .iter()
        .filter(|it| it.world.is_some() && plain.is_none_or(|plain| plain.grade != it.grade));
    html! {
        @if let Some(row) = plain { (badge::grade(&row.grade)) }
        @for row in differ {
            div.in-world { "in " (row.world.as_deref().unwrap_or_default()) " " (badge::grade(&row.grade)) }
        }
    }
}

fn ladder_key() -> Markup {
    html! {
        details.key {
            summary { "What the grades mean" }
            dl { @for grade in Strength::ALL { dt { (badge::grade(&[grade])) } dd { (badge::meaning(grade)) } } }
        }
    }
}

/// In order of first appearance.
pub(super) fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for item in items {
        if !seen.contains(&item) {
            seen.push(item);
        }
    }
    seen
}
