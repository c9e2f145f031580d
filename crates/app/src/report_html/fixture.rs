//! Reports for tests, written out as the checker would answer them.
//!
//! It must not know what a test asks of them.

use crate::picture::fixture as plays;
use holdpoint_analysis::report::readings::{
    Combination, Flip, Judged, OptionFlips, ReadingTable, SlotWords, Varying,
};
use holdpoint_analysis::report::{
    CheckReport, Cost, Coverage, Dependence, Finding, GradeRow, MatrixCell, PathItem, PolicyReport, Repair,
    Report, ScopedAnswer, StartBy, StrategyRow, Verdict, Wait,
};
use holdpoint_policy::inquiry::{Answer, Strength};
use holdpoint_policy::{FileId, Place, Severity};

fn words(items: &[&str]) -> Vec<String> {
    items.iter().map(|it| (*it).to_owned()).collect()
}

/// A row with nothing but its grade.
fn row(action: &str, level: &str, world: Option<&str>, grade: Strength) -> GradeRow {
    GradeRow {
        policy: "rsp-1.0".to_owned(),
        action: action.to_owned(),
        level: Some(level.to_owned()),
        world: world.map(str::to_owned),
        grade: vec![grade],
        under_readings: vec![vec![grade]],
        prepared_wait: Wait::None,
        unprepared_wait: Wait::None,
        critical_path: Vec::new(),
        total_paused: None,
        makespan: None,
        least_cost: None,
        start_by: None,
        coalitions: Vec::new(),
        coalitions_are_open: false,
        repair: None,
        clauses: Vec::new(),
        sentence: String::new(),
        depends_on: Vec::new(),
        assumptions: Vec::new(),
        length_of_step: "1 month".to_owned(),
        play: None,
        strategy: Vec::new(),
    }
}

fn training_early() -> GradeRow {
    let path = [
        ("central-weight-storage", Some(3)),
        ("multi-party-controls", Some(3)),
        ("compartments", None),
    ];
    GradeRow {
        prepared_wait: Wait::Steps(7),
        unprepared_wait: Wait::Steps(12),
        critical_path: path
            .map(|(name, steps)| PathItem {
                name: name.to_owned(),
                steps,
            })
            .to_vec(),
        total_paused: Some(Wait::Steps(7)),
        makespan: Some(Wait::Between {
            least: 24,
            most: None,
        }),
        least_cost: Some(Cost {
            cents: 3_300_000_000,
            currency: "USD".to_owned(),
            unpriced: words(&["honeypots"]),
        }),
        start_by: Some(StartBy::Step(0)),
        coalitions: vec![words(&["Anthropic"])],
        coalitions_are_open: false,
        repair: Some(Repair {
            statement: "safeguard compartments, by Anthropic, may fail.".to_owned(),
            why: "then effort alone would not end the pause".to_owned(),
        }),
        clauses: words(&["secure-first", "define-next"]),
        sentence:
            "others can force a pause of up to 7 months, and the developer ends it by finishing its list"
                .to_owned(),
        depends_on: vec![
            Dependence {
                on: "overly-conservative read \"at will\"".to_owned(),
                then: "self-clearing".to_owned(),
            },
            Dependence {
                on: "ASL-3-security read \"outcome\"".to_owned(),
                then: "binding".to_owned(),
            },
        ],
        assumptions: words(&[
            "training doubles compute every 3 months and ends at 256x",
            "misuse-uplift appears not before 12x",
        ]),
        play: Some(plays::list_ends_pause()),
        strategy: vec![StrategyRow {
            when: "from the start".to_owned(),
            then: "starts central-weight-storage".to_owned(),
        }],
        ..row("training", "ASL-3", Some("early"), Strength::SelfClearing)
    }
}

