//! Scenarios as they are written, and what comes of them.

use super::{ScenarioOutcome, run};
use crate::encoding::Encoding;
use crate::{FileId, SourceFile, resolve};
use holdpoint_syntax::{FileKind, parse};

const EXAMPLE: &str = include_str!("example.hold");

/// A small policy of the kind that most tests need.
const POLICY: &str = r#"
policy p, effective 2024-01-01.
party Lab is the developer.
party Trust is independent.
action training, scales.
action deployment.
capability uplift.
capability cyber, graded none < low < high < critical.
level base.
level high above base, when uplift.
level top above high, undefined.
safeguard locks, by Lab.
safeguard guards, by Lab.
safeguard dogs, by Lab.
standard security is locks and guards.
standard watch is guards or dogs.
standard top-security, undefined.
evaluation signs of high.
evaluation second-look of high.
evaluation next-signs of top.
evaluation cyber-tests of cyber.
score cyber-post, graded low < mid < max, by cyber-tests.
determination too-early, of signs, by Lab, requires new-tests.
task new-tests, by Lab.
task report, by Lab.
task shutdown, by Lab, irreversible, ends training.
fact far-ahead, decided by nature.
fact public, decided by nature, permanent.
approval loosening, by Trust.
clause run: before training, Lab must run signs every 4x compute and every 3 months.
clause secure: before training when high is indicated, Lab must have security in place unless too-early is found.
clause watched: before deployment when cyber is indicated at high, Lab must have watch in place.
clause tell: when training is paused, Lab must do report within 30 days.
clause beyond: when top is indicated, Lab must pause deployment until top-security is in place.
exception emergency: when Trust has approved loosening, Lab may suspend secure.
"#;

fn encoding(text: &str) -> Encoding {
    let file = FileId(0);
    let parsed = parse(text, FileKind::Hold, file);
    assert_eq!(parsed.diagnostics, [], "the test's text parses");
    let source = SourceFile {
        id: file,
        document: &parsed.document,
        text,
        uses: Vec::new(),
    };
    resolve(&[source]).0
}

fn played(text: &str) -> ScenarioOutcome {
    let encoding = encoding(text);
    assert_eq!(encoding.scenarios.len(), 1, "the test's scenario resolves");
    run(&encoding.policies[0].base, &encoding.scenarios[0])
}

fn told(steps: &str) -> ScenarioOutcome {
    played(&format!("{POLICY}\nscenario \"s\": {steps}."))
}

/// Everything is as expected, and the history can be told.
#[track_caller]
fn passes(steps: &str) {
    let outcome = told(steps);
    let instead: Vec<_> = outcome.expectations.iter().flat_map(|it| &it.instead).collect();
    assert!(outcome.passed(), "{instead:?} {:?}", outcome.problems);
}

/// The last `then` is not so, and this is the case instead.
#[track_caller]
fn fails(steps: &str, instead: &[&str]) {
    let outcome = told(steps);
    assert_eq!(outcome.problems, []);
    assert!(!outcome.passed());
    let last = outcome
        .expectations
        .last()
        .expect("the scenario expects something");
    assert_eq!(last.instead, instead);
}

/// The history cannot be told, and this is why.
#[track_caller]
fn refuses(steps: &str, message: &str) {
    let outcome = told(steps);
    let messages: Vec<_> = outcome.problems.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages, [message]);
    assert!(!outcome.passed());
    assert!(outcome.problems.iter().all(|it| it.help.is_some()));
}

#[test]
fn the_scenario_of_the_language_reference_passes() {
    let outcome = played(EXAMPLE);
    assert!(outcome.passed(), "{outcome:?}");
    assert_eq!(outcome.expectations.len(), 2);
}

#[test]
fn the_trace_shows_what_changed_and_when() {
    let trace = played(EXAMPLE).trace.to_string();
    let expected = "\
2023-09-19  ASL-3-security is not in place
            training is going on
            storing is going on
            deployment is going on
2023-12-19  training is paused because of evaluate
2024-01-18  report is breached
2024-03-01  warning-signs indicates ASL-3
            training is paused because of secure-first, define-next
            deployment is paused because of deploy-gate
2024-06-01  training is paused because of evaluate, secure-first, define-next
2024-09-01  warning-signs indicates ASL-3 and weight-security is in place and compartments is in place and ASL-4 is defined
            training is going on
";
    assert_eq!(trace, expected);
}

