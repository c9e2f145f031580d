//! The gate in a job of continuous integration: whether the next step is reached, by the exit code alone.

use std::path::Path;
use std::process::{Command, Output};

const HOLDPOINT: &str = env!("CARGO_BIN_EXE_holdpoint");

const POLICY: &str = r#"# A small policy

```holdpoint
policy small "Small", effective 2025-01-01.
party Lab is the developer.
party Trust is independent.
action training, scales.
safeguard locks, by Lab.
fact alarm, decided by Trust.
clause shut: before training, Lab must have locks in place.
clause quiet: when alarm holds, Lab must pause training until alarm does not hold.
```
"#;

/// As runners run a step: it stops at the first command that fails.
fn job(folder: &Path, step: &str) -> Output {
    Command::new("sh")
        .args(["-e", "-c", &format!("{step}\necho trained")])
        .current_dir(folder)
        .env("HOLDPOINT", HOLDPOINT)
        .output()
        .expect("there is a shell")
}

/// A ledger in which `open` may train, `shut` may not, and nobody has said anything of `silent`.
fn ledger(folder: &Path) {
    std::fs::write(folder.join("small.md"), POLICY).expect("it is written");
    let script = r#"
        "$HOLDPOINT" ledger init l.db --origin example.org/ledger
        "$HOLDPOINT" record l.db --policy small.md --now 2026-01-01
        echo '{"kind": "safeguard-status", "by": "Lab", "line": "open", "safeguard": "locks", "status": "in-place"}' |
            "$HOLDPOINT" record l.db - --now 2026-01-02
        for line in open shut; do for party in Lab Trust; do
            echo '{"kind": "watermark", "complete": {"until": "2026-01-02", "holds_until": "2026-02-01"}}' |
                "$HOLDPOINT" record l.db - --by $party --model $line --now 2026-01-02
        done; done"#;
    let made = job(folder, script);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[test]
fn the_next_step_is_reached_by_proceed_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    ledger(folder.path());
    let gate = |arguments: &str| {
        let step = format!("\"$HOLDPOINT\" gate training --now 2026-01-03 {arguments} > gate.txt");
        let output = job(folder.path(), &step);
        let is_trained = String::from_utf8_lossy(&output.stdout).contains("trained");
        (output.status.code(), is_trained)
    };
    for format in ["text", "json", "github", "sarif", "junit"] {
        let ask = |rest: &str| gate(&format!("--format {format} {rest}"));
        assert_eq!(ask("--ledger l.db --model open"), (Some(0), true), "{format}");
        assert_eq!(ask("--ledger l.db --model shut"), (Some(3), false), "{format}");
        assert_eq!(ask("--ledger l.db --model silent"), (Some(4), false), "{format}");
        assert_eq!(ask("--ledger none.db --model open"), (Some(4), false), "{format}");
        assert_eq!(
            ask("--ledger small.md --model open"),
            (Some(4), false),
            "{format}"
        );
        assert_eq!(ask("--ledger l.db"), (Some(2), false), "{format}");
        assert_eq!(
            ask("--ledger l.db --model shut --mode watch-only"),
            (Some(0), true),
            "{format}"
        );
        assert_eq!(
            ask("--ledger none.db --model open --mode watch-only"),
            (Some(4), false),
            "{format}"
        );
    }
    assert_eq!(gate("--ledger l.db --model open --format xml"), (Some(2), false));
    assert_eq!(
        gate("--ledger l.db --model open --key none.key"),
        (Some(4), false)
    );
}

#[test]
fn the_report_of_a_job_says_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    ledger(folder.path());
    for (line, wrong) in [
        ("open", None),
        ("shut", Some("failure")),
        ("silent", Some("error")),
    ] {
        let step = format!(
            "\"$HOLDPOINT\" gate training --ledger l.db --model {line} --now 2026-01-03 --format junit"
        );
        let report = String::from_utf8(job(folder.path(), &step).stdout).expect("text");
        let report = report.trim_end().trim_end_matches("trained");
        let document = roxmltree::Document::parse(report).expect("XML");
        let case = document
            .descendants()
            .find(|it| it.has_tag_name("testcase"))
            .expect("a case");
        assert_eq!(
            (case.attribute("classname"), case.attribute("name")),
            (Some(line), Some("training"))
        );
        let inside = case
            .first_element_child()
            .map(|it| it.tag_name().name().to_owned());
        assert_eq!(inside.as_deref(), wrong);
        let suite = document
            .descendants()
            .find(|it| it.has_tag_name("testsuite"))
            .expect("a suite");
        let count = |name: &str| suite.attribute(name).and_then(|it| it.parse::<u32>().ok());
        assert_eq!(count("tests"), Some(1));
        assert_eq!(count("failures"), Some(u32::from(wrong == Some("failure"))));
        assert_eq!(count("errors"), Some(u32::from(wrong == Some("error"))));
    }
}
