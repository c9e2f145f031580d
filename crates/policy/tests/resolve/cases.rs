//! Runs `cases/*.md`: each `##` heading is a case, with a `holdpoint` block and what comes of it.
//!
//! The blocks above the first heading are a policy that every case uses, except those tagged
//! `holdpoint alone`. `output` holds the messages, `encoding` what was understood. `UPDATE_CASES=1` writes
//! both anew; reading that diff is the review.

use crate::set::{lines, resolved};
use crate::show::show;
use holdpoint_policy::errors::CODES;
use holdpoint_policy::{Diagnostic, FileId, Severity};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const NOTHING: &str = "nothing to say";

#[test]
fn every_case_comes_out_as_written() {
    let mut wrong = Vec::new();
    for path in files() {
        let text = std::fs::read_to_string(&path).expect("a case file is text");
        let now = rewritten(&text);
        if now == text {
            continue;
        }
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&path, &now).expect("a case file can be written");
        } else {
            wrong.push(first_difference(&path, &text, &now));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_has_a_case() {
    let all: String = files()
        .iter()
        .map(|it| std::fs::read_to_string(it).expect("a case file is text"))
        .collect();
    let shown: BTreeSet<&str> = all
        .lines()
        .filter_map(|it| it.split_once(" at |"))
        .map(|(code, _)| code)
        .collect();
    let is_shown = |code: &str| shown.iter().any(|it| it.trim_start_matches("warning ") == code);
    let missing: Vec<_> = CODES.iter().filter(|(code, _)| !is_shown(code)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn codes_rise_and_names_differ() {
    assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    let names: BTreeSet<&str> = CODES.iter().map(|(_, name)| *name).collect();
    assert_eq!(names.len(), CODES.len());
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/resolve/cases");
    let entries = std::fs::read_dir(folder).expect("the folder of cases");
    let mut files: Vec<PathBuf> = entries.map(|it| it.expect("an entry").path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// A piece of a case file.
enum Part<'t> {
    Prose(&'t str),
    /// The tag of a fence, and what stands in it.
    Block(&'t str, String),
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut block: Option<(&str, String)> = None;
    for line in text.lines() {
        match (&mut block, line.strip_prefix("```")) {
            (Some(_), Some(_)) => parts.extend(block.take().map(|(tag, text)| Part::Block(tag, text))),
            (None, Some(tag)) => block = Some((tag, String::new())),
            (Some((_, text)), None) => *text += &format!("{line}\n"),
            (None, None) => parts.push(Part::Prose(line)),
        }
    }
    assert!(block.is_none(), "a block without an end");
    parts
}

/// The file with the outputs that its cases have now.
fn rewritten(text: &str) -> String {
    let (mut given, mut case, mut heading) = (String::new(), String::new(), String::new());
    let mut is_alone = false;
    let mut now = String::new();
    for part in parts(text) {
        match part {
            Part::Prose(line) => {
                if let Some(title) = line.strip_prefix("## ") {
                    title.clone_into(&mut heading);
                    case.clear();
                }
                now += &format!("{line}\n");
            }
            Part::Block(tag, text) => {
                let text = match tag {
                    "holdpoint" | "holdpoint alone" => {
                        is_alone = tag == "holdpoint alone";
                        if heading.is_empty() {
                            given += &text
                        } else {
                            case.clone_from(&text)
                        }
                        text
                    }
                    "output" => output(&case, (!is_alone).then_some(&given)),
                    "encoding" => encoding(&case, (!is_alone).then_some(&given)),
                    other => panic!("unknown block `{other}` under `{heading}`"),
                };
                now += &format!("```{tag}\n{text}```\n");
            }
        }
    }
    now
}

fn output(case: &str, given: Option<&String>) -> String {
    let files = with_given(case, given);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let mut diagnostics: Vec<Diagnostic> = resolved(&files).1;
    // That the case does not use all of what is given is no news.
    diagnostics.retain(|it| it.place.file == FileId(0) || it.severity == Severity::Error);
    let lines = lines(&diagnostics, &files);
    format!("{}\n", if lines.is_empty() { NOTHING } else { &lines })
}

fn encoding(case: &str, given: Option<&String>) -> String {
    let files = with_given(case, given);
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    show(&resolved(&files).0)
}

fn with_given(case: &str, given: Option<&String>) -> Vec<(&'static str, String)> {
    match given {
        Some(given) => {
            vec![
                ("case.hold", format!("use \"given.hold\".\n{case}")),
                ("given.hold", given.clone()),
            ]
        }
        None => vec![("case.hold", case.to_owned())],
    }
}

fn first_difference(path: &Path, text: &str, now: &str) -> String {
    let differs = text
        .lines()
        .zip(now.lines())
        .position(|(old, new)| old != new)
        .unwrap_or(0);
    let around = |text: &str| {
        text.lines()
            .skip(differs)
            .take(6)
            .collect::<Vec<_>>()
            .join("\n    ")
    };
    format!(
        "{}:{}\n  written:\n    {}\n  now:\n    {}",
        path.display(),
        differs + 1,
        around(text),
        around(now)
    )
}