fn grades() -> Vec<GradeRow> {
    let mut rows = vec![
        GradeRow {
            grade: vec![Strength::SelfClearing],
            prepared_wait: Wait::Unknown,
            unprepared_wait: Wait::Unknown,
            coalitions: vec![words(&["Anthropic"]), words(&["nature", "LTBT"])],
            coalitions_are_open: false,
            clauses: words(&["secure-first"]),
            sentence: "others can force a pause, and the developer alone can end every one".to_owned(),
            play: Some(plays::list_ends_pause()),
            ..row("training", "ASL-3", None, Strength::SelfClearing)
        },
        GradeRow {
            sentence: "whoever starts in time never pauses".to_owned(),
            ..row("training", "ASL-3", Some("late"), Strength::Avoidable)
        },
        training_early(),
        GradeRow {
            prepared_wait: Wait::Never,
            unprepared_wait: Wait::Never,
            sentence: "the level is promised and not defined".to_owned(),
            play: Some(plays::pause_for_ever()),
            ..row("training", "ASL-4", None, Strength::Undefined)
        },
    ];
    for (action, level, grade) in [
        ("training", "ASL-2", Strength::Silent),
        ("storing", "ASL-2", Strength::Silent),
        ("storing", "ASL-3", Strength::Vacuous),
        ("storing", "ASL-4", Strength::Undefined),
        ("deployment", "ASL-2", Strength::Silent),
        ("deployment", "ASL-3", Strength::Binding),
        ("deployment", "ASL-4", Strength::Silent),
    ] {
        rows.extend([None, Some("late"), Some("early")].map(|world| row(action, level, world, grade)));
    }
    rows.push(GradeRow {
        grade: vec![Strength::Avoidable, Strength::Binding],
        prepared_wait: Wait::Between {
            least: 0,
            most: Some(9),
        },
        ..row("new-customers", "ASL-3", None, Strength::Avoidable)
    });
    rows
}

fn place(start: u32) -> Place {
    Place {
        file: FileId(0),
        span: holdpoint_policy::Span {
            start,
            end: start + 9,
        },
    }
}

fn finding(code: &'static str, name: &'static str, severity: Severity, message: &str) -> Finding {
    Finding {
        code,
        name,
        severity,
        message: message.to_owned(),
        place: place(40),
        clauses: words(&["secure-first", "define-next"]),
        action: Some("training".to_owned()),
        level: Some("ASL-3".to_owned()),
        help: Some("make one safeguard one that effort alone cannot guarantee".to_owned()),
        play: Some(plays::list_ends_pause()),
    }
}

fn cell(clause: &str, action: &str, bears: &'static str) -> MatrixCell {
    MatrixCell {
        clause: clause.to_owned(),
        action: action.to_owned(),
        bears,
        trigger: "ASL-3 is indicated".to_owned(),
        requires: "ASL-3-security in place".to_owned(),
        owner: "Anthropic".to_owned(),
        deadline: "none".to_owned(),
        escape: "overly-conservative is found".to_owned(),
    }
}

fn answer(scope: &str, verdict: Verdict, expected: Option<Answer>) -> ScopedAnswer {
    let as_expected = expected.is_none_or(|it| crate::words::answer_word(it) == verdict.word());
    ScopedAnswer {
        scope: scope.to_owned(),
        verdict,
        expected,
        as_expected,
        assumptions: words(&["training doubles compute every 3 months and ends at 256x"]),
        because: "the list takes 12 months and the signs come after 15".to_owned(),
        play: Some(plays::long(30)),
        strategy: Vec::new(),
        certificate: "play",
    }
}

fn check(id: &str, at: u32, verdict: Verdict, answers: Vec<ScopedAnswer>) -> CheckReport {
    CheckReport {
        id: id.to_owned(),
        policy: "rsp-1.0".to_owned(),
        title: Some("where the capability comes late, whoever starts in time never pauses".to_owned()),
        said_by: Some("second commenter".to_owned()),
        property: "Anthropic can avoid any pause of training at ASL-3".to_owned(),
        place: place(at),
        under_readings: vec![verdict.clone()],
        verdict,
        as_expected: answers.iter().all(|it| it.as_expected),
        answers,
        assumptions: words(&["warning-signs keeps its buffer"]),
        depends_on: vec![Dependence {
            on: "in late".to_owned(),
            then: "yes".to_owned(),
        }],
    }
}