#[test]
fn a_failed_expectation_says_what_is_the_case() {
    fails(
        "on 2024-05-01 signs indicates high then training is not paused",
        &["training is paused because of secure"],
    );
    fails("then training is paused", &["training is going on"]);
    fails(
        "on 2024-05-01 signs indicates high then training is paused because of run",
        &["training is paused because of secure"],
    );
    fails(
        "given locks is in place then security is in place",
        &["security is not in place: guards missing"],
    );
    fails(
        "then watch is in place",
        &["watch is not in place: one of (guards or dogs) missing"],
    );
    fails(
        "on 2024-02-01 signs rules out high on 2024-06-01 far-ahead holds then high is ruled out",
        &["signs of 2024-02-01 is overdue, and no longer rules out high"],
    );
    fails(
        "then high is indicated",
        &["no evaluation of high has been completed"],
    );
    fails("then top is indicated", &["top is not defined"]);
    fails("then tell is breached", &["tell asks for nothing now"]);
    fails(
        "then too-early is found",
        &["too-early is not found: it needs signs to indicate, and new-tests to be done after that"],
    );
    fails(
        "on 2024-02-01 compute is at least 2x then compute is at least 3x",
        &["compute is 2x"],
    );
    fails(
        "then cyber-post is at most mid",
        &["cyber-post has no result yet"],
    );
}

#[test]
fn each_part_of_an_expectation_that_fails_is_told() {
    fails(
        "then training is paused and high is not indicated and far-ahead holds",
        &["training is going on", "far-ahead does not hold"],
    );
    fails(
        "then training is paused or report is done",
        &["training is going on", "report is not done"],
    );
    fails(
        "then not (training is going on or report is done)",
        &["training is going on"],
    );
}

#[test]
fn time_alone_changes_things() {
    passes("on 2024-03-31 far-ahead holds then training is not paused");
    passes("on 2024-04-01 far-ahead holds then training is paused because of run only");
    passes("on 2024-05-01 far-ahead holds then tell is not breached");
    passes("on 2024-05-02 far-ahead holds then tell is breached");
    passes("on 2024-05-02 report is done then tell is not breached and training is paused");
    passes(
        "on 2024-02-01 locks is in place on 2024-03-01 far-ahead holds then locks is in place for at least 29 days",
    );
    fails(
        "on 2024-02-01 locks is in place on 2024-03-01 far-ahead holds then locks is in place for at least 30 days",
        &["locks is in place, but not yet for 30 days"],
    );
}

#[test]
fn training_resumes_as_soon_as_it_may_and_ends_for_good() {
    passes(
        "on 2024-03-01 signs indicates high then training is paused because of secure only
         on 2024-03-02 security is in place then training is going on
         on 2024-03-03 training is not going on then training is not going on and training is not paused
         on 2024-03-04 training is going on then training is going on
         on 2024-03-05 shutdown is done then training is not going on
         on 2024-03-06 locks is not in place then training is not paused",
    );
}

#[test]
fn a_finding_needs_its_task_since_the_indication() {
    passes(
        "on 2024-03-01 signs indicates high then training is paused
         on 2024-03-02 new-tests is done and too-early is found then training is not paused
         on 2024-03-03 signs indicates high then training is paused because of secure",
    );
    refuses(
        "on 2024-03-01 too-early is found",
        "`too-early is found` is said here, and is not so: too-early is not found: it needs signs to indicate, and new-tests to be done after that",
    );
}

#[test]
fn the_developer_exercises_its_exceptions() {
    passes(
        "on 2024-03-01 signs indicates high then training is paused
         on 2024-03-02 Trust has approved loosening then training is not paused",
    );
}

#[test]
fn grades_go_up_and_down() {
    passes(
        "on 2024-02-01 cyber-tests indicates cyber at low then deployment is not paused and cyber is ruled out at high
         on 2024-02-02 cyber-tests indicates cyber at critical then deployment is paused because of watched
         on 2024-02-03 dogs is in place and cyber-post is at most mid then deployment is not paused and cyber-post is at most mid
         on 2024-02-04 cyber-post is at least max then not cyber-post is at most mid",
    );
    refuses(
        "on 2024-02-01 cyber-tests rules out cyber at high",
        "`cyber-tests rules out cyber at high` does not say what happened: a grade below it may be there",
    );
}

