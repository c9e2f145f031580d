//! Small policies drawn from seeds, judged by the crate and by a naive reading of the same text.
//!
//! `draw` writes a policy; `reading` plays it step by step as the design tells the game; `fixpoint` solves what is
//! reached by full sweeps. None of them knows the crate's boards or the solvers.

mod certificates;
mod draw;
mod fixpoint;
mod reading;
mod standing;
#[path = "../shared/text.rs"]
mod text;

use fixpoint::{Graph, Length};
use holdpoint_analysis::report::{GradeRow, Wait};
use holdpoint_analysis::{CheckOptions, check};
use holdpoint_policy::inquiry::Strength;
use holdpoint_policy::model::{ActionId, LevelId};
use reading::Reading;
use text::encoding;

/// Seeds whose graph is larger than this are passed over; the test counts those that are left.
const MOST_EDGES: usize = 150_000;

/// More steps than any play that comes to an end has in a world that is drawn.
const LONG: u32 = 200;

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
    assert!(
        wrong.is_empty(),
        "{} disagreements:\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(
        tally.n_between * 50 <= tally.n_rows,
        "bounds instead of values in too many rows: {tally:?}"
    );
    assert!(tally.has_every_kind(), "the draw is too poor: {tally:?}");
}

/// What the seeds have shown.
#[derive(Debug, Default)]
struct Tally {
    n_policies: usize,
    n_too_large: usize,
    n_rows: usize,
    n_between: usize,
    n_in_all: usize,
    n_endless_in_all: usize,
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
        self.n_in_all += usize::from(matches!(row.makespan, Some(Wait::Steps(_))));
        self.n_endless_in_all += usize::from(row.makespan == Some(Wait::Never));
        match row.grade.as_slice() {
            [Strength::Vacuous] => self.n_vacuous += 1,
            [Strength::Avoidable] => self.n_avoidable += 1,
            [Strength::SelfClearing] => self.n_self_clearing += 1,
            [Strength::Binding] => self.n_binding += 1,
            _ => {}
        }
    }

    fn has_every_kind(&self) -> bool {
        let kinds = [
            self.n_vacuous,
            self.n_avoidable,
            self.n_self_clearing,
            self.n_binding,
            self.n_in_all,
            self.n_endless_in_all,
        ];
        kinds.iter().all(|n| *n >= 10)
    }
}

/// Every row on which the two differ, with the seed and the text.
fn compare(seed: u64, tally: &mut Tally) -> Vec<String> {
    let text = draw::policy(seed);
    let Some(rows) = compared(&text) else {
        tally.n_too_large += 1;
        return Vec::new();
    };
    tally.n_policies += 1;
    rows.iter().for_each(|(row, _)| tally.count(row));
    let wrong = rows.iter().filter(|(row, expected)| !expected.admits(row));
    wrong
        .map(|(row, expected)| format!("seed {seed}, {}{text}", told(row, expected)))
        .collect()
}

fn told(row: &GradeRow, expected: &Expected) -> String {
    let GradeRow {
        action,
        grade,
        prepared_wait,
        unprepared_wait,
        total_paused,
        makespan,
        ..
    } = row;
    let level = row.level.as_deref().unwrap_or("any level");
    format!(
        "{action} at {level}: the crate says {grade:?} V={prepared_wait:?} U={unprepared_wait:?} \
         total={total_paused:?} makespan={makespan:?}, naive {expected:?}\n"
    )
}

/// The rows of the text's world, with what the naive reading says of each; `None` if there is too much to look at.
fn compared(text: &str) -> Option<Vec<(GradeRow, Expected)>> {
    let encoding = encoding(text);
    let coded = &encoding.policies[0];
    let reading = Reading::new(&coded.base, &coded.worlds[0]);
    let graph = Graph::explore(&reading, MOST_EDGES)?;
    let mut report = check(&encoding, &CheckOptions::default(), &mut |_, _| {});
    let rows = report
        .policies
        .remove(0)
        .grades
        .into_iter()
        .filter(|it| it.world.is_some());
    let judged = rows.map(|row| {
        let expected = expected(&reading, &graph, &row);
        (row, expected)
    });
    Some(judged.collect())
}

/// What the naive reading says of a row.
#[derive(Debug)]
struct Expected {
    grade: Strength,
    prepared: Option<Length>,
    unprepared: Option<Length>,
    total_paused: Option<Length>,
    makespan: Option<Length>,
}

fn expected(reading: &Reading<'_>, graph: &Graph, row: &GradeRow) -> Expected {
    let action = (reading.policy.actions.iter())
        .position(|it| it.named.name == row.action)
        .expect("it is declared");
    let named = |name: &String| reading.policy.levels.iter().position(|it| it.named.name == *name);
    let level = row
        .level
        .as_ref()
        .and_then(named)
        .expect("every policy drawn has levels");
    let (action, level) = (ActionId::from(action), LevelId::from(level));
    let plain = |grade| Expected {
        grade,
        prepared: None,
        unprepared: None,
        total_paused: None,
        makespan: None,
    };
    if reading.is_undefined_with_a_clause(action, level) {
        return plain(Strength::Undefined);
    }
    if !reading.has_clause(action, level) {
        return plain(Strength::Silent);
    }
    let mark = reading.mark(action, level);
    let Some(unprepared) = graph.unprepared_wait(mark) else {
        return plain(Strength::Vacuous);
    };
    let prepared = graph.prepared_wait(mark);
    let ends = reading.comes_to_an_end(action);
    let in_all = |mark| ends.then(|| graph.in_all(mark, LONG));
    let grade = match prepared {
        Length::Steps(0) => Strength::Avoidable,
        Length::Steps(_) => Strength::SelfClearing,
        Length::Endless => Strength::Binding,
    };
    Expected {
        prepared: Some(prepared),
        unprepared: Some(unprepared),
        total_paused: in_all(mark),
        makespan: in_all(reading::TRAINING),
        ..plain(grade)
    }
}

impl Expected {
    fn admits(&self, row: &GradeRow) -> bool {
        let waits = admits(row.prepared_wait, self.prepared) && admits(row.unprepared_wait, self.unprepared);
        let in_all = match (row.total_paused, row.makespan) {
            // No room for it, or nothing to say.
            (None, None) => true,
            (paused, steps) => {
                paused.is_some_and(|it| admits(it, self.total_paused))
                    && steps.is_some_and(|it| admits(it, self.makespan))
            }
        };
        row.grade.contains(&self.grade) && waits && in_all
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
