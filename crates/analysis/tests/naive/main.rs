//! Small policies drawn from seeds, judged by the crate and by a naive reading of the same text.
//!
//! `draw` writes a policy; `reading` plays it step by step as the design tells the game; `fixpoint` solves what is
//! reached by full sweeps. None of them knows the crate's boards or the solvers.

mod draw;
mod fixpoint;
mod reading;

use fixpoint::{Graph, Length};
use holdpoint_analysis::report::{GradeRow, Wait};
use holdpoint_analysis::{CheckOptions, check};
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::inquiry::Strength;
use holdpoint_policy::model::{ActionId, LevelId};
use holdpoint_policy::{FileId, Severity, SourceFile, resolve};
use holdpoint_syntax::{FileKind, parse};
use reading::Reading;

/// Seeds whose graph is larger than this are passed over; the test counts those that are left.
const MOST_EDGES: usize = 150_000;

/// Policies that must have been compared.
const N_COMPARED: usize = 300;

#[test]
fn the_crate_agrees_with_a_naive_reading_of_small_random_policies() {
    let mut tally = Tally::default();
    let mut wrong = Vec::new();
    for seed in 0.. {
        if tally.n_policies == N_COMPARED {
            break;
        }
        wrong.extend(compare(seed, &mut tally));
    }
    println!("{tally:?}");
    assert!(wrong.is_empty(), "{} disagreements:\n\n{}", wrong.len(), wrong.join("\n"));
    assert!(tally.n_between * 50 <= tally.n_rows, "bounds instead of values in too many rows: {tally:?}");
    assert!(tally.has_every_kind(), "the draw is too poor: {tally:?}");
}

/// What the seeds have shown.
#[derive(Debug, Default)]
struct Tally {
    n_policies: usize,
    n_too_large: usize,
    n_rows: usize,
    n_between: usize,
    n_vacuous: usize,
    n_avoidable: usize,
    n_self_clearing: usize,
    n_binding: usize,
}

impl Tally {
    fn count(&mut self, row: &GradeRow) {
        self.n_rows += 1;
        let is_between = |wait| matches!(wait, Wait::Between { .. });
        self.n_between += usize::from(is_between(row.prepared_wait) || is_between(row.unprepared_wait));
        match row.grade.as_slice() {
            [Strength::Vacuous] => self.n_vacuous += 1,
            [Strength::Avoidable] => self.n_avoidable += 1,
            [Strength::SelfClearing] => self.n_self_clearing += 1,
            [Strength::Binding] => self.n_binding += 1,
            _ => {}
        }
    }

    fn has_every_kind(&self) -> bool {
        let kinds = [self.n_vacuous, self.n_avoidable, self.n_self_clearing, self.n_binding];
        kinds.iter().all(|n| *n >= 10)
    }
}

/// Every row on which the two differ, with the seed and the text.
fn compare(seed: u64, tally: &mut Tally) -> Vec<String> {
    let text = draw::policy(seed);
    let encoding = encoding(&text).unwrap_or_else(|messages| panic!("seed {seed}: {messages}\n{text}"));
    let coded = &encoding.policies[0];
    let reading = Reading::new(&coded.base, &coded.worlds[0]);
    let Some(graph) = Graph::explore(&reading, MOST_EDGES) else {
        tally.n_too_large += 1;
        return Vec::new();
    };
    tally.n_policies += 1;
    let report = check(&encoding, &CheckOptions::default(), &mut |_, _| {});
    let rows = report.policies[0].grades.iter().filter(|it| it.world.is_some());
    let mut wrong = Vec::new();
    for row in rows {
        tally.count(row);
        let expected = expected(&reading, &graph, row);
        if !expected.admits(row) {
            wrong.push(format!(
                "seed {seed}, {} at {}: the crate says {:?} V={:?} U={:?}, the naive reading {expected:?}\n{text}",
                row.action,
                row.level.as_deref().unwrap_or("any level"),
                row.grade,
                row.prepared_wait,
                row.unprepared_wait,
            ));
        }
    }
    wrong
}

/// The text as the crate reads it; the messages if there are errors.
fn encoding(text: &str) -> Result<Encoding, String> {
    let parsed = parse(text, FileKind::Hold, FileId(0));
    let file = SourceFile { id: FileId(0), document: &parsed.document, text, uses: Vec::new() };
    let (encoding, found) = resolve(&[file]);
    let errors = parsed.diagnostics.iter().chain(&found).filter(|it| it.severity == Severity::Error);
    let messages: Vec<&str> = errors.map(|it| it.message.as_str()).collect();
    if messages.is_empty() { Ok(encoding) } else { Err(messages.join("; ")) }
}

/// What the naive reading says of a row.
#[derive(Debug)]
struct Expected {
    grade: Strength,
    prepared: Option<Length>,
    unprepared: Option<Length>,
}

fn expected(reading: &Reading<'_>, graph: &Graph, row: &GradeRow) -> Expected {
    let action = (reading.policy.actions.iter()).position(|it| it.named.name == row.action).expect("it is declared");
    let named = |name: &String| reading.policy.levels.iter().position(|it| it.named.name == *name);
    let level = row.level.as_ref().and_then(named).expect("every policy drawn has levels");
    let (action, level) = (ActionId::from(action), LevelId::from(level));
    let plain = |grade| Expected { grade, prepared: None, unprepared: None };
    if reading.is_undefined_with_a_clause(action, level) {
        return plain(Strength::Undefined);
    }
    if !reading.has_clause(action, level) {
        return plain(Strength::Silent);
    }
    let mark = reading.mark(action, level);
    let Some(unprepared) = graph.unprepared_wait(mark) else { return plain(Strength::Vacuous) };
    let prepared = graph.prepared_wait(mark);
    let grade = match prepared {
        Length::Steps(0) => Strength::Avoidable,
        Length::Steps(_) => Strength::SelfClearing,
        Length::Endless => Strength::Binding,
    };
    Expected { grade, prepared: Some(prepared), unprepared: Some(unprepared) }
}

impl Expected {
    fn admits(&self, row: &GradeRow) -> bool {
        row.grade.contains(&self.grade)
            && admits(row.prepared_wait, self.prepared)
            && admits(row.unprepared_wait, self.unprepared)
    }
}

fn admits(wait: Wait, length: Option<Length>) -> bool {
    match (wait, length) {
        (Wait::None, None) | (Wait::Never, Some(Length::Endless)) => true,
        (Wait::Steps(said), Some(Length::Steps(steps))) => said == steps,
        (Wait::Between { least, most }, Some(Length::Steps(steps))) => {
            least <= steps && most.is_none_or(|most| steps <= most)
        }
        (Wait::Between { most: None, .. }, Some(Length::Endless)) => true,
        _ => false,
    }
}