#[test]
fn what_is_undefined_has_to_be_defined_first() {
    passes(
        "on 2024-02-01 top is defined and next-signs indicates top then deployment is paused because of beyond
         on 2024-02-02 top-security is defined and top-security is in place then deployment is not paused",
    );
    refuses(
        "on 2024-02-01 next-signs indicates top",
        "`next-signs indicates top` is said here, and is not so: top is not defined",
    );
    refuses(
        "on 2024-02-01 top-security is in place",
        "`top-security is in place` is said here, and is not so: top-security is not in place: the policy does not define it",
    );
}

#[test]
fn a_choice_has_to_be_named() {
    refuses(
        "given watch is in place",
        "`watch is in place` is said here, and is not so: watch is not in place: one of (guards or dogs) missing",
    );
    passes("given watch is in place and dogs is in place then watch is in place");
    refuses(
        "given locks is in place or dogs is in place",
        "`locks is in place or dogs is in place` does not say what happened: it leaves open which part is so",
    );
    refuses(
        "on 2024-02-01 high is indicated",
        "`high is indicated` does not say what happened: it has several evaluations: signs and second-look",
    );
    refuses(
        "on 2024-02-01 base is ruled out",
        "`base is ruled out` is nothing that can happen: no evaluation is of it",
    );
}

#[test]
fn what_is_denied_is_cleared_or_checked() {
    passes(
        "given locks is in place and guards is in place on 2024-02-01 guards is not in place then not security is in place",
    );
    refuses(
        "given security is in place on 2024-02-01 security is not in place",
        "`security is not in place` is said here, and is not so: security is in place",
    );
    refuses(
        "given public holds on 2024-02-01 public does not hold",
        "`public does not hold` is said here, and is not so: public holds",
    );
    refuses(
        "on 2024-02-01 report is done on 2024-02-02 report is not done",
        "`report is not done` is said here, and is not so: report is done",
    );
}

#[test]
fn what_follows_from_the_policy_cannot_be_said() {
    refuses(
        "on 2024-02-01 training is paused",
        "`training is paused` is nothing that can happen: it follows from the policy",
    );
    refuses(
        "on 2024-02-01 signs indicates high and training is going on",
        "`training is going on` is said here, and is not so: training is paused because of secure",
    );
    refuses(
        "on 2024-02-01 far-ahead holds for at least 3 days",
        "`(far-ahead holds) for at least 3 days` is nothing that can happen: time passes between dates",
    );
}

#[test]
fn dates_go_forwards() {
    refuses(
        "on 2024-03-01 far-ahead holds on 2024-02-01 report is done",
        "`2024-02-01` lies before 2024-03-01, to which the scenario has come",
    );
    refuses(
        "on 2023-03-01 far-ahead holds",
        "`2023-03-01` lies before the policy takes effect, on 2024-01-01",
    );
    refuses(
        "on 2024-03-01 far-ahead holds given locks is in place",
        "`given` says what is so from the start, and this one comes later",
    );
    passes(
        "on 2024-03-01 far-ahead holds then far-ahead holds on 2024-03-01 far-ahead does not hold then not far-ahead holds",
    );
}

#[test]
fn a_policy_without_a_date_starts_at_the_first_one() {
    let policy = POLICY.replace(", effective 2024-01-01", "");
    let outcome = |steps: &str| played(&format!("{policy}\nscenario \"s\": {steps}."));
    assert!(
        outcome("given locks is in place on 2020-01-01 far-ahead holds then training is not paused").passed()
    );
    let problems = outcome("given locks is in place then training is not paused").problems;
    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].message,
        "this scenario has no date, and `p` does not say when it takes effect"
    );
}

#[test]
fn announcements_and_the_world_can_be_told() {
    passes(
        "on 2024-02-01 it is announced that (signs indicates high) and high is reached and dogs has been attempted
         then it is announced that (signs indicates high) and high is reached and dogs has been attempted",
    );
    fails(
        "then it is announced that (locks is in place)",
        &["it is not announced that (locks is in place)"],
    );
}
