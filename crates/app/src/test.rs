//! The use case `test`: do the scenarios come out as they say?

use crate::check::understood;
use crate::files::Files;
use crate::loader::load;
use crate::outcome::{Outcome, has_errors};
use holdpoint_policy::Diagnostic;
use holdpoint_policy::encoding::Encoding;
use holdpoint_policy::inquiry::Scenario;
use holdpoint_policy::scenario::{Expectation, run};
use std::path::PathBuf;

/// A `then` of a scenario that does not come out.
const NOT_SO: &str = "HP0014";

#[derive(Clone, Debug)]
pub struct TestFiles {
    pub paths: Vec<PathBuf>,
}

#[derive(Clone, Debug)]
pub struct Tested {
    pub files: Files,
    pub diagnostics: Vec<Diagnostic>,
    pub scenarios: Vec<TestedScenario>,
    /// The words were good enough for the scenarios to be run.
    pub was_run: bool,
    pub outcome: Outcome,
}

#[derive(Clone, Debug)]
pub struct TestedScenario {
    pub name: String,
    pub policy: String,
    /// What did not come out; empty when all did.
    pub failures: Vec<Diagnostic>,
    /// What happened and what followed, as a timeline in words.
    pub trace: String,
}

impl TestFiles {
    pub fn run(&self) -> Tested {
        let mut loaded = load(&self.paths);
        let encoding = understood(&mut loaded);
        let was_run = !has_errors(&loaded.diagnostics);
        let scenarios: Vec<TestedScenario> = if was_run {
            encoding
                .scenarios
                .iter()
                .map(|it| tested(&encoding, it))
                .collect()
        } else {
            Vec::new()
        };
        let all_come_out = scenarios.iter().all(|it| it.failures.is_empty());
        let outcome = Outcome::of(&loaded).max(Outcome::fine_if(all_come_out));
        Tested {
            files: loaded.files,
            diagnostics: loaded.diagnostics,
            scenarios,
            was_run,
            outcome,
        }
    }
}

fn tested(encoding: &Encoding, scenario: &Scenario) -> TestedScenario {
    let policy = &encoding.policy(scenario.policy).base;
    let came = run(policy, scenario);
    let unmet = came.expectations.iter().filter(|it| !it.is_met()).map(not_so);
    TestedScenario {
        name: scenario.name.clone(),
        policy: policy.name.clone(),
        failures: came.problems.iter().cloned().chain(unmet).collect(),
        trace: came.trace.to_string(),
    }
}

fn not_so(expectation: &Expectation) -> Diagnostic {
    let message = format!("`{}` is not so on {}", expectation.text, expectation.at.0.date());
    Diagnostic::error(NOT_SO, expectation.place, message).help(expectation.instead.join("; "))
}