fn readings() -> ReadingTable {
    let combination = |option, it: &str| Combination {
        options: vec![option],
        words: it.to_owned(),
    };
    let row = Judged::Row {
        action: "training".to_owned(),
        level: Some("ASL-3".to_owned()),
        world: None,
    };
    let flip = Flip {
        varying: 0,
        beside: 0,
        from: "self-clearing".to_owned(),
        to: "binding".to_owned(),
    };
    ReadingTable {
        slots: vec![SlotWords {
            name: "ASL-3-security".to_owned(),
            options: words(&["checklist", "outcome"]),
        }],
        combinations: vec![
            combination(0, "base"),
            combination(1, "ASL-3-security: \"outcome\""),
        ],
        n_all: 2,
        varying: vec![Varying {
            of: row,
            values: words(&["self-clearing", "binding"]),
        }],
        flips: vec![OptionFlips {
            slot: 0,
            option: 1,
            alone: vec![flip],
            beside_others: Vec::new(),
        }],
    }
}

/// A bit of everything.
pub(super) fn rich() -> Report {
    let coverage = Coverage {
        sentences: 44,
        sentences_encoded: 41,
        not_encoded: vec![(
            "p. 14".to_owned(),
            "early thoughts; the text says that they do not bind".to_owned(),
        )],
        not_yet_read: vec![("A sentence that nobody has encoded".to_owned(), place(7))],
    };
    let policy = PolicyReport {
        id: "rsp-1.0".to_owned(),
        title: Some("Responsible Scaling Policy 1.0".to_owned()),
        grades: grades(),
        findings: vec![
            finding(
                "HP1003",
                "no-upper-bound",
                Severity::Note,
                "nothing bounds `ASL-3` from above",
            ),
            finding(
                "HP1001",
                "checklist-gate",
                Severity::Warning,
                "all that clears this gate is work that cannot fail",
            ),
        ],
        matrix: vec![
            cell("secure-first", "training", "gate"),
            cell("secure-storing", "storing", "gate"),
            cell("lock-down", "storing", "pause"),
            cell("deploy-gate", "deployment", "gate"),
        ],
        coverage,
        readings: Some(readings()),
    };
    let depends = vec![
        ScopedAnswer {
            as_expected: true,
            ..answer("nothing assumed", Verdict::No, Some(Answer::Depends))
        },
        answer("in late", Verdict::Yes, Some(Answer::Yes)),
        answer("in early", Verdict::No, Some(Answer::No)),
    ];
    let depends = check("row-08b-late", 1200, Verdict::Depends, depends);
    let checks = vec![
        check(
            "row-02-conditions-exist",
            100,
            Verdict::Yes,
            vec![answer("nothing assumed", Verdict::Yes, Some(Answer::Yes))],
        ),
        check(
            "row-06-security-alone",
            200,
            Verdict::No,
            vec![answer("nothing assumed", Verdict::No, Some(Answer::Yes))],
        ),
        depends,
        check(
            "row-13",
            1300,
            Verdict::Undecided("probabilities are not computed".to_owned()),
            vec![answer(
                "nothing assumed",
                Verdict::Undecided("probabilities are not computed".to_owned()),
                None,
            )],
        ),
    ];
    Report {
        policies: vec![policy],
        checks,
    }
}

/// Words that are markup to a careless writer, in every place that holds words.
pub(super) fn hostile() -> Report {
    let evil = "</style><script>alert('1')</script><b a=\"";
    let mut report = rich();
    for check in &mut report.checks {
        check.title = Some(evil.to_owned());
        check.said_by = Some(evil.to_owned());
        check.property = evil.to_owned();
        check.id = evil.to_owned();
        check.answers[0].scope = evil.to_owned();
        check.answers[0].because = evil.to_owned();
        check.answers[0].play = Some(plays::hostile());
    }
    let policy = &mut report.policies[0];
    policy.title = Some(evil.to_owned());
    policy.findings[0].message = evil.to_owned();
    policy.matrix[0].trigger = evil.to_owned();
    policy.coverage.not_encoded[0].0 = evil.to_owned();
    if let Some(table) = &mut policy.readings {
        table.slots[0].name = evil.to_owned();
        table.combinations[1].words = evil.to_owned();
        table.varying[0].of = Judged::Check { id: evil.to_owned() };
    }
    for row in &mut policy.grades {
        row.action = evil.to_owned();
        row.world = row.world.take().map(|_| evil.to_owned());
        row.sentence = evil.to_owned();
        row.assumptions.push(evil.to_owned());
    }
    report
}
